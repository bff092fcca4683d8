"""The leaves of a document to be signed: each page in its size, where one jumps to, and where the signature falls."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from activities.documents.press import Layout, Spot
from api.http.described import query
from api.http.pictures import WIDTH
from domain.route.endorsed import Endorsed
from domain.route.route import Step, StepAct

AS_TEXT = query("as", "text: the same as text that can be read on a small screen", {"type": "string", "enum": ["text"]})
_FIRST = 2  # pages that a browser fetches at once


@dataclass(frozen=True)
class Viewing:
    """How a document is read before it is endorsed: as its pages, or `as_text`; no `layout` while it is prepared."""

    layout: Layout | None
    as_text: bool


@dataclass(frozen=True)
class Leaf:
    """A page: its picture's size in pixels, its own in points, and what of it the signature takes."""

    number: int
    width: int
    height: int
    box: tuple[float, float]
    place: Spot | None
    soon: bool


@dataclass(frozen=True)
class Leaves:
    """The pages, and what is named of them with the page that it begins on; `place` is where the signature falls."""

    pages: tuple[Leaf, ...]
    jumps: tuple[tuple[str, int], ...]
    place: Spot | None


def leaves(layout: Layout, jumps: Sequence[tuple[str, int]], place: Spot | None) -> Leaves:
    """Return them; a single page has nowhere to jump to."""
    soon = {*range(1, _FIRST + 1), 0 if place is None else place.page}
    pages = tuple(
        Leaf(
            n, WIDTH, round(WIDTH * high / wide), (wide, high), place if place and place.page == n else None, n in soon
        )
        for n, (wide, high) in enumerate(layout.sizes, 1)
    )
    return Leaves(pages, tuple(jumps) if len(pages) > 1 else (), place)


def headed(layout: Layout, place: int) -> tuple[list[tuple[str, int]], Spot | None]:
    """Return what `leaves` asks of a document that has no parts: its headings, and the mark of so many before it."""
    marks = layout.marks[min(place, len(layout.marks) - 1) :] if layout.marks else ()
    return list(layout.heads), next(iter(marks), None)


def signing_before(of: Endorsed[Any, Any, Any], step: Step | None) -> int:
    """Return how many signatures that are not given yet stand before that of a step."""
    waiting = [each.key for each in of.route if each.act is StepAct.SIGN and each.key not in of.done()]
    return waiting.index(step.key) if step is not None and step.key in waiting else 0
