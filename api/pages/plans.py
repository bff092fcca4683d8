"""The pages of plans: the office's list, a new one, and one as it will be printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.desk import plan_key
from api.errors import Problem
from api.pages.frame import Frame
from api.pages.render import page, plan_path
from api.pages.shared import comments_in_order, open_by_row, signatures, wordings
from api.past import Past
from api.policy import may
from api.presentation import action_standing, names
from api.presentation.paper import paper
from api.presentation.standing import TONES, standing
from api.presentation.stations import stations, submission
from domain.actor import Role
from domain.office import Office
from domain.plan import Phase, Plan, text_digest
from domain.year.action import ActionPhase
from domain.year.routes import plan_kind

Summary = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list."""

    plan: str
    summary: Summary
    tone: str
    state: str
    detail: str
    since: datetime | None


def office_plans(frame: Frame, office: Office, summaries: Sequence[Summary]) -> str:
    """Return the list, the newest year first."""
    ordered = sorted(summaries, key=lambda s: (-s["year"], s["kind"]))
    rows = [_row(frame, office, summary) for summary in ordered]
    return page(frame, "plans.html", office=office, rows=rows, may_draft=may("draft-plan", roles(frame, office)))


def _row(frame: Frame, office: Office, summary: Summary) -> PlanRow:
    words, phase = frame.words, Phase(summary["phase"])
    returned = phase is Phase.DRAFTING and summary["returned"] is not None
    steps = [names.step_named(words, s["role"], s["act"], s["part"], office) for s in summary["steps"]]
    since = summary["signed_at"] or summary["since"]
    return PlanRow(
        plan_key(summary),
        summary,
        "returned" if returned else TONES[phase],
        words("Returned") if returned else words(names.PHASES[phase]),
        words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else "",
        datetime.fromisoformat(since) if since else None,
    )


def new_plan(frame: Frame, office: Office, values: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    """Return the form for a new plan."""
    return page(
        frame,
        "new-plan.html",
        office=office,
        problem=problem,
        values=values,
        command_id=command_id,
        kinds=[
            (kind, names.kind(frame.words, kind))
            for kind in {**names.KINDS, **office.routes}
            if plan_kind(kind) == kind
        ],
    )


def plan(
    frame: Frame,
    office: Office,
    past: Past,
    shown: Plan,
    *,
    now: bool,
    lived: bool,
    action: ActionPhase,
    command_id: str,
) -> str:
    """Return the paper with its route, comments, documents and record; what can be done only where it is `now`.

    `lived` says that a quarter of its year was opened, `action` where its action plan stands.
    """
    words, clock = frame.words, frame.clock(office)
    held, person = roles(frame, office), frame.viewer.person if frame.viewer else ""
    base = plan_path(office, f"{shown.kind}-{shown.year}")
    return page(
        frame,
        "plan.html",
        office=office,
        plan=shown,
        base=base,
        now=now,
        lived=lived,
        action=(action_standing.TONES[action], words(action_standing.PHASES[action])),
        may_begin=action is ActionPhase.ABSENT and may("begin-action", held),
        begun=action is not ActionPhase.ABSENT,
        standing=standing(words, office, shown, person, held),
        may_submit=now and shown.version > 0 and may("submit-plan", held, shown.phase),
        may_withdraw=now and not shown.signatures and may("withdraw-plan", held, shown.phase),
        command_id=command_id,
        paper=paper(words, shown.text),
        open_by_row=open_by_row(shown),
        signatures=signatures(shown),
        stations=stations(words, clock, office, shown),
        sent=submission(event for _, event in past.told) if shown.phase is not Phase.DRAFTING else None,
        comments=comments_in_order(shown),
        wordings=wordings(past.now.text, shown.text),
        text_digest=text_digest(shown),
        last=past.told[-1][0] if now else None,
    )


def roles(frame: Frame, office: Office) -> frozenset[Role]:
    """Return what the viewer is in the office."""
    return frame.viewer.roles(office.id) if frame.viewer else frozenset()
