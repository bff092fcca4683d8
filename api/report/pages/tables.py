"""What a report takes from the year, in words: indicators by goal, what they stand beside, money, and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from api.report.sentences import BESIDE, said_figure
from api.words import measuring, names
from api.words.words import Words
from domain.kernel.numbers import spell_rupiah
from domain.measure.target import spell_target
from domain.report.difference import Told, YearDifference
from domain.report.state import Report
from domain.report.text import Composed, Gap, GapKind, ReportedIndicator, ReportedPart, ReportedProgramme
from views.report import categories


@dataclass(frozen=True)
class FigureBeside:
    """A figure that the year's stands beside, in words."""

    name: str
    said: str
    achievement: str


@dataclass(frozen=True)
class RowShown:
    """An indicator over the year in words; `quarters` are what each came to."""

    key: str
    text: str
    target: str
    realised: str
    figure: str
    category: str
    tone: str
    quarters: tuple[tuple[str, str, bool], ...]
    beside: tuple[FigureBeside, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class GoalShown:
    """A goal with its indicators and what they come to together."""

    text: str
    figure: str
    category: str
    rows: tuple[RowShown, ...]


@dataclass(frozen=True)
class MoneyShown:
    """A programme's money in words."""

    text: str
    allotted: str
    realised: str
    absorption: str
    efficiency: str


def every_row(words: Words, report: Report) -> Iterator[RowShown]:
    """Yield every indicator in words, in printed order."""
    return (row_shown(words, report, row) for row in report.year_taken.indicators())


def row_shown(words: Words, report: Report, row: ReportedIndicator) -> RowShown:
    """Return an indicator in words."""
    reached = row.year.figure is not None and row.year.figure >= 100
    return RowShown(
        key=row.indicator.id,
        text=row.indicator.text,
        target=spell_target(row.indicator.target) or "—",
        realised=spell_target(row.realised) or "—",
        figure=measuring.figure(words, row.year),
        category=row.category,
        tone="done" if reached else "returned" if row.year.figure is not None else "void",
        quarters=tuple(
            (
                names.quarter(each.quarter),
                measuring.reading(words, row.policy, each.reading) if row.policy else "—",
                each.closed,
            )
            for each in row.quarters
        ),
        beside=tuple(
            FigureBeside(
                words(BESIDE[each.what]),
                said_figure(each),
                "" if each.achievement is None else f"{measuring.number(each.achievement)}%",
            )
            for each in report.beside(row)
        ),
        evidence=tuple(file.name for each in row.quarters for file in each.evidence),
    )


def goals(words: Words, report: Report, part: ReportedPart) -> tuple[ReportedPart, list[GoalShown]]:
    """Return a part with its goals; those without indicators of their own stand there for their name."""
    shown = {row.indicator.id: row_shown(words, report, row) for row in part.indicators}
    return part, [
        GoalShown(
            each.goal.text,
            measuring.figure(words, each.achievement),
            each.category,
            tuple(shown[row.indicator.id] for row in part.indicators if row.indicator.goal == each.goal.id),
        )
        for each in part.goals
    ]


def gap_said(words: Words, taken: Composed, gap: Gap) -> str:
    """Say what the year does not."""
    rows = {row.indicator.id: row.indicator.text for row in taken.indicators()}
    money = {one.programme: one.text for one in taken.programmes()}
    match gap.kind:
        case GapKind.QUARTER_ABSENT:
            return words("Quarter {number} was not opened.", number=names.quarter(int(gap.where)))
        case GapKind.QUARTER_OPEN:
            number = names.quarter(int(gap.where))
            return words("Quarter {number} is not closed: its figures may still change.", number=number)
        case GapKind.FIGURE:
            return words("“{text}” has no figure of the year.", text=rows[gap.where])
        case GapKind.TARGET:
            return words(
                "“{text}” was measured against another target than the plan in force has.", text=rows[gap.where]
            )
        case GapKind.LOWERED:
            return words(
                "The target of “{text}” became easier, or went away, after its result could be known.",
                text=rows[gap.where],
            )
        case GapKind.SPENDING:
            return words("What was spent on “{text}” is not reported.", text=money[gap.where])


def counts(words: Words, taken: Composed) -> list[tuple[str, int]]:
    """Return how many indicators are of each category, best first, and how many have no figure."""
    return [(name or words("without a figure"), count) for name, count in categories(taken).items() if count]


def stood(words: Words, each: YearDifference) -> tuple[str, str]:
    """Return what was and what is now, in words."""
    if each.what is not Told.QUARTER:
        return each.old, each.new
    phases = {phase.value: words(name) for phase, name in measuring.PHASES.items()}
    return phases[each.old], phases[each.new]


def money(words: Words, one: ReportedProgramme) -> MoneyShown:
    """Return a programme's money in words."""
    return MoneyShown(
        one.text,
        spell_rupiah(one.allotted),
        "—" if one.realised is None else spell_rupiah(one.realised),
        measuring.figure(words, one.absorption),
        measuring.figure(words, one.efficiency),
    )


def total(words: Words, taken: Composed) -> MoneyShown:
    """Return all money together; what is not reported leaves no sum."""
    spent = [one.realised for one in taken.programmes()]
    known = [each for each in spent if each is not None]
    return MoneyShown(
        "",
        spell_rupiah(sum((one.allotted for one in taken.programmes()), Decimal(0))),
        spell_rupiah(sum(known, Decimal(0))) if len(known) == len(spent) else "—",
        measuring.figure(words, taken.absorption),
        measuring.figure(words, taken.efficiency),
    )
