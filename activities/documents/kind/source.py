"""The paper of a plan as typst source, set as its kind says."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from activities.documents.amendment.pages import amendment_pages
from activities.documents.design import FIRST
from activities.documents.first.plan import source
from activities.documents.kind.table import LANDSCAPE, PORTRAIT, Sheet, customary, goals_table, programmes_table
from activities.documents.language import INDONESIAN, WORDS, PaperWords
from activities.documents.paper import PlanPaper
from activities.documents.source import (
    filled,
    frame,
    in_one_line,
    signature_block,
    signature_blocks,
    total,
    versions_of,
)
from domain.kind.kind import Paper, PartKind
from domain.plan.money import restated
from domain.plan.text import Part

_ROOM = Path(__file__).parent
PLAN_TEMPLATES = versions_of(
    _ROOM.parent / "code.py",
    _ROOM.parent / "language.py",
    *sorted((_ROOM.parent / "amendment").glob("*.py")),
    *sorted(_ROOM.glob("*.py")),
)


def redline_source(paper: PlanPaper) -> str:
    """Return the typst source of what an amendment's paper has annexed, alone."""
    words = _words(paper)
    return filled("redline.typ", **frame(paper, words), **amendment_pages(paper, words))


def plan_source(paper: PlanPaper) -> str:
    """Return the typst source of the paper, set as its kind says; without one, as offices print it."""
    if paper.design == FIRST and paper.shape is None:
        return source(paper)
    words = _words(paper)
    flipped = paper.shape is not None and paper.shape.paper is Paper.LANDSCAPE
    sheet = LANDSCAPE if flipped else PORTRAIT
    parts = [
        _part(n, part, asked, paper, sheet, words)
        for n, part in enumerate(paper.text.parts)
        if (asked := paper.shape.part(part.key) if paper.shape else customary(part)) is not None
    ]
    template = "kind/plan.typ" if paper.design == FIRST else "plan.typ"
    pages = frame(paper, words) | amendment_pages(paper, words)
    return filled(template, design=paper.design, **pages, flipped=flipped, parts=parts)


def _words(paper: PlanPaper) -> PaperWords:
    return WORDS[paper.shape.language] if paper.shape else INDONESIAN


def _part(
    number: int, part: Part, asked: PartKind, paper: PlanPaper, sheet: Sheet, words: PaperWords
) -> dict[str, Any]:
    details = part.details
    if asked.indicator_head.isupper() and paper.design != FIRST:
        words = replace(words, number=words.number.upper())
    alone = (
        words.whole_part.format(key=part.key) if len(paper.text.parts) > 1 else in_one_line(paper.text.details.title)
    )
    tables = [goals_table(part, asked, paper.year, sheet, words)]
    if part.programmes and asked.budget is not None:
        tables.append(programmes_table(part, asked, asked.budget, paper.year, sheet, words))
    for table in tables:
        adds_up = paper.design == FIRST or not restated(part)
        like = table["like"] if paper.design != FIRST else None
        table["total"] = total(part, asked, words, like) if table["rows"] and table["budget"] > 0 and adds_up else None
    return {
        "key": str(number),
        "heading": details.heading or alone or words.whole_part.format(key=part.key),
        "pledge": [paragraph for paragraph in details.pledge.splitlines() if paragraph],
        "tables": tables,
        "dated": ", ".join(filter(None, [details.place, details.date])),
        "capacity": details.capacity,
        "signatory": details.signatory,
        "name": details.name,
        "breakable": len("".join([details.heading, details.signatory, details.name, details.capacity])) > 700,
        "signatures": [signature_block(s, paper, words) for s in paper.signatures if s.part == part.key],
        "blocks": signature_blocks(part, paper, words),
    }
