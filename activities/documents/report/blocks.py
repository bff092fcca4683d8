"""What a report is made of, whatever file it becomes: headings, words, tables, charts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 begins a page. `number` stands above it at level 1 (*BAB I*), before it below."""

    level: int
    number: str
    text: str


@dataclass(frozen=True)
class Words:
    """Paragraphs; those that are `aside` say how a figure came about."""

    paragraphs: Sequence[str]
    aside: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, and where its words stand (left, center, right)."""

    head: str
    share: int
    align: str = "left"


@dataclass(frozen=True)
class TableRow:
    """A row; a `band` has one cell that runs across, a `total` stands below the others."""

    cells: Sequence[str]
    band: bool = False
    total: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]


@dataclass(frozen=True)
class Bar:
    """A line of a chart: what it is of, its figure in per cent (None: there is none), and how that is printed."""

    label: str
    figure: Decimal | None
    words: str


@dataclass(frozen=True)
class Chart:
    """Bars with their caption, held against the line at 100 per cent."""

    caption: str
    bars: Sequence[Bar]

    @property
    def told(self) -> str:
        """Return what it shows, in words."""
        return "; ".join(f"{bar.label}: {bar.words}" for bar in self.bars)


@dataclass(frozen=True)
class Signatures:
    """Where the officials sign."""


@dataclass(frozen=True)
class Contents:
    """The lists of chapters, tables and charts."""


@dataclass(frozen=True)
class Turned:
    """From here on, pages lie on their long side or stand."""

    across: bool


Block = Heading | Words | Table | Chart | Signatures | Contents | Turned


def with_leads(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each with whether it leads on: words above signatures, or between a heading and the first part below it."""
    every = [None, *blocks, None]
    for before, block, after in zip(every, every[1:], every[2:], strict=False):
        if block is not None:
            deeper = isinstance(before, Heading) and isinstance(after, Heading) and after.level > before.level
            charted = isinstance(before, Heading) and isinstance(after, Chart)
            yield block, deeper or charted or isinstance(after, Signatures)
