"""The emblem of an office: sent as a file of a form or in JSON, kept by its digest, shown as it is."""

import asyncio
from base64 import b64decode, b64encode
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.emblem import KINDS, LARGEST, judged_emblem
from api.http import multipart
from api.http.answers import unchanged
from api.http.described import reads
from api.http.problems import HttpError
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.offices.bodies import EmblemBody
from api.offices.routes import office_acts
from api.reads.plan import unknown_plan
from domain.kernel.errors import N_, require
from domain.office.commands import SetEmblem

router = APIRouter(tags=["offices"])
_BYTES = {"type": "string", "format": "binary"}
_AROUND = 16 * 1024  # bytes of a form around its one file


@router.get(
    "/offices/{office}/emblem",
    **reads(
        "The emblem on the covers of an office", operation="read_emblem", html=False, more=dict.fromkeys(KINDS, _BYTES)
    ),
)
async def emblem(visit: Annotated[Visit, Depends(Way("read-office", tuple(KINDS)))]) -> Response:
    """Send the picture as it was sent."""
    stored = await visit.services.store.document(visit.office.emblem) if visit.office.emblem else None
    if stored is None:
        raise unknown_plan()
    tag = f'"{visit.office.emblem}"'
    guarded = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache", "ETag": tag}
    return unchanged(visit, tag, guarded) or Response(stored[1], media_type=stored[0], headers=guarded)


async def _sent(visit: Visit) -> Sent[EmblemBody]:
    if not multipart.is_multipart(visit.request):
        return await visit.command(EmblemBody)
    form: list[tuple[str, str]] = []
    picture = b""
    async for part in multipart.parts(visit.request, LARGEST, LARGEST + _AROUND):
        if not isinstance(part, multipart.SentFile):
            form.append(part)
        elif part.content is None:
            raise HttpError(
                413, "emblem-large", N_("An emblem has at most {most} kB."), "picture", most=str(LARGEST // 1024)
            )
        else:
            picture = part.content
    visit.took(form)
    await visit.read()
    missing = N_("Choose a picture, or take the emblem off.")
    require(bool(picture) or bool(visit.typed("remove")), "emblem-missing", missing, "picture")
    return Sent(visit, EmblemBody(picture=b64encode(picture).decode()), visit.command_id(), None)


async def _kept(visit: Visit, sent: Sent[EmblemBody]) -> dict[str, Any]:
    try:
        data = b64decode(sent.body.picture, validate=True)
    except ValueError:
        raise HttpError(422, "emblem-unreadable", N_("The picture is not in base64."), "picture") from None
    if not data:
        return {"picture": ""}
    kind = await asyncio.to_thread(judged_emblem, data)
    return {"picture": await visit.services.store.put_document(data, kind)}


office_acts(router, "emblem").add(
    "/emblem", "set-emblem", "Say which picture covers bear", EmblemBody, SetEmblem,
    files=True, most=2 * LARGEST, read=_sent, fields=_kept,
)  # fmt: skip
