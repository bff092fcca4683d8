"""A kind of plan: its parts with their levels, columns, budget and signature blocks, its route, and its setting."""

from enum import StrEnum

from msgspec import UNSET, UnsetType

from domain.kernel.message import Message
from domain.kind.column import Column, Holds, RowKind
from domain.measure.scale import OrdinalScale
from domain.measure.target import TargetKind
from domain.route.route import Route


class Numbering(StrEnum):
    """How the rows of a level are numbered in print."""

    NONE = "none"
    NUMBER = "number"  # 1. 2. 3.
    NESTED = "nested"  # 1.1. below 1.
    LETTER = "letter"  # a. b. c.
    ROMAN = "roman"  # I. II. III.


class GoalLevel(Message, frozen=True, tag="kind-level"):
    """One level of goals by its printed name, such as *Sasaran Strategis*; the first is the highest."""

    name: str
    numbering: Numbering = Numbering.NONE


class Side(StrEnum):
    """Where a signature block stands in its row."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"


class Block(Message, frozen=True, tag="kind-block"):
    """A signature block: its heading (*PIHAK KEDUA*) and the position that signs, as printed above the name."""

    key: str
    heading: str
    capacity: str
    side: Side


class BudgetTable(Message, frozen=True, tag="kind-budget"):
    """A table of programmes with money behind the goals: its headings, and the names of its levels."""

    head: str
    money_head: str
    levels: tuple[str, ...] = ()


class Language(StrEnum):
    """The language of the paper's own words."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Paper(StrEnum):
    """How the sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class PartKind(Message, frozen=True, tag="kind-part"):
    """One part, signed as one; `pledge` is what stands above its table, empty for nothing."""

    key: str
    heading: str
    levels: tuple[GoalLevel, ...]
    indicator_head: str = "Indikator Kinerja"
    target_head: str = "Target"
    columns: tuple[Column, ...] = ()
    budget: BudgetTable | None = None
    blocks: tuple[Block, ...] = ()
    pledge: str = ""

    def on(self, kind: RowKind) -> tuple[Column, ...]:
        """Return the columns of a kind of row, in printed order."""
        return tuple(column for column in self.columns if column.on is kind)

    def layout(self) -> tuple[tuple[Column, ...], tuple[Column, ...], tuple[Column, ...]]:
        """Return the columns before the goal's wording, before the indicator's target, and behind it, in print."""
        first, before = (tuple(c for c in self.on(kind) if c.leads) for kind in (RowKind.GOAL, RowKind.INDICATOR))
        led = {RowKind.GOAL: first, RowKind.INDICATOR: before, RowKind.PROGRAMME: self.columns}
        return first, before, tuple(column for column in self.columns if column not in led[column.on])

    def budget_layout(self) -> tuple[tuple[Column, ...], tuple[Column, ...], tuple[Column, ...]]:
        """Return the columns before a programme's wording, before its money, and behind that, in print."""
        columns = self.on(RowKind.PROGRAMME)
        codes = tuple(column for column in columns if column.holds is Holds.CODE)
        before = tuple(column for column in columns if column.ahead and column not in codes)
        return codes, before, tuple(column for column in columns if column not in (*codes, *before))

    def column(self, key: str, kind: RowKind) -> Column | None:
        """Return the column of that key on a kind of row, if there is one."""
        return next((column for column in self.on(kind) if column.key == key), None)


class Kind(Message, frozen=True, tag="kind"):
    """One version of a kind of plan; without `targets` an indicator may aim at whatever can be read.

    A plan keeps the version that it was drafted with. An empty route is the office's own for the code; `by_roles` is
    that of an office which has named no positions.
    """

    code: str
    title: str
    parts: tuple[PartKind, ...]
    version: int = 1
    language: Language = Language.INDONESIAN
    paper: Paper = Paper.PORTRAIT
    targets: tuple[TargetKind, ...] = ()
    scales: tuple[OrdinalScale, ...] = ()
    route: Route = ()
    citation: str = ""
    by_roles: Route | UnsetType = UNSET

    def part(self, key: str) -> PartKind | None:
        """Return the part of that key, if the kind has it."""
        return next((part for part in self.parts if part.key == key), None)
