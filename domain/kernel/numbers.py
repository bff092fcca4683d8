"""Numbers as documents write them, `1.234,5` here, and asked wherever a second reading exists; and in words."""

import re
from decimal import Decimal
from enum import StrEnum

from domain.kernel.characters import clean
from domain.kernel.errors import Ambiguous, Unreadable
from domain.kernel.message import plain

_LONGEST = 18  # digits: far beyond any budget, and well within the 28 that Decimal computes exactly
_SHOWN = 40  # characters of a typed text that a message repeats
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")  # 1.000: a thousand here, one elsewhere
_ONE_COMMA = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")  # 1,000: one here, a thousand elsewhere
_BOTH = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]+")  # 1,234.5 is English, whatever the document says
_SEPARATED = re.compile(r"-?[0-9]+(?:[.,][0-9]+)+")
_RUPIAH = re.compile(r"(?P<minus>-?)\s*(?:rp\.?)?\s*(?P<rest>.*?)(?P<dash>,-)?", re.IGNORECASE | re.DOTALL)
_SCANNED = str.maketrans("lIi|tOo", "1111100")  # what a scanner makes of 1 and 0
_SWAPPED = str.maketrans(",.", ".,")


class Numbers(StrEnum):
    """Which separators a document says it writes its numbers with."""

    UNSAID = ""
    ID = "id"  # 1.234,5
    EN = "en"  # 1,234.5


def number(text: str, said: Numbers = Numbers.UNSAID) -> Decimal:
    """Read a number of things: `1.000` is one thousand. Trailing zeros are kept, so `80,00` prints back as typed."""
    return _read(_trimmed(text), text, "", said, counted=True)


def index(text: str, said: Numbers = Numbers.UNSAID) -> Decimal:
    """Read a number for which a decimal is plausible: `1.000` is ambiguous, `1000` is not."""
    return _read(_trimmed(text), text, "", said)


def percentage(text: str, said: Numbers = Numbers.UNSAID) -> Decimal:
    """Read `0,16%` as 0.16, the sign optional; `1.000` is ambiguous and below zero is `negative-percentage`."""
    value = _read(_trimmed(text).removesuffix("%").rstrip(), text, "%", said)
    if value < 0:
        raise Unreadable("negative-percentage", "“{text}” is below zero; a percentage is not.", text=_shown(text))
    return value


def rupiah(text: str, said: Numbers = Numbers.UNSAID) -> Decimal:
    """Read `Rp. 30.275.016.000,00` as whole rupiah, or with two decimals where there are sen.

    `,00` and `,-` are dropped, so that equal amounts are equal bytes; below zero is `negative-budget`.
    """
    parts = _RUPIAH.fullmatch(_trimmed(text))
    if parts is None:
        raise _unreadable(text, "", "")
    trimmed = parts["minus"] + parts["rest"].strip()
    value = _read(trimmed, text, "", said, counted=True)
    decimals = _decimals(value)
    if decimals not in (0, 2) or (decimals and parts["dash"]):
        raise Unreadable("rupiah-decimals", "“{text}”: rupiah have no decimals, or two.", text=_shown(text))
    if value < 0:
        raise Unreadable("negative-budget", "“{text}” is below zero; a budget is not.", text=_shown(text))
    return whole if value == (whole := value.quantize(Decimal(1))) else value


def proof(text: str) -> Numbers:
    """Return the separators that a number with both of them proves: `1.234,5`, or `12,345.67`."""
    if _BOTH.fullmatch(text):
        return Numbers.EN
    return Numbers.ID if _BOTH.fullmatch(text.translate(_SWAPPED)) else Numbers.UNSAID


def as_typed(text: str) -> str:
    """Return how the house writes the number that a program sent as `1234.5`: without dots."""
    if _DECIMAL.fullmatch(_trimmed(text)) is None:
        raise Unreadable("not-a-decimal", "“{text}” is not a number as programs write it: 1234.5.", text=_shown(text))
    return text.strip().replace(".", ",")


def typed(value: Decimal) -> str:
    """Write a number as it can be typed into any field: no dots, and a fourth decimal where three could be taken for
    thousands."""
    spelled = spell(value, grouped=False)
    return spelled + "0" if _ONE_COMMA.fullmatch(spelled) else spelled


def spell(value: Decimal, *, grouped: bool = True) -> str:
    """Write a number as the house does, trailing zeros included."""
    return format(value, ",f" if grouped else "f").translate(_SWAPPED)


def spell_percentage(value: Decimal) -> str:
    """Write `0,16%`; without thousands dots, which a percentage does not show clearly."""
    return spell(value, grouped=False) + "%"


def spell_rupiah(value: Decimal) -> str:
    """Write `Rp 43.484.684.000`, with `,50` only where there are sen."""
    whole = value == value.to_integral_value()
    return f"Rp {spell(value.quantize(Decimal(1 if whole else '0.01')))}"


def _trimmed(text: str) -> str:
    trimmed = clean(text).strip()
    if sum(character.isdecimal() for character in trimmed) > _LONGEST:
        raise Unreadable(
            "number-too-long", "“{text}” has more than {most} digits.", text=_shown(text), most=str(_LONGEST)
        )
    return trimmed


def _read(trimmed: str, text: str, unit: str, said: Numbers, *, counted: bool = False) -> Decimal:
    """Read what is written in one way only; a dot before three digits marks thousands where things are `counted`."""
    here = trimmed.translate(_SWAPPED) if said is Numbers.EN or _is_english(trimmed, said) else trimmed
    if said is Numbers.UNSAID and (_ONE_COMMA.fullmatch(here) or (_ONE_GROUP.fullmatch(here) and not counted)):
        raise _ambiguous(trimmed, text, unit)
    if _NUMBER.fullmatch(here):
        value = Decimal(here.replace(".", "").replace(",", "."))
        return abs(value) if value == 0 else value  # "-0" is not a number of its own
    if _SEPARATED.fullmatch(trimmed):
        raise _ambiguous(trimmed, text, unit)
    raise _unreadable(text, trimmed, unit)


def _is_english(trimmed: str, said: Numbers) -> bool:
    return said is Numbers.UNSAID and _BOTH.fullmatch(trimmed) is not None


def _ambiguous(trimmed: str, text: str, unit: str) -> Unreadable:
    """The last separator begins the decimals, or all of them mark thousands; each is spelled as it can be typed."""
    *whole, decimals = re.split("[.,]", trimmed)
    first = Decimal("".join(whole) + "." + decimals)
    second = Decimal("".join(whole) + decimals)
    if first == second:
        return _unreadable(text, spell(first), unit)
    return Ambiguous(
        "number-ambiguous",
        "“{text}” can be read as {first} or as {second}; write the one you mean.",
        text=_shown(text),
        first=typed(first if decimals.strip("0") else plain(first)) + unit,
        second=(typed(second) if unit or _ONE_GROUP.fullmatch(trimmed) else spell(second)) + unit,
    )


def _unreadable(text: str, trimmed: str, unit: str) -> Unreadable:
    guess = trimmed.translate(_SCANNED).replace(" ", "")
    guess = re.sub(r"^(-?)0+(?=[0-9])", r"\1", guess)  # 007
    guess = re.sub(r"^(-?)[.,](?=[0-9]+$)", r"\g<1>0,", guess)  # .5
    guess = guess.rstrip(".,")  # 5.
    if _NUMBER.fullmatch(guess) and not _ONE_COMMA.fullmatch(guess) and not (unit and _ONE_GROUP.fullmatch(guess)):
        return Unreadable(
            "number-unreadable-suggestion",
            "“{text}” is not a number; do you mean {suggestion}?",
            text=_shown(text),
            suggestion=guess + unit,
        )
    return Unreadable("number-unreadable", "“{text}” is not a number.", text=_shown(text))


def _decimals(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def _shown(text: str) -> str:
    """The typed text as a message can carry it."""
    return text.strip()[:_SHOWN]


_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_SCALES = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")
_BEYOND = 1000 ** len(_SCALES)


def in_words(value: Decimal) -> str:
    """Return `empat puluh tiga miliar …`; decimals are read digit by digit after *koma*. Below 10^18 only."""
    if not value.is_finite() or abs(value) >= _BEYOND:
        raise Unreadable(
            "number-without-words", "The number {value} is too large to be written in words.", value=str(value)
        )
    whole, _, decimals = format(abs(value), "f").partition(".")
    words = _whole(int(whole))
    if decimals:
        words += ["koma", *(_UNITS[int(digit)] for digit in decimals)]
    return " ".join(["minus", *words] if value < 0 else words)


def rupiah_in_words(value: Decimal) -> str:
    """Return `… rupiah`, with `… sen` where the amount has them; sen beyond two decimals are not money."""
    sen = value * 100
    if sen != sen.to_integral_value():
        raise Unreadable("rupiah-decimals", "“{text}”: rupiah have no decimals, or two.", text=str(value))
    whole, rest = divmod(abs(int(sen)), 100)
    words = f"{in_words(Decimal(whole))} rupiah"
    if rest:
        words += f" {in_words(Decimal(rest))} sen"
    return f"minus {words}" if value < 0 else words


def _whole(number: int) -> list[str]:
    if number == 0:
        return [_UNITS[0]]
    words: list[str] = []
    for power in reversed(range(len(_SCALES))):
        group = number // 1000**power % 1000
        if group == 1 and power == 1:
            words.append("seribu")  # never "satu ribu"
        elif group:
            words += _group(group)
            if power:
                words.append(_SCALES[power])
    return words


def _group(number: int) -> list[str]:
    """The words of 1 to 999; one of a hundred, of ten and of a teen is the prefix *se-*."""
    hundreds, rest = divmod(number, 100)
    words = [] if hundreds == 0 else ["seratus"] if hundreds == 1 else [_UNITS[hundreds], "ratus"]
    tens, units = divmod(rest, 10)
    if rest in (10, 11):
        return [*words, "sepuluh" if rest == 10 else "sebelas"]
    if tens == 1:
        return [*words, _UNITS[units], "belas"]
    if tens:
        words += [_UNITS[tens], "puluh"]
    return [*words, _UNITS[units]] if units else words
