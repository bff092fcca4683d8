"""What a careful reviewer would question in a text; it never blocks."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.kernel.errors import N_
from domain.kernel.message import Message, canonical, digest
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Kind, PartKind
from domain.measure.reading.question import doubts
from domain.measure.target import Percentage, spell_target
from domain.plan.money import differing, part_total, restated
from domain.plan.text import Indicator, Part, PlanText, Programme, kind_of_row


class Question(Message, frozen=True, tag="question"):
    """A doubt: a code, an English gettext msgid with `{named}` places, the cell it is about, and what fills it."""

    code: str
    message: str
    place: str
    params: dict[str, str]

    @property
    def name(self) -> str:
        """Return what names it as long as it asks the same of the same cell."""
        return digest(canonical((self.code, self.place, self.params)))[:16]


# The office is the only member of these: a share of one is none or all.
_ONE_OFFICE = re.compile(r"persentase\s+(satker|kpu\s+(kabupaten|kota|provinsi))\b", re.IGNORECASE)
_REPEATED = re.compile(r"\b(?P<word>[^\W\d_]{4,})(?P<between>\s+(?:dan|atau|serta)\s+|\s+)(?P=word)\b", re.IGNORECASE)
_TRIPLE = re.compile(r"\b[^\W\d_]*([^\W\d_])\1\1[^\W\d_]*\b", re.IGNORECASE)
_ROMAN = re.compile(r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})|www", re.IGNORECASE)
# Nobody need confirm that a target is in words. A unit may stand in a column of its own, a scale is the office's.
_UNASKED = ("target-in-words", "unit-unsaid", "scale-unknown")
_GLUED = re.compile(r"\b\w+,(?=[^\W\d_])\w+")


def questions(text: PlanText, shape: Kind | None = None) -> list[Question]:
    """Return every doubt in printed order: cover first, then part by part."""
    found = list(_dates(text))
    for part in text.parts:
        found += _signature(part)
        for check in (_rows, _goals, _twice):
            found += check(part)
        found += _programmes(part) if shape is None else _unlinked(part)
        found += _restated(part)
        found += _sums(part, None if shape is None else shape.part(part.key))
    return found


def _dates(text: PlanText) -> Iterator[Question]:
    cover = text.details.cover_date
    for part in text.parts:
        if cover and part.details.date and _folded(cover) != _folded(part.details.date):
            yield _question(
                "dates-differ",
                "The cover is dated {cover}, the signature of part {part} {date}.",
                f"{part.key}.date",
                cover=cover,
                part=part.key,
                date=part.details.date,
            )


def _signature(part: Part) -> Iterator[Question]:
    blocks = part.details.blocks
    if not part.details.date and not (blocks and all(block.date for block in blocks)):
        yield _question("undated", "The signature of part {part} prints no date.", f"{part.key}.date", part=part.key)


def _rows(part: Part) -> Iterator[Question]:
    for row in part.rows():
        place = f"{row.id}.text"
        if isinstance(row, Indicator):
            yield from _target(row)
        if (again := _REPEATED.search(row.text)) is not None:
            yield _question("repeated", "“{phrase}” says the same twice.", place, phrase=again.group())
        if word := _stuttered(row.text):
            yield _question("triple-letter", "“{word}” has three equal letters in a row.", place, word=word)
        if (glued := _GLUED.search(row.text)) is not None:
            yield _question(
                "comma-glued", "A space is missing after the comma in “{words}”.", place, words=glued.group()
            )


def _stuttered(text: str) -> str:
    """Return the first word with three equal letters that is neither a number of Rome's nor an acronym."""
    shouted = text.isupper()  # where all is in capitals, an acronym is known by how it begins
    for found in _TRIPLE.finditer(text):
        word, letter = found.group(), found.group(1)
        acronym = word.casefold().startswith(letter.casefold() * 3) if shouted else word.isupper()
        if not (acronym or _ROMAN.fullmatch(word)):
            return word
    return ""


def _target(row: Indicator) -> Iterator[Question]:
    place = f"{row.id}.target"
    for ask in doubts(row.target, row.text):
        if ask.code not in _UNASKED:
            yield Question(ask.code, ask.message, place, ask.params)
    if not isinstance(row.target, Percentage):
        return
    target = spell_target(row.target)
    first = row.text.partition(" ")[0].casefold()
    if first == "jumlah":
        yield _question("count-in-percent", "“Jumlah …” is a count, but the target is {target}.", place, target=target)
    if first == "nilai":
        yield _question("value-in-percent", "“Nilai …” is a score, but the target is {target}.", place, target=target)
    if _ONE_OFFICE.match(row.text):
        yield _question(
            "share-of-one",
            "This is a share of a single office: only 0% or 100% can come out. The target is {target}.",
            place,
            target=target,
        )


def _goals(part: Part) -> Iterator[Question]:
    used = {i.goal for i in part.indicators} | {g.parent for g in part.goals}
    for goal in part.goals:
        if goal.id not in used:
            yield _question("goal-unmeasured", "This goal has no indicator.", f"{goal.id}.text")


def _twice(part: Part) -> Iterator[Question]:
    seen: set[str] = set()
    for indicator in part.indicators:
        wording = _folded(indicator.text)
        if wording in seen:
            yield _question("indicator-twice", "Another indicator has the same wording.", f"{indicator.id}.text")
        seen.add(wording)


def _programmes(part: Part) -> Iterator[Question]:
    if not part.programmes:
        return
    linked = any(programme.serves for programme in part.programmes)
    top = sum(not goal.parent for goal in part.goals)
    if not linked and top != len(part.programmes):
        yield _question(
            "programmes-unpaired",
            "Part {part} has {goals} goals but {programmes} programmes; the two are read side by side.",
            f"{part.programmes[0].id}.text",
            part=part.key,
            goals=str(top),
            programmes=str(len(part.programmes)),
        )
    if restated(part):
        return
    total = part_total(part, None)
    yield _question(
        "no-total",
        "The text has no budget total; the system adds the programmes of part {part} up to {total}.",
        f"{part.programmes[-1].id}.allotted",
        part=part.key,
        total=spell_rupiah(total),
    )


def _unlinked(part: Part) -> Iterator[Question]:
    """Programmes of which nobody has said what they pay for; what stands below a linked one is linked with it."""
    linked = {programme.id for programme in part.programmes if programme.serves}
    for programme in part.programmes:
        if programme.parent in linked:
            linked.add(programme.id)
        elif programme.id not in linked and programme.id not in {p.parent for p in part.programmes}:
            what_for = N_("Nobody has said which goal or indicator this programme pays for.")
            yield _question("programme-unlinked", what_for, f"{programme.id}.serves")


def _restated(part: Part) -> Iterator[Question]:
    """Amounts that nobody would add up; then no total is printed."""
    for programme in restated(part):
        again = N_("“{text}” reads as another state of the same budget, not as a part of it, so no total is printed.")
        yield _question("budget-restated", again, f"{programme.id}.allotted", text=programme.text)


def _sums(part: Part, asked: PartKind | None) -> Iterator[Question]:
    for row, below in differing(part, asked):
        differs = N_("The paper prints {printed}; what stands below adds up to {sum}.")
        place = f"{row.id}.allotted"
        for column in asked.on(kind_of_row(row.row)) if asked and not isinstance(row.row, Programme) else ():
            place = f"{row.id}.{column.key}" if column.budget else place
        yield _question(
            "total-differs", differs, place, printed=spell_rupiah(row.printed or Decimal(0)), sum=spell_rupiah(below)
        )


def _question(code: str, message: str, place: str, **params: str) -> Question:
    return Question(code, message, place, params)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
