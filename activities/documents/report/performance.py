"""What a report says of goals and indicators: agreed, reached, beside other figures, and what became of promises."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from activities.documents.report.blocks import Bar, Block, Chart, Column, Heading, Table, TableRow, Words
from activities.documents.report.figures import NONE, achievement_words, realised_words, share_words, target_words
from activities.documents.words import QUARTERS, cited, percent_words
from domain.kernel.exact import spell_plain
from domain.measure.scale import Rung
from domain.measure.target import spell_target
from domain.report.state import Report
from domain.report.text import Beside, Compared, ReportedGoal, ReportedIndicator, ReportedPart, about

MOST_BARS = 20  # of one chart; more would not fit its page
_SHORT = 72  # characters of what stands before a bar: two lines
_BESIDE = {
    Beside.LAST_YEAR: "Realisasi tahun lalu",
    Beside.END_TARGET: "Target akhir Rencana Strategis",
    Beside.NATIONAL: "Realisasi nasional",
}
_UNKNOWN = "belum tersedia"


def numbered(report: Report) -> dict[str, int]:
    """Return the number of each indicator, counted through the report."""
    return {row.indicator.id: n for n, row in enumerate(report.year_taken.indicators(), 1)}


def summed_up(report: Report) -> Iterator[Block]:
    """Yield how many indicators came to which category, and what the goals came to."""
    of = report.year_taken
    counts = Counter(row.category for row in of.indicators())
    every = sum(counts.values())
    rows = [(rung.name, counts[rung.name]) for rung in of.categories.rungs]
    rows.append(("Belum ada angka capaian", counts[""]))
    yield Table(
        f"Jumlah indikator menurut kategori capaian tahun {report.year}",
        (Column("Kategori", 60), Column("Indikator", 20, "right"), Column("Bagian", 20, "right")),
        (
            *(TableRow((name, str(count), _part_of(count, every))) for name, count in rows),
            TableRow(("Jumlah", str(every), _part_of(every, every)), total=True),
        ),
    )
    for part in of.parts:
        bars = [_goal_bar(goal) for goal in part.goals if _measured(goal, part)]
        for n in range(0, len(bars), MOST_BARS):
            yield Chart(f"Capaian sasaran{_of(part, of.parts)}", bars[n : n + MOST_BARS])


def agreed(report: Report) -> Iterator[Block]:
    """Yield goals, indicators and targets as they were agreed."""
    of, numbers = report.year_taken, numbered(report)
    for part in of.parts:
        rows: list[TableRow] = []
        for goal, indicators in _by_goal(part):
            rows.append(TableRow((goal.goal.text,), band=True))
            rows += [TableRow((f"{numbers[i.indicator.id]}.", i.indicator.text, target_words(i))) for i in indicators]
        yield Table(
            f"Perjanjian kinerja tahun {report.year}{_of(part, of.parts)}",
            (Column("No", 8, "center"), Column("Indikator kinerja", 70), Column("Target", 22, "center")),
            rows,
        )


def performance(report: Report) -> Iterator[Block]:
    """Yield the scale, the figures of all indicators, and each goal with its indicators one by one."""
    of, numbers = report.year_taken, numbered(report)
    scale = of.categories
    yield Table(
        f"Kategori capaian menurut {cited(scale.citation) or scale.name}",
        (Column("Capaian", 40), Column("Kategori", 60)),
        [TableRow((_bounds(rung), rung.name)) for rung in scale.rungs],
    )
    for part in of.parts:
        rows: list[TableRow] = []
        for goal, indicators in _by_goal(part):
            rows.append(TableRow((goal.goal.text,), band=True))
            rows += [_measured_row(numbers, row) for row in indicators]
        yield Table(
            f"Capaian indikator kinerja tahun {report.year}{_of(part, of.parts)}",
            (
                Column("No", 7, "center"),
                Column("Indikator kinerja", 41),
                Column("Target", 13, "center"),
                Column("Realisasi", 13, "center"),
                Column("Capaian", 12, "right"),
                Column("Kategori", 14, "center"),
            ),
            rows,
        )
    bodies = {section.key: section.body for section in report.text.sections}
    every = [found for part in of.parts for found in _by_goal(part)]
    for n, (goal, indicators) in enumerate(every, 1):
        yield Heading(3, f"Sasaran {n}.", goal.goal.text)
        yield Words([_goal_words(goal)])
        if len(indicators) > 1:
            bars = [_bar(numbers, row) for row in indicators]
            for at in range(0, len(bars), MOST_BARS):
                yield Chart(f"Capaian indikator sasaran {n}", bars[at : at + MOST_BARS])
        for row in indicators:
            number = numbers[row.indicator.id]
            yield Heading(4, f"Indikator {number}.", row.indicator.text)
            yield _beside(report, row, number)
            body = [line for line in bodies.get(about(row.indicator.id), "").splitlines() if line.strip()]
            yield Words(body or ["Belum ada penjelasan."])


def answered(report: Report) -> Iterator[Block]:
    """Yield what became of what each quarter announced."""
    numbers = numbered(report)
    rows = [
        TableRow(
            (
                f"{numbers[row.indicator.id]}.",
                QUARTERS[quarter.quarter - 1],
                _promised(row, quarter.quarter),
                "dilaksanakan" if quarter.answer.done else "belum dilaksanakan",
                quarter.answer.text or NONE,
            )
        )
        for row in report.year_taken.indicators()
        for quarter in row.quarters
        if quarter.answer is not None
    ]
    if rows:
        yield Table(
            "Tindak lanjut atas hasil evaluasi triwulan",
            (
                Column("Indikator", 13, "center"),
                Column("Triwulan", 13, "center"),
                Column("Tindak lanjut yang direncanakan", 31),
                Column("Keadaan", 16),
                Column("Keterangan", 27),
            ),
            rows,
        )


def short(text: str) -> str:
    """Return the beginning of a text, in one line."""
    return textwrap.shorten(text, _SHORT, placeholder=" …")


def _of(part: ReportedPart, parts: Sequence[ReportedPart]) -> str:
    return f", bagian {part.key}" if len(parts) > 1 else ""


def _part_of(count: int, every: int) -> str:
    return percent_words((Decimal(100 * count) / every).quantize(Decimal("0.1"))) if every else NONE


def _by_goal(part: ReportedPart) -> Iterator[tuple[ReportedGoal, list[ReportedIndicator]]]:
    for goal in part.goals:
        rows = [row for row in part.indicators if row.indicator.goal == goal.goal.id]
        if rows:
            yield goal, rows


def _measured(goal: ReportedGoal, part: ReportedPart) -> bool:
    return any(row.indicator.goal == goal.goal.id for row in part.indicators)


def _goal_words(goal: ReportedGoal) -> str:
    said = share_words(goal.achievement)
    if goal.achievement.figure is None:
        return f"Capaian sasaran ini {said}."
    named = f", kategori {goal.category}" if goal.category else ""
    return f"Capaian sasaran ini {said}{named}, yaitu rata-rata capaian indikatornya."


def _goal_bar(goal: ReportedGoal) -> Bar:
    return Bar(short(goal.goal.text), goal.achievement.figure, share_words(goal.achievement))


def _bar(numbers: dict[str, int], row: ReportedIndicator) -> Bar:
    label = f"{numbers[row.indicator.id]}. {short(row.indicator.text)}"
    return Bar(label, row.year.figure, achievement_words(row))


def _measured_row(numbers: dict[str, int], row: ReportedIndicator) -> TableRow:
    told = target_words(row), realised_words(row), achievement_words(row), row.category or NONE
    return TableRow((f"{numbers[row.indicator.id]}.", row.indicator.text, *told))


def _bounds(rung: Rung) -> str:
    low = "" if rung.low is None else f"{'≥' if rung.low_closed else '>'} {spell_plain(rung.low)}%"
    high = "" if rung.high is None else f"{'≤' if rung.high_closed else '<'} {spell_plain(rung.high)}%"
    return " dan ".join(filter(None, [low, high]))


def _beside(report: Report, row: ReportedIndicator, number: int) -> Table:
    year = str(report.year)
    known = {each.what: each for each in report.beside(row)}
    rows = [
        TableRow(("Target", year, target_words(row), NONE, "")),
        TableRow(("Realisasi", year, realised_words(row), achievement_words(row), row.category)),
    ]
    for what, name in _BESIDE.items():
        each = known.get(what)
        if each is not None:
            rows.append(
                TableRow(
                    (name, str(each.year), spell_target(each.value), _reached(each), each.source or _plan_of(each.row))
                )
            )
        elif what is not Beside.NATIONAL:
            before = str(report.year - 1) if what is Beside.LAST_YEAR else NONE
            rows.append(TableRow((name, before, _UNKNOWN, NONE, "")))
    return Table(
        f"Capaian indikator {number} dan pembandingnya",
        (
            Column("Uraian", 30),
            Column("Tahun", 10, "center"),
            Column("Nilai", 18, "center"),
            Column("Capaian", 15, "right"),
            Column("Keterangan", 27),
        ),
        rows,
    )


def _plan_of(row: str) -> str:
    return ", ".join(row.split("/")[:-1])


def _reached(each: Compared) -> str:
    return NONE if each.achievement is None else percent_words(each.achievement)


def _promised(row: ReportedIndicator, quarter: int) -> str:
    return next((one.follow_up for one in row.quarters if one.quarter == quarter - 1), "") or NONE
