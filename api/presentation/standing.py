"""Where a plan stands for one person: the state in words, and the one thing they can do about it."""

from collections.abc import Collection
from dataclasses import dataclass

from api.policy import may
from api.presentation import names
from api.presentation.words import Words
from domain.actor import Role
from domain.office import Office
from domain.plan import Phase, Plan
from domain.route import StepAct

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
class Standing:
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


def standing(words: Words, office: Office, plan: Plan, person: str, roles: Collection[Role]) -> Standing:
    """Say where the plan stands, and what this person can do now."""
    state, sentence = names.phase(words, plan), _sentence(words, office, plan)
    act, path, why = _act(words, office, plan, person, roles)
    return Standing(tone(plan), state, sentence, act, path, why)


def _sentence(words: Words, office: Office, plan: Plan) -> str:
    match plan.phase:
        case Phase.DRAFTING if plan.returned is not None and plan.returned.by.role is not Role.DRAFTER:
            return words("Returned by {name}; with the drafter now.", name=plan.returned.by.name)
        case Phase.DRAFTING:
            return words("With the drafter; not sent yet.")
        case Phase.SIGNED:
            return words("All parts are signed.")
        case Phase.REJECTED if plan.returned is not None:
            return words("Rejected by {name}.", name=plan.returned.by.name)
    steps = [names.step(words, step, office) for step in plan.open_steps()]
    return words("Waiting for: {steps}.", steps=words(" and ").join(steps)) if steps else ""


def _act(words: Words, office: Office, plan: Plan, person: str, roles: Collection[Role]) -> tuple[str, str, str]:
    """The label and path of the one act, or why there is none."""
    for step in plan.open_steps():
        if step.role not in roles:
            continue
        if person in plan.drafters:
            return "", "", words("You drafted this plan, so another official must review and sign it.")
        if step.act is StepAct.SIGN:
            return words("Read and sign part {part}", part=step.part), "sign", ""
        return words("Review and put your paraf"), "review", ""
    if plan.phase is Phase.DRAFTING and may("edit-text", roles, plan.phase):
        return words("Go on editing") if plan.version else words("Begin to write"), "edit", ""
    if plan.phase is Phase.DRAFTING:
        return "", "", words("Only a drafter of this office can edit the text.")
    waiting = [names.role(words, step.role, office) for step in plan.open_steps()]
    if waiting:
        return "", "", words("Only the {role} can act now.", role=words(" and ").join(dict.fromkeys(waiting)))
    return "", "", ""
