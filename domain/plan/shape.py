"""What its kind asks of a plan: the empty form it begins with, and that a text has what the kind has, nothing else."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from domain.kernel.errors import N_, Refused, require
from domain.kind.kind import Column, Holds, Kind, PartKind
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


def empty_form(kind: Kind, year: int, address: str) -> PlanText:
    """Return the text that a plan of the kind begins with: its parts and what they print, without rows."""
    title = f"{kind.title} {year}" if "{year}" not in kind.title else kind.title.replace("{year}", str(year))
    return PlanText(PlanDetails(title, address, ""), tuple(Part(part.key, _details(part)) for part in kind.parts))


def _details(part: PartKind) -> PartDetails:
    details = PartDetails(part.heading, part.levels[0].name, "", "", "", "", "", part.pledge)
    for block in part.blocks:
        details = details.with_block(SignatureBlock(block.key, block.heading, position=block.capacity))
    return details


def carried_over(text: PlanText, was: int, year: int, empty: PlanText) -> PlanText:
    """Return the text of one year as that of another begins: rows as they are, no dates yet, today's signatories.

    `empty` is what a plan of the kind begins with without it; parts that it does not have are left out.
    """

    def turned(words: str) -> str:
        return words.replace(str(was), str(year))

    before = {part.key: part for part in text.parts}
    replace = msgspec.structs.replace
    parts = []
    for part in empty.parts:
        old = before.get(part.key, part)
        kept = {name: turned(getattr(old.details, name)) for name in ("heading", "goals_heading", "capacity", "pledge")}
        parts.append(replace(old, details=replace(part.details, **kept)))
    cover = replace(text.details, title=turned(text.details.title), address=empty.details.address, cover_date="")
    return PlanText(cover, tuple(parts))


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
