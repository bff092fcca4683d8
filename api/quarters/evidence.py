"""Evidence of a row: what its owners send before they file it or with the form, and its download."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.press import PDF
from activities.evidence.files import KINDS, judged
from activities.evidence.pictures import NotDrawn
from api.http import multipart
from api.http.answers import json_answer, unchanged
from api.http.described import query, reads, receives_file
from api.http.files import GUARDED, attachment, one_file
from api.http.negotiate import JSON, OCTETS, PNG
from api.http.pictures import Picture
from api.http.problems import HttpError, Unprocessable
from api.http.visit import Visit
from api.http.way import Way
from api.quarters.bodies import CHOSEN, FILE
from api.reads.execution import quarter_of, read_quarter
from api.reads.plan import unknown_plan
from api.words.amounts import said_size
from domain.kernel.errors import N_, PlanError, Refused, require
from domain.kernel.message import digest as digest_of
from domain.quarter.events import RealisationCorrected, RealisationFiled
from domain.quarter.filing import MOST_FILES, Evidence
from domain.quarter.line import Line
from domain.quarter.state import QuarterPhase
from eventstore.codec import decode
from eventstore.documents import MOST_SENT, EvidenceRow

router = APIRouter(tags=["quarters"])
_EVIDENCE = "/offices/{office}/plans/{plan}/quarters/{quarter}/realisations/{indicator:text}/evidence"
_MEDIA_TYPES = (OCTETS, *dict.fromkeys(kind.media_type for kind in KINDS.values()))
_SHOWN = (PNG, "image/jpeg")
_BYTES = {"type": "string", "format": "binary"}


@router.post(
    _EVIDENCE,
    **receives_file(
        "Send a file of evidence, to be named by its digest when the row is filed or corrected",
        Evidence,
        [query("name", "The file's name, where the body is the file itself", {"type": "string"})],
    ),
)
async def send(
    visit: Annotated[Visit, Depends(Way("upload-evidence", (JSON,)))], quarter: str, indicator: str
) -> Response:
    """Keep the file for the row."""
    row = await row_of_own(visit, quarter, indicator)
    name, content = await one_file(visit)
    evidence = await keep(visit, row, name, content)
    return json_answer(evidence, 201, {"Location": f"{quote(visit.path)}/{evidence.digest}"})


@router.get(
    _EVIDENCE + "/{digest}",
    **reads("A file of evidence", operation="download_evidence", html=False, more=dict.fromkeys(_MEDIA_TYPES, _BYTES)),
)
async def fetch(
    visit: Annotated[Visit, Depends(Way("read-plan", _MEDIA_TYPES))], quarter: str, indicator: str, digest: str
) -> Response:
    """Send the stored bytes, to be saved and never shown. By a digest alone nobody reads what is not of this row."""
    row = row_at(visit, quarter, indicator)
    evidence = await _readable(visit, row, digest)
    if evidence is None:
        raise unknown_plan()
    tag = f'"{digest}"'
    known = unchanged(visit, tag, GUARDED)
    if known is not None:
        return known
    stored = await visit.services.store.document(digest)
    if stored is None:
        raise unknown_plan()
    headers = {**GUARDED, "Content-Disposition": attachment(evidence.name), "ETag": tag}
    return Response(stored[1], media_type=evidence.media_type, headers=headers)


@router.get(
    _EVIDENCE + "/{digest}/pages/{number}",
    **reads(
        "A picture of a file of evidence, or of a page of it", operation="preview_evidence", html=False,
        more=dict.fromkeys(_SHOWN, _BYTES), statuses=(429,),
    ),
)  # fmt: skip
async def preview(
    visit: Annotated[Visit, Depends(Way("read-plan", _SHOWN))], quarter: str, indicator: str, digest: str, number: str
) -> Response:
    """Send a picture as it is, and a page of a PDF as it was drawn apart; no other kind is shown within the browser."""
    evidence = await _readable(visit, row_at(visit, quarter, indicator), digest)
    if evidence is None or not (number.isascii() and number.isdecimal() and len(number) < 5):
        raise unknown_plan()
    tag = f'"{digest}-{number}"'
    known = unchanged(visit, tag, GUARDED)
    if known is not None:
        return known

    async def stored() -> bytes:
        found = await visit.services.store.document(digest)
        if found is None:
            raise unknown_plan()
        return found[1]

    headers = {**GUARDED, "ETag": tag}
    try:
        if evidence.media_type == PDF:
            drawn = await visit.services.previews.png(visit.who.person, Picture(digest, int(number)), stored)
            return Response(drawn, media_type=PNG, headers=headers)
        if evidence.media_type in _SHOWN and number == "1":
            return Response(await stored(), media_type=evidence.media_type, headers=headers)
    except NotDrawn:
        raise HttpError(422, "no-preview", "This file cannot be shown here; download it to look at it.") from None
    except IndexError:
        pass
    raise HttpError(404, "unknown-page", "The document has no page {page}.", "page", page=number)


def row_at(visit: Visit, quarter: str, indicator: str) -> EvidenceRow:
    """Return the row that the address names. Raises `HttpError` 404 where a year has no such quarter."""
    return EvidenceRow(visit.office.id, quarter_of(visit, quarter), indicator)


async def row_of_own(visit: Visit, quarter: str, indicator: str) -> EvidenceRow:
    """Return the row, for one of its owners while it can change. Raises `HttpError` 404, or `Refused`."""
    state = await read_quarter(visit, quarter)
    line = state.lines.get(indicator)
    if line is None:
        raise unknown_plan()
    owns = visit.who.person in {owner.person for owner in line.row.owners}
    require(owns, "not-your-row", "Only an owner of this indicator files it.", indicator)
    closed = N_("The quarter is closed; it changes only after somebody reopens it.")
    require(state.phase is not QuarterPhase.CLOSED, "quarter-closed", closed)
    return row_at(visit, quarter, indicator)


async def keep(visit: Visit, row: EvidenceRow, name: str, content: bytes) -> Evidence:
    """Judge the file and keep it for the row. Raises `Refused` at the row's evidence."""
    place = f"{row.indicator}.evidence"
    try:
        evidence = await asyncio.to_thread(judged, name, content)
    except PlanError as no:
        raise no.at(place) from None
    kept = await visit.services.evidence.put(row, visit.who.person, evidence, content)
    full = N_("{most} files were sent for this row already; no more are kept.")
    require(kept, "evidence-full", full, place, most=str(MOST_SENT))
    return evidence


async def chosen(visit: Visit, row: EvidenceRow, line: Line, digests: list[str] | None) -> tuple[Evidence, ...]:
    """Return the files of these digests, filed or sent for the row; None: what is filed. Raises `Refused`."""
    filed = line.filing.evidence if line.filing else ()
    if digests is None:
        return filed
    known = {evidence.digest: evidence for evidence in filed}
    if not known.keys() >= set(digests):
        sent = await visit.services.evidence.of(row)
        known = {digest: of.evidence for digest, of in sent.items()} | known
    for digest in digests:
        unknown = N_("No file of the digest {digest} was sent for this row.")
        require(digest in known, "evidence-unknown", unknown, f"{row.indicator}.evidence", digest=digest[:16])
    return tuple(known[digest] for digest in digests)


async def _readable(visit: Visit, row: EvidenceRow, digest: str) -> Evidence | None:
    """What the row's facts say of the file, past ones too; or the viewer's own, before it is filed."""
    found = None
    for entry in await visit.services.store.read(row.office, row.stream):
        match decode(entry.body):
            case (
                RealisationFiled(indicator=row.indicator, filing=filing)
                | RealisationCorrected(indicator=row.indicator, new=filing)
            ):
                found = next((e for e in filing.evidence if e.digest == digest), found)
    if found is not None:
        return found
    sent = (await visit.services.evidence.of(row)).get(digest)
    return sent.evidence if sent is not None and sent.person == visit.who.person else None


async def take_files(visit: Visit, quarter: str, row_of: Callable[[str], str]) -> list[PlanError]:
    """Keep them, and leave a form without files that names them. Returns why those are not kept that are not.

    `row_of` says of which row a field is. The fields are there in any case, so that nothing typed is lost with a file.
    """
    faults: list[PlanError] = []
    if not multipart.is_multipart(visit.request):
        return faults
    largest = visit.services.largest_evidence
    form: list[tuple[str, str]] = []
    count = Counter[str]()
    try:
        async for part in multipart.parts(visit.request, largest, visit.services.largest_form):
            if not isinstance(part, multipart.SentFile):
                form.append(part)
                continue
            prefix = part.field.removesuffix(FILE)
            count[prefix] += 1
            if part.content is not None:
                form.append((prefix + CHOSEN + digest_of(part.content), "keep"))
            indicator = row_of(prefix) or next((value for name, value in form if name == f"{prefix}indicator"), "")
            try:
                await _keep(visit, quarter, indicator, part, count[prefix])
            except PlanError as no:
                faults.append(no.at(f"{indicator}.evidence"))
    finally:
        visit.took(form)
    return faults


async def sent_of(visit: Visit, row: EvidenceRow, typed: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Return what was sent for the row and is chosen in the form, filed or not."""
    digests = [name.removeprefix(CHOSEN) for name, value in typed.items() if name.startswith(CHOSEN) and value]
    sent = await visit.services.evidence.of(row) if digests else {}
    return tuple(sent[digest].evidence for digest in digests if digest in sent)


async def _keep(visit: Visit, quarter: str, indicator: str, file: multipart.SentFile, count: int) -> None:
    if count > MOST_FILES:
        raise Refused("too-many-files", "At most {most} files.", "", most=str(MOST_FILES))
    if file.content is None:
        large = N_("“{name}” is larger than {most}; it was not kept.")
        most = said_size(visit.services.largest_evidence)
        raise HttpError(413, "evidence-too-large", large, "", name=file.name[:100], most=most)
    row = await row_of_own(visit, quarter, indicator)
    await keep(visit, row, file.name, file.content)


def not_kept(faults: list[PlanError]) -> HttpError:
    """Return that these files are not kept."""
    found = Unprocessable(faults)
    if any(isinstance(fault, HttpError) for fault in faults):
        found.status = 413
    return found
