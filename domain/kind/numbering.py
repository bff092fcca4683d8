"""How the rows of each level are numbered in print."""

from collections.abc import Iterable, Sequence

from domain.kind.kind import GoalLevel, Numbering

PLAIN = (GoalLevel("", Numbering.NUMBER),)  # of a plan without a kind: the goals at the top are counted
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numbers(nested: Iterable[tuple[str, str]], levels: Sequence[GoalLevel]) -> dict[str, str]:
    """Return what is printed before each row, by its id; `nested` are ids with their parents, parents first."""
    depth: dict[str, int] = {}
    counted: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for row, parent in nested:
        depth[row] = depth[parent] + 1 if parent in depth else 0
        counted[parent] = counted.get(parent, 0) + 1
        numbering = levels[depth[row]].numbering if depth[row] < len(levels) else Numbering.NONE
        spelled[row] = _spelled(numbering, counted[parent], spelled.get(parent, ""))
    return spelled


def _spelled(numbering: Numbering, n: int, above: str) -> str:
    match numbering:
        case Numbering.NONE:
            return ""
        case Numbering.NUMBER:
            return f"{n}."
        case Numbering.NESTED:
            return f"{above.rstrip('.')}.{n}" if above else f"{n}."
        case Numbering.LETTER:
            return f"{_letters(n)}."
        case Numbering.ROMAN:
            return f"{_roman(n)}."


def _letters(n: int) -> str:
    before, last = divmod(n - 1, 26)
    return (_letters(before) if before else "") + chr(ord("a") + last)


def _roman(n: int) -> str:
    spelled = ""
    for value, sign in _ROMAN:
        spelled, n = spelled + sign * (n // value), n % value
    return spelled
