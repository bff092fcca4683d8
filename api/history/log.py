"""The log of an office and the events of a plan: as lines that can be verified elsewhere, and live."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.access.sessions import Session
from api.access.tokens import Bearer
from api.http.described import Described, header, query, reads
from api.http.negotiate import EVENTS, JSONL
from api.http.paging import next_page, query_number, whole
from api.http.problems import HttpError
from api.http.streams import Stream
from api.http.visit import Visit, account_id, session_token
from api.http.way import Way, bearer, viewer_of
from api.reads.plan import unknown_plan
from api.rights import may
from audit.export import line
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.store import Store
from eventstore.views import PLAN

# Seconds between two signs of life; before each it is asked whether the reader may still read.
HEARTBEAT = 15.0
RETRY = b"retry: 2000\n\n"
BEAT = b": paraf\n\n"
_WAITING = 200  # entries read ahead of a slow reader


class Live(Stream):
    """The entries behind position `after`, of one stream or (empty) of all; each event's id is its position."""

    def __init__(self, visit: Visit, act: str, after: int, stream: str = "") -> None:
        self._visit = visit
        self._act = act
        self._after = after
        self._stream = stream
        self._entries: asyncio.Queue[Entry] = asyncio.Queue(_WAITING)
        super().__init__(visit.services.streams, account_id(visit), self._events())

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

    async def _events(self) -> AsyncIterator[bytes]:
        clock = asyncio.get_running_loop().time
        yield RETRY
        beaten = clock()
        while True:
            rest = beaten + HEARTBEAT - clock()
            if rest <= 0:
                if not await may_read_on(self._visit, self._act):
                    return
                yield BEAT
                beaten = clock()
                continue
            try:
                entry = await asyncio.wait_for(self._entries.get(), rest)
            except TimeoutError:
                continue
            yield b"id: %d\ndata: %b\n" % (entry.position, line(entry))


async def may_read_on(visit: Visit, act: str) -> bool:
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


router = APIRouter(tags=["log"])
_ACT = "read-history"
_BATCH = 1000
MayRead = Annotated[Visit, Depends(Way(_ACT, (JSONL, EVENTS)))]


def _reads(summary: str, operation: str) -> Described:
    lines = {"type": "string", "description": "One entry a line: JSON, as `paraf verify --export` reads it"}
    events = {"type": "string", "description": "Events, the data of each such a line"}
    parameters = [
        query("after", "Only entries behind this position of the log", {"type": "integer", "minimum": 0}),
        query(
            "limit",
            "At most so many lines; `Link` says where it goes on. Without it all lines come in one answer.",
            {"type": "integer", "minimum": 1, "maximum": _BATCH},
        ),
        header("Last-Event-ID", "Where a stream of events goes on; it stands above `after`"),
    ]
    return reads(
        summary,
        operation=operation,
        html=False,
        more={JSONL: lines, EVENTS: events},
        headers=parameters,
        statuses=(429,),
    )


@router.get("/offices/{office}/log", **_reads("The whole log of an office", "read_log"))
async def log(visit: MayRead) -> Response:
    """Send every entry of the office, with nothing left out: its hashes form one chain from the first entry on.

    Save the lines to a file and check them without this server: `paraf verify --export FILE`. As
    `text/event-stream` the answer goes on with each new entry; an event's id is its position.
    """
    return await _answer(visit, f"{visit.office.id}-log", "")


@router.get("/offices/{office}/plans/{plan}/events", **_reads("The events of a plan", "read_events"))
async def events(visit: MayRead) -> Response:
    """Send the plan's entries alone: they fold to the plan, but their hashes go through entries that are not here.

    To check the chain, take the office's log. Positions are those of the office's log, so they have gaps; `version`
    counts the plan's own entries without any. Refused attempts are in the office's log.
    """
    if await visit.services.store.view(visit.office.id, PLAN, visit.plan) is None:
        raise unknown_plan()
    return await _answer(visit, f"{visit.office.id}-{visit.plan}-events", visit.stream)


async def _answer(visit: Visit, name: str, stream: str) -> Response:
    request, store, office = visit.request, visit.services.store, visit.office.id
    head = (await store.head(office)).position
    after = query_number(request, "after", 0)
    place = "after"
    if visit.wants == EVENTS:
        if "limit" in request.query_params:
            raise HttpError(422, "stream-unlimited", "A stream has no limit; it goes on until you leave.", "limit")
        if last := request.headers.get("last-event-id", ""):
            after, place = whole(last, "Last-Event-ID"), "Last-Event-ID"
    if after > head:  # whoever has seen more than there is must hear of it
        raise HttpError(422, "behind-the-end", "The log ends at position {position}.", place, position=str(head))
    if visit.wants == EVENTS:
        return Live(visit, _ACT, after, stream)
    headers = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
    if "limit" not in request.query_params:
        return StreamingResponse(_lines(store, office, stream, after, head), media_type=JSONL, headers=headers)
    limit = query_number(request, "limit", 0, 1, _BATCH)
    entries = await store.log(office, after, limit + 1, stream or None)
    if len(entries) > limit:
        del entries[limit:]
        headers |= next_page(request, after=entries[-1].position)
    return Response(b"".join(map(line, entries)), media_type=JSONL, headers=headers)


async def _lines(store: Store, office: str, stream: str, after: int, head: int) -> AsyncIterator[bytes]:
    # What is recorded never changes and has no gaps, so batches up to one head are the log at one instant; a
    # transaction would stand open for as long as the slowest reader takes.
    while after < head:
        entries = [e for e in await store.log(office, after, _BATCH, stream or None) if e.position <= head]
        if not entries:
            return
        yield b"".join(map(line, entries))
        after = entries[-1].position
