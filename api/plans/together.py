"""A text that several write on at once: what changed is sent cell by cell, and what others did comes back."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from typing import Annotated, TypedDict
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.history.log import BEAT, HEARTBEAT, RETRY, may_read_on
from api.http import reading
from api.http.answers import etag, json_answer
from api.http.described import query, reads, writes
from api.http.frame import require_person, require_standing
from api.http.negotiate import EVENTS, JSON
from api.http.paging import query_number, whole
from api.http.problems import Reader
from api.http.streams import Stream
from api.http.visit import Visit, account_id
from api.http.way import Way
from api.plans.acts import where
from api.plans.bodies import TextChanges
from api.plans.editing import begun, patch_of, recorded, version_after
from api.plans.form import TextForm
from api.plans.merging import Taken, writers
from api.plans.patch import TextPatch, cell_place, changed, patched, split
from api.reads.plan import read_past, unknown_plan
from domain.kernel.errors import Unreadable
from domain.kernel.message import canonical
from eventstore.errors import Unavailable
from eventstore.follow import told
from eventstore.views import PLAN, SUMMARY

router = APIRouter(tags=["text"])
_PLAN = "/offices/{office}/plans/{plan}"
_ACT = "edit-text"


class CellShown(TypedDict):
    """What stands in a cell now; `by` is who wrote it, nobody where it is only how the own is spelled."""

    row: str
    column: str
    text: str
    by: str


class RowShown(TypedDict):
    """A row that came or moved, and where it stands now."""

    id: str
    part: str
    kind: str
    parent: str
    after: str
    by: str


class RowGone(TypedDict):
    """A row that somebody took out."""

    id: str
    by: str


class CellName(TypedDict):
    """A cell, or (without a column) a row with everything in it."""

    row: str
    column: str


class CellFault(TypedDict):
    """Why a cell, or a row, is not recorded."""

    row: str
    column: str
    code: str
    message: str


class CellClash(TypedDict):
    """What two wrote: what stands there now, by column; `open` where somebody has to choose."""

    row: str
    column: str
    message: str
    theirs: Mapping[str, str]
    open: bool


class TextShown(TypedDict):
    """What a page that shows an older version has to change."""

    version: int
    cells: list[CellShown]
    rows: list[RowShown]
    removed: list[RowGone]


class TextSaved(TextShown):
    """How many facts were recorded, what the page has to change, and what of it is `held` back, with the reasons."""

    recorded: int
    held: list[CellName]
    faults: list[CellFault]
    clashes: list[CellClash]


@router.patch(
    _PLAN + "/text",
    **writes(
        "Change cells and rows of the text", TextChanges, shape=TextSaved, operation="change_text", versioned=True
    ),
)
async def change(visit: Annotated[Visit, Depends(Way(_ACT, (JSON,), most=reading.LARGEST))]) -> Response:
    """Record what is right, put into what others made of the text meanwhile; say what is not, and what they did."""
    sent = await visit.command(TextChanges, versioned=True)
    require_person(sent.body.shown_to, visit.who)
    require_standing(sent.body.shown_as, visit.standing, visit.frame.words)
    patch = patch_of(sent.body)
    receipt, found = await recorded(
        visit,
        sent,
        lambda past: patched(begun(past, sent.based_on or 0), patch),
        sent.body.model_dump(mode="json", exclude={"role", "position", "shown_to", "shown_as"}),
    )
    if not found.errors:
        await visit.services.unsaved.drop(account_id(visit), f"{where(visit)}/edit")
    version = version_after(receipt, found)
    answer = _saved(visit, found, version, len(receipt.events))
    answer["faults"] += _strays(visit, patch, found.typed)
    return json_answer(answer, headers={"ETag": etag(version)})


def _saved(visit: Visit, found: Taken, version: int, count: int) -> TextSaved:
    reader = Reader(visit.language)
    shown = shown_since(found.typed, found.form, found.by, version)
    faults: list[CellFault] = []
    for place, error in found.faults:
        row, column = split(place, found.typed)
        faults.append({"row": row, "column": column, "code": error.code, "message": reader.said(error)})
    clashes: list[CellClash] = []
    for clash in found.clashes:
        row, column = split(clash.place, found.typed)
        message = reader.said(clash.told)
        clashes.append({"row": row, "column": column, "message": message, "theirs": clash.theirs, "open": clash.open})
    whole = {row.id for row in found.rest.rows}
    held: list[CellName] = [{"row": row, "column": ""} for row in whole]
    held += [{"row": row, "column": column} for row, column in found.rest.cells if row not in whole]
    return {**shown, "recorded": count, "held": held, "faults": faults, "clashes": clashes}


def _strays(visit: Visit, patch: TextPatch, typed: TextForm) -> Iterator[CellFault]:
    """Yield what was sent of rows and cells that the text does not have."""
    rows = {row.id for row in typed.rows}
    nowhere = Unreadable("unknown-cell", "The text has no such row or cell: it may have been taken out.")
    for row, column in patch.cells:
        if row not in rows and column not in typed.parts.get(row, {} if row else typed.cover):
            message = Reader(visit.language).said(nowhere)
            yield {"row": row, "column": column, "code": nowhere.code, "message": message}


class TextNews(TextShown):
    """What others did since a version, and who has the text open now."""

    since: int
    here: list[str]


class Company(Stream):
    """What others do to a text behind version `after`, and who is here; whoever listens is here for the others."""

    def __init__(self, visit: Visit, after: int) -> None:
        self._visit = visit
        self._after = after
        self._tab = uuid4()
        super().__init__(visit.services.streams, account_id(visit), self._news())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the reader goes or may write no more."""
        services = self._visit.services

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        telling = asyncio.create_task(super().__call__(scope, receive, send), name="paraf-company")
        leaving = asyncio.create_task(gone())
        try:
            await asyncio.wait((telling, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            telling.cancel()
            leaving.cancel()
            with suppress(Unavailable):
                await asyncio.shield(services.present.leave(self._tab))
            services.store.wake(self._visit.office.id)

    async def _news(self) -> AsyncIterator[bytes]:
        visit, office = self._visit, self._visit.office.id
        services, clock = visit.services, asyncio.get_running_loop().time
        yield RETRY
        beaten, known, cause = -HEARTBEAT, "", ""
        async with services.store.woken(office) as wait:
            while True:
                if clock() >= beaten + HEARTBEAT:
                    if not await may_read_on(visit, _ACT):
                        return
                    first, beaten = beaten < 0, clock()
                    with suppress(Unavailable):
                        await services.present.stay(
                            self._tab, account_id(visit), office, visit.stream, visit.who.person
                        )
                    if first:
                        services.store.wake(office)
                    yield BEAT
                with suppress(Unavailable):
                    with told(cause):
                        news = await news_since(visit, self._after)
                    here = json.dumps(news["here"])
                    if news["version"] > self._after or here != known:
                        self._after, known = news["version"], here
                        yield b"id: %d\ndata: %b\n\n" % (self._after, canonical(news))
                cause = await wait()


@router.get(
    _PLAN + "/together",
    **reads(
        "What others did to the text since a version, and who has it open",
        TextNews,
        operation="read_news",
        html=False,
        more={EVENTS: {"type": "string", "description": "Events, the data of each such news"}},
        headers=[query("after", "The text version that is known", {"type": "integer", "minimum": 0})],
        statuses=(429,),
    ),
)
async def together(visit: Annotated[Visit, Depends(Way(_ACT, (JSON, EVENTS)))]) -> Response:
    """Tell it once, or as it happens for as long as somebody listens."""
    if await visit.services.store.view(visit.office.id, PLAN, visit.plan) is None:
        raise unknown_plan()
    last = visit.request.headers.get("last-event-id", "")
    after = whole(last, "Last-Event-ID") if last else query_number(visit.request, "after", 0)
    return Company(visit, after) if visit.wants == EVENTS else json_answer(await news_since(visit, after))


async def news_since(visit: Visit, after: int) -> TextNews:
    """Return what others made of a version; of one that never was, nothing."""
    services, office = visit.services, visit.office
    persons = await services.present.others(account_id(visit), office.id, visit.stream)
    here = [office.people.get(person, person) for person in persons]
    version = await _version(visit)
    if version <= after:
        return {"version": after, "since": after, "cells": [], "rows": [], "removed": [], "here": here}
    past = await read_past(services.store, office.id, visit.stream)
    seen, now = begun(past, after), TextForm.from_text(past.now.text, past.now.shape)
    by = writers(past.since_version(after))
    return {**shown_since(seen, now, by, past.now.version), "since": after, "here": here}


async def _version(visit: Visit) -> int:
    """The text version as lists have it, which is less to read than the text."""
    body = await visit.services.store.view(visit.office.id, SUMMARY, visit.plan)
    return 0 if body is None else msgspec.json.decode(body, type=_Summary).version


class _Summary(msgspec.Struct):
    version: int


def shown_since(seen: TextForm, now: TextForm, by: Mapping[str, str], version: int) -> TextShown:
    """Return what makes the form that is seen the one that is now, and by whom."""
    patch = changed(seen, now)
    return {
        "version": version,
        "cells": [
            {"row": row, "column": column, "text": text, "by": by.get(cell_place(row, column), by.get(row, ""))}
            for (row, column), text in patch.cells.items()
        ],
        "rows": [
            {
                "id": row.id,
                "part": row.part,
                "kind": row.kind,
                "parent": row.parent,
                "after": row.after,
                "by": by.get(row.id, ""),
            }
            for row in patch.rows
        ],
        "removed": [{"id": row, "by": by.get(row, "")} for row in patch.removed],
    }
