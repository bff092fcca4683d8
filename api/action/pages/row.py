"""A row of the action plan: its form with the proposal and its reasons, its facts; and all proposals at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice

from api.action.form import STEPS, Measure, PolicyForm, RowForm
from api.action.pages.action import opens_again, owners, row_missing, said_start
from api.http.address import plan_path
from api.http.forms import at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.readings.heard import CellHeard, heard_aim, heard_number, silent
from api.rights import may
from api.words import measuring, names
from api.words.refusals import explained
from api.words.words import Words
from domain.action.state import Action
from domain.kernel.message import canonical
from domain.kernel.streams import QUARTERS
from domain.measure.derivation import ROUNDED
from domain.measure.formula import FITTING, WRITTEN, Direction, Formula
from domain.measure.policy import MeasurementPolicy
from domain.measure.proposal import Proposal
from domain.measure.scale import OrdinalScale, PercentageScale
from domain.measure.target import spell_target
from domain.office.state import Office

_RANGED = (Direction.RANGE, Direction.RANGE_LOWER)


def action_row(
    frame: Frame,
    office: Office,
    shown: Action,
    indicator: str,
    proposal: Proposal,
    form: RowForm,
    problem: Problem | None,
    command_id: str,
    based_on: int,
) -> str:
    """Return the page with the form as typed; `based_on` is the version that the typing began from."""
    words, clock, held = frame.words, frame.clock(office), roles(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    row, asked = shown.rows[indicator], shown.basis.indicators()[indicator]
    keys = list(shown.rows)
    at = keys.index(indicator)
    own = person in {owner.person for owner in row.owners}
    writes = may("submit-action", held)
    measured_by = row.policy or proposal.policy
    return page(
        frame,
        "action/row.html",
        office=office,
        problem=at_fields(problem, _fields(indicator, form)),
        action=shown,
        base=plan_path(office, f"{shown.kind}-{shown.year}"),
        key=indicator,
        indicator=asked,
        goal=next(g.text for part in shown.basis.parts for g in part.goals if g.id == asked.goal),
        year_target=spell_target(asked.target),
        row=row,
        facts=measuring.facts(words, clock, row.policy) if row.policy else [],
        targets=[
            (names.quarter(n), measuring.aim(words, row.policy, a)) for n, a in zip(QUARTERS, row.targets, strict=False)
        ],
        missing=row_missing(words, shown, indicator),
        writes=writes,
        own_steps=not writes and own and may("edit-action", held),
        opens=opens_again(words, shown),
        form=form,
        proposed=measuring.facts(words, clock, proposal.policy),
        reasons=[explained(words, None, r.message, r.params) for r in proposal.reasons],
        measures=_measures(words, row.policy),
        choices=_choices(words),
        heard_number=partial(heard_number, words),
        heard=[_heard(words, form.measure, measured_by, text) for text in form.targets],
        quarters=[(n, names.quarter(n)) for n in QUARTERS],
        starts=said_start(words, shown, indicator),
        start_choices=[
            (str(n), words("Quarter {number}", number=names.quarter(n)) if n > 1 else words("With the year"))
            for n in QUARTERS
        ],
        kind=_kind(form.policy) if form.measure is Measure.OTHER else "",
        hint=_hint(words, form.measure, measured_by),
        owners=owners(office, *row.owners),
        stale=problem is not None and problem.code == "text-changed",
        based_on=based_on,
        command_id=command_id,
        place=(at + 1, len(keys)),
        before=keys[at - 1] if at else "",
        after=keys[at + 1] if at + 1 < len(keys) else "",
        earlier=[p for p in shown.policies.get(indicator, ()) if p != row.policy],
    )


def _fields(key: str, form: RowForm) -> dict[str, str]:
    """Where a fault is shown, by the place it names: a value of the scale by its row, a cell of JSON by its field."""
    places = {f"{key}.policy.scale.{rung.name.strip()}": n for n, rung in reversed(list(enumerate(form.policy.rungs)))}
    shown = {place: f"{key}.policy.rungs.{n}.name" for place, n in places.items()}
    shown |= {f"{key}.policy.target": f"{key}.policy", f"{key}.policy.version": f"{key}.policy"}
    shown |= {f"policy.scale.rungs.{n}.name": f"{key}.policy.rungs.{n}.name" for n in range(len(form.policy.rungs))}
    shown |= {"policy.citation": f"{key}.policy.citation"}
    shown |= {f"targets.{n - 1}": f"{key}.targets.{n}" for n in QUARTERS}
    shown |= {f"start.{name}": f"{key}.start.{name}" for name in ("quarter", "reason")}
    sent = ("steps.year", *(f"steps.quarters.{n - 1}" for n in QUARTERS))
    return shown | {place: f"{key}.{name}" for place, name in zip(sent, STEPS, strict=True)}


def _measures(words: Words, policy: MeasurementPolicy | None) -> list[tuple[str, str]]:
    first = (
        (Measure.OPEN, words("Not confirmed yet"))
        if policy is None
        else (Measure.KEPT, words("As confirmed, version {version}", version=str(policy.version)))
    )
    choices = [first, (Measure.PROPOSED, words("As proposed")), (Measure.OTHER, words("Otherwise, as said below"))]
    return [(measure.value, text) for measure, text in choices]


def _choices(words: Words) -> Mapping[str, list[tuple[str, str]]]:
    fitting = {f: [measuring.DIRECTIONS[d] for d in Direction if f in FITTING[d]] for f in Formula}
    return {
        "direction": [(d.value, words(text)) for d, text in measuring.DIRECTIONS.items()],
        "scale": [(name, words(text)) for name, text in measuring.SCALES.items()],
        "aggregation": [(a.value, words(text)) for a, text in measuring.AGGREGATIONS.items()],
        "formula": [(f.value, f"{words(text)} ({', '.join(map(words, fitting[f]))})") for f, text in WRITTEN.items()],
        "rounding": [(r.value, words(text)) for r, text in ROUNDED.items()],
    }


def _heard(words: Words, measure: Measure, policy: MeasurementPolicy, text: str) -> CellHeard:
    """What a target says as the indicator is measured; as it is said on this page, it is read when that is."""
    return silent() if measure is Measure.OTHER else heard_aim(words, policy, text)


def _kind(policy: PolicyForm) -> str:
    """Name what a target is, where nobody has recorded yet how the indicator is measured."""
    if policy.direction in _RANGED:
        return "range"
    return {"percentage": "percentage", "index": "index", "number": "quantity"}.get(policy.scale, "grade")


def _hint(words: Words, measure: Measure, policy: MeasurementPolicy) -> str:
    if measure is Measure.OTHER:
        return words("On the scale said above; leave a quarter empty that has no target.")
    if policy.direction in _RANGED:
        return words("A range such as 80–90; leave a quarter empty that has no target.")
    match policy.scale:
        case OrdinalScale(rungs=rungs):
            known = ", ".join(rung.name for rung in rungs)
            return words("One of {known}; leave a quarter empty that has no target.", known=known)
        case PercentageScale():
            return words("Per cent, as you write it: 77 or 77,5%; leave a quarter empty that has no target.")
    return words("As you write it: 1.234,5; leave a quarter empty that has no target.")


@dataclass(frozen=True)
class ProposalGroup:
    """Indicators for which the same is proposed for the same reasons: each with its wording and yearly target."""

    facts: list[tuple[str, str]]
    reasons: list[str]
    indicators: list[tuple[str, str, str]]


def action_proposals(
    frame: Frame,
    office: Office,
    shown: Action,
    waiting: Mapping[str, Proposal],
    most: int,
    seen: str,
    problem: Problem | None,
    command_id: str,
    ticked: Collection[str],
) -> str:
    """Return the page of the first `most` that wait; `seen` is the digest of all that is proposed."""
    return page(
        frame,
        "action/proposals.html",
        office=office,
        problem=problem,
        action=shown,
        base=plan_path(office, f"{shown.kind}-{shown.year}"),
        groups=list(_groups(frame, office, shown, dict(islice(waiting.items(), most)))),
        waiting=len(waiting),
        more=max(0, len(waiting) - most),
        may_confirm=may("submit-action", roles(frame, office)),
        opens=opens_again(frame.words, shown),
        seen=seen,
        command_id=command_id,
        ticked=ticked,
    )


def _groups(frame: Frame, office: Office, shown: Action, waiting: Mapping[str, Proposal]) -> Iterator[ProposalGroup]:
    words, clock, asked = frame.words, frame.clock(office), shown.basis.indicators()
    alike: dict[bytes, list[str]] = {}
    for key, found in waiting.items():
        alike.setdefault(canonical(asdict(found)), []).append(key)
    for keys in sorted(alike.values(), key=len, reverse=True):
        proposal = waiting[keys[0]]
        yield ProposalGroup(
            measuring.facts(words, clock, proposal.policy),
            [explained(words, None, reason.message, reason.params) for reason in proposal.reasons],
            [(key, asked[key].text, spell_target(asked[key].target)) for key in keys],
        )
