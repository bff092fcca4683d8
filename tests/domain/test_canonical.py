"""Equal numbers may be spelled otherwise, and what is remembered of one is never told of the other."""

from decimal import Decimal
from itertools import permutations

import pytest

from domain.kernel.message import canonical, remembering
from domain.measure.realisation import Bounds, Measured
from domain.quarter.figures import figure
from domain.quarter.row import EarlierQuarter, QuarterRow
from tests.domain.quarter.life import BASIS, OKA, SUM

SPELLINGS = ("120", "120.0", "120.00", "1.2E+2")


def _spelled(text: str) -> bytes:
    value = Decimal(text)
    indicator, earlier = BASIS.indicators()["i2"], EarlierQuarter(1, Measured(value))
    row = QuarterRow("B", indicator, SUM, Bounds(value, value), (OKA,), (earlier,))
    return canonical(figure(row, Measured(value), 3, value))


@pytest.mark.parametrize("order", list(permutations(SPELLINGS, 2)), ids="-then-".join)
def test_a_figure_is_spelled_as_its_own_numbers_are(order: tuple[str, str]) -> None:
    """Fault 11: what was computed for 120.00 was also the answer for 120, and went into an event as that."""
    before, now = order
    _spelled(before)
    found = _spelled(now)
    assert f'"{now}"'.encode() in found
    assert f'"{before}"'.encode() not in found


def test_what_is_remembered_is_told_apart_by_its_spelling() -> None:
    asked: list[Bounds] = []

    @remembering
    def text(aim: Bounds) -> str:
        asked.append(aim)
        return str(aim.low)

    aims = [(Bounds(Decimal(spelling), Decimal(120)), spelling) for spelling in SPELLINGS]
    for aim, spelling in (*aims, *aims):
        assert text(aim) == spelling
    assert len(asked) == len(SPELLINGS)
