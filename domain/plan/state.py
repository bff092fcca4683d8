"""A plan as its events made it: the state, and how each event changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from domain.kernel.actor import Actor
from domain.kernel.message import Message, canonical, digest
from domain.kernel.state import replace
from domain.kind.kind import Kind, RowKind
from domain.plan.events import (
    CommentCarried,
    CommentMade,
    CommentSettled,
    DocumentRendered,
    DueComputed,
    LifeEvent,
    ParafGiven,
    ParafVoided,
    PartSigned,
    PlanDrafted,
    PlanRejected,
    PlanReturned,
    PlanSubmitted,
    PlanWithdrawn,
    QuestionAnswered,
    SignatureVoided,
    StepReminded,
)
from domain.plan.facts import (
    CellChanged,
    Change,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
    apply,
)
from domain.plan.text import PlanDetails, PlanText, kind_of_row
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
class Comment:
    """A remark and what became of it; `carried` is the round into which it was last carried over."""

    id: str
    by: Actor
    at: datetime
    row: str
    version: int
    text: str
    answer: str = ""
    settled_by: Actor | None = None
    settled_at: datetime | None = None
    carried: int = 0
    reason: str = ""

    @property
    def open(self) -> bool:
        """Return whether nobody has answered yet."""
        return self.settled_at is None


@dataclass(frozen=True)
class Answer:
    """Why what a careful reviewer would ask stands as it is."""

    by: Actor
    at: datetime
    reason: str


@dataclass(frozen=True)
class Plan(Endorsed[ParafGiven | PartSigned, ParafVoided | SignatureVoided, DocumentRendered]):
    """The state of one plan; the default is a plan that does not exist.

    `shape` is the version of its kind that it was drafted with; None where its office had declared none.
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
        """Return who drafted, changed or sent it."""
        return self.drafters


class _Identified(Message, frozen=True, omit_defaults=True, tag="identified-text"):
    office: str
    kind: str
    year: int
    text: PlanText
    shape: Kind | None = None


def stream_of(kind: str, year: int) -> str:
    """Return the stream of the plan of a kind and a year."""
    return f"plan/{kind}-{year}"


def text_digest(plan: Plan) -> str:
    """Return the SHA-256 (hex) of the canonical content: office, kind, year, the whole text, and the kind's version."""
    return digest(canonical(_Identified(plan.office, plan.kind, plan.year, plan.text, plan.shape)))


def fold(events: Iterable[PlanEvent], plan: Plan | None = None) -> Plan:
    """Return the plan that the events make."""
    state = Plan() if plan is None else plan
    for event in events:
        state = evolve(state, event)
    return state


def evolve(plan: Plan, event: PlanEvent) -> Plan:
    """Return the plan after one event; never refuses."""
    match event:
        case (
            RowAdded()
            | RowMoved()
            | RowRemoved()
            | RowReworded()
            | TargetChanged()
            | ProgrammeAllotted()
            | ProgrammeLinked()
            | IndicatorLinked()
            | CellChanged()
            | DetailChanged()
        ):
            kinds = plan.kinds
            if isinstance(event, RowAdded) and event.row.id not in kinds:
                kinds = {**kinds, event.row.id: kind_of_row(event.row)}
            return replace(
                plan,
                phase=Phase.DRAFTING,
                text=apply(plan.text, event),
                version=event.version,
                kinds=kinds,
                drafters=plan.drafters | {event.by.person},
                document=None,
                due={},
                since=plan.since if plan.phase is Phase.DRAFTING else event.at,
            )
        case PlanDrafted():
            return Plan(
                phase=Phase.DRAFTING,
                office=event.office,
                kind=event.kind,
                year=event.year,
                trial=event.trial,
                route=event.route,
                text=event.text,
                shape=event.shape,
                version=event.version,
                round=plan.round,
                drafters=frozenset({event.by.person}),
                kinds=plan.kinds,
                void=plan.void,
                documents=plan.documents,
                since=event.at,
            )
        case PlanSubmitted():
            drafters = plan.drafters | {event.by.person}
            sent = replace(plan, round=event.round, drafters=drafters, given=(), document=None, due={}, returned=None)
            return _passed(plan, replace(sent, separate=event.separate), event.at)
        case DocumentRendered():
            return replace(plan, document=event, documents=(*plan.documents, event))
        case ParafGiven():
            return _passed(plan, replace(plan, given=(*plan.given, event)), event.at)
        case PartSigned():
            return _passed(plan, replace(plan, given=(*plan.given, event), document=None), event.at)
        case ParafVoided() | SignatureVoided():
            ended = (event.step, event.official.person)
            kept = tuple(e for e in plan.given if (e.step, e.by.person) != ended)
            return replace(plan, given=kept, void=(*plan.void, event))
        case PlanReturned() | PlanWithdrawn():
            return replace(plan, phase=Phase.DRAFTING, document=None, due={}, since=event.at, returned=event)
        case PlanRejected():
            return replace(plan, phase=Phase.REJECTED, document=None, due={}, since=event.at, returned=event)
        case CommentMade():
            made = Comment(event.comment, event.by, event.at, event.row, event.version, event.text)
            return replace(plan, comments={**plan.comments, made.id: made})
        case CommentSettled(comment=name):
            settled = replace(plan.comments[name], answer=event.answer, settled_by=event.by, settled_at=event.at)
            return replace(plan, comments={**plan.comments, name: settled})
        case CommentCarried(comment=name):
            carried = replace(plan.comments[name], carried=plan.round + 1, reason=event.reason)
            return replace(plan, comments={**plan.comments, name: carried})
        case QuestionAnswered(question=name):
            return replace(plan, answers={**plan.answers, name: Answer(event.by, event.at, event.reason)})
        case DueComputed():
            return replace(plan, due={**plan.due, event.step: event})
        case StepReminded():
            key = (event.step, event.round, event.reminder)
            return replace(plan, reminded={**plan.reminded, key: event})
        case _:
            assert_never(event)


_PASSED = {StepAct.REVIEW: Phase.REVIEW, StepAct.SIGN: Phase.SIGNING, None: Phase.SIGNED}


def _passed(before: Plan, plan: Plan, at: datetime) -> Plan:
    """Set the phase that the next steps ask for, and since when they wait."""
    passed = replace(plan, phase=_PASSED[plan.next_act()])
    return passed if passed.routed and passed.waits_as(before) else replace(passed, since=at)
