"""Whom an amendment asks anew, whose signature goes on, and who of them only acts in a position."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.http.frame import Frame
from api.words import names
from domain.kernel.actor import ACTING, Actor, Role
from domain.kernel.errors import N_, Refused
from domain.office.state import Office
from domain.plan.state import Plan
from domain.route.route import Step, StepAct

_BARRED = N_(
    "{name} ({position}) only acts in this position, and this office lets none such sign an amendment ({rule})."
)
_WARNED = N_(
    "{name} ({position}) only acts in this position, and takes no strategic decision that changes the organisation, "
    "its staff or its budget ({rule})."
)


@dataclass(frozen=True)
class Asking:
    """Steps in words, and what is to be known of who takes them."""

    anew: tuple[str, ...]
    going_on: tuple[str, ...]
    warnings: tuple[str, ...]


def asking(frame: Frame, office: Office, plan: Plan) -> Asking:
    """Return whom the open amendment asks by what it changes; nobody where none is open."""
    words, held = frame.words, plan.in_force
    if plan.amendment is None or held is None:
        return Asking((), (), ())
    asked = plan.asked()
    anew = [step for step in plan.route if step.key in asked]
    going_on = tuple(
        f"{names.step(words, step, office)} ({event.by.name})"
        for step in plan.route
        for event in held.given
        if event.step == step.key and step.key not in asked
    )
    signing = [step for step in anew if step.act is StepAct.SIGN and step.key not in plan.done()]
    told = (_told(frame, office, plan, by) for step in signing for by in _acting(frame, office, step))
    return Asking(tuple(names.step(words, step, office) for step in anew), going_on, tuple(dict.fromkeys(told)))


def barred(frame: Frame, office: Office, plan: Plan, by: Actor) -> str:
    """Return why somebody may not sign the open amendment since they only act in their position; empty: they may."""
    return _told(frame, office, plan, by) if plan.acting and by.capacity in ACTING else ""


def _told(frame: Frame, office: Office, plan: Plan, by: Actor) -> str:
    """Say what binds who only acts: the rule that was told when it was sent, before that the office's of today."""
    policy = office.acting_policy(frame.clock(office).date(frame.now))
    bars = bool(plan.acting) if plan.routed else policy.refused
    position = names.position(frame.words, by)
    rule = plan.acting or policy.citation
    return frame.words(_BARRED if bars else _WARNED, name=by.name, position=position, rule=rule)


def _acting(frame: Frame, office: Office, step: Step) -> Iterator[Actor]:
    """Yield who would take the step today and only acts in its position."""
    home = frame.abroad.get(step.office, office) if step.office else office
    today = frame.clock(home).date(frame.now)
    for person in home.on_duty(step.duty, today):
        try:
            official = step.role is Role.OFFICIAL
            by = home.official(person, step.position or "", today) if official else home.actor(person, step.role, today)
        except Refused:
            continue
        if by.capacity in ACTING:
            yield by
