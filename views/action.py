"""An action plan as its readers get it: the one JSON spelling that the API serves, and the short one that is kept."""

from domain.action.following import changes, to_look_at
from domain.action.rules import gaps
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.message import canonical
from domain.plan.basis import PlanBasis
from domain.plan.text import Indicator, Programme, Row, kind_of_row
from domain.quarter.row import QuarterBasis
from views.models.action import (
    ActionInForce,
    ActionRowView,
    ActionSummary,
    ActionView,
    BasisSeen,
    PlanToFollow,
    RowFollowedView,
    RowSide,
)
from views.models.shared import ReturnView
from views.plan import actor_view, instant_view
from views.route import step_view
from views.text import programme_view, target_view
from views.year import aim_view


def action_json(action: Action, newer: PlanBasis | None = None) -> bytes:
    """Return the whole action plan as canonical JSON; `newer` is the amended plan that it does not follow yet."""
    return canonical(action_view(action, newer))


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
        "plan_version": action.basis.version,
        "makers": sorted(action.authors),
        "owners": dict(sorted(owners.items())),
        "route": [step_view(action, step) for step in action.route],
        "returned": _returned(action),
        "document": action.document.document if action.document else None,
    }


def action_view(action: Action, newer: PlanBasis | None = None) -> ActionView:
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
        "plan": plan_seen(action.basis),
        "in_force": _in_force(action),
        "to_follow": None if newer is None else _to_follow(action.basis, newer),
        "to_look_at": to_look_at(action),
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
        "route": [step_view(action, step) for step in action.route],
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


def plan_seen(basis: PlanBasis | QuarterBasis) -> BasisSeen:
    """Return which signed text it is."""
    effective = None if basis.effective is None else basis.effective.isoformat()
    digest, number = basis.digest, basis.amendment
    return {"version": basis.version, "text_digest": digest, "effective": effective, "amendment": number}


def _to_follow(old: PlanBasis, new: PlanBasis) -> PlanToFollow:
    rows: list[RowFollowedView] = [
        {"id": each.row.id, "kind": kind_of_row(each.row), "old": _side(each.old), "new": _side(each.new)}
        for each in changes(old, new)
    ]
    return {"plan": plan_seen(new), "rows": rows}


def _side(row: Row | None) -> RowSide | None:
    match row:
        case None:
            return None
        case Indicator():
            return {"text": row.text, "target": target_view(row.target), "allotted": None}
        case Programme():
            return {"text": row.text, "target": None, "allotted": row.allotted}
        case _:
            return {"text": row.text, "target": None, "allotted": None}


def _returned(action: Action) -> ReturnView | None:
    if (returned := action.returned) is None:
        return None
    return {"by": actor_view(returned.by), "at": instant_view(returned.at), "reason": returned.reason}


def _in_force(action: Action) -> ActionInForce | None:
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
        "start": row.start or None,
        "starts": action.starts(indicator.id),
    }
