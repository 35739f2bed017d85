"""The REST side of API v10, one module per resource."""

from aiohttp import web

from ..core import Core
from . import (
    applications,
    channels,
    commands,
    guilds,
    interactions,
    messages,
    reactions,
    threads,
)

PREFIX = "/api/v10"


def add_routes(app: web.Application, core: Core) -> None:
    for resource in (
        applications,
        commands,
        guilds,
        channels,
        messages,
        reactions,
        threads,
        interactions,
    ):
        for method, path, handler in resource.routes(core):
            app.router.add_route(method, PREFIX + path, handler)
