"""What its kind asks of a plan: the empty form it begins with, and that a text has what the kind has, nothing else."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TypeVar

import msgspec

from domain.kernel.errors import N_, Refused, require
from domain.kind.kind import Column, Holds, Kind, PartKind, RowKind
from domain.measure.target import kind_of
from domain.plan.cell import Cell, spell_cell
from domain.plan.commands import DraftPlan
from domain.plan.text import (
    Goal,
    Indicator,
    Part,
    PartDetails,
    PlanDetails,
    PlanText,
    Programme,
    Row,
    SignatureBlock,
    kind_of_row,
)

R = TypeVar("R", Goal, Indicator, Programme)
N = TypeVar("N", Goal, Programme)


def empty_form(kind: Kind, year: int, address: str) -> PlanText:
    """Return the text that a plan of the kind begins with: its parts and what they print, without rows."""
    title = f"{kind.title} {year}" if "{year}" not in kind.title else kind.title.replace("{year}", str(year))
    return PlanText(PlanDetails(title, address, ""), tuple(Part(part.key, _details(part)) for part in kind.parts))


def _details(part: PartKind) -> PartDetails:
    details = PartDetails(part.heading, part.levels[0].name, "", "", "", "", "", part.pledge)
    for block in part.blocks:
        details = details.with_block(SignatureBlock(block.key, block.heading, position=block.capacity))
    return details


def carried_over(text: PlanText, was: int, year: int, empty: PlanText, *, alike: bool = True) -> PlanText:
    """Return the text of one year as that of another begins: rows as they are, no dates yet, today's signatories.

    `empty` is what a plan of the kind begins with without it; parts that it does not have are left out. Where the two
    are not `alike`, of one kind, title and headings are those of `empty`.
    """

    def turned(words: str) -> str:
        return words.replace(str(was), str(year))

    before = {part.key: part for part in text.parts}
    replace = msgspec.structs.replace
    parts = []
    for part in empty.parts:
        old = before.get(part.key, part)
        kept = {name: turned(getattr(old.details, name)) for name in ("heading", "goals_heading", "capacity", "pledge")}
        parts.append(replace(old, details=replace(part.details, **kept) if alike else part.details))
    if not alike:
        return PlanText(empty.details, tuple(parts))
    cover = replace(text.details, title=turned(text.details.title), address=empty.details.address, cover_date="")
    return PlanText(cover, tuple(parts))


def fitted(text: PlanText, kind: Kind | None) -> PlanText:
    """Return the text with what a plan of the kind can hold of it.

    Cells of columns that it does not have go, and what would stand below the lowest level stands on it.
    """
    parts = []
    for part in text.parts:
        asked = None if kind is None else kind.part(part.key)
        goals, programmes = part.goals, part.programmes
        if asked is not None:
            goals = _raised(goals, len(asked.levels))
            programmes = _raised(programmes, max(1, len(asked.budget.levels))) if asked.budget is not None else ()
        rows = {
            "goals": tuple(_held(row, asked) for row in goals),
            "indicators": tuple(_held(row, asked) for row in part.indicators),
            "programmes": tuple(_held(row, asked) for row in programmes),
        }
        parts.append(msgspec.structs.replace(part, **rows))
    return msgspec.structs.replace(text, parts=tuple(parts))


def years_on(text: PlanText, kind: Kind | None, years: int) -> PlanText:
    """Return the text as it stands so many years later: what columns print of a year goes to those of that year.

    Where there is none, it stays behind.
    """
    parts = []
    for part in text.parts:
        asked = None if kind is None else kind.part(part.key)
        dated = [(c, c.year) for c in (asked.columns if asked else ()) if c.year is not None]
        there = {(c.on, c.holds, c.head, year): c.key for c, year in dated}
        to = {(c.on, c.key): there.get((c.on, c.holds, c.head, year - years), "") for c, year in dated}
        rows = {
            name: tuple(_cells_to(row, to) for row in getattr(part, name))
            for name in ("goals", "indicators", "programmes")
        }
        parts.append(msgspec.structs.replace(part, **rows))
    return msgspec.structs.replace(text, parts=tuple(parts))


def _cells_to(row: R, to: Mapping[tuple[RowKind, str], str]) -> R:
    on = kind_of_row(row)
    placed = (msgspec.structs.replace(cell, column=to.get((on, cell.column), cell.column)) for cell in row.cells)
    return msgspec.structs.replace(row, cells=tuple(cell for cell in placed if cell.column))


def _raised(rows: tuple[N, ...], most: int) -> tuple[N, ...]:
    above: dict[str, str] = {}
    depth: dict[str, int] = {"": 0}
    for row in rows:
        parent = row.parent
        while depth.get(parent, 0) >= most:
            parent = above[parent]
        above[row.id], depth[row.id] = parent, depth.get(parent, 0) + 1
    return tuple(msgspec.structs.replace(row, parent=above[row.id]) for row in rows)


def _held(row: R, asked: PartKind | None) -> R:
    cells = []
    for cell in row.cells if asked is not None else ():
        column = asked.column(cell.column, kind_of_row(row)) if asked else None
        with suppress(Refused):
            cells += [_fits(cell, column, row.id)] if column is not None else []
    return msgspec.structs.replace(row, cells=tuple(cells))


def require_shape(command: DraftPlan) -> None:
    """Refuse a plan that is not of the kind it says, or has other parts."""
    kind = command.shape
    if kind is not None:
        require(kind.code == command.kind, "kind-differs", "This is not the kind of the plan.", "kind")
        keys, told = [part.key for part in kind.parts], [part.key for part in command.text.parts]
        wrong = N_("This kind of plan has the parts {parts}.")
        require(keys == told, "kind-parts-differ", wrong, "parts", parts=", ".join(keys))


def shaped(part: Part, kind: Kind | None) -> Part:
    """Return the part with its cells in the kind's order; raises Refused for what its kind does not have."""
    asked = None if kind is None else kind.part(part.key)
    if kind is None or asked is None:
        for row in part.rows():
            for cell in row.cells:
                raise _unknown(row, cell)
        return part
    _depths(part, asked)
    known = {block.key for block in asked.blocks}
    for block in part.details.blocks:
        strange = N_("This kind of plan has no signature block “{block}” here.")
        place = f"{part.key}.blocks.{block.key}"
        require(block.key in known or not known, "block-unknown", strange, place, block=block.key)
    aims = {kind_of(i.target): i for i in part.indicators}
    for aim, indicator in aims.items():
        among = not kind.targets or aim in kind.targets
        require(among, "target-kind", "This kind of plan has no such target.", f"{indicator.id}.target")
    return msgspec.structs.replace(
        part,
        goals=tuple(_row(goal, asked) for goal in part.goals),
        indicators=tuple(_row(indicator, asked) for indicator in part.indicators),
        programmes=tuple(_row(programme, asked) for programme in part.programmes),
    )


def _depths(part: Part, asked: PartKind) -> None:
    """Refuse a goal or a programme below the lowest level."""
    allowed = len(asked.levels), max(1, len(asked.budget.levels)) if asked.budget is not None else 0
    none = N_("This kind of plan has no table of programmes.")
    require(asked.budget is not None or not part.programmes, "programmes-unasked", none, f"{part.key}.programmes")
    rows: Iterable[tuple[tuple[Goal | Programme, ...], int]] = ((part.goals, allowed[0]), (part.programmes, allowed[1]))
    for nested, most in rows:
        depth: dict[str, int] = {}
        for row in nested:
            depth[row.id] = 1 + depth.get(row.parent, 0)
            deep = N_("This row stands below the lowest of the {most} levels.")
            require(depth[row.id] <= most, "level-unknown", deep, f"{row.id}.text", most=str(most))


def _row(row: R, asked: PartKind) -> R:
    kind = kind_of_row(row)
    columns = asked.on(kind)
    cells: dict[str, Cell] = {}
    for cell in row.cells:
        column = asked.column(cell.column, kind)
        if column is None:
            raise _unknown(row, cell)
        place = f"{row.id}.{cell.column}"
        require(cell.column not in cells, "cell-twice", "This column is filled twice.", place)
        cells[cell.column] = _fits(cell, column, place)
    return msgspec.structs.replace(row, cells=tuple(cells[c.key] for c in columns if c.key in cells))


def _fits(cell: Cell, column: Column, place: str) -> Cell:
    printed = spell_cell(cell)
    require(bool(printed), "cell-empty", "An empty cell is left out.", place)
    require(
        column.holds.figure is (cell.value is not None),
        "cell-holds",
        "The column “{head}” holds something else.",
        place,
        head=column.head,
    )
    one_of = N_("“{text}” is none of the choices: {known}.")
    chosen = column.holds is not Holds.CHOICE or printed in column.choices
    require(chosen, "cell-choice", one_of, place, text=printed[:40], known=", ".join(column.choices))
    if column.holds is Holds.CODE:
        require("\n" not in printed and len(printed) <= 60, "cell-code", "A code is one short line.", place)
    return cell


def _unknown(row: Row, cell: Cell) -> Refused:
    no_column = N_("This kind of plan has no column “{column}” here.")
    return Refused("unknown-column", no_column, f"{row.id}.{cell.column}", column=cell.column[:40])
