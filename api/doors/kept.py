"""What somebody types is kept for them while they type: it is back when they are, and is no fact of anything."""

from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.doors.bodies import KeptBody
from api.doors.sessions import Done
from api.http import reading
from api.http.address import office_path
from api.http.answers import json_answer
from api.http.described import writes
from api.http.forms import TYPED
from api.http.problems import HttpError
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way

router = APIRouter(tags=["access"])
_LONGEST_PAGE = 300  # characters of an address


@router.post(
    "/offices/{office}/kept",
    **writes("Keep what is typed on a page", KeptBody, shape=Done, operation="keep_typed", command=False),
)
async def keep(visit: Annotated[Visit, Depends(Way("keep-typed", most=reading.LARGEST))]) -> Response:
    """Keep the fields of a page's form in place of those that were kept before, or forget them."""
    await visit.read()
    body = _typed(visit) if visit.form is not None else (await visit.sent(KeptBody)).body
    page = unquote(body.page)
    if not page.startswith(f"{office_path(visit.office)}/") or len(page) > _LONGEST_PAGE or "\0" in page:
        raise HttpError(422, "not-a-page", "Nothing is typed on such a page.", "page")
    if body.discard:
        await visit.services.unsaved.drop(account_id(visit), page)
    else:
        await visit.services.unsaved.keep(account_id(visit), page, urlencode(body.fields).encode("ascii"), TYPED)
    return see_other(quote(page)) if visit.html else json_answer({})


def _typed(visit: Visit) -> KeptBody:
    """The page's own form, and the page beside its fields."""
    fields = [(name, value) for name, value in visit.form or () if name != "page"]
    return KeptBody(page=visit.typed("page"), fields=fields, discard=visit.typed("do") == "discard")
