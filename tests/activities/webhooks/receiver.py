"""A real HTTP server of this machine that keeps what webhooks send, and verifies it as a receiver does."""

import asyncio
import base64
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.api.house import served


@dataclass
class Receiver:
    """What arrived, and how the next requests are answered."""

    status: int = 204
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, many: int) -> None:
        """Wait until so many requests are here."""
        async with asyncio.timeout(60), self._arrived:
            await self._arrived.wait_for(lambda: len(self.got) >= many)

    @property
    def app(self) -> ASGIApp:
        """The application."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            body = await request.body()
            async with self._arrived:
                self.got.append((dict(request.headers), body))
                self._arrived.notify_all()
            if self.hangs:
                await asyncio.Event().wait()
            await Response(self.text, self.status, headers=dict(self.headers))(scope, receive, send)

        return app


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Return whether one of the signatures is of this secret, as docs/webhooks.md tells receivers."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mac = "v1," + base64.b64encode(hmac.digest(key, said, "sha256")).decode()
    return any(hmac.compare_digest(mac, given) for given in headers["webhook-signature"].split())


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[str]:
    """Let it listen; gives its address."""
    async with served(receiver.app) as base_url:
        yield f"{base_url}/hook"
