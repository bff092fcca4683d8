"""One of the sample people at the public API, as any program would use it, and where things are there."""

import asyncio
import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from examples.banjarmasin import kind, office, year

OFFICE = f"/offices/{office().id}"
LOG = f"{OFFICE}/log"
PLANS = f"{OFFICE}/plans"
PLAN = f"{PLANS}/{kind()}-{year()}"
ACTION = f"{PLAN}/action"
YEAR = f"{PLAN}/year"
REPORT = f"{PLAN}/report"
DOCUMENTS = f"{PLAN}/year-documents"


def quarter(number: int) -> str:
    """Return where a quarter is."""
    return f"{PLAN}/quarters/{number}"


JSON = "application/json"
PDF = "application/pdf"
OCTETS = "application/octet-stream"
_TRIES = 20  # for an answer that was lost, or a service that is away
_PAUSE = 0.25  # seconds between two tries
_LOOK, _PATIENCE = 0.1, 600  # seconds between two looks for what the system does by itself, and how many looks


class StoryFailed(Exception):
    """The system answered otherwise than the story needs."""


class Official:
    """A signed-in person."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def sign_in(self, username: str, password: str) -> None:
        """Sign in; the session stays with the client."""
        good(await self._client.post("/sign-in", json={"username": username, "password": password}))
        for cookie in self._client.cookies.jar:
            cookie.secure = False  # on paraf's own machine no proxy with HTTPS stands before it

    async def get(self, path: str, accept: str = JSON) -> httpx.Response:
        """Read something, again if nobody answers."""
        return good(await self._answered("GET", path, headers={"Accept": accept}))

    async def plan(self, path: str) -> Any:
        """Read a plan, or whatever of its year is there."""
        return (await self.get(path)).json()

    async def seen(self, path: str, wanted: Callable[[Any], object]) -> Any:
        """Read something once it is there as wanted."""
        for _ in range(_PATIENCE):
            answer = await self._answered("GET", path, headers={"Accept": JSON})
            # The system opens a quarter by itself: until then there is none.
            if answer.status_code != httpx.codes.NOT_FOUND and wanted(found := good(answer).json()):
                return found
            await asyncio.sleep(_LOOK)
        raise StoryFailed(f"{path}: what was waited for did not come")

    async def shown(self, path: str) -> Any:
        """Read a plan once its document is there: it is printed after the act that asks for it."""
        return await self.seen(path, lambda plan: plan["document"])

    async def saved(self, path: str) -> tuple[Any, bytes]:
        """Return a plan, action plan or quarter with the document that is shown now."""
        plan = await self.shown(path)
        return plan, (await self.get(f"{path}/documents/{plan['document']}", PDF)).content

    async def lines(self, path: str) -> bytes:
        """Read JSON lines to their end, page by page."""
        found, where = b"", path
        while where:
            answer = await self.get(where, "application/jsonl")
            found += answer.content
            where = answer.links.get("next", {}).get("url", "")
        return found

    async def endorse(self, path: str, door: str, plan: Any = None, key: str = "") -> Any:
        """Put the paraf or the signature of the open step on what is shown, and return the receipt."""
        plan = plan or await self.shown(path)
        digest = plan.get("text_digest") or plan["digest"]
        body = {"step": open_step(plan), "digest": digest, "document": plan["document"]}
        return await self.ask(f"{path}/{door}", body, plan["version"], key)

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
        return await self._answered("POST", path, headers=headers, content=json.dumps(body))

    async def attach(self, path: str, name: str, content: bytes, to: str = "evidence") -> str:
        """Send a file for a row or an amendment, and return the digest that it is named by."""
        headers = {"Accept": JSON, "Content-Type": OCTETS}
        sent = {"params": {"name": name}, "headers": headers, "content": content}
        return str(good(await self._answered("POST", f"{path}/{to}", **sent)).json()["digest"])

    async def _answered(self, method: str, path: str, **sent: Any) -> httpx.Response:
        for _ in range(_TRIES):
            try:
                answer = await self._client.request(method, path, **sent)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer
            await asyncio.sleep(_PAUSE)
        raise StoryFailed(f"{path}: nobody answered")


def open_step(plan: Any) -> str:
    """Return the first step of a route that waits. Raises `StoryFailed` where none does."""
    for step in plan["route"]:
        if step["state"] == "open":
            return str(step["key"])
    raise StoryFailed("nobody is waited for")


def good(answer: httpx.Response) -> httpx.Response:
    """Return the answer if it is one."""
    if answer.is_success:
        return answer
    raise StoryFailed(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text[:600]}")
