"""In which documents a year is printed: its table, and the sheets of its indicators in volumes or one by one."""

from collections.abc import Sequence

TABLE = "table"
_VOLUME, _SHEET = "sheets-", "sheet-"
_SIZE = 50  # indicators in a volume, so that no document grows with the plan


def whole(indicators: Sequence[str]) -> tuple[str, ...]:
    """Return the parts that a year with these indicators has: its table first, then the volumes of its sheets."""
    return (TABLE, *(f"{_VOLUME}{n}" for n in range(1, -(-len(indicators) // _SIZE) + 1)))


def sheet(indicator: str) -> str:
    """Return the part that is the sheet of one indicator."""
    return f"{_SHEET}{indicator}"


def held(part: str, indicators: Sequence[str]) -> tuple[str, ...]:
    """Return whose sheets a part holds, in their order; nobody's: the table. Raises ValueError for no such part."""
    found: Sequence[str] = ()
    if part.startswith(_VOLUME) and part.removeprefix(_VOLUME).isdecimal():
        start = (int(part.removeprefix(_VOLUME)) - 1) * _SIZE
        found = indicators[start : start + _SIZE]
    elif part.startswith(_SHEET):
        found = [key for key in indicators if sheet(key) == part]
    if part != TABLE and not found:
        raise ValueError(f"the year has no such part: {part}")
    return tuple(found)
