"""A plan's money as a tree: what each row has, what stands below it adds up to, and what the leaves are spent for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Kind, PartKind
from domain.plan.likeness import alike
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, Row, kind_of_row


@dataclass(frozen=True)
class Sum:
    """A row with money: `printed` rupiah (None: the paper leaves it to be added up), below the row `parent`."""

    row: Row
    parent: str
    printed: Decimal | None

    @property
    def id(self) -> str:
        """Return the id of the row."""
        return self.row.id


def sums(part: Part, asked: PartKind | None) -> tuple[Sum, ...]:
    """Return the rows of a part that have money: its programmes, or what its kind's budget columns hold."""
    programmes = [Sum(programme, programme.parent, programme.allotted) for programme in part.programmes]
    columns = {column.on: column.key for column in (asked.columns if asked else ()) if column.budget}
    above = {goal.id: goal for goal in part.goals}
    held: dict[str, Decimal] = {}
    rows: tuple[Goal | Indicator, ...] = (*part.goals, *part.indicators)
    for row in rows:
        for cell in row.cells:
            if cell.column == columns.get(kind_of_row(row)) and isinstance(cell.value, Decimal):
                held[row.id] = cell.value
    found = [Sum(row, _above(row, above, held), held[row.id]) for row in _printed(part) if row.id in held]
    return (*programmes, *found)


def _printed(part: Part) -> Iterator[Goal | Indicator]:
    for goal in part.goals:
        yield goal
        yield from (indicator for indicator in part.indicators if indicator.goal == goal.id)


def _above(row: Goal | Indicator, above: Mapping[str, Goal], held: Mapping[str, Decimal]) -> str:
    """The nearest goal above that has money."""
    goal = row.parent if isinstance(row, Goal) else row.goal
    while goal and goal not in held:
        goal = above[goal].parent
    return goal


def added(found: Iterable[Sum]) -> dict[str, Decimal]:
    """Return what stands below each row that has something below it; a row's own printed total goes before its sum."""
    rows = tuple(found)
    below: dict[str, Decimal] = {}
    # Depth first: turned round, what stands below a row has been added up before the row.
    for row in reversed(rows):
        amount = row.printed if row.printed is not None else below.get(row.id)
        if row.parent and amount is not None:
            below[row.parent] = below.get(row.parent, Decimal(0)) + amount
    return below


def allotted(found: Iterable[Sum]) -> dict[str, Decimal]:
    """Return what each row has: as printed, else what stands below it adds up to."""
    rows = tuple(found)
    below = added(rows)
    return {row.id: row.printed if row.printed is not None else below.get(row.id, Decimal(0)) for row in rows}


def spell_allotted(programme: Programme) -> str:
    """Return the amount as printed; empty where the paper leaves it to be added up."""
    return programme.printed or ("" if programme.allotted is None else spell_rupiah(programme.allotted))


_STATE = r"(?:penghematan|perubahan|revisi|pergeseran|efisiensi|pemotongan|refocusing|refokusing)"
_OTHERWISE = re.compile(
    rf"\b(?:setelah|sesudah|sebelum)\s+{_STATE}\b|\b(?:dipa|pagu|anggaran)\s+(?:awal|akhir|semula|menjadi|{_STATE})\b",
    re.IGNORECASE,
)


def restated(part: Part) -> tuple[Programme, ...]:
    """Return the programmes at the top that read as another state of one budget (*setelah penghematan*), not as a part.

    None of them where only one stands there: then it is the budget.
    """
    top = [programme for programme in part.programmes if not programme.parent]
    found = tuple(programme for programme in top if _OTHERWISE.search(programme.text))
    return found if len(top) > 1 else ()


def part_total(part: Part, asked: PartKind | None) -> Decimal:
    """Return the sum of the rows at the top: what stands below them is not added again."""
    found = sums(part, asked)
    amounts = allotted(found)
    return sum((amounts[row.id] for row in found if not row.parent), Decimal(0))


def total(text: PlanText, shape: Kind | None) -> Decimal:
    """Return the whole budget in rupiah; derived, never stored."""
    return sum((part_total(part, shape.part(part.key) if shape else None) for part in text.parts), Decimal(0))


@dataclass(frozen=True)
class Leaf:
    """A row at which money is spent, as a programme of its own id and amount, and the indicators it is for."""

    programme: Programme
    pays_for: tuple[str, ...]


def leaves(part: Part, asked: PartKind | None) -> tuple[Leaf, ...]:
    """Return the rows that have money and nothing with money below them."""
    found = sums(part, asked)
    above = {row.id: row for row in found}
    inner = {row.parent for row in found}
    amounts = allotted(found)
    paired = _paired(part) if asked is None else {}
    return tuple(
        Leaf(_spent(row, amounts[row.id]), _pays_for(row, part, above, paired)) for row in found if row.id not in inner
    )


def _spent(row: Sum, amount: Decimal) -> Programme:
    match row.row:
        case Programme() as programme:
            return programme if programme.allotted is not None else Programme(programme.id, programme.text, amount)
        case Goal() as goal:
            return Programme(goal.id, goal.text, amount)
        case Indicator() as indicator:
            # Its realisation has the indicator's own id.
            return Programme(f"{indicator.id}.money", indicator.text, amount)


def _pays_for(row: Sum, part: Part, above: Mapping[str, Sum], paired: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What its drafter linked it to; where it is linked to nothing, what the row above it is."""
    match row.row:
        case Goal(id=goal):
            return _below(part, (goal,))
        case Indicator(id=indicator):
            return (indicator,)
    here: Sum | None = row
    while here is not None:
        if isinstance(here.row, Programme) and here.row.serves:
            return _below(part, here.row.serves)
        here = above.get(here.parent)
    return paired.get(row.id, ())


def _below(part: Part, linked: tuple[str, ...]) -> tuple[str, ...]:
    """Return the indicators among these rows and below them, in printed order."""
    wanted = set(linked)
    for goal in part.goals:  # depth first
        if goal.parent in wanted:
            wanted.add(goal.id)
    return tuple(i.id for i in part.indicators if i.id in wanted or i.goal in wanted)


def _paired(part: Part) -> dict[str, tuple[str, ...]]:
    """Return the indicators of each programme of a paper without a kind, whose goals and programmes pair by position.

    Where there are not as many of one as of the other, or some are linked, position says nothing.
    """
    tops = [goal for goal in part.goals if not goal.parent]
    if len(tops) != len(part.programmes) or any(programme.serves for programme in part.programmes):
        return {}
    return {p.id: _below(part, (goal.id,)) for goal, p in zip(tops, part.programmes, strict=True)}


def proposed(part: Part) -> dict[str, tuple[str, ...]]:
    """Return the goals that each unlinked programme seems to pay for; one that nothing speaks for has none."""
    found = {p.id: tuple(goal.id for goal in alike(p, part.goals)) for p in part.programmes if not p.serves}
    return {programme: goals for programme, goals in found.items() if goals}


def differing(part: Part, asked: PartKind | None) -> Iterator[tuple[Sum, Decimal]]:
    """Yield the rows whose printed total is not what stands below them adds up to, with that sum."""
    found = sums(part, asked)
    below = added(found)
    for row in found:
        if row.printed is not None and row.id in below and below[row.id] != row.printed:
            yield row, below[row.id]
