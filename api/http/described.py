"""What the OpenAPI document says of a route: every status a client can get, and both media types."""

from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

from api.http.negotiate import FORM, HTML, JSON, MULTIPART, OCTETS, PROBLEM
from api.http.statuses import TITLES
from eventstore.entry import Receipt

Described = dict[str, Any]
_REFERENCE = "#/components/schemas/{}"
_ALWAYS = (400, 401, 403, 404, 405, 406, 500, 503)
_WRITTEN = (408, 409, 413, 415, 422)
_TEXT = {"type": "string"}
_OF_PROBLEMS = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
HEADERS: Described = {
    "ETag": {"description": "What a write names in If-Match, or a read in If-None-Match", "schema": _TEXT},
    "Link": {"description": 'Where the list goes on: `rel="next"`', "schema": _TEXT},
    "Location": {"description": "The address of what was written", "schema": _TEXT},
    "Retry-After": {"description": "Seconds to wait before asking again", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "That a token is asked for", "schema": _TEXT},
}

# Every body that a route reads and every answer that it gives, for the document's components.
BODIES: dict[str, type[BaseModel]] = {}
ANSWERS: dict[str, type] = {}


def reference(name: str) -> Described:
    """Return a reference to a schema."""
    return {"$ref": _REFERENCE.format(name)}


def answer(shape: type | Described) -> Described:
    """Return the schema of what is answered, by the name of its type; what is a schema already stays."""
    if isinstance(shape, dict):
        return shape
    if ANSWERS.setdefault(shape.__name__, shape) is not shape:
        raise ValueError(f"two answers are called {shape.__name__}")
    return reference(shape.__name__)


def problems(*statuses: int) -> dict[int | str, Described]:
    """Describe problems, each as JSON and as a page."""
    content = {PROBLEM: {"schema": reference("ProblemDetails")}, HTML: {"schema": {"type": "string"}}}
    return {
        status: {"description": TITLES[status], "content": content, **_headers(*_OF_PROBLEMS.get(status, ()))}
        for status in sorted(statuses)
    }


def _headers(*names: str) -> Described:
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}} if names else {}


def reads(
    summary: str,
    shape: type | Described | None = None,
    *,
    operation: str,
    html: bool = True,
    more: dict[str, Described] | None = None,
    headers: list[Described] | None = None,
    tells: tuple[str, ...] = (),
    statuses: tuple[int, ...] = (),
    not_modified: bool = False,
) -> Described:
    """Describe a route that only reads: `operation` is what a generated client calls it.

    `more` are further media types with their schemas, `tells` the headers of the answer.
    """
    content: Described = {}
    if shape is not None:
        content[JSON] = {"schema": answer(shape)}
    if html:
        content[HTML] = {"schema": {"type": "string"}}
    content |= {media: {"schema": other} for media, other in (more or {}).items()}
    tells = (*tells, "ETag") if not_modified else tells
    done = {"description": "What was asked for", "content": content, **_headers(*tells)}
    responses: dict[int | str, Described] = {200: done}
    if html:
        responses[303] = {"description": "Sign in first, or look there"}
    if not_modified:
        responses[304] = {"description": "The text is the one you have"}
    responses |= problems(*_ALWAYS, 422, *statuses)
    return _route(summary, operation, responses, {"parameters": headers} if headers else {})


def writes(
    summary: str,
    model: type[BaseModel],
    *,
    shape: type | None = None,
    operation: str = "",
    command: bool = True,
    versioned: bool = False,
    created: int = 201,
    statuses: tuple[int, ...] = (),
    files: bool = False,
) -> Described:
    """Describe a route that changes something: a command has an id, a versioned one says what it is based on.

    A generated client calls it by its act, unless it has an `operation` of its own. `files`: its form may bring some.
    """
    BODIES[model.__name__] = model
    done = {JSON: {"schema": answer(shape or Receipt)}, HTML: {"schema": {"type": "string"}}}
    of_done = _headers("Location", "ETag") if shape is None else {}
    responses: dict[int | str, Described] = {
        created: {"description": "Done", "content": done, **of_done},
        200: {"description": "Nothing changed, or the form again", "content": done, **of_done},
        303: {"description": "Done; the page to go on from"},
    }
    expected = (*_ALWAYS, *_WRITTEN, *((412, 428) if versioned else ()), *statuses)
    responses |= problems(*expected)
    headers: list[Described] = []
    if command:
        headers.append(
            _header("Idempotency-Key", "The command's id; forms send `command_id`", "^[A-Za-z0-9._:~-]{1,128}$")
        )
    if versioned:
        headers.append(
            _header("If-Match", "The ETag of what it is based on; forms send `text_version`", '^"[0-9]{1,9}"$')
        )
    forms = (FORM, MULTIPART) if files else (FORM,)
    body = {JSON: {"schema": reference(model.__name__)}, **{form: {"schema": {"type": "object"}} for form in forms}}
    sent = {"requestBody": {"required": True, "content": body}, "parameters": headers}
    return _route(summary, operation, responses, sent)


def receives_file(
    summary: str, shape: type, parameters: list[Described], operation: str = "", *, page: bool = False
) -> Described:
    """Describe a route that takes a file: as its body, or as the only one of a form; a `page` sends it, too."""
    file = {"type": "string", "format": "binary"}
    content = {
        OCTETS: {"schema": file},
        MULTIPART: {"schema": {"type": "object", "required": ["file"], "properties": {"file": file}}},
    }
    responses: dict[int | str, Described] = {
        201: {"description": "Kept", "content": {JSON: {"schema": answer(shape)}}, **_headers("Location")}
    }
    if page:
        responses[303] = {"description": "Kept; the page to go on from"}
        responses[201]["content"][HTML] = {"schema": {"type": "string"}}
    responses |= problems(*_ALWAYS, *_WRITTEN)
    sent = {"requestBody": {"required": True, "content": content}, "parameters": parameters}
    return _route(summary, operation, responses, sent)


def query(name: str, description: str, schema: Described) -> Described:
    """Describe a parameter of the query."""
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def header(name: str, description: str) -> Described:
    """Describe a header that may be sent."""
    return {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}


def _header(name: str, description: str, pattern: str) -> Described:
    return {
        "name": name,
        "in": "header",
        "required": False,  # a form has a field in its place
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
    }


def _route(summary: str, operation: str, responses: dict[int | str, Described], extra: Described) -> Described:
    described: Described = {"summary": summary, "responses": responses, "openapi_extra": extra, "response_model": None}
    described |= {"status_code": next(iter(responses)), "response_class": Response}  # nothing else is said of either
    return {**described, "operation_id": operation} if operation else described
