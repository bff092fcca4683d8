"""Where a plan stands for one person, and its route as a line of stations."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from api.rights import may
from api.words import names
from api.words.clock import Clock
from api.words.words import Words
from domain.events import Event
from domain.kernel.actor import Actor, Duty, Role
from domain.office.state import Office
from domain.plan.events import PartSigned, PlanSubmitted
from domain.plan.state import Phase, Plan
from domain.route.route import Step, StepAct, orders

# Tone names a colour role and an icon; the word says the same.
TONES = {
    Phase.ABSENT: "void",
    Phase.DRAFTING: "draft",
    Phase.REVIEW: "waiting",
    Phase.SIGNING: "waiting",
    Phase.SIGNED: "done",
    Phase.REJECTED: "returned",
}


@dataclass(frozen=True)
class StandingShown:
    """`sentence` says what the plan waits for; `act` and `path` are the primary action, or `why` says why none."""

    tone: str
    state: str
    sentence: str
    act: str = ""
    path: str = ""
    why: str = ""


def tone(plan: Plan) -> str:
    """Return the tone of a plan's phase."""
    returned = plan.phase is Phase.DRAFTING and plan.returned is not None
    return "returned" if returned else TONES[plan.phase]


def standing(words: Words, office: Office, plan: Plan, person: str, duties: Collection[Duty]) -> StandingShown:
    """Say where the plan stands, and what this person can do now."""
    state, sentence = names.phase(words, plan), _sentence(words, office, plan)
    act, path, why = _act(words, office, plan, person, duties)
    return StandingShown(tone(plan), state, sentence, act, path, why)


def _sentence(words: Words, office: Office, plan: Plan) -> str:
    match plan.phase:
        case Phase.DRAFTING if plan.returned is not None and plan.returned.by.role is not Role.DRAFTER:
            return words("Returned by {name}; with the drafter now.", name=plan.returned.by.name)
        case Phase.DRAFTING if plan.amendment is not None:
            return words("The amendment is with the drafter; what was signed stays in force.")
        case Phase.DRAFTING:
            return words("With the drafter; not sent yet.")
        case Phase.SIGNED if plan.returned is not None:
            return words(
                "The amendment was rejected by {name}; what was signed stays in force.", name=plan.returned.by.name
            )
        case Phase.SIGNED:
            return words("All parts are signed.")
        case Phase.REJECTED if plan.returned is not None:
            return words("Rejected by {name}.", name=plan.returned.by.name)
    steps = [names.step(words, step, office) for step in plan.open_steps()]
    return words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else ""


def _act(words: Words, office: Office, plan: Plan, person: str, duties: Collection[Duty]) -> tuple[str, str, str]:
    """The label and path of the one act, or why there is none."""
    if (step := plan.step_for(person, duties)) is not None:
        if step.act is StepAct.SIGN:
            return words("Read and sign part {part}", part=step.part), "sign", ""
        return words("Review and put your paraf"), "review", ""
    if any(step.duty in duties and person in plan.barred(step) for step in plan.open_steps()):
        return "", "", words("You drafted this plan, so another official must review and sign it.")
    if plan.phase is Phase.DRAFTING and may("edit-text", {duty.role for duty in duties}, plan.phase):
        return words("Go on editing") if plan.version else words("Begin to write"), "edit", ""
    if plan.phase is Phase.DRAFTING:
        return "", "", words("Only a drafter of this office can edit the text.")
    waiting = [names.holder(words, step, office) for step in plan.open_steps()]
    if waiting:
        return "", "", words("Only the {role} can act now.", role=words(" and ").join(dict.fromkeys(waiting)))
    return "", "", ""


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
    goes_on: bool = False  # an amendment leaves its part as it was


def stations(
    words: Words, clock: Clock, office: Office, plan: Plan, abroad: Mapping[str, Office]
) -> list[list[Station]]:
    """Return the steps in order, those of equal order together; `abroad` are the other offices that are asked."""
    return [
        [_station(words, clock, office, plan, step, abroad) for step in plan.route if step.order == order]
        for order in orders(plan.route)
    ]


def submission(events: Iterable[Event]) -> PlanSubmitted | None:
    """Return the last time the plan was sent on its route."""
    return next((e for e in reversed(list(events)) if isinstance(e, PlanSubmitted)), None)


def _station(
    words: Words, clock: Clock, office: Office, plan: Plan, step: Step, abroad: Mapping[str, Office]
) -> Station:
    title = names.step(words, step, office)
    going_on = tuple(event for event in plan.carried if event.step == step.key)
    given = plan.given_at(step.key)
    if given and step.key in plan.done():
        done = given[-1]
        act = "signed" if isinstance(done, PartSigned) else "parafed"
        return Station(step.key, title, "done", act, step.part, done.by, done.at, done.version, goes_on=bool(going_on))
    home = abroad.get(step.office, office) if step.office else office
    people = home.on_duty(step.duty, clock.date(clock.now))
    holders = tuple(home.people[person] + (f" ({home.name})" if step.office else "") for person in people)
    helped = tuple(home.people[person] for person in people if person in plan.barred(step))
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
