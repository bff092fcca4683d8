"""What happened in a quarter, in sentences."""

from decimal import Decimal
from typing import assert_never

from markupsafe import Markup

from api.words import names
from api.words.amounts import in_fours, said_size
from api.words.names import cited
from api.words.telling import Telling, bold, said_aloud, said_amendment, said_document, said_owners
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.numbers import spell_rupiah
from domain.plan.events import ReminderKind
from domain.quarter.events import (
    BudgetRealised,
    EarlierAdopted,
    FilingReminded,
    PolicyCorrected,
    QuarterCause,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterEvent,
    QuarterFollowed,
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
from domain.quarter.filing import Evidence

_SHOWN = 16  # digits of a digest, as people compare it


def said_evidence(words: Words, old: tuple[Evidence, ...], new: tuple[Evidence, ...]) -> Markup:
    """Tell what changed; empty where nothing did."""
    said = Markup()
    if added := [file for file in new if file not in old]:
        said += Markup(" ") + words.html("Evidence added: {files}.", files=_named(added))
    if removed := [file for file in old if file not in new]:
        said += Markup(" ") + words.html("Evidence removed: {files}.", files=_named(removed))
    return said


def _named(files: list[Evidence]) -> Markup:
    one = Markup("{} ({}, SHA-256 <code>{} …</code>)")
    return Markup(", ").join(
        one.format(file.name, said_size(file.size), in_fours(file.digest[:_SHOWN])) for file in files
    )


_QUARTER_CAUSES = {
    QuarterCause.CHANGED: N_("because the quarter changed"),
    QuarterCause.RETURNED: N_("because a row was returned"),
    QuarterCause.FOLLOWED: N_("because the quarter goes on by an amended plan"),
    QuarterCause.REOPENED: N_("because the quarter was reopened"),
}
_REMINDED = {
    ReminderKind.BEFORE: N_("Reminder to file by {closes}: {owners}."),
    ReminderKind.DUE: N_("Reminder that the window closes {closes}: {owners}."),
    ReminderKind.ESCALATION: N_("Escalation to {role}: by {closes} nothing was filed by {owners}."),
}
_NAMED = 3  # rows of one fact; of more only the number is told


def quarter_sentence(telling: Telling, event: QuarterEvent) -> Markup:
    """Tell one event."""
    match event:
        case QuarterOpened():
            said = telling.say(
                "Quarter {quarter} of {year} was opened: filing ends {closes}.",
                event,
                quarter=names.quarter(event.quarter),
                year=event.year,
                closes=telling.clock.due(event.window.closes),
            )
            return said + _later(telling, event)
        case WindowRearmed(window=window):
            closes = telling.clock.due(window.closes)
            return telling.say("By the rule in force, filing now ends {closes}.", event, closes=closes)
        case WindowExtended(reason=reason):
            closes = telling.clock.due(event.closes)
            return telling.say("{who} extended filing: it ends {closes}.", event, closes=closes) + said_aloud(reason)
        case QuarterReopened(reason=reason):
            closes = telling.clock.due(event.closes)
            said = telling.say("{who} reopened the quarter: filing ends {closes}.", event, closes=closes)
            return said + said_aloud(reason)
        case QuarterDocumentRendered() as rendered:
            return said_document(telling, rendered)
        case QuarterSigned(version=version, unfollowed=unfollowed):
            said = telling.say("{who} ({position}) signed version {version} of the quarter.", event, version=version)
            if not unfollowed:
                return said
            amendment = said_amendment(
                telling.words, telling.clock, unfollowed.plan.amendment, unfollowed.plan.effective
            )
            before = telling.say("It goes by the plan as it was before {amendment}.", event, amendment=amendment)
            return said + Markup(" ") + before + said_aloud(unfollowed.reason)
        case QuarterSignatureVoided():
            cause = telling.words(_QUARTER_CAUSES[event.cause])
            msgid = N_("The signature of {official} is void {cause}.")
            return telling.say(msgid, event, official=bold(event.official.name), cause=cause)
        case QuarterClosed():
            return telling.say("{who} closed the quarter: its figures stay as they are.", event)
        case FilingReminded(owners=owners):
            return telling.say(
                _REMINDED[event.kind],
                event,
                role=names.role(telling.words, event.to),
                closes=telling.clock.due(event.closes),
                owners=said_owners(owners),
            )
        case _:
            return _change(telling, event)


def _later(telling: Telling, event: QuarterOpened | QuarterFollowed) -> Markup:
    """Say what it asks nothing of, since that starts later; nothing where all have started."""
    if not event.later:
        return Markup("")
    rows = Markup(", ").join(telling.row(row.indicator.id) for row in event.later[:_NAMED])
    more = len(event.later) - _NAMED
    rest = Markup(" ") + telling.words.plural("and {n} more", "and {n} more", more) if more > 0 else Markup("")
    return Markup(" ") + telling.say("In a later quarter start: {rows}.", event, rows=rows + rest)


def _change(
    telling: Telling,
    event: RealisationFiled
    | RealisationCorrected
    | RealisationVerified
    | VerificationVoided
    | RealisationReturned
    | RealisationWaived
    | RealisationHandedOver
    | PolicyCorrected
    | BudgetRealised
    | EarlierAdopted
    | QuarterFollowed,
) -> Markup:
    match event:
        case RealisationFiled(indicator=row, filing=filing):
            reading = telling.reading(filing.reading)
            said = telling.say("{who} filed {row}: {reading}.", event, row=telling.row(row), reading=reading)
            return said + said_evidence(telling.words, (), filing.evidence)
        case RealisationCorrected(indicator=row, reason=reason) if event.old.reading == event.new.reading:
            said = telling.say("{who} corrected what is said of {row}.", event, row=telling.row(row))
            return said + said_evidence(telling.words, event.old.evidence, event.new.evidence) + said_aloud(reason)
        case RealisationCorrected(indicator=row, reason=reason):
            said = telling.say(
                "{who} corrected {row} from {old} to {new}.",
                event,
                row=telling.row(row),
                old=telling.reading(event.old.reading),
                new=telling.reading(event.new.reading),
            )
            return said + said_evidence(telling.words, event.old.evidence, event.new.evidence) + said_aloud(reason)
        case RealisationVerified(indicator=row):
            return telling.say("{who} verified {row}.", event, row=telling.row(row))
        case VerificationVoided(indicator=row):
            return telling.say(
                "{row} waits to be checked again: what it was checked against changed.", event, row=telling.row(row)
            )
        case RealisationReturned(indicator=row, reason=reason):
            return telling.say("{who} returned {row} to its owners.", event, row=telling.row(row)) + said_aloud(reason)
        case RealisationWaived(row=row, reason=reason):
            return telling.say("{who} let the quarter go on without {row}.", event, row=telling.row(row)) + said_aloud(
                reason
            )
        case RealisationHandedOver(indicator=row, old=old, new=owners, reason=reason):
            said = telling.say(
                "{who} handed {row} over from {old} to {owners}.",
                event,
                row=telling.row(row),
                old=said_owners(old),
                owners=said_owners(owners),
            )
            return said + said_aloud(reason)
        case PolicyCorrected(indicator=row, new=policy, reason=reason):
            said = telling.say(
                "{who} changed how {row} is measured: by version {version}, {citation}.",
                event,
                row=telling.row(row),
                version=policy.version,
                citation=cited(telling.words, policy.citation),
            )
            return said + said_aloud(reason)
        case BudgetRealised(programme=row, old=Decimal() as before, new=amount, reason=reason):
            said = telling.say(
                "{who} corrected what {row} has spent from {old} to {new}.",
                event,
                row=telling.row(row),
                old=spell_rupiah(before),
                new=spell_rupiah(amount),
            )
            return said + said_aloud(reason)
        case BudgetRealised(programme=row, new=amount, reason=reason):
            said = telling.say(
                "{who} filed what {row} has spent: {amount}.",
                event,
                row=telling.row(row),
                amount=spell_rupiah(amount),
            )
            return said + said_aloud(reason)
        case QuarterFollowed(basis=basis):
            said = telling.say(
                "The quarter goes on by version {version} of the plan, {amendment}.",
                event,
                version=basis.version,
                amendment=said_amendment(telling.words, telling.clock, basis.amendment, basis.effective),
            )
            return said + _later(telling, event)
        case EarlierAdopted(rows=rows):
            if len(rows) > _NAMED:
                many = telling.words.plural("{n} row", "{n} rows", len(rows))
                return telling.say("An earlier quarter changed, and with it {rows}.", event, rows=many)
            earlier = Markup(", ").join(telling.row(change.indicator) for change in rows)
            return telling.say("An earlier quarter changed, and with it {rows}.", event, rows=earlier)
        case _:
            assert_never(event)
