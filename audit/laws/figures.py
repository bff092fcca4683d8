"""What holds of the figures a quarter is closed with: each follows from what was filed, by its own derivation."""

from collections.abc import Iterator

from audit.laws.law import Breach, Law
from domain.achievement import Achievement, recompute
from domain.year.figures import share, total
from domain.year.line import Line
from domain.year.quarter import Quarter
from domain.year.quarter_events import QuarterClosed

FIGURES = Law("figures")


def closed(quarter: Quarter, event: QuarterClosed) -> Iterator[Breach]:
    """Judge the figures of a closing."""
    told = [figure.indicator for figure in event.figures]
    yield from FIGURES.unless(told == list(quarter.lines), "other indicators are closed than those of the quarter")
    for figure in event.figures:
        line = quarter.lines.get(figure.indicator)
        follows = (
            line is not None
            and figure.reading == line.reading
            and _follows(figure.quarter, line, quarter)
            and _follows(figure.year, line, quarter)
        )
        yield from FIGURES.unless(follows, f"the figures of {figure.indicator} do not follow from what was filed")
    spent = [(key, s.of.programme.allotted, s.realised) for key, s in quarter.budget.items()]
    same = [(p.programme, p.allotted, p.realised) for p in event.programmes] == spent
    shares = all(p.share == share(p.allotted, p.realised) for p in event.programmes)
    summed = event.absorption == total(event.programmes)
    yield from FIGURES.unless(same and shares and summed, "the money does not follow from what was reported")


def _follows(found: Achievement, line: Line, quarter: Quarter) -> bool:
    """Whether a figure is what its derivation gives, and the derivation takes what the row says."""
    came = found.derivation
    if came is None:
        return found.figure is None
    targets = (line.row.target, line.row.year_target)
    return (
        recompute(came) == found.figure
        and came.policy == line.row.policy
        and came.target in targets
        and came.readings[-1:] == (line.reading,)
        and came.plan_version == quarter.plan_version
    )
