"""Several measures in one cell, told apart by how they are printed, and named by the row's own wording."""

import re

from domain.measure.reading.cell import labelled, taken_apart
from domain.measure.reading.comparator import parted

_MARKED = re.compile(r"(?:^|(?<=[\s;,]))(?:[a-h]|[1-9])[.)]\s+|(?:^|(?<=\s))[-•·–]\s+")
_BETWEEN = re.compile(r"\s*(?:;|\||\s/\s|,\s+(?=[^\W\d])|(?<=[^\W\d]),\s+(?=[0-9])|\s+(?:dan|and|serta)\s+)\s*")
_PERCENTS = re.compile(r"(?<=%)\s*[,/;&]?\s*(?=[<>≥≤]?\s*[0-9])")
_NAMED = re.compile(r"(?<=%)\s*[,/;&]?\s*(?=[^\W_][\w /]{0,30}?[:=]?\s*[0-9][0-9.,]*\s*%)")
_NAME = re.compile(r"(?P<name>[^\W\d_][\w /]*?)\s*[:=]?\s+(?=[<>≥≤]?\s*[0-9])")
_NAMES = re.compile(r"\s*(?:^|\s)(?:[-•·–]|[a-h][.)]|[1-9][.)])\s+")


def several(text: str) -> tuple[str, ...]:
    """Return the cells that stand in one, or nothing where it is one."""
    for split in (_MARKED, _PERCENTS, _NAMED, _BETWEEN):
        if split is _MARKED and _MARKED.match(text) is None:
            continue
        parts = tuple(part.strip(" ,;") for part in split.split(text) if part.strip(" ,;"))
        if len(parts) > 1 and all(taken_apart(named(part)[1]) is not None for part in parts):
            return parts
    return ()


def named(cell: str) -> tuple[str, str]:
    """Return the name that one of several cells begins with, and its value."""
    label, bare = labelled(cell)
    if not label and (found := _NAME.match(cell)) is not None and parted(cell)[1] == cell:
        return found["name"], cell[found.end() :]
    return label, bare


def names(indicator: str, count: int) -> tuple[str, ...]:
    """Return how the wording names its measures (*…: - Kasasi - PK*), empty where it does not."""
    _, colon, listed = indicator.partition(":")
    for text in (listed,) if colon else (indicator,):
        parts = [part.strip(" ,;.") for part in _NAMES.split(f" {text}") if part.strip(" ,;.")]
        if len(parts) == count + (0 if colon else 1):
            return tuple(parts[-count:])
    return ("",) * count
