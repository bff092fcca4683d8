"""The route of a plan as a line of stations: who, in which capacity, what, when, on which version."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from api.presentation import names
from api.presentation.clock import Clock
from api.presentation.words import Words
from domain.actor import Actor
from domain.acts import PartSigned, PlanSubmitted
from domain.events import Event
from domain.office import Office
from domain.plan import Plan
from domain.route import Step, StepAct, orders


@dataclass(frozen=True)
class Station:
    """One step. `state` is done, open or ahead; `holders` are those who can act on it today."""

    key: str
    title: str
    state: str
    act: str
    part: str
    by: Actor | None = None
    at: datetime | None = None
    version: int = 0
    since: datetime | None = None
    due: datetime | None = None
    estimated: bool = False
    late: bool = False
    holders: tuple[str, ...] = ()
    helped: tuple[str, ...] = field(default=())  # holders who drafted, and so may not act


def stations(words: Words, clock: Clock, office: Office, plan: Plan) -> list[list[Station]]:
    """Return the steps in order, those of equal order together."""
    return [
        [_station(words, clock, office, plan, step) for step in plan.route if step.order == order]
        for order in orders(plan.route)
    ]


def submission(events: Iterable[Event]) -> PlanSubmitted | None:
    """Return the last time the plan was sent on its route."""
    return next((e for e in reversed(list(events)) if isinstance(e, PlanSubmitted)), None)


def _station(words: Words, clock: Clock, office: Office, plan: Plan, step: Step) -> Station:
    title = names.step(words, step, office)
    done = next((e for e in plan.given if e.step == step.key), None)
    if done is not None:
        act = "signed" if isinstance(done, PartSigned) else "parafed"
        return Station(step.key, title, "done", act, step.part, done.by, done.at, done.version)
    people = office.holders(step.role, clock.date(clock.now))
    holders = tuple(office.people[person] for person in people)
    helped = tuple(office.people[person] for person in people if person in plan.drafters)
    act = "sign" if step.act is StepAct.SIGN else "review"
    if step not in plan.open_steps():
        return Station(step.key, title, "ahead", act, step.part, holders=holders, helped=helped)
    due = plan.due.get(step.key)
    return Station(
        step.key,
        title,
        "open",
        act,
        step.part,
        since=plan.since,
        due=due.due if due else None,
        estimated=bool(due and due.estimated),
        late=bool(due and due.due <= clock.now),
        holders=holders,
        helped=helped,
    )
