"""A target read as one of the kinds; what it is not, it is refused as, and nothing is guessed."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from msgspec.structs import replace

from domain.kernel.errors import N_, Ambiguous, Unreadable
from domain.kernel.message import plain
from domain.kernel.numbers import index as index_digits
from domain.kernel.numbers import percentage as percentage_digits
from domain.measure.reading import level
from domain.measure.reading.cell import PERCENT, Cell, labelled, taken_apart, tidy
from domain.measure.reading.comparator import parted
from domain.measure.reading.convention import UNSAID, Convention
from domain.measure.reading.figure import figure, money
from domain.measure.reading.moment import moment
from domain.measure.reading.several import named, names, several
from domain.measure.reading.span import ends, is_proportion, proportion, span
from domain.measure.reading.unit import Sort, counts, sort_of
from domain.measure.scale import BPK, SAKIP, OrdinalScale
from domain.measure.target import (
    KINDS,
    Index,
    Measure,
    Missing,
    Moment,
    Percentage,
    Quantity,
    Rupiah,
    Several,
    Single,
    Target,
    Worded,
    plainly_spelled,
)
from domain.measure.wording import falling

SCALES = (SAKIP, BPK)
_NOTHING = re.compile(
    r"(?:[-−–—.…_/*%]+|n\.?\s?/?\s?a\.?|(?:tidak|belum) (?:ada|ditetapkan)(?: target)?|tbd|none)?", re.IGNORECASE
)
# A word, or figures put together otherwise than as a number: 1/3, H+3, 5 ± 1.
_SAID = re.compile(r"[^\W\d_]{2,}|[0-9]\s*[/+±×x]\s*[0-9]|[^\W\d_]\s*[+/-]\s*[0-9]")
_SCANNED = re.compile(
    r"(?<![^\W_])(?!I{1,3}(?![^\W_]))(?=[lIi|tOo0-9.,]*[OolI|])[lIi|tOo0-9.,]+(?=\s*(?:%|persen|o/o|$))"
)
T = TypeVar("T", bound=Single)


def read_target(
    kind: str,
    text: str,
    said: Convention = UNSAID,
    *,
    indicator: str = "",
    scales: Sequence[OrdinalScale] = SCALES,
) -> Target:
    """Read `text` as a target of `kind`, printed as it stands; raises Unreadable or Ambiguous."""
    printed = tidy(text)
    if kind == "several":
        return _several(printed, said, indicator, scales)
    return _kept(printed, _single(kind, printed, said, indicator, scales))


def kind_printed(text: str, indicator: str = "", kind: str = "", scales: Sequence[OrdinalScale] = SCALES) -> str:
    """Return the kind that the text is printed as; `kind` is what it is taken for, and holds where that can be."""
    printed = tidy(text)
    if kind not in ("", *KINDS):
        return kind
    if is_nothing(printed):
        return "none"
    if kind in ("words", "rank", "proportion", "date", "several"):
        return kind
    if kind != "rupiah" and _is_moment(printed):
        return "date"
    if ends(printed) is not None:
        return kind or "range"
    if several(printed):
        return "several"
    if kind in ("", "grade", "opinion") and level.is_opinion(printed):
        return "opinion"
    if kind in ("", "grade") and level.is_level(printed, scales):
        return "grade"
    if level.is_rank(printed) and kind in ("", "grade", "opinion"):
        return "rank"
    cell = taken_apart(printed)
    if cell is not None and kind not in ("rupiah", "range", "grade", "opinion"):
        return _kind_of_cell(cell, indicator, kind)
    if cell is None and kind in ("", "quantity", "index", "percentage"):
        if level.is_rank(printed):
            return "rank"
        if is_proportion(printed):
            return _ratio_or_time(printed, indicator)
        if not _SCANNED.search(printed) and _SAID.search(printed):
            return "words"
    return kind or "index"


def is_nothing(text: str) -> bool:
    """Return whether a cell prints no value: a dash, *NA*, or nothing at all."""
    return _NOTHING.fullmatch(tidy(text)) is not None


def _ratio_or_time(printed: str, indicator: str) -> str:
    ratio = re.search(r"\b(?:rasio|ratio|perbandingan)\b", indicator, re.IGNORECASE)
    if ratio is not None or re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", printed) is None:
        return "proportion"
    either = N_("“{text}” can be read as {first} or as {second}; choose its kind.")
    first, second = printed.replace(":", " : "), f"pukul {printed}"
    raise Ambiguous("kind-ambiguous", either, text=printed, first=first, second=second)


def _kind_of_cell(cell: Cell, indicator: str, kind: str) -> str:
    if cell.money:
        return "rupiah"
    if cell.unit == PERCENT:
        return "percentage"
    if cell.highest:
        return "index"
    if kind:
        return kind
    if cell.unit or cell.multiple:
        return "quantity"
    first = indicator.casefold()
    if re.search(r"\b(?:persentase|prosentase|persen|percentage)\b|%", first):
        return "percentage"
    return "quantity" if counts(indicator) else "index"


def _single(kind: str, printed: str, said: Convention, indicator: str, scales: Sequence[OrdinalScale]) -> Single:
    if not printed and kind not in ("none", "words"):
        raise Unreadable("target-missing", "The target is empty.")
    match kind:
        case "percentage":
            return _percentage(printed, said, indicator)
        case "index":
            return _index(printed, said)
        case "quantity":
            return _quantity(printed, said, indicator)
        case "grade":
            return level.grade(printed, scales)
        case "opinion":
            return level.opinion(printed)
        case "range":
            return span(printed, said)
        case "rupiah":
            cell = _cell(printed, said)
            return Rupiah(plain(money(cell, printed, said)), comparator=cell.comparator, also=cell.also)
        case "rank":
            return _or_refused(
                level.rank(printed, said), printed, N_("“{text}” is no place in an order: “Peringkat 10”.")
            )
        case "proportion":
            return _or_refused(
                proportion(printed, said), printed, N_("“{text}” is not a ratio; write for example “1:20”.")
            )
        case "date":
            comparator, bare = parted(printed)
            iso = moment(bare, said.numbers)
            found = None if iso is None else Moment(iso, comparator=comparator)
            return _or_refused(found, printed, N_("“{text}” is neither a date nor a time: “31 Desember 2026”."))
        case "words":
            _, bare = labelled(printed)
            words = Worded(printed, comparator=parted(bare)[0] or parted(printed)[0]) if _SAID.search(printed) else None
            return _or_refused(words, printed, N_("“{text}” says nothing in words."))
        case "none":
            none = Missing() if is_nothing(printed) else None
            return _or_refused(none, printed, N_("“{text}” is a target; none is printed as “-”."))
        case _:
            known = ", ".join(KINDS)
            message = N_("“{kind}” is not a kind of target; the kinds are {known}.")
            raise Unreadable("unknown-target-kind", message, kind=kind[:40], known=known)


def _percentage(printed: str, said: Convention, indicator: str) -> Percentage:
    cell = _cell(printed, said, PERCENT)
    if cell.unit not in ("", PERCENT) or cell.money or cell.highest or cell.multiple:
        unit = cell.unit or cell.money or cell.highest or cell.multiple
        raise Unreadable("unit-unexpected-percent", "A percentage is in per cent, not in {unit}.", unit=unit)
    value = plain(figure(cell.figure, PERCENT, said))
    if value < 0 and indicator.strip() and not falling(indicator):
        below = N_("“{text}” is below zero; a percentage is not.")
        raise Unreadable("negative-percentage", below, text=printed[:40])
    return Percentage(value, comparator=cell.comparator, also=cell.also)


def _index(printed: str, said: Convention) -> Index:
    cell = _cell(printed, said)
    if cell.unit == PERCENT or cell.money or (cell.unit and sort_of(cell.unit) is not Sort.SCORED):
        raise Unreadable(
            "unit-unexpected-score", "A score has no unit; here it is {unit}.", unit=cell.unit or cell.money
        )
    value = plain(_not_negative(figure(cell.figure, cell.unit, said)) * cell.times)
    highest = plain(figure(cell.highest, "", said)) if cell.highest else None
    if highest is not None and value > highest:
        above = N_("{value} is above {bound}, the highest that can come out.")
        raise Unreadable("score-above-scale", above, value=cell.figure, bound=cell.highest)
    return Index(value, highest, comparator=cell.comparator, also=cell.also)


def _quantity(printed: str, said: Convention, indicator: str) -> Quantity:
    cell = _cell(printed, said)
    if cell.unit == PERCENT or cell.money or cell.highest:
        refused = N_("“{text}” is not a number of things; choose its kind.")
        raise Unreadable("kind-differs", refused, text=printed[:40])
    counted = counts(indicator)
    value = figure(cell.figure, cell.unit, said, counted=counted, multiple=cell.multiple) * cell.times
    return Quantity(_not_negative(plain(value)), cell.unit, comparator=cell.comparator, also=cell.also)


def _several(printed: str, said: Convention, indicator: str, scales: Sequence[OrdinalScale]) -> Several:
    cells = several(printed)
    if not cells:
        raise Unreadable("not-several", "“{text}” is one value, not several.", text=printed[:40])
    measures = []
    for name, cell in zip(names(indicator, len(cells)), cells, strict=True):
        label, bare = named(cell)
        kind = kind_printed(bare, indicator, "", scales)
        measures.append(Measure(label or name, _kept(bare, _single(kind, bare, said, indicator, scales))))
    return Several(tuple(measures), printed=printed)


def _cell(printed: str, said: Convention, unit: str = "") -> Cell:
    """Take a cell apart, or say why it cannot be."""
    cell = taken_apart(printed)
    if cell is not None:
        return cell
    if ends(printed) is not None:
        raise Unreadable("range-unexpected-kind", "“{text}”: this is a range; choose that kind.", text=printed[:40])
    if several(printed):
        raise Unreadable("several-unexpected", "“{text}” holds several values; choose that kind.", text=printed[:40])
    _, bare = parted(printed)
    (percentage_digits if unit or PERCENT in bare else index_digits)(bare, said.numbers)  # says what is wrong with it
    raise Unreadable("number-unreadable", "“{text}” is not a number.", text=printed[:40])


def _is_moment(printed: str) -> bool:
    bare = parted(printed)[1]
    try:
        return moment(bare, Convention().numbers) is not None
    except Unreadable:
        return True


def _or_refused(found: T | None, printed: str, message: str) -> T:
    if found is None:
        raise Unreadable("kind-differs", message, text=printed[:40])
    return found


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise Unreadable("negative-target", "A target cannot be negative.")
    return value


def _kept(printed: str, target: T) -> T:
    """Keep how it is printed, where the value alone would be spelled otherwise."""
    return target if plainly_spelled(target) == printed else replace(target, printed=printed)
