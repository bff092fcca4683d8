"""The year of a plan as PDFs: which there are, how far the others are, and each by the SHA-256 of its bytes."""

from dataclasses import dataclass
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.year.editions import YearEdition, YearRecord, read_year, sheet, whole
from api.http.address import plan_path
from api.http.answers import IF_NONE_MATCH, json_answer, page_answer, tagged_answer
from api.http.bodies import Body
from api.http.described import reads, writes
from api.http.negotiate import PDF
from api.http.pdf import BYTES, pdf_answer
from api.http.problems import HttpError
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.year import pages
from domain.kernel.message import canonical
from domain.quarter.state import QuarterPhase
from eventstore.documents import Print, Prints

router = APIRouter(tags=["documents"])
_DOCUMENTS = "/offices/{office}/plans/{plan}/year-documents"
_DUE = (QuarterPhase.SIGNING, QuarterPhase.SIGNED, QuarterPhase.CLOSED)


class YearDocumentView(TypedDict):
    """A part of the year as a PDF, or how far it is (`state`)."""

    part: str
    state: str
    document: str | None


class YearDocuments(TypedDict):
    """The year's PDFs: `edition` is what the record is known by; equal editions are equal bytes."""

    edition: str
    done: int
    of: int
    documents: list[YearDocumentView]


class PrintBody(Body):
    """What is wanted: the year's table and all sheets, or the sheet of one indicator."""

    indicator: str = ""


@dataclass(frozen=True)
class _Year:
    record: YearRecord
    prints: dict[str, Print]


@router.get(
    _DOCUMENTS,
    **reads(
        "The documents of the year, and how far they are",
        YearDocuments,
        operation="list_year_documents",
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def listed(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """List the parts of the newest record and the quarters' own documents."""
    year = await _year(visit)
    files = _files(visit, year)
    if visit.html:
        sheets = {sheet(key): text for key, text in year.record.texts.items()}
        return page_answer(pages.year_documents(visit.frame, visit.office, visit.plan, files, sheets))
    return tagged_answer(visit, canonical(_view(files)))


@router.post(
    _DOCUMENTS,
    **writes(
        "Have the year printed", PrintBody, shape=YearDocuments, operation="print_year", command=False, created=202
    ),
)
async def ask(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Have the parts printed that are not there; asked again, it is the same document."""
    sent = await visit.sent(PrintBody)
    year = await _year(visit)
    wanted = sent.body.indicator
    if wanted and wanted not in year.record.indicators:
        raise HttpError(422, "unknown-row", "The plan has no row “{row}”.", "indicator", row=wanted[:40])
    edition, position = year.record.edition, year.record.newest.position
    parts = (sheet(wanted),) if wanted else whole(year.record.indicators)
    prints = _prints(visit)
    await prints.ask(visit.office.id, visit.plan, edition, position, parts)
    await visit.services.plans.print_year(YearEdition(visit.office.id, visit.plan, edition, position))
    if visit.html:
        found = f"#{parts[0]}" if wanted else ""
        return see_other(f"{plan_path(visit.office, visit.plan)}/year-documents{found}")
    return json_answer(canonical(_view(_files(visit, await _year(visit)))), 202)


@router.get(
    _DOCUMENTS + "/{digest}",
    **reads(
        "A PDF of the year",
        operation="download_year_document",
        html=False,
        more={PDF: BYTES},
        headers=[IF_NONE_MATCH],
        not_modified=True,
    ),
)
async def document(visit: Annotated[Visit, Depends(Way("read-plan", (PDF,)))], digest: str) -> Response:
    """Send the stored bytes as they are, also of an edition before."""
    if not await _prints(visit).has(visit.office.id, visit.plan, digest):
        raise unknown_plan()
    return await pdf_answer(visit, digest, f"{visit.office.id}-{visit.plan}-tahun-{digest[:8]}")


def _prints(visit: Visit) -> Prints:
    return Prints(visit.services.store.pool, visit.services.plans.seal)


async def _year(visit: Visit) -> _Year:
    record = await read_year(visit.services.store, visit.office.id, visit.plan)
    if record is None:
        raise unknown_plan()
    prints = await _prints(visit).of(visit.office.id, visit.plan, record.edition)
    return _Year(record, prints)


def _files(visit: Visit, year: _Year) -> pages.YearFiles:
    base = plan_path(visit.office, visit.plan)
    parts = dict.fromkeys([*whole(year.record.indicators), *sorted(year.prints)])
    files = [_printed(base, part, year.prints.get(part)) for part in parts]
    for quarter in year.record.quarters:
        found = quarter.document.document if quarter.document else ""
        state = "ready" if found else "waiting" if quarter.phase in _DUE else "absent"
        where = f"{base}/quarters/{quarter.quarter}/documents/{found}" if found else ""
        files.append(pages.YearFile(f"quarter-{quarter.quarter}", state, found, where))
    return pages.YearFiles(year.record.edition, tuple(files))


def _printed(base: str, part: str, found: Print | None) -> pages.YearFile:
    if found is None:
        return pages.YearFile(part, "absent", "", "")
    if found.document is None:
        return pages.YearFile(part, "failed" if found.failed else "waiting", "", "")
    return pages.YearFile(part, "ready", found.document, f"{base}/year-documents/{found.document}")


def _view(files: pages.YearFiles) -> YearDocuments:
    return {
        "edition": files.edition,
        "done": files.done,
        "of": files.count,
        "documents": [{"part": f.part, "state": f.state, "document": f.document or None} for f in files.files],
    }
