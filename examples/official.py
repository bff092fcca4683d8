"""One of the sample people at the public API, as any program would use it."""

import asyncio
import json
import uuid
from collections.abc import Mapping
from typing import Any

import httpx

JSON = "application/json"
_TRIES = 20  # for an answer that was lost, or a service that is away
_PAUSE = 0.25  # seconds between two tries, and between two looks for a document
_PATIENCE = 240  # looks


class StoryFailed(Exception):
    """The system answered otherwise than the story needs."""


class Official:
    """A signed-in person."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def sign_in(self, username: str, password: str) -> None:
        """Sign in; the session stays with the client."""
        good(await self._client.post("/sign-in", json={"username": username, "password": password}))

    async def get(self, path: str, accept: str = JSON) -> httpx.Response:
        """Read something."""
        return good(await self._client.get(path, headers={"Accept": accept}))

    async def plan(self, path: str) -> Any:
        """Read a plan."""
        return (await self.get(path)).json()

    async def shown(self, path: str) -> Any:
        """Read a plan once its document is there: it is printed after the act that asks for it."""
        for _ in range(_PATIENCE):
            plan = await self.plan(path)
            if plan["document"]:
                return plan
            await asyncio.sleep(_PAUSE)
        raise StoryFailed("the document was not printed")

    async def lines(self, path: str) -> bytes:
        """Read JSON lines to their end, page by page."""
        found, where = b"", path
        while where:
            answer = await self.get(where, "application/jsonl")
            found += answer.content
            where = answer.links.get("next", {}).get("url", "")
        return found

    async def ask(self, path: str, body: Mapping[str, Any], version: int | None = None, key: str = "") -> Any:
        """Ask for a command once, however often it has to be sent, and return its receipt."""
        return good(await self.send(path, body, version, key)).json()

    async def send(
        self, path: str, body: Mapping[str, Any], version: int | None = None, key: str = ""
    ) -> httpx.Response:
        """Ask for a command and return whatever is answered; what nobody knows is asked again under the same key."""
        headers = {"Accept": JSON, "Content-Type": JSON, "Idempotency-Key": key or str(uuid.uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        for _ in range(_TRIES):
            try:
                answer = await self._client.post(path, content=json.dumps(body), headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            await asyncio.sleep(_PAUSE)
        raise StoryFailed(f"{path}: nobody answered")


def good(answer: httpx.Response) -> httpx.Response:
    """Return the answer if it is one."""
    if answer.is_success:
        return answer
    raise StoryFailed(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:600]}")
