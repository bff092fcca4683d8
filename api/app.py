"""The application: its routes, its errors as problems, and what surrounds every answer."""

from collections import deque

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from api.action import editing as action_editing
from api.action import proposals as action_proposals
from api.action import routes as action
from api.action import rows as action_rows
from api.desk import routes as desk
from api.desk import several
from api.doors import account, bootstrap, kept, passwords, sessions, tokens
from api.help import routes as help_pages
from api.history import log
from api.history import routes as history
from api.http import codes, days, health, openapi, static
from api.http.answers import problem_answer
from api.http.middleware import HeadAsGet, Headers, RequestLog, Trouble
from api.http.problems import ANSWERED, HttpError
from api.http.unexpected import READ, Unexpected
from api.imports import routes as imports
from api.kinds import routes as kinds
from api.notices import routes as notices
from api.offices import emblem as office_emblem
from api.offices import papers as office_papers
from api.offices import policies as office_policies
from api.offices import positions as office_positions
from api.offices import routes as offices
from api.people import account as person_account
from api.people import official
from api.people import routes as people
from api.plans import (
    acts,
    beginning,
    comments,
    comparison,
    documents,
    editing,
    sending,
    serves,
    supports,
    together,
    upstream,
)
from api.plans import lists as plan_lists
from api.plans import routes as plans
from api.plans.amendment import acts as amending
from api.plans.amendment import files as amendment_files
from api.plans.amendment import routes as amendments
from api.quarters import checking, evidence, filing
from api.quarters import routes as quarters
from api.quarters import rows as realisations
from api.quarters import signing as quarter_signing
from api.readings import routes as readings
from api.reads.plan import unknown_plan
from api.report import endorsing as report_endorsing
from api.report import reviews as report_reviews
from api.report import routes as report
from api.report import sections as report_sections
from api.services import Services
from api.set import routes as year_papers
from api.tree import page as tree
from api.webhooks import described
from api.webhooks import routes as webhooks
from api.year import prints as year_prints
from api.year import routes as year
from api.year import years

# A request is compared with one after the other, so the page that a leader opens again and again comes early.
_MODULES = (
    *(
        desk,
        year,
        beginning,
        plans,
        plan_lists,
        editing,
        sending,
        together,
        readings,
        supports,
        serves,
        upstream,
        acts,
        comments,
        comparison,
        documents,
        amending,
        amendments,
        amendment_files,
        imports,
        health,
        days,
        static,
        openapi,
        codes,
    ),
    *(several, sessions, passwords, bootstrap, tokens, account, kept, help_pages),
    notices,
    *(people, person_account, official),
    *(offices, office_emblem, office_policies, office_papers, office_positions, kinds),
    webhooks,
    *(tree, year_papers),
    *(history, log),
    *(action, action_editing, action_rows, action_proposals),
    *(quarters, filing, checking, realisations, evidence, quarter_signing),
    *(report, report_sections, report_endorsing, report_reviews),
    *(year_prints, years),
)
# A span of FastAPI's would hold the address, which can be a secret; `RequestLog` has one of our own.
_TELEMETRY: TelemetryConfig = {"tracing": False, "logs": False, "operation_spans": False}
_TROUBLES = 10  # that are remembered, of many at once the last


def create_app(services: Services, patience: float = READ) -> FastAPI:
    """Return the application over these services, which their owner closes; reads end in `patience` seconds."""
    app = unserved()
    app.state.services = services
    app.state.troubles = deque[Trouble](maxlen=_TROUBLES)
    for kind in ANSWERED:
        app.add_exception_handler(kind, problem_answer)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unread)
    # The last one added is the outermost.
    app.add_middleware(Unexpected, patience=patience)
    # Compressing is safe here: no page holds a secret beside what others sent.
    # Level 4 and above take twice the time for a twelfth less.
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=3)
    app.add_middleware(Headers, secure=services.secure_cookies)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestLog)
    return app


def unserved() -> FastAPI:
    """Return its routes alone: what is described can be, with nothing to serve it from."""
    app = FastAPI(
        title="paraf",
        version="1",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_TELEMETRY,
    )
    for module in _MODULES:
        app.include_router(module.router)
    described.describe(app.webhooks)
    return app


def routes() -> list[APIRoute]:
    """Return all routes in the order in which a request is compared with them."""
    return [route for module in _MODULES for route in module.router.routes if isinstance(route, APIRoute)]


async def _http(request: Request, error: Exception) -> Response:
    """What the router itself says: no such address, or not by this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        no = HttpError(405, "method-not-allowed", "This address does not do that.")
        return await problem_answer(request, no.telling(Allow=", ".join(_methods(request))))
    return await problem_answer(request, unknown_plan() if status == 404 else error)


def _methods(request: Request) -> list[str]:
    """What the address does by all its routes, each of which knows its own methods only."""
    here = [route for route in routes() if route.matches(request.scope)[0] is not Match.NONE]
    found = {method for route in here for method in route.methods or ()}
    return sorted(found | ({"HEAD"} if "GET" in found else set()))


async def _unread(request: Request, error: Exception) -> Response:
    """A part of the address that is not what its route takes names nothing."""
    return await problem_answer(request, unknown_plan())
