"""The description of the API: every route, body, answer and status, with the record's own schemas."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from api.http.answers import told
from api.http.described import BODIES, Told, reads
from api.http.negotiate import JSON
from api.http.schemas import SCHEMAS
from api.http.visit import Visit
from api.http.way import Way
from domain.kernel.canonical import canonical
from eventstore.receipt import Receipt

router = APIRouter(tags=["health"])
_COMPONENT = "#/components/schemas/{name}"
_PLACES: dict[str, Told] = {
    "office": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*$", "maxLength": 63},
    "plan": {"type": "string", "pattern": "^[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]{4}$", "example": "rkt-2024"},
    "quarter": {"type": "string", "enum": ["1", "2", "3", "4"]},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
}


@router.get("/openapi.json", **reads("This description", {"type": "object"}, html=False))
async def openapi(visit: Annotated[Visit, Depends(Way("read-public", (JSON,)))]) -> Response:
    """Send it."""
    return told(_spelled(visit.request.app))


@cache
def _spelled(app: FastAPI) -> bytes:
    return canonical(description(app))


def description(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the application."""
    document = get_openapi(
        title="paraf",
        version=app.version,
        summary="Annual performance plans: drafted, reviewed, signed, and never forgotten.",
        description=(
            "Sign in with `POST /sign-in` (cookie) or send `Authorization: Bearer paraf_…`. Every command carries an "
            "`Idempotency-Key`: sent again, it is recorded once and gets the same receipt. After 401, 429 and 503 "
            "nothing was answered: send the same key again. Problems are RFC 9457 with stable codes."
        ),
        routes=app.routes,
    )
    _, records = msgspec.json.schema_components([Receipt], ref_template=_COMPONENT)
    bodies = {name: _schema(model) for name, model in BODIES.items()}
    nested: dict[str, Any] = {}
    for schema in bodies.values():
        # What the record itself has is spelled there: an enumeration, say, in another order.
        nested |= {name: inner for name, inner in schema.pop("$defs", {}).items() if name not in records}
    document.setdefault("components", {})["schemas"] = _together(records, nested, bodies, SCHEMAS)
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{"token": []}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _with_places(path, operation)
    return document


def _together(*kinds: Mapping[str, Any]) -> dict[str, Any]:
    """Return all schemas; one name never means two things."""
    together: dict[str, Any] = {}
    for name, schema in (item for kind in kinds for item in kind.items()):
        if together.setdefault(name, schema) != schema:
            raise ValueError(f"two schemas are called {name}")
    return together


def _schema(model: Any) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return schema


def _with_places(path: str, operation: dict[str, Any]) -> None:
    """Name the parts of the address: the routes read them from the visit."""
    given = operation.setdefault("parameters", [])
    known = {parameter["name"] for parameter in given if parameter["in"] == "path"}
    for name in re.findall(r"{(\w+)}", path):
        schema = _PLACES.get(name, {"type": "string"})
        if name in known:
            next(p for p in given if p["name"] == name)["schema"] = schema
        else:
            given.append({"name": name, "in": "path", "required": True, "schema": schema})
