"""The one machine of review and signature: who may act on what passes along a route, and what comes of it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from msgspec import UNSET, UnsetType

from domain.kernel.actor import Actor, Command, Role, require_role
from domain.kernel.errors import N_, Refused, require
from domain.route.endorsed import Endorsed, G
from domain.route.messages import Endorse, RecordRendered
from domain.route.route import Step, StepAct

E = TypeVar("E", bound=Endorsed[Any, Any, Any])


class Acted(TypedDict):
    """What an endorsement states."""

    by: Actor
    at: datetime
    step: str
    version: int
    digest: str
    document: str
    template: str
    holders: tuple[str, ...] | UnsetType


class Ended(TypedDict):
    """What the end of an endorsement states beside its cause."""

    by: Actor
    at: datetime
    step: str
    official: Actor
    given: datetime
    document: str


class Printed(TypedDict):
    """What is noted of a document."""

    by: Actor
    at: datetime
    version: int
    digest: str
    document: str
    shown: str
    template: str
    pages: int
    signatures: int


def require_not_done(of: E, command: Endorse) -> None:
    """Refuse to do a step twice: asked first, so that whoever comes second is told by whom."""
    done = of.done()
    for given in of.given:
        if given.step == command.step and (given.step in done or given.by.person == command.by.person):
            raise Refused("already-done", "{name} did this step on {at}.", name=given.by.name, at=given.at.isoformat())


def require_current(seen: int, current: int) -> None:
    """Refuse what is based on another version than the current one."""
    require(
        seen == current,
        "text-changed",
        "The text changed after you opened it: you saw version {seen}, it is now version {current}.",
        seen=str(seen),
        current=str(current),
    )


def require_unsigned(of: E) -> None:
    """Refuse whoever made it to take back or to change what an official has signed."""
    for signature in of.signatures:
        signed = N_("{name} signed on {at}: only an official can give this back to be changed.")
        raise Refused("already-signed", signed, name=signature.by.name, at=signature.at.isoformat())


def own_open_step(of: E, key: str, by: Actor, maker: str, act: StepAct | None = None) -> Step:
    """Return the step that waits for this actor, and for this act; `maker` tells whoever made it why it does not."""
    step = of.step(key)
    if step is None:
        raise Refused("unknown-step", "The route of this plan has no step “{step}”.", "step", step=key)
    asked = of.asked_of(step)
    own = step.duty == by.duty and (asked is None or by.person in asked)
    if step.role is Role.OFFICIAL:
        another = N_("This step belongs to the position {position}.")
        require(own, "not-your-step", another, position=step.title or step.position or "")
    require(own, "not-your-step", "This step belongs to the role {role}.", role=step.role)
    require(act in (None, step.act), "wrong-act", "This step asks for another act.")
    require(step in of.open_steps(), "step-not-open", "This step is not open yet.")
    require(by.person not in of.barred(step), "maker-is-checker", maker)
    if of.separate and (other := of.under_other(by.person, step.duty)) is not None:
        twice = N_("You acted on this as {role} already; this office asks for another person.")
        raise Refused("two-roles", twice, role=other.position if other.role is Role.OFFICIAL else other.role)
    return step


def acted(of: E, command: Endorse, act: StepAct, digest: Callable[[E], str], maker: str) -> tuple[Step, Acted]:
    """Return the step and what its endorsement states; refuses unless exactly this content and document were seen."""
    step, current = own_open_step(of, command.step, command.by, maker, act), digest(of)
    require_current(command.based_on, of.version)
    require(command.digest == current, "text-changed", "The text changed after you opened it.", current=str(of.version))
    if of.document is None:
        raise Refused("document-not-ready", "The document of this text is still being prepared.")
    same = command.document == of.document.document
    require(same, "document-changed", "The document changed after you opened it.")
    return step, Acted(
        by=command.by,
        at=command.at,
        step=step.key,
        version=of.version,
        digest=current,
        document=of.document.document,
        template=of.document.template,
        holders=_asked(of, step, command) if step.need == "all" else UNSET,
    )


def _asked(of: Endorsed[Any, Any, Any], step: Step, command: Endorse) -> tuple[str, ...]:
    """Return who holds the position and may act: who made it is never waited for."""
    return tuple(person for person in command.holders or () if person not in of.barred(step))


def ended(command: Command, given: Iterable[G]) -> list[tuple[G, Ended]]:
    """Return each endorsement with what its end states."""
    return [
        (e, Ended(by=command.by, at=command.at, step=e.step, official=e.by, given=e.at, document=e.document))
        for e in given
    ]


def printed(of: E, command: RecordRendered, digest: Callable[[E], str]) -> Printed | None:
    """Return what is noted of a document; None where it comes late or twice. Refuses everybody but the system."""
    require_role(command.by, Role.SYSTEM)
    stale = command.version != of.version or command.signatures != len(of.signatures)
    if not of.unprinted or stale or command.digest != digest(of):
        return None
    return Printed(
        by=command.by,
        at=command.at,
        version=command.version,
        digest=command.digest,
        document=command.document,
        shown=of.signatures[-1].document if of.signatures else "",
        template=command.template,
        pages=command.pages,
        signatures=command.signatures,
    )
