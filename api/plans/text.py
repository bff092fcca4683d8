"""The JSON spelling of a plan's text as a client sends it: the shape of `plan_json.text_view`, nothing else in it."""

import re
from typing import Any

from domain.kernel.errors import PlanError, Unreadable
from domain.plan.text import PartDetails, PlanDetails, RowKind

Errors = list[tuple[str, PlanError]]

_MISSING = object()  # said already where the field is missing
_WITH_SEN = re.compile(r"[0-9]{1,16}\.[0-9]{1,2}")  # as our JSON writes it; no Indonesian thousand ends so


def fields_of(body: Any) -> tuple[dict[str, Any], Errors]:
    """Return the fields of a form, and what is unknown, missing or of another type."""
    errors: Errors = []
    cover_fields = PlanDetails.__struct_fields__
    top = _record(body, "", (*cover_fields, "parts"), errors, ("budget",))
    cover = {name: _string(top, name, name, errors) for name in cover_fields}
    parts: dict[str, dict[str, str]] = {}
    rows: list[dict[str, str]] = []
    for n, sent in enumerate(_list(top, "parts", "parts", errors)):
        part = _record(sent, f"parts.{n}", ("key", "details", "goals", "indicators", "programmes"), errors)
        key = _string(part, "key", f"parts.{n}.key", errors)
        if key in parts:
            errors.append(
                (f"parts.{n}.key", Unreadable("part-twice", "The part “{part}” stands twice.", part=key[:40]))
            )
        details = _record(part.get("details", _MISSING), f"{key}.details", PartDetails.__struct_fields__, errors)
        parts[key] = {name: _string(details, name, f"{key}.{name}", errors) for name in PartDetails.__struct_fields__}
        rows += _rows(part, key, errors)
    return {"cover": cover, "parts": parts, "rows": rows}, errors


def _rows(part: dict[str, Any], key: str, errors: Errors) -> list[dict[str, str]]:
    rows = []
    for n, sent in enumerate(_list(part, "goals", f"{key}.goals", errors)):
        goal = _record(sent, f"{key}.goals.{n}", ("id", "parent", "text"), errors)
        rows.append(_row(goal, f"{key}.goals.{n}", key, RowKind.GOAL, {"parent": "parent"}, errors))
    for n, sent in enumerate(_list(part, "indicators", f"{key}.indicators", errors)):
        place = f"{key}.indicators.{n}"
        indicator = _record(sent, place, ("id", "goal", "text", "target"), errors)
        row = _row(indicator, place, key, RowKind.INDICATOR, {"parent": "goal"}, errors)
        place = f"{row['id']}.target" if row["id"] else f"{place}.target"
        target = _record(indicator.get("target", _MISSING), place, ("kind", "text"), errors)
        row["target_kind"] = _string(target, "kind", f"{place}.kind", errors)
        row["target"] = _string(target, "text", f"{place}.text", errors)
        rows.append(row)
    for n, sent in enumerate(_list(part, "programmes", f"{key}.programmes", errors)):
        place = f"{key}.programmes.{n}"
        programme = _record(sent, place, ("id", "text", "allotted"), errors, ("printed",))
        row = _row(programme, place, key, RowKind.PROGRAMME, {"allotted": "allotted"}, errors)
        if _WITH_SEN.fullmatch(row["allotted"]):
            whole, _, sen = row["allotted"].partition(".")
            row["allotted"] = f"{whole},{sen:0<2}"
        rows.append(row)
    return rows


def _row(
    sent: dict[str, Any], place: str, part: str, kind: RowKind, more: dict[str, str], errors: Errors
) -> dict[str, str]:
    row_id = _string(sent, "id", f"{place}.id", errors)
    named = row_id or place
    row = {"id": row_id, "part": part, "kind": kind.value, "text": _string(sent, "text", f"{named}.text", errors)}
    return row | {field: _string(sent, name, f"{named}.{name}", errors) for field, name in more.items()}


def _record(
    sent: Any, place: str, known: tuple[str, ...], errors: Errors, derived: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return the object; what is `derived` may be sent back, but says nothing that is not said elsewhere."""
    if not isinstance(sent, dict):
        if sent is not _MISSING:
            errors.append((place, Unreadable("not-an-object", "An object with fields is expected here.", place)))
        return {}
    for name in sent:
        if name not in known and name not in derived:
            where = f"{place}.{name}" if place else str(name)
            unknown = Unreadable("unknown-field", "The field “{field}” is unknown.", where, field=str(name)[:60])
            errors.append((where, unknown))
    for name in known:
        if name not in sent:
            where = f"{place}.{name}" if place else name
            missing = Unreadable("field-missing", "The field “{field}” is missing.", where, field=name)
            errors.append((where, missing))
    return dict(sent)


def _list(record: dict[str, Any], name: str, place: str, errors: Errors) -> list[Any]:
    value = record.get(name, [])
    if isinstance(value, list):
        return value
    errors.append((place, Unreadable("not-a-list", "A list is expected here.", place)))
    return []


def _string(record: dict[str, Any], name: str, place: str, errors: Errors) -> str:
    value = record.get(name, "")
    if isinstance(value, str):
        return value
    errors.append((place, Unreadable("not-a-text", "A text in quotation marks is expected here.", place)))
    return ""
