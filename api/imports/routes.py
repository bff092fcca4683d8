"""Somebody's file into a page of ours: what its tables become is shown, corrected, and put there unsaved."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends
from msgspec import structs
from starlette.responses import Response

from activities.documents.sheets import XLSX
from activities.documents.year.list import filing_xlsx
from activities.evidence.files import impersonal
from activities.importing.process import MOST_BYTES
from api.access.imports import SentFile
from api.http import multipart, reading
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads, receives_file, writes
from api.http.files import GUARDED, attachment
from api.http.forms import TYPED
from api.http.negotiate import OCTETS
from api.http.pdf import BYTES
from api.http.problems import HttpError, Reader, problem_of
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.imports.action.becoming import ActionPreview, ActionRows
from api.imports.bodies import MappingBody
from api.imports.plan.becoming import PlanPreview, PlanRows
from api.imports.quarter.becoming import Filings
from api.imports.quarter.filled import FilingPreview
from api.imports.reader import packed, refusal, unpacked
from api.imports.sent import Becoming, ImportFile, Said, as_before, corrected
from api.imports.waiting import waiting_page
from api.plans.typing import require_nothing_typed, tell_typed
from api.quarters.pages import filed_fields
from api.reads.execution import action_of, quarter_of, read_quarter
from api.reads.plan import unknown_plan
from domain.kernel.characters import legible
from domain.kernel.errors import N_, PlanError, require
from domain.kernel.streams import QUARTERS
from domain.sheet.mapping import Mapping
from domain.sheet.table import Source
from eventstore.documents import IMPORTED, EvidenceRow

router = APIRouter(tags=["text"])
_AROUND = 64 * 1024  # bytes of a form around its one file
_LONGEST_NAME = 200  # characters
_PATIENCE, _MINUTES = (
    2,
    120,
)  # seconds that a form waits before it is told that it takes longer, and that a program does
Open = Callable[[Visit], Awaitable[Becoming]]


def _add(path: str, act: str, opened: Open, preview: type, noun: str, called: str) -> None:
    """Add the page of an import, where a file is sent to it, and where it is said what the file is taken for."""
    importing = Annotated[Visit, Depends(Way(act, most=reading.LARGEST, files=True))]
    address = f"{path}/import"

    @router.get(address, **reads(f"What a file that was sent becomes: {noun}", preview, operation=f"read_{called}"))
    async def show(visit: importing) -> Response:
        return await _show(visit, await opened(visit))

    named = [query("name", "The file's name, where the body is the file itself", {"type": "string"})]
    sending = f"Send a file whose tables are to become {noun}; nothing is recorded"

    @router.post(address, **receives_file(sending, preview, named, f"send_{called}", page=True))
    async def send(visit: importing) -> Response:
        return await _send(visit, await opened(visit))

    mapping: Any = writes(f"Say what the columns of the file become, and take them as {noun}, unsaved", MappingBody,
                          shape=preview, operation=f"map_{called}", command=False)  # fmt: skip

    @router.post(f"{address}/mapping", **mapping)
    async def take(visit: importing) -> Response:
        return await _take(visit, await opened(visit))


_add("/offices/{office}/plans/{plan}", "edit-text", PlanRows.opened, PlanPreview, "rows of the plan", "import")
_add(
    "/offices/{office}/plans/{plan}/quarters/{quarter}", "file-realisation", Filings.opened, FilingPreview,
    "what was realised", "filing_import",
)  # fmt: skip


@router.get(
    "/offices/{office}/plans/{plan}/quarters/{quarter}/list.xlsx",
    **reads("The rows of a quarter as a workbook to fill in and send", operation="download_filing_list", html=False,
            more={XLSX: BYTES}),
)  # fmt: skip
async def filing_list(visit: Annotated[Visit, Depends(Way("read-plan", (XLSX,)))], quarter: str) -> Response:
    """Send those that the reader owns; to whoever owns none, all of them."""
    state, person = await read_quarter(visit, quarter), visit.who.person
    own = [key for key, line in state.lines.items() if person in {owner.person for owner in line.row.owners}]
    data = await asyncio.to_thread(filing_xlsx, state, own or state.lines, lambda line: filed_fields(line.filing))
    name = f"{visit.office.id}-{visit.plan}-q{quarter}-isian.xlsx"
    return Response(data, media_type=XLSX, headers={"Content-Disposition": attachment(name)})


@router.get(
    "/offices/{office}/plans/{plan}/sources/{digest}",
    **reads("A file that something of the plan or of its quarters came from", operation="download_source", html=False,
            more={OCTETS: BYTES}),
)  # fmt: skip
async def source(visit: Annotated[Visit, Depends(Way("read-plan", (OCTETS,)))], digest: str) -> Response:
    """Send the file as it was sent, to be saved and never shown."""
    streams = [visit.stream, action_of(visit), *(quarter_of(visit, str(number)) for number in QUARTERS)]
    for stream in streams:
        sent = (await visit.services.evidence.of(EvidenceRow(visit.office.id, stream, IMPORTED))).get(digest)
        kept = None if sent is None else await visit.services.store.document(digest)
        if sent is not None and kept is not None:
            headers = {**GUARDED, "Content-Disposition": attachment(sent.evidence.name)}
            return Response(kept[1], media_type=OCTETS, headers=headers)
    raise unknown_plan()


_add(
    "/offices/{office}/plans/{plan}/action", "edit-action", ActionRows.opened, ActionPreview, "rows of the action plan",
    "action_import",
)  # fmt: skip


async def _show(visit: Visit, becoming: Becoming) -> Response:
    await tell_typed(visit, becoming.editor)
    sent = await visit.services.imports.look(account_id(visit), becoming.here, _PATIENCE if visit.html else _MINUTES)
    if sent is None:
        if not visit.html:
            raise _none()
        return page_answer(await asyncio.to_thread(becoming.page, None, None))
    if not sent.read:
        return _waiting(visit, becoming, sent)
    try:
        if sent.refused is not None:
            raise refusal(sent.refused)
        file = await _file(visit, becoming, sent)
        if visit.html:
            return page_answer(await asyncio.to_thread(becoming.page, file, None))
        return json_answer(await asyncio.to_thread(becoming.preview, file))
    except PlanError as no:
        return await _refused(visit, becoming, no)


async def _send(visit: Visit, becoming: Becoming) -> Response:
    try:
        name, data = await _received(visit)
    except PlanError as no:
        return await _refused(visit, becoming, no)
    await visit.services.imports.files.put(account_id(visit), becoming.here, name, data)
    answer = await _show(visit, becoming)
    if visit.html:
        return answer if answer.status_code == 422 else see_other(quote(becoming.here))
    answer.status_code, answer.headers["Location"] = 201, quote(becoming.here)
    return answer


async def _refused(visit: Visit, becoming: Becoming, no: PlanError) -> Response:
    """Ask for another file, and say why it is not this one."""
    if not visit.html:
        raise no
    return page_answer(await asyncio.to_thread(becoming.page, None, problem_of(no, Reader(visit.language))), 422)


async def _take(visit: Visit, becoming: Becoming) -> Response:
    """Show what the file becomes by what is said now; or put its rows into the editor, where nothing is saved yet."""
    await visit.read()
    account, unsaved, imports = account_id(visit), visit.services.unsaved, visit.services.imports.files
    if visit.form is not None and visit.typed("do") == "drop":
        await imports.drop(account, becoming.here)
        return see_other(quote(becoming.here))
    sent = await visit.services.imports.look(account, becoming.here, _MINUTES)
    if sent is None:
        raise _none()
    if sent.refused is not None:
        raise refusal(sent.refused)
    file = await _file(visit, becoming, sent)
    if visit.form is None:
        body = (await visit.sent(MappingBody)).body
        said, takes = Said(body.read(), body.numbers, body.money), body.take
    else:
        said, takes = await asyncio.to_thread(corrected, file, dict(visit.form)), visit.typed("do") == "take"
    file = structs.replace(file, said=said)
    await _note(visit, becoming, file)
    if takes:
        await require_nothing_typed(visit, becoming.editor)
        fields, given = await asyncio.to_thread(becoming.typing, file)
        await imports.remember(account, _shape(becoming, said.mapping), await asyncio.to_thread(packed, said.mapping))
        await imports.note(account, becoming.here, file.file, given=await asyncio.to_thread(packed, given))
        # Last: whoever finds rows in the editor finds where they came from, too, whatever dies in between.
        await unsaved.keep(account, becoming.editor, urlencode(fields).encode("ascii"), TYPED)
    if visit.html:
        return see_other(quote(becoming.editor if takes else becoming.here))
    return json_answer(await asyncio.to_thread(becoming.preview, file))


async def _file(visit: Visit, becoming: Becoming, sent: SentFile) -> ImportFile:
    """Return the file as it is taken; at first as it looks, or as one of its shape was taken before."""
    imports, account = visit.services.imports.files, account_id(visit)
    source: Source = await asyncio.to_thread(unpacked, sent.source or b"", Source)
    if sent.mapping is not None:
        return ImportFile(sent.file, sent.name, source, await asyncio.to_thread(unpacked, sent.mapping, Said))
    mapping = await asyncio.to_thread(becoming.guess, source)
    before = await imports.remembered(account, _shape(becoming, mapping))
    if before is not None:
        mapping = as_before(mapping, unpacked(before, Mapping).tables)
    file = ImportFile(sent.file, sent.name, source, Said(mapping))
    await _note(visit, becoming, file)
    return file


async def _note(visit: Visit, becoming: Becoming, file: ImportFile) -> None:
    """Keep what the file is taken for."""
    given = await asyncio.to_thread(becoming.given, file)
    await visit.services.imports.files.note(
        account_id(visit),
        becoming.here,
        file.file,
        mapping=await asyncio.to_thread(packed, file.said),
        given=None if given is None else await asyncio.to_thread(packed, given),
    )


def _shape(becoming: Becoming, mapping: Mapping) -> str:
    return f"{becoming.family} {mapping.shape}"


def _waiting(visit: Visit, becoming: Becoming, sent: SentFile) -> Response:
    """Say that the file is being read, on a page that looks again; a program asks again by itself."""
    if not visit.html:
        still = N_("“{name}” is still being read: ask again.")
        raise HttpError(503, "import-reading", still, "file", name=sent.name).telling(Retry_After="5")
    return page_answer(waiting_page(visit.frame, becoming.here, sent), 202)


def _none() -> HttpError:
    return HttpError(404, "no-import", "No file was sent to be read into this plan.")


async def _received(visit: Visit) -> tuple[str, bytes]:
    """Return name and content: the body itself, or the one file of a form. Raises `HttpError` or `Refused`."""
    request = visit.request
    if not multipart.is_multipart(request):
        return _named(request.query_params.get("name", "")), await reading.read(request, MOST_BYTES)
    files = [
        part
        async for part in multipart.parts(request, MOST_BYTES, MOST_BYTES + _AROUND)
        if isinstance(part, multipart.SentFile)
    ]
    require(len(files) == 1, "one-file", "Send one file at a time.", "file")
    if files[0].content is None:
        raise reading.too_large(MOST_BYTES)
    return _named(files[0].name), files[0].content


def _named(name: str) -> str:
    return impersonal(legible(name)[:_LONGEST_NAME])
