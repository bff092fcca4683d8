"""How a report prints the figures of the year; one that is not there says why."""

from activities.documents.words import UNFILED, aim_words, figure_words, percent_words, rounded_words, state_words
from domain.measure.budget import Share
from domain.measure.realisation import State
from domain.measure.target import Missing, spell_target
from domain.report.text import ReportedIndicator, ReportedQuarter

NONE = "–"
_UNMEASURED = "belum diukur"


def target_words(row: ReportedIndicator) -> str:
    """Return the year's target; a dash where the plan prints none."""
    return spell_target(row.indicator.target) or NONE


def realised_words(row: ReportedIndicator) -> str:
    """Return what the quarters come to, or why that is not known."""
    return _why(row) if isinstance(row.realised, Missing) else spell_target(row.realised)


def achievement_words(row: ReportedIndicator) -> str:
    """Return the year's achievement in per cent, or why there is none."""
    return _why(row) if row.year.figure is None else percent_words(row.year.figure)


def _why(row: ReportedIndicator) -> str:
    if not row.quarters:
        return _UNMEASURED
    unfiled = row.year.state is State.NOT_RELEASED and not row.quarters[-1].standing.answered
    return UNFILED if unfiled else figure_words(row.year) if row.year.figure is None else NONE


def quarter_words(quarter: ReportedQuarter | None, row: ReportedIndicator) -> str:
    """Return what was aimed at in a quarter, what was measured, and the achievement."""
    if quarter is None or row.policy is None:
        return NONE
    target = aim_words(quarter.target, row.policy)
    if not quarter.standing.answered:
        return f"T: {target}\n{UNFILED}"
    reached = [f"T: {target}", f"R: {rounded_words(quarter.reading, row.policy)}"]
    if quarter.figure is not None:
        reached.append(percent_words(quarter.figure))
    elif quarter.state in (State.ZERO_TARGET, State.NO_POLICY):  # the reading says any other
        reached.append(state_words(quarter.state))
    return "\n".join(reached)


def share_words(share: Share) -> str:
    """Return a share in per cent, or why there is none."""
    return percent_words(share.figure) if share.figure is not None else state_words(share.state)
