"""A stored PDF as an answer: its bytes as they are, or a page of it as a picture, asked for again each time."""

from typing import Any

from starlette.responses import Response

from activities.documents.press import PDF
from api.http.answers import unchanged
from api.http.leaves import Viewing
from api.http.negotiate import PNG
from api.http.pictures import Picture
from api.http.problems import HttpError
from api.http.visit import Visit
from api.reads.plan import unknown_plan
from domain.route.endorsed import Endorsed

BYTES = {"type": "string", "format": "binary"}
# The address names the content, which never changes, but who may see it may: a shared PC's cache asks each time.
_KEPT = {"Cache-Control": "private, no-cache"}


async def pdf_answer(visit: Visit, digest: str, name: str) -> Response:
    """Send the document with this SHA-256, called so; whether it is theirs to read was asked before.

    Raises `HttpError` 404 where there is none.
    """
    tag = f'"{digest}"'
    known = unchanged(visit, tag, _KEPT)
    if known is not None:
        return known
    data = await _stored(visit, digest)
    return Response(
        data, media_type=PDF, headers={**_KEPT, "Content-Disposition": f'inline; filename="{name}.pdf"', "ETag": tag}
    )


async def page_answer(visit: Visit, digest: str, number: str) -> Response:
    """Send a page of the document, sharp enough to be enlarged. Raises `HttpError` 404, or 429 for many at once."""
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise unknown_plan()
    picture = Picture(digest, int(number))
    known = unchanged(visit, picture.tag, _KEPT)
    if known is not None:
        return known
    try:
        png = await visit.services.pictures.png(visit.who.person, picture, lambda: _stored(visit, digest))
    except IndexError:
        raise HttpError(404, "unknown-page", "The document has no page {page}.", "page", page=number) from None
    return Response(png, media_type=PNG, headers={**_KEPT, "ETag": picture.tag})


async def reading_of(visit: Visit, of: Endorsed[Any, Any, Any]) -> Viewing:
    """Return how the document of what is to be endorsed is read."""
    shown = of.document
    found = shown and await visit.services.pictures.layout(shown.document, lambda: _stored(visit, shown.document))
    return Viewing(found, visit.request.query_params.get("as") == "text")


async def _stored(visit: Visit, digest: str) -> bytes:
    found = await visit.services.store.document(digest)
    if found is None or found[0] != PDF:
        raise unknown_plan()
    return found[1]
