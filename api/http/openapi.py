"""The description of the API: every route, body, answer and status, made of the types that the code itself uses."""

import re
from functools import cache
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.codes import CODES, ProblemDetails
from api.http.described import ANSWERS, BODIES, HEADERS, Described, reads
from api.http.middleware import Cookies
from api.http.negotiate import JSON
from api.http.visit import Visit
from api.http.way import Way
from api.rights import Door, rule
from domain.kernel.message import canonical

router = APIRouter(tags=["health"])
_COMPONENT = "#/components/schemas/{name}"
_PLACES: dict[str, Described] = {
    "office": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 63},
    "plan": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]{4}$", "example": "rkt-2024"},
    "quarter": {"type": "string", "enum": ["1", "2", "3", "4"]},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "code": {"type": "string", "enum": list(CODES)},
}
_SIGNED_IN: list[Described] = [{"token": []}, {"session": []}]


@router.get("/openapi.json", **reads("This description", {"type": "object"}, operation="read_description", html=False))
async def openapi(visit: Annotated[Visit, Depends(Way("read-public", (JSON,)))]) -> Response:
    """Send it."""
    return json_answer(_spelled(visit.request.app, visit.services.secure_cookies))


@cache
def _spelled(app: FastAPI, secure: bool) -> bytes:
    return canonical(description(app, secure=secure))


def description(app: FastAPI, *, secure: bool) -> dict[str, Any]:
    """Return the OpenAPI document of the application; `secure` says which cookie its sessions have."""
    document = get_openapi(
        title="paraf",
        version=app.version,
        summary="Annual performance plans: drafted, reviewed, signed, and never forgotten.",
        description=(
            "Sign in with `POST /sign-in` (cookie) or send `Authorization: Bearer paraf_…`. Every command carries an "
            "`Idempotency-Key`: sent again, it is recorded once and gets the same receipt. After 401, 429 and 503 "
            "nothing was answered: send the same key again. Problems are RFC 9457 with stable codes; the `type` of "
            "each is the address of its page."
        ),
        routes=app.routes,
        webhooks=app.webhooks.routes,
    )
    document["components"] = {
        "schemas": _schemas(),
        "headers": HEADERS,
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "session": {"type": "apiKey", "in": "cookie", "name": Cookies(secure).session},
        },
    }
    for context in iter_route_contexts(app.routes):
        route, path = context.original_route, str(context.path_format)
        if isinstance(route, APIRoute) and route.include_in_schema:
            act = next(way.call.act for way in route.dependant.dependencies if isinstance(way.call, Way))
            for method in route.methods or ():
                _complete(document["paths"][path][method.lower()], path, act, route.operation_id)
    return document


def _complete(operation: Described, path: str, act: str, name: str | None) -> None:
    """Say what a client calls it, who must be signed in, and what the parts of the address are."""
    operation["operationId"] = name or act.replace("-", "_")
    operation["security"] = [] if rule(act).door is Door.ANYONE else _SIGNED_IN
    given = operation.setdefault("parameters", [])
    known = {parameter["name"] for parameter in given if parameter["in"] == "path"}
    for part in re.findall(r"{(\w+)}", path):
        schema = _PLACES.get(part, {"type": "string"})
        if part in known:
            next(p for p in given if p["name"] == part)["schema"] = schema
        else:
            given.append({"name": part, "in": "path", "required": True, "schema": schema})


def _schemas() -> Described:
    """Return all schemas; one name never means two things."""
    _, shared = msgspec.json.schema_components([ProblemDetails, *ANSWERS.values()], ref_template=_COMPONENT)
    for name, model in BODIES.items():
        schema: Described = model.model_json_schema(ref_template="#/components/schemas/{model}")
        # What an answer has too is spelled there: an enumeration, say, in another order.
        inner = {name: of for name, of in schema.pop("$defs", {}).items() if "enum" not in of or name not in shared}
        for key, of in {**inner, name: schema}.items():
            if shared.setdefault(key, of) != of:
                raise ValueError(f"two schemas are called {key}")
    for schema in shared.values():
        _open_tuples(schema)
    return shared


def _open_tuples(value: Any) -> None:
    """Let the number of items say where a tuple ends: no generator reads `items: false`."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        _open_tuples(each)
    if isinstance(value, dict) and value.get("items") is False:
        del value["items"]
