"""An indicator over the year: four quarters side by side, each with inputs, policy, derivation, doubts and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.http.address import plan_path, row_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.rights import may
from api.words import measuring, names
from api.year.figures import FigureShown, figure_shown, quarter_bars
from domain.kernel.streams import QUARTERS
from domain.measure.realisation import Ratio
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.quarter.events import RealisationCorrected
from domain.quarter.figures import Figure
from domain.quarter.line import Line
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter


@dataclass(frozen=True)
class CorrectionShown:
    """What was filed before, and what came of it, with the reason."""

    event: RealisationCorrected
    old: str
    new: str


@dataclass(frozen=True)
class QuarterShown:
    """The indicator in one quarter; `closed_with` are the figures of the closings before the one that holds."""

    number: int
    name: str
    path: str
    row_path: str
    tone: str
    state: str
    phase: str
    line: Line
    plan_version: int
    target: str
    reading: str
    components: tuple[tuple[str, str], ...]
    measured: str
    quarter: FigureShown
    year: FigureShown
    flags: tuple[str, ...]
    corrections: tuple[CorrectionShown, ...]
    closed_with: tuple[tuple[str, str], ...]


def year_indicator(
    frame: Frame,
    office: Office,
    plan: str,
    indicator: str,
    quarters: Sequence[Quarter],
    corrections: Mapping[int, Sequence[RealisationCorrected]],
) -> str:
    """Return the page; `quarters` are those that measure it."""
    words, base = frame.words, plan_path(office, plan)
    found = {q.quarter: next(f for f in figures(q) if f.indicator == indicator) for q in quarters}
    shown = [_quarter(frame, office, base, q, found[q.quarter], corrections[q.quarter]) for q in quarters]
    last = quarters[-1].lines[indicator].row
    known = [found[n].quarter.figure if n in found else None for n in QUARTERS]
    goal = next((goal for goal in quarters[-1].goals if goal.id == last.indicator.goal), None)
    kind, _, year = plan.rpartition("-")
    return page(
        frame,
        "year/indicator.html",
        office=office,
        base=base,
        plan_title=names.short_title(words, kind, int(year)),
        indicator=last.indicator,
        goal="" if goal is None else goal.text,
        target=spell_target(last.indicator.target),
        owners=", ".join(owner.name for owner in last.owners),
        chart=quarter_bars(words, known),
        quarters=shown,
    )


def _quarter(
    frame: Frame,
    office: Office,
    base: str,
    quarter: Quarter,
    found: Figure,
    corrections: Sequence[RealisationCorrected],
) -> QuarterShown:
    words, clock = frame.words, frame.clock(office)
    line = quarter.lines[found.indicator]
    policy, path = line.row.policy, f"{base}/quarters/{quarter.quarter}"
    of_quarter, of_year = (figure_shown(frame, one, line.standing) for one in (found.quarter, found.year))
    earlier = [
        (clock.moment(closing.at), next((f for f in closing.figures if f.indicator == found.indicator), None))
        for closing in quarter.closings[: None if quarter.closing is None else -1]
    ]
    return QuarterShown(
        number=quarter.quarter,
        name=names.quarter(quarter.quarter),
        path=path,
        row_path=row_path(base, quarter.quarter, found.indicator),
        tone=measuring.STANDING_TONES[line.standing],
        state=measuring.standing(
            words, line.standing, checks=may("verify-realisations", roles(frame, office), quarter.phase)
        ),
        phase=words(measuring.PHASES[quarter.phase]),
        line=line,
        plan_version=quarter.plan_version,
        target=measuring.aim(words, policy, line.row.target),
        reading="—" if line.standing.owed and line.filing is None else measuring.reading(words, policy, found.reading),
        components=_components(frame, line),
        measured=words(
            "{direction}; {aggregation}.",
            direction=words(measuring.DIRECTIONS[policy.direction]),
            aggregation=words(measuring.AGGREGATIONS[policy.aggregation]),
        ),
        quarter=of_quarter,
        year=of_year,
        flags=tuple(dict.fromkeys((*of_quarter.flags, *of_year.flags))),
        corrections=tuple(
            CorrectionShown(
                event,
                measuring.reading(words, policy, event.old.reading),
                measuring.reading(words, policy, event.new.reading),
            )
            for event in corrections
        ),
        closed_with=tuple((at, measuring.figure(words, was.quarter)) for at, was in earlier if was is not None),
    )


def _components(frame: Frame, line: Line) -> tuple[tuple[str, str], ...]:
    """Numerator and denominator, each with its name and unit."""
    components, reading = line.row.policy.components, line.reading
    if components is None or not isinstance(reading, Ratio):
        return ()
    sides = ((components.numerator, reading.numerator), (components.denominator, reading.denominator))
    return tuple(
        (side.name, frame.words("not known") if value is None else f"{measuring.number(value)} {side.unit}".rstrip())
        for side, value in sides
    )
