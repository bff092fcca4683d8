"""What changes in the form of a text, cell by cell and row by row: found between two, put into another, held back."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from api.plans.form import FormRow, TextForm

_FIELDS = ("text", "target_kind", "target", "allotted", "serves")
# A target is one cell of two fields; what is wrong with it is told at the figure.
_CELLS = {"target_kind": "target"}


@dataclass(frozen=True)
class PlacedRow:
    """Where a row stands: in a part, under another or none, behind `after` (empty: first of those that stand so)."""

    id: str
    part: str
    kind: str
    parent: str = ""
    after: str = ""


@dataclass(frozen=True)
class TextPatch:
    """Cells by row and column, rows that came or moved, rows that went with all that stood under them.

    The cells of the cover are of the row without a name, those that a part prints are of the part's key. `undecided`
    are the places of cells, or the ids of rows, that two wrote and nobody has chosen between: these are not saved.
    """

    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: tuple[PlacedRow, ...] = ()
    removed: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Return whether anything changes."""
        return bool(self.cells or self.rows or self.removed)


def cell_place(row: str, column: str) -> str:
    """Return what the place of a cell is called: `a-i07.target`, `title`."""
    column = _CELLS.get(column, column)
    return f"{row}.{column}" if row else column


def cells_of(row: FormRow) -> Iterator[tuple[str, str]]:
    """Yield what is filled of a row, by its columns."""
    for name in _FIELDS:
        if value := getattr(row, name):
            yield name, value
    for key, value in row.cells.items():
        if isinstance(value, str) and value.strip():
            yield key, value


def places_of(form: TextForm) -> Iterator[tuple[str, str]]:
    """Yield what is filled of all rows, by `ROW.column`."""
    for row in form.rows:
        yield from ((f"{row.id}.{column}", text) for column, text in cells_of(row))


def changed(base: TextForm, form: TextForm) -> TextPatch:
    """Return what makes the one form of the other. Rows of a place whose order changed are all placed anew."""
    cells: dict[tuple[str, str], str] = {}
    for detail, value in form.cover.items():
        if base.cover.get(detail, "") != value:
            cells["", detail] = value
    for part, details in form.parts.items():
        had = base.parts.get(part, {})
        cells |= {(part, detail): value for detail, value in details.items() if had.get(detail, "") != value}
    before = {row.id: row for row in base.rows}
    for row in form.rows:
        old = before.get(row.id, _NO_ROW)
        if old != row:
            has, was = dict(cells_of(row)), dict(cells_of(old))
            cells |= {(row.id, name): has.get(name, "") for name in {**was, **has} if was.get(name) != has.get(name)}
    now = {row.id for row in form.rows}
    removed = tuple(row.id for row in base.rows if row.id not in now)
    return TextPatch(cells, tuple(_placed(base, form)), removed)


_NO_ROW = FormRow("", "", "")


def _homes(form: TextForm) -> dict[tuple[str, str, str], list[str]]:
    homes: dict[tuple[str, str, str], list[str]] = {}
    for row in form.rows:
        homes.setdefault((row.part, row.kind, row.parent), []).append(row.id)
    return homes


def _placed(base: TextForm, form: TextForm) -> Iterator[PlacedRow]:
    had = _homes(base)
    moved: dict[str, str] = {}
    for home, ids in _homes(form).items():
        stood = had.get(home, [])
        known, there = set(stood), set(ids)
        if [row for row in ids if row in known] != [row for row in stood if row in there]:
            known = set()
        moved |= {row: previous for previous, row in zip(["", *ids], ids, strict=False) if row not in known}
    for row in form.rows:
        if row.id in moved:
            yield PlacedRow(row.id, row.part, row.kind, row.parent, moved[row.id])


def patched(form: TextForm, patch: TextPatch) -> TextForm:
    """Return the form with the change; what is said of rows that it does not have is left out."""
    cover, parts = dict(form.cover), {key: dict(details) for key, details in form.parts.items()}
    gone = families(form.rows, patch.removed)
    rows = [row for row in form.rows if row.id not in gone]
    for place in patch.rows:
        rows = _with(rows, place)
    number = {row.id: n for n, row in enumerate(rows)}
    for (row_id, column), text in patch.cells.items():
        if not row_id and column in cover:
            cover[column] = text
        elif row_id in parts and column in parts[row_id]:
            parts[row_id][column] = text
        elif row_id in number:
            n = number[row_id]
            rows[n] = with_cell(rows[n], column, text)
    return replace(form, cover=cover, parts=parts, rows=tuple(rows), undecided=patch.undecided)


def with_cell(row: FormRow, column: str, text: str) -> FormRow:
    """Return the row with what stands in one of its columns."""
    if column in _FIELDS:
        told: dict[str, Any] = {column: text}
        return replace(row, **told)
    return replace(row, cells={**row.cells, column: text})


def _with(rows: list[FormRow], place: PlacedRow) -> list[FormRow]:
    """Put a row behind the one that is named, else before the first of its place, else last."""
    old = next((row for row in rows if row.id == place.id), FormRow(place.id, place.part, place.kind))
    others = [row for row in rows if row.id != place.id]
    row = replace(old, part=place.part, parent=place.parent)
    home = (row.part, row.kind, row.parent)
    beside = {other.id: n for n, other in enumerate(others) if (other.part, other.kind, other.parent) == home}
    if place.after in beside:
        n = beside[place.after] + 1
    else:
        n = len(others) if place.after else min(beside.values(), default=len(others))
    return [*others[:n], row, *others[n:]]


def told_patch(patch: TextPatch) -> dict[str, Any]:
    """Return the patch as JSON has it."""
    return {
        "cells": [{"row": row, "column": column, "text": text} for (row, column), text in patch.cells.items()],
        "rows": [asdict(row) for row in patch.rows],
        "removed": list(patch.removed),
        "undecided": sorted(patch.undecided),
    }


def families(rows: Iterable[FormRow], tops: Collection[str]) -> set[str]:
    """Return the rows and all that stand under them."""
    family, more = set(tops), bool(tops)
    rows = list(rows) if more else ()
    while more:
        below = {row.id for row in rows if row.parent in family and row.id not in family}
        family |= below
        more = bool(below)
    return family


def held_back(form: TextForm, base: TextForm, places: Collection[str]) -> tuple[TextForm, set[str], set[str]]:
    """Return the form without what is typed at these places; then the cells and the rows that were held back.

    A cell is again as it was; a row that was not there goes, with all that stands under it.
    """
    before = {row.id: row for row in base.rows}
    rows = {row.id: row for row in form.rows}
    cover, parts = dict(form.cover), {key: dict(details) for key, details in form.parts.items()}
    cells: set[str] = set()
    out: set[str] = set()
    for place in places:
        row_id, column = split(place, form)
        if row_id in rows:
            if row_id not in before:
                out.add(row_id)
            elif column:
                cells.add(place)
                rows[row_id] = _as_before(rows[row_id], before[row_id], column)
            else:
                cells |= {cell_place(row_id, name) for name, _ in cells_of(rows[row_id])}
                rows[row_id] = before[row_id]
        elif not row_id and column in cover:
            cells.add(place)
            cover[column] = base.cover[column]
        elif column in parts.get(row_id, ()):
            cells.add(place)
            parts[row_id][column] = base.parts[row_id].get(column, "")
    out = families(form.rows, out) - before.keys()
    kept = tuple(rows[row.id] for row in form.rows if row.id not in out)
    return replace(form, cover=cover, parts=parts, rows=kept), cells, out


def _as_before(row: FormRow, old: FormRow, column: str) -> FormRow:
    if column == "target":
        return replace(row, target=old.target, target_kind=old.target_kind)
    if column in _FIELDS:
        return with_cell(row, column, getattr(old, column))
    return replace(row, cells={**row.cells, column: old.cells.get(column, "")})


def fields_of(form: TextForm, row: str, column: str) -> dict[str, str]:
    """Return what stands in a cell, by the names of its fields: a target has two."""
    if column in form.parts.get(row, {} if row else form.cover):
        return {column: (form.parts[row] if row else form.cover)[column]}
    told = dict(next((cells_of(each) for each in form.rows if each.id == row), ()))
    return {name: told.get(name, "") for name in (("target_kind", "target") if column == "target" else (column,))}


def split(place: str, form: TextForm) -> tuple[str, str]:
    """Return row (or part) and column of a place; an id of old may have dots."""
    known = {row.id for row in form.rows}
    if place in known:
        return place, ""
    row, _, column = place.rpartition(".")
    if row in known:
        return row, column
    part, _, detail = place.partition(".")
    return (part, detail) if part in form.parts else ("", place)
