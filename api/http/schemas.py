"""The schemas of what is no message of its own: the plan as it is read, its text as it is sent, a problem."""

from typing import Any

from domain.measure.target import KINDS
from domain.plan.text import PartDetails, PlanDetails

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DIGEST: Schema = {"type": ["string", "null"], "pattern": "^[0-9a-f]{64}$"}


def _record(properties: dict[str, Schema], *, closed: bool = True, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
        "additionalProperties": not closed,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_TARGET = _record({"kind": {"type": "string", "enum": list(KINDS)}, "text": _TEXT})
_PART = _record(
    {
        "key": _TEXT,
        "details": _record(dict.fromkeys(PartDetails.__struct_fields__, _TEXT)),
        "goals": _list(_record({"id": _TEXT, "parent": _TEXT, "text": _TEXT})),
        "indicators": _list(_record({"id": _TEXT, "goal": _TEXT, "text": _TEXT, "target": _TARGET})),
        "programmes": _list(
            _record({"id": _TEXT, "text": _TEXT, "allotted": _TEXT, "printed": _TEXT}, optional=("printed",))
        ),
    }
)
_TEXT_BODY = _record(
    {
        **dict.fromkeys(PlanDetails.__struct_fields__, _TEXT),
        "parts": _list(_PART),
        "budget": {"type": "object", "description": "Derived; may be sent back, says nothing."},
    },
    optional=("budget",),
)
_ACTOR = _record(
    dict.fromkeys(("person", "name", "role", "position", "capacity", "office", "decree"), _TEXT), closed=False
)
_NOBODY: Schema = {"anyOf": [_ACTOR, {"type": "null"}]}
_STEP = _record(
    {
        "key": _TEXT,
        "order": _COUNT,
        "role": _TEXT,
        "act": {"type": "string", "enum": ["review", "sign"]},
        "part": _TEXT,
        "state": {"type": "string", "enum": ["done", "open", "ahead"]},
        "by": _NOBODY,
        "at": _INSTANT,
        "document": _DIGEST,
        "since": _INSTANT,
        "due": _INSTANT,
    },
    closed=False,
)
_COMMENT = _record(
    {"id": _TEXT, "by": _ACTOR, "at": _INSTANT, "row": _TEXT, "version": _COUNT, "text": _TEXT, "answer": _TEXT},
    closed=False,
)
_PLAN = _record(
    {
        "office": _TEXT,
        "kind": _TEXT,
        "year": {"type": "integer"},
        "trial": {"type": "boolean"},
        "phase": {"type": "string", "enum": ["absent", "drafting", "review", "signing", "signed", "rejected"]},
        "version": _COUNT,
        "text_digest": _DIGEST,
        "round": _COUNT,
        "since": _INSTANT,
        "text": {"$ref": "#/components/schemas/TextBody"},
        "route": _list(_STEP),
        "void": _list({"type": "object"}),
        "document": _DIGEST,
        "documents": _list({"type": "object"}),
        "comments": _list(_COMMENT),
    }
)
_ACTION = _record(
    {
        "phase": {"type": "string", "enum": ["drafting", "review", "signing", "signed"]},
        "version": _COUNT,
        "digest": _DIGEST,
        "missing": _list(_TEXT),
        "parts": _list({"type": "object"}),
        "route": _list({"type": "object"}),
        "document": _DIGEST,
    },
    closed=False,
)
_QUARTER = _record(
    {
        "quarter": {"type": "integer", "minimum": 1, "maximum": 4},
        "phase": {"type": "string", "enum": ["open", "signing", "signed", "closed"]},
        "version": _COUNT,
        "digest": _DIGEST,
        "window": {"type": "object"},
        "owing": _list({"type": "object"}),
        "rows": _list({"type": "object"}),
        "budget": {"type": "object"},
        "route": _list({"type": "object"}),
        "document": _DIGEST,
    },
    closed=False,
)
_FAULT = _record(dict.fromkeys(("place", "code", "detail", "detail_en", "detail_id"), _TEXT))
_PROBLEM = _record(
    {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "place": _TEXT,
        "params": {"type": "object"},
        "errors": _list(_FAULT),
        "detail_en": _TEXT,
        "detail_id": _TEXT,
    },
    closed=False,
)

SCHEMAS: dict[str, Schema] = {
    "Plan": _PLAN,
    "TextBody": _TEXT_BODY,
    "Action": _ACTION,
    "Quarter": _QUARTER,
    "Problem": _PROBLEM,
}
