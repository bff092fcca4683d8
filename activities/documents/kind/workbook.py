"""A plan for spreadsheets: each row with every column of its kind, as printed and, for figures, as a number."""

from collections.abc import Iterator
from decimal import Decimal

from activities.documents.sheets import SheetCell, SheetColumn, csv_table, plain, workbook
from domain.kind.kind import PLAIN, Column, Holds, RowKind, numbers
from domain.measure.target import Target, spell_target
from domain.plan.cell import spell_cell
from domain.plan.money import spell_allotted
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part, Row, kind_of_row

_NAMES = {RowKind.GOAL: "Sasaran", RowKind.INDICATOR: "Indikator", RowKind.PROGRAMME: "Program"}
_BESIDE = (SheetColumn("Bagian", 8), SheetColumn("Baris", 16), SheetColumn("Nomor", 8), SheetColumn("Uraian", 60))
_TARGET = (SheetColumn("Target", 16), SheetColumn("Target (angka)", 14))
_MONEY = (SheetColumn("Anggaran", 22), SheetColumn("Anggaran (Rp)", 20))


def plan_xlsx(plan: Plan) -> bytes:
    """Return a workbook of one sheet. Blocks."""
    return workbook(("Rencana", _columns(plan), _rows(plan)))


def plan_csv(plan: Plan) -> bytes:
    """Return the same as CSV."""
    return csv_table(_columns(plan), _rows(plan))


def _asked(plan: Plan) -> list[Column]:
    """The columns of all parts, one of the same key on the same kind of row once."""
    found: dict[tuple[str, RowKind], Column] = {}
    for part in plan.shape.parts if plan.shape else ():
        for column in part.columns:
            found.setdefault((column.key, column.on), column)
    return list(found.values())


def _columns(plan: Plan) -> tuple[SheetColumn, ...]:
    own = []
    for column in _asked(plan):
        head = plain(column.head_in(plan.year))
        own.append(SheetColumn(str(head), 40 if column.holds is Holds.TEXT else 18))
        if column.holds.figure:
            own.append(SheetColumn(f"{head} (angka)", 18))
    return (*_BESIDE, *_TARGET, *_MONEY, *own)


def _rows(plan: Plan) -> Iterator[tuple[SheetCell, ...]]:
    asked = _asked(plan)
    for part in plan.text.parts:
        of_kind = plan.shape.part(part.key) if plan.shape else None
        levels = of_kind.levels if of_kind else PLAIN
        printed = numbers(((goal.id, goal.parent) for goal in part.goals), levels)
        depth: dict[str, int] = {}
        for goal in part.goals:
            depth[goal.id] = depth.get(goal.parent, -1) + 1
            yield _row(part, goal, levels[depth[goal.id]].name if of_kind else "", printed[goal.id], asked)
            for indicator in part.indicators:
                if indicator.goal == goal.id:
                    yield _row(part, indicator, "", "", asked)
        for programme in part.programmes:
            yield _row(part, programme, "", "", asked)


def _row(part: Part, row: Row, level: str, number: str, asked: list[Column]) -> tuple[SheetCell, ...]:
    kind = kind_of_row(row)
    cells: list[SheetCell] = [part.key, level or _NAMES[kind], number, row.text]
    match row:
        case Indicator(target=target):
            cells += [spell_target(target), _figure(target), None, None]
        case Goal():
            cells += [None] * 4
        case programme:
            cells += [None, None, spell_allotted(programme), programme.allotted]
    held = {cell.column: cell for cell in row.cells}
    for column in asked:
        cell = held.get(column.key) if column.on is kind else None
        cells.append(None if cell is None else spell_cell(cell))
        if column.holds.figure:
            cells.append(None if cell is None or cell.value is None else _figure(cell.value))
    return tuple(plain(cell) for cell in cells)


def _figure(value: Target | Decimal) -> Decimal | None:
    """The number that a figure is; None for a grade, a range and whatever else is more than one."""
    found = value if isinstance(value, Decimal) else getattr(value, "value", None)
    return found if isinstance(found, Decimal) else None
