"""Where the rows of a kind of plan come from: parts and columns of another kind, in the plan of the same year."""

from enum import StrEnum

from domain.kernel.message import Message


class Known(StrEnum):
    """What is known of an indicator that no column of its plan says."""

    UNIT = "unit"  # what its target is counted in
    FORMULA = "formula"  # of its two components, as the action plan confirmed it
    DIRECTION = "direction"  # a choice: the first for higher, the second for lower, the third for a range
    OWNERS = "owners"  # who answers for it in the action plan


class ColumnOrigin(Message, frozen=True, omit_defaults=True, tag="column-origin"):
    """A column that is filled from the other plan's column `of`, or with what is `known`.

    A column of the same key needs no saying.
    """

    column: str
    of: str = ""
    known: Known | None = None


class PartOrigin(Message, frozen=True, omit_defaults=True, tag="part-origin"):
    """A part takes goals and indicators from the other kind's part `rows`, programmes from `budget`; empty: none."""

    part: str
    rows: str
    budget: str = ""
    columns: tuple[ColumnOrigin, ...] = ()


class Origin(Message, frozen=True, tag="kind-origin"):
    """The kind whose plan of the same year it comes from, and part by part what is taken."""

    kind: str
    parts: tuple[PartOrigin, ...]

    def key(self, year: int) -> str:
        """Return how the plan of a year is called that it comes from."""
        return f"{self.kind}-{year}"
