"""One measurement beside its reference."""

import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """What was measured and what it is compared with, in one unit; `note` says under which conditions."""

    what: str
    value: float
    reference: str
    beside: float
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float:
        """What was measured, in references."""
        return self.value / self.beside

    def __str__(self) -> str:
        note = f" ({self.note})" if self.note else ""
        return (
            f"{self.what}: {self.value:.4g} {self.unit}; {self.reference}: {self.beside:.4g} {self.unit};"
            f" ratio {self.ratio:.2f}{note}"
        )


async def median_ms(act: Callable[[int], Awaitable[object]], numbers: range) -> float:
    """Return the median duration of the acts, one after the other, in milliseconds."""
    taken = []
    for number in numbers:
        began = time.perf_counter()
        await act(number)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000
