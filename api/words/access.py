"""What was done to somebody's way in, in sentences."""

from collections.abc import Mapping

from markupsafe import Markup

from api.access.log import MACHINE, AccessAct, AccessRecord
from api.words import names
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.errors import N_

ACTS: Mapping[AccessAct, str] = {
    AccessAct.ACCOUNT_MADE: N_("Account made"),
    AccessAct.LINK_MADE: N_("Link to a password made"),
    AccessAct.LINK_USED: N_("Password chosen by a link"),
    AccessAct.PASSWORD_CHANGED: N_("Password changed"),
    AccessAct.EMAIL_SET: N_("E-mail changed"),
    AccessAct.ACCOUNT_CLOSED: N_("Account closed"),
    AccessAct.ACCOUNT_OPENED: N_("Account opened again"),
    AccessAct.SIGNED_IN: N_("Sign-in"),
    AccessAct.SIGN_IN_FAILED: N_("Sign-in that failed"),
    AccessAct.SIGNED_OUT: N_("Sign-out"),
    AccessAct.TOKEN_MADE: N_("Token made"),
    AccessAct.TOKEN_REVOKED: N_("Token ended"),
    AccessAct.ASKED_TO_JOIN: N_("Account asked for"),
    AccessAct.JOINED: N_("Office joined"),
    AccessAct.LEFT: N_("Office left"),
    AccessAct.ROLE_GRANTED: N_("Role given"),
    AccessAct.ROLE_REVOKED: N_("Role taken away"),
    AccessAct.WEBHOOK_MADE: N_("Webhook made"),
    AccessAct.WEBHOOK_CHANGED: N_("Webhook changed"),
    AccessAct.WEBHOOK_ROTATED: N_("Secret of a webhook changed"),
    AccessAct.WEBHOOK_REMOVED: N_("Webhook removed"),
}
_SENTENCES: Mapping[AccessAct, str] = {
    AccessAct.ACCOUNT_MADE: N_("{who} made the account of {person}."),
    AccessAct.LINK_MADE: N_("{who} made a link to choose a password for {person}."),
    AccessAct.LINK_USED: N_("Whoever had the link chose a new password for {person}."),
    AccessAct.PASSWORD_CHANGED: N_("{who} changed the password of {person}."),
    AccessAct.EMAIL_SET: N_("{who} changed the e-mail of {person}."),
    AccessAct.ACCOUNT_CLOSED: N_("{who} closed the account of {person}."),
    AccessAct.ACCOUNT_OPENED: N_("{who} opened the account of {person} again."),
    AccessAct.SIGNED_IN: N_("{who} signed in."),
    AccessAct.SIGN_IN_FAILED: N_("Somebody tried to sign in as {person} and failed."),
    AccessAct.SIGNED_OUT: N_("{who} signed out."),
    AccessAct.TOKEN_MADE: N_("{who} made an API token for {person}."),
    AccessAct.TOKEN_REVOKED: N_("{who} ended an API token of {person}."),
    AccessAct.ASKED_TO_JOIN: N_("{who} asked {person} to let the account act in {office}."),
    AccessAct.JOINED: N_("{who} let the account act in {office}."),
    AccessAct.LEFT: N_("{who} ended that the account of {person} acts in {office}."),
    AccessAct.ROLE_GRANTED: N_("{who} gave {person} the role {role} in {office}."),
    AccessAct.ROLE_REVOKED: N_("{who} took the role {role} in {office} from {person}."),
    AccessAct.WEBHOOK_MADE: N_("{who} made a webhook of {office}."),
    AccessAct.WEBHOOK_CHANGED: N_("{who} changed a webhook of {office}."),
    AccessAct.WEBHOOK_ROTATED: N_("{who} changed the secret of a webhook of {office}."),
    AccessAct.WEBHOOK_REMOVED: N_("{who} removed a webhook of {office}."),
}


def access_sentence(words: Words, entry: AccessRecord, people: Mapping[str, str], offices: Mapping[str, str]) -> Markup:
    """Tell one act; whom or what nobody here can name is called by their id."""
    roles = (AccessAct.ROLE_GRANTED, AccessAct.ROLE_REVOKED)
    return words.html(
        _SENTENCES[entry.act],
        who=Markup("<b>{}</b>").format(
            words("Whoever runs this installation")
            if entry.actor == MACHINE.person
            else people.get(entry.actor, entry.actor)
        ),
        person=people.get(entry.person, entry.person),
        office=offices.get(entry.office, entry.office),
        role=names.role(words, Role(entry.about)) if entry.act in roles else "",
    )
