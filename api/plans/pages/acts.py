"""The pages of the officials: review, signature, and the proof of an act."""

from collections.abc import Mapping

from activities.documents.press import Layout, Spot
from api.history.proof import Title, proof_page
from api.history.sentences import Teller
from api.history.story import touched_rows
from api.http.address import plan_path
from api.http.frame import Frame, acts_as, duties, roles
from api.http.html import page
from api.http.leaves import Viewing, leaves
from api.http.problems import Problem
from api.plans.amendment.asking import asking, barred
from api.plans.amendment.matrix import matrix
from api.plans.pages.plan import comments_in_order, counts, open_by_row, part_name, signatures, wordings
from api.plans.pages.remarks import few, remarks
from api.plans.paper import paper
from api.plans.standing import standing, stations, submission
from api.reads.plan import Past
from api.rights import may
from api.words import amending
from api.words.refusals import explained
from api.words.words import Words
from domain.events import Event
from domain.kernel.actor import system
from domain.kernel.errors import Refused
from domain.office.state import Office
from domain.plan.difference import difference
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    ParafGiven,
    PartSigned,
    PlanRejected,
    PlanReturned,
    PlanSubmitted,
    PlanWithdrawn,
)
from domain.plan.state import Phase, Plan, text_digest
from domain.plan.text import PlanText
from domain.route.route import Step, StepAct
from eventstore.entry import Receipt


def review(
    frame: Frame,
    office: Office,
    past: Past,
    before: PlanText | None,
    seen: int | None,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
    lowered: frozenset[str],
) -> str:
    """Return what changed since the viewer last looked (`seen`, the text `before`), then the whole."""
    words, clock, plan = frame.words, frame.clock(office), past.now
    person = frame.viewer.person if frame.viewer else ""
    step = plan.step_for(person, duties(frame, office))
    if step is not None and step.act is not StepAct.REVIEW:
        step = None
    changes = [] if before is None else difference(before, plan.text, system(plan.office), frame.now, plan.version)
    teller = Teller(words, clock)
    rows = plan.text.rows()
    links = [next((row for row in touched_rows(change) if row in rows), "") for change in changes]
    return page(
        frame,
        "plans/review.html",
        office=office,
        problem=problem,
        plan=plan,
        title=amending.titled(words, plan),
        changes=matrix(words, plan) if plan.amendment else (),
        asking=asking(frame, office, plan),
        lowered=lowered,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        step=step,
        command_id=command_id,
        typed=typed,
        sent=submission(event for _, event in past.recorded),
        seen_version=None if before is None else seen,
        told=[(teller.sentence(change, plan), row) for change, row in zip(changes, links, strict=True)],
        counts=counts(words, plan.text, plan.shape),
        paper=paper(words, plan.text, before, of=plan),
        may_comment=may("make-comment", roles(frame, office), plan.phase),
        open_by_row=open_by_row(plan),
        remarked={row: few(said) for row, said in remarks(frame, office, plan, typed).items()},
        signatures=signatures(plan),
        comments=comments_in_order(plan),
        wordings=wordings(past.now.text),
        rows=[(row.id, row.text if len(row.text) < 90 else row.text[:88] + "…") for row in rows.values()],
        stations=stations(words, clock, office, plan, frame.abroad),
        text_digest=text_digest(plan),
        why=_why(frame, office, plan),
    )


def sign(
    frame: Frame,
    office: Office,
    plan: Plan,
    step: Step,
    reading: Viewing,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
    lowered: frozenset[str],
) -> str:
    """Return the exact document, or its text, with what signing it means; `why` says so where the viewer cannot."""
    signatory, why, layout, as_text = None, "", reading.layout, reading.as_text
    if step not in plan.open_steps():
        why = frame.words("This step is not open now.")
    elif frame.viewer is not None:
        try:
            signatory = acts_as(frame, office, step)
            helped = frame.viewer.person in plan.barred(step)
            why = _why(frame, office, plan) if helped else barred(frame, office, plan, signatory)
        except Refused as no:
            why = explained(frame.words, frame.clock(office), no.message, no.params)
    return page(
        frame,
        "plans/sign.html",
        office=office,
        problem=problem,
        plan=plan,
        title=amending.titled(frame.words, plan),
        changes=matrix(frame.words, plan) if plan.amendment else (),
        asking=asking(frame, office, plan),
        lowered=lowered,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        step=step,
        part_name=part_name(plan.text, step.part),
        shown=None if layout is None else leaves(layout, *_places(frame.words, plan, step, layout)),
        as_text=as_text,
        paper=paper(frame.words, plan.text, of=plan) if as_text else None,
        signatures=signatures(plan) if as_text else {},
        acts_as=signatory,
        why=why,
        command_id=command_id,
        typed=typed,
        text_digest=text_digest(plan),
    )


def _places(words: Words, plan: Plan, step: Step, layout: Layout) -> tuple[list[tuple[str, int]], Spot | None]:
    """Name the pages on which cover and parts begin, and find where the signature falls in its part."""
    begins = dict(layout.heads)
    parts = {part.key: begins.get(" ".join(part.details.heading.split()), 0) for part in plan.text.parts}
    jumps = [(words("Part {part}", part=key), page) for key, page in parts.items() if page]
    first = parts.get(step.part, 0)
    last = min((page for page in parts.values() if page > first), default=len(layout.sizes) + 1)
    asked = plan.shape.part(step.part) if plan.shape else None
    keys = [block.key for block in asked.blocks] if asked else []
    unsigned = [key for key in keys if f"{step.part}.{key}" not in signatures(plan)]
    place = unsigned.index(step.block) if step.block and step.block in unsigned else 0
    marks = [mark for mark in layout.marks if first <= mark.page < last] or list(layout.marks)
    cover = [] if 1 in parts.values() else [(words("Cover"), 1)]
    return cover + jumps, next(iter(marks[place:]), None)


def proof(frame: Frame, office: Office, plan: Plan, receipt: Receipt) -> str:
    """Return what a command made happen, where it stands in the log, and what happens next."""
    person = frame.viewer.person if frame.viewer else ""
    return proof_page(
        frame,
        office,
        plan,
        receipt,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        whole=frame.words("To the plan"),
        stands=standing(frame.words, office, plan, person, duties(frame, office)),
        titled=lambda event: _titled(frame.words, event, plan),
    )


def _titled(words: Words, event: Event, plan: Plan) -> Title | None:
    match event:
        case PartSigned(part=part):
            return words("Part {part} is signed", part=part), "done", "pen"
        case ParafGiven():
            return words("Your paraf is recorded"), "done", "paraf"
        case PlanSubmitted():
            return words("The plan is on its way"), "waiting", "send"
        case PlanReturned():
            return words("The plan was returned"), "returned", "back"
        case AmendmentBegun():
            return words("The amendment is begun"), "draft", "pencil"
        case AmendmentStated():
            return words("The amendment says it now"), "draft", "pencil"
        case AmendmentWithdrawn():
            return words("The amendment is given up"), "draft", "back"
        case PlanRejected() if plan.phase is Phase.SIGNED:
            return words("The amendment was rejected"), "returned", "cross"
        case PlanRejected():
            return words("The plan was rejected"), "returned", "cross"
        case PlanWithdrawn():
            return words("The plan is with you again"), "draft", "back"
        case _:
            return None


def _why(frame: Frame, office: Office, plan: Plan) -> str:
    stands = standing(frame.words, office, plan, frame.viewer.person if frame.viewer else "", duties(frame, office))
    return stands.why or stands.sentence or stands.state
