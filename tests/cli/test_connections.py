"""Connections that ask for nothing end; those that are served do not."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from cli.api import HttpConnection
from tests.api.house import served

_LOOKED = asyncio.Semaphore(0)  # once for each look at a connection


class Impatient(HttpConnection):
    """A connection that waits for hardly anything."""

    patience = 0.1

    def _look(self) -> None:
        super()._look()
        _LOOKED.release()


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer in pieces, each after the connection was looked at."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(3):
        await _LOOKED.acquire()
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
    await send({"type": "http.response.body", "body": b"x"})


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    """Where it is served."""
    async with served(slow, Impatient) as base_url:
        yield base_url


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_who_never_asks_to_the_end_is_left(base_url: str, sent: bytes) -> None:
    at = urlsplit(base_url)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    writer.write(sent)
    async with asyncio.timeout(30):
        assert await reader.read() == b""
    writer.close()


async def test_who_is_served_is_served_to_the_end(base_url: str) -> None:
    async with httpx.AsyncClient(timeout=30) as client:
        assert (await client.get(base_url)).text == "x" * 4
