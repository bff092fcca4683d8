"""What went and what came between two texts: word by word in a wording, row by row in a part."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from domain.plan.facts import inserted
from domain.plan.text import Part, container, kind_of_row, ordered

_WORDS = re.compile(r"\s+|[^\s]+")
_ALIKE = 0.4  # below it the two share too little to be read as one sentence


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


@dataclass(frozen=True)
class Stretch:
    """Words that became the same."""

    mark: Mark
    text: str


def redline(old: str, new: str) -> tuple[Stretch, ...]:
    """Return the new wording with what went in its place; without what came it reads as the old, and the other way."""
    return tuple(stretch for stretch in _stretches(old, new) if stretch.text)


def _stretches(old: str, new: str) -> list[Stretch]:
    if old == new:
        return [Stretch(Mark.SAME, new)]
    if not old or not new:
        return [Stretch(Mark.GONE, old), Stretch(Mark.COME, new)]
    was, now = _WORDS.findall(old), _WORDS.findall(new)
    match = SequenceMatcher(None, was, now, autojunk=False)
    if match.ratio() < _ALIKE:
        return [Stretch(Mark.GONE, old), Stretch(Mark.SAME, " "), Stretch(Mark.COME, new)]
    found: list[Stretch] = []
    gone = come = ""
    for kind, i, j, k, m in match.get_opcodes():
        same = "".join(now[k:m])
        if kind == "equal" and not (same.isspace() and (gone or come)):
            found += [Stretch(Mark.GONE, gone), Stretch(Mark.COME, come), Stretch(Mark.SAME, same)]
            gone = come = ""
        else:  # a space between two changes belongs to both, so that words which changed together are read together
            gone += "".join(was[i:j])
            come += same
    return [*found, Stretch(Mark.GONE, gone), Stretch(Mark.COME, come)]


def with_removed(old: Part, new: Part) -> Part:
    """Return the new part with the rows that went, each where it stood."""
    here = {row.id for row in new.rows()}
    part = new
    before: dict[tuple[str, str], str] = {}
    for row in old.rows():
        home = (kind_of_row(row), container(row))
        if row.id not in here:
            part = inserted(part, row, before.get(home, ""))
        before[home] = row.id
    return ordered(part)
