"""The columns a kind of plan has beside wording, target and money, and the three kinds of row they stand on."""

from enum import StrEnum

from domain.kernel.message import Message


class RowKind(StrEnum):
    """The three kinds of row; an id never changes its kind."""

    GOAL = "goal"
    INDICATOR = "indicator"
    PROGRAMME = "programme"


class Holds(StrEnum):
    """What stands in the cells of a column."""

    TEXT = "text"  # a definition, a formula, a source of data, who answers for it
    CODE = "code"  # such as 1.02.01.32; the row is also known by it
    MEASURE = "measure"  # a figure as a target is: a baseline, the value of another year, a part of the year
    MONEY = "money"  # rupiah
    WEIGHT = "weight"  # a share of the whole in per cent
    CHOICE = "choice"  # one of the column's `choices`

    @property
    def figure(self) -> bool:
        """Return whether it is read as a figure, not as words."""
        return self in (Holds.MEASURE, Holds.MONEY, Holds.WEIGHT)


class Column(Message, frozen=True, omit_defaults=True, tag="kind-column"):
    """One column: `head` is printed, `{year}` in it being the plan's year plus `year`.

    A money column that is the `budget` is added up from the leaves. What is not `printed` is kept and shown on screen.
    `ahead` of the target, of a programme's money or of a goal's wording stand a unit or a baseline; the others follow
    in the kind's order.
    """

    key: str
    head: str
    on: RowKind
    holds: Holds
    year: int | None = None
    choices: tuple[str, ...] = ()
    budget: bool = False
    printed: bool = True
    ahead: bool = False

    def head_in(self, year: int) -> str:
        """Return the heading in the plan of a year."""
        return self.head.replace("{year}", str(year + (self.year or 0)))

    @property
    def leads(self) -> bool:
        """Return whether it stands before the wording of a goal, or before the target."""
        return self.ahead or self.holds is Holds.CODE
