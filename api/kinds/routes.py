"""The kinds of plan of an office: those it declared in all their versions, those that paraf brings, and a new one."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, Literal, TypedDict
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.documents.kind.blank import blank_csv, blank_xlsx
from activities.documents.sheets import XLSX
from api.http import multipart, reading
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import query, reads, writes
from api.http.forms import file_sent
from api.http.negotiate import HTML, JSON
from api.http.pdf import BYTES
from api.http.problems import HttpError, Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.kinds import form, pages
from api.kinds.bodies import KindBody
from api.kinds.signing import Tree
from api.offices.routes import office_acts, tell_done
from api.reads.plan import unknown_plan
from domain.kernel.message import canonical
from domain.kind.kind import Kind, Language
from domain.office.commands import DeclareKind
from domain.office.events import KindDeclared
from domain.office.state import STREAM
from eventstore.codec import decode
from eventstore.entry import Receipt

router = APIRouter(tags=["kinds"])
_LARGEST = 256 * 1024  # bytes of a file; a kind is far smaller
_DIGITS_OF_YEAR = 4
_KINDS = "/offices/{office}/kinds"


class KindListed(TypedDict):
    """A kind by its code, with its newest version; versions are counted from 1."""

    code: str
    title: str
    language: Language
    version: int
    of: Literal["office", "paraf"]


class KindsListed(TypedDict):
    """The kinds that plans of an office can be of."""

    kinds: list[KindListed]


@router.get(_KINDS, **reads("The kinds of plan of an office", KindsListed, operation="list_kinds"))
async def kinds(visit: Annotated[Visit, Depends(Way("read-office"))]) -> Response:
    """List them."""
    if visit.html:
        await tell_done(visit)
        return page_answer(pages.kinds(visit.frame, visit.office, visit.office.known_kinds(), None))
    listed: KindsListed = {
        "kinds": [
            {
                "code": kind.code,
                "title": kind.title,
                "language": kind.language,
                "version": kind.version,
                "of": "office" if code in visit.office.kinds else "paraf",
            }
            for code, kind in visit.office.known_kinds().items()
        ]
    }
    return json_answer(listed)


_VERSION = query("version", "Which version; left out, the newest", {"type": "integer", "minimum": 1})


@router.get(
    _KINDS + "/{kind}",
    **reads("A kind of plan, as another office can declare it", Kind, operation="read_kind", headers=[_VERSION]),
)
async def kind(visit: Annotated[Visit, Depends(Way("read-office"))], kind: str) -> Response:
    """Send it, or show what its paper looks like."""
    found = await version_asked(visit, kind)
    if visit.html:
        await tell_done(visit)
        return page_answer(pages.kind(visit.frame, visit.office, found, visit.office.known_kinds()[kind]))
    return json_answer(canonical(found))


@router.get(
    _KINDS + "/{kind}/file",
    **reads("A kind of plan to be kept as a file", Kind, operation="download_kind", html=False, headers=[_VERSION]),
)
async def file(visit: Annotated[Visit, Depends(Way("read-office", (JSON,)))], kind: str) -> Response:
    """Send what another office takes in."""
    found = await version_asked(visit, kind)
    name = f"{visit.office.id}-{found.code}-{found.version}.json"
    return json_answer(canonical(found), headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _blank(media: str, make: Callable[[Kind, int], bytes]) -> None:
    """Add the route of an empty table of a kind, to be filled in and sent to a plan of it."""
    ending = "xlsx" if media == XLSX else "csv"

    async def blank(visit: Annotated[Visit, Depends(Way("read-office", (media,)))], kind: str) -> Response:
        """Send it with the headings of a year."""
        found = await version_asked(visit, kind)
        asked = visit.request.query_params.get("year", "")
        year = int(asked) if asked.isdecimal() and len(asked) == _DIGITS_OF_YEAR else visit.services.clock().year
        data = await asyncio.to_thread(make, found, year)
        name = f"{visit.office.id}-{found.code}-{year}-isian.{ending}"
        return Response(data, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    answers = reads(
        f"A kind of plan as an empty {'workbook' if media == XLSX else 'CSV'} to fill in",
        operation=f"download_blank_{ending}", html=False, more={media: BYTES if media == XLSX else {"type": "string"}},
        headers=[_VERSION, query("year", "Of the headings; left out, this one", {"type": "integer"})],
    )  # fmt: skip
    router.add_api_route(f"{_KINDS}/{{kind}}/blank.{ending}", blank, name=f"blank {ending}", **answers)


_blank(XLSX, blank_xlsx)
_blank("text/csv", blank_csv)
Making = Annotated[Visit, Depends(Way("declare-kind", (HTML,)))]


@router.get(_KINDS + "/{kind}/edit", **reads("The form for its next version", operation="edit_kind_page"))
async def edit(visit: Making, kind: str) -> Response:
    """Show what it is made of."""
    return _form(visit, form.from_kind(await version_asked(visit, kind)))


@router.get(_KINDS + "/{kind}/copy", **reads("The form for a kind of one's own", operation="copy_kind_page"))
async def copy(visit: Making, kind: str) -> Response:
    """Show what it begins with."""
    return _form(visit, form.from_kind(await version_asked(visit, kind)) | {"code": ""})


@router.post(
    _KINDS + "/form", **writes("The form again, after a button or with a file", Nothing, operation="kind_form")
)
async def again(visit: Annotated[Visit, Depends(Way("declare-kind", (HTML,), files=True))]) -> Response:
    """Show the form after a button, or as a file fills it; nothing is recorded."""
    sent = await file_sent(visit, _LARGEST)
    await visit.read()
    if sent is None and not multipart.is_multipart(visit.request):
        return _form(visit, form.pressed(form.from_fields(visit.form or ()), visit.typed("do")))

    async def listed(problem: Problem, _: str) -> str:
        return pages.kinds(visit.frame, visit.office, visit.office.known_kinds(), problem)

    visit.again = listed
    return _form(visit, form.from_kind(reading.filled(KindBody, sent or b"", None, visit.most).kind()))


def _form(visit: Visit, tree: Tree) -> Response:
    command_id = visit.form_id or visit.services.new_id()
    return page_answer(pages.edit(visit.frame, visit.office, tree, None, command_id))


async def version_asked(visit: Visit, code: str) -> Kind:
    """Return the version of a kind that is asked for. Raises `HttpError` 404 where there is none."""
    newest = visit.office.known_kinds().get(code)
    if newest is None:
        raise unknown_plan()
    asked = visit.request.query_params.get("version", "") or str(newest.version)
    if asked == str(newest.version):
        return newest
    for entry in await visit.services.store.read(visit.office.id, STREAM):
        if entry.tag == "kind-declared":
            event = decode(entry.body)
            if isinstance(event, KindDeclared) and event.kind.code == code and str(event.kind.version) == asked:
                return event.kind
    raise HttpError(404, "kind-version-unknown", "This kind has no version {version}.", "version", version=asked[:20])


async def _sent(visit: Visit) -> Sent[KindBody]:
    await visit.read()
    if visit.form is None:
        return await visit.command(KindBody)
    return Sent(visit, form.body(form.from_fields(visit.form)), visit.command_id(), None)


async def _declared(_: Visit, sent: Sent[KindBody]) -> dict[str, Any]:
    return {"kind": sent.body.kind()}


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    return pages.edit(visit.frame, visit.office, form.from_fields(visit.form or ()), problem, command_id)


def _where(visit: Visit, sent: Sent[KindBody]) -> str:
    return f"{office_path(visit.office)}/kinds/{sent.body.code}"


async def _to_kind(visit: Visit, sent: Sent[KindBody], _: Receipt) -> str:
    return f"{_where(visit, sent)}?done={quote(sent.command_id)}"


replace(office_acts(router), prefix=_KINDS, again=_again, then=_to_kind).add(
    "", "declare-kind", "Declare a kind of plan, or its next version", KindBody, DeclareKind,
    read=_sent, fields=_declared, where=_where,
)  # fmt: skip
