"""The account of a person of an office, managed by its home, which another asks to join; and the log of all access."""

from typing import Annotated, TypedDict, TypeVar

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.accounts import Account
from api.access.errors import AccountRefused, NotAllowed
from api.access.log import AccessAct, By
from api.access.memberships import AccountStanding, Elsewhere
from api.access.passwords import checked_username
from api.doors.account import AccessEntry, entry_view, sentences
from api.http.answers import json_answer, page_answer
from api.http.bodies import Body, Nothing
from api.http.described import query, reads, writes
from api.http.paging import address, next_page, query_number
from api.http.problems import HttpError, Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.people import pages
from api.people.bodies import AccountBody, EmailBody
from api.people.routes import PERSON, AccountView, account_view, managed, person_page, require_known, standing_of
from api.reads.plan import unknown_plan

router = APIRouter(tags=["people"])
Managing = Annotated[Visit, Depends(Way("manage-accounts"))]
B = TypeVar("B", bound=Body)
_ACCOUNT = PERSON + "/account"
_BATCH, _MOST = 50, 1000
_TEXT = {"type": "string"}


class Invited(TypedDict):
    """An account with the link by which its person chooses a password, told this once."""

    account: AccountView
    link: str


@router.post(
    _ACCOUNT,
    **writes(
        "Make an account; only this answer has the link",
        AccountBody,
        shape=Invited,
        operation="make_account",
        command=False,
    ),
)
async def create(visit: Managing, person: str) -> Response:
    """Make it and invite. Asked again, it is the same account, with a new link in place of the old one."""
    body = await _asked(visit, person, "account", AccountBody)
    accounts = visit.services.accounts
    try:
        account = await accounts.create(body.username, person, home=visit.office.id, email=body.email, by=_by(visit))
    except AccountRefused as no:
        known = await accounts.of_person(person)
        if no.code != "account-exists" or known is None or known.username != checked_username(body.username):
            raise
        account = known
    return await _invited(visit, account, 201)


@router.post(
    _ACCOUNT + "/invitation",
    **writes("Make a link to choose a new password", Nothing, shape=Invited, operation="invite_person", command=False),
)
async def invite(visit: Managing, person: str) -> Response:
    """Make it, in place of an older one; the present password holds until it is used."""
    await _asked(visit, person, "invitation", Nothing)
    return await _invited(visit, await _account(visit, person), 201)


@router.post(
    _ACCOUNT + "/email",
    **writes("Say where a person's reminders go", EmailBody, shape=AccountView, operation="set_email", command=False),
)
async def set_email(visit: Managing, person: str) -> Response:
    """Set or remove it."""
    body = await _asked(visit, person, "email", EmailBody)
    await visit.services.accounts.set_email(await _account(visit, person), body.email, _by(visit))
    return await _done(visit, person)


@router.post(
    _ACCOUNT + "/closing",
    **writes(
        "Close an account; its sessions end", Nothing, shape=AccountView, operation="close_account", command=False
    ),
)
async def close(visit: Managing, person: str) -> Response:
    """Close it: neither password, nor token, nor invitation opens anything."""
    await _asked(visit, person, "closing", Nothing)
    await visit.services.accounts.disable(await _account(visit, person), _by(visit))
    return await _done(visit, person)


@router.post(
    _ACCOUNT + "/opening",
    **writes("Open a closed account again", Nothing, shape=AccountView, operation="reopen_account", command=False),
)
async def reopen(visit: Managing, person: str) -> Response:
    """Open it, with the password it had."""
    await _asked(visit, person, "opening", Nothing)
    await visit.services.accounts.enable(await _account(visit, person), _by(visit))
    return await _done(visit, person)


@router.post(
    _ACCOUNT + "/membership",
    **writes(
        "Ask a person whose account is another office's to let it act here",
        Nothing,
        shape=AccountView,
        operation="ask_account",
        command=False,
    ),
)
async def ask(visit: Managing, person: str) -> Response:
    """Ask; roles that are given here hold when the person has agreed."""
    _, standing = await _sent(visit, person, "membership", Nothing)
    if isinstance(standing, Elsewhere):
        await visit.services.memberships.ask(await _account(visit, person), _by(visit))
    return await _done(visit, person)


@router.post(
    _ACCOUNT + "/membership/end",
    **writes(
        "Let another office's account no longer act here",
        Nothing,
        shape=AccountView,
        operation="end_membership",
        command=False,
    ),
)
async def end_membership(visit: Managing, person: str) -> Response:
    """End it, or take the question back. An account that is at home here is closed instead."""
    _, standing = await _sent(visit, person, "membership", Nothing)
    if isinstance(standing, Elsewhere):
        await visit.services.memberships.leave(await _account(visit, person), _by(visit))
    return await _done(visit, person)


async def _asked(visit: Visit, person: str, form: str, model: type[B]) -> B:
    """Read what was sent about the person's account. Raises `NotAllowed` where it is another office's."""
    body, standing = await _sent(visit, person, form, model)
    _require_own(standing)
    return body


async def _sent(visit: Visit, person: str, form: str, model: type[B]) -> tuple[B, AccountStanding]:
    require_known(visit, person)

    async def again(problem: Problem, command_id: str) -> str:
        return await person_page(visit, person, form=form, problem=problem, command_id=command_id)

    visit.again = again
    return (await visit.sent(model)).body, (await managed(visit))[person]


async def require_own(visit: Visit, person: str) -> None:
    """Raise `NotAllowed` where a person's account, or before there is one their id, is another office's."""
    state = (await visit.services.accounts.states([person])).get(person)
    _require_own(await standing_of(visit, person, state))


def _require_own(standing: AccountStanding) -> None:
    if isinstance(standing, Elsewhere):
        raise NotAllowed("not-your-account", "This account is another office's: only its administrators manage it.")


def _by(visit: Visit) -> By:
    return By(visit.who.person, visit.office.id)


async def _account(visit: Visit, person: str) -> Account:
    account = await visit.services.accounts.of_person(person)
    if account is None:
        raise unknown_plan()
    return account


async def _invited(visit: Visit, account: Account, status: int) -> Response:
    link = await invitation(visit, account)
    if visit.html:
        return page_answer(await person_page(visit, account.person, link=link))
    state = (await visit.services.accounts.states([account.person]))[account.person]
    return json_answer({"account": account_view(state), "link": link}, status)


async def invitation(visit: Visit, account: Account) -> str:
    """Return the link by which a person chooses a password. Raises `AccountRefused` for a closed account."""
    if account.disabled:
        raise AccountRefused("account-closed", "This account is closed; open it first.")
    return f"{visit.services.base_url}/invitations/{await visit.services.accounts.invite(account, _by(visit))}"


async def _done(visit: Visit, person: str) -> Response:
    if visit.html:
        return see_other(f"/offices/{visit.office.id}/people/{person}#account")
    state = (await managed(visit))[person]
    return json_answer(None if state is None else account_view(state))


class AccessLogView(TypedDict):
    """Entries of the access log, the last act first."""

    entries: list[AccessEntry]


@router.get(
    "/offices/{office}/access-log",
    **reads(
        "The access log of an office, the last act first; `Link` says where it goes on",
        AccessLogView,
        operation="read_access_log",
        tells=("Link",),
        headers=[
            query("person", "Only what was done to the way in of this person", _TEXT),
            query("act", "Only this act", _TEXT | {"enum": list(AccessAct)}),
            query("before", "Only entries before the one of this key", _TEXT),
            query("limit", "At most so many", {"type": "integer", "minimum": 1, "maximum": _MOST}),
        ],
    ),
)
async def access_log(visit: Annotated[Visit, Depends(Way("read-access-log"))]) -> Response:
    """Show it, with the roles that the office gave and took."""
    wanted = visit.request.query_params
    person, act = wanted.get("person", "").replace("\0", ""), wanted.get("act", "")
    if act and act not in list(AccessAct):
        raise HttpError(422, "unknown-value", "This must be one of {known}.", "act", known=", ".join(AccessAct))
    limit = query_number(visit.request, "limit", _BATCH, 1, _MOST)
    before = wanted.get("before", "").replace("\0", "")
    entries = await visit.services.access_log.of_office(
        visit.office.id, limit + 1, person=person, act=act, before=before
    )
    last = entries[limit - 1].key if len(entries) > limit else None
    entries = entries[:limit]
    if visit.html:
        older = address(visit.request, before=last) if last else ""
        return page_answer(
            pages.access_log(visit.frame, visit.office, await sentences(visit, entries), person, act, older)
        )
    more = next_page(visit.request, before=last) if last else {}
    return json_answer({"entries": [entry_view(entry) for entry in entries]}, headers=more)
