"""The values of an ordered scale as a form has them: rows of a table, every field as it was typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.http.fields import FormReader, spelled
from domain.measure.scale import Rung

_ROWS = 8  # of the table at the least: an ordered scale seldom has more values
_SPARE = 2  # empty rows behind those that are filled


@dataclass(frozen=True)
class RungForm:
    """One value of an ordered scale, with the scores it stands for."""

    name: str = ""
    low: str = ""
    low_closed: bool = False
    high: str = ""
    high_closed: bool = True
    worth: str = ""

    @property
    def filled(self) -> bool:
        """Return whether anything was typed into the row."""
        return any(text.strip() for text in (self.name, self.low, self.high, self.worth))


def no_rungs() -> tuple[RungForm, ...]:
    """Return the rows of a scale that nobody has written."""
    return (RungForm(),) * _ROWS


def rung_forms(rungs: Sequence[Rung]) -> tuple[RungForm, ...]:
    """Return the rows that say what a scale says, and some to spare."""
    return _with_spare(
        [
            RungForm(r.name, spelled(r.low), r.low_closed, spelled(r.high), r.high_closed, spelled(r.worth))
            for r in rungs
        ]
    )


def typed_rungs(told: Mapping[str, str], prefix: str) -> tuple[RungForm, ...]:
    """Return the rows as they were sent, as `prefix.0.name` and its like; a box that is not ticked is not sent."""
    last = max((int(n) for n in row_numbers(told, prefix)), default=-1)
    return _with_spare([_typed(told, f"{prefix}.{n}") for n in range(last + 1)])


def read_rungs(reader: FormReader, prefix: str, rungs: Sequence[RungForm]) -> list[dict[str, Any]]:
    """Return the rows that are filled as a program sends them."""
    return [
        {
            "name": rung.name.strip(),
            "low": reader.bound(f"{prefix}.{n}.low", rung.low),
            "high": reader.bound(f"{prefix}.{n}.high", rung.high),
            "low_closed": rung.low_closed,
            "high_closed": rung.high_closed,
            "worth": reader.bound(f"{prefix}.{n}.worth", rung.worth),
        }
        for n, rung in enumerate(rungs)
        if rung.filled
    ]


def row_numbers(told: Mapping[str, str], prefix: str) -> Iterator[str]:
    """Yield the number of each row that has a field of this prefix."""
    for name in told:
        if name.startswith(f"{prefix}."):
            n = name.removeprefix(f"{prefix}.").partition(".")[0]
            if n.isascii() and n.isdecimal() and len(n) < 3:
                yield n


def _typed(told: Mapping[str, str], row: str) -> RungForm:
    return RungForm(
        name=told.get(f"{row}.name", ""),
        low=told.get(f"{row}.low", ""),
        low_closed=f"{row}.low_closed" in told,
        high=told.get(f"{row}.high", ""),
        high_closed=f"{row}.high_closed" in told,
        worth=told.get(f"{row}.worth", ""),
    )


def _with_spare(rungs: Sequence[RungForm]) -> tuple[RungForm, ...]:
    filled = sum(1 for rung in rungs if rung.filled)
    return (*rungs, *(RungForm(),) * (max(_ROWS, filled + _SPARE) - len(rungs)))
