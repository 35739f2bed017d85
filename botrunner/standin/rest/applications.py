"""The application itself, its user, its gateway and its commands."""

from aiohttp import web

from .. import payloads
from ..core import Core
from .context import Context, Json, Routes, answer, path_id

DAY_MS = 86_400_000


def routes(core: Core) -> Routes:
    rest = Applications(core)
    return [
        ("GET", "/gateway", rest.gateway),
        ("GET", "/gateway/bot", rest.gateway_bot),
        ("GET", "/users/@me", rest.me_user),
        ("GET", "/users/{user_id}", rest.user),
        ("GET", "/oauth2/applications/@me", rest.application),
        ("GET", "/applications/@me", rest.application),
    ]


class Applications(Context):
    async def gateway(self, request: web.Request) -> web.Response:
        return answer({"url": gateway_url(request)})

    async def gateway_bot(self, request: web.Request) -> web.Response:
        application = self.world.application
        return answer(
            {
                "url": gateway_url(request),
                "shards": 1,
                "session_start_limit": {
                    "total": application.identifies_total,
                    "remaining": max(0, application.identifies_left),
                    "reset_after": DAY_MS - self.core.clock.now_ms() % DAY_MS,
                    "max_concurrency": 1,
                },
            }
        )

    async def me_user(self, request: web.Request) -> web.Response:
        return answer(
            payloads.user(self.me)
            | {
                "verified": True,
                "email": None,
                "mfa_enabled": True,
                "locale": "ru",
            }
        )

    async def user(self, request: web.Request) -> web.Response:
        return answer(payloads.user(self.world.user(path_id(request, "user_id"))))

    async def application(self, request: web.Request) -> web.Response:
        application = self.world.application
        owner = next(iter(self.world.guilds.values())).owner_id
        shape: Json = {
            "id": str(application.id),
            "name": application.name,
            "icon": None,
            "description": "",
            "bot_public": False,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": 0,
            "owner": payloads.user(self.world.users[owner]),
            "team": None,
            "bot": payloads.user(self.me),
        }
        return answer(shape)


def gateway_url(request: web.Request) -> str:
    return f"ws://{request.host}/gateway"
