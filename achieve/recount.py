"""A published row computed again: its achievement, whether the printed figure follows, or what cannot be read."""

from dataclasses import dataclass

from msgspec.structs import replace

from achieve.printed import DASH, REALISATION, TARGET, Pair, Printed, measures, read_pair, read_published, unprinted
from achieve.published import Comparison, compare
from achieve.table import PUBLISHED, PrintedRow
from domain.kernel.characters import clean
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.measure.achievement import Achievement, achievement
from domain.measure.flags import Flag
from domain.measure.formula import Direction
from domain.measure.practice import Practice
from domain.measure.proposal import direction_doubted
from domain.measure.reading.convention import UNSAID, Convention
from domain.measure.reading.several import names
from domain.measure.realisation import State


@dataclass(frozen=True)
class Recount:
    """One row; `error` may stand beside a result where only the published figure cannot be read."""

    row: PrintedRow
    result: Achievement | None = None
    comparison: Comparison | None = None  # None where there is nothing to compare
    error: PlanError | None = None
    measures: tuple["Recount", ...] = ()


def recount(row: PrintedRow, practice: Practice, said: Convention = UNSAID) -> Recount:
    """Compute the row under the practice; the place of an error is its column."""
    if row.error is not None:
        return Recount(row, error=row.error)
    if parts := _parts(row):
        found = tuple(recount(part, practice, said) for part in parts)
        return Recount(row, Achievement(State.NOT_COMPUTABLE, flags=(Flag.SEVERAL_MEASURES,)), measures=found)
    try:
        indicator = clean(row.cells["indicator"], "indicator")
        direction = _direction(row.cells["direction"])
        printed = row.cells["target"], row.cells["realisation"]
        none = unprinted(*printed, row.cells.get(PUBLISHED, ""))
        pair = none or read_pair(direction, *printed, practice, said)
        result = _result(direction, pair, practice)
    except PlanError as error:
        return Recount(row, error=error)
    try:
        published = read_published(row.cells.get(PUBLISHED, ""), said)
    except PlanError as error:
        return Recount(row, _doubted(result, indicator, direction), error=error)
    comparison = _compare(direction, pair, practice, result, published)
    return Recount(row, _doubted(result, indicator, direction, comparison), comparison)


def _parts(row: PrintedRow) -> tuple[PrintedRow, ...]:
    """The rows that are printed as one, named by the wording where it names them; none where it is one."""
    columns = {name: measures(row.cells.get(name, "")) for name in (TARGET, REALISATION, PUBLISHED)}
    count = max(len(columns[TARGET]), len(columns[REALISATION]))
    if not count:
        return ()
    cells = [{name: found[n] for name, found in columns.items() if len(found) == count} for n in range(count)]
    indicator = row.cells["indicator"]
    named = names(indicator, count)
    return tuple(
        PrintedRow(row.line, {**row.cells, PUBLISHED: "", "indicator": name or indicator, **own})
        for name, own in zip(named, cells, strict=True)
    )


def _doubted(
    result: Achievement, indicator: str, direction: Direction, comparison: Comparison | None = None
) -> Achievement:
    """Add the flags that wording and published figure raise."""
    inverted, differs, rounded = False, False, False
    if comparison is not None:
        inverted, rounded = comparison.inverted, comparison.rounded
        differs = comparison.follows is False and not rounded
    doubts = [
        (inverted or direction_doubted(indicator, direction), Flag.DIRECTION_SUSPECTED),
        (differs, Flag.PUBLISHED_DIFFERS),
        (rounded, Flag.PUBLISHED_ROUNDED),
    ]
    more = tuple(flag for holds, flag in doubts if holds and flag not in result.flags)
    return replace(result, flags=(*result.flags, *more))


def _direction(text: str) -> Direction:
    known = ", ".join(Direction)
    try:
        return Direction(text.strip().casefold())
    except ValueError:
        message = N_("“{text}” is not a direction; the directions are {known}.")
        raise Unreadable("unknown-direction", message, "direction", text=text.strip()[:40], known=known) from None


def _result(direction: Direction, pair: Pair | State, practice: Practice) -> Achievement:
    if isinstance(pair, State):
        return Achievement(pair)
    return achievement(practice.policy(direction, pair.scale), pair.target, [pair.reading])


def _compare(
    direction: Direction, pair: Pair | State, practice: Practice, result: Achievement, published: Printed
) -> Comparison | None:
    if published is None:
        return None
    if published == DASH:
        return Comparison(result.figure is None)
    if isinstance(published, State):
        return Comparison(published is result.state)
    if isinstance(pair, State):
        return None
    return compare(practice.policy(direction, pair.scale), pair.target, [pair.reading], result, published)
