"""An office's log as it grows: Server-Sent Events, for as long as the reader may read it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.access.sessions import Session
from api.access.tokens import Bearer
from api.http.negotiate import EVENTS
from api.http.visit import Visit, session_token
from api.http.way import bearer, viewer_of
from api.rights import may
from audit.export import line
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.store import Store

# Seconds between two signs of life; before each it is asked whether the reader may still read.
HEARTBEAT = 15.0
_RETRY = b"retry: 2000\n\n"
_BEAT = b": paraf\n\n"
_WAITING = 200  # entries read ahead of a slow reader


class Live(StreamingResponse):
    """The entries behind position `after`, of one stream or (empty) of all; each event's id is its position."""

    def __init__(self, visit: Visit, act: str, after: int, stream: str = "") -> None:
        self._visit = visit
        self._act = act
        self._after = after
        self._stream = stream
        self._entries: asyncio.Queue[Entry] = asyncio.Queue(_WAITING)
        # A proxy that gathers the answer first would never send it on.
        super().__init__(self._told(), media_type=EVENTS, headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the reader goes or may read no more."""
        reading = asyncio.create_task(self._read(self._visit.services.store), name="paraf-live")
        try:
            await super().__call__(scope, receive, send)
        finally:
            reading.cancel()

    async def _read(self, store: Store) -> None:
        async with aclosing(store.follow(self._visit.office.id, self._after)) as log:
            async for entry in log:
                if self._stream in ("", entry.stream):
                    await self._entries.put(entry)

    async def _told(self) -> AsyncIterator[bytes]:
        clock = asyncio.get_running_loop().time
        yield _RETRY
        beaten = clock()
        while True:
            rest = beaten + HEARTBEAT - clock()
            if rest <= 0:
                if not await _may_read_on(self._visit, self._act):
                    return
                yield _BEAT
                beaten = clock()
                continue
            try:
                entry = await asyncio.wait_for(self._entries.get(), rest)
            except TimeoutError:
                continue
            yield b"id: %d\ndata: %b\n" % (entry.position, line(entry))


async def _may_read_on(visit: Visit, act: str) -> bool:
    """Return whether session or token, and the role, still stand."""
    secret, services = bearer(visit.request), visit.services
    try:
        if secret is not None:
            known: Bearer | Session | None = await services.tokens.find(secret)
        else:
            # Listening is no sign of life: a page left open must not keep its session.
            known = await services.sessions.find(session_token(visit), alive=False)
        return known is not None and may(act, (await viewer_of(services, known.account)).roles(visit.office.id))
    except Unavailable:  # nothing is read either while the database is away, and nobody loses a role
        return True
