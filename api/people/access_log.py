"""The access log of an office, for its auditor: who did what to whose way in."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.log import AccessAct
from api.doors.account import AccessEntry, entry_view, sentences
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.paging import address, next_page, query_number
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.people import pages

router = APIRouter(tags=["people"])
_BATCH, _MOST = 50, 1000


class AccessLogView(TypedDict):
    """Entries of the access log, the last act first."""

    entries: list[AccessEntry]


_TEXT = {"type": "string"}


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
