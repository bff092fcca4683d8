"""What happened to an action plan, in sentences."""

from typing import assert_never

from markupsafe import Markup

from api.words import names
from api.words.names import cited
from api.words.telling import Telling, bold, said_aims, said_aloud, said_amendment, said_document, said_owners
from domain.action.events import (
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
    PlanFollowed,
    PolicyConfirmed,
    QuarterTargetsSet,
    StartDecided,
    StepsPlanned,
)
from domain.action.row import Start
from domain.kernel.errors import N_

_ACTION_CAUSES = {
    ActionCause.EDITED: N_("because the action plan was edited"),
    ActionCause.RETURNED: N_("because the action plan was returned"),
    ActionCause.FOLLOWED: N_("because the action plan follows an amended plan"),
}


def action_sentence(telling: Telling, event: ActionEvent) -> Markup:
    """Tell one event."""
    match event:
        case ActionBegun():
            title = names.short_title(telling.words, event.kind, event.year)
            return telling.say("{who} began the action plan of {plan}.", event, plan=title)
        case PolicyConfirmed(indicator=row, new=new):
            return telling.say(
                "{who} confirmed version {version} of how {row} is measured, by {citation}.",
                event,
                row=telling.row(row),
                version=new.version,
                citation=cited(telling.words, new.citation),
            )
        case QuarterTargetsSet(indicator=row, old=old, new=aims):
            if old:
                return telling.say(
                    "{who} changed the quarterly targets of {row} from {old} to {new}.",
                    event,
                    row=telling.row(row),
                    old=said_aims(old),
                    new=said_aims(aims),
                )
            return telling.say(
                "{who} set the quarterly targets of {row}: {targets}.",
                event,
                row=telling.row(row),
                targets=said_aims(aims),
            )
        case OwnersAssigned(indicator=row, new=()):
            return telling.say("{who} left {row} without an owner.", event, row=telling.row(row))
        case OwnersAssigned(indicator=row, new=owners):
            return telling.say("{who} gave {row} to {owners}.", event, row=telling.row(row), owners=said_owners(owners))
        case StepsPlanned(indicator=row):
            return telling.say("{who} wrote the steps of {row}.", event, row=telling.row(row))
        case StartDecided(indicator=row, new=Start() as start):
            said = telling.say(
                "{who} let {row} start in quarter {quarter}.",
                event,
                row=telling.row(row),
                quarter=names.quarter(start.quarter),
            )
            return said + said_aloud(start.reason)
        case StartDecided(indicator=row):
            return telling.say("{who} let {row} start with the year.", event, row=telling.row(row))
        case PlanFollowed(basis=basis):
            return telling.say(
                "{who} took version {version} of the plan, {amendment}, as the basis of the action plan.",
                event,
                version=basis.version,
                amendment=said_amendment(telling.words, telling.clock, basis.amendment, basis.effective),
            )
        case ActionSubmitted(note=note):
            said = telling.say("{who} sent version {version} of the action plan.", event, version=event.version)
            return said + said_aloud(note)
        case ActionDocumentRendered() as rendered:
            return said_document(telling, rendered)
        case ActionParafGiven(version=version):
            return telling.say(
                "{who} ({position}) put their paraf on version {version} of the action plan.",
                event,
                version=version,
            )
        case ActionSigned(version=version):
            return telling.say(
                "{who} ({position}) signed version {version} of the action plan.", event, version=version
            )
        case ActionParafVoided() | ActionSignatureVoided():
            msgid = (
                N_("The paraf of {official} is void {cause}.")
                if isinstance(event, ActionParafVoided)
                else N_("The signature of {official} is void {cause}.")
            )
            cause = telling.words(_ACTION_CAUSES[event.cause])
            return telling.say(msgid, event, official=bold(event.official.name), cause=cause)
        case ActionReturned(reason=reason):
            return telling.say("{who} returned the action plan.", event) + said_aloud(reason)
        case _:
            assert_never(event)
