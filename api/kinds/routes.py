"""The kinds of plan of an office: those it declared in all their versions, those that paraf brings, and a new one."""

from dataclasses import replace
from typing import Annotated, Any, Literal, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.address import office_path
from api.http.answers import json_answer
from api.http.described import query, reads
from api.http.negotiate import JSON
from api.http.problems import HttpError
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.kinds.bodies import KindBody
from api.offices.routes import office_acts
from api.reads.plan import unknown_plan
from domain.kernel.message import canonical
from domain.kind.kind import Kind, Language
from domain.kind.shipped import SHIPPED
from domain.office.commands import DeclareKind
from domain.office.events import KindDeclared
from domain.office.state import STREAM, Office
from eventstore.codec import decode

router = APIRouter(tags=["kinds"])
_KINDS = "/offices/{office}/kinds"
SHIPPED_BY_CODE = {kind.code: kind for kind in SHIPPED}


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


def known(office: Office) -> dict[str, Kind]:
    """Return the newest version of every kind by its code: what the office declared before what paraf brings."""
    return {**office.kinds, **{code: kind for code, kind in SHIPPED_BY_CODE.items() if code not in office.kinds}}


@router.get(_KINDS, **reads("The kinds of plan of an office", KindsListed, operation="list_kinds", html=False))
async def kinds(visit: Annotated[Visit, Depends(Way("read-office", (JSON,)))]) -> Response:
    """List them."""
    listed: KindsListed = {
        "kinds": [
            {
                "code": kind.code,
                "title": kind.title,
                "language": kind.language,
                "version": kind.version,
                "of": "office" if code in visit.office.kinds else "paraf",
            }
            for code, kind in known(visit.office).items()
        ]
    }
    return json_answer(listed)


@router.get(
    _KINDS + "/{kind}",
    **reads(
        "A kind of plan, as a file that another office can declare",
        Kind,
        operation="read_kind",
        html=False,
        headers=[query("version", "Which version; left out, the newest", {"type": "integer", "minimum": 1})],
    ),
)
async def kind(visit: Annotated[Visit, Depends(Way("read-office", (JSON,)))], kind: str) -> Response:
    """Send it."""
    found = await version_asked(visit, kind)
    name = f"{visit.office.id}-{found.code}-{found.version}.json"
    return json_answer(canonical(found), headers={"Content-Disposition": f'inline; filename="{name}"'})


async def version_asked(visit: Visit, code: str) -> Kind:
    """Return the version of a kind that is asked for. Raises `HttpError` 404 where there is none."""
    newest = known(visit.office).get(code)
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


async def _declared(_: Visit, sent: Sent[KindBody]) -> dict[str, Any]:
    return {"kind": sent.body.kind()}


def _where(visit: Visit, sent: Sent[KindBody]) -> str:
    return f"{office_path(visit.office)}/kinds/{sent.body.code}"


replace(office_acts(router), prefix=_KINDS).add(
    "", "declare-kind", "Declare a kind of plan, or its next version", KindBody, DeclareKind,
    fields=_declared, where=_where,
)  # fmt: skip
