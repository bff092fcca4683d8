"""What holds of the figures a quarter is closed with: each follows from what was filed, by its own derivation."""

from collections.abc import Iterator

from audit.laws.law import Breach, Law
from domain.measure.achievement import Achievement, Derivation, bounded, unrounded
from domain.measure.policy import fitting
from domain.measure.realisation import State
from domain.quarter.events import QuarterClosed
from domain.quarter.figures import Figure, share, total
from domain.quarter.line import Line
from domain.quarter.state import Quarter

FIGURES = Law("figures")


def closed(quarter: Quarter, event: QuarterClosed) -> Iterator[Breach]:
    """Judge the figures of a closing."""
    told = [figure.indicator for figure in event.figures]
    yield from FIGURES.unless(told == list(quarter.lines), "other indicators are closed than those of the quarter")
    for figure in event.figures:
        line = quarter.lines.get(figure.indicator)
        kept = line is not None and figure.reading == line.reading and _follows(figure, line, quarter.plan_version)
        yield from FIGURES.unless(kept, f"the figures of {figure.indicator} do not follow from what was filed")
    spent = [(key, s.of.programme.allotted, s.realised) for key, s in quarter.budget.items()]
    same = [(p.programme, p.allotted, p.realised) for p in event.programmes] == spent
    shares = all(p.share == share(p.allotted, p.realised) for p in event.programmes)
    summed = event.absorption == total(event.programmes)
    yield from FIGURES.unless(same and shares and summed, "the money does not follow from what was reported")


def _follows(figure: Figure, line: Line, plan_version: int) -> bool:
    policy, row = line.row.policy, line.row
    earlier = tuple(fitting(policy, quarter.reading) for quarter in row.earlier)
    year = Derivation(policy, row.year_target, (*earlier, line.reading), plan_version)
    if row.target is None:
        return figure.quarter.figure is None and _is(figure.year, year)
    quarter = Derivation(policy, row.target, (line.reading,), plan_version)
    return _is(figure.quarter, quarter) and _is(figure.year, year)


def _is(found: Achievement, of: Derivation) -> bool:
    """Whether this is what the inputs give: a figure that names them, or why there is none."""
    exact = unrounded(of.policy, of.target, of.readings)
    if isinstance(exact, State):
        return (found.state, found.figure) == (exact, None)
    return (found.figure, found.derivation) == (bounded(exact, of.policy), of)
