"""What the record makes of a year: a pure function of plan, quarters and neighbours, which leaves nothing to guess."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from msgspec import structs

from domain.kernel.exact import rounded
from domain.kernel.message import plain
from domain.kernel.streams import QUARTERS, quarter_stream
from domain.measure.achievement import Achievement
from domain.measure.aggregation import realised
from domain.measure.budget import Lines, Reached, mean
from domain.measure.policy import MeasurementPolicy, fitting
from domain.measure.practice import Practice
from domain.measure.realisation import Reading, State
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung
from domain.measure.target import Grade, Index, Missing, Opinion, Percentage, Quantity, Rank, Rupiah, Target, Worded
from domain.plan.basis import PlanBasis
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part
from domain.quarter.content import quarter_digest
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import Expense, Money, figures, latest, money, money_of
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.draft import drafted
from domain.report.text import (
    Beside,
    Compared,
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


@dataclass(frozen=True)
class YearBefore:
    """What the year before came to, by the plan of that year (`rkt-2023`); `promised` is what its report announced."""

    plan: str
    year: int
    rows: tuple[ReportedIndicator, ...]
    promised: str = ""


@dataclass(frozen=True)
class Above:
    """A plan that rows of this one answer to, and the quarters of it that are closed."""

    office: str
    plan: str
    year: int
    basis: PlanBasis
    closed: tuple[Quarter, ...] = ()


def compose(
    year: Year, before: YearBefore | None = None, above: Mapping[tuple[str, str], Above] | None = None
) -> Composed:
    """Return all that the report takes from the record, with sections drafted of it, ready to be edited."""
    measured = _measured(year.quarters)
    bought = _bought(year)
    beside = _Beside(before, above or {})
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
        gaps=tuple(_gaps(year.quarters, parts)),
    )
    return structs.replace(composed, drafted=drafted(composed))


def outcomes(basis: PlanBasis, quarters: Sequence[Quarter], practice: Practice) -> tuple[ReportedIndicator, ...]:
    """Return what each indicator of a plan came to by its quarters, held against nothing."""
    measured, alone = _measured(quarters), _Beside(None, {})
    return tuple(
        _indicator(indicator, measured.get(indicator.id, []), practice, alone)
        for part in basis.parts
        for indicator in part.indicators
    )


_Measured = Mapping[str, list[tuple[Quarter, Line, Figure]]]


def _measured(quarters: Sequence[Quarter]) -> _Measured:
    found: dict[str, list[tuple[Quarter, Line, Figure]]] = {}
    for quarter in quarters:
        for (key, line), figure in zip(quarter.lines.items(), figures(quarter), strict=True):
            found.setdefault(key, []).append((quarter, line, figure))
    return found


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


def _part(year: Year, part: Part, measured: _Measured, bought: Money, beside: "_Beside") -> ReportedPart:
    ids = {indicator.id for indicator in part.indicators}
    # What was measured goes on being reported, also where an amendment took it out of the plan.
    gone = [rows[-1][1].row for key, rows in measured.items() if key not in _everywhere(year.basis)]
    ended = [row.indicator for row in gone if row.part == part.key and row.indicator.id not in ids]
    indicators = tuple(
        _indicator(indicator, measured.get(indicator.id, []), year.practice, beside)
        for indicator in (*part.indicators, *ended)
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


def category(scale: OrdinalScale, reached: Reached) -> str:
    """Return what a scale calls an achievement; empty where there is no figure."""
    rung = None if reached.figure is None else scale.rung_of(reached.figure)
    return "" if rung is None else rung.name


def _indicator(
    indicator: Indicator, measured: Sequence[tuple[Quarter, Line, Figure]], practice: Practice, beside: "_Beside"
) -> ReportedIndicator:
    if not measured:
        nothing = Achievement(State.NOT_RELEASED)
        return ReportedIndicator(indicator, None, (), Missing(), nothing, "", beside.of(indicator))
    _, line, figure = measured[-1]
    return ReportedIndicator(
        indicator=indicator,
        policy=line.row.policy,
        quarters=tuple(_quarter(*each) for each in measured),
        realised=came_to(indicator.target, line.row.policy, _readings(line, figure)),
        year=figure.year,
        category=category(practice.called, figure.year),
        beside=beside.of(indicator),
    )


def _readings(line: Line, figure: Figure) -> tuple[Reading, ...]:
    return (*(fitting(line.row.policy, earlier.reading) for earlier in line.row.earlier), figure.reading)


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


def came_to(target: Target, policy: MeasurementPolicy, readings: Sequence[Reading]) -> Target:
    """Return what readings come to, written as the target is; Missing where they come to no figure."""
    outcome = realised(policy, readings)
    if isinstance(outcome, State):
        return Missing()
    if isinstance(outcome, Rung):
        return Opinion(outcome.name) if isinstance(target, Opinion) else _named(target, outcome.name)
    value = plain(_value(policy, outcome))
    match target, policy.scale:
        case Rupiah(), _:
            return Rupiah(value)
        case Rank(word=word), _:
            return Rank(value, word)
        case _, PercentageScale():
            return Percentage(value)
        case _, IndexScale():
            return Index(value)
        case _, NumberScale(unit):
            return Quantity(value, unit)
    return Worded(str(value))


def _named(target: Target, name: str) -> Target:
    return Grade(name) if isinstance(target, Grade) else Worded(name)


def _value(policy: MeasurementPolicy, outcome: Fraction) -> Decimal:
    return rounded(outcome, policy.places, policy.rounding)


@dataclass(frozen=True)
class _Beside:
    """What the figures of the year are held against, as far as the record knows it."""

    before: YearBefore | None
    above: Mapping[tuple[str, str], Above]

    def of(self, indicator: Indicator) -> tuple[Compared, ...]:
        return tuple(each for each in (self._last_year(indicator), *self._linked(indicator)) if each is not None)

    def _last_year(self, indicator: Indicator) -> Compared | None:
        """The row of the same wording, where only one reads so: never the nearest."""
        if self.before is None:
            return None
        wording = _folded(indicator.text)
        same = [row for row in self.before.rows if _folded(row.indicator.text) == wording]
        if len(same) != 1 or isinstance(same[0].realised, Missing):
            return None
        row = f"{self.before.plan}/{same[0].indicator.id}"
        return Compared(Beside.LAST_YEAR, same[0].realised, self.before.year, row, achievement=same[0].year.figure)

    def _linked(self, indicator: Indicator) -> Iterator[Compared]:
        seen: set[Beside] = set()
        for support, there in self._upward(indicator):
            found = _of_strategy(support, there) or _of_nation(support, there)
            if found is not None and found.what not in seen:
                seen.add(found.what)
                yield found

    def _upward(self, indicator: Indicator) -> Iterator[tuple[Support, Above]]:
        """The rows that it answers to and so on up, the highest first."""
        found: dict[str, tuple[Support, Above]] = {}
        waiting = list(indicator.supports)
        while waiting:
            support = waiting.pop(0)
            there = self.above.get(support.of)
            if there is None or support.address in found:
                continue
            found[support.address] = support, there
            row = there.basis.indicators().get(support.row)
            waiting += [] if row is None else row.supports
        return reversed(found.values())


def _of_strategy(support: Support, there: Above) -> Compared | None:
    """A plan of several years is called after its last one."""
    row = there.basis.indicators().get(support.row)
    if row is None or isinstance(row.target, Missing) or not support.plan.startswith(STRATEGY):
        return None
    return Compared(Beside.END_TARGET, row.target, there.year, support.address)


def _of_nation(support: Support, there: Above) -> Compared | None:
    row = there.basis.indicators().get(support.row)
    rows = [] if row is None else _measured(there.closed).get(support.row, [])
    if row is None or not rows or support.plan.startswith(STRATEGY):
        return None
    _, line, figure = rows[-1]
    value = came_to(row.target, line.row.policy, _readings(line, figure))
    if isinstance(value, Missing):
        return None
    return Compared(Beside.NATIONAL, value, there.year, support.address, achievement=figure.year.figure)


STRATEGY = "renstra-"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _gaps(quarters: Sequence[Quarter], parts: Sequence[ReportedPart]) -> Iterator[Gap]:
    known = {quarter.quarter: quarter for quarter in quarters}
    for n in QUARTERS:
        if n not in known:
            yield Gap(GapKind.QUARTER_ABSENT, str(n))
        elif known[n].phase is not QuarterPhase.CLOSED:
            yield Gap(GapKind.QUARTER_OPEN, str(n))
    for part in parts:
        for row in part.indicators:
            if row.year.state not in (State.COMPUTED, State.NOT_APPLICABLE):
                yield Gap(GapKind.FIGURE, row.indicator.id)
        for programme in part.programmes:
            if programme.realised is None:
                yield Gap(GapKind.SPENDING, programme.programme)
