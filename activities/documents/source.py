"""A paper as typst source, through the templates in `templates/documents`; values get in as literals alone."""

import hashlib
import re
import textwrap
from datetime import datetime
from decimal import Decimal
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from activities.documents.amendment.pages import amended_title
from activities.documents.amendment.words import amendment_words
from activities.documents.code import qr_code
from activities.documents.design import FIRST, NEWEST
from activities.documents.language import INDONESIAN, PaperWords
from activities.documents.paper import Framed, PlanPaper, Proven, Signature, Status
from activities.documents.sheets import alike
from domain.kernel.actor import Capacity
from domain.kernel.errors import Unreadable
from domain.kernel.numbers import rupiah_in_words, spell_rupiah
from domain.kind.kind import PartKind, Side
from domain.plan.blocks import printed_blocks, signing
from domain.plan.money import part_total
from domain.plan.text import Part, SignatureBlock
from domain.route.route import Step, StepAct

_HERE = Path(__file__).resolve().parents[2] / "templates" / "documents"
_TEMPLATES = {FIRST: _HERE / "first", NEWEST: _HERE}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_LINE, _BALANCED = 28, 120  # characters of a title on the cover: in a line, and in all
_YEARLY = re.compile(r"(.+) (TAHUN \d{4})")
_SHORT = 16  # digits of a digest, as people compare it
TRIAL_MARK = INDONESIAN.trial_mark
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
_JINJA = {
    design: Environment(  # noqa: S701
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        finalize=literal,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for design, templates in _TEMPLATES.items()
}


def filled(template: str, *, design: int = NEWEST, words: PaperWords = INDONESIAN, **context: Any) -> str:
    """Return the typst source that the template of a design gives; `words` are those of its pages."""
    return _JINJA[design].get_template(template).render(context, words=words)


def versions_of(*modules: Path) -> dict[int, str]:
    """Return the template version of each design, `2-4f3a9c1b02de`.

    After the design the first digits of a SHA-256 over all that shapes a page: templates, the typesetter, these files.
    """
    return {
        design: f"{design}-{_digest(Path(__file__), *modules, *sorted(at.rglob('*.typ')))}"
        for design, at in _TEMPLATES.items()
    }


def _digest(*files: Path) -> str:
    parts = [version("typst").encode(), *(part for file in files for part in (file.name.encode(), file.read_bytes()))]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:12]


def frame(paper: PlanPaper, words: PaperWords) -> dict[str, Any]:
    """Return what the pages of a plan print beside its parts."""
    # A heading that is empty can be saved, and no PDF/UA may have one.
    title = paper.text.details.title or f"{paper.plan.upper()} {paper.office}"
    on_cover = _balanced(title)
    if paper.amended is not None:
        amendment = paper.amended.amendment
        title = amended_title(title, amendment, words)
        on_cover = amended_title(on_cover, amendment, words, between="\n")
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
        **proof(paper, words.text_short.format(plan=paper.plan, version=paper.version), words),
        "text_line": words.text_line.format(plan=paper.plan, version=paper.version, position=paper.position),
        "text_digest": in_fours(paper.text_digest),
        "hash": in_fours(paper.hash),
        "title": title,
        "cover_title": on_cover,
        "signers": [
            signer(s, paper, words, words.whole_part.format(key=s.part) if len(paper.text.parts) > 1 else "")
            for s in paper.signatures
        ],
        "title_points": 26 if len(title) <= 90 else 20 if len(title) <= 240 else 12,
        "address": paper.text.details.address,
        "dated": paper.text.details.cover_date,
        "emblem": bool(paper.emblem),
        "emblem_of": words.emblem.format(office=paper.office),
        "cover_date": _stacked(paper.text.details.cover_date),
        "no_rows": words.no_rows,
        "unsigned": words.unsigned,
    }


def proof(paper: Proven, what: str, words: PaperWords = INDONESIAN) -> dict[str, str]:
    """Return what the newest design prints a document is checked by: shortly on every page, in full at its end."""
    told = [words.log.format(position=paper.position), paper.text_digest, paper.hash]
    return {
        "foot_line": f"{what} · {words.text_digest.lower()} {in_fours(paper.text_digest[:_SHORT])} …",
        "what": what,
        "log_line": told[0],
        "qr": qr_code("\n".join([paper.office, what, *told])),
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


def total(
    part: Part,
    asked: PartKind | None = None,
    words: PaperWords = INDONESIAN,
    like: tuple[str, Decimal] | None = None,
) -> dict[str, str]:
    """Return what is printed of the sum of a part's money, spelled `like` an amount that stands above it."""
    amount = part_total(part, asked)
    told = alike(amount, *like) if like else None
    try:
        spoken = words.in_words.format(words=rupiah_in_words(amount))
    except Unreadable:
        spoken = ""  # there are no words for it; the amount itself is printed all the same
    return {
        "label": words.total,
        "amount": told or spell_rupiah(amount),
        "words": spoken,
        "note": words.derived,
        "of": words.summed,
    }


def signature_block(signature: Signature, paper: Framed, words: PaperWords = INDONESIAN) -> dict[str, Any]:
    """Return what the block of a signature prints on such pages."""
    position = f"{_PREFIX[signature.capacity]}{signature.position}".strip()
    decree = words.decree.format(decree=signature.decree) if signature.decree else ""
    standing = amendment_words(words).standing.format(version=signature.standing) if signature.standing else ""
    return {
        "mark": words.mark,
        "certified": words.certified_trial if paper.trial else words.certified,
        "name": signature.name,
        "lines": [
            *filter(None, [position, decree]),
            spell_instant(signature.at, paper.time_zone, words),
            *filter(None, [standing]),
        ],
        "evidence": [
            words.signature_digest.format(digest=in_fours(paper.text_digest[:_SHORT])),
            words.signature_log.format(position=signature.log_position),
        ],
        "log": words.signature_log.format(position=signature.log_position),
        "warning": words.withdrawn if paper.status is Status.VOID else "",
    }


def signer(signature: Signature, paper: Framed, words: PaperWords = INDONESIAN, part: str = "") -> str:
    """Return who signed, as whom, when, and by which entry of the log, in one line."""
    block = signature_block(signature, paper, words)
    return " · ".join(filter(None, [part, signature.name, *block["lines"], block["log"].lower()]))


def _balanced(title: str) -> str:
    """Return a title in lines of about one length, its year on one of its own; a long or typed one as it is."""
    if len(title) > _BALANCED or "\n" in title:
        return title
    yearly = _YEARLY.fullmatch(title)
    named, year = yearly.groups() if yearly else (title, "")
    fewest = -(-len(named) // _LINE)
    wrapped = (textwrap.wrap(named, width) for width in range(-(-len(named) // max(fewest, 1)), _LINE + 1))
    lines = next((lines for lines in wrapped if len(lines) <= fewest), [named])
    return "\n".join(filter(None, [*lines, year]))


def _stacked(date: str) -> list[str]:
    """Day, month and year each on a line of its own; anything longer stays as it is."""
    words = date.split()
    return words if len(words) <= 3 else [" ".join(words)]


def in_one_line(text: str) -> str:
    """Return the text without line ends or doubled spaces."""
    return " ".join(text.split())
