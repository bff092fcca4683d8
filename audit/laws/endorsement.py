"""What holds of every paraf and signature: the step was open and the official's, the text and the paper were shown."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from msgspec import UnsetType

from audit.laws.law import CONTENT, PAST, ROLE, Breach, Law
from domain.kernel.actor import Actor
from domain.office.state import Office
from domain.route.endorsed import Endorsed
from domain.route.route import Step, StepAct

STEP = Law("open-step")
SHOWN = Law("shown")
MAKER = Law("maker")
# Before, each kind of route had rules of its own, and these were rules of some.
_ONE_MACHINE = datetime(2026, 12, 1, tzinfo=UTC)
AUTHOR = Law("author", _ONE_MACHINE)
SIGNED = Law("signed", _ONE_MACHINE)
TWO_ROLES = Law("two-roles")  # where an office asks for it, which its facts say


class EndorsementFact(Protocol):
    """An act on exactly one content as shown in exactly one document."""

    @property
    def by(self) -> Actor: ...
    @property
    def at(self) -> datetime: ...
    @property
    def step(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def holders(self) -> tuple[str, ...] | UnsetType: ...


class VoidFact(Protocol):
    """Which endorsement ended."""

    @property
    def step(self) -> str: ...
    @property
    def official(self) -> Actor: ...
    @property
    def given(self) -> datetime: ...
    @property
    def document(self) -> str: ...


class DocumentFact(Protocol):
    """A document of a content, with the signatures so far."""

    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def signatures(self) -> int: ...


class Routed(Protocol):
    """What goes along a route."""

    @property
    def version(self) -> int: ...
    @property
    def document(self) -> DocumentFact | None: ...
    @property
    def given(self) -> Collection[EndorsementFact]: ...
    @property
    def separate(self) -> bool: ...
    def step(self, key: str) -> Step | None: ...
    def open_steps(self) -> Collection[Step]: ...


def endorsed(
    of: Routed,
    event: EndorsementFact,
    act: StepAct,
    digest: str,
    makers: Collection[str],
    checked: Iterable[Actor] = (),
) -> Iterator[Breach]:
    """Judge a paraf or a signature on what has this digest; `makers` may not check it, others `checked` parts of it."""
    step = of.step(event.step)
    yield from own_step(step, of.open_steps(), event.by, makers)
    yield from STEP.unless(step is None or step.act is act, f"step {event.step} asks for another act")
    acted = any((e.step, e.by.person) == (event.step, event.by.person) for e in of.given)
    yield from STEP.unless(not acted, f"{event.by.person} did step {event.step} before")
    yield from content(of, event, digest)
    shown = of.document.document if of.document else "none"
    yield from SHOWN.unless(event.document == shown, f"names document {event.document} where {shown} was shown")
    same = all(given.digest == event.digest for given in of.given)
    yield from SHOWN.unless(same, "stands beside an endorsement of another content")
    before = (*checked, *(given.by for given in of.given))
    twice = any(by.person == event.by.person and by.duty != event.by.duty for by in before)
    yield from TWO_ROLES.unless(not (of.separate and twice), f"{event.by.person} acted in another role before")


def own_step(step: Step | None, waiting: Collection[Step], by: Actor, makers: Collection[str]) -> Iterator[Breach]:
    """Judge who acts at a step of the route, where these waited."""
    yield from STEP.unless(step is not None and step in waiting, "the step was not open")
    yield from ROLE.unless(step is None or step.duty == by.duty, f"the step is not one of {_named(by)}")
    yield from MAKER.unless(by.person not in makers, f"{by.person} made what they check")


def _named(by: Actor) -> str:
    return f"the position {by.position_key} of {by.office}" if by.position_key else f"the role {by.role}"


def all_asked(of: Endorsed[Any, Any, Any], event: EndorsementFact, office: Office) -> Iterator[Breach]:
    """Judge whom an act names as all who are asked: nobody is left out who held the position and may act.

    `office` is theirs: who is asked in another office is for its log to say.
    """
    step = of.step(event.step)
    if step is None or step.need != "all" or step.duty.office not in ("", office.id):
        return
    day = event.at.astimezone(ZoneInfo(office.time_zone)).date()  # read shortly before, as for who acts
    may = (set(office.on_duty(step.duty, on)) - of.barred(step) for on in (day, day - timedelta(days=1)))
    named = set(event.holders or ())
    yield from STEP.unless(any(asked <= named for asked in may), "not all who hold the position are asked")


def authored(by: Actor, authors: Collection[str]) -> Iterator[Breach]:
    """Judge who checks what they sent, or what goes on without what they waived."""
    yield from AUTHOR.unless(by.person not in authors, f"{by.person} is an author of what they check")


def voided(of: Routed, event: VoidFact) -> Iterator[Breach]:
    """Judge the end of a paraf or a signature: it stood."""
    ended = (event.step, event.official, event.given, event.document)
    stood = any((e.step, e.by, e.at, e.document) == ended for e in of.given)
    yield from PAST.unless(stood, f"ends an endorsement of step {event.step} that did not stand")


class _Named(Protocol):
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...


class _Versioned(Protocol):
    @property
    def version(self) -> int: ...


def content(of: _Versioned, event: _Named, digest: str) -> Iterator[Breach]:
    """Judge what names a version and a digest."""
    yield from CONTENT.unless(event.version == of.version, f"names version {event.version}, not {of.version}")
    yield from CONTENT.unless(event.digest == digest, "names a content that its past does not make")


def rendered(of: _Versioned, event: DocumentFact, digest: str, signatures: int) -> Iterator[Breach]:
    """Judge what was printed."""
    yield from content(of, event, digest)
    yield from CONTENT.unless(event.signatures == signatures, f"shows {event.signatures} signatures, not {signatures}")
