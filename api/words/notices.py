"""What happened, in sentences, and what its kinds are called."""

from collections.abc import Mapping

from markupsafe import Markup

from activities.notices.hearing import Hearing
from activities.notices.words import ENGLISH, PAPERS, paper_of, path_of
from api.words import names
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.errors import N_
from domain.notice.notice import Happening, Told

KINDS: Mapping[Happening, str] = {
    Happening.RETURNED: N_("A paper came back"),
    Happening.REJECTED: N_("A plan was rejected"),
    Happening.WITHDRAWN: N_("A plan was taken back"),
    Happening.SIGNED: N_("One of several signed"),
    Happening.ALL_SIGNED: N_("All signed"),
    Happening.BEGUN: N_("An amendment was begun"),
    Happening.AMENDED: N_("A plan was amended"),
    Happening.REMARK: N_("A comment"),
    Happening.ANSWERED: N_("Your comment was answered"),
    Happening.ROW_RETURNED: N_("A row of a quarter came back"),
    Happening.CLOSED: N_("A quarter was closed"),
    Happening.REOPENED: N_("A quarter was opened again"),
    Happening.LOWERED: N_("A target was lowered after its result could be known"),
    Happening.WEBHOOK_DISABLED: N_("A webhook was disabled"),
}
WAYS: Mapping[Hearing, str] = {
    Hearing.MAIL: N_("Mail at once"),
    Hearing.DAILY: N_("One mail a day"),
    Hearing.DESK: N_("Desk alone"),
}


def notice_sentence(words: Words, office: str, told: Told) -> Markup:
    """Tell what happened; the paper leads to its page."""
    paper = words(PAPERS[told.paper], **paper_of(told)) if told.plan else told.about
    return words.html(
        ENGLISH[told.happening],
        who=_who(words, told),
        paper=Markup('<a href="{}">{}</a>').format(path_of(office, told), paper),
        about=told.about,
    )


def _who(words: Words, told: Told) -> Markup:
    called = told.position or ("" if told.role == Role.SYSTEM else names.role(words, Role(told.role)))
    return Markup("<b>{}</b>").format(told.name) + (f" ({called})" if called else "")
