"""An achievement with its derivation and its printed line, beside one division of decimals that is printed."""

import time
from collections.abc import Callable
from decimal import Decimal
from statistics import median

from bench import large
from bench.measure import Measure
from domain.kernel.message import canonical
from domain.measure.achievement import achievement
from domain.measure.realisation import Bounds
from views.year import achievement_view

_ROUNDS = 15
_AIM = Bounds(Decimal(90), Decimal(90))


async def measure() -> list[Measure]:
    """Return what a row of a table costs, computed, derived and spelled."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):  # by turns, so that both meet the same weather
        for kind, act in enumerate((_derived, _divided)):
            taken[kind].append(_each(act))
    ours, theirs = (median(times) for times in taken)
    note = f"{large.INDICATORS} rows"
    return [Measure("an achievement with its derivation", ours, "a division, printed", theirs, "µs", note=note)]


def _each(act: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for number in range(large.INDICATORS):
        act(number)
    return (time.perf_counter() - began) / large.INDICATORS * 1e6


def _derived(number: int) -> bytes:
    return canonical(achievement_view(achievement(large.RATIO, _AIM, (large.counted(number),), 1)))


def _divided(number: int) -> str:
    return f"{large.counted(number).numerator / _AIM.high * 100:.2f}"
