"""What is out of step between a plan and the one it comes from, row by row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from msgspec import structs

from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Kind, RowKind
from domain.measure.target import Target, spell_target
from domain.plan.derived import Upstream, derived
from domain.plan.money import allotted, sums
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, Row, container, kind_of_row


class Apart(StrEnum):
    """In what two rows differ."""

    WORDING = "wording"
    TARGET = "target"
    MONEY = "money"
    GONE = "gone"  # the other plan has it no more, or never had
    NEW = "new"  # only the other plan has it


@dataclass(frozen=True)
class OutOfStep:
    """A row that differs: what is printed `here` and `there`, and at which `place` (`ROW.target`, or `ROW`).

    `row` is the row as the other plan has it, under the id, part and parent that it has here; of one that is gone, the
    row as it is here. A new one stands `after` another, or first.
    """

    apart: Apart
    place: str
    part: str
    row: Row
    here: str
    there: str
    after: str = ""


def out_of_step(kind: Kind, there: Upstream, text: PlanText) -> tuple[OutOfStep, ...]:
    """Return every row that the plan has otherwise than it would take it today, in the order of its parts."""
    wanted = derived(kind, there, text.skeleton())
    asked = {each.part for each in kind.origin.parts} if kind.origin else set()
    pairs = ((part, wanted.part(part.key)) for part in text.parts if part.key in asked)
    return tuple(found for here, other in pairs for found in _of_part(here, other, there))


def parts_apart(parts: Iterable[Part], there: Upstream) -> tuple[OutOfStep, ...]:
    """Return every row that parts have otherwise than the same parts of a plan: of what was taken from it as it was."""
    held = {part.key: part for part in there.text.parts}
    return tuple(found for part in parts if part.key in held for found in _of_part(part, held[part.key], there))


def _of_part(here: Part, wanted: Part, there: Upstream) -> Iterator[OutOfStep]:
    met = _met(here, wanted, there)
    of = {other: row for row, other in met.items()}
    rows = {row.id: row for row in here.rows()}
    money, wanted_money = (allotted(sums(part, None)) for part in (here, wanted))
    last: dict[tuple[RowKind, str], str] = {}
    for row in wanted.rows():
        known = rows.get(of.get(row.id, ""))
        as_here = _placed(row, of)
        home = kind_of_row(row), container(as_here)
        after, last[home] = last.get(home, ""), as_here.id
        if known is None:
            yield OutOfStep(Apart.NEW, row.id, here.key, as_here, "", row.text, after)
            continue
        if _words(known.text) != _words(row.text):
            yield OutOfStep(Apart.WORDING, f"{known.id}.text", here.key, as_here, known.text, row.text)
        if isinstance(known, Indicator) and isinstance(row, Indicator) and _value(known) != _value(row):
            printed = spell_target(known.target), spell_target(row.target)
            yield OutOfStep(Apart.TARGET, f"{known.id}.target", here.key, as_here, *printed)
        if isinstance(known, Programme) and isinstance(row, Programme):
            ours, theirs = money[known.id], wanted_money[row.id]
            if ours != theirs:
                printed = spell_rupiah(ours), spell_rupiah(theirs)
                yield OutOfStep(Apart.MONEY, f"{known.id}.allotted", here.key, as_here, *printed)
    for row in here.rows():
        if row.id not in met and not (isinstance(row, Programme) and row.parent):  # an activity below is its own
            yield OutOfStep(Apart.GONE, row.id, here.key, row, row.text, "")


def _met(here: Part, wanted: Part, there: Upstream) -> Mapping[str, str]:
    """Which row of the other plan each row is: the one that it is linked to, of its id, or of its words."""
    found: dict[str, str] = {}
    left = {row.id: row for row in wanted.rows()}

    def meet(row: Row, other: str) -> None:
        if row.id not in found and other in left and kind_of_row(left[other]) is kind_of_row(row):
            found[row.id] = other
            del left[other]

    for linked in here.indicators:
        for support in linked.supports:
            if support.of == (there.office, there.key):
                meet(linked, support.row)
    for row in here.rows():
        meet(row, row.id)
    alike: dict[tuple[RowKind, str], list[str]] = {}
    for other in reversed(left.values()):
        alike.setdefault((kind_of_row(other), _words(other.text)), []).append(other.id)
    for row in here.rows():
        if row.id not in found and (same := alike.get((kind_of_row(row), _words(row.text)))):
            meet(row, same.pop())
    return found


def linked_anew(kind: Kind, there: Upstream, before: PlanText, text: PlanText) -> PlanText:
    """Return the text in which each row that changed, and now reads as the one it comes from, is linked anew."""
    had, parts = before.rows(), []
    wanted = derived(kind, there, text.skeleton())
    for part in text.parts:
        theirs, met = (
            {row.id: row for row in wanted.part(part.key).indicators},
            _met(part, wanted.part(part.key), there),
        )
        rows = []
        for row in part.indicators:
            other = theirs.get(met.get(row.id, ""))
            if other is not None and had.get(row.id) != row and _reads(row) == _reads(other):
                others = (each for each in row.supports if each.of != (there.office, there.key))
                row = structs.replace(row, supports=(*others, *other.supports))
            rows.append(row)
        parts.append(structs.replace(part, indicators=tuple(rows)))
    return structs.replace(text, parts=tuple(parts))


def _placed(row: Row, here: Mapping[str, str]) -> Row:
    """The row as it stands here: under the id and below the row that it is here."""
    key = here.get(row.id, row.id)
    match row:
        case Goal(parent=parent) | Programme(parent=parent):
            return structs.replace(row, id=key, parent=here.get(parent, parent))
        case Indicator(goal=goal):
            return structs.replace(row, id=key, goal=here.get(goal, goal))


def _words(text: str) -> str:
    return " ".join(text.split())


def _value(row: Indicator) -> Target:
    return structs.replace(row.target, printed="")


def _reads(row: Indicator) -> tuple[str, Target]:
    return _words(row.text), _value(row)
