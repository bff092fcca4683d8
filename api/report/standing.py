"""Where an annual report stands for one person: the state in words, the one thing they can do, the line of stations."""

from collections.abc import Collection, Mapping

from api.plans.standing import StandingShown, Station
from api.rights import may
from api.words import names
from api.words.clock import Clock
from api.words.words import Words
from domain.kernel.actor import Duty, Role
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.report.state import Report, ReportPhase
from domain.route.route import Step, StepAct, orders

PHASES: Mapping[ReportPhase, str] = {
    ReportPhase.ABSENT: N_("Not begun"),
    ReportPhase.DRAFTING: N_("Being written"),
    ReportPhase.REVIEW: N_("In review"),
    ReportPhase.SIGNING: N_("Awaiting signature"),
    ReportPhase.SIGNED: N_("Signed"),
}
TONES: Mapping[ReportPhase, str] = {
    ReportPhase.ABSENT: "void",
    ReportPhase.DRAFTING: "draft",
    ReportPhase.REVIEW: "waiting",
    ReportPhase.SIGNING: "waiting",
    ReportPhase.SIGNED: "done",
}


def standing(words: Words, office: Office, report: Report, person: str, duties: Collection[Duty]) -> StandingShown:
    """Say where it stands, and what this person can do now; writing is offered at each section."""
    returned = report.phase is ReportPhase.DRAFTING and report.returned is not None
    tone = "returned" if returned else TONES[report.phase]
    state = words("Returned") if returned else words(PHASES[report.phase])
    act, path, why = _act(words, office, report, person, duties)
    return StandingShown(tone, state, _sentence(words, office, report), act, path, why)


def stations(words: Words, clock: Clock, office: Office, report: Report) -> list[list[Station]]:
    """Return the steps in order, those of equal order together."""
    return [
        [_station(words, clock, office, report, step) for step in report.route if step.order == order]
        for order in orders(report.route)
    ]


def _station(words: Words, clock: Clock, office: Office, report: Report, step: Step) -> Station:
    title, signs = names.step(words, step, office), step.act is StepAct.SIGN
    done = next((e for e in report.given if e.step == step.key), None)
    if done is not None and step.key in report.done():
        return Station(step.key, title, "done", "signed" if signs else "parafed", "", done.by, done.at, done.version)
    is_open = step in report.open_steps()
    people = office.on_duty(step.duty, clock.date(clock.now))
    return Station(
        step.key,
        title,
        "open" if is_open else "ahead",
        "sign" if signs else "review",
        "",
        since=report.since if is_open else None,
        holders=tuple(office.people.get(person, person) for person in people),
        helped=tuple(office.people[person] for person in people if person in report.barred(step)),
    )


def _sentence(words: Words, office: Office, report: Report) -> str:
    match report.phase:
        case ReportPhase.DRAFTING if report.returned is not None:
            return words("Returned by {name}; with its writers now.", name=report.returned.by.name)
        case ReportPhase.DRAFTING:
            return words("With its writers; not sent yet.")
        case ReportPhase.SIGNED if report.review is None:
            return words("It is signed; the internal auditor has not stated a review of it yet.")
        case ReportPhase.SIGNED:
            return words("It is signed, and reviewed by the internal auditor: it can be handed in.")
    steps = [names.step(words, step, office) for step in report.open_steps()]
    return words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else ""


def _act(words: Words, office: Office, report: Report, person: str, duties: Collection[Duty]) -> tuple[str, str, str]:
    """The label and path of the one act, or why there is none."""
    held = {duty.role for duty in duties}
    step = report.step_for(person, duties)
    if step is not None:
        return words("Read and sign") if step.act is StepAct.SIGN else words("Read and put your paraf"), "review", ""
    if may("state-review", held, report.phase) and report.review is None:
        if person in report.authors:
            return "", "", words("You wrote in this report or sent it, so another auditor must review it.")
        return words("State the review"), "statement", ""
    waiting = report.open_steps()
    if any(step.duty in duties and person in report.barred(step) for step in waiting):
        return "", "", words("You wrote in this report or sent it, so somebody else must review and sign it.")
    if waiting and Role.AUDITOR not in held:
        asked = [names.holder(words, each, office) for each in waiting]
        return "", "", words("Only the {role} can act now.", role=words(" and ").join(dict.fromkeys(asked)))
    if report.phase is ReportPhase.DRAFTING:
        if may("submit-report", held, report.phase):
            return words("Check and send"), "check", ""
        return "", "", words("The planning section and the drafters write it.")
    return "", "", ""
