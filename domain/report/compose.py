"""What the record makes of a year: a pure function of plan, quarters and neighbours, which leaves nothing to guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from msgspec import structs

from domain.kernel.streams import QUARTERS, quarter_stream
from domain.measure.achievement import Achievement
from domain.measure.budget import Lines, mean
from domain.measure.practice import Practice
from domain.measure.realisation import State
from domain.measure.target import Missing
from domain.plan.basis import PlanBasis
from domain.plan.text import Goal, Indicator, Part
from domain.quarter.content import quarter_digest
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.lowered import lowered_rows
from domain.quarter.outcome import Expense, Money, figures, latest, money, money_of
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.beside import Above, Neighbours, YearBefore
from domain.report.draft import drafted
from domain.report.outcome import came_to, category, readings
from domain.report.text import (
    Composed,
    ComposedOf,
    Gap,
    GapKind,
    QuarterStood,
    ReportedGoal,
    ReportedIndicator,
    ReportedPart,
    ReportedProgramme,
    ReportedQuarter,
)


@dataclass(frozen=True)
class Year:
    """The year of a plan as it is recorded: the text in force, and the quarters that were opened, in order."""

    office: str  # its name
    stream: str
    year: int
    basis: PlanBasis
    quarters: tuple[Quarter, ...]
    practice: Practice
    lines: Lines | None = None


def compose(
    year: Year, before: YearBefore | None = None, above: Mapping[tuple[str, str], Above] | None = None
) -> Composed:
    """Return all that the report takes from the record, with sections drafted of it, ready to be edited."""
    measured = _measured(year.quarters)
    bought = _bought(year)
    beside = Neighbours(before, above or {})
    parts = tuple(_part(year, part, measured, bought, beside) for part in year.basis.parts)
    composed = Composed(
        office=year.office,
        year=year.year,
        plan=ComposedOf(year.stream, year.basis.version, year.basis.digest),
        quarters=tuple(_stood(quarter) for quarter in year.quarters),
        parts=parts,
        absorption=bought.absorption,
        efficiency=bought.efficiency,
        categories=year.practice.called,
        promised=before.promised if before else "",
        gaps=tuple(_gaps(year.quarters, parts, measured)),
    )
    return structs.replace(composed, drafted=drafted(composed))


def outcomes(basis: PlanBasis, quarters: Sequence[Quarter], practice: Practice) -> tuple[ReportedIndicator, ...]:
    """Return what each indicator of a plan came to by its quarters, held against nothing."""
    measured, alone = _measured(quarters), Neighbours(None, {})
    return tuple(
        _indicator(indicator, measured, practice, alone) for part in basis.parts for indicator in part.indicators
    )


@dataclass(frozen=True)
class _Measured:
    """What each quarter came to, by indicator; `last` is the latest of which anything is known."""

    rows: Mapping[str, list[tuple[Quarter, Line, Figure]]]
    last: int

    def so_far(self, indicator: str) -> tuple[Line, Figure] | None:
        """Return what says how the year stands; of a row that came later, its first quarter."""
        found = self.rows.get(indicator, [])
        until = [each for each in found if each[0].quarter <= self.last] or found[:1]
        return until[-1][1:] if until else None

    def otherwise(self, indicator: Indicator) -> bool:
        """Return whether it was measured against another target: its quarters did not follow an amendment."""
        so_far = self.so_far(indicator.id)
        if so_far is None or so_far[1].year.figure is None:
            return False
        was, now = (structs.replace(of.target, printed="") for of in (so_far[0].row.indicator, indicator))
        return was != now


def _measured(quarters: Sequence[Quarter]) -> _Measured:
    found: dict[str, list[tuple[Quarter, Line, Figure]]] = {}
    for quarter in quarters:
        for (key, line), figure in zip(quarter.lines.items(), figures(quarter), strict=True):
            found.setdefault(key, []).append((quarter, line, figure))
    return _Measured(found, latest(quarters).quarter if quarters else 0)


def _stood(quarter: Quarter) -> QuarterStood:
    closing = quarter.closing
    of = ComposedOf(
        quarter_stream(quarter.kind, quarter.year, quarter.quarter), quarter.version, quarter_digest(quarter)
    )
    return QuarterStood(quarter.quarter, quarter.phase, of, closing.at if closing else None)


def _bought(year: Year) -> Money:
    if year.quarters:
        return money_of(latest(year.quarters), year.lines)
    leaves = (leaf for _, leaf in year.basis.leaves())
    spent = [
        Expense(leaf.programme.id, leaf.programme.text, leaf.pays_for, leaf.programme.allotted or Decimal(0), None)
        for leaf in leaves
    ]
    return money(spent, {}, year.lines)


def _part(year: Year, part: Part, measured: _Measured, bought: Money, beside: Neighbours) -> ReportedPart:
    ids = {indicator.id for indicator in part.indicators}
    # What was measured goes on being reported, also where an amendment took it out of the plan.
    gone = [rows[-1][1].row for key, rows in measured.rows.items() if key not in _everywhere(year.basis)]
    ended = [row.indicator for row in gone if row.part == part.key and row.indicator.id not in ids]
    indicators = tuple(
        _indicator(indicator, measured, year.practice, beside) for indicator in (*part.indicators, *ended)
    )
    goals = (*part.goals, *_ended_goals(year, part, ended))
    where = _where(year)
    return ReportedPart(
        key=part.key,
        heading=part.details.heading,
        goals=tuple(_goal(goal, goals, indicators, year.practice) for goal in goals),
        indicators=indicators,
        programmes=tuple(
            ReportedProgramme(
                programme=one.of.key,
                text=one.of.text,
                allotted=one.of.allotted,
                realised=one.of.realised,
                achievement=one.achievement,
                absorption=one.absorption,
                efficiency=one.efficiency,
                quadrant=one.quadrant,
                pays_for=one.of.pays_for,
            )
            for one in bought.programmes
            if where.get(one.of.key) == part.key
        ),
    )


def _everywhere(basis: PlanBasis) -> frozenset[str]:
    return frozenset(basis.indicators())


def _where(year: Year) -> dict[str, str]:
    """In which part each programme stands."""
    if year.quarters:
        return {key: spending.of.part for key, spending in latest(year.quarters).budget.items()}
    return {leaf.programme.id: part for part, leaf in year.basis.leaves()}


def _ended_goals(year: Year, part: Part, ended: Sequence[Indicator]) -> tuple[Goal, ...]:
    """The goals of indicators that are not in the plan any more, where these went with them."""
    there, wanted = {goal.id for goal in part.goals}, {indicator.goal for indicator in ended}
    told = {goal.id: goal for quarter in year.quarters for goal in quarter.goals}
    return tuple(structs.replace(told[key], parent="") for key in sorted(wanted - there) if key in told)


def _goal(goal: Goal, goals: Sequence[Goal], rows: Sequence[ReportedIndicator], practice: Practice) -> ReportedGoal:
    within = {goal.id}
    for other in goals:  # depth first
        if other.parent in within:
            within.add(other.id)
    reached = mean([row.year for row in rows if row.indicator.goal in within])
    return ReportedGoal(goal, reached, category(practice.called, reached))


def _indicator(indicator: Indicator, measured: _Measured, practice: Practice, beside: Neighbours) -> ReportedIndicator:
    so_far = measured.so_far(indicator.id)
    if so_far is None:
        nothing = Achievement(State.NOT_RELEASED)
        return ReportedIndicator(indicator, None, (), Missing(), nothing, "", beside.of(indicator))
    line, figure = so_far
    return ReportedIndicator(
        indicator=indicator,
        policy=line.row.policy,
        quarters=tuple(_quarter(*each) for each in measured.rows[indicator.id]),
        realised=came_to(indicator.target, line.row.policy, readings(line, figure)),
        year=figure.year,
        category=category(practice.called, figure.year),
        beside=beside.of(indicator),
    )


def _quarter(quarter: Quarter, line: Line, figure: Figure) -> ReportedQuarter:
    said = line.filing
    return ReportedQuarter(
        quarter=quarter.quarter,
        closed=quarter.phase is QuarterPhase.CLOSED,
        standing=line.standing,
        target=line.row.target,
        reading=figure.reading,
        state=figure.quarter.state,
        figure=figure.quarter.figure,
        explanation=said.explanation if said else "",
        obstacles=said.obstacles if said else "",
        follow_up=said.follow_up if said else "",
        justification=said.justification if said else line.reason,
        answer=said.answer if said else None,
        evidence=said.evidence if said else (),
    )


def _gaps(quarters: Sequence[Quarter], parts: Sequence[ReportedPart], measured: _Measured) -> Iterator[Gap]:
    known = {quarter.quarter: quarter for quarter in quarters}
    lowered = {indicator.id for quarter in quarters for indicator in lowered_rows(quarter)}
    for n in QUARTERS:
        if n not in known:
            yield Gap(GapKind.QUARTER_ABSENT, str(n))
        elif known[n].phase is not QuarterPhase.CLOSED:
            yield Gap(GapKind.QUARTER_OPEN, str(n))
    for part in parts:
        for row in part.indicators:
            if row.year.state not in (State.COMPUTED, State.NOT_APPLICABLE):
                yield Gap(GapKind.FIGURE, row.indicator.id)
            if measured.otherwise(row.indicator):
                yield Gap(GapKind.TARGET, row.indicator.id)
            if row.indicator.id in lowered:
                yield Gap(GapKind.LOWERED, row.indicator.id)
        for programme in part.programmes:
            if programme.realised is None:
                yield Gap(GapKind.SPENDING, programme.programme)
