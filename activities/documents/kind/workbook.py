"""A plan for spreadsheets: each row with every column of its kind, as printed and, for figures, as a number."""

from collections.abc import Iterator
from decimal import Decimal

from activities.documents.amendment.sheet import changes_table
from activities.documents.kind.table import Grouped, Head, amounts, customary, goal_lines, number_of, programme_lines
from activities.documents.language import INDONESIAN, WORDS, PaperWords
from activities.documents.sheets import (
    PrintedSheet,
    SheetCell,
    SheetColumn,
    alike,
    csv_table,
    exactly,
    plain,
    shown,
    workbook,
)
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import PLAIN, Column, Holds, PartKind, RowKind, numbers
from domain.measure.target import spell_target
from domain.plan.cell import spell_cell
from domain.plan.money import part_total, restated, spell_allotted
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, Part, Row, kind_of_row

_NAMES = {RowKind.GOAL: "Sasaran", RowKind.INDICATOR: "Indikator", RowKind.PROGRAMME: "Program"}
_BESIDE = (SheetColumn("Bagian", 8), SheetColumn("Baris", 16), SheetColumn("Nomor", 8), SheetColumn("Uraian", 60))
_TARGET = (SheetColumn("Target", 16), SheetColumn("Target (angka)", 14))
_MONEY = (SheetColumn("Anggaran", 22), SheetColumn("Anggaran (Rp)", 20))


def plan_xlsx(plan: Plan) -> bytes:
    """Return a workbook: each part as printed, every row with every column, what an amendment changes. Blocks."""
    changes = changes_table(plan)
    return workbook(*_reports(plan), ("Rencana", _columns(plan), _rows(plan)), *([changes] if changes else []))


def plan_csv(plan: Plan) -> bytes:
    """Return the same as CSV."""
    return csv_table(_columns(plan), _rows(plan))


def _reports(plan: Plan) -> Iterator[PrintedSheet]:
    words = WORDS[plan.shape.language] if plan.shape else INDONESIAN
    for part in plan.text.parts:
        asked = (plan.shape.part(part.key) if plan.shape else None) or customary(part)
        of = f" {part.key}" if len(plan.text.parts) > 1 else ""
        lines = [line for line in (part.details.heading or plan.text.details.title).splitlines() if line]
        yield _report(f"Laporan{of}", lines, goal_lines(part, asked, plan.year, words), part, asked, words)
        if part.programmes and asked.budget is not None:
            table = programme_lines(part, asked, asked.budget, plan.year, words)
            yield _report(f"Anggaran{of}", lines, table, part, asked, words)


def _report(name: str, lines: list[str], of: Grouped, part: Part, asked: PartKind, words: PaperWords) -> PrintedSheet:
    heads, groups = of
    rows: list[tuple[SheetCell, ...]] = [
        (f"{line.number} {line.band}".strip(),)
        if line.band
        else tuple(
            shown(cell, head.value(row) if row else None)
            for cell, head, row in zip(line.cells, heads, line.rows, strict=True)
        )
        for group in groups
        for line in group
    ]
    budget = next((n for n, head in enumerate(heads) if head.budget), 0)
    like = next(amounts([line for group in groups for line in group], heads), None)
    if rows and budget and not restated(part):
        amount = part_total(part, asked)
        summed = shown(spell_rupiah(amount), amount) if like is None else _summed(amount, *like)
        rows.append((words.total, *([None] * (budget - 1)), summed, *([None] * (len(heads) - budget - 1))))
    return PrintedSheet(name, lines, [SheetColumn(head.words, _width(head)) for head in heads], rows)


def _summed(amount: Decimal, text: str, value: Decimal) -> SheetCell:
    told = alike(amount, text, value) or spell_rupiah(amount)
    found = (shown(told, exactly(amount / scale)) for scale in (1, 1000, 1_000_000))
    return next((cell for cell in found if not isinstance(cell, str)), told)


def _width(head: Head) -> int:
    return 45 if head.prose else 22 if head.align == "right" else 8 if len(head.words) < 4 else 16


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
            cells += [spell_target(target), number_of(target), None, None]
        case Goal():
            cells += [None] * 4
        case programme:
            cells += [None, None, spell_allotted(programme), programme.allotted]
    held = {cell.column: cell for cell in row.cells}
    for column in asked:
        cell = held.get(column.key) if column.on is kind else None
        cells.append(None if cell is None else spell_cell(cell))
        if column.holds.figure:
            cells.append(None if cell is None or cell.value is None else number_of(cell.value))
    return tuple(plain(cell) for cell in cells)
