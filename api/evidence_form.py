"""The files that the form of a row brings: kept before the rest of it is read, and chosen in its fields."""

from collections.abc import Mapping

from api import multipart
from api.errors import HttpError, Unprocessable
from api.evidence import keep, row_of_own
from api.presentation.amounts import said_size
from api.visit import Visit
from api.year_bodies import CHOSEN
from domain.errors import PlanError, Refused
from domain.year.filing import Evidence
from domain.year.filing_check import MOST_FILES
from eventstore.evidence import Row


async def take_files(visit: Visit, quarter: str, indicator: str) -> None:
    """Keep them, and leave a form without files that names them. Raises `HttpError` for the files that are not kept.

    The fields are there in either case, so that nothing typed is lost with a file.
    """
    if not multipart.is_multipart(visit.request):
        return
    place, largest = f"{indicator}.evidence", visit.services.largest_evidence
    form: list[tuple[str, str]] = []
    faults: list[PlanError] = []
    count = 0
    try:
        async for part in multipart.parts(visit.request, largest, visit.services.largest_form):
            if not isinstance(part, multipart.SentFile):
                form.append(part)
                continue
            count += 1
            try:
                form.append((await _kept(visit, quarter, indicator, part, count), "keep"))
            except PlanError as no:
                faults.append(no.at(place))
    finally:
        visit.took(form)
    if faults:
        raise _not_kept(faults)


async def sent_of(visit: Visit, row: Row, typed: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Return what was sent for the row and is chosen in the form, filed or not."""
    digests = [name.removeprefix(CHOSEN) for name, value in typed.items() if name.startswith(CHOSEN) and value]
    sent = await visit.services.evidence.of(row) if digests else {}
    return tuple(sent[digest].evidence for digest in digests if digest in sent)


async def _kept(visit: Visit, quarter: str, indicator: str, file: multipart.SentFile, count: int) -> str:
    """Return the field that chooses the file."""
    if count > MOST_FILES:
        raise Refused("too-many-files", "At most {most} files.", "", most=str(MOST_FILES))
    if file.content is None:
        large = "“{name}” is larger than {most}; it was not kept."
        most = said_size(visit.services.largest_evidence)
        raise HttpError(413, "evidence-too-large", large, "", name=file.name[:100], most=most)
    row = await row_of_own(visit, quarter, indicator)
    return CHOSEN + (await keep(visit, row, file.name, file.content)).digest


def _not_kept(faults: list[PlanError]) -> HttpError:
    found = Unprocessable(faults)
    if any(isinstance(fault, HttpError) for fault in faults):
        found.status = 413
    return found
