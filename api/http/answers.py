"""Answers: stored bytes as they are, receipts, pages, problems; what a client has already is not sent again."""

import hashlib
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.access.errors import NotSignedIn
from api.http import html as problem_page
from api.http.address import page_of, sign_in_path
from api.http.described import header
from api.http.frame import ANOTHER
from api.http.middleware import note_problem, request_id
from api.http.negotiate import JSON, PROBLEM, page_wanted
from api.http.problems import HttpError, Problem, Reader, problem_of
from api.http.visit import Visit, see_other, session_token
from api.http.way import visit_of
from domain.action.events import RowChange
from domain.kernel.message import canonical
from domain.plan.events import PlanDrafted
from domain.plan.facts import TextFact
from domain.quarter.events import QuarterChange, RealisationCorrected, RealisationFiled
from eventstore.entry import Receipt
from eventstore.errors import Unavailable

_YearChange = RowChange | QuarterChange
_SECRET_FIELDS = frozenset({"password", "old", "new", "secret"})


def json_answer(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a value as canonical JSON; bytes are JSON already."""
    body = value if isinstance(value, bytes) else canonical(value)
    return Response(body, status, headers, media_type=JSON)


def page_answer(html: str, status: int = 200) -> Response:
    """Return a page."""
    return HTMLResponse(html, status)


def receipt_answer(receipt: Receipt, where: str) -> Response:
    """Return a receipt to a machine: 201 with its events, 200 where nothing changed; the same again for a retry."""
    headers = {"Location": where}
    version = _version(receipt)
    if version is not None:
        headers["ETag"] = etag(version)
    return json_answer(receipt, 201 if receipt.events else 200, headers)


def etag(version: int) -> str:
    """Return the entity tag of a plan, an action plan, a quarter or its row: its version, which a command is based on.

    Nobody is told 304 by it: acts and documents come and go while the version stays.
    """
    return f'"{version}"'


def _version(receipt: Receipt) -> int | None:
    made = [event.version for event in receipt.events if isinstance(event, TextFact | PlanDrafted | _YearChange)]
    rows = [event.row_version for event in receipt.events if isinstance(event, RealisationFiled | RealisationCorrected)]
    return next(reversed(rows or made), None)  # who files is answered with the row, which has versions of its own


async def problem_answer(request: Request, error: Exception) -> Response:
    """Return what went wrong: a problem, the form again with all that was typed, or a page of its own."""
    visit = visit_of(request)
    problem = problem_of(error, Reader(visit.language, _zone(visit)))
    note_problem(request, problem, error, visit.viewer.person if visit.viewer else "")
    if problem.unknown:
        problem = replace(problem, request=request_id(request))
    if not page_wanted(request):
        return Response(canonical(problem.members()), problem.status, dict(problem.headers), media_type=PROBLEM)
    if isinstance(error, NotSignedIn) and problem.code in ("not-signed-in", "session-expired"):
        await _keep(visit)
        return see_other(sign_in_path(request, visit.form, expired=visit.expired))
    return HTMLResponse(await _page(visit, problem), problem.status, dict(problem.headers))


def _zone(visit: Visit) -> str:
    office = visit.viewer.office(str(visit.request.path_params.get("office", ""))) if visit.viewer else None
    return visit.frame.clock(office).zone


async def _page(visit: Visit, problem: Problem) -> str:
    again, visit.again = visit.again, None  # should showing it fail too, the plain page is left
    if again is not None and problem.code != ANOTHER:  # the form is the other person's, to whom it goes back
        # What may have been recorded is asked again under the same id; a refusal has used its id up.
        command_id = visit.form_id if problem.unknown and visit.form_id else visit.services.new_id()
        try:
            return await again(problem, command_id)
        except (HttpError, Unavailable):  # there may be no such page
            pass
    if problem.unknown and visit.body is None and visit.request.method == "POST":
        # Nobody could be asked who this is: what was typed goes back to the browser that sent it.
        with suppress(HttpError):
            await visit.read()
    if (problem.unknown or problem.code == ANOTHER) and visit.form:
        problem = replace(problem, resend=(quote(visit.path), (*_typed(visit), *visit.shown.items())))
    return problem_page.error(visit.frame, problem)


async def _keep(visit: Visit) -> None:
    """Keep what somebody typed whose session has ended, for them alone."""
    path = visit.path
    token = session_token(visit)
    if visit.request.method != "POST" or not page_of(path) or not token:
        return
    try:
        owner = await visit.services.sessions.owner(token)
        if owner is not None:  # a stranger's is not even read
            await visit.read()
    except (HttpError, Unavailable):  # nothing can be kept of what cannot be read
        return
    if owner is not None and visit.form:
        await visit.services.unsaved.keep(
            owner, page_of(path, visit.form), urlencode(_typed(visit)).encode("ascii"), "session-expired"
        )


def _typed(visit: Visit) -> list[tuple[str, str]]:
    """What was typed, but for what opens a door."""
    return [(name, value) for name, value in visit.form or () if name not in _SECRET_FIELDS]


IF_NONE_MATCH = header("If-None-Match", "The ETag you have: 304 while it is that")


def unchanged(visit: Visit, tag: str, headers: dict[str, str] | None = None) -> Response | None:
    """Return the answer that the client has the entity of that tag; None where it is to be sent."""
    known = [part.strip().removeprefix("W/") for part in visit.request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") not in known and "*" not in known:
        return None
    return Response(status_code=304, headers={**(headers or {}), "ETag": tag})


def tagged_answer(visit: Visit, body: bytes) -> Response:
    """Return JSON to whoever has not got it, tagged by its bytes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return unchanged(visit, tag) or json_answer(body, headers={"ETag": tag})
