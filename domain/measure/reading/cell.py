"""A printed cell taken apart: name, comparator, currency, digits, multiple, unit, and what else it says."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.kernel.characters import clean
from domain.kernel.errors import Unreadable
from domain.measure.reading.comparator import parted
from domain.measure.reading.unit import Sort, sort_of
from domain.measure.target import Comparator

PERCENT = "%"
_LONGEST = 400  # characters of a cell that is read
_MULTIPLES = {
    **dict.fromkeys(("ribu", "rb", "thousand"), Decimal(1_000)),
    **dict.fromkeys(("juta", "jt", "million", "mio", "jutaan"), Decimal(1_000_000)),
    **dict.fromkeys(("miliar", "milyar", "miliyar", "m", "mlr", "milliar", "billion", "bn"), Decimal(1_000_000_000)),
    **dict.fromkeys(("triliun", "trilyun", "t", "trillion"), Decimal(1_000_000_000_000)),
}
_LONG = (
    "ribu",
    "rb",
    "juta",
    "jt",
    "mlr",
    "miliar",
    "milyar",
    "triliun",
    "trilyun",
    "thousand",
    "million",
    "billion",
    "trillion",
)
_CELL = re.compile(
    r"(?P<sign>[-+]?)\s*(?:(?P<money>rp|idr|php|usd|us\$|sgd|s\$|rm|eur|[$₱€])\.?\s*)?(?P<minus>-?)\s*"
    r"(?P<figure>[0-9]+(?:[.,][0-9]+)*)(?P<dash>,-+)?(?P<rest>(?![.,]?[0-9]).*)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?:%|(?:persen|prosen|per ?cent|pct)\b)\s*", re.IGNORECASE)
_ROUND, _NONE = re.compile(r"10+|1(?:[.,]000)+|10{1,2}(?:[.,]000)+|1"), re.compile(r"(?!)")  # so many of a rate
_GLOSS = re.compile(r"(?P<said>[^()]*?)\s*\((?P<also>[^()]+)\)\s*\.?")
_BETWEEN = re.compile(r"\((?P<also>[^()]+)\)\s*(?P<rest>[^()]*?)\s*\.?")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^\d:=%<>≥≤()]*?)\s*(?:[:=]\s*|\s[-–—]\s+)(?=\S)")
_SCORE = re.compile(r"(?:nilai|skor|score|indeks|index|angka|poin)\s+(?=[-+]?[0-9])", re.IGNORECASE)
_EQUALS = re.compile(r"=\s*(?=\S)")
_OUT_OF = re.compile(
    r"(?:dari|out of|of|pada|dalam|on|/)?\s*(?:a\s+)?(?:skala|scale)\s*(?:of\s*)?"
    r"(?:(?:0|1)\s*(?:-|–|s\.?d\.?|sampai|to)\s*)?"
    r"(?P<highest>[0-9]+(?:[.,][0-9]+)?)|out of\s+(?P<most>[0-9]+)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """The pieces as they are printed; nothing is read as a number yet."""

    figure: str
    comparator: Comparator = Comparator.NONE
    money: str = ""  # the currency, in small letters
    times: Decimal = Decimal(1)  # 1 000 000 of *juta*
    multiple: str = ""
    unit: str = ""
    also: str = ""
    highest: str = ""  # 5 of *3,5 dari skala 5*


def tidy(text: str) -> str:
    """Return the cell as one line with one kind of space and minus."""
    line = " ".join(clean(text).split())
    if len(line) > _LONGEST:
        raise Unreadable("value-too-long", "“{text}…” is too long to be a value.", text=line[:40])
    return line


def labelled(text: str) -> tuple[str, str]:
    """Return the name before a value, and the value: *Accuracy - 100%*."""
    found = _LABEL.match(text)
    return (found["label"], text[found.end() :]) if found is not None else ("", text)


def glossed(text: str) -> tuple[str, str]:
    """Return what is said, and what stands behind it in brackets."""
    found = _GLOSS.fullmatch(text)
    return (found["said"], found["also"].strip()) if found is not None and found["said"] else (text, "")


def taken_apart(text: str) -> Cell | None:
    """Return the pieces of a cell with one figure; None where there is none, or another one beside it."""
    label, said = labelled(text)
    comparator, said = parted(said)
    if (score := _SCORE.match(said)) is not None:  # Nilai 85
        label, said = label or score[0].strip(), said[score.end() :]
    said = re.sub(r"^[−–—](?=.)", "-", _EQUALS.sub("", said, count=1) if said.startswith("=") else said)
    said = re.sub(r"^(\W*)−", r"\1-", said)
    parts = _CELL.fullmatch(said)
    if parts is None:
        return None
    figure = ("-" if "-" in (parts["sign"], parts["minus"]) else "") + parts["figure"]
    money = (parts["money"] or "").casefold()
    rest = parts["rest"]
    also: tuple[str, ...] = (label,) if label else ()
    if (percent := _PERCENT.match(rest.lstrip())) is not None:
        behind, gloss = _behind(rest.lstrip()[percent.end() :].strip())
        if comparator is Comparator.NONE:
            comparator, figured = parted(f"{figure}% {behind}".strip())
            behind = figured.partition("%")[2].strip() if comparator is not Comparator.NONE else behind
        if re.match(r"\W*[0-9]", behind) or re.search(r"[0-9]\s*(?:%|persen)", behind):
            return None
        return Cell(figure, comparator, money, unit=PERCENT, also="; ".join((*also, *filter(None, (behind, gloss)))))
    unit, gloss = _behind(rest.strip())
    if comparator is Comparator.NONE and (beside := parted(f"0 ({gloss})")[0]) is not Comparator.NONE:
        comparator, gloss = beside, ""
    out_of = _OUT_OF.match(unit) or _OUT_OF.match(gloss)
    if out_of is not None:
        highest = out_of["highest"] or out_of["most"]
        return Cell(figure, comparator, money, also="; ".join(also), highest=highest)
    if comparator is Comparator.NONE and unit:
        comparator, shorter = parted(f"0 {unit}")
        unit = shorter[2:].strip() if comparator is not Comparator.NONE else unit
    multiple, times, unit = _multiplied(unit, money)
    unit = unit.strip().rstrip(".") if sort_of(unit.strip()) is not Sort.UNKNOWN else unit.strip()
    glued = bool(rest) and not rest[0].isspace() and not rest.startswith(("(", "/")) and not multiple
    if (
        (glued and sort_of(unit.split()[0] if unit else "") is Sort.UNKNOWN)
        or _another(unit)
        or (unit and not any(c.isalpha() for c in unit))
    ):
        return None
    if money and money not in ("rp", "idr"):
        unit, money = f"{money.upper()} {unit}".strip(), ""
    return Cell(figure, comparator, money, times, multiple, unit, "; ".join((*also, *filter(None, (gloss,)))))


def _multiplied(unit: str, money: str) -> tuple[str, Decimal, str]:
    """*Juta* counts anything; *jt* and *M* only money, for 12 m is a length."""
    word, _, rest = unit.partition(" ")
    said = word.casefold().rstrip(".")
    known = said in _LONG or ((money or rest.casefold().startswith("rupiah")) and said in _MULTIPLES)
    return (word, _MULTIPLES[said], rest) if known else ("", Decimal(1), unit)


def _behind(rest: str) -> tuple[str, str]:
    """What stands behind the figure, and what stands in brackets behind that, before it, or alone."""
    between = _BETWEEN.fullmatch(rest)
    return (between["rest"], between["also"].strip()) if between is not None else glossed(rest)


def _another(unit: str) -> bool:
    """Whether a unit holds a figure of its own that is not part of it: not *m2*, not *per 100.000 kelahiran*."""
    rounds = _ROUND if sort_of(unit) is Sort.RATE else _NONE
    return any(rounds.fullmatch(found) is None for found in re.findall(r"(?<![^\W\d_])[0-9][0-9.,]*", unit))
