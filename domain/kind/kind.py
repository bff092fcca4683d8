"""A kind of plan as data: parts, levels with their numbering, columns, budget, blocks, route, its setting in print."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import UNSET, UnsetType

from domain.kernel.message import Message
from domain.kind.origin import Origin
from domain.measure.scale import OrdinalScale
from domain.measure.target import TargetKind
from domain.route.route import Route


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
    that of an office which has named no positions. `origin` says which plan of the year its rows come from. One that is
    `strategic` aims at the end of the years that it holds for.
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
    origin: Origin | UnsetType = UNSET
    strategic: bool | UnsetType = UNSET

    def part(self, key: str) -> PartKind | None:
        """Return the part of that key, if the kind has it."""
        return next((part for part in self.parts if part.key == key), None)


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
