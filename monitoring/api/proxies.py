"""Whom to believe about a request's origin, and cookies that follow the request's own scheme."""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
GetResponse = Callable[[HttpRequest], HttpResponse]
Networks = tuple[IPv4Network | IPv6Network, ...]


@lru_cache
def networks(names: tuple[str, ...]) -> Networks:
    """Addresses and CIDR ranges; ValueError names the one that is neither."""
    return tuple(ip_network(name, strict=False) for name in names)


def is_trusted(address: str, trusted: Networks) -> bool:
    try:
        ip = ip_address(address)
    except ValueError:  # A Unix socket's peer has no address.
        return False
    return any(ip in network for network in trusted)


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """The nearest address that is no proxy of ours; what stands left of it anybody could write."""
    hops = [hop.strip() for hop in forwarded_for.split(",") if hop.strip()]
    address = peer
    while is_trusted(address, trusted) and hops:
        address = hops.pop()
    return address


class TrustedProxies:
    """X-Forwarded-* counts when a trusted proxy sent it, and is dropped from anybody else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted = networks(tuple(settings.TRUSTED_PROXIES))
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer, trusted):
            forwarded_for = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = client_address(peer, forwarded_for, trusted)
        else:
            for header in FORWARDED:
                request.META.pop(header, None)
        return self.get_response(request)


class SecureCookies:
    """Cookies set over https stay on https; over plain http on a local address they still work."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response
