"""How wide the columns of a table are: as wide as what stands in them asks, in the largest type that fits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_SIZES = (10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points, the largest first
_POINT = 0.3528  # mm
_LONGEST_WORD = 25  # characters; what is longer breaks anywhere
_LINE = 1.25  # of the size, with its leading


@dataclass(frozen=True)
class Content:
    """What stands in a column; `whole` is never broken, such as a figure, `prose` takes what width is left."""

    head: str
    cells: Sequence[str]
    whole: bool = False
    prose: bool = False


@dataclass(frozen=True)
class Measures:
    """The type size in points and the widths of the columns in mm; `narrow` columns break their words anywhere."""

    size: float
    widths: tuple[float, ...]
    narrow: bool = False

    @property
    def inset(self) -> float:
        """Return the space beside the words of a cell in mm."""
        return 0.5 if self.narrow else inset(self.size)

    def height(self, texts: Sequence[str]) -> float:
        """Return about how high a row of these texts is, in mm."""
        pairs = zip(texts, self.widths, strict=True)
        lines = max(_lines(text, width - 2 * self.inset, self.size) for text, width in pairs)
        return lines * self.size * _LINE * _POINT + 2 * self.inset


def inset(size: float) -> float:
    """Return the space beside the words of a cell in mm."""
    return 2.2 if size >= 10 else 1.6 if size >= 8 else 1.2


def fitted(columns: Sequence[Content], across: float, largest: float) -> Measures:
    """Return the measures with which the columns stand on a page that is `across` mm wide."""
    for size in [size for size in _SIZES if size <= largest]:
        least = [_least(column, size) for column in columns]
        if sum(least) <= across:
            break
    else:  # then words break where they must
        return Measures(size, tuple(width * across / sum(least) for width in least), narrow=True)
    return Measures(size, _shared(columns, least, across, size))


def _shared(columns: Sequence[Content], least: list[float], across: float, size: float) -> tuple[float, ...]:
    """Give what is left in proportion to what the columns would take on one line each."""
    most = [max(_most(column, size, across), low) for column, low in zip(columns, least, strict=True)]
    left, asked = across - sum(least), sum(most) - sum(least)
    if asked >= left > 0:
        return tuple(low + (high - low) * left / asked for low, high in zip(least, most, strict=True))
    prose = [column.prose for column in columns]
    each = (across - sum(most)) / (sum(prose) or len(columns))
    return tuple(width + each * (takes or not any(prose)) for width, takes in zip(most, prose, strict=True))


def _least(column: Content, size: float) -> float:
    words = {word for text in (column.head, *column.cells) for word in text.split()}
    widest = max((width(word, size) for word in words if len(word) <= _LONGEST_WORD), default=0.0)
    longest = _longest(column.cells, size)
    if column.whole:
        widest = max(widest, longest)
    if column.prose:
        # A line of prose has some words; the smaller the type already is, the fewer.
        widest = max(widest, min(longest, (4.5 * size - 17) * width("n", size)))
    # Below the heading stands its number in small type.
    return max(widest * 1.04, width("(00)", 8)) + 2 * inset(size) + 0.4


def _most(column: Content, size: float, across: float) -> float:
    return min(_longest((column.head, *column.cells), size) * 1.04, across / 2) + 2 * inset(size) + 0.4


def _longest(texts: Sequence[str], size: float) -> float:
    return max((width(line, size) for text in set(texts) for line in text.split("\n")), default=0.0)


def _lines(text: str, room: float, size: float) -> int:
    # A line is filled to about five sixths before the next word does not fit.
    return sum(max(1, math.ceil(width(line, size) / room * 1.2)) for line in text.split("\n")) if text else 1


def width(text: str, size: float) -> float:
    """Return about how wide a line of words is, in mm: those of the bold face, which is the wider one."""
    return _ems(text) * size * _POINT


@lru_cache(maxsize=4096)
def _ems(text: str) -> float:
    return sum(_EMS.get(character, 0.72 if character.isupper() else 0.53) for character in text)


_EMS = {
    **dict.fromkeys(" .,:;'!|ijl", 0.3),
    **dict.fromkeys("()[]/-ftrsI“”", 0.41),
    **dict.fromkeys("0123456789", 0.52),
    **dict.fromkeys("mMwW%–—&@Q", 0.9),
}
