"""The printed sheets of a plan as pages show them: cells, the rows they stand in, parts, and the whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from domain.kind.kind import Block
from domain.plan.facts import BLOCK_FIELDS, BLOCKS


@dataclass(frozen=True)
class PaperCell:
    """One cell: `place` addresses it (`a-i07.target`), `state` is empty, added, removed, changed, moved or lit.

    `look` is how what its column holds is set. One without a place is a column that the row does not have.
    """

    place: str
    html: Markup
    state: str = ""
    look: str = ""

    @property
    def row(self) -> str:
        """Return the row that the cell belongs to."""
        return self.place.partition(".")[0]


Cells = tuple[PaperCell, ...]
EMPTY = PaperCell("", Markup())


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator, its target, and the columns before and behind that; those of its goal are empty."""

    text: PaperCell
    target: PaperCell
    before: Cells
    behind: Cells


@dataclass(frozen=True)
class GoalBlock:
    """A goal with its number and depth, the columns before its wording, its indicators, and the columns behind.

    Those of its indicators are empty in the last. What has a `band`, the name of its level, runs across the table.
    """

    number: str
    depth: int
    text: PaperCell
    first: Cells
    lines: tuple[IndicatorLine, ...]
    behind: Cells
    band: str | None = None


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme and its budget, the columns before its wording, before its budget, and behind that."""

    number: str
    depth: int
    text: PaperCell
    allotted: PaperCell
    first: Cells
    before: Cells
    behind: Cells


Columns = tuple[tuple[str, str], ...]  # what is printed above each, and its look


@dataclass(frozen=True)
class Heads:
    """What the kind of the plan prints above the columns: of the goals the name of each level that has a row.

    `top` says that the highest has, which the plan itself names; `levels` are the others.
    """

    top: bool
    levels: tuple[str, ...]
    indicator: str
    target: str
    first: Columns
    before: Columns
    behind: Columns
    programme: str
    money: str
    programme_first: Columns
    programme_before: Columns
    programme_behind: Columns

    @property
    def more(self) -> int:
        """Return how many columns there are beside the four that every plan has."""
        return len(self.first) + len(self.before) + len(self.behind)


@dataclass(frozen=True)
class Sheet:
    """One part as it is printed; without a kind it has no `heads` of its own. `spent`: a column is the budget."""

    key: str
    details: dict[str, PaperCell]
    upper: bool
    goals: tuple[GoalBlock, ...]
    programmes: tuple[ProgrammeLine, ...]
    total: str
    total_in_words: str
    changed: int
    heads: Heads | None = None
    spent: bool = False
    blocks: tuple[Block, ...] = ()

    def of_block(self, key: str) -> Mapping[str, PaperCell | None]:
        """Return what a signature block prints, by its fields."""
        return {name: self.details.get(f"{BLOCKS}{key}.{name}") for name in BLOCK_FIELDS}


@dataclass(frozen=True)
class PaperShown:
    """The cover and the parts, and how many cells differ."""

    cover: dict[str, PaperCell]
    sheets: tuple[Sheet, ...]
    changed: int
