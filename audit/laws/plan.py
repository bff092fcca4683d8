"""What holds of a plan: drafted by drafters, checked by others, signed as it was shown."""

from collections.abc import Collection, Iterator
from typing import get_args

from audit.laws.amendment import amending, barred, sent
from audit.laws.endorsement import SIGNED, content, endorsed, own_step, rendered, voided
from audit.laws.law import NAME, PAST, PHASE, ROLE, VERSION, Breach
from domain.kernel.actor import Duty, Role
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    Cause,
    ChangeReasoned,
    CommentCarried,
    CommentMade,
    CommentSettled,
    DocumentRendered,
    DueComputed,
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
from domain.plan.facts import Change
from domain.plan.state import Phase, Plan, PlanEvent, text_digest
from domain.route.route import Step, StepAct

_ROUTED = (Phase.REVIEW, Phase.SIGNING)
_OPEN = (Phase.DRAFTING, *_ROUTED)
_Comments = CommentMade | CommentSettled | CommentCarried
_TALKERS = (Role.DRAFTER, Role.SECRETARY, Role.CHAIR)
_PHASES: dict[type, tuple[Phase, ...]] = {
    PlanDrafted: (Phase.ABSENT, Phase.REJECTED),
    **dict.fromkeys(get_args(Change), _OPEN),
    PlanSubmitted: (Phase.DRAFTING,),
    DocumentRendered: (*_ROUTED, Phase.SIGNED),
    **dict.fromkeys((ParafGiven, PartSigned, ParafVoided, SignatureVoided), _ROUTED),
    **dict.fromkeys((PlanReturned, PlanRejected, PlanWithdrawn, DueComputed, StepReminded), _ROUTED),
    AmendmentBegun: (Phase.SIGNED,),
    **dict.fromkeys((AmendmentStated, ChangeReasoned), (Phase.DRAFTING,)),
    AmendmentWithdrawn: _OPEN,
    **dict.fromkeys((CommentMade, CommentSettled, CommentCarried, QuestionAnswered), _OPEN),
}
_ROLES: dict[type, tuple[Role, ...]] = {
    **dict.fromkeys((PlanDrafted, PlanSubmitted, PlanWithdrawn, *get_args(Change)), (Role.DRAFTER,)),
    **dict.fromkeys((AmendmentBegun, AmendmentStated, ChangeReasoned, AmendmentWithdrawn), (Role.DRAFTER,)),
    **dict.fromkeys(get_args(_Comments), _TALKERS),
    QuestionAnswered: (Role.DRAFTER,),
    **dict.fromkeys((DocumentRendered, DueComputed, StepReminded), (Role.SYSTEM,)),
}


class PlanLaws:
    """One plan's events in their order."""

    def __init__(self) -> None:
        self._makers: set[str] = set()
        # As the command found it: its first act may be to end what was given, and all its changes make one version.
        self._waiting: Collection[Step] = ()
        self._due = 1

    def judged(self, stream: str, plan: Plan, event: PlanEvent, again: bool) -> Iterator[Breach]:
        """Judge an event in the plan's state before; `again` where its command made the event before, too."""
        if not again:
            self._waiting, self._due = plan.open_steps(), plan.written + 1
        phases, roles = _PHASES.get(type(event)), _ROLES.get(type(event))
        # What was signed may be printed after its amendment was begun.
        of = plan.paper if isinstance(event, DocumentRendered) else plan
        yield from PHASE.unless(phases is None or of.phase in phases, f"the plan was {of.phase}")
        talks = isinstance(event, _Comments) and event.by.duty in {step.duty for step in plan.route}
        fits = roles is None or event.by.role in roles or talks
        yield from ROLE.unless(fits, f"not an act of the role {event.by.role}")
        match event:
            case PlanDrafted():
                self._makers, self._due = {event.by.person}, event.version + 1
                yield from NAME.unless(stream == f"plan/{event.kind}-{event.year}", f"a plan begins in {stream}")
                yield from VERSION.unless(
                    event.version == (0 if plan.phase is Phase.ABSENT else plan.written + 1),
                    f"begins with version {event.version}",
                )
            case PlanSubmitted():
                self._makers.add(event.by.person)
                yield from content(plan, event, text_digest(plan))
                yield from VERSION.unless(event.round == plan.round + 1, f"is round {event.round}")
                yield from sent(plan, event)
            case AmendmentBegun() | AmendmentStated() | ChangeReasoned() | AmendmentWithdrawn():
                self._makers = {event.by.person} | (set() if isinstance(event, AmendmentBegun) else self._makers)
                yield from amending(plan, event)
            case DocumentRendered():
                yield from rendered(of, event, text_digest(of), len(of.signatures))
            case ParafGiven() | PartSigned():
                act = StepAct.SIGN if isinstance(event, PartSigned) else StepAct.REVIEW
                carried = [each.by for each in plan.carried]
                yield from endorsed(plan, event, act, text_digest(plan), self._makers, carried)
                yield from barred(plan, event)
            case ParafVoided() | SignatureVoided():
                yield from voided(plan, event)
                yield from self._ended(plan, event)
            case PlanReturned() | PlanRejected():
                yield from own_step(plan.step(event.step), self._waiting, event.by, self._makers)
                yield from PAST.unless(not plan.given, "leaves an endorsement standing")
            case PlanWithdrawn():
                yield from PAST.unless(not plan.given, "leaves an endorsement standing")
            case CommentMade():
                yield from PAST.unless(event.comment not in plan.comments, f"comment {event.comment} was there")
            case CommentSettled() | CommentCarried():
                comment = plan.comments.get(event.comment)
                open_ = comment is not None and comment.open
                yield from PAST.unless(open_, f"comment {event.comment} was not open")
            case QuestionAnswered():
                yield from VERSION.unless(event.version == plan.version, f"answers about version {event.version}")
            case DueComputed() | StepReminded():
                yield from VERSION.unless(event.round == plan.round, f"is of round {event.round}")
            case _:
                self._makers.add(event.by.person)
                yield from VERSION.unless(event.version == self._due, f"makes version {event.version}")

    def _ended(self, plan: Plan, event: ParafVoided | SignatureVoided) -> Iterator[Breach]:
        """Judge who ended a paraf or a signature: who edits or takes back, or who acts at a step of the route."""
        duties: Collection[Duty] = (Duty(Role.DRAFTER),)
        if event.cause in (Cause.RETURNED, Cause.REJECTED):
            duties = {step.duty for step in plan.route}
            yield from ROLE.unless(event.by.person not in self._makers, f"{event.by.person} made what they send back")
        else:
            yield from SIGNED.unless(not plan.signatures, "what was signed is changed by who made it")
        yield from ROLE.unless(event.by.duty in duties, f"not an act of the role {event.by.role}")
        signed = event.cause is Cause.WITHDRAWN and isinstance(event, SignatureVoided)
        yield from PHASE.unless(not signed, "a signed plan was withdrawn")
