"""How many rows of a quarter stand where, and who owes how many."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from domain.quarter.line import Line, Standing


@dataclass(frozen=True)
class Tally:
    """Counts rows by standing and, by person, those that are owed; `makers` are all who ever filed one."""

    rows: Mapping[Standing, int] = field(default_factory=dict)
    owing: Mapping[str, int] = field(default_factory=dict)
    makers: frozenset[str] = frozenset()

    @property
    def settled(self) -> bool:
        """Return whether no row is left to file or to check."""
        return all(standing.settled for standing in self.rows)

    def moved(self, old: Line, new: Line) -> "Tally":
        """Return the tally after a line has changed."""
        rows, owing = Counter(self.rows), Counter(self.owing)
        _count(rows, owing, old, -1)
        _count(rows, owing, new, 1)
        # Without zeros: a tally says the same however it came about.
        return replace(self, rows=+rows, owing=+owing, makers=self.makers | new.makers)


def tally(lines: Iterable[Line]) -> Tally:
    """Count the lines."""
    rows, owing = Counter[Standing](), Counter[str]()
    makers: set[str] = set()
    for line in lines:
        _count(rows, owing, line, 1)
        makers |= line.makers
    return Tally(rows, owing, frozenset(makers))


def _count(rows: Counter[Standing], owing: Counter[str], line: Line, by: int) -> None:
    rows[line.standing] += by
    if line.standing.owed:
        for owner in line.row.owners:
            owing[owner.person] += by
