"""Days, months and times of day as documents print them."""

import re
from datetime import date

from domain.kernel.errors import Ambiguous
from domain.kernel.numbers import Numbers

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "february", "pebruari", "feb", "peb"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
_MONTH = {word: n for n, words in enumerate(_MONTHS, 1) for word in words}
_NAME = f"(?P<month>{'|'.join(sorted(_MONTH, key=len, reverse=True))})"
_BEFORE = r"(?:(?:tanggal|tgl\.?|pada|on|by|sebelum|before|every|setiap|bulan|akhir|end of)\s+)*"
_NAMED = re.compile(rf"{_BEFORE}(?:(?P<day>[0-9]{{1,2}})\s+)?{_NAME}\.?(?:[\s,]+(?P<year>[0-9]{{4}}))?", re.IGNORECASE)
_ENGLISH = re.compile(
    rf"{_BEFORE}{_NAME}\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+(?P<year>[0-9]{{4}}))?", re.I
)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_SLASHED = re.compile(r"(?P<first>[0-9]{1,2})[/.-](?P<second>[0-9]{1,2})[/.-](?P<year>[0-9]{4})")
_TIME = re.compile(
    r"(?P<told>(?:pukul|jam|at)\s+)?(?P<hour>[01]?[0-9]|2[0-3])[.:](?P<minute>[0-5][0-9])\s*"
    r"(?P<zone>wib|wita|wit|a\.?m\.?|p\.?m\.?|hours|hrs)?\.?",
    re.IGNORECASE,
)


def moment(text: str, said: Numbers) -> str | None:
    """Return the day, month or time in ISO 8601, `--12-31` for every year's; None where it is none of them."""
    for pattern in (_NAMED, _ENGLISH):
        if (found := pattern.fullmatch(text)) is not None:
            return _day(found["year"], _MONTH[found["month"].casefold()], found["day"])
    if (found := _ISO.fullmatch(text)) is not None:
        return _day(found["year"], int(found["month"]), found["day"])
    if (found := _SLASHED.fullmatch(text)) is not None:
        return _slashed(text, int(found["first"]), int(found["second"]), found["year"], said)
    if (found := _TIME.fullmatch(text)) is not None and (found["told"] or found["zone"]):
        afternoon = (found["zone"] or "").casefold().startswith("p")
        hour = int(found["hour"])
        return f"{hour + 12 if afternoon and hour < 12 else hour:02}:{found['minute']}"
    return None


def _slashed(text: str, first: int, second: int, year: str, said: Numbers) -> str | None:
    """Day first here, month first elsewhere; where both can be, it is asked."""
    here, there = (_day(year, month, str(day)) for day, month in ((first, second), (second, first)))
    if here is not None and there is not None and here != there and said is not Numbers.ID:
        message = "“{text}” can be read as {first} or as {second}; write the one you mean."
        raise Ambiguous("date-ambiguous", message, text=text, first=here, second=there)
    return here or there


def _day(year: str | None, month: int, day: str | None) -> str | None:
    if day is None:
        return f"{year}-{month:02}" if year else f"--{month:02}"
    try:
        date(int(year or 2024), month, int(day))
    except ValueError:
        return None
    return f"{year or '-'}-{month:02}-{int(day):02}"
