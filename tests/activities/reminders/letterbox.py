"""A real SMTP server of this machine that keeps what arrives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class Letterbox:
    """What arrived, and which addresses are refused with which code."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self._arrived = asyncio.Condition()

    async def until(self, many: int) -> None:
        """Wait until so many letters are here."""
        async with asyncio.timeout(30), self._arrived:
            await self._arrived.wait_for(lambda: len(self.letters) >= many)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a letter."""
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        async with self._arrived:
            self.letters.append(letter)
            self._arrived.notify_all()
        return "250 OK"


@asynccontextmanager
async def listening(letterbox: Letterbox, host: str) -> AsyncIterator[int]:
    """A running SMTP server; gives its port."""
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(letterbox, hostname="uji"), host, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
