"""The history of one stream: what was recorded and refused of it, what the query asks for, and how it is answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict

from starlette.requests import Request

from api.history.looking import Looking
from api.history.story import Deed, Filters, RecordedEvent, S, Told, changed_places, touched_rows
from api.http.address import plan_path
from api.http.described import Described, query
from api.http.paging import query_number
from api.http.problems import HttpError
from api.http.visit import Visit
from api.reads.chains import Checked
from api.reads.execution import action_of, quarter_of, report_of
from api.words.names import plain
from domain.events import Event
from domain.kernel.actor import Actor
from domain.kernel.streams import QUARTERS
from eventstore.codec import decode
from eventstore.errors import Fault
from eventstore.store import Store
from eventstore.views import ACTION, QUARTER, REPORT

MOST = 200  # acts of one answer
_FEW = 25  # unless more are asked for: a page must stay light
_POSITION = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string"}


def questions(kinds: Sequence[str]) -> list[Described]:
    """Describe what may be asked of a history."""
    return [
        query("at", "A position of the log: what it was like after the act there", _POSITION),
        query("entry", "A position of the log: the entry whose facts the page opens", _POSITION),
        query("before", "Only acts that began before this position; `Link` goes on to older ones", _POSITION),
        query("limit", f"How many acts, the newest; {_FEW} if not said", {**_POSITION, "minimum": 1, "maximum": MOST}),
        query("person", "Only what this person did", _TEXT),
        query("row", "Only what concerns this row, or this cell: `a-i07.target`", _TEXT),
        query("kind", "Only this kind", {"type": "string", "enum": list(kinds)}),
    ]


class FaultView(TypedDict):
    """What of the chain is not as it was written."""

    position: int
    code: Fault
    how: str


class CheckedChain(TypedDict):
    """Until where the office's chain of hashes was found whole, and the command that asks again later."""

    whole: bool
    position: int
    hash: str
    at: datetime
    command: str
    fault: FaultView | None


class EntryView(TypedDict):
    """An entry of the log with the rows and cells that it is about, in a sentence, and as its event."""

    position: int
    stream: str
    version: int
    hash: str
    kind: str
    rows: list[str]
    cells: list[str]
    sentence: str
    event: Event


class ActView(TypedDict):
    """What one command made happen; version and phase are those after it."""

    command_id: str
    kind: str
    by: Actor
    recorded_at: datetime
    first: int
    last: int
    version: int
    phase: str
    entries: list[EntryView]


class HistoryView(TypedDict):
    """The acts of a page, the oldest first; `total` counts what the filters keep."""

    checked: CheckedChain
    total: int
    acts: list[ActView]


async def recorded(store: Store, office: str, stream: str, past: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Return a stream's events and the refused attempts at it, in the log's order."""
    refused = [(entry, decode(entry.body)) for entry in await store.refused(office, stream)]
    return sorted([*past, *refused], key=lambda each: each[0].position)


def looking_at(request: Request, acts: Sequence[Deed[S]], head: int, kinds: Sequence[str]) -> Looking[S]:
    """Return what of the acts the query asks for. Raises `HttpError` 422, or 404 for a moment that is not theirs."""
    query = request.query_params
    kind = query.get("kind", "")
    if kind and kind not in kinds:
        raise HttpError(
            422, "unknown-value", "“{name}” must be one of {known}.", "kind", name="kind", known=", ".join(kinds)
        )
    entry = query_number(request, "entry", 0) if "entry" in query else None
    if entry is not None and entry not in {e.position for deed in acts for e, _ in deed.recorded}:
        raise _elsewhere("entry", entry)
    at = query_number(request, "at", acts[-1].last if entry is None else entry)
    if not acts[0].first <= at <= max(head, acts[-1].last):
        raise _elsewhere("at", at)
    return Looking(
        acts,
        Filters(query.get("person", ""), query.get("row", ""), kind),
        at=at,
        chosen="at" in query or entry is not None,
        entry=entry,
        before=query_number(request, "before", 0) if "before" in query else None,
        size=query_number(request, "limit", _FEW, 1, MOST),
    )


def _elsewhere(place: str, position: int) -> HttpError:
    return HttpError(
        404,
        "unknown-position",
        "Position {position} of the log is not in this history.",
        place,
        position=str(position),
    )


async def histories(visit: Visit) -> list[tuple[str, str]]:
    """Return the streams that have a history: `plan`, `action`, `1` to `4`, `report`, each with its address."""
    base = plan_path(visit.office, visit.plan)
    found = [("plan", f"{base}/history")]
    streams = [("action", ACTION, action_of(visit), "action")]
    streams += [(str(n), QUARTER, quarter_of(visit, str(n)), f"quarters/{n}") for n in QUARTERS]
    for name, kind, stream, path in streams:
        if await visit.services.store.view(visit.office.id, kind, stream.partition("/")[2]) is None:
            break  # a year goes on from one to the next
        found.append((name, f"{base}/{path}/history"))
    if await visit.services.store.view(visit.office.id, REPORT, report_of(visit).partition("/")[2]) is not None:
        found.append(("report", f"{base}/report/history"))
    return found


def checked_view(office: str, checked: Checked) -> CheckedChain:
    """Return until where the chain of hashes was found whole."""
    wrong = checked.wrong
    return {
        "whole": wrong is None,
        "position": checked.head.position,
        "hash": checked.head.hash.hex(),
        "at": checked.at,
        "command": f"paraf verify --against {office}:{checked.head}",
        "fault": None if wrong is None else {"position": wrong.position, "code": wrong.fault, "how": wrong.how},
    }


def act_view(act: Told) -> ActView:
    """Return an act with its entries, each with its place in the log, its sentence and the event as it was hashed."""
    deed = act.deed
    return {
        "command_id": deed.command_id,
        "kind": deed.kind,
        "by": deed.by,
        "recorded_at": deed.recorded_at,
        "first": deed.first,
        "last": deed.last,
        "version": deed.after.version,
        "phase": deed.after.phase,
        "entries": [
            {
                "position": line.entry.position,
                "stream": line.entry.stream,
                "version": line.entry.version,
                "hash": line.entry.hash.hex(),
                "kind": line.kind,
                "rows": sorted(touched_rows(line.event, deed.after)),
                "cells": sorted(changed_places(line.event)),
                "sentence": plain(line.sentence),
                "event": line.event,
            }
            for line in act.lines
        ],
    }
