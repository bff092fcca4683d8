"""What happened, in sentences: one for each event, told with the plan as it stood before it."""

from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from api.presentation import names
from api.presentation.amounts import in_fours
from api.presentation.clock import Clock
from api.presentation.office_sentences import office_sentence
from api.presentation.refusals import explained
from api.presentation.words import Words
from domain.acts import (
    Cause,
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
    ReminderKind,
    SignatureVoided,
    StepReminded,
)
from domain.events import Event
from domain.facts import (
    DetailChanged,
    ProgrammeAllotted,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
)
from domain.numbers import spell_rupiah
from domain.office_events import OfficeEvent
from domain.plan import Plan
from domain.refusal import CommandRefused
from domain.target import spell_target
from domain.text import Goal, Indicator, Programme, Row, RowKind, kind_of_row

_CAUSES = {
    Cause.EDITED: "because the text was edited",
    Cause.RETURNED: "because the plan was returned",
    Cause.REJECTED: "because the plan was rejected",
    Cause.WITHDRAWN: "because the plan was withdrawn",
}
_REMINDED = {
    ReminderKind.BEFORE: "Reminder for {step}: due {due}.",
    ReminderKind.DUE: "Reminder for {step}: it falls due, {due}.",
    ReminderKind.ESCALATION: "Escalation for {step}: it was due {due}.",
}
_ADDED = {
    RowKind.GOAL: "{who} added the goal {row}.",
    RowKind.INDICATOR: "{who} added the indicator {row}, target {value}.",
    RowKind.PROGRAMME: "{who} added the programme {row}, budget {value}.",
}
_REMOVED = {
    RowKind.GOAL: "{who} removed the goal {row}.",
    RowKind.INDICATOR: "{who} removed the indicator {row}, target {value}.",
    RowKind.PROGRAMME: "{who} removed the programme {row}, budget {value}.",
}
_REWORDED = {
    RowKind.GOAL: "{who} reworded the goal {old} to {new}.",
    RowKind.INDICATOR: "{who} reworded the indicator {old} to {new}.",
    RowKind.PROGRAMME: "{who} reworded the programme {old} to {new}.",
}


@dataclass(frozen=True)
class Teller:
    """Tells events in one language on the clock of one office."""

    words: Words
    clock: Clock

    def sentence(self, event: Event, plan: Plan) -> Markup:
        """Tell one event; `plan` is the plan before it."""
        match event:
            case CommandRefused():
                reason = explained(self.words, self.clock, event.message, event.params)
                return self._say("{who} was refused: {reason}", event, reason=reason)
            case RowAdded(row=row):
                return self._say(_ADDED[kind_of_row(row)], event, row=_quoted(row.text), value=_value(row))
            case RowRemoved(row=row):
                return self._say(_REMOVED[kind_of_row(row)], event, row=_quoted(row.text), value=_value(row))
            case RowReworded(kind=kind):
                return self._say(_REWORDED[kind], event, old=_old(event.old), new=_new(event.new))
            case RowMoved(row=row_id):
                return self._moved(event, plan, row_id)
            case TargetChanged(indicator=row_id, old=was, new=now):
                return self._say(
                    "{who} changed the target of {row} from {old} to {new}.",
                    event,
                    row=self._row(plan, row_id),
                    old=_old(spell_target(was)),
                    new=_new(spell_target(now)),
                )
            case ProgrammeAllotted(programme=row_id, old=had, new=has):
                return self._say(
                    "{who} changed the budget of {row} from {old} to {new}.",
                    event,
                    row=self._row(plan, row_id),
                    old=_old(spell_rupiah(had)),
                    new=_new(spell_rupiah(has)),
                )
            case DetailChanged():
                return self._detail(event)
            case (
                PlanDrafted()
                | PlanSubmitted()
                | ParafGiven()
                | PartSigned()
                | ParafVoided()
                | SignatureVoided()
                | PlanReturned()
                | PlanRejected()
                | PlanWithdrawn()
            ):
                return self._life(event, plan)
            case DocumentRendered():
                return self._say(
                    "The document of version {version} was prepared: {pages} pages, digest {digest}.",
                    event,
                    version=event.version,
                    pages=event.pages,
                    digest=_code(in_fours(event.document[:16])),
                )
            case CommentMade() | CommentSettled() | CommentCarried():
                return self._comment(event, plan)
            case DueComputed(step=key):
                msgid = "{step} is due {due} (estimated)." if event.estimated else "{step} is due {due}."
                return self._say(msgid, event, step=self._step(plan, key), due=self.clock.due(event.due))
            case StepReminded(step=key):
                msgid = _REMINDED[event.kind]
                return self._say(msgid, event, step=self._step(plan, key), due=self.clock.due(event.due))
            case _:
                office_event: OfficeEvent = event
                return office_sentence(self.words, self.clock, office_event)

    def _life(
        self,
        event: PlanDrafted
        | PlanSubmitted
        | ParafGiven
        | PartSigned
        | ParafVoided
        | SignatureVoided
        | PlanReturned
        | PlanRejected
        | PlanWithdrawn,
        plan: Plan,
    ) -> Markup:
        match event:
            case PlanDrafted():
                title = names.short_title(self.words, event.kind, event.year)
                return self._say("{who} began the draft of {plan}.", event, plan=title)
            case PlanSubmitted():
                said = self._say("{who} sent version {version} on its route.", event, version=event.version)
                return said + _said(event.note)
            case ParafGiven():
                return self._say(
                    "{who} ({position}) put their paraf on version {version}.", event, version=event.version
                )
            case PartSigned():
                return self._say(
                    "{who} ({position}) signed part {part} of version {version}.",
                    event,
                    part=event.part,
                    version=event.version,
                )
            case ParafVoided() | SignatureVoided():
                msgid = (
                    "The paraf of {official} is void {cause}."
                    if isinstance(event, ParafVoided)
                    else "The signature of {official} on part {part} is void {cause}."
                )
                return self._say(
                    msgid,
                    event,
                    official=Markup("<b>{}</b>").format(event.official.name),
                    part=event.part,
                    cause=self.words(_CAUSES[event.cause]),
                )
            case PlanReturned(reason=reason):
                return self._say("{who} ({position}) returned the plan to its drafter.", event) + _said(reason)
            case PlanRejected(reason=reason):
                return self._say("{who} ({position}) rejected the plan.", event) + _said(reason)
            case PlanWithdrawn(reason=reason):
                return self._say("{who} withdrew the plan from its route.", event) + _said(reason)
            case _:
                assert_never(event)

    def _comment(self, event: CommentMade | CommentSettled | CommentCarried, plan: Plan) -> Markup:
        match event:
            case CommentMade(row=row_id):
                place = self._row(plan, row_id) if row_id else self.words("the whole plan")
                return self._say("{who} commented on {row}.", event, row=place) + _said(event.text)
            case CommentSettled(comment=key):
                about = _quoted(plan.comments[key].text) if key in plan.comments else ""
                return self._say("{who} settled the comment {comment}.", event, comment=about) + _said(event.answer)
            case CommentCarried(comment=key):
                about = _quoted(plan.comments[key].text) if key in plan.comments else ""
                said = self._say("{who} carried the comment {comment} over.", event, comment=about)
                return said + _said(event.reason)
            case _:
                assert_never(event)

    def _moved(self, event: RowMoved, plan: Plan, row_id: str) -> Markup:
        row = self._row(plan, row_id)
        if event.old != event.new and event.new:
            return self._say("{who} moved {row} to the goal {goal}.", event, row=row, goal=self._row(plan, event.new))
        if event.after:
            return self._say("{who} moved {row} below {other}.", event, row=row, other=self._row(plan, event.after))
        return self._say("{who} moved {row} to the first place.", event, row=row)

    def _detail(self, event: DetailChanged) -> Markup:
        name = self.words(names.DETAILS[event.detail])
        detail = self.words("{detail}, part {part}", detail=name, part=event.part) if event.part else name
        return self._say(
            "{who} changed “{detail}” from {old} to {new}.",
            event,
            detail=detail,
            old=_old(event.old) if event.old else self.words("empty"),
            new=_new(event.new) if event.new else self.words("empty"),
        )

    def _say(self, msgid: str, event: Event, **params: object) -> Markup:
        who = Markup("<b>{}</b>").format(names.actor(self.words, event.by))
        return self.words.html(msgid, who=who, position=names.position(self.words, event.by), **params)

    def _row(self, plan: Plan, row_id: str) -> Markup:
        row = plan.text.rows().get(row_id)
        return _quoted(row.text if row else row_id)

    def _step(self, plan: Plan, key: str) -> str:
        step = plan.step(key)
        return names.step(self.words, step) if step else key


def _value(row: Row) -> Markup:
    match row:
        case Goal():
            return Markup()
        case Indicator(target=target):
            return _new(spell_target(target))
        case Programme(allotted=allotted):
            return _new(spell_rupiah(allotted))


def _quoted(text: str) -> Markup:
    return Markup("<q>{}</q>").format(text)


def _old(text: str) -> Markup:
    return Markup('<span class="was">{}</span>').format(text)


def _new(text: str) -> Markup:
    return Markup('<span class="now">{}</span>').format(text)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _said(text: str) -> Markup:
    return Markup('<span class="said">{}</span>').format(text) if text else Markup()
