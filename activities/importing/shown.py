"""A figure as a spreadsheet shows it: by its number format, with the separators of Indonesian."""

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_ASIDE = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, conditions and locales; spaces as wide as a letter; fillings
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?")
_PRECISE = 15  # digits that a spreadsheet keeps of a figure
_MARK = "\0"


def shown(value: object, number_format: str) -> str:
    """Return what the sheet shows of a value; words stay as they are."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            kept = f"{value:.{_PRECISE}g}" if isinstance(value, float) else value
            return figure(Decimal(kept), number_format)
        case datetime() if value.time() == time(0):
            return f"{value:%d/%m/%Y}"
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def figure(value: Decimal, number_format: str) -> str:
    """Return a figure as its format shows it; by a format that is none of figures, as it is."""
    if not value.is_finite():
        return str(value)
    literals: list[str] = []

    def aside(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2])
        return _MARK

    plain = _ASIDE.sub("", _QUOTED.sub(aside, number_format))
    sections = plain.split(";")
    negative = value < 0 and len(sections) > 1 and _DIGITS.search(sections[1]) is not None
    section = sections[1] if negative else sections[0]
    pattern = _DIGITS.search(section)
    if pattern is None or section.strip().casefold() == "general":
        return spelled(value, None, grouped=False)
    before, after = section[: pattern.start()], section[pattern.end() :]
    percent = (before + after).count("%")
    scaled = (abs(value) if negative else value) * 100**percent
    whole, _, fraction = pattern[0].partition(".")
    while whole.endswith(","):  # in thousands
        whole, scaled = whole[:-1], scaled / 1000
    digits = spelled(scaled, len(fraction), grouped="," in whole)
    if "#" in fraction or "?" in fraction:
        least = len(fraction.rstrip("#?"))
        digits = _shortened(digits, least)
    written = f"{before}{digits}{after}"
    # The literals of the section that is shown; those of the ones before it come first.
    skipped = sections[0].count(_MARK) if negative else 0
    for literal in literals[skipped : skipped + section.count(_MARK)]:
        written = written.replace(_MARK, literal, 1)
    return " ".join(written.split())


def spelled(value: Decimal, decimals: int | None, *, grouped: bool) -> str:
    """Return digits with a comma before the fraction, and points between thousands where they are grouped."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{value:{',' if grouped else ''}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def _shortened(digits: str, least: int) -> str:
    whole, comma, fraction = digits.partition(",")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    return whole + comma * bool(fraction) + fraction
