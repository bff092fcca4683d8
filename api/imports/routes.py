"""A plan's rows out of somebody's file: what its tables become is shown, corrected, and put into the editor unsaved."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends
from msgspec import structs
from starlette.responses import Response

from activities.importing.process import MOST_BYTES, read_file
from api.http import multipart, reading
from api.http.address import plan_path
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads, receives_file, writes
from api.http.problems import HttpError, Problem, Reader, problem_of
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.imports import sent as files
from api.imports.bodies import MappingBody
from api.imports.filled import Filled, filled, said_by
from api.imports.page import import_page
from api.imports.sent import ImportFile, Preview, corrected
from api.plans.form import TextForm, scales_of
from api.plans.typing import into_editor, require_nothing_typed
from api.reads.plan import read_past
from domain.kernel.characters import legible
from domain.kernel.errors import PlanError, require
from domain.kind.kind import Kind
from domain.kind.shipped import RKT
from domain.measure.reading.convention import Convention, convention
from domain.office.state import Office
from domain.plan.state import Plan
from domain.sheet.laid import Laid
from domain.sheet.mapping import parts_laid, proposed

router = APIRouter(tags=["text"])
_IMPORT = "/offices/{office}/plans/{plan}/import"
_AROUND = 64 * 1024  # bytes of a form around its one file
_LONGEST_NAME = 200  # characters
Importing = Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST, files=True))]


@router.get(_IMPORT, **reads("What a file that was sent becomes", Preview, operation="read_import"))
async def show(visit: Importing) -> Response:
    """Show the file that was sent last, or ask for one."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    sent = await files.find(visit)
    if not visit.html:
        return json_answer(_preview(_there(sent), kind_of(plan, visit.office)))
    return page_answer(await asyncio.to_thread(_page, visit, plan, sent))


@router.post(
    _IMPORT,
    **receives_file(
        "Send a file whose tables are to become rows of the plan; nothing is recorded",
        Preview,
        [query("name", "The file's name, where the body is the file itself", {"type": "string"})],
        "send_import",
        page=True,
    ),
)
async def send(visit: Importing) -> Response:
    """Read the file and guess what its columns are."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    kind = kind_of(plan, visit.office)
    try:
        name, data = await _file(visit)
        source = await asyncio.to_thread(read_file, name, data)
    except PlanError as no:
        if not visit.html:
            raise
        return page_answer(_page(visit, plan, None, problem_of(no, Reader(visit.language))), 422)
    mapping = await files.remembered(visit, kind, await asyncio.to_thread(proposed, source, kind, plan.year))
    sent = ImportFile(name, source, mapping)
    await files.keep(visit, sent)
    if visit.html:
        return see_other(f"{plan_path(visit.office, visit.plan)}/import")
    return json_answer(_preview(sent, kind), 201, {"Location": f"{plan_path(visit.office, visit.plan)}/import"})


@router.post(
    _IMPORT + "/mapping",
    **writes("Say what the columns of the file become, and take its rows into the editor, unsaved", MappingBody,
             shape=Preview, operation="map_import", command=False),
)  # fmt: skip
async def take(visit: Importing) -> Response:
    """Show what the file becomes by what is said now; or put its rows into the editor, where nothing is saved yet."""
    await visit.read()
    sent = _there(await files.find(visit))
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    here = plan_path(visit.office, visit.plan)
    if visit.form is None:
        body = (await visit.sent(MappingBody)).body
        sent = structs.replace(sent, mapping=body.read(), numbers=body.numbers, money=body.money)
        act = "take" if body.take else "show"
    else:
        sent, act = corrected(sent, dict(visit.form)), visit.typed("do")
    if act == "drop":
        await visit.services.unsaved.drop(account_id(visit), files.place(visit))
        return see_other(f"{here}/import")
    await files.keep(visit, sent)
    if act != "take":
        return see_other(f"{here}/import") if visit.html else json_answer(_preview(sent, kind_of(plan, visit.office)))
    await require_nothing_typed(visit, visit.plan)
    found = await asyncio.to_thread(_filled, visit, plan, sent)
    await into_editor(visit, visit.plan, plan.version, found.patch)
    await files.remember(visit, kind_of(plan, visit.office), sent.mapping)
    await visit.services.unsaved.drop(account_id(visit), files.place(visit))
    return see_other(f"{here}/edit") if visit.html else json_answer(_preview(sent, kind_of(plan, visit.office)))


def _there(sent: ImportFile | None) -> ImportFile:
    if sent is None:
        raise HttpError(404, "no-import", "No file was sent to be read into this plan.")
    return sent


def kind_of(plan: Plan, office: Office) -> Kind:
    """Return what the plan's parts are made of; of a plan without a kind of its own, the parts that it has."""
    if plan.shape is not None:
        return plan.shape
    keys = [part.key for part in plan.text.parts]
    parts = tuple(part for part in RKT.parts if part.key in keys)
    return structs.replace(RKT, parts=parts or RKT.parts)


def _filled(visit: Visit, plan: Plan, sent: ImportFile) -> Filled:
    kind = kind_of(plan, visit.office)
    form = TextForm.from_text(plan.text, plan.shape)
    laid = parts_laid(sent.source, sent.mapping, kind)
    scales = scales_of(visit.office, plan.year, plan.shape)
    return filled(laid, form, said(sent, laid, form), scales, visit.services.new_id)


def said(sent: ImportFile, laid: dict[str, list[Laid]], form: TextForm) -> Convention:
    """Return how the file writes figures: as somebody says, else as the plan does, else as it proves itself."""
    cover = convention(sent.numbers or form.cover.get("numbers", ""), sent.money or form.cover.get("money", ""))
    heads = [head for table in sent.mapping.tables for _, head in table.band.heads]
    return said_by(laid, heads, cover)


def _preview(sent: ImportFile, kind: Kind) -> Preview:
    laid = parts_laid(sent.source, sent.mapping, kind)
    left = tuple(each for tables in laid.values() for table in tables for each in table.left)
    parts = {key: tuple(tables) for key, tables in laid.items()}
    return Preview(sent.name, sent.mapping, parts, left, sent.source.left)


def _page(visit: Visit, plan: Plan, sent: ImportFile | None, problem: Problem | None = None) -> str:
    kind = kind_of(plan, visit.office)
    found = None
    if sent is not None:
        found = _preview(sent, kind), _filled(visit, plan, sent)
    return import_page(visit.frame, visit.office, plan, kind, sent, found, problem)


async def _file(visit: Visit) -> tuple[str, bytes]:
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
    return legible(name)[:_LONGEST_NAME]
