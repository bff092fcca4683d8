"""Indicators under the goals they serve, numbered through, as every table of the year groups them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.plan.text import Goal, Indicator

_SPLITTABLE = 700  # characters; a longer heading might not fit a page, so it is a row that breaks
_LINE = 40  # characters that are sure to fit a line beside a name, were they all W
_SPELLED = 9  # characters that one may be spelled out as, where no font shows it
_LINES = 40  # that are sure to fit a page, with the gaps between them


@dataclass(frozen=True)
class Group:
    """A goal, whether its words are short enough for a heading, and its indicators with their numbers."""

    goal: str
    short: bool
    rows: tuple[tuple[int, Indicator], ...]


def by_goal(goals: Sequence[Goal], indicators: Iterable[Indicator]) -> list[Group]:
    """Return the goals that have indicators, in their order; a goal below another names what it is below."""
    known = {goal.id: goal for goal in goals}
    of: dict[str, list[tuple[int, Indicator]]] = {}
    for number, indicator in enumerate(indicators, 1):
        of.setdefault(indicator.goal, []).append((number, indicator))
    return [_group(goal_path(known.get(goal), known), rows) for goal, rows in of.items()]


def splittable(*cells: str) -> bool:
    """Return whether a row of these cells may need more than a page, so that it may be split."""
    return max(map(len, cells)) > _SPLITTABLE


def whole(facts: Iterable[str]) -> bool:
    """Return whether what is said beside names is sure to fit one page."""
    widths = [_width(line) for words in facts for line in words.split("\n")]
    return sum(1 + width // _LINE for width in widths) <= _LINES


def goal_path(goal: Goal | None, known: Mapping[str, Goal]) -> str:
    """Return the words of a goal after those of the goals it is below."""
    texts = []
    while goal is not None:
        texts.append(" ".join(goal.text.split()))
        goal = known.get(goal.parent)
    return " › ".join(reversed(texts)) or "–"


def _width(line: str) -> int:
    return len(line) + (_SPELLED - 1) * sum(not character.isascii() for character in line)


def _group(words: str, rows: list[tuple[int, Indicator]]) -> Group:
    return Group(words, len(words) <= _SPLITTABLE, tuple(rows))
