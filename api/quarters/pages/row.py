"""A row of a quarter: what is asked of it, the form with the quarter before beside it, figures and files."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.evidence.files import KINDS
from api.http.address import plan_path
from api.http.forms import at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.quarters.bodies import CHOSEN
from api.quarters.pages.checking import walk
from api.quarters.pages.quarter import row_shown, title, window
from api.readings.heard import Filed, heard_row
from api.rights import may
from api.words import measuring, names
from api.words.amounts import said_size
from api.words.telling import said_amendment
from api.year.figures import figure_shown, year_path
from domain.kernel.actor import Role
from domain.kernel.numbers import typed
from domain.measure.derivation import STATES
from domain.measure.flags import Flag
from domain.measure.policy import MeasurementPolicy, unbounded
from domain.measure.realisation import REPORTED, Absent, Level, Measured, Ratio
from domain.office.state import Office
from domain.quarter.filing import MOST_FILES, Evidence, Filing
from domain.quarter.followed import joined, row_before
from domain.quarter.line import Standing
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter, QuarterPhase

_SUFFIXES = tuple(KINDS)
# What the body calls its fields, and the row its cells.
_PLACES = {
    "reading": "realisation",
    **{
        field: field for field in ("numerator", "denominator", "explanation", "justification", "obstacles", "follow_up")
    },
}


@dataclass(frozen=True)
class EvidenceForm:
    """Files with whether each is ticked; the suffixes that are taken; the most that a file may have, and how many."""

    files: tuple[tuple[Evidence, bool], ...]
    largest: str
    suffixes: tuple[str, ...] = _SUFFIXES
    most: int = MOST_FILES


def evidence_form(
    filing: Filing | None, typed: Mapping[str, str], sent: tuple[Evidence, ...], largest: int
) -> EvidenceForm:
    """Return it as it was typed, or else as it is filed; `sent` was chosen but is not filed yet."""
    filed = filing.evidence if filing else ()
    came_back = any(name.startswith(CHOSEN) for name in typed)
    offered = {evidence.digest: evidence for evidence in (*filed, *sent)}
    files = tuple(
        (evidence, bool(typed.get(CHOSEN + digest)) if came_back else True) for digest, evidence in offered.items()
    )
    return EvidenceForm(files, said_size(largest))


def year_row(
    frame: Frame,
    office: Office,
    shown: Quarter,
    indicator: str,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
    evidence: EvidenceForm,
    planned: MeasurementPolicy | None,
) -> str:
    """Return the page; `planned` is how the action plan in force says that the row is measured."""
    words, held = frame.words, roles(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    base = plan_path(office, f"{shown.kind}-{shown.year}")
    found, state = shown.lines[indicator], shown
    figure = next(f for f in figures(shown) if f.indicator == indicator)
    row = row_shown(
        frame,
        found,
        measuring.figure_of(words, found.standing, figure.quarter),
        measuring.figure_of(words, found.standing, figure.year),
        checks=may("verify-realisations", held, shown.phase),
    )
    live = shown.phase is not QuarterPhase.CLOSED
    owns = Role.OWNER in held and person in {owner.person for owner in found.row.owners}
    order = list(shown.lines)
    left = [
        line.row.indicator
        for key, line in shown.lines.items()
        if line.standing.owed and key != indicator and person in {owner.person for owner in line.row.owners}
    ]
    behind = [each for each in left if order.index(each.id) > order.index(indicator)]
    checks = live and found.standing is Standing.FILED
    policy = found.row.policy
    measures = may("correct-policy", held, shown.phase)
    corrects = measures and planned is not None and policy not in (planned, unbounded(planned))
    return page(
        frame,
        "quarters/row.html",
        office=office,
        problem=at_fields(problem, {field: f"{indicator}.{place}" for field, place in _PLACES.items()}),
        quarter=state,
        row=row,
        line=found,
        policy=found.row.policy,
        here=f"{base}/quarters/{shown.quarter}",
        year_path=year_path(base, indicator, shown.quarter),
        title=title(frame, shown),
        window=window(frame, office, shown),
        measured=words(
            "{direction}; {aggregation}.",
            direction=words(measuring.DIRECTIONS[found.row.policy.direction]),
            aggregation=words(measuring.AGGREGATIONS[found.row.policy.aggregation]),
        ),
        measured_by=words(
            "Version {version}, {amendment}",
            version=shown.plan_version,
            amendment=said_amendment(words, frame.clock(office), shown.basis.amendment, shown.basis.effective),
        ),
        joined=joined(shown.followings, indicator),
        was=None
        if (was := row_before(shown.followings, indicator)) is None
        else (measuring.aim(words, was.policy, was.target), measuring.aim(words, was.policy, was.year_target)),
        lowered=words(measuring.FLAGS[Flag.TARGET_LOWERED]),
        year_target=measuring.aim(words, found.row.policy, found.row.year_target),
        earlier=[
            (names.quarter(e.quarter), measuring.reading(words, found.row.policy, e.reading)) for e in found.row.earlier
        ],
        promised=found.row.previous.follow_up if found.row.previous else "",
        figures=[
            (words("Against the target of this quarter"), figure_shown(frame, figure.quarter, found.standing)),
            (words("Against the target of the year"), figure_shown(frame, figure.year, found.standing)),
        ],
        states=[(state.value, words(STATES[state])) for state in REPORTED],
        left=len(left) if owns and live and shown.window.holds(frame.now) else 0,
        following=next(iter([*behind, *left]), None),
        may_file=owns and live and shown.window.holds(frame.now),
        not_now=owns and live and not shown.window.holds(frame.now),
        walk=walk(frame, office, shown, indicator) if live else None,
        own=checks and person in found.makers and may("verify-realisations", held, shown.phase),
        may_verify=checks and may("verify-realisations", held, shown.phase) and person not in found.makers,
        may_return=live
        and found.standing in (Standing.FILED, Standing.VERIFIED)
        and may("return-realisation", held, shown.phase),
        may_waive=live
        and found.standing.owed
        and frame.now >= shown.window.closes
        and may("waive-realisation", held, shown.phase),
        bounded=policy != unbounded(policy),
        may_unbound=measures and policy != unbounded(policy),
        corrected=measuring.facts(words, frame.clock(office), planned) if corrects and planned else [],
        typed={**filed_fields(found.filing), **typed},
        evidence=evidence,
        heard=heard_row(words, found.row, shown.plan_version, Filed.of({**filed_fields(found.filing), **typed})),
        base=base,
        returning="reason" in typed and "explanation" not in typed,
        command_id=command_id,
    )


def filed_fields(filing: Filing | None) -> dict[str, str]:
    """Return what the form says when nobody has typed: what is filed."""
    if filing is None:
        return {}
    fields = {
        "explanation": filing.explanation,
        "obstacles": filing.obstacles,
        "follow_up": filing.follow_up,
        "justification": filing.justification,
    }
    if filing.answer is not None:
        fields |= {
            "follow_up_done": "true" if filing.answer.done else "false",
            "follow_up_answer": filing.answer.text,
        }
    match filing.reading:
        case Measured(value):
            fields["reading"] = typed(value)
        case Level(name):
            fields["reading"] = name
        case Ratio(numerator, denominator):
            fields["numerator"] = typed(numerator)
            fields["denominator"] = "" if denominator is None else typed(denominator)
        case Absent(state):
            fields["state"] = state
    return fields
