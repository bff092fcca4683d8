"""The pages at the door: sign-in, invitation, bootstrap, and what somebody keeps of their own account."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from activities.reminders.post import Mailing
from api.access.accounts import Account
from api.access.tokens import DEFAULT, LASTS, MOST_DAYS, Scope, Token
from api.http.forms import at_fields
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.words.clock import zones
from api.words.notices import KINDS, WAYS
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.errors import N_
from domain.notice.notice import Happening

SCOPES = {
    Scope.READ: N_("Read"),
    Scope.DRAFT: N_("Write drafts and comments"),
    Scope.FILE: N_("File realisations and evidence"),
    Scope.SIGN: N_("Check, paraf, sign and return"),
}


MAILINGS = {
    Mailing.STEPS: N_("What waits for your paraf or signature"),
    Mailing.FILING: N_("What you have to fill in of a quarter"),
    Mailing.ESCALATIONS: N_("What others left late"),
}


@dataclass(frozen=True)
class Wish:
    """What was typed of a new token."""

    name: str = ""
    scopes: tuple[str, ...] = DEFAULT
    days: str = str(LASTS)


def sign_in(
    frame: Frame, next_page: str, username: str = "", problem: Problem | None = None, *, reason: str = ""
) -> str:
    """Return the form; `reason` says why somebody is here again."""
    return page(
        frame,
        "doors/sign-in.html",
        problem=problem,
        next=next_page,
        username=username,
        kept=reason == "expired",
        out=reason == "signed-out",
        wait=_wait(frame.words, problem),
    )


def _wait(words: Words, problem: Problem | None) -> str:
    """Say how long to wait in minutes: nobody counts seconds."""
    if problem is None or problem.status != 429:
        return ""
    minutes = math.ceil(int(problem.params["seconds"]) / 60)
    return words.plural(
        "That is in {n} minute. The administrator of your office can send you a new link meanwhile.",
        "That is in {n} minutes. The administrator of your office can send you a new link meanwhile.",
        minutes,
    )


def invitation(frame: Frame, username: str, problem: Problem | None = None) -> str:
    """Return the form by which the invited person chooses a password; it is sent to where it stands."""
    return page(frame, "doors/invitation.html", problem=problem, username=username)


def bootstrap(frame: Frame, values: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    """Return the form for the first office and its first administrator."""
    refusal = problem.receipt.refusal if problem and problem.receipt else None
    of_office = refusal is not None and refusal.act in ("open-office", "describe-office")
    return page(
        frame,
        "doors/bootstrap.html",
        problem=at_fields(problem, {"name": "office_name"} if of_office else {}),
        values=values,
        command_id=command_id,
        zones=zones(frame.words),
    )


def password(frame: Frame, username: str, problem: Problem | None = None) -> str:
    """Return the form to change one's own password."""
    return page(frame, "doors/password.html", problem=problem, username=username)


def tokens(
    frame: Frame,
    known: Sequence[Token],
    command_id: str,
    *,
    made: Token | None = None,
    secret: str = "",
    typed: Wish = Wish(),
    problem: Problem | None = None,
) -> str:
    """Return the tokens; the `secret` of the one just `made` is shown now and never again."""
    return page(
        frame,
        "doors/tokens.html",
        problem=problem,
        tokens=known,
        command_id=command_id,
        made=made,
        secret=secret,
        typed=typed,
        scopes=[(scope, frame.words(SCOPES[scope])) for scope in Scope],
        most=MOST_DAYS,
    )


def account(
    frame: Frame,
    owner: Account,
    offices: Sequence[tuple[str, str]],
    asking: Sequence[tuple[str, str, datetime]],
    acts: Sequence[tuple[datetime, Markup]],
    older: str,
    wanted: Sequence[Mailing],
    sessions: Sequence[tuple[datetime, datetime]],
) -> str:
    """Return the account's page: `wanted` are the mails, `older` is the key of the last act shown if there are more."""
    administers = frame.viewer is not None and any(Role.ADMINISTRATOR in m.roles for m in frame.viewer.memberships)
    return page(
        frame,
        "doors/account.html",
        owner=owner,
        offices=offices,
        asking=asking,
        acts=acts,
        older=older,
        notices=[(mailing.value, frame.words(text), mailing in wanted) for mailing, text in MAILINGS.items()],
        sessions=sessions,
        kinds=[
            (kind.value, frame.words(text), owner.hears[kind].value)
            for kind, text in KINDS.items()
            if administers or kind is not Happening.WEBHOOK_DISABLED
        ],
        ways=[(way.value, frame.words(text)) for way, text in WAYS.items()],
    )
