"""What somebody types is kept for them while they type: it is back when they are, and is no fact of anything."""

from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http import reading
from api.http.address import office_path
from api.http.forms import TYPED
from api.http.problems import HttpError
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way

router = APIRouter(tags=["access"], include_in_schema=False)  # a page's own script speaks to it
_LONGEST_PAGE = 300  # characters of an address


@router.post("/offices/{office}/kept")
async def keep(visit: Annotated[Visit, Depends(Way("read-plan", most=reading.LARGEST))]) -> Response:
    """Keep the fields of a page's form in place of those that were kept before, or forget them."""
    await visit.read()
    page = unquote(visit.typed("page"))
    if not page.startswith(f"{office_path(visit.office)}/") or len(page) > _LONGEST_PAGE:
        raise HttpError(422, "not-a-page", "Nothing is typed on such a page.", "page")
    if visit.typed("do") == "discard":
        await visit.services.unsaved.drop(account_id(visit), page)
        return see_other(quote(page))
    fields = [(name, value) for name, value in visit.form or () if name != "page"]
    await visit.services.unsaved.keep(account_id(visit), page, urlencode(fields).encode("ascii"), TYPED)
    return Response(status_code=204)
