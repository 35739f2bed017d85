"""Rate limits per route and top-level resource, and the global one (topics/rate-limits)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

# (requests, seconds) per method and route, where Discord's are known to differ from the rest.
DISCORD_LIMITS: dict[str, tuple[int, float]] = {
    "POST /channels/{channel_id}/messages": (5, 5.0),
    "PATCH /channels/{channel_id}/messages/{message_id}": (5, 5.0),
    "DELETE /channels/{channel_id}/messages/{message_id}": (5, 1.0),
    "GET /channels/{channel_id}/messages": (50, 1.0),
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": (1, 0.25),
    "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me": (1, 0.25),
    "GET /guilds/{guild_id}/members": (10, 10.0),
}
DEFAULT_LIMIT = (50, 1.0)


@dataclass(slots=True)
class Window:
    count: int
    resets_ms: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`retry_seconds` is None when the request may go on; `headers` go with any answer."""

    headers: dict[str, str]
    retry_seconds: float | None = None
    is_global: bool = False


class RateLimits:
    """Fixed windows that begin with their first request."""

    def __init__(
        self,
        limits: Mapping[str, tuple[int, float]] | None = None,
        global_limit: int = 50,
        enabled: bool = True,
    ) -> None:
        self.limits = DISCORD_LIMITS | dict(limits or {})
        self.global_limit = global_limit
        self.enabled = enabled
        self._windows: dict[tuple[str, str], Window] = {}

    def take(self, route: str, major: str, now_ms: float, counts_globally: bool) -> Verdict:
        """Count one request for `route` (`GET /channels/{channel_id}`) on resource `major`."""
        if not self.enabled:
            return Verdict({})
        if counts_globally and (wait := self._global_wait(now_ms)):
            headers = {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
            return Verdict(headers, wait, is_global=True)
        limit, seconds = self.limits.get(route, DEFAULT_LIMIT)
        window = self._window((route, major), now_ms, seconds)
        window.count += 1
        headers = _headers(route, limit, window, now_ms)
        if window.count <= limit:
            return Verdict(headers)
        wait = (window.resets_ms - now_ms) / 1000
        return Verdict(headers | {"X-RateLimit-Scope": "user"}, wait)

    def _global_wait(self, now_ms: float) -> float:
        """Seconds until the global window ends when it is used up, else 0."""
        window = self._window(("global", ""), now_ms, 1.0)
        window.count += 1
        return 0.0 if window.count <= self.global_limit else (window.resets_ms - now_ms) / 1000

    def _window(self, key: tuple[str, str], now_ms: float, seconds: float) -> Window:
        window = self._windows.get(key)
        if window is None or now_ms >= window.resets_ms:
            self._forget(now_ms)
            window = self._windows[key] = Window(0, now_ms + seconds * 1000)
        return window

    def _forget(self, now_ms: float) -> None:
        if len(self._windows) > 1000:
            live = {key: each for key, each in self._windows.items() if each.resets_ms > now_ms}
            self._windows = live


def _headers(route: str, limit: int, window: Window, now_ms: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(max(0, limit - window.count)),
        "X-RateLimit-Reset": f"{window.resets_ms / 1000:.3f}",
        "X-RateLimit-Reset-After": f"{max(0.0, window.resets_ms - now_ms) / 1000:.3f}",
        "X-RateLimit-Bucket": hashlib.blake2s(route.encode(), digest_size=8).hexdigest(),
    }
