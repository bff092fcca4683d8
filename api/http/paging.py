"""Where in a long answer to begin, how much of it to send, and where the rest is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode

from starlette.requests import Request

from api.http.described import Described, query
from api.http.problems import HttpError

SIZE, MOST = 25, 200  # of a page: unless something else is asked for, and at most
T = TypeVar("T")
_LARGEST = 2**63 - 1  # a position is a bigint


def whole(text: str, place: str, least: int = 0, most: int = _LARGEST) -> int:
    """Read a whole number. Raises `HttpError` 422 that names its place."""
    if not (text.isascii() and text.isdecimal()):
        raise HttpError(422, "not-a-whole-number", "“{name}” must be a whole number.", place, name=place)
    number = int(text) if len(text) < 20 else _LARGEST + 1
    if not least <= number <= most:
        limits = {"least": str(least), "most": str(most)}
        raise HttpError(422, "out-of-range", "“{name}” must be from {least} to {most}.", place, name=place, **limits)
    return number


def query_number(request: Request, name: str, default: int, least: int = 0, most: int = _LARGEST) -> int:
    """Read a whole number of the query. Raises `HttpError` 422."""
    text = request.query_params.get(name)
    return default if text is None else whole(text, name, least, most)


def address(request: Request, **changes: object) -> str:
    """Return the request's own address with other values in its query; None takes one out."""
    query = {**request.query_params, **changes}
    kept = {name: str(value) for name, value in query.items() if value is not None and value != ""}
    return quote(request.scope["path"]) + (f"?{urlencode(kept)}" if kept else "")


@dataclass(frozen=True)
class Page:
    """One page of a list of `total`: `number` counts from 1, `name` is what the query calls it."""

    request: Request
    name: str
    number: int
    size: int
    total: int

    @property
    def offset(self) -> int:
        """Return how many come before it."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> str:
        """Return the address of the page before; empty where it is the first."""
        return address(self.request, **{self.name: self.number - 1}) if self.number > 1 else ""

    @property
    def following(self) -> str:
        """Return the address of the page behind; empty where it is the last."""
        return address(self.request, **{self.name: self.number + 1}) if self.number < self.last else ""

    @property
    def headers(self) -> dict[str, str]:
        """Return the header that says where the list goes on."""
        return {"Link": f'<{self.following}>; rel="next"'} if self.following else {}

    def of(self, every: Sequence[T]) -> Sequence[T]:
        """Return what of a whole list is on the page."""
        return every[self.offset : self.offset + self.size]


def page_asked(request: Request, total: int, name: str = "page") -> Page:
    """Return the page that is asked for, the last one where it lies behind. Raises `HttpError` 422."""
    size = query_number(request, "size", SIZE, 1, MOST)
    number = query_number(request, name, 1, 1)
    return Page(request, name, min(number, max(1, -(-total // size))), size, total)


def pages_asked(*names: str) -> list[Described]:
    """Describe how a list's page is asked for."""
    whole_number = {"type": "integer", "minimum": 1}
    numbered = [query(name, "Which page, from 1", whole_number) for name in names or ("page",)]
    return [*numbered, query("size", f"How many on a page; {SIZE} if not said", {**whole_number, "maximum": MOST})]


def next_page(request: Request, **changes: object) -> dict[str, str]:
    """Return the header that says where the answer goes on."""
    return {"Link": f'<{address(request, **changes)}>; rel="next"'}
