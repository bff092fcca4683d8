"""One's own account: in which offices it acts, which ask for it, and what was done to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.responses import Response

from activities.notices.hearing import Hearing
from activities.reminders.post import Mailing
from api.access.accounts import Account
from api.access.log import AccessAct, AccessRecord, By
from api.doors import pages
from api.doors.bodies import HearingBody, NoticesBody, ReadBody
from api.doors.sessions import Done
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import query, reads, writes
from api.http.paging import next_page
from api.http.visit import Visit, see_other, session_token
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.words.access import access_sentence
from domain.notice.notice import Happening

router = APIRouter(tags=["access"])
Own = Annotated[Visit, Depends(Way("manage-own-account"))]
_BATCH = 50


class AccessEntry(TypedDict):
    """What was done to whose way in, and by whom."""

    key: str
    at: datetime
    act: AccessAct
    actor: str
    person: str
    office: str
    about: str


class OfficeNamed(TypedDict):
    """An office that the account acts in."""

    office: str
    name: str


class OfficeAsking(OfficeNamed):
    """An office that asks for the account."""

    asked_at: datetime


class OwnAccount(TypedDict):
    """One's own account; `unread` is what others did since it was last said that all was read."""

    username: str
    person: str
    email: str | None
    notices: list[Mailing]
    hears: dict[Happening, Hearing]
    home: str | None
    offices: list[OfficeNamed]
    asking: list[OfficeAsking]
    unread: list[AccessEntry]
    entries: list[AccessEntry]


@dataclass(frozen=True)
class News:
    """What a person is to be told of their account: which offices ask for it (id, name, since), what others did."""

    asking: tuple[tuple[str, str, datetime], ...]
    unread: tuple[AccessRecord, ...]


async def news(visit: Visit) -> News:
    """Return what has not been answered or read."""
    account, services = visit.owner, visit.services
    asking = [
        (office, await _name(visit, office), since)
        for office, since in (await services.memberships.asking(account)).items()
    ]
    unread = await services.access_log.unread(account.person, account.offices, account.told_until)
    return News(tuple(asking), tuple(unread))


async def sentences(
    visit: Visit, entries: list[AccessRecord] | tuple[AccessRecord, ...]
) -> list[tuple[datetime, Markup]]:
    """Tell entries, each with its time."""
    memberships = visit.who.memberships
    people = {person: name for m in memberships for person, name in m.office.people.items()}
    people |= {visit.who.person: visit.who.name}
    offices = {entry.office: await _name(visit, entry.office) for entry in entries if entry.office}
    return [(entry.at, access_sentence(visit.frame.words, entry, people, offices)) for entry in entries]


@router.get(
    "/account",
    **reads(
        "Your account: its offices, who asks for it, and what was done to it",
        OwnAccount,
        operation="read_own_account",
        tells=("Link",),
        headers=[query("before", "Only entries before the one of this key", {"type": "string"})],
    ),
)
async def account(visit: Own) -> Response:
    """Show it, with the last acts first."""
    owner, fresh = visit.owner, await news(visit)
    before = visit.request.query_params.get("before", "")
    entries = await visit.services.access_log.of_person(owner.person, owner.offices, _BATCH + 1, before)
    more = next_page(visit.request, before=entries[_BATCH - 1].key) if len(entries) > _BATCH else {}
    entries = entries[:_BATCH]
    offices = [(office, await _name(visit, office)) for office in sorted(owner.offices)]
    if visit.html:
        if visit.request.query_params.get("saved") == "1":
            visit.notice = visit.frame.words("It is saved")
        return page_answer(
            pages.account(
                visit.frame,
                owner,
                offices,
                fresh.asking,
                await sentences(visit, entries),
                entries[-1].key if more else "",
                _wanted(owner),
                await visit.services.sessions.of(owner),
            )
        )
    value: OwnAccount = {
        "username": owner.username,
        "person": owner.person,
        "email": owner.email,
        "notices": _wanted(owner),
        "hears": dict(owner.hears),
        "home": owner.home,
        "offices": [{"office": office, "name": name} for office, name in offices],
        "asking": [{"office": o, "name": name, "asked_at": since} for o, name, since in fresh.asking],
        "unread": [entry_view(entry) for entry in fresh.unread],
        "entries": [entry_view(entry) for entry in entries],
    }
    return json_answer(value, headers=more)


def _wanted(owner: Account) -> list[Mailing]:
    return [mailing for mailing in Mailing if mailing not in owner.silenced]


@router.post(
    "/account/notices",
    **writes("Say which mails you want", NoticesBody, shape=Done, operation="choose_notices", command=False),
)
async def notices(visit: Own) -> Response:
    """Remember it: it is asked where mail is sent."""
    wanted = (await visit.sent(NoticesBody)).body.notices
    await visit.services.profiles.silence(visit.owner, [mailing for mailing in Mailing if mailing not in wanted])
    return see_other("/account?saved=1#notices") if visit.html else json_answer({})


@router.post(
    "/account/hearing",
    **writes("Say how you hear of what happens", HearingBody, shape=Done, operation="choose_hearing", command=False),
)
async def hearing(visit: Own) -> Response:
    """Remember it: it is asked when something happens."""
    await visit.services.profiles.hear(visit.owner, (await visit.sent(HearingBody)).body.hears)
    return see_other("/account?saved=1#hearing") if visit.html else json_answer({})


@router.post(
    "/account/sessions/end",
    **writes("End your other sessions", Nothing, shape=Done, operation="end_other_sessions", command=False),
)
async def end_sessions(visit: Own) -> Response:
    """End them; the one that asks goes on."""
    await visit.sent(Nothing)
    await visit.services.sessions.end_others(visit.owner, session_token(visit))
    return see_other("/account?saved=1#sessions") if visit.html else json_answer({})


@router.post(
    "/account/read",
    **writes("Say that you read what others did", ReadBody, shape=Done, operation="mark_read", command=False),
)
async def read(visit: Own) -> Response:
    """Remember it: the desk no longer tells of what came before."""
    body = (await visit.sent(ReadBody)).body
    await visit.services.accounts.read_until(visit.owner, min(body.until, visit.services.clock()))
    return see_other(visit.next("/")) if visit.html else json_answer({})


@router.post(
    "/account/offices/{office}",
    **writes(
        "Let your account act in an office that asks", Nothing, shape=Done, operation="join_office", command=False
    ),
)
async def join(visit: Own, office: str) -> Response:
    """Agree: the roles that the office has given you hold from now on."""
    await visit.sent(Nothing)
    if not await visit.services.memberships.join(visit.owner, office) and office not in visit.owner.offices:
        raise unknown_plan()
    return see_other("/account") if visit.html else json_answer({})


@router.post(
    "/account/offices/{office}/end",
    **writes(
        "Decline an office, or let your account no longer act there",
        Nothing,
        shape=Done,
        operation="leave_office",
        command=False,
    ),
)
async def leave(visit: Own, office: str) -> Response:
    """End it; the account's home is never left."""
    await visit.sent(Nothing)
    await visit.services.memberships.leave(visit.owner, By(office=office))
    return see_other("/account") if visit.html else json_answer({})


def entry_view(entry: AccessRecord) -> AccessEntry:
    """Return an entry as JSON has it."""
    return {
        "key": entry.key,
        "at": entry.at,
        "act": entry.act,
        "actor": entry.actor,
        "person": entry.person,
        "office": entry.office,
        "about": entry.about,
    }


async def _name(visit: Visit, office: str) -> str:
    found = await visit.services.offices.find(office)
    return found.name if found else office
