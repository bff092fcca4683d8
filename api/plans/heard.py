"""A cell as it is typed: how it would print, the words in which it is said, and what would be asked of it."""

from typing import TypedDict

from api.words.amounts import said_target
from api.words.refusals import explained
from api.words.words import Words
from domain.measure.reading.convention import Convention
from domain.measure.reading.question import read
from domain.measure.target import spell_target


class CellRead(TypedDict):
    """What a cell says: its kind, how it prints, the words in which it is said, and each question or fault."""

    kind: str
    printed: str | None
    said: str
    asked: list[str]


def heard(words: Words, kind: str, text: str, said: Convention, wording: str) -> CellRead:
    """Return what a cell of a chosen kind says; what cannot be read is not said, and why is for the save to say."""
    if not text.strip():
        return {"kind": kind, "printed": None, "said": "", "asked": []}
    found = read(text, kind, said, indicator=wording, chosen=bool(kind))
    return {
        "kind": found.kind,
        "printed": None if found.target is None else spell_target(found.target),
        "said": "" if found.target is None else said_target(words, found.target),
        "asked": [explained(words, None, ask.message, ask.params) for ask in found.asks],
    }


def shown(cell: CellRead) -> str:
    """Return what stands beside the field."""
    return " ".join(filter(None, (cell["said"], *cell["asked"])))
