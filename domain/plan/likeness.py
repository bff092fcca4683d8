"""Which rows seem to speak of the same: those of the same code, else those of nearly the same words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from domain.plan.cell import spell_cell
from domain.plan.text import Row

_CODE = re.compile(r"^[\[(]?(?P<code>[0-9]+(?:[. ][0-9]+)*)[\])]?[. ]*\s")
_FEWEST_ALIKE = 0.6  # of the words of both
R = TypeVar("R", bound=Row)


def alike(row: Row, others: Iterable[R]) -> list[R]:
    """Return the others of the row's code, or, where there is none, those of its words, the nearest first.

    Never by counting: where neither says anything, none is.
    """
    rows = tuple(others)
    code = _code(row)
    same = [other for other in rows if code and _code(other) == code]
    near = [] if same else [(_shared(row.text, other.text), other) for other in rows]
    return same or [other for _, other in sorted((n for n in near if n[0] >= _FEWEST_ALIKE), key=lambda n: -n[0])]


def _code(row: Row) -> str:
    """The code of a row: of its column, else what its wording begins with."""
    cell = next((spell_cell(cell) for cell in row.cells if cell.column in ("kode", "code")), "")
    begins = _CODE.match(row.text)
    return (cell or (begins["code"] if begins else "")).replace(" ", ".")


def _shared(one: str, other: str) -> float:
    words, others = _words(one), _words(other)
    return len(words & others) / len(words | others) if words and others else 0


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{3,}", text.casefold()))
