"""The paper of a plan that has a kind as typst source."""

from pathlib import Path
from typing import Any

from activities.documents.kind.table import LANDSCAPE, PORTRAIT, Sheet, goals_table, programmes_table
from activities.documents.language import WORDS, PaperWords
from activities.documents.paper import PlanPaper
from activities.documents.source import (
    filled,
    frame,
    in_one_line,
    signature_block,
    signature_blocks,
    total,
    version_of,
)
from domain.kind.kind import Kind, Paper, PartKind
from domain.plan.text import Part

_HERE = Path(__file__).parent
_TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "documents" / "kind"
KIND_TEMPLATE_VERSION = version_of(
    str(_HERE.parent / "language.py"), *map(str, (*sorted(_HERE.glob("*.py")), *sorted(_TEMPLATES.glob("*.typ"))))
)


def kind_source(paper: PlanPaper, kind: Kind) -> str:
    """Return the typst source of the paper, set as its kind says."""
    words = WORDS[kind.language]
    flipped = kind.paper is Paper.LANDSCAPE
    sheet = LANDSCAPE if flipped else PORTRAIT
    parts = [
        _part(n, part, asked, paper, sheet, words)
        for n, part in enumerate(paper.text.parts)
        if (asked := kind.part(part.key)) is not None
    ]
    return filled("kind/plan.typ", **frame(paper, words), flipped=flipped, parts=parts)


def _part(
    number: int, part: Part, asked: PartKind, paper: PlanPaper, sheet: Sheet, words: PaperWords
) -> dict[str, Any]:
    details = part.details
    alone = (
        words.whole_part.format(key=part.key) if len(paper.text.parts) > 1 else in_one_line(paper.text.details.title)
    )
    tables = [goals_table(part, asked, paper.year, sheet, words)]
    if part.programmes and asked.budget is not None:
        tables.append(programmes_table(part, asked, asked.budget, paper.year, sheet, words))
    for table in tables:
        table["total"] = total(part, asked, words) if table["rows"] and table["budget"] > 0 else None
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
