"""A plan as its events made it: the state, and what is signed of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import structs

from domain.kernel.actor import Actor, system
from domain.kernel.message import Message, canonical, digest
from domain.kind.kind import Kind, RowKind
from domain.plan.amendment import Amendment
from domain.plan.comment import Answer, Comment
from domain.plan.difference import difference, place_of
from domain.plan.events import (
    DocumentRendered,
    DueComputed,
    LifeEvent,
    ParafGiven,
    ParafVoided,
    PartSigned,
    PlanRejected,
    PlanReturned,
    PlanWithdrawn,
    SignatureVoided,
    StepReminded,
)
from domain.plan.facts import (
    Change,
    DetailChanged,
)
from domain.plan.in_force import InForce
from domain.plan.text import PlanDetails, PlanText
from domain.route.endorsed import Endorsed
from domain.route.route import StepAct

PlanEvent = Change | LifeEvent


class Phase(StrEnum):
    """Where a plan stands."""

    ABSENT = "absent"
    DRAFTING = "drafting"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"
    REJECTED = "rejected"


_NOTHING = PlanText(PlanDetails("", "", ""), ())


@dataclass(frozen=True)
class Plan(Endorsed[ParafGiven | PartSigned, ParafVoided | SignatureVoided, DocumentRendered]):
    """The state of one plan; the default is a plan that does not exist.

    `shape` is the version of its kind that it was drafted with; None where its office had declared none. `written` is
    the highest text version that there ever was, for an amendment that is given up leaves the one in force.
    """

    phase: Phase = Phase.ABSENT
    office: str = ""
    kind: str = ""
    year: int = 0
    trial: bool = False
    text: PlanText = _NOTHING
    shape: Kind | None = None
    drafters: frozenset[str] = frozenset()
    kinds: Mapping[str, RowKind] = field(default_factory=dict)
    comments: Mapping[str, Comment] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)  # by the name of the question
    due: Mapping[str, DueComputed] = field(default_factory=dict)
    reminded: Mapping[tuple[str, int, str], StepReminded] = field(default_factory=dict)
    returned: PlanReturned | PlanRejected | PlanWithdrawn | None = None
    written: int = 0
    amendment: Amendment | None = None  # the open one
    reasons: Mapping[str, str] = field(default_factory=dict)  # by the place it changes, or once changed
    carried: tuple[PartSigned, ...] = ()  # of parts that the open amendment leaves as they were
    acting: str = ""  # the rule that bars who only acts in a position from signing it
    amended: tuple[InForce, ...] = ()  # every version that all signed, the oldest first
    signed: "Plan | None" = None  # the plan as it is in force while an amendment is open

    @property
    def stream(self) -> str:
        """Return the name of the plan's stream in its office's log."""
        return stream_of(self.kind, self.year)

    @property
    def key(self) -> str:
        """Return how the plan is called in its office: `rkt-2024`."""
        return f"{self.kind}-{self.year}"

    @property
    def year_before(self) -> tuple[str, str]:
        """Return office and key of the plan of its kind for the year before."""
        return self.office, f"{self.kind}-{self.year - 1}"

    @property
    def closed(self) -> bool:
        """Return whether nothing more is asked of anybody."""
        return self.phase in (Phase.ABSENT, Phase.SIGNED, Phase.REJECTED)

    @property
    def routed(self) -> bool:
        """Return whether officials are asked for a paraf or a signature."""
        return self.phase in (Phase.REVIEW, Phase.SIGNING)

    @property
    def printed(self) -> bool:
        """Return whether the text as it stands is shown to anybody."""
        return self.routed or self.phase is Phase.SIGNED

    @property
    def authors(self) -> frozenset[str]:
        """Return who drafted, changed or sent it; of an amendment, who did that to it."""
        return self.drafters

    @property
    def in_force(self) -> InForce | None:
        """Return the version that everybody signed last; None before there is any."""
        return self.amended[-1] if self.amended else None

    def in_force_on(self, day: date) -> InForce | None:
        """Return the version that is in force on a day, as far as it is signed by now."""
        return next((each for each in reversed(self.amended) if each.holds(day)), None)

    @property
    def paper(self) -> "Plan":
        """Return what is to be printed next: what was signed comes first, though its amendment is begun already."""
        return self.signed if self.signed and self.signed.unprinted else self

    def changes(self) -> dict[str, list[Change]]:
        """Return what the open amendment changes of the version in force, by its place; nothing where none is open.

        A row that leaves one part and joins another under its id is two changes at one place.
        """
        if self.amendment is None or self.in_force is None:
            return {}
        found: dict[str, list[Change]] = {}
        for fact in difference(
            self.in_force.text, self.text, system(self.office), self.in_force.signed_at, self.written
        ):
            found.setdefault(place_of(fact), []).append(fact)
        return found

    def said(self) -> dict[str, str]:
        """Return why the open amendment changes each place; what it changes no more, or not yet, is left out."""
        return {place: self.reasons[place] for place in self.changes() if self.reasons.get(place)}

    def asked(self) -> tuple[str, ...]:
        """Return the steps that an amendment is asked of: all that review, and those that sign a part that it changes.

        A change of the cover is one of every part.
        """
        changes = [change for place in self.changes().values() for change in place]
        whole = any(isinstance(change, DetailChanged) and not change.part for change in changes)
        parts = {change.part for change in changes}
        return tuple(s.key for s in self.route if s.act is StepAct.REVIEW or whole or s.part in parts)

    def given_at(self, step: str) -> tuple[ParafGiven | PartSigned, ...]:
        """Return what was given at a step, in its order; of one that an amendment is not asked of, what goes on."""
        return tuple(event for event in (*self.carried, *self.given) if event.step == step)

    def acted(self) -> Iterator[Actor]:
        """Return everybody who checked it, and those whose signature goes on."""
        return (event.by for event in (*self.carried, *self.given))

    def stands(self, document: DocumentRendered) -> bool:
        """Return whether a document shows the text as it is, or a version that was in force."""
        if any(document.version == held.version for held in self.amended):
            return True
        if document.version != self.version:
            return False
        return self.amendment is None or document.digest == text_digest(self)  # with its statement and reasons


class _Identified(Message, frozen=True, omit_defaults=True, tag="identified-text"):
    office: str
    kind: str
    year: int
    text: PlanText
    shape: Kind | None = None
    amends: str = ""
    amendment: Amendment | None = None
    reasons: tuple[tuple[str, str], ...] = ()


def stream_of(kind: str, year: int) -> str:
    """Return the stream of the plan of a kind and a year."""
    return f"plan/{kind}-{year}"


def text_digest(plan: Plan) -> str:
    """Return the SHA-256 (hex) of the canonical content: office, kind, year, the whole text, and the kind's version.

    An amendment is signed with what it says of itself, the digest of what it changes, and the reason of each change.
    """
    held = plan.in_force
    if plan.phase is Phase.SIGNED and held is not None:
        return held.digest
    content = _Identified(plan.office, plan.kind, plan.year, plan.text, plan.shape)
    if plan.amendment is not None and held is not None:
        reasons = tuple(plan.said().items())
        content = structs.replace(content, amends=held.digest, amendment=plan.amendment, reasons=reasons)
    return digest(canonical(content))
