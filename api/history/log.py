"""The log of an office and the events of a plan: as lines that can be verified elsewhere, and live."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response, StreamingResponse

from api.history.live import Live
from api.http.described import Described, header, query, reads
from api.http.negotiate import EVENTS, JSONL
from api.http.paging import next_page, query_number, whole
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from audit.export import line
from eventstore.store import Store
from eventstore.views import PLAN

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
    return reads(summary, operation=operation, html=False, more={JSONL: lines, EVENTS: events}, headers=parameters)


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
