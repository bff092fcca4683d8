"""What happened, in sentences: one for each event, told with the state as it stood before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from api.action.sentences import action_sentence
from api.history.tried import ANYTHING, TRIED
from api.offices.sentences import office_sentence
from api.plans.amendment.sentences import amendment_sentence
from api.plans.sentences import change_sentence
from api.quarters.sentences import quarter_sentence
from api.report.sentences import report_sentence
from api.words import names
from api.words.amounts import in_fours
from api.words.clock import Clock
from api.words.names import called, linked_row, quoted
from api.words.refusals import explained
from api.words.source import said_source
from api.words.telling import Telling
from api.words.words import Words
from domain.action.events import ActionEvent
from domain.action.state import Action
from domain.events import CommandRefused, Event, ExecutionEvent
from domain.kernel.errors import N_
from domain.office.events import OfficeEvent
from domain.office.state import Office
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
    ReminderKind,
    SignatureVoided,
    StepReminded,
)
from domain.plan.facts import (
    CellChanged,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
)
from domain.plan.state import Plan
from domain.plan.text import Row
from domain.quarter.state import Quarter
from domain.report.events import ReportEvent
from domain.report.state import Report


def execution_sentence(words: Words, clock: Clock, event: ExecutionEvent, rows: Mapping[str, Row]) -> Markup:
    """Tell one event; `rows` are those of the plan that is measured, by id."""
    telling = Telling(words, clock, rows)
    if isinstance(event, ReportEvent):
        return report_sentence(telling, event)
    return action_sentence(telling, event) if isinstance(event, ActionEvent) else quarter_sentence(telling, event)


RoutedState = Plan | Action | Quarter | Report
_CAUSES = {
    Cause.EDITED: N_("because the text was edited"),
    Cause.RETURNED: N_("because the plan was returned"),
    Cause.REJECTED: N_("because the plan was rejected"),
    Cause.WITHDRAWN: N_("because the plan was withdrawn"),
}
_REMINDED = {
    ReminderKind.BEFORE: N_("Reminder for {step}: due {due}."),
    ReminderKind.DUE: N_("Reminder for {step}: it falls due, {due}."),
    ReminderKind.ESCALATION: N_("Escalation for {step}: it was due {due}."),
}


@dataclass(frozen=True)
class Teller:
    """Tells events in one language on the clock of one office, which may print titles of its own."""

    words: Words
    clock: Clock
    office: Office | None = None

    def sentence(self, event: Event, state: RoutedState) -> Markup:
        """Tell one event; `state` is that of its stream before it, or the plan whose execution it is."""
        source = getattr(event, "source", None)
        office, plan = event.by.office, f"{state.kind}-{state.year}"
        return self._sentence(event, state) + said_source(self.words, source, office, plan)

    def _sentence(self, event: Event, state: RoutedState) -> Markup:
        if isinstance(event, ExecutionEvent):
            return execution_sentence(self.words, self.clock, event, rows_of(state))
        plan = state if isinstance(state, Plan) else Plan()
        match event:
            case CommandRefused():
                reason = explained(self.words, self.clock, event.message, event.params)
                return self._say(TRIED.get(event.act, ANYTHING), event, reason=reason)
            case (
                RowAdded()
                | RowMoved()
                | RowRemoved()
                | RowReworded()
                | TargetChanged()
                | CellChanged()
                | ProgrammeLinked()
                | IndicatorLinked()
                | ProgrammeAllotted()
                | DetailChanged()
            ):
                return change_sentence(self.words, event, plan.text.rows(), plan)
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
            case AmendmentBegun() | AmendmentStated() | ChangeReasoned() | AmendmentWithdrawn():
                return amendment_sentence(self.words, self.clock, event, plan)
            case DocumentRendered():
                return self._say(
                    "The document of version {version} was prepared; pages: {pages}, digest: {digest}.",
                    event,
                    version=event.version,
                    pages=event.pages,
                    digest=_code(in_fours(event.document[:16])),
                )
            case QuestionAnswered(place=place, compared=compared):
                rows, row = plan.text.rows(), place.partition(".")[0]
                if any(part.key == row for part in plan.text.parts):
                    asked = self._say("{who} answered what is asked about part {part}.", event, part=row)
                    return asked + _said(event.reason)
                about = called(rows, row) if row in rows or compared is None else linked_row(compared)
                return self._say("{who} answered what is asked about {row}.", event, row=about) + _said(event.reason)
            case CommentMade() | CommentSettled() | CommentCarried():
                return self._comment(event, plan)
            case DueComputed(step=key):
                msgid = N_("{step} is due {due} (estimated).") if event.estimated else N_("{step} is due {due}.")
                return self._say(msgid, event, step=self._step(plan, key), due=self.clock.due(event.due))
            case StepReminded(step=key):
                msgid = _REMINDED[event.kind]
                return self._say(msgid, event, step=self._step(plan, key), due=self.clock.due(event.due))
            case _:
                office_event: OfficeEvent = event
                return office_sentence(self.words, self.clock, office_event, self.office)

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
                    N_("The paraf of {official} is void {cause}.")
                    if isinstance(event, ParafVoided)
                    else N_("The signature of {official} on part {part} is void {cause}.")
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
            case PlanRejected(reason=reason) if plan.amendment is not None:
                said = self._say("{who} ({position}) rejected the amendment; the text in force stays.", event)
                return said + _said(reason)
            case PlanRejected(reason=reason):
                return self._say("{who} ({position}) rejected the plan.", event) + _said(reason)
            case PlanWithdrawn(reason=reason):
                return self._say("{who} withdrew the plan from its route.", event) + _said(reason)
            case _:
                assert_never(event)

    def _comment(self, event: CommentMade | CommentSettled | CommentCarried, plan: Plan) -> Markup:
        match event:
            case CommentMade(row=row_id):
                place = called(plan.text.rows(), row_id) if row_id else self.words("the whole plan")
                return self._say("{who} commented on {row}.", event, row=place) + _said(event.text)
            case CommentSettled(comment=key):
                about = quoted(plan.comments[key].text) if key in plan.comments else ""
                return self._say("{who} settled the comment {comment}.", event, comment=about) + _said(event.answer)
            case CommentCarried(comment=key):
                about = quoted(plan.comments[key].text) if key in plan.comments else ""
                said = self._say("{who} carried the comment {comment} over.", event, comment=about)
                return said + _said(event.reason)
            case _:
                assert_never(event)

    def _say(self, msgid: str, event: Event, **params: object) -> Markup:
        who = Markup("<b>{}</b>").format(names.actor(self.words, event.by))
        return self.words.html(msgid, who=who, position=names.position(self.words, event.by), **params)

    def _step(self, plan: Plan, key: str) -> str:
        step = plan.step(key)
        return names.step(self.words, step, self.office) if step else key


def rows_of(state: RoutedState) -> Mapping[str, Row]:
    """Return the rows that a state is about, by their ids."""
    match state:
        case Plan():
            return state.text.rows()
        case Action():
            return state.basis.indicators()
        case Quarter():
            programmes: dict[str, Row] = {key: spending.of.programme for key, spending in state.budget.items()}
            return {key: line.row.indicator for key, line in state.lines.items()} | programmes
        case Report():
            return {row.indicator.id: row.indicator for row in state.year_taken.indicators()} if state.composed else {}
        case _:
            assert_never(state)


def _code(text: str) -> Markup:
    return Markup("<code>{}</code>").format(text)


def _said(text: str) -> Markup:
    return Markup(' <q class="said">{}</q>').format(text) if text else Markup()
