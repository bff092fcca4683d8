"""The plan as its readers get it: the one JSON spelling that the API serves and the read model keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast, overload

import msgspec

from domain.kernel.actor import Actor
from domain.kernel.message import canonical
from domain.plan.amendment import Amendment
from domain.plan.comment import Answer, Comment
from domain.plan.in_force import InForce
from domain.plan.state import Plan, text_digest
from domain.route.route import Step
from views.models.plan import (
    AmendmentView,
    AnswerView,
    CommentView,
    PlanStep,
    PlanSummary,
    PlanView,
    SignedView,
)
from views.models.shared import ActorView, PositionView
from views.text import text_view


def plan_json(plan: Plan) -> bytes:
    """Return the whole plan as canonical JSON."""
    return canonical(plan_view(plan))


def summary_json(plan: Plan) -> bytes:
    """Return the row of the desk: what the plan is and what it waits for."""
    return canonical(summary_view(plan))


def summary_view(plan: Plan) -> PlanSummary:
    """Return it as plain values."""
    open_steps = {s.key for s in plan.open_steps()}
    view: PlanSummary = {
        "office": plan.office,
        "kind": plan.kind,
        "year": plan.year,
        "title": plan.text.details.title,
        "trial": plan.trial,
        "phase": plan.phase,
        "version": plan.version,
        "round": plan.round,
        "since": instant_view(plan.since),
        "steps": [s for s in _route(plan) if s["key"] in open_steps],
        "drafters": sorted(plan.drafters),
        "open_comments": sum(c.open for c in plan.comments.values()),
        "returned": None
        if plan.returned is None
        else {
            "by": actor_view(plan.returned.by),
            "at": instant_view(plan.returned.at),
            "reason": plan.returned.reason,
        },
        "signed_at": instant_view(plan.signatures[-1].at) if plan.closed and plan.signatures else None,
        "document": plan.document.document if plan.document else None,
    }
    if plan.amendment is not None:
        view["amendment"] = plan.amendment.number
    return view


def plan_view(plan: Plan) -> PlanView:
    """Return the plan as plain values."""
    view: PlanView = {
        "office": plan.office,
        "kind": plan.kind,
        "year": plan.year,
        "trial": plan.trial,
        "phase": plan.phase,
        "version": plan.version,
        "text_digest": text_digest(plan),
        "round": plan.round,
        "since": instant_view(plan.since),
        "text": text_view(plan.text, plan.shape),
        "route": _route(plan),
        "void": [
            {
                "step": e.step,
                "part": e.part,
                "official": actor_view(e.official),
                "given": instant_view(e.given),
                "document": e.document,
                "cause": e.cause,
                "by": actor_view(e.by),
                "at": instant_view(e.at),
            }
            for e in plan.void
        ],
        "document": plan.document.document if plan.document else None,
        "documents": [
            {
                "document": d.document,
                "version": d.version,
                "text_digest": d.digest,
                "shown": d.shown,
                "template": d.template,
                "pages": d.pages,
                "signatures": d.signatures,
                "at": instant_view(d.at),
            }
            for d in plan.documents
        ],
        "comments": [_comment(c) for c in plan.comments.values()],
    }
    if plan.shape is not None:
        view["shape"] = msgspec.to_builtins(plan.shape)
    # Left out where nothing was ever amended, so that what was stored before is still what its events make.
    if plan.in_force is not None and (plan.amendment is not None or len(plan.amended) > 1):
        view["amended"] = [_signed(held) for held in plan.amended]
        view["in_force"] = _signed(plan.in_force)
        if plan.amendment is not None:
            view["amendment"] = amendment_view(plan.amendment, plan.said())
    return view


def amendment_view(amendment: Amendment, reasons: Mapping[str, str]) -> AmendmentView:
    """Return what an amendment says of itself, and why it changes what it does."""
    basis = amendment.basis
    return {
        "number": amendment.number,
        "grounds": amendment.grounds,
        "basis": {
            "title": basis.title,
            "number": basis.number,
            "day": basis.day,
            "file": basis.file,
            "name": basis.name,
        },
        "effective": amendment.effective,
        "reason": amendment.reason,
        "reasons": reasons,
    }


def _signed(held: InForce) -> SignedView:
    return {
        "version": held.version,
        "text_digest": held.digest,
        "effective": held.effective,
        "signed_at": instant_view(held.signed_at),
        "document": held.document.document if held.document else None,
        "amendment": amendment_view(held.amendment, held.reasons) if held.amendment else None,
    }


def _route(plan: Plan) -> list[PlanStep]:
    return [_step(step, plan) for step in plan.route]


def _step(step: Step, plan: Plan) -> PlanStep:
    given = plan.given_at(step.key)
    done = given[-1] if given and step.key in plan.done() else None
    due = plan.due.get(step.key)
    is_open = step in plan.open_steps()
    view: PlanStep = {
        "key": step.key,
        "order": step.order,
        "role": step.role,
        "act": step.act,
        "part": step.part,
        "state": "done" if done else "open" if is_open else "ahead",
        "by": actor_view(done.by) if done else None,
        "at": instant_view(done.at) if done else None,
        "version": done.version if done else None,
        "text_digest": done.digest if done else None,
        "document": done.document if done else None,
        "since": instant_view(plan.since) if is_open else None,
        "due": instant_view(due.due) if due and is_open else None,
        "estimated": bool(due and due.estimated and is_open),
        "reminded": [
            {"kind": r.kind, "at": instant_view(r.at)}
            for (key, round_, _), r in plan.reminded.items()
            if is_open and key == step.key and round_ == plan.round
        ],
    }
    view.update(cast(PlanStep, position_view(step)))
    if step.need:
        view["given"] = [{"by": actor_view(e.by), "at": instant_view(e.at)} for e in given]
    return view


def position_view(step: Step) -> PositionView:
    """Return what a step says of the position that it names; nothing for a role."""
    told = {"position": step.position, "office": step.office, "title": step.title, "need": step.need}
    return cast(PositionView, {name: value for name, value in {**told, "block": step.block}.items() if value})


def _comment(c: Comment) -> CommentView:
    return {
        "id": c.id,
        "by": actor_view(c.by),
        "at": instant_view(c.at),
        "row": c.row,
        "version": c.version,
        "text": c.text,
        "answer": c.answer,
        "settled_by": actor_view(c.settled_by) if c.settled_by else None,
        "settled_at": instant_view(c.settled_at),
        "carried": c.carried,
        "reason": c.reason,
    }


def answer_view(answer: Answer) -> AnswerView:
    """Return why what is asked of a text stands as it is."""
    return {"by": actor_view(answer.by), "at": instant_view(answer.at), "reason": answer.reason}


def actor_view(actor: Actor) -> ActorView:
    """Return who acted, and as what."""
    view: ActorView = {
        "person": actor.person,
        "name": actor.name,
        "role": actor.role,
        "position": actor.position,
        "capacity": actor.capacity,
        "office": actor.office,
        "decree": actor.decree,
    }
    if actor.position_key:
        view["position_key"] = actor.position_key
    return view


@overload
def instant_view(at: datetime) -> str: ...
@overload
def instant_view(at: datetime | None) -> str | None: ...
def instant_view(at: datetime | None) -> str | None:
    """Return an instant in ISO 8601 with microseconds."""
    return at.isoformat(timespec="microseconds") if at else None
