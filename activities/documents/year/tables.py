"""The year as files for spreadsheets: what is ready to print, and behind it every figure in columns of its own."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from activities.documents.action import start_words, target_cells, target_names
from activities.documents.quarter import notes_of
from activities.documents.sheets import PrintedSheet, SheetCell, SheetColumn, csv_table, plain, shown, workbook
from activities.documents.words import (
    QUARTERS,
    UNFILED,
    aim_words,
    cell_words,
    percent_words,
    rounded_reading,
    rounded_words,
    share_words,
)
from activities.documents.year.columns import (
    BUDGETS,
    INDICATORS,
    LinesOn,
    budget_rows,
    by_goal,
    indicator_rows,
    single,
)
from activities.documents.year.pages import rows_by_goal
from domain.action.state import Action
from domain.kernel.numbers import spell_rupiah
from domain.measure.achievement import Achievement
from domain.measure.budget import Lines, Share
from domain.measure.realisation import aim_of
from domain.measure.target import spell_target
from domain.quarter.figures import Figure
from domain.quarter.outcome import figures, money_of
from domain.quarter.state import Quarter
from views.year import YearCell, YearRow

_NUMBER, _WORDS, _MONEY, _TOLD = 11, 42, 22, 42  # how wide columns are, in characters


def unsaid(on: date) -> Lines | None:
    """Return the lines of an office that has said none."""
    return None


def year_xlsx(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid, office: str = "") -> bytes:
    """Return a workbook: the year ready to print, then its indicators and budgets, a row for each quarter. Blocks."""
    title = f"CAPAIAN KINERJA TAHUN {quarters[0].year}" if quarters else "CAPAIAN KINERJA"
    return _workbook(title, office, quarters, lines_on)


def quarter_xlsx(quarter: Quarter, lines_on: LinesOn = unsaid, office: str = "") -> bytes:
    """Return the same of one quarter, with what was told beside its figures. Blocks."""
    numeral = QUARTERS[quarter.quarter - 1]
    title = f"LAPORAN EVALUASI KINERJA TRIWULAN {numeral} TAHUN {quarter.year}"
    return _workbook(title, office, [quarter], lines_on, told=True)


def action_xlsx(action: Action, office: str = "") -> bytes:
    """Return the action plan ready to print, then the same with a goal in every row. Blocks."""
    names = (*target_names(), "Mulai")
    widths = (6, _WORDS, *([_NUMBER] * 5), 24, _WORDS, _WORDS)
    columns = [SheetColumn(name, width) for name, width in zip(names, widths, strict=True)]
    goals = tuple(goal for part in action.basis.parts for goal in part.goals)
    printed: list[tuple[SheetCell, ...]] = []
    rows: list[tuple[SheetCell, ...]] = []
    for group in by_goal(goals, action.basis.indicators().values()):
        printed.append((group.goal,))
        for number, indicator in group.rows:
            row = action.rows[indicator.id]
            aims = (aim_of(indicator.target), *(row.targets or (None,) * len(QUARTERS)))
            words = target_cells(indicator, row)
            cells = [shown(said, single(aim)) for said, aim in zip(words, aims, strict=False)]
            line = (Decimal(number), indicator.text, *cells, *words[len(aims) :], start_words(row))
            printed.append(line)
            rows.append(tuple(map(plain, (group.goal, *line))))
    report = PrintedSheet("Laporan", (f"RENCANA AKSI KINERJA TAHUN {action.year}", office), columns, printed)
    return workbook(report, ("Rencana aksi", (SheetColumn("Sasaran", _WORDS), *columns), rows))


def year_csv(quarters: Sequence[Quarter]) -> bytes:
    """Return the indicators of the quarters."""
    return csv_table(INDICATORS, indicator_rows(quarters))


def budget_csv(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid) -> bytes:
    """Return the programmes of the quarters in the same way."""
    return csv_table(BUDGETS, budget_rows(quarters, lines_on))


def _workbook(title: str, office: str, quarters: Sequence[Quarter], lines_on: LinesOn, *, told: bool = False) -> bytes:
    above = (title, office)
    return workbook(
        PrintedSheet("Laporan", above, _columns(quarters, told=told), list(_rows(quarters, told=told))),
        PrintedSheet("Laporan anggaran", above, _money_columns(quarters), list(_money_rows(quarters))),
        ("Capaian", INDICATORS, indicator_rows(quarters)),
        ("Anggaran", BUDGETS, budget_rows(quarters, lines_on)),
    )


def _columns(quarters: Sequence[Quarter], *, told: bool) -> list[SheetColumn]:
    of = [QUARTERS[quarter.quarter - 1] for quarter in quarters]
    figures = [f"{name} TW {numeral}" for numeral in of for name in ("Target", "Realisasi", "Capaian")]
    return [
        SheetColumn("No", 6),
        SheetColumn("Indikator kinerja", _WORDS),
        *(SheetColumn(name, _NUMBER) for name in ("Target tahun", *figures, "Capaian tahun berjalan")),
        *([SheetColumn("Catatan", _TOLD)] if told else []),
    ]


def _rows(quarters: Sequence[Quarter], *, told: bool) -> Iterator[tuple[SheetCell, ...]]:
    opened = [quarter.quarter for quarter in quarters]
    found = {figure.indicator: figure for quarter in quarters[:told] for figure in figures(quarter)}
    for group, rows in rows_by_goal(quarters):
        yield (group.goal,)
        for number, row in rows:
            target = shown(spell_target(row.indicator.target), single(aim_of(row.indicator.target)))
            cells = [figure for quarter in opened for figure in _figures(row.cells[quarter - 1])]
            notes = _notes(row, quarters[0], found) if told else ()
            year = "–" if row.newest is None else _achieved(row.newest, row.newest.year)
            yield (Decimal(number), row.indicator.text, target, *cells, year, *notes)


def _figures(cell: YearCell | None) -> tuple[SheetCell, ...]:
    if cell is None:
        return ("–",) * 3
    target = shown(aim_words(cell.target, cell.policy), single(cell.target))
    if not cell.standing.answered:
        return (target, UNFILED, UNFILED)
    reading = shown(rounded_words(cell.reading, cell.policy), rounded_reading(cell.reading, cell.policy))
    return (target, reading, "–" if cell.target is None else _achieved(cell, cell.figure))


def _achieved(cell: YearCell, found: Achievement) -> SheetCell:
    return shown(cell_words(cell, found), found.figure)


def _notes(row: YearRow, quarter: Quarter, found: dict[str, Figure]) -> tuple[str, ...]:
    key = row.indicator.id
    return (notes_of(quarter.lines[key], found[key]),)


def _money_columns(quarters: Sequence[Quarter]) -> list[SheetColumn]:
    of = [QUARTERS[quarter.quarter - 1] for quarter in quarters]
    return [
        SheetColumn("No", 6),
        SheetColumn("Program", _WORDS),
        SheetColumn("Anggaran", _MONEY),
        *(
            column
            for numeral in of
            for column in (
                SheetColumn(f"Realisasi s.d. TW {numeral}", _MONEY),
                SheetColumn(f"Serapan TW {numeral}", _NUMBER),
            )
        ),
    ]


def _money_rows(quarters: Sequence[Quarter]) -> Iterator[tuple[SheetCell, ...]]:
    found = [{one.of.key: one for one in money_of(quarter, None).programmes} for quarter in quarters]
    programmes = {key: spending.of for quarter in quarters for key, spending in quarter.budget.items()}
    for number, (key, programme) in enumerate(programmes.items(), 1):
        spent = [
            cell
            for of in found
            for cell in (_spent(of[key].of.realised, of[key].absorption) if key in of else ("–", "–"))
        ]
        yield (Decimal(number), programme.programme.text, _rupiah(programme.allotted), *spent)
    if programmes:
        together = [cell for quarter in quarters for cell in _together(quarter)]
        yield ("JUMLAH", None, _rupiah(sum((p.allotted for p in programmes.values()), Decimal(0))), *together)


def _together(quarter: Quarter) -> tuple[SheetCell, SheetCell]:
    money = money_of(quarter, None)
    known = [one.of.realised for one in money.programmes if one.of.realised is not None]
    return _spent(sum(known, Decimal(0)) if len(known) == len(money.programmes) else None, money.absorption)


def _spent(realised: Decimal | None, share: Share) -> tuple[SheetCell, SheetCell]:
    absorbed = share_words(share) if share.figure is None else shown(percent_words(share.figure), share.figure)
    return (UNFILED if realised is None else _rupiah(realised), absorbed)


def _rupiah(amount: Decimal) -> SheetCell:
    return shown(spell_rupiah(amount), amount)
