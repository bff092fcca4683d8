"""The file of the document that an amendment is based on: brought by its form or sent before, kept, and fetched."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.evidence.files import KINDS, judged
from activities.recording.recorder import PlanStream
from api.http import multipart
from api.http.answers import json_answer, unchanged
from api.http.described import query, reads, receives_file
from api.http.files import GUARDED, attachment, one_file
from api.http.negotiate import JSON, OCTETS
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.plans.acts import where
from api.plans.editing import other_plans
from api.reads.plan import read_past, unknown_plan
from api.reads.upstream import amended_source
from api.words.amounts import said_size
from domain.kernel.errors import N_, PlanError, require
from domain.plan.amendment import BasisDocument
from domain.plan.state import Plan
from domain.quarter.filing import Evidence
from eventstore.documents import AMENDMENT, MOST_SENT, EvidenceRow

router = APIRouter(tags=["amendment"])
_FILES = "/offices/{office}/plans/{plan}/amendment/files"
_MEDIA_TYPES = (OCTETS, *dict.fromkeys(kind.media_type for kind in KINDS.values()))
_BYTES = {"type": "string", "format": "binary"}
_PLACE = "basis.file"


@router.post(
    _FILES,
    **receives_file(
        "Send the file of a basis document, to be named by its digest when an amendment is begun",
        Evidence,
        [query("name", "The file's name, where the body is the file itself", {"type": "string"})],
        "send_basis_file",
    ),
)
async def send(visit: Annotated[Visit, Depends(Way("begin-amendment", (JSON,)))]) -> Response:
    """Keep the file."""
    kept = await _keep(visit, *await one_file(visit))
    return json_answer(kept, 201, {"Location": f"{where(visit)}/amendment/files/{kept.digest}"})


@router.get(
    _FILES + "/{digest}",
    **reads("The file of a basis document", operation="download_basis_file", html=False,
            more=dict.fromkeys(_MEDIA_TYPES, _BYTES)),
)  # fmt: skip
async def fetch(visit: Annotated[Visit, Depends(Way("open-plan", _MEDIA_TYPES))], digest: str) -> Response:
    """Send the stored bytes, to be saved and never shown: of what an amendment names, or what the viewer sent."""
    past = await read_past(visit.services.store, visit.office.id, visit.stream)
    sent = (await visit.services.evidence.of(_row(visit))).get(digest)
    named = any(basis.file == digest for moment in past.moments for basis in _named(moment.state))
    if sent is None or not (named or sent.person == visit.who.person):
        raise unknown_plan()
    tag = f'"{digest}"'
    known = unchanged(visit, tag, GUARDED)
    if known is not None:
        return known
    stored = await visit.services.store.document(digest)
    if stored is None:
        raise unknown_plan()
    headers = {**GUARDED, "Content-Disposition": attachment(sent.evidence.name), "ETag": tag}
    return Response(stored[1], media_type=sent.evidence.media_type, headers=headers)


async def take_file(visit: Visit) -> None:
    """Keep the file that the form brings, and leave a form that names it. Raises `PlanError` once all is read."""
    if not multipart.is_multipart(visit.request):
        return
    form, fault = list[tuple[str, str]](), None
    try:
        async for part in multipart.parts(visit.request, visit.services.largest_evidence, visit.services.largest_form):
            if not isinstance(part, multipart.SentFile):
                form.append(part)
                continue
            try:
                kept = await _keep(visit, part.name, part.content)
            except PlanError as no:
                fault = no.at(_PLACE)
            else:
                form = [(name, value) for name, value in form if name not in (_PLACE, "basis.name")]
                form += [(_PLACE, kept.digest), ("basis.name", kept.name)]
    finally:
        visit.took(form)
    if fault is not None:
        raise fault


async def require_kept(visit: Visit, digest: str) -> None:
    """Refuse a file that nobody sent for an amendment of the plan, or of the one that it comes from."""
    known = not digest or digest in await visit.services.evidence.of(_row(visit)) or await _taken_over(visit, digest)
    require(known, "evidence-unknown", N_("No file of the digest {digest} was sent."), _PLACE, digest=digest[:16])


async def _taken_over(visit: Visit, digest: str) -> bool:
    """Keep the file of the amendment in force upstream for this one too; False where it is another."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    source = await amended_source(other_plans(visit), plan)
    if source is None or source.amendment.basis.file != digest:
        return False
    sent = (await visit.services.evidence.of(EvidenceRow(visit.office.id, source.stream, AMENDMENT))).get(digest)
    stored = await visit.services.store.document(digest)
    return sent is not None and stored is not None and await _put(visit, sent.evidence, stored[1])


async def _keep(visit: Visit, name: str, content: bytes | None) -> Evidence:
    if content is None:
        large, most = N_("“{name}” is larger than {most}; it was not kept."), said_size(visit.services.largest_evidence)
        raise HttpError(413, "evidence-too-large", large, _PLACE, name=name[:100], most=most)
    plan = await visit.services.recorder.plan(PlanStream(visit.office.id, visit.stream))
    require(plan.in_force is not None, "plan-unsigned", N_("The plan is not signed yet."))
    file = await asyncio.to_thread(judged, name, content)
    await _put(visit, file, content)
    return file


async def _put(visit: Visit, file: Evidence, content: bytes) -> bool:
    full = N_("{most} files were sent for this plan already; no more are kept.")
    kept = await visit.services.evidence.put(_row(visit), visit.who.person, file, content)
    require(kept, "evidence-full", full, _PLACE, most=str(MOST_SENT))
    return kept


def _row(visit: Visit) -> EvidenceRow:
    return EvidenceRow(visit.office.id, visit.stream, AMENDMENT)


def _named(plan: Plan) -> list[BasisDocument]:
    stated = [plan.amendment, *(held.amendment for held in plan.amended)]
    return [amendment.basis for amendment in stated if amendment is not None]
