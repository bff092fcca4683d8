"""An action plan as its readers get it: the one JSON spelling that the API serves, and the short one that is kept."""

from domain.action.rules import gaps
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.message import canonical
from domain.plan.text import Indicator
from domain.route.route import Step
from views.models.action import ActionRowView, ActionStep, ActionSummary, ActionView, InForce
from views.models.shared import ReturnView
from views.plan import actor_view, instant_view, position_view
from views.text import programme_view, target_view
from views.year import aim_view


def action_json(action: Action) -> bytes:
    """Return the whole action plan as canonical JSON."""
    return canonical(action_view(action))


def action_summary_json(action: Action) -> bytes:
    """Return what desks and lists need: where the action plan stands, with whom, and who answers for its rows."""
    return canonical(action_summary(action))


def action_summary(action: Action) -> ActionSummary:
    """Return it as plain values."""
    owners = {owner.person: owner.name for row in action.rows.values() for owner in row.owners}
    return {
        "office": action.office,
        "kind": action.kind,
        "year": action.year,
        "phase": action.phase,
        "version": action.version,
        "since": instant_view(action.since),
        "in_force": None if action.in_force is None else action.in_force.version,
        "makers": sorted(action.authors),
        "owners": dict(sorted(owners.items())),
        "route": [_step(action, step) for step in action.route],
        "returned": _returned(action),
        "document": action.document.document if action.document else None,
    }


def action_view(action: Action) -> ActionView:
    """Return the action plan as plain values and messages."""
    there = action.phase is not ActionPhase.ABSENT
    return {
        "office": action.office,
        "kind": action.kind,
        "year": action.year,
        "trial": action.trial,
        "phase": action.phase,
        "version": action.version,
        "digest": action_digest(action),
        "round": action.round,
        "since": instant_view(action.since),
        "plan": {"version": action.basis.version, "text_digest": action.basis.digest},
        "in_force": _in_force(action),
        "missing": gaps(action) if there else [],
        "makers": sorted(action.authors),
        "parts": [
            {
                "key": part.key,
                "heading": part.details.heading,
                "goals": [{"id": g.id, "parent": g.parent, "text": g.text} for g in part.goals],
                "indicators": [row_view(action, indicator) for indicator in part.indicators],
                "programmes": [programme_view(programme) for programme in part.programmes],
            }
            for part in action.basis.parts
        ],
        "route": [_step(action, step) for step in action.route],
        "void": [
            {
                "step": e.step,
                "official": actor_view(e.official),
                "given": instant_view(e.given),
                "document": e.document,
                "cause": e.cause,
                "by": actor_view(e.by),
                "at": instant_view(e.at),
            }
            for e in action.void
        ],
        "returned": _returned(action),
        "document": action.document.document if action.document else None,
        "documents": [
            {
                "document": d.document,
                "version": d.version,
                "digest": d.digest,
                "shown": d.shown,
                "template": d.template,
                "pages": d.pages,
                "signatures": d.signatures,
                "at": instant_view(d.at),
            }
            for d in action.documents
        ],
    }


def _returned(action: Action) -> ReturnView | None:
    if (returned := action.returned) is None:
        return None
    return {"by": actor_view(returned.by), "at": instant_view(returned.at), "reason": returned.reason}


def _in_force(action: Action) -> InForce | None:
    """The version that the year goes by, where there is one: this one, or that which stays until this is signed."""
    if (signed := action.in_force) is None:
        return None
    return {
        "version": signed.version,
        "digest": action_digest(signed),
        "since": instant_view(signed.since),
        "document": signed.document.document if signed.document else None,
    }


def row_view(action: Action, indicator: Indicator) -> ActionRowView:
    """Return an indicator with its row."""
    row = action.rows[indicator.id]
    return {
        "id": indicator.id,
        "goal": indicator.goal,
        "text": indicator.text,
        "target": target_view(indicator.target),
        "policy": row.policy,
        "policies": action.policies.get(indicator.id, ()),
        "targets": [aim_view(aim) for aim in row.targets],
        "owners": row.owners,
        "steps": {"year": row.steps.year, "quarters": row.steps.quarters},
    }


def _step(action: Action, step: Step) -> ActionStep:
    is_open = step in action.open_steps()
    return {
        **position_view(step),
        "key": step.key,
        "order": step.order,
        "role": step.role,
        "act": step.act,
        "state": "done" if step.key in action.done() else "open" if is_open else "ahead",
        "since": instant_view(action.since) if is_open else None,
        "given": [
            {
                "by": actor_view(e.by),
                "at": instant_view(e.at),
                "version": e.version,
                "digest": e.digest,
                "document": e.document,
            }
            for e in action.given
            if e.step == step.key
        ],
    }
