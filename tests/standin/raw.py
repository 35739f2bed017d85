"""A gateway client without discord.py, for what discord.py hides."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from botrunner.standin import StandIn


class RawGateway:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._inflate = zlib.decompressobj()

    async def send(self, op: int, data: Any) -> None:
        await self._socket.send_str(json.dumps({"op": op, "d": data}))

    async def receive(self, seconds: float = 2.0) -> dict[str, Any]:
        """TimeoutError when nothing comes; `{"close": code}` at the end."""
        message = await self._socket.receive(timeout=seconds)
        if message.type is aiohttp.WSMsgType.TEXT:
            return dict(json.loads(message.data))
        if message.type is aiohttp.WSMsgType.BINARY:
            return dict(json.loads(self._inflate.decompress(message.data)))
        return {"close": self._socket.close_code}

    async def until(self, event: str) -> dict[str, Any]:
        async with asyncio.timeout(3):
            while True:
                packet = await self.receive()
                if packet.get("t") == event or "close" in packet:
                    return packet

    async def identify(self, token: str, intents: int = 0x8201, **more: Any) -> None:
        await self.send(2, {"token": token, "intents": intents, "properties": {}, **more})


@asynccontextmanager
async def raw_gateway(standin: StandIn, query: str = "") -> AsyncIterator[RawGateway]:
    url = standin.gateway_url + "?v=10&encoding=json" + query
    async with aiohttp.ClientSession() as http, http.ws_connect(url) as socket:
        gateway = RawGateway(socket)
        hello = await gateway.receive()
        assert hello["op"] == 10
        yield gateway
