"""What the OpenAPI document says of a route: every status a client can get, and both media types."""

from typing import Any

from pydantic import BaseModel

from api.http.negotiate import FORM, HTML, JSON, MULTIPART, OCTETS, PROBLEM
from api.http.statuses import TITLES

Told = dict[str, Any]
_REFERENCE = "#/components/schemas/{}"
_ALWAYS = (400, 401, 403, 404, 405, 406, 500, 503)
_WRITTEN = (408, 409, 413, 415, 422)

BODIES: dict[str, type[BaseModel]] = {}  # every body that a route reads, for the document's components


def reference(name: str) -> Told:
    """Return a reference to a schema."""
    return {"$ref": _REFERENCE.format(name)}


def problems(*statuses: int) -> dict[int | str, Told]:
    """Describe problems, each as JSON and as a page."""
    return {
        status: {
            "description": TITLES[status],
            "content": {PROBLEM: {"schema": reference("Problem")}, HTML: {"schema": {"type": "string"}}},
        }
        for status in sorted(statuses)
    }


def reads(
    summary: str,
    schema: Told | None = None,
    *,
    html: bool = True,
    more: dict[str, Told] | None = None,
    headers: list[Told] | None = None,
    statuses: tuple[int, ...] = (),
    not_modified: bool = False,
) -> Told:
    """Describe a route that only reads; `more` are further media types with their schemas."""
    content: Told = {}
    if schema is not None:
        content[JSON] = {"schema": schema}
    if html:
        content[HTML] = {"schema": {"type": "string"}}
    content |= {media: {"schema": other} for media, other in (more or {}).items()}
    responses: dict[int | str, Told] = {200: {"description": "What was asked for", "content": content}}
    if html:
        responses[303] = {"description": "Sign in first, or look there"}
    if not_modified:
        responses[304] = {"description": "The text is the one you have"}
    responses |= problems(*_ALWAYS, 422, *statuses)
    return _route(summary, responses, {"parameters": headers} if headers else {})


def writes(
    summary: str,
    model: type[BaseModel] | Told,
    *,
    schema: Told | None = None,
    command: bool = True,
    versioned: bool = False,
    created: int = 201,
    statuses: tuple[int, ...] = (),
    files: bool = False,
) -> Told:
    """Describe a route that changes something: a command has an id, a versioned one says what it is based on.

    `files`: its form may bring some.
    """
    if isinstance(model, dict):
        body = model
    else:
        BODIES[model.__name__] = model
        body = reference(model.__name__)
    answer = {JSON: {"schema": schema or reference("Receipt")}, HTML: {"schema": {"type": "string"}}}
    responses: dict[int | str, Told] = {
        created: {"description": "Done", "content": answer},
        200: {"description": "Nothing changed, or the form again", "content": answer},
        303: {"description": "Done; the page to go on from"},
    }
    expected = (*_ALWAYS, *_WRITTEN, *((412, 428) if versioned else ()), *statuses)
    responses |= problems(*expected)
    headers: list[Told] = []
    if command:
        headers.append(
            _header("Idempotency-Key", "The command's id; forms send `command_id`", "^[A-Za-z0-9._:~-]{1,128}$")
        )
    if versioned:
        headers.append(_header("If-Match", "The plan's ETag; forms send `text_version`", '^"[0-9]{1,9}"$'))
    forms = (FORM, MULTIPART) if files else (FORM,)
    content = {JSON: {"schema": body}, **{form: {"schema": {"type": "object"}} for form in forms}}
    return _route(summary, responses, {"requestBody": {"required": True, "content": content}, "parameters": headers})


def receives_file(summary: str, schema: Told, parameters: list[Told]) -> Told:
    """Describe a route that takes a file: as its body, or as the only one of a form."""
    file = {"type": "string", "format": "binary"}
    content = {
        OCTETS: {"schema": file},
        MULTIPART: {"schema": {"type": "object", "required": ["file"], "properties": {"file": file}}},
    }
    responses: dict[int | str, Told] = {201: {"description": "Kept", "content": {JSON: {"schema": schema}}}}
    responses |= problems(*_ALWAYS, *_WRITTEN)
    return _route(summary, responses, {"requestBody": {"required": True, "content": content}, "parameters": parameters})


def query(name: str, description: str, schema: Told) -> Told:
    """Describe a parameter of the query."""
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def header(name: str, description: str) -> Told:
    """Describe a header that may be sent."""
    return {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}


def _header(name: str, description: str, pattern: str) -> Told:
    return {
        "name": name,
        "in": "header",
        "required": False,  # a form has a field in its place
        "description": description,
        "schema": {"type": "string", "pattern": pattern},
    }


def _route(summary: str, responses: dict[int | str, Told], extra: Told) -> Told:
    return {"summary": summary, "responses": responses, "openapi_extra": extra, "response_model": None}
