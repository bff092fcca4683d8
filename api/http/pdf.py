"""A stored PDF as an answer: its bytes as they are, or a page of it as a picture, kept for ever by whoever has them."""

import asyncio

from starlette.responses import Response

from activities.documents.pictures import page_image
from activities.documents.press import PDF
from api.http.answers import unchanged
from api.http.negotiate import PNG
from api.http.problems import HttpError
from api.http.visit import Visit
from api.reads.plan import unknown_plan

BYTES = {"type": "string", "format": "binary"}
# The address names the content, which never changes; only who may see it may.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
WIDTH = 1654  # pixels: A4 at 200 dots an inch


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


async def page_answer(visit: Visit, digest: str, number: str, width: int = WIDTH) -> Response:
    """Send a page of the document so many pixels wide, sharp enough to be enlarged. Raises `HttpError` 404."""
    data = await _stored(visit, digest)
    if not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise unknown_plan()
    try:
        png = await asyncio.to_thread(page_image, data, int(number), width)
    except IndexError:
        raise HttpError(404, "unknown-page", "The document has no page {page}.", "page", page=number) from None
    return Response(png, media_type=PNG, headers=_KEPT)


async def _stored(visit: Visit, digest: str) -> bytes:
    found = await visit.services.store.document(digest)
    if found is None or found[0] != PDF:
        raise unknown_plan()
    return found[1]
