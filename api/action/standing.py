"""Where an action plan stands for one person: the state in words, the one thing they can do, the line of stations."""

from collections.abc import Collection, Mapping

from api.plans.standing import StandingShown, Station
from api.rights import may
from api.words import names
from api.words.clock import Clock
from api.words.words import Words
from domain.action.state import Action, ActionPhase
from domain.kernel.actor import Duty, Role
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.route.route import Step, StepAct, orders

PHASES: Mapping[ActionPhase, str] = {
    ActionPhase.ABSENT: N_("Not begun"),
    ActionPhase.DRAFTING: N_("Being written"),
    ActionPhase.REVIEW: N_("In review"),
    ActionPhase.SIGNING: N_("Awaiting signature"),
    ActionPhase.SIGNED: N_("Signed"),
}
TONES: Mapping[ActionPhase, str] = {
    ActionPhase.ABSENT: "void",
    ActionPhase.DRAFTING: "draft",
    ActionPhase.REVIEW: "waiting",
    ActionPhase.SIGNING: "waiting",
    ActionPhase.SIGNED: "done",
}


def standing(words: Words, office: Office, action: Action, person: str, duties: Collection[Duty]) -> StandingShown:
    """Say where it stands, and what this person can do now; writing is offered on the page itself."""
    returned = action.phase is ActionPhase.DRAFTING and action.returned is not None
    tone = "returned" if returned else TONES[action.phase]
    state = words("Returned") if returned else words(PHASES[action.phase])
    act, path, why = _act(words, office, action, person, duties)
    return StandingShown(tone, state, _sentence(words, office, action), act, path, why)


def step_name(words: Words, step: Step, office: Office) -> str:
    """Name a station, which covers the whole."""
    holder = names.holder(words, step, office)
    if step.act is StepAct.REVIEW:
        return words("Paraf of the {role}", role=holder)
    return words("Signature of the {role}", role=holder)


def stations(words: Words, clock: Clock, office: Office, action: Action) -> list[list[Station]]:
    """Return the steps in order, those of equal order together; every owner has a station of their own."""
    return [
        [s for step in action.route if step.order == order for s in _stations(words, clock, office, action, step)]
        for order in orders(action.route)
    ]


def _stations(words: Words, clock: Clock, office: Office, action: Action, step: Step) -> list[Station]:
    if step.role is not Role.OWNER:
        people = office.on_duty(step.duty, clock.date(clock.now))
        return [_station(words, office, action, step, people)]
    owners = action.owners()
    if not owners:
        whoever = (words("Whoever is named as an owner"),)
        return [Station(step.key, step_name(words, step, office), "ahead", "review", "", holders=whoever)]
    return [_station(words, office, action, step, (owner,)) for owner in owners]


def _station(words: Words, office: Office, action: Action, step: Step, people: Collection[str]) -> Station:
    title = step_name(words, step, office)
    alone = step.role is Role.OWNER
    done = next((e for e in action.given if e.step == step.key and (not alone or e.by.person in people)), None)
    if done is not None:
        act = "signed" if step.act is StepAct.SIGN else "parafed"
        return Station(step.key, title, "done", act, "", done.by, done.at, done.version)
    is_open = step in action.open_steps()
    return Station(
        step.key,
        title,
        "open" if is_open else "ahead",
        "sign" if step.act is StepAct.SIGN else "review",
        "",
        since=action.since if is_open else None,
        holders=tuple(office.people.get(person, person) for person in people),
        helped=tuple(office.people[p] for p in people if p in action.barred(step)),
    )


def _sentence(words: Words, office: Office, action: Action) -> str:
    match action.phase:
        case ActionPhase.DRAFTING if action.returned is not None:
            return words("Returned by {name}; with its writers now.", name=action.returned.by.name)
        case ActionPhase.DRAFTING:
            return words("With its writers; not sent yet.")
        case ActionPhase.SIGNED:
            return words("It is in force: the quarters are measured by it.")
    steps = [step_name(words, step, office) for step in action.open_steps()]
    return words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else ""


def _act(words: Words, office: Office, action: Action, person: str, duties: Collection[Duty]) -> tuple[str, str, str]:
    """The label and path of the one act, or why there is none."""
    step = action.step_for(person, duties)
    if step is not None:
        return words("Read and sign") if step.act is StepAct.SIGN else words("Read and put your paraf"), "review", ""
    waiting = action.open_steps()
    if any(step.duty in duties and person in action.barred(step) for step in waiting):
        return "", "", words("You wrote in this action plan or sent it, so somebody else must review and sign it.")
    if waiting:
        held = [names.holder(words, s, office) for s in waiting]
        return "", "", words("Only the {role} can act now.", role=words(" and ").join(dict.fromkeys(held)))
    if action.phase is ActionPhase.DRAFTING and not may("submit-action", {duty.role for duty in duties}, action.phase):
        return "", "", words("The planning section and the drafters write it.")
    return "", "", ""


def checked_by_others(
    words: Words, clock: Clock, office: Office, action: Action, person: str
) -> list[tuple[str, bool]]:
    """Say of each step that would be the writer's own who else takes it, and whether there is nobody (true)."""
    told = []
    for step in action.route:
        people = office.on_duty(step.duty, clock.date(clock.now))
        if step.role is Role.OWNER or person not in people:
            continue
        others = [office.people[each] for each in people if each != person and each not in action.authors]
        task = step_name(words, step, office)
        if others:
            other = words(
                "You write here, so “{step}” is for somebody else: {people}.", step=task, people=", ".join(others)
            )
        else:
            other = words(
                "You write here, so “{step}” is for somebody else, but nobody else can do it: ask the administrator to "
                "give somebody the role before you send it.",
                step=task,
            )
        told.append((other, not others))
    return told
