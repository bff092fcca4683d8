"""Values of ordered scales: grades, opinions, and places in an order."""

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.kernel.errors import N_, Unreadable
from domain.kernel.message import plain
from domain.measure.reading.cell import glossed
from domain.measure.reading.comparator import parted
from domain.measure.reading.convention import Convention
from domain.measure.reading.figure import figure
from domain.measure.scale import OrdinalScale
from domain.measure.target import GRADES, OPINIONS, Grade, Opinion, Rank

_NAMED = re.compile(
    r"(?:(?:predikat|nilai|kategori|grade|rating|status|opini|opinion|terakreditasi|akreditasi|mutu|huruf)\s*[:=]?\s+)+"
    r"(?=\S)",
    re.IGNORECASE,
)
_OPINIONS = {
    **dict.fromkeys(("wajar tanpa pengecualian", "wtp-dpp", "wtp dpp", "unqualified", "unmodified"), "WTP"),
    **dict.fromkeys(("unqualified opinion", "unmodified opinion"), "WTP"),
    **dict.fromkeys(("wajar dengan pengecualian", "qualified", "qualified opinion"), "WDP"),
    **dict.fromkeys(("tidak wajar", "adverse", "adverse opinion"), "TW"),
    **dict.fromkeys(("tidak memberikan pendapat", "tidak menyatakan pendapat", "disclaimer"), "TMP"),
    "disclaimer of opinion": "TMP",
}
# What offices outside call their own values; only to tell such a value from a sentence.
_ELSEWHERE = re.compile(
    r"paripurna|utama|madya|dasar|perdana|pratama|nindya|unggul|memuaskan|informatif|mandiri|patuh|sehat|inovatif|"
    r"berkembang|terdefinisi|optimum|istimewa|pelopor",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:(?:sangat|amat|cukup|kurang|tidak|very)\s+)?(?:baik|cukup|kurang|buruk|good|fair|poor|satisfactory|excellent)"
    r"(?: sekali)?",
    re.IGNORECASE,
)
_FALLING = "peringkat|ranking|rangking|rank|urutan|posisi|juara|top|ke|besar|terbaik|teratas"
_RISING = "level|tingkat kematangan|tingkat maturitas|maturitas|tingkat|tahap|bintang|kelas|tier|stage|leveling"
_RANK = re.compile(
    rf"(?P<word>{_FALLING}|{_RISING})\s*(?:ke\s*-?\s*|no\.?\s*|#)?(?P<value>[0-9][0-9.,]*|[IVX]+\b)"
    r"(?:\s+(?P<tail>(?:dari|of) [0-9]+|[^0-9()]+))?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?P<before>ke)\s*-?\s*(?P<first>[0-9]{1,3})"  # ke-2
    r"|(?P<most>[0-9]{1,3})\s+(?P<behind>besar|terbaik|teratas)",  # 5 besar
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<value>[0-9]{1,2}(?:[.,][0-9]+)?)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_MOST = 60  # characters of the name of a value


def falls(word: str) -> bool:
    """Return whether a place of that word is better the lower it is: *Peringkat 1*."""
    return re.fullmatch(_FALLING, word, re.IGNORECASE) is not None


def is_level(text: str, scales: Sequence[OrdinalScale]) -> bool:
    """Return whether the words are a value of a scale, known here or elsewhere."""
    said = _bare(parted(text)[1])
    known = any(scale.place(said) is not None for scale in scales)
    return known or _ELSEWHERE.fullmatch(said) is not None or _JUDGED.fullmatch(said) is not None


def is_opinion(text: str) -> bool:
    """Return whether the words are an audit opinion."""
    said, gloss = glossed(_bare(parted(text)[1], keep=True))
    return any(word.upper() in OPINIONS or word.casefold() in _OPINIONS for word in (said, gloss) if word)


def grade(text: str, scales: Sequence[OrdinalScale]) -> Grade:
    """Read a value of a scale; words of no scale here are one of the office's own, a stray letter is not."""
    comparator, said = parted(text)
    said, gloss = glossed(_NAMED.sub("", said, count=1))
    for scale in scales:
        if (place := scale.place(said)) is not None:
            return Grade(scale.rungs[place].name, comparator=comparator, also=gloss)
    if re.fullmatch(r"[A-E][+-]", said):
        return Grade(said, comparator=comparator, also=gloss)
    if len(said) < 4 or len(said) > _MOST or any(character.isdigit() for character in said):
        message = N_("“{text}” is not a grade; the grades are {known}.")
        raise Unreadable("unknown-grade", message, text=text, known=", ".join(GRADES))
    return Grade(said, comparator=comparator, also=gloss)


def opinion(text: str) -> Opinion:
    """Read an audit opinion by its letters or its name."""
    comparator, said = parted(text)
    said, gloss = glossed(_NAMED.sub("", said, count=1))
    for word, other in ((said, gloss), (gloss, said)):
        name = word.upper() if word.upper() in OPINIONS else _OPINIONS.get(word.casefold(), "")
        if name:
            return Opinion(name, comparator=comparator, also=other)
    unknown = N_("“{text}” is not an audit opinion; the opinions are {known}.")
    raise Unreadable("unknown-opinion", unknown, text=text, known=", ".join(OPINIONS))


def rank(text: str, said: Convention) -> Rank | None:
    """Read a place in an order, by its word, or by its name behind it: *3 (Integrated)*."""
    comparator, bare = parted(text)
    bare, gloss = glossed(bare)
    found = _RANK.fullmatch(bare)
    if found is not None:
        digits = found["value"].upper()
        value = Decimal(_ROMAN[digits]) if digits in _ROMAN else None
        if value is None and not digits[0].isdigit():
            return None
        value = value or plain(figure(digits, "", said))
        return Rank(value, found["word"], comparator=comparator, also=gloss or found["tail"] or "")
    if (found := _PLACE.fullmatch(bare)) is not None:
        place, word = found["first"] or found["most"], found["before"] or found["behind"]
        return Rank(Decimal(place), word, comparator=comparator, also=gloss)
    if (found := _BARE.fullmatch(bare)) is not None:
        return Rank(plain(figure(found["value"], "", said)), comparator=comparator, also=gloss)
    return None


def is_rank(text: str) -> bool:
    """Return whether a place in an order is printed, and not any other number."""
    said, gloss = glossed(parted(text)[1])
    if (found := _RANK.fullmatch(said)) is not None:
        return found["value"][0].isdigit() or found["value"].upper() in _ROMAN
    if _PLACE.fullmatch(said) is not None:
        return True
    named = bool(gloss) and not any(character.isdigit() for character in gloss)
    return named and len(gloss) > 3 and re.fullmatch(r"[0-9]", said) is not None


def _bare(text: str, *, keep: bool = False) -> str:
    said = _NAMED.sub("", text, count=1)
    return said if keep else glossed(said)[0]
