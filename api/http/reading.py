"""Reads the body of a request: JSON or a form, never more than is allowed, every fault with its place."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from api.http.negotiate import FORM, JSON, sent_type
from api.http.problems import HttpError, Unprocessable
from domain.kernel.characters import clean
from domain.kernel.errors import PlanError, Unreadable

LARGEST = 4 * 1024 * 1024  # bytes of a body; a form spells a long text in three times the bytes of JSON
_MOST_FIELDS = 50_000
_DEEPEST = 32
# What a form carries beside the command itself.
CONTROLS = frozenset({"command_id", "text_version", "next", "do", "comment"})
Fields = list[tuple[str, str]]
B = TypeVar("B", bound=BaseModel)


async def read(request: Request, most: int = LARGEST) -> bytes:
    """Return the body of at most so many bytes. Raises `HttpError` 413."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise too_large(most)
    got = bytearray()
    async for chunk in request.stream():
        got += chunk
        if len(got) > most:
            raise too_large(most)
    return bytes(got)


def is_form(request: Request) -> bool:
    """Return whether the body is a form's; JSON is the other kind. Raises `HttpError` 415 for any third."""
    kind = sent_type(request)
    if kind not in (FORM, JSON):
        raise HttpError(
            415,
            "unsupported-media-type",
            "“{sent}” is not read here; send {known}.",
            "Content-Type",
            sent=kind[:100],
            known=f"{JSON}, {FORM}",
        ).telling(Accept=f"{JSON}, {FORM}")
    return kind == FORM


def fields(body: bytes) -> Fields:
    """Return a form's fields in their order. Raises `HttpError` 400."""
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise HttpError(400, "malformed-form", "The form cannot be read.") from error


def values(body: bytes) -> Any:
    """Return what the JSON says. Raises `HttpError` 400 with line and column, or 422 for a character or a key."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HttpError(
            400, "not-utf-8", "The JSON is not UTF-8: byte {byte}.", f"byte {error.start}", byte=str(error.start)
        ) from error
    try:
        read_ = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _malformed(error.lineno, error.colno) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # a number of more digits than are read
        raise _malformed(1, 1) from error
    wrong = list(_unclean(read_, "", 0))
    if wrong:
        raise Unprocessable(wrong)
    return read_


def filled(model: type[B], body: bytes, form: Fields | None) -> B:
    """Return the command's body. Raises `HttpError`, or `Unprocessable` that names every wrong field."""
    try:
        if form is None:
            values(body or b"{}")
            return model.model_validate_json(body or b"{}", strict=True)
        return model.model_validate(_nested(model, form))
    except ValidationError as error:
        raise Unprocessable([_cause(detail) for detail in error.errors()]) from error


def _nested(model: type[BaseModel], form: Fields) -> dict[str, Any]:
    """A form's fields as the model has them: `titles.chair` is within `titles`; an empty field was not filled.

    A list has every field of its name.
    """
    told: dict[str, Any] = {}
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is list}
    for name, value in form:
        if name in CONTROLS:
            continue
        outer, dot, inner = name.partition(".")
        if dot and outer in model.model_fields:
            told.setdefault(outer, {})
            if isinstance(told[outer], dict) and value:
                told[outer][inner] = value
        elif name in lists:
            told.setdefault(name, []).extend([value] if value else [])
        elif value or (name in model.model_fields and model.model_fields[name].is_required()):
            told[name] = value
    return told


def _cause(detail: ErrorDetails) -> PlanError:
    place = ".".join(str(part) for part in detail["loc"])
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "missing":
            return Unreadable("field-missing", "The field “{field}” is missing.", place, field=name)
        case "extra_forbidden":
            return Unreadable("unknown-field", "The field “{field}” is unknown.", place, field=name[:60])
        case "enum" | "literal_error":
            known = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
            return Unreadable("unknown-value", "This must be one of {known}.", place, known=known)
        case "string_type" | "string_sub_type":
            return Unreadable("not-a-text", "A text in quotation marks is expected here.", place)
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return Unreadable("not-a-whole-number", "This must be a whole number.", place)
        case "greater_than_equal" | "less_than_equal":
            ctx = detail.get("ctx", {})
            limit = str(ctx.get("ge", ctx.get("le", "")))
            return Unreadable("out-of-range", "This is beyond its limit, {limit}.", place, limit=limit)
        case "string_pattern_mismatch":
            return Unreadable("wrong-shape", "This is not written as it has to be.", place)
        case "string_too_long" | "string_too_short" | "too_long" | "too_short":
            return Unreadable("wrong-length", "This is too short or too long.", place)
    if detail["type"].startswith("date"):
        return Unreadable("not-a-date", "This must be a date such as 2024-01-16.", place)
    return Unreadable("unreadable", "This cannot be read.", place)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        # A reader could take the one and its auditor the other.
        shown = twice.encode("ascii", "backslashreplace").decode()[:100]
        raise Unprocessable([Unreadable("key-twice", "The key “{key}” stands twice.", shown, key=shown)])
    return told


def _no_constant(name: str) -> Any:
    raise HttpError(400, "malformed-json", "{name} is no JSON.", name, name=name)


def _unclean(value: Any, place: str, depth: int) -> Iterator[PlanError]:
    """Yield every text in the value that holds a character which hides, reorders or ends it."""
    if depth > _DEEPEST:
        raise _too_deep()
    match value:
        case str():
            try:
                clean(value, place)
            except Unreadable as no:
                yield no
        case dict():
            for name, inner in value.items():
                yield from _unclean(name, place, depth)
                shown = name.encode("ascii", "backslashreplace").decode()[:100]
                yield from _unclean(inner, f"{place}.{shown}" if place else shown, depth + 1)
        case list():
            for n, inner in enumerate(value):
                yield from _unclean(inner, f"{place}.{n}" if place else str(n), depth + 1)


def too_large(most: int) -> HttpError:
    """Return why a body of more than so many bytes is not read."""
    return HttpError(413, "body-too-large", "At most {most} bytes are read; nothing was recorded.", "", most=str(most))


def _malformed(line: int, column: int) -> HttpError:
    return HttpError(
        400,
        "malformed-json",
        "The JSON cannot be read from line {line}, column {column} on.",
        f"line {line}, column {column}",
        line=str(line),
        column=str(column),
    )


def _too_deep() -> HttpError:
    return HttpError(400, "json-too-deep", "The JSON is nested too deeply.")
