"""Reads the body of a request: JSON or a form, never more than its route allows, every fault with its place."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar, get_args, get_origin
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from api.http.bodies import Body
from api.http.negotiate import FORM, JSON, sent_type
from api.http.problems import MOST_LISTED, HttpError, Unprocessable
from api.words.clock import read_day
from domain.kernel.characters import clean
from domain.kernel.errors import PlanError, Unreadable

# Bytes of a body, by its route.
LARGEST = 4 * 1024 * 1024  # all rows of a plan at once; a form spells a long text in three times the bytes of JSON
ORDINARY = 512 * 1024  # any other act in an office
SMALL = 4 * 1024  # from somebody whom nobody knows yet, or of their own account
_A_VALUE = 64  # bytes that a value or a field takes at the least, on average
_DEEPEST = 32
_QUICK = 64 * 1024  # bytes that are read while others wait
_PATIENCE = 30.0  # seconds for a small body
_SLOWEST = 16 * 1024  # bytes a second of a large one
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)  # one without an end is one, too
_BRACKET = re.compile(rb"[\[\]{}]")
# What a form carries beside the command itself.
CONTROLS = frozenset({"command_id", "text_version", "next", "do", "comment"})
Fields = list[tuple[str, str]]
B = TypeVar("B", bound=Body)
T = TypeVar("T")


async def arriving(request: Request, most: int) -> AsyncIterator[bytes]:
    """Yield the body as it comes, of at most so many bytes. Raises `HttpError` 413, or 408 for one too slow."""
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length) > most:
        raise too_large(most)
    chunks, got = request.stream(), 0
    until = asyncio.get_running_loop().time() + _PATIENCE + most / _SLOWEST
    while True:
        try:
            async with asyncio.timeout_at(until):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise HttpError(408, "too-slow", "The request came too slowly; nothing was recorded.") from None
        got += len(chunk)
        if got > most:
            raise too_large(most)
        yield chunk


async def read(request: Request, most: int) -> bytes:
    """Return the body of at most so many bytes. Raises `HttpError` 408 or 413."""
    return b"".join([chunk async for chunk in arriving(request, most)])


async def beside(size: int, parse: Callable[[], T]) -> T:
    """Return what a body of so many bytes says; a large one is read beside the loop, where nobody waits for it."""
    return parse() if size <= _QUICK else await asyncio.to_thread(parse)


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


def fields(body: bytes, most: int = LARGEST) -> Fields:
    """Return a form's fields in their order, as many as so many bytes may have. Raises `HttpError` 400."""
    try:
        return parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=most // _A_VALUE,
        )
    except ValueError as error:
        raise HttpError(400, "malformed-form", "The form cannot be read.") from error


def values(body: bytes, most: int = LARGEST, *, cell_by_cell: bool = False) -> Any:
    """Return what the JSON says, of as many values as so many bytes may have.

    Raises `HttpError` 400 with line and column, 413, or 422 for a character (not `cell_by_cell`) or a key.
    """
    _require_bounded(body, most // _A_VALUE)
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
    except ValueError as error:  # a number of more digits than are read
        raise _malformed(1, 1) from error
    wrong = [] if cell_by_cell else list(islice(_unclean(read_, ""), MOST_LISTED + 1))
    if wrong:
        raise Unprocessable(wrong)
    return read_


def _require_bounded(body: bytes, most: int) -> None:
    """Raise `HttpError` for more values, or deeper ones, than anybody sends; before any of them is made."""
    many = body.count(b'"') > 4 * most  # a name and a text to each, and some to spare
    bare = b"" if many else _STRING.sub(b"", body)
    if many or sum(map(bare.count, (b",", b"[", b"{"))) > most:
        raise HttpError(
            413, "too-many-values", "At most {most} values are read; nothing was recorded.", "", most=str(most)
        )
    depth = 0
    for bracket in _BRACKET.findall(bare):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEEPEST:
            raise HttpError(400, "json-too-deep", "The JSON is nested too deeply.")


def filled(model: type[B], body: bytes, form: Fields | None, most: int = LARGEST) -> B:
    """Return the command's body. Raises `HttpError`, or `Unprocessable` that names every wrong field."""
    sent = values(body or b"{}", most, cell_by_cell=model.cell_by_cell) if form is None else _nested(model, form)
    try:
        return model.model_validate_json(body or b"{}", strict=True) if form is None else model.model_validate(sent)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)[: MOST_LISTED + 1]
        raise Unprocessable([_cause(detail, model.place_of(detail["loc"], sent)) for detail in details]) from error


def _nested(model: type[BaseModel], form: Fields) -> dict[str, Any]:
    """A form's fields as the model has them: `titles.chair` is within `titles`; an empty field was not filled.

    A list has every field of its name; a day is read as people type it.
    """
    nested: dict[str, Any] = {}
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is list}
    days = {
        name for name, field in model.model_fields.items() if date in (field.annotation, *get_args(field.annotation))
    }
    for name, value in form:
        if name in CONTROLS:
            continue
        outer, dot, inner = name.partition(".")
        if dot and outer in model.model_fields:
            nested.setdefault(outer, {})
            if isinstance(nested[outer], dict) and value:
                nested[outer][inner] = value
        elif name in lists:
            nested.setdefault(name, []).extend([value] if value else [])
        elif name in days and (day := read_day(value)):
            nested[name] = day
        elif value or (name in model.model_fields and model.model_fields[name].is_required()):
            nested[name] = value
    return nested


def _cause(detail: ErrorDetails, place: str) -> PlanError:
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "missing":
            return Unreadable("field-missing", "The field “{field}” is missing.", place, field=name)
        case "extra_forbidden":
            return Unreadable("unknown-field", "The field “{field}” is unknown.", place, field=name[:60])
        case "enum" | "literal_error":
            known = str(detail.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
            return Unreadable("unknown-value", "This must be one of {known}.", place, known=known)
        case "model_type" | "model_attributes_type" | "dict_type":
            return Unreadable("not-an-object", "An object with fields is expected here.", place)
        case "list_type":
            return Unreadable("not-a-list", "A list is expected here.", place)
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
        return Unreadable("not-a-date", "This must be a date, such as 16 January 2024 or 2024-01-16.", place)
    return Unreadable("unreadable", "This cannot be read.", place)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        # A reader could take the one and its auditor the other.
        shown = twice.encode("ascii", "backslashreplace").decode()[:100]
        raise Unprocessable([Unreadable("key-twice", "The key “{key}” stands twice.", shown, key=shown)])
    return found


def _no_constant(name: str) -> Any:
    raise HttpError(400, "malformed-json", "{name} is no JSON.", name, name=name)


def _unclean(value: Any, place: str) -> Iterator[PlanError]:
    """Yield every text in the value that holds a character which hides, reorders or ends it."""
    match value:
        case str():
            try:
                clean(value, place)
            except Unreadable as no:
                yield no
        case dict():
            for name, inner in value.items():
                yield from _unclean(name, place)
                shown = name.encode("ascii", "backslashreplace").decode()[:100]
                yield from _unclean(inner, f"{place}.{shown}" if place else shown)
        case list():
            for n, inner in enumerate(value):
                yield from _unclean(inner, f"{place}.{n}" if place else str(n))


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
