"""The account of a person of an office: made, invited, closed and opened by whoever administers all their offices."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.accounts import Account, checked_username
from api.access.errors import AccountRefused, NotAllowed
from api.http.answers import shown, told
from api.http.bodies import Body, Nothing
from api.http.described import writes
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.people.bodies import AccountBody, EmailBody
from api.people.routes import PERSON, account_told, managed, person_page, require_known
from api.reads.plan import unknown_plan

router = APIRouter(tags=["people"])
Managing = Annotated[Visit, Depends(Way("manage-accounts"))]
B = TypeVar("B", bound=Body)
_ACCOUNT = PERSON + "/account"
_TOLD = {"type": "object", "required": ["username", "email", "closed", "password_chosen", "invited_until"]}
_INVITED = {
    "type": "object",
    "required": ["account", "link"],
    "properties": {"account": _TOLD, "link": {"type": "string", "format": "uri"}},
}


@router.post(
    _ACCOUNT, **writes("Make an account; only this answer has the link", AccountBody, schema=_INVITED, command=False)
)
async def create(visit: Managing, person: str) -> Response:
    """Make it and invite. Asked again, it is the same account, with a new link in place of the old one."""
    body = await _asked(visit, person, "account", AccountBody)
    accounts = visit.services.accounts
    try:
        account = await accounts.create(body.username, person, email=body.email)
    except AccountRefused as no:
        known = await accounts.of_person(person)
        if no.code != "account-exists" or known is None or known.username != checked_username(body.username):
            raise
        account = known
    return await _invited(visit, account, 201)


@router.post(
    _ACCOUNT + "/invitation", **writes("Make a link to choose a new password", Nothing, schema=_INVITED, command=False)
)
async def invite(visit: Managing, person: str) -> Response:
    """Make it, in place of an older one; the present password holds until it is used."""
    await _asked(visit, person, "invitation", Nothing)
    return await _invited(visit, await _account(visit, person), 201)


@router.post(_ACCOUNT + "/email", **writes("Say where a person's reminders go", EmailBody, schema=_TOLD, command=False))
async def set_email(visit: Managing, person: str) -> Response:
    """Set or remove it."""
    body = await _asked(visit, person, "email", EmailBody)
    await visit.services.accounts.set_email(await _account(visit, person), body.email)
    return await _done(visit, person)


@router.post(
    _ACCOUNT + "/closing", **writes("Close an account; its sessions end", Nothing, schema=_TOLD, command=False)
)
async def close(visit: Managing, person: str) -> Response:
    """Close it: neither password, nor token, nor invitation opens anything."""
    await _asked(visit, person, "closing", Nothing)
    await visit.services.accounts.disable(await _account(visit, person))
    return await _done(visit, person)


@router.post(_ACCOUNT + "/opening", **writes("Open a closed account again", Nothing, schema=_TOLD, command=False))
async def reopen(visit: Managing, person: str) -> Response:
    """Open it, with the password it had."""
    await _asked(visit, person, "opening", Nothing)
    await visit.services.accounts.enable(await _account(visit, person))
    return await _done(visit, person)


async def _asked(visit: Visit, person: str, form: str, model: type[B]) -> B:
    """Read what was sent about the person's account. Raises `NotAllowed` where somebody else manages it too."""
    require_known(visit, person)

    async def again(problem: Problem, command_id: str) -> str:
        return await person_page(visit, person, form=form, problem=problem, command_id=command_id)

    visit.again = again
    if person not in await managed(visit):
        raise NotAllowed(
            "not-your-account", "This account can be managed only by whoever administers every office of the person."
        )
    return (await visit.sent(model)).body


async def _account(visit: Visit, person: str) -> Account:
    account = await visit.services.accounts.of_person(person)
    if account is None:
        raise unknown_plan()
    return account


async def _invited(visit: Visit, account: Account, status: int) -> Response:
    if account.disabled:
        raise AccountRefused("account-closed", "This account is closed; open it first.")
    secret = await visit.services.accounts.invite(account)
    link = f"{visit.services.base_url}/invitations/{secret}"
    if visit.html:
        return shown(await person_page(visit, account.person, link=link))
    state = (await visit.services.accounts.states([account.person]))[account.person]
    return told({"account": account_told(state), "link": link}, status)


async def _done(visit: Visit, person: str) -> Response:
    if visit.html:
        return see_other(f"/offices/{visit.office.id}/people/{person}#account")
    return told(account_told((await visit.services.accounts.states([person]))[person]))
