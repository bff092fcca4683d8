"""What a year's figures are held against, as far as the record knows it: last year, end targets, the nation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from msgspec import UNSET

from domain.measure.target import Missing
from domain.plan.basis import PlanBasis
from domain.plan.support import Support
from domain.plan.text import Indicator
from domain.quarter.outcome import figures
from domain.quarter.state import Quarter
from domain.report.outcome import came_to, readings
from domain.report.text import Beside, Compared, ReportedIndicator

_STRATEGY = "renstra-"  # how strategic plans are called whose kind does not say whether it is one


@dataclass(frozen=True)
class YearBefore:
    """What the year before came to, by the plan of that year (`rkt-2023`); `promised` is what its report announced."""

    plan: str
    year: int
    rows: tuple[ReportedIndicator, ...]
    promised: str = ""


@dataclass(frozen=True)
class Above:
    """A plan that rows of this one answer to, up to which year it holds, and the quarters of it that are closed."""

    office: str
    plan: str
    year: int
    until: int
    basis: PlanBasis
    closed: tuple[Quarter, ...] = ()

    @property
    def strategic(self) -> bool:
        """Return whether its targets are those of the end of its years."""
        told = UNSET if self.basis.shape is None else self.basis.shape.strategic
        return self.plan.startswith(_STRATEGY) if told is UNSET else told


@dataclass(frozen=True)
class Neighbours:
    """What the figures of the year are held against, as far as the record knows it."""

    before: YearBefore | None
    above: Mapping[tuple[str, str], Above]

    def of(self, indicator: Indicator) -> tuple[Compared, ...]:
        return tuple(each for each in (self._last_year(indicator), *self._linked(indicator)) if each is not None)

    def _last_year(self, indicator: Indicator) -> Compared | None:
        """The row of the same wording, where only one reads so: never the nearest."""
        if self.before is None:
            return None
        wording = _folded(indicator.text)
        same = [row for row in self.before.rows if _folded(row.indicator.text) == wording]
        if len(same) != 1 or isinstance(same[0].realised, Missing):
            return None
        row = f"{self.before.plan}/{same[0].indicator.id}"
        return Compared(Beside.LAST_YEAR, same[0].realised, self.before.year, row, achievement=same[0].year.figure)

    def _linked(self, indicator: Indicator) -> Iterator[Compared]:
        seen: set[Beside] = set()
        for support, there in self._upward(indicator):
            found = _of_strategy(support, there) or _of_nation(support, there)
            if found is not None and found.what not in seen:
                seen.add(found.what)
                yield found

    def _upward(self, indicator: Indicator) -> Iterator[tuple[Support, Above]]:
        """The rows that it answers to and so on up, the highest first."""
        found: dict[str, tuple[Support, Above]] = {}
        waiting = list(indicator.supports)
        while waiting:
            support = waiting.pop(0)
            there = self.above.get(support.of)
            if there is None or support.address in found:
                continue
            found[support.address] = support, there
            row = there.basis.indicators().get(support.row)
            waiting += [] if row is None else row.supports
        return reversed(found.values())


def _of_strategy(support: Support, there: Above) -> Compared | None:
    row = there.basis.indicators().get(support.row)
    if row is None or isinstance(row.target, Missing) or not there.strategic:
        return None
    return Compared(Beside.END_TARGET, row.target, there.until, support.address)


def _of_nation(support: Support, there: Above) -> Compared | None:
    row = there.basis.indicators().get(support.row)
    quarter = next((q for q in reversed(there.closed) if support.row in q.lines), None)
    if row is None or quarter is None or there.strategic:
        return None
    line = quarter.lines[support.row]
    figure = next(each for each in figures(quarter) if each.indicator == support.row)
    value = came_to(row.target, line.row.policy, readings(line, figure))
    if isinstance(value, Missing):
        return None
    return Compared(Beside.NATIONAL, value, there.year, support.address, achievement=figure.year.figure)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
