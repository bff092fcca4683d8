"""The application: its routes, its errors as problems, and what surrounds every answer."""

import logging

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response

from api import (
    action,
    action_acts,
    action_owners,
    action_proposals,
    action_rows,
    acts,
    bootstrap,
    comments,
    differences,
    documents,
    editing,
    evidence,
    front,
    health,
    history,
    invitations,
    log,
    office_policies,
    offices,
    openapi,
    passwords,
    people,
    person_account,
    plans,
    quarters,
    realisations,
    sessions,
    static,
    tokens,
    year,
    year_documents,
    year_history,
    year_indicator,
    year_pictures,
    year_prints,
    year_tables,
)
from api.access_log import AccessLog
from api.answers import problem_answer
from api.errors import HttpError, RefusedCommand
from api.past import unknown_plan
from api.security import Headers
from api.services import Services
from api.text_form import FormErrors
from domain.errors import PlanError
from eventstore.errors import StoreError
from workflows.client import Unknown

_LOG = logging.getLogger(__name__)
# A request is compared with one after the other, so the page that a leader opens again and again comes early.
_MODULES = (
    *(front, year, plans, editing, acts, comments, documents, health, static, openapi),
    *(sessions, invitations, bootstrap, passwords, tokens, people, person_account),
    *(offices, office_policies),
    *(history, differences, log),
    *(action, action_rows, action_proposals, action_owners, action_acts),
    *(quarters, realisations, evidence, year_indicator, year_history),
    *(year_documents, year_prints, year_tables, year_pictures),
)
_ANSWERED = (PlanError, FormErrors, RefusedCommand, StoreError, Unknown)


def create_app(services: Services) -> FastAPI:
    """Return the application over these services, which their owner closes."""
    app = FastAPI(title="paraf", version="1", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.services = services
    for module in _MODULES:
        app.include_router(module.router)
    for kind in _ANSWERED:
        app.add_exception_handler(kind, problem_answer)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(Exception, _unexpected)
    # The last one added is the outermost. Compressing is safe here: no page holds a secret beside what others sent.
    # Level 4 and above take twice the time for a twelfth less.
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=3)
    app.add_middleware(Headers, secure=services.secure_cookies)
    app.add_middleware(AccessLog)
    return app


async def _http(request: Request, error: Exception) -> Response:
    """What the router itself says: no such address, or not by this method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = (error.headers if isinstance(error, HTTPException) else None) or {}
    if status == 405:
        told = HttpError(405, "method-not-allowed", "This address does not do that.")
        told.headers = headers
        return await problem_answer(request, told)
    return await problem_answer(request, unknown_plan() if status == 404 else error)


async def _unread(request: Request, error: Exception) -> Response:
    """A part of the address that is not what its route takes names nothing."""
    return await problem_answer(request, unknown_plan())


async def _unexpected(request: Request, error: Exception) -> Response:
    _LOG.error("a request failed", exc_info=error)
    return await problem_answer(request, error)
