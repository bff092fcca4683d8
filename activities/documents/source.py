"""A paper as typst source, through the templates in `templates/documents`; values get in as literals alone."""

import hashlib
import textwrap
from datetime import datetime
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from activities.documents.language import INDONESIAN, PaperWords
from activities.documents.paper import Framed, PlanPaper, Signature, Status
from domain.kernel.actor import Capacity
from domain.kernel.errors import Unreadable
from domain.kernel.numbers import rupiah_in_words, spell_rupiah
from domain.kind.kind import PartKind, Side
from domain.measure.target import spell_target
from domain.plan.blocks import printed_blocks, signing
from domain.plan.money import part_total, spell_allotted
from domain.plan.text import Goal, Indicator, Part, SignatureBlock
from domain.route.route import Step, StepAct

_TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
TRIAL_MARK = INDONESIAN.trial_mark
_SPLITTABLE = 700  # characters; what is longer may need more than a page, so its row may be split
_TOGETHER = 12  # rows; what is kept on one page
ACROSS = INDONESIAN.across
_PREFIX = {Capacity.DEFINITIVE: "", Capacity.PLT: "Plt. ", Capacity.PLH: "Plh. ", Capacity.PJ: "Pj. "}


def literal(value: object) -> str:
    """Return the value as typst code that can only be that value: a string, a whole number, true or false."""
    match value:
        case str():
            return f'"{value.translate(_ESCAPES)}"'
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            raise TypeError(f"a template printed a {type(value).__name__}")


# What is printed is never markup: `finalize` makes each value a literal, so HTML escaping would be wrong.
_JINJA = Environment(  # noqa: S701
    loader=FileSystemLoader(_TEMPLATES),
    undefined=StrictUndefined,
    finalize=literal,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def filled(template: str, *, words: PaperWords = INDONESIAN, **context: Any) -> str:
    """Return the typst source that the template gives; `words` are those of its pages."""
    return _JINJA.get_template(template).render(context, words=words)


def version_of(*modules: str) -> str:
    """Return the first 12 digits of a SHA-256 over all that shapes a page: templates, the typesetter, these files."""
    parts = [version("typst").encode()]
    for path in [Path(__file__), *map(Path, modules), *sorted(_TEMPLATES.glob("*.typ"))]:
        parts += [path.name.encode(), path.read_bytes()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:12]


TEMPLATE_VERSION = version_of(str(Path(__file__).with_name("language.py")))


def source(paper: PlanPaper) -> str:
    """Return the typst source of the paper of a plan without a kind."""
    parts = [_part(n, part, paper) for n, part in enumerate(paper.text.parts)]
    return filled("plan.typ", **frame(paper, INDONESIAN), parts=parts)


def frame(paper: PlanPaper, words: PaperWords) -> dict[str, Any]:
    """Return what the pages of a plan print beside its parts."""
    # A heading that is empty can be saved, and no PDF/UA may have one.
    title = paper.text.details.title or f"{paper.plan.upper()} {paper.office}"
    across = words.across.get(paper.status, words.trial if paper.trial else "")
    return {
        "words": words,
        "status": paper.status.value,
        "trial": paper.trial,
        "trial_mark": words.trial_mark if paper.trial else "",
        "across": across,
        "across_points": 92 if len(across) < 10 else 86,
        "document_title": " — ".join([in_one_line(title), *([across] if across else [])]),
        "running_title": textwrap.shorten(title, 96, placeholder=" …"),
        "status_sentence": _status(paper, words),
        "plan": paper.plan,
        "office": paper.office,
        "text_line": words.text_line.format(plan=paper.plan, version=paper.version, position=paper.position),
        "text_digest": in_fours(paper.text_digest),
        "hash": in_fours(paper.hash),
        "title": title,
        "title_points": 26 if len(title) <= 90 else 20 if len(title) <= 240 else 12,
        "address": paper.text.details.address,
        "cover_date": _stacked(paper.text.details.cover_date),
        "no_rows": words.no_rows,
        "unsigned": words.unsigned,
    }


def in_fours(hexadecimal: str) -> str:
    """Return `4f3a 9c1b …`, as people compare a digest."""
    return " ".join(hexadecimal[n : n + 4] for n in range(0, len(hexadecimal), 4))


def spell_instant(at: datetime, time_zone: str, words: PaperWords = INDONESIAN) -> str:
    """Return `Selasa, 16 Januari 2024 pukul 10.42 WITA` on the clock of the zone."""
    return str(format_datetime(at.astimezone(ZoneInfo(time_zone)), words.instant, locale=words.locale))


def _status(paper: PlanPaper, words: PaperWords) -> str:
    signed = [part.key for part in paper.text.parts if any(s.part == part.key for s in paper.signatures)]
    parts = words.joined.join(words.part.format(key=key) for key in signed)
    match paper.status:
        case Status.VOID:
            return words.void
        case Status.SIGNED:
            return words.signed.format(parts=parts)
        case Status.DRAFT if signed and any(len(signing(paper.route, part.key)) > 1 for part in paper.text.parts):
            steps = [step.key for step in paper.route if step.act is StepAct.SIGN]
            given = {signature.step for signature in paper.signatures}
            return words.counted.format(given=len(given), asked=len(steps))
        case Status.DRAFT:
            return words.partly.format(parts=parts) if signed else words.draft


def _part(number: int, part: Part, paper: PlanPaper) -> dict[str, Any]:
    details = part.details
    spelled = str.upper if details.goals_heading.isupper() else str  # as the office spells its goals' heading
    printed = "".join([details.heading, details.signatory, details.name, details.capacity])
    rows = _rows(part)
    return {
        "key": str(number),
        "heading": details.heading or INDONESIAN.whole_part.format(key=part.key),
        "number_heading": spelled(INDONESIAN.number),
        "goals_heading": details.goals_heading,
        "indicator_heading": spelled("Indikator Kinerja"),
        "target_heading": spelled("Target"),
        "rows": rows,
        "tail": _tail(rows),
        "programme_heading": "PROGRAM",
        "budget_heading": "ANGGARAN",
        "programmes": [
            {
                "number": f"{n}.",
                "text": programme.text,
                "allotted": spell_allotted(programme),
                "breakable": len(programme.text) > _SPLITTABLE,
            }
            for n, programme in enumerate(part.programmes, 1)
        ],
        "programmes_tail": len(part.programmes) - 2 if len(part.programmes) > _TOGETHER else 0,
        "total": total(part) if part.programmes else None,
        "dated": ", ".join(filter(None, [details.place, details.date])),
        "capacity": details.capacity,
        "signatory": details.signatory,
        "name": details.name,
        "breakable": len(printed) > _SPLITTABLE,
        "signatures": [signature_block(s, paper) for s in paper.signatures if s.part == part.key],
        "blocks": signature_blocks(part, paper, INDONESIAN),
    }


def signature_blocks(part: Part, paper: PlanPaper, words: PaperWords) -> list[dict[str, Any] | None]:
    """Return the cells of the part's signature blocks, two a row; none where it has its one signatory alone."""
    if not part.details.blocks and len(signing(paper.route, part.key)) < 2:
        return []
    sides: dict[Side, list[dict[str, Any]]] = {side: [] for side in Side}
    for block, side, step in printed_blocks(part, paper.route, paper.shape):
        sides[side].append(_block(block, side, step, paper, words))
    pairs = zip_longest(sides[Side.LEFT], sides[Side.RIGHT])
    return [*(cell for pair in pairs for cell in pair), *sides[Side.MIDDLE]]


def _block(block: SignatureBlock, side: Side, step: Step | None, paper: PlanPaper, words: PaperWords) -> dict[str, Any]:
    behalf = (_prefixed(words.on_behalf, block.on_behalf), _prefixed(words.further, block.further))
    signatures = [s for s in paper.signatures if step is not None and s.step == step.key]
    return {
        "middle": side is Side.MIDDLE,
        "dated": ", ".join(filter(None, [block.place, block.date])),
        "above": [line for line in (block.heading, *behalf, block.position) if line],
        "signatures": [signature_block(s, paper, words) for s in signatures],
        "unsigned": words.unsigned if step is not None else "",
        "name": block.name,
        "number": block.number,
    }


def _prefixed(prefix: str, whom: str) -> str:
    """Return the line, which may be typed with what stands in front of it or without."""
    typed = whom.casefold().startswith(prefix)
    return whom if typed or not whom else f"{prefix} {whom}"


def _rows(part: Part) -> list[dict[str, Any]]:
    """The goal stands in the row of its first indicator and reaches down the others where one page will hold them."""
    parents = {goal.id: goal.parent for goal in part.goals}
    indicators: dict[str, list[Indicator]] = {goal.id: [] for goal in part.goals}
    for indicator in part.indicators:
        indicators[indicator.goal].append(indicator)
    rows: list[dict[str, Any]] = []
    number = 0
    for goal in part.goals:
        number += not goal.parent
        cells = [(i.text, spell_target(i.target)) for i in indicators[goal.id]] or [("", "")]
        size = max(len(goal.text), sum(max(len(text), 4 * len(target), 40) for text, target in cells))
        kept = len(cells) <= _TOGETHER and size <= _SPLITTABLE
        above = rows[-1] if rows and rows[-1]["chapter"] and not rows[-1]["indicator"] else None
        if above and kept:
            above["number_span"] = 1 + len(cells)  # so that a chapter never stands alone at the foot of a page
        for n, (indicator_text, target) in enumerate(cells):
            first = n == 0
            rows.append(
                {
                    "number": f"{number}." if first and not goal.parent else "",
                    "number_span": 0 if above and kept else 1 if not kept else len(cells) if first else 0,
                    "goal": goal.text if first else "",
                    "goal_span": 1 if not kept else len(cells) if first else 0,
                    "indicator": indicator_text,
                    "target": target,
                    "from": (1 if goal.parent else 0) if first else 2,
                    "depth": min(_depth(goal, parents), 4),
                    "chapter": first and not goal.parent and goal.id in parents.values(),
                    "breakable": not kept and max(len(goal.text), len(indicator_text), 4 * len(target)) > _SPLITTABLE,
                }
            )
    return rows


def _tail(rows: list[dict[str, Any]]) -> int:
    """Where the rows begin that may go to the signature's page: at a goal of the top, else at any; -1 for nowhere."""
    starts = [n for n, row in enumerate(rows) if n and row["number_span"] and row["goal_span"]]
    tops = [n for n in starts if rows[n]["number"]]
    fitting = [n for n in (*tops[-1:], *reversed(starts)) if 2 <= len(rows) - n <= _TOGETHER]
    return next(iter(fitting), -1)


def _depth(goal: Goal, parents: dict[str, str]) -> int:
    depth, above = 0, goal.parent
    while above:
        depth, above = depth + 1, parents[above]
    return depth


def total(part: Part, asked: PartKind | None = None, words: PaperWords = INDONESIAN) -> dict[str, str]:
    """Return what is printed of the sum of a part's money."""
    amount = part_total(part, asked)
    try:
        spoken = words.in_words.format(words=rupiah_in_words(amount))
    except Unreadable:
        spoken = ""  # there are no words for it; the amount itself is printed all the same
    return {"label": words.total, "amount": spell_rupiah(amount), "words": spoken, "note": words.derived}


def signature_block(signature: Signature, paper: Framed, words: PaperWords = INDONESIAN) -> dict[str, Any]:
    """Return what the block of a signature prints on such pages."""
    position = f"{_PREFIX[signature.capacity]}{signature.position}".strip()
    decree = words.decree.format(decree=signature.decree) if signature.decree else ""
    return {
        "mark": words.mark,
        "certified": words.certified_trial if paper.trial else words.certified,
        "name": signature.name,
        "lines": [*filter(None, [position, decree]), spell_instant(signature.at, paper.time_zone, words)],
        "evidence": [
            words.signature_digest.format(digest=in_fours(paper.text_digest[:16])),
            words.signature_log.format(position=signature.log_position),
        ],
        "warning": words.withdrawn if paper.status is Status.VOID else "",
    }


def _stacked(date: str) -> list[str]:
    """Day, month and year each on a line of its own; anything longer stays as it is."""
    words = date.split()
    return words if len(words) <= 3 else [" ".join(words)]


def in_one_line(text: str) -> str:
    """Return the text without line ends or doubled spaces."""
    return " ".join(text.split())
