"""The pages of plans: the office's list, a new one, and one as it will be printed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from api.action import standing as action_standing
from api.history.sentences import Teller
from api.http.address import plan_key, plan_path
from api.http.frame import Frame, duties, roles
from api.http.html import page
from api.http.paging import Page
from api.http.problems import Problem
from api.plans.amendment.holding import in_force_told, signed_versions
from api.plans.amendment.matrix import matrix, missing
from api.plans.paper import paper
from api.plans.standing import TONES, standing, stations, submission
from api.reads.plan import Past
from api.reads.upstream import InStep
from api.rights import may
from api.words import amending, names
from api.words.clock import Clock
from api.words.words import Words
from domain.action.state import ActionPhase
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Kind
from domain.office.state import Office
from domain.plan.comment import Comment
from domain.plan.events import ParafGiven, PartSigned
from domain.plan.facts import Change
from domain.plan.money import total
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import PlanText
from domain.route.route import plan_kind


def open_by_row(plan: Plan) -> Mapping[str, int]:
    """Return how many open comments each row has."""
    return Counter(comment.row for comment in plan.comments.values() if comment.open)


def comments_in_order(plan: Plan) -> list[Comment]:
    """Return the comments as their rows stand in the text, those on the whole plan first."""
    places = {row: n for n, row in enumerate(plan.text.rows())}
    return sorted(plan.comments.values(), key=lambda c: (bool(c.row), places.get(c.row, len(places)), c.at))


def wordings(*texts: PlanText) -> dict[str, str]:
    """Return the wording of every row; of rows in several texts, that of the last."""
    return {row.id: row.text for text in texts for row in text.rows().values()}


def signatures(plan: Plan) -> dict[str, list[ParafGiven | PartSigned]]:
    """Return the signatures that hold for each part, and for each of its blocks (`A.kedua`)."""
    found: dict[str, list[ParafGiven | PartSigned]] = defaultdict(list)
    blocks = {step.key: step.block for step in plan.route if step.block}
    for signature in (*plan.carried, *plan.signatures):
        found[signature.part].append(signature)
        if signature.step in blocks:
            found[f"{signature.part}.{blocks[signature.step]}"].append(signature)
    return found


def told(words: Words, clock: Clock, changes: Iterable[Change], plan: Plan) -> list[Markup]:
    """Tell changes; `plan` knows what the rows are called."""
    teller = Teller(words, clock)
    return [teller.sentence(change, plan) for change in changes]


def counts(words: Words, text: PlanText, shape: Kind | None = None) -> str:
    """Say how large the text is."""
    parts = [words.plural("{n} indicator", "{n} indicators", sum(len(part.indicators) for part in text.parts))]
    programmes = sum(len(part.programmes) for part in text.parts)
    if programmes:
        parts.append(words.plural("{n} programme", "{n} programmes", programmes))
        parts.append(spell_rupiah(total(text, shape)))
    return ", ".join(parts)


def part_name(text: PlanText, key: str) -> str:
    """Return the first line of a part's heading."""
    part = next((p for p in text.parts if p.key == key), None)
    return " ".join(part.details.heading.split()) if part else ""


StoredSummary = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list."""

    plan: str
    summary: StoredSummary
    tone: str
    state: str
    detail: str
    since: datetime | None


def office_plans(frame: Frame, office: Office, summaries: Sequence[StoredSummary], listed: Page) -> str:
    """Return a page of the list."""
    rows = [_row(frame, office, summary) for summary in summaries]
    asked = listed.request.query_params
    return page(
        frame,
        "plans/plans.html",
        office=office,
        rows=rows,
        listed=listed,
        may_draft=may("draft-plan", roles(frame, office)),
        phases=[(phase.value, frame.words(text)) for phase, text in names.PHASES.items() if phase is not Phase.ABSENT],
        phase=asked.get("phase", ""),
        sought=asked.get("name", ""),
    )


def _row(frame: Frame, office: Office, summary: StoredSummary) -> PlanRow:
    words, phase = frame.words, Phase(summary["phase"])
    returned = phase is Phase.DRAFTING and summary["returned"] is not None
    steps = [names.step_told(words, s, office) for s in summary["steps"]]
    since = summary["signed_at"] or summary["since"]
    return PlanRow(
        plan_key(summary),
        summary,
        "returned" if returned else TONES[phase],
        words("Returned") if returned else words(names.PHASES[phase]),
        words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else "",
        datetime.fromisoformat(since) if since else None,
    )


def new_plan(
    frame: Frame,
    office: Office,
    values: Mapping[str, str],
    problem: Problem | None,
    command_id: str,
    plans: Sequence[StoredSummary],
) -> str:
    """Return the form for a new plan; `plans` are those it can begin from, the newest first."""
    last = plans[0] if plans else None
    known = {"kind": last["kind"], "year": str(last["year"] + 1), "source": plan_key(last)} if last else {}
    return page(
        frame,
        "plans/new.html",
        office=office,
        problem=problem,
        values=values or known,
        sources=[(plan_key(each), names.short_title(frame.words, each["kind"], each["year"])) for each in plans],
        command_id=command_id,
        kinds=[
            (code, names.kind(frame.words, code, office.kind(code)))
            for code in {**office.known_kinds(), **office.routes}
            if plan_kind(code) == code
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
    apart: InStep,
    command_id: str,
) -> str:
    """Return the paper with its route, comments, documents and record; what can be done only where it is `now`.

    `lived` says that a quarter of its year was opened, `action` where its action plan stands, `apart` how far it is in
    step with the plan it comes from.
    """
    words, clock = frame.words, frame.clock(office)
    held, person = roles(frame, office), frame.viewer.person if frame.viewer else ""
    base = plan_path(office, f"{shown.kind}-{shown.year}")
    changes = matrix(words, shown) if shown.amendment else ()
    return page(
        frame,
        "plans/plan.html",
        office=office,
        plan=shown,
        title=amending.titled(words, shown),
        base=base,
        now=now,
        lived=lived,
        action=(action_standing.TONES[action], words(action_standing.PHASES[action])),
        may_begin=action is ActionPhase.ABSENT and may("begin-action", held),
        apart=apart,
        begun=action is not ActionPhase.ABSENT,
        standing=standing(words, office, shown, person, duties(frame, office)),
        may_submit=now and shown.version > 0 and may("submit-plan", held, shown.phase),
        may_restore=not now and not past.now.signatures and may("edit-text", held, past.now.phase),
        newest=past.now.version,
        holding=in_force_told(words, clock, shown),
        signed_versions=signed_versions(words, clock, shown) if len(shown.amended) > 1 or shown.amendment else [],
        changes=changes,
        unreasoned=len(missing(changes)),
        may_amend=now and may("begin-amendment", held, shown.phase),
        may_state=now and shown.amendment is not None and may("state-amendment", held, shown.phase),
        may_give_up=now
        and shown.amendment is not None
        and not shown.signatures
        and may("withdraw-amendment", held, shown.phase),
        has_programmes=any(part.programmes for part in shown.text.parts),
        may_link=now and may("edit-text", held, shown.phase),
        may_withdraw=now and not shown.signatures and may("withdraw-plan", held, shown.phase),
        command_id=command_id,
        paper=paper(words, shown.text, of=shown),
        open_by_row=open_by_row(shown),
        signatures=signatures(shown),
        stations=stations(words, clock, office, shown, frame.abroad),
        sent=submission(event for _, event in past.recorded) if shown.phase is not Phase.DRAFTING else None,
        comments=comments_in_order(shown),
        wordings=wordings(past.now.text, shown.text),
        text_digest=text_digest(shown),
        last=past.recorded[-1][0] if now else None,
    )
