"""The history of a plan: what was done and what was refused, act by act, with the plan as it then was."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from api import pages
from api.answers import shown, told
from api.chains import Checked
from api.described import query, reads
from api.errors import HttpError
from api.paging import address, asked, next_page
from api.past import Past, read_past
from api.presentation.change_sentences import plain
from api.presentation.looking import Looking
from api.presentation.sentences import Teller
from api.presentation.story import KINDS, Deed, Filters, Recorded, Told, changed_places, deeds, tell
from api.visit import Visit
from api.way import Way
from domain.canonical import canonical
from domain.plan_json import plan_json
from domain.refusal import CommandRefused
from eventstore.codec import decode
from eventstore.entry import REFUSALS
from eventstore.store import Store

router = APIRouter(tags=["history"])
_MOST = 200  # acts of one answer
_FEW = 25  # unless more are asked for: a page must stay light
_POSITION = {"type": "integer", "minimum": 0}
_TEXT = {"type": "string"}
_TOLD = {
    "type": "object",
    "required": ["checked", "acts", "total"],
    "properties": {
        "checked": {"type": "object", "description": "Until where the office's chain of hashes was found whole"},
        "total": {"type": "integer", "description": "How many acts the filters keep"},
        "acts": {"type": "array", "items": {"type": "object"}, "description": "The oldest first"},
        "plan": {"description": "The plan at the moment `at`, where one was asked for"},
    },
}


@router.get(
    "/offices/{office}/plans/{plan}/history",
    **reads(
        "What was done with a plan, and what was refused",
        _TOLD,
        headers=[
            query("at", "A position of the log: the plan as it was after the act there", _POSITION),
            query("entry", "A position of the log: the entry whose facts the page opens", _POSITION),
            query("before", "Only acts that began before this position; `Link` goes on to older ones", _POSITION),
            query(
                "limit", f"How many acts, the newest; {_FEW} if not said", {**_POSITION, "minimum": 1, "maximum": _MOST}
            ),
            query("person", "Only what this person did", _TEXT),
            query("row", "Only what concerns this row, or this cell: `a-i07.target`", _TEXT),
            query("kind", "Only this kind", {"type": "string", "enum": list(KINDS)}),
        ],
    ),
)
async def history(visit: Annotated[Visit, Depends(Way("read-history"))]) -> Response:
    """Tell the acts in time order; refused attempts stand among them."""
    store, office = visit.services.store, visit.office
    past = await read_past(store, office.id, visit.stream)
    acts = deeds(await _recorded(store, office.id, visit.stream, past))
    checked = await visit.services.chains.check(office.id)
    looking = _looking(visit.request, acts, max(checked.head.position, acts[-1].last))
    if visit.html:

        def go(**changes: object) -> str:
            return address(visit.request, **changes).removeprefix(visit.request.url.path) or "?"

        return shown(pages.history(visit.frame, office, visit.plan, looking, checked, go))
    teller = Teller(visit.frame.words, visit.frame.clock(office), office)
    body: dict[str, Any] = {
        "checked": _checked(office.id, checked),
        "total": len(looking.kept),
        "acts": [_act(tell(teller, deed, looking.filters)) for deed in looking.shown],
    }
    if looking.chosen:
        body["plan"] = msgspec.Raw(plan_json(looking.deed.after))
    older = next_page(visit.request, before=looking.older) if looking.older else None
    return told(canonical(body), headers=older)


async def _recorded(store: Store, office: str, stream: str, past: Past) -> list[Recorded]:
    """The plan's events and the refused attempts at it, in the log's order."""
    refused: list[Recorded] = []
    for entry in await store.read(office, REFUSALS):
        event = decode(entry.body)
        if isinstance(event, CommandRefused) and event.stream == stream:
            refused.append((entry, event))
    return sorted([*past.told, *refused], key=lambda recorded: recorded[0].position)


def _looking(request: Request, acts: Sequence[Deed], head: int) -> Looking:
    query = request.query_params
    kind = query.get("kind", "")
    if kind and kind not in KINDS:
        raise HttpError(
            422, "unknown-value", "“{name}” must be one of {known}.", "kind", name="kind", known=", ".join(KINDS)
        )
    entry = asked(request, "entry", 0) if "entry" in query else None
    if entry is not None and entry not in {e.position for deed in acts for e, _ in deed.recorded}:
        raise _elsewhere("entry", entry)
    at = asked(request, "at", acts[-1].last if entry is None else entry)
    if not acts[0].first <= at <= head:
        raise _elsewhere("at", at)
    return Looking(
        acts,
        Filters(query.get("person", ""), query.get("row", ""), kind),
        at=at,
        chosen="at" in query or entry is not None,
        entry=entry,
        before=asked(request, "before", 0) if "before" in query else None,
        size=asked(request, "limit", _FEW, 1, _MOST),
    )


def _elsewhere(place: str, position: int) -> HttpError:
    return HttpError(
        404,
        "unknown-position",
        "Position {position} of the log is not in the history of this plan.",
        place,
        position=str(position),
    )


def _checked(office: str, checked: Checked) -> dict[str, Any]:
    wrong = checked.wrong
    return {
        "whole": wrong is None,
        "position": checked.head.position,
        "hash": checked.head.hash.hex(),
        "at": checked.at,
        "command": f"paraf verify --against {office}:{checked.head}",
        "fault": None if wrong is None else {"position": wrong.position, "code": wrong.fault, "how": wrong.how},
    }


def _act(act: Told) -> dict[str, Any]:
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
                "cells": sorted(changed_places(line.event)),
                "sentence": plain(line.sentence),
                "event": msgspec.Raw(line.entry.body),
            }
            for line in act.lines
        ],
    }
