"""What happened in a year, in sentences: action plan and quarters."""

from collections.abc import Mapping
from decimal import Decimal
from typing import assert_never

from markupsafe import Markup

from api.presentation import names
from api.presentation.amounts import in_fours
from api.presentation.change_sentences import called
from api.presentation.clock import Clock
from api.presentation.evidence_sentences import evidence_told
from api.presentation.sources import cited
from api.presentation.words import Words
from domain.acts import ReminderKind
from domain.derivation import STATES
from domain.events import YearEvent
from domain.numbers import spell_rupiah
from domain.realisation import Absent, Aim, Reading
from domain.text import Row
from domain.year.action_events import (
    ActionBegun,
    ActionCause,
    ActionDocumentRendered,
    ActionEvent,
    ActionParafGiven,
    ActionParafVoided,
    ActionReturned,
    ActionSignatureVoided,
    ActionSigned,
    ActionSubmitted,
    OwnersAssigned,
    PolicyConfirmed,
    QuarterTargetsSet,
    StepsPlanned,
)
from domain.year.owner import Owner
from domain.year.quarter_events import (
    BudgetRealised,
    EarlierNoted,
    FilingReminded,
    QuarterCause,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterEvent,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
    WindowExtended,
    WindowRearmed,
)
from domain.year.spelled import spell_aim, spell_reading

_ACTION_CAUSES = {
    ActionCause.EDITED: "because the action plan was edited",
    ActionCause.RETURNED: "because the action plan was returned",
}
_QUARTER_CAUSES = {
    QuarterCause.CHANGED: "because the quarter changed",
    QuarterCause.RETURNED: "because a row was returned",
    QuarterCause.REOPENED: "because the quarter was reopened",
}
_REMINDED = {
    ReminderKind.BEFORE: "Reminder to file by {closes}: {owners}.",
    ReminderKind.DUE: "Reminder that the window closes {closes}: {owners}.",
    ReminderKind.ESCALATION: "Escalation to {role}: by {closes} nothing was filed by {owners}.",
}

_NAMED = 3  # rows of one fact; of more only the number is told


def year_sentence(words: Words, clock: Clock, event: YearEvent, rows: Mapping[str, Row]) -> Markup:
    """Tell one event; `rows` are those of the plan that is measured, by id."""
    return _Telling(words, clock, rows).tell(event)


class _Telling:
    """One language on one clock, about one plan."""

    def __init__(self, words: Words, clock: Clock, rows: Mapping[str, Row]) -> None:
        self.words = words
        self.clock = clock
        self.rows = rows

    def tell(self, event: YearEvent) -> Markup:
        return self.action(event) if isinstance(event, ActionEvent) else self.quarter(event)

    def action(self, event: ActionEvent) -> Markup:
        match event:
            case ActionBegun():
                title = names.short_title(self.words, event.kind, event.year)
                return self.say("{who} began the action plan of {plan}.", event, plan=title)
            case PolicyConfirmed(indicator=row, new=new):
                return self.say(
                    "{who} confirmed version {version} of how {row} is measured, by {citation}.",
                    event,
                    row=self.row(row),
                    version=new.version,
                    citation=cited(self.words, new.citation),
                )
            case QuarterTargetsSet(indicator=row, old=old, new=aims):
                if old:
                    return self.say(
                        "{who} changed the quarterly targets of {row} from {old} to {new}.",
                        event,
                        row=self.row(row),
                        old=_aims(old),
                        new=_aims(aims),
                    )
                return self.say(
                    "{who} set the quarterly targets of {row}: {targets}.",
                    event,
                    row=self.row(row),
                    targets=_aims(aims),
                )
            case OwnersAssigned(indicator=row, new=()):
                return self.say("{who} left {row} without an owner.", event, row=self.row(row))
            case OwnersAssigned(indicator=row, new=owners):
                return self.say("{who} gave {row} to {owners}.", event, row=self.row(row), owners=_named(owners))
            case StepsPlanned(indicator=row):
                return self.say("{who} wrote the steps of {row}.", event, row=self.row(row))
            case ActionSubmitted(note=note):
                said = self.say("{who} sent version {version} of the action plan.", event, version=event.version)
                return said + _said(note)
            case ActionDocumentRendered() as rendered:
                return self.document(rendered)
            case ActionParafGiven(version=version):
                return self.say(
                    "{who} ({position}) put their paraf on version {version} of the action plan.",
                    event,
                    version=version,
                )
            case ActionSigned(version=version):
                return self.say(
                    "{who} ({position}) signed version {version} of the action plan.", event, version=version
                )
            case ActionParafVoided() | ActionSignatureVoided():
                msgid = (
                    "The paraf of {official} is void {cause}."
                    if isinstance(event, ActionParafVoided)
                    else "The signature of {official} is void {cause}."
                )
                cause = self.words(_ACTION_CAUSES[event.cause])
                return self.say(msgid, event, official=_bold(event.official.name), cause=cause)
            case ActionReturned(reason=reason):
                return self.say("{who} returned the action plan.", event) + _said(reason)
            case _:
                assert_never(event)

    def quarter(self, event: QuarterEvent) -> Markup:
        match event:
            case QuarterOpened():
                return self.say(
                    "Quarter {quarter} of {year} was opened: filing ends {closes}.",
                    event,
                    quarter=names.quarter(event.quarter),
                    year=event.year,
                    closes=self.clock.due(event.window.closes),
                )
            case WindowRearmed(window=window):
                closes = self.clock.due(window.closes)
                return self.say("By the rule in force, filing now ends {closes}.", event, closes=closes)
            case WindowExtended(reason=reason):
                closes = self.clock.due(event.closes)
                return self.say("{who} extended filing: it ends {closes}.", event, closes=closes) + _said(reason)
            case QuarterReopened(reason=reason):
                closes = self.clock.due(event.closes)
                said = self.say("{who} reopened the quarter: filing ends {closes}.", event, closes=closes)
                return said + _said(reason)
            case QuarterDocumentRendered() as rendered:
                return self.document(rendered)
            case QuarterSigned(version=version):
                return self.say("{who} ({position}) signed version {version} of the quarter.", event, version=version)
            case QuarterSignatureVoided():
                cause = self.words(_QUARTER_CAUSES[event.cause])
                msgid = "The signature of {official} is void {cause}."
                return self.say(msgid, event, official=_bold(event.official.name), cause=cause)
            case QuarterClosed():
                return self.say("{who} closed the quarter: its figures stay as they are.", event)
            case FilingReminded(owners=owners):
                return self.say(
                    _REMINDED[event.kind],
                    event,
                    role=names.role(self.words, event.to),
                    closes=self.clock.due(event.closes),
                    owners=_named(owners),
                )
            case _:
                return self.change(event)

    def change(
        self,
        event: RealisationFiled
        | RealisationCorrected
        | RealisationVerified
        | VerificationVoided
        | RealisationReturned
        | RealisationWaived
        | RealisationHandedOver
        | BudgetRealised
        | EarlierNoted,
    ) -> Markup:
        match event:
            case RealisationFiled(indicator=row, filing=filing):
                reading = self.reading(filing.reading)
                said = self.say("{who} filed {row}: {reading}.", event, row=self.row(row), reading=reading)
                return said + evidence_told(self.words, (), filing.evidence)
            case RealisationCorrected(indicator=row, reason=reason) if event.old.reading == event.new.reading:
                said = self.say("{who} corrected what is said of {row}.", event, row=self.row(row))
                return said + evidence_told(self.words, event.old.evidence, event.new.evidence) + _said(reason)
            case RealisationCorrected(indicator=row, reason=reason):
                said = self.say(
                    "{who} corrected {row} from {old} to {new}.",
                    event,
                    row=self.row(row),
                    old=self.reading(event.old.reading),
                    new=self.reading(event.new.reading),
                )
                return said + evidence_told(self.words, event.old.evidence, event.new.evidence) + _said(reason)
            case RealisationVerified(indicator=row):
                return self.say("{who} verified {row}.", event, row=self.row(row))
            case VerificationVoided(indicator=row):
                return self.say(
                    "{row} waits to be checked again: an earlier quarter changed.", event, row=self.row(row)
                )
            case RealisationReturned(indicator=row, reason=reason):
                return self.say("{who} returned {row} to its owners.", event, row=self.row(row)) + _said(reason)
            case RealisationWaived(row=row, reason=reason):
                return self.say("{who} let the quarter go on without {row}.", event, row=self.row(row)) + _said(reason)
            case RealisationHandedOver(indicator=row, old=old, new=owners, reason=reason):
                said = self.say(
                    "{who} handed {row} over from {old} to {owners}.",
                    event,
                    row=self.row(row),
                    old=_named(old),
                    owners=_named(owners),
                )
                return said + _said(reason)
            case BudgetRealised(programme=row, old=Decimal() as before, new=amount, reason=reason):
                said = self.say(
                    "{who} corrected what {row} has spent from {old} to {new}.",
                    event,
                    row=self.row(row),
                    old=spell_rupiah(before),
                    new=spell_rupiah(amount),
                )
                return said + _said(reason)
            case BudgetRealised(programme=row, new=amount, reason=reason):
                said = self.say(
                    "{who} filed what {row} has spent: {amount}.", event, row=self.row(row), amount=spell_rupiah(amount)
                )
                return said + _said(reason)
            case EarlierNoted(rows=rows):
                if len(rows) > _NAMED:
                    many = self.words.plural("{n} row", "{n} rows", len(rows))
                    return self.say("An earlier quarter changed, and with it {rows}.", event, rows=many)
                earlier = Markup(", ").join(self.row(change.indicator) for change in rows)
                return self.say("An earlier quarter changed, and with it {rows}.", event, rows=earlier)
            case _:
                assert_never(event)

    def document(self, event: ActionDocumentRendered | QuarterDocumentRendered) -> Markup:
        return self.say(
            "The PDF of version {version} was prepared: {pages} pages, digest {digest}.",
            event,
            version=event.version,
            pages=event.pages,
            digest=Markup("<code>{}</code>").format(in_fours(event.document[:16])),
        )

    def row(self, row_id: str) -> Markup:
        return called(self.rows, row_id)

    def reading(self, reading: Reading) -> str:
        return self.words(STATES[reading.state]) if isinstance(reading, Absent) else spell_reading(reading)

    def say(self, msgid: str, event: YearEvent, **params: object) -> Markup:
        who, position = _bold(names.actor(self.words, event.by)), names.position(self.words, event.by)
        return self.words.html(msgid, who=who, position=position, **params)


def _aims(aims: tuple[Aim | None, ...]) -> str:
    return "; ".join("—" if aim is None else spell_aim(aim) for aim in aims) or "—"


def _named(owners: tuple[Owner, ...]) -> str:
    return ", ".join(owner.name for owner in owners) or "—"


def _bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)


def _said(text: str) -> Markup:
    return Markup(' <q class="said">{}</q>').format(text) if text else Markup()
