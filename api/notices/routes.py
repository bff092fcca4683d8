"""What somebody was told, and that they read it."""

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from activities.notices.words import path_of
from activities.webhooks.body import WebhookActor
from api.access.notices import NoticeRecord
from api.doors.sessions import Done
from api.http.answers import json_answer, page_answer
from api.http.bodies import Body
from api.http.described import query, reads, writes
from api.http.html import page
from api.http.paging import next_page
from api.http.problems import HttpError
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.notices.lines import notice_lines
from api.words.names import plain
from api.words.notices import notice_sentence
from domain.notice.notice import Happening

router = APIRouter(tags=["desk"])
_BATCH = 25


class NoticeView(TypedDict):
    """What happened: `paper` is plan, amendment, action, quarter or report; `path` is where people read more."""

    id: str
    office: str
    position: int | None
    at: datetime
    read_at: datetime | None
    kind: Happening
    paper: str
    plan: str
    quarter: int
    row: str
    about: str
    reason: str
    by: WebhookActor
    sentence: str
    path: str


class NoticesListed(TypedDict):
    """The newest first; `unread` counts all that are."""

    notices: list[NoticeView]
    unread: int


class NoticeReadBody(Body):
    """Say up to which notice one has read."""

    upto: Annotated[UUID, Field(strict=False)]


@router.get(
    "/notices",
    **reads(
        "What happened that concerns you",
        NoticesListed,
        operation="list_notices",
        tells=("Link",),
        headers=[
            query("before", "Only notices before the one of this id", {"type": "string", "format": "uuid"}),
            query("unread", "`1`: only those that you have not read", {"type": "string", "enum": ["0", "1"]}),
        ],
    ),
)
async def notices(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """List them."""
    owner, services = visit.owner, visit.services
    asked = visit.request.query_params
    found = await services.notices.of(
        *(owner.person, owner.offices, _BATCH + 1),
        before=_before(asked["before"]) if asked.get("before") else None,
        unread=asked.get("unread") == "1",
    )
    more = next_page(visit.request, before=str(found[_BATCH - 1].id)) if len(found) > _BATCH else {}
    found = found[:_BATCH]
    unread = await services.notices.unread(owner.person, owner.offices)
    if visit.html:
        lines = await notice_lines(visit, found)
        older = lines[-1].id if more else ""
        return page_answer(page(visit.frame, "notices/notices.html", lines=lines, unread=unread, older=older))
    answer: NoticesListed = {"notices": [_view(visit, record) for record in found], "unread": unread}
    return json_answer(answer, headers=more)


def _before(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise HttpError(422, "wrong-shape", "This is not written as it has to be.", "before") from None


@router.post(
    "/notices/read",
    **writes(
        "Say that you read what happened", NoticeReadBody, shape=Done, operation="mark_notices_read", command=False
    ),
)
async def read(visit: Annotated[Visit, Depends(Way("manage-own-account"))]) -> Response:
    """Remember it; nothing is lost: what was read stays in the list."""
    body = (await visit.sent(NoticeReadBody)).body
    await visit.services.notices.read(visit.owner.person, visit.owner.offices, body.upto)
    return see_other(visit.next("/notices")) if visit.html else json_answer({})


def _view(visit: Visit, record: NoticeRecord) -> NoticeView:
    told = record.told
    return {
        "id": str(record.id),
        "office": record.office,
        "position": record.position,
        "at": record.at,
        "read_at": record.read_at,
        "kind": told.happening,
        "paper": told.paper,
        "plan": told.plan,
        "quarter": told.quarter,
        "row": told.row,
        "about": told.about,
        "reason": told.reason,
        "by": {"person": told.person, "name": told.name, "role": told.role, "position": told.position},
        "sentence": plain(notice_sentence(visit.frame.words, record.office, told)),
        "path": path_of(record.office, told),
    }
