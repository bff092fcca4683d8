"""From so much to so much, and so many to so many."""

import re

from domain.kernel.errors import Unreadable
from domain.kernel.message import plain
from domain.measure.reading.cell import Cell, labelled, taken_apart
from domain.measure.reading.comparator import parted
from domain.measure.reading.convention import Convention
from domain.measure.reading.figure import figure
from domain.measure.target import Proportion, Range

_SPAN = re.compile(
    r"(?:(?:antara|between|from|dari)\s+)?"
    r"(?P<low>(?:rp\.?\s*)?-?[0-9][0-9.,]*(?:\s*%|\s*(?:persen|per ?cent)\b|\s+[^\W\d][^–—-]*?)?)"
    r"\s*(?:–|—|-|\bs\.?\s?/?\s?d\b\.?|\bsampai(?: dengan)?\b|\bhingga\b|\bto\b|\band\b|\bdan\b)\s*(?P<high>\S.*)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\b(?:dan|and)\b", re.IGNORECASE)
_TWO = re.compile(r"(?:antara|between)\s", re.IGNORECASE)
_RATIO = re.compile(r"(?P<left>[0-9][0-9.,]*)\s*(?::|banding|berbanding|to)\s*(?P<right>[0-9][0-9.,]*)", re.IGNORECASE)


def ends(text: str) -> tuple[Cell, Cell, str] | None:
    """Return both ends of a range and its name; None where there are none."""
    label, said = labelled(text) if not re.match(r"-?[0-9]", text) else ("", text)
    said = parted(said)[1]
    if _JOINED.search(said) and not _TWO.match(said):
        return None
    parts = _SPAN.fullmatch(said)
    if parts is None:
        return None
    low, high = taken_apart(parts["low"]), taken_apart(parts["high"])
    return None if low is None or high is None else (low, high, label)


def span(text: str, said: Convention) -> Range:
    """Read a range; it rises, and both ends are of one unit."""
    found = ends(text)
    if found is None:
        raise Unreadable("not-a-range", "“{text}” is not a range; write for example “80–90%”.", text=text[:40])
    lower, upper, label = found
    unit = upper.unit or lower.unit
    if lower.unit and lower.unit.casefold() != unit.casefold():
        raise Unreadable(
            "units-differ", "One value is in {first}, the other in {second}.", first=lower.unit, second=unit
        )
    low, high = (
        plain(figure(cell.figure, unit, said) * (cell.times if cell.multiple else upper.times))
        for cell in (lower, upper)
    )
    if low < 0 or high < 0:
        raise Unreadable("negative-target", "A target cannot be negative.")
    if low >= high:
        raise Unreadable("range-inverted", "The range “{text}” must rise from its lower to its upper bound.", text=text)
    return Range(low, high, unit, comparator=parted(text)[0], also="; ".join(filter(None, (label, upper.also))))


def is_proportion(text: str) -> bool:
    """Return whether the text is printed as a ratio."""
    return _RATIO.fullmatch(text) is not None


def proportion(text: str, said: Convention) -> Proportion | None:
    """Read so many to so many; None where the text is no ratio."""
    parts = _RATIO.fullmatch(text)
    if parts is None:
        return None
    return Proportion(*(plain(figure(parts[side], "", said)) for side in ("left", "right")))
