"""A form that brings files, read as it arrives: a field or a file at a time, never more than is allowed in memory."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from api.http.negotiate import MULTIPART, sent_type
from api.http.problems import HttpError
from api.http.reading import ORDINARY, Fields, arriving, too_large

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_MOST_PARTS = 10_000  # the fields of a quarter of 500 rows


@dataclass(frozen=True)
class SentFile:
    """A file of a field, with the name it came with; None in place of a content that is larger than was allowed."""

    field: str
    name: str
    content: bytes | None


FormPart = tuple[str, str] | SentFile  # a field's name and value, or a file


def is_multipart(request: Request) -> bool:
    """Return whether the body is a form that may bring files."""
    return sent_type(request) == MULTIPART


async def parts(request: Request, largest: int, most: int) -> AsyncIterator[FormPart]:
    """Yield fields and files in their order; an input that no file was chosen for is none.

    A file of more than `largest` bytes is let go but read to its end, so that a browser, which listens only when it has
    sent everything, gets its answer; of a body of more than `most` bytes, not even that.

    Raises `HttpError` 400, 408 or 413.
    """
    form = _Form(largest)
    try:
        parser = MultipartParser(_boundary(request), form.callbacks())
        async for chunk in arriving(request, most):
            parser.write(chunk)
            for part in form.taken():
                yield part
        parser.finalize()
    except (FormParserError, UnicodeDecodeError) as error:
        raise _malformed() from error


async def fields(request: Request, most: int) -> Fields:
    """Return the fields alone. Raises `HttpError` 400, 408 or 413."""
    return [part async for part in parts(request, 0, most) if not isinstance(part, SentFile)]


def _boundary(request: Request) -> bytes:
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if not boundary:
        raise _malformed()
    return boundary


def _malformed() -> HttpError:
    return HttpError(400, "malformed-form", "The form cannot be read.")


class _Form:
    """What the parser has told of the part that it is in, and the parts that are whole."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._whole: list[FormPart] = []
        self._count = 0
        self._in_fields = 0
        self._begin()

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._named,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def taken(self) -> list[FormPart]:
        whole, self._whole = self._whole, []
        return whole

    def _begin(self) -> None:
        self._disposition = self._header = self._value = b""
        self._name, self._file = "", ""
        self._is_file = self._over = False
        self._content = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _named(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode()
        self._is_file = b"filename" in options
        # As browsers spell what would end the name.
        self._file = options.get(b"filename", b"").decode().replace("%22", '"')
        self._count += 1
        if not self._name or self._count > _MOST_PARTS:
            raise _malformed()

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._over:
            return
        self._content += data[start:end]
        if not self._is_file:
            self._in_fields += end - start
            if self._in_fields > ORDINARY:
                raise too_large(ORDINARY)
        elif len(self._content) > self._largest:
            self._over, self._content = True, bytearray()

    def _end(self) -> None:
        if not self._is_file:
            self._whole.append((self._name, self._content.decode()))
        elif self._file or self._content:
            self._whole.append(SentFile(self._name, self._file, None if self._over else bytes(self._content)))
