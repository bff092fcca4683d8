"""Where the boxes of a tree stand: a column for each rank of plans, what answers to a row beside it, in sheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from views.models.tree import TreePlanView, TreeRowView
from views.tree import Of

Key = tuple[str, str, str]  # office, plan, row
WIDTH = 1120  # of a picture with few columns
TALLEST = 720  # the height at which a new one begins: with the width, a sheet of A4 across
_GAP, _BETWEEN = 64, 9  # between columns, and between boxes
_NARROWEST, _WIDEST = 200, 420
_INDENT = 12  # for each level of goals
LINE = 16  # the height of a line of text
PADDING = 8
_MOST_LINES = 9
_WIDE = frozenset("MWmw%@—ABCDEFGHKNOPQRSTUVXYZ")
_NARROW = frozenset("iljtfrI.,:;'|!()[] “”")


@dataclass(frozen=True)
class Box:
    """A row with its lines of text, each with its style; `plan` is the place of its plan among the plans."""

    key: Key
    goal: bool
    plan: int
    x: float
    y: float
    width: float
    height: float
    doubtful: bool
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    """A link from the row above to the one that answers to it; `also` is one beside the first."""

    above: Box
    below: Box
    also: bool


@dataclass(frozen=True)
class Picture:
    """One sheet of the picture."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    height: float


@dataclass(frozen=True)
class Inscription:
    """What a box says beside the wording of its row, in the reader's language; `notes` are what disagrees."""

    head: str
    target: str
    also: str
    notes: tuple[str, ...]


def columns(plans: Sequence[TreePlanView]) -> tuple[int, float, float]:
    """Return how many columns there are, how wide one is, and how wide the whole."""
    count = 1 + max((plan["rank"] for plan in plans), default=0)
    width = min(_WIDEST, max(_NARROWEST, (WIDTH - _GAP * (count - 1)) / count))
    return count, width, count * width + (count - 1) * _GAP


def column_at(plans: Sequence[TreePlanView], rank: int) -> float:
    """Return where a column begins."""
    return rank * (columns(plans)[1] + _GAP)


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of at most this width, as wide as letters are on average."""
    lines, line = [], ""
    for word in text.split():
        for piece in _pieces(word, width):
            joined = f"{line} {piece}" if line else piece
            if line and _measure(joined) > width:
                lines.append(line)
                line = piece
            else:
                line = joined
    lines.append(line)
    return tuple(lines) if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1] + " …")


def _pieces(word: str, width: float) -> Iterator[str]:
    while _measure(word) > width and len(word) > 1:
        most = next(n for n in range(1, len(word) + 1) if _measure(word[:n]) > width or n == len(word))
        yield word[: max(1, most - 1)]
        word = word[max(1, most - 1) :]
    yield word


def _measure(text: str) -> float:
    return sum(10.4 if c in _WIDE else 5.0 if c in _NARROW else 7.9 for c in text)


@dataclass
class _Pen:
    """What stands on a sheet so far: how far each column is filled, and the plan and goals that it stands in there."""

    top: float
    boxes: list[Box] = field(default_factory=list)
    filled: dict[int, float] = field(default_factory=dict)
    paths: dict[int, tuple[Of, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def end(self) -> float:
        return max(self.filled.values(), default=self.top)

    def free(self, rank: int) -> float:
        return self.filled.get(rank, self.top)

    def put(self, rank: int, box: Box) -> None:
        self.boxes.append(box)
        self.filled[rank] = box.y + box.height + _BETWEEN

    def copy(self) -> "_Pen":
        return _Pen(self.top, list(self.boxes), dict(self.filled), dict(self.paths))


class Layout:
    """Lays rows out in sheets."""

    def __init__(
        self,
        plans: Sequence[TreePlanView],
        rows: Sequence[TreeRowView],
        inscriptions: Mapping[Key, Inscription],
        top: float,
    ) -> None:
        self._plans, self._inscribed, self._top = plans, inscriptions, top
        self._place = {(plan["office"], plan["plan"]): n for n, plan in enumerate(plans)}
        self._rows = {key_of(row): row for row in rows}
        self._below: dict[Key, list[TreeRowView]] = {}
        self._roots: list[TreeRowView] = []
        with_rows = {
            key_of(row, goal["row"]) for row in rows if row["kind"] == "indicator" for goal in self._goals(row)
        }
        for row in rows:
            above = self._first(row)
            if above is not None:
                self._below.setdefault(above, []).append(row)
            elif row["kind"] == "indicator" or key_of(row) not in with_rows:
                self._roots.append(row)

    def _first(self, row: TreeRowView) -> Key | None:
        """The row that this one stands beside: the first it answers to in a column before its own."""
        known = [(s["office"], s["plan"], s["row"]) for s in row["supports"]]
        return next((key for key in known if key in self._rows and self._rank(key) < self._rank(key_of(row))), None)

    def _rank(self, key: Key) -> int:
        return self._plans[self._place[key[:2]]]["rank"]

    def pictures(self) -> Iterator[Picture]:
        """Yield the sheets as pictures; what stands beside one row is never parted."""
        pen = _Pen(self._top)
        for row in self._roots:
            tried = pen.copy()
            self._put(tried, row, self._top)
            if pen.boxes and tried.end > TALLEST:
                yield self._picture(pen)
                tried = _Pen(self._top)
                self._put(tried, row, self._top)
            pen = tried
        if pen.boxes:
            yield self._picture(pen)

    def _put(self, pen: "_Pen", row: TreeRowView, least: float) -> None:
        """Put the row behind the goals that it stands in, and beside it whatever answers to it."""
        key = key_of(row)
        rank, y = self._rank(key), max(least, self._highest(pen, row))
        goals = self._new_goals(pen, row)
        above = y - sum(box.height + _BETWEEN for box in goals)
        for box in goals:
            pen.put(rank, replace(box, y=above))
            above += box.height + _BETWEEN
        own = self._box(row)
        pen.put(rank, replace(own, y=y))
        chain = (*(goal["row"] for goal in self._goals(row)), *([row["row"]] if own.goal else []))
        pen.paths[rank] = (key[:2], chain)
        for below in self._below.get(key, ()):
            self._put(pen, below, y)

    def _highest(self, pen: "_Pen", row: TreeRowView) -> float:
        """How high the row can stand, so that the first that answers to it can stand as high."""
        goals = sum(box.height + _BETWEEN for box in self._new_goals(pen, row))
        own = pen.free(self._rank(key_of(row))) + goals
        first = next(iter(self._below.get(key_of(row), ())), None)
        return own if first is None else max(own, self._highest(pen, first))

    def _new_goals(self, pen: "_Pen", row: TreeRowView) -> list[Box]:
        """The goals that a row stands in, without those that stand above it in its column already."""
        of, chain = pen.paths.get(self._rank(key_of(row)), (("", ""), ()))
        known = chain if of == key_of(row)[:2] else ()
        return [self._box(goal) for goal in self._goals(row) if goal["row"] not in known]

    def _goals(self, row: TreeRowView) -> list[TreeRowView]:
        """The goals that a row stands in, from the top down."""
        found: list[TreeRowView] = []
        above = self._rows.get(key_of(row, row["parent"]))
        while above is not None:
            found.insert(0, above)
            above = self._rows.get(key_of(above, above["parent"]))
        return found

    def _box(self, row: TreeRowView) -> Box:
        key, beside = key_of(row), self._inscribed[key_of(row)]
        goal = row["kind"] == "goal"
        indent = _INDENT * row["level"]
        width = columns(self._plans)[1] - indent
        inside = width - 2 * PADDING - 6
        lines = [("head", beside.head)]
        lines += [("", line) for line in wrapped(row["text"], inside / (1.09 if goal else 1))]
        lines += [("target", beside.target)] if beside.target else []
        lines += [("head", beside.also)] if beside.also else []
        lines += [("note", line) for note in beside.notes for line in wrapped(f"▲ {note}", inside)]
        height = 2 * PADDING + LINE * len(lines) - 4
        x = column_at(self._plans, self._rank(key)) + indent
        return Box(key, goal, self._place[key[:2]], x, 0, width, height, bool(beside.notes), tuple(lines))

    def _picture(self, pen: "_Pen") -> Picture:
        at = {box.key: box for box in pen.boxes if not box.goal}
        return Picture(tuple(pen.boxes), tuple(self._links(at)), pen.end)

    def _links(self, at: Mapping[Key, Box]) -> Iterable[Link]:
        for key, box in at.items():
            first = self._first(self._rows[key])
            for support in self._rows[key]["supports"]:
                above = support["office"], support["plan"], support["row"]
                if above in at:
                    yield Link(at[above], box, also=above != first)


def key_of(row: TreeRowView, other: str | None = None) -> Key:
    """Return what names the row, or another of its plan."""
    return row["office"], row["plan"], row["row"] if other is None else other
