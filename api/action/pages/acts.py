"""The pages of an action plan on its route: the exact document to be accepted, verified or signed, and the proof."""

from collections.abc import Mapping

from api.action.standing import standing
from api.history.proof import Title, proof_page
from api.http.address import plan_path
from api.http.frame import Frame, duties, endorsing
from api.http.html import page
from api.http.leaves import Viewing, headed, leaves, signing_before
from api.http.problems import Problem
from api.words import measuring, names
from api.words.words import Words
from domain.action.events import ActionParafGiven, ActionReturned, ActionSigned, ActionSubmitted
from domain.action.state import Action, action_digest
from domain.events import Event
from domain.kernel.actor import Role
from domain.kernel.streams import QUARTERS
from domain.measure.target import spell_target
from domain.office.state import Office
from domain.plan.text import Indicator
from domain.route.route import StepAct
from eventstore.entry import Receipt


def action_review(
    frame: Frame,
    office: Office,
    shown: Action,
    reading: Viewing,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the document, or its rows as text, with what the viewer's act means; `why` says why they have none."""
    words, held = frame.words, duties(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    step = shown.step_for(person, held)
    before = signing_before(shown, step)
    stands = standing(words, office, shown, person, held)
    endorser, why = endorsing(frame, office, step, stands.why or stands.sentence)
    return page(
        frame,
        "action/review.html",
        office=office,
        problem=problem,
        action=shown,
        base=plan_path(office, f"{shown.kind}-{shown.year}"),
        step=step,
        shown=None if reading.layout is None else leaves(reading.layout, *headed(reading.layout, before)),
        as_text=reading.as_text,
        rows=_rows(words, shown) if reading.as_text else (),
        act=_act(step.act, step.role) if step else "",
        acts_as=endorser,
        why=why,
        own=_own(frame, shown, person) if step and step.role is Role.OWNER else [],
        digest_now=action_digest(shown),
        command_id=command_id,
        typed=typed,
    )


def action_proof(frame: Frame, office: Office, shown: Action, receipt: Receipt) -> str:
    """Return what a command made happen, where it stands in the log, and what happens next."""
    person = frame.viewer.person if frame.viewer else ""
    return proof_page(
        frame,
        office,
        shown,
        receipt,
        base=plan_path(office, f"{shown.kind}-{shown.year}") + "/action",
        whole=frame.words("To the action plan"),
        stands=standing(frame.words, office, shown, person, duties(frame, office)),
        titled=lambda event: _titled(frame.words, event),
    )


def _act(act: StepAct, role: Role) -> str:
    """Name what is asked: an owner accepts, whoever else puts a paraf verifies."""
    if act is StepAct.SIGN:
        return "sign"
    return "accept" if role is Role.OWNER else "verify"


def _rows(words: Words, action: Action) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """Return what the document prints of every indicator, by goal."""
    found = []
    for part in action.basis.parts:
        for goal in part.goals:
            own = [(each.text, _facts(words, action, each)) for each in part.indicators if each.goal == goal.id]
            if own:
                found.append((goal.text, own))
    return found


def _facts(words: Words, action: Action, indicator: Indicator) -> list[tuple[str, str]]:
    row = action.rows[indicator.id]
    quarters = [
        (words("Quarter {number}", number=names.quarter(n)), measuring.aim(words, row.policy, aim))
        for n, aim in zip(QUARTERS, row.targets, strict=False)
    ]
    return [
        (words("Target of the year"), spell_target(indicator.target)),
        *quarters,
        (words("Owner (PIC)"), ", ".join(owner.name for owner in row.owners)),
    ]


def _own(frame: Frame, action: Action, person: str) -> list[tuple[str, str, str, str]]:
    """The viewer's rows: address, wording, the year's target and the quarters'."""
    asked = action.basis.indicators()
    return [
        (
            key,
            asked[key].text,
            spell_target(asked[key].target),
            " · ".join(measuring.aim(frame.words, row.policy, aim) for aim in row.targets),
        )
        for key, row in action.rows.items()
        if person in {owner.person for owner in row.owners}
    ]


def _titled(words: Words, event: Event) -> Title | None:
    match event:
        case ActionSigned():
            return words("The action plan is signed"), "done", "pen"
        case ActionParafGiven():
            return words("Your paraf is recorded"), "done", "paraf"
        case ActionSubmitted():
            return words("The action plan is on its way"), "waiting", "send"
        case ActionReturned():
            return words("The action plan was returned"), "returned", "back"
        case _:
            return None
