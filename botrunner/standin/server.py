"""The HTTP server: REST, gateway and control on one loopback port, with the middlewares."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from . import rest
from .core import Core
from .errors import ApiError
from .faults import RestFault
from .gateway import Gateway
from .ratelimits import RateLimits, Verdict
from .rest.context import answer, error_answer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
WITHOUT_BOT_TOKEN = ("/interactions/", "/webhooks/")
MAJOR = ("channel_id", "guild_id", "application_id", "interaction_id", "token")


def make_app(core: Core, gateway: Gateway, limits: RateLimits) -> web.Application:
    api = _Api(core, limits)
    app = web.Application(middlewares=[api.guard], client_max_size=32 * 1024 * 1024)
    rest.add_routes(app, core)
    app.router.add_get("/gateway", gateway.accept)
    app.router.add_get("/gateway/", gateway.accept)
    return app


class _Api:
    def __init__(self, core: Core, limits: RateLimits) -> None:
        self._core = core
        self._limits = limits

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(("/api/", "/gateway")):
            return await handler(request)
        if self._core.faults.offline_until_ms > self._core.clock.now_ms():
            return _cut(request)
        if request.path.startswith("/gateway"):
            return await handler(request)
        response = await self._answered(request, handler)
        response.headers["Date"] = self._core.clock.http_date()
        response.headers["Via"] = "1.1 standin"
        self._core.calls.append(
            {
                "at_ms": self._core.clock.now_ms(),
                "method": request.method,
                "path": request.path,
                "status": response.status,
            }
        )
        return response

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.match_info.http_exception is not None:
            return error_answer(ApiError(404, 0, "404: Not Found"))
        if not self._authorized(request):
            return error_answer(ApiError(401, 0, "401: Unauthorized"))
        verdict = self._take(request)
        if verdict.retry_seconds is not None:
            return _limited(verdict.headers, verdict.retry_seconds, verdict.is_global)
        fault = self._core.faults.take_rest(request.method, request.path)
        if fault is not None:
            facts = {"fault": fault.kind, "method": request.method, "path": request.path}
            self._core.note("rest_fault", **facts)
            response = await _faulty(fault, request, handler)
        else:
            response = await _honest(request, handler)
        response.headers.update(verdict.headers)
        return response

    def _authorized(self, request: web.Request) -> bool:
        if any(part in request.path for part in WITHOUT_BOT_TOKEN):
            return True  # the token in the path is checked by the handler
        application = self._core.world.application
        given = request.headers.get("Authorization", "")
        return given == f"Bot {application.token}" and not application.token_revoked

    def _take(self, request: web.Request) -> Verdict:
        resource = request.match_info.route.resource
        template = resource.canonical.removeprefix(rest.PREFIX) if resource else request.path
        found = request.match_info
        major = "/".join(found[name] for name in MAJOR if name in found)
        counts_globally = not any(part in request.path for part in WITHOUT_BOT_TOKEN)
        return self._limits.take(
            f"{request.method} {template}", major, self._core.clock.now_ms(), counts_globally
        )


async def _honest(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except ApiError as error:
        return error_answer(error)


async def _faulty(fault: RestFault, request: web.Request, handler: Handler) -> web.StreamResponse:
    if fault.kind == "429":
        return _limited({}, fault.seconds, fault.is_global)
    if fault.kind.isdigit():
        return answer({"message": "fault on purpose", "code": 0}, int(fault.kind))
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return await _honest(request, handler)
    if fault.kind == "lost":
        await _honest(request, handler)
    elif fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
    return _cut(request)


def _cut(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=503)


def _limited(headers: dict[str, str], seconds: float, is_global: bool) -> web.Response:
    """Discord's 429; the body's retry_after has fractions, the header whole seconds."""
    seconds = round(seconds, 3)
    response = answer(
        {"message": "You are being rate limited.", "retry_after": seconds, "global": is_global},
        429,
    )
    response.headers.update(headers | {"Retry-After": str(max(1, int(seconds + 0.999)))})
    if is_global:
        response.headers["X-RateLimit-Global"] = "true"
    return response
