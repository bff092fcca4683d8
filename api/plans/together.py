"""A text that several write on at once: what changed is sent cell by cell, and what others did comes back."""

from collections.abc import Iterator, Mapping
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.answers import etag, json_answer
from api.http.described import writes
from api.http.negotiate import JSON
from api.http.problems import Reader
from api.http.visit import Visit, account_id
from api.http.way import Way
from api.plans.acts import where
from api.plans.bodies import TextChanges
from api.plans.editing import begun, patch_of, recorded, version_after
from api.plans.form import TextForm
from api.plans.merging import Taken
from api.plans.patch import TextPatch, cell_place, changed, patched, split
from domain.kernel.errors import Unreadable

router = APIRouter(tags=["text"])
_PLAN = "/offices/{office}/plans/{plan}"


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
    """How many facts were recorded, what the page has to change, and what of it is not recorded."""

    recorded: int
    faults: list[CellFault]
    clashes: list[CellClash]


@router.patch(
    _PLAN + "/text",
    **writes(
        "Change cells and rows of the text", TextChanges, shape=TextSaved, operation="change_text", versioned=True
    ),
)
async def change(visit: Annotated[Visit, Depends(Way("edit-text", (JSON,), most=reading.LARGEST))]) -> Response:
    """Record what is right, put into what others made of the text meanwhile; say what is not, and what they did."""
    sent = await visit.command(TextChanges, versioned=True)
    patch = patch_of(sent.body)
    receipt, found = await recorded(
        visit,
        sent,
        lambda past: patched(begun(past, sent.based_on or 0), patch),
        sent.body.model_dump(mode="json", exclude={"role", "position"}),
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
    return {**shown, "recorded": count, "faults": faults, "clashes": clashes}


def _strays(visit: Visit, patch: TextPatch, typed: TextForm) -> Iterator[CellFault]:
    """Yield what was sent of rows and cells that the text does not have."""
    rows = {row.id for row in typed.rows}
    nowhere = Unreadable("unknown-cell", "The text has no such row or cell: it may have been taken out.")
    for row, column in patch.cells:
        if row not in rows and column not in typed.parts.get(row, {} if row else typed.cover):
            message = Reader(visit.language).said(nowhere)
            yield {"row": row, "column": column, "code": nowhere.code, "message": message}


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
