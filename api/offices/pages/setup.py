"""The set-up of an office: what is done, what holds as proposed, what is missing, and where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.http.address import office_path
from api.words import names
from api.words.words import Words
from domain.kernel.actor import Duty, Role
from domain.office.state import OFFICIALS, Office
from domain.route.route import plan_kind

_WORKING = (Role.DRAFTER, Role.PLANNER, Role.OWNER)  # without whom no paper is written, and none of it checked


@dataclass(frozen=True)
class Setting:
    """One thing to set up; `done` is None where what paraf proposes holds."""

    title: str
    text: str
    path: str
    done: bool | None


def settings(words: Words, office: Office, today: date, plans: int) -> list[Setting]:
    """Return what is set up in the order in which it is done; of its plans the office has so many."""
    return list(_settings(words, office, today, plans))


def _settings(words: Words, office: Office, today: date, plans: int) -> Iterator[Setting]:
    home = office_path(office)
    asked = _asked(office)
    roles = (*_WORKING, *(() if asked else OFFICIALS))
    vacant = [names.role(words, role, office) for role in roles if not office.holders(role, today)]
    missing = words("Roles that nobody holds yet: {roles}.", roles=", ".join(vacant))
    yield Setting(
        words("People"),
        missing if vacant else words("Every role that papers wait for is held."),
        f"{home}/officials/new" if vacant else f"{home}/people",
        not vacant,
    )
    empty = [title for key, title in asked.items() if not office.on_duty(Duty(Role.OFFICIAL, key), today)]
    yield Setting(
        words("Positions"),
        words("Nobody holds yet: {positions}.", positions=", ".join(empty))
        if empty
        else words("All that routes ask for are named and held.")
        if asked
        else words("Routes go by roles, so none has to be named."),
        f"{home}/positions",
        None if not asked else not empty,
    )
    own = words("As the office set it.")
    proposed = words("As paraf proposes it, until the office says otherwise.")
    for title, place, is_set in (
        (words("Routes"), f"{home}#routes", bool(office.routes)),
        (words("How indicators are measured"), f"{home}/measurement-practices", bool(office.practices)),
        (words("When quarters are filed"), f"{home}#filing", bool(office.filing)),
        (words("Kinds of plan"), f"{home}/kinds", bool(office.kinds)),
    ):
        yield Setting(title, own if is_set else proposed, place, True if is_set else None)
    yield Setting(
        words("When steps are due"),
        own if office.policies else words("No rule is in force: nothing is due and nobody is reminded."),
        f"{home}#reminders",
        bool(office.policies),
    )
    yield Setting(
        words("First plan"),
        words.plural("{n} plan is begun.", "{n} plans are begun.", plans)
        if plans
        else words("A drafter begins it on the page of the plans."),
        f"{home}/plans",
        bool(plans),
    )


def _asked(office: Office) -> dict[str, str]:
    """The office's own positions that its routes ask for, with how each is printed."""
    used = {plan_kind(kind) for kind in office.routes} | set(office.kinds) | ({"rkt"} if office.positions else set())
    steps = [step for kind in sorted(used) for step in office.route(kind)]
    own = ((step.position, step) for step in steps if step.position and not step.office)
    return {key: office.named(step.duty) or step.title or key for key, step in own}
