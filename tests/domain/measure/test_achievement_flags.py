"""Doubts about time and money, absorption, efficiency and the quadrant."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from domain.kernel.errors import Refused
from domain.measure.budget import Lines, Outlay, Quadrant, absorption, efficiency, quadrant
from domain.measure.flags import spent_without_output, target_lowered
from domain.measure.formula import Direction
from domain.measure.realisation import Aim, Level, State
from domain.measure.scale import BPK
from tests.domain.measure.measuring import aim

KNOWN = datetime(2024, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("direction", "old", "new", "lowered"),
    [
        ("higher", aim("80"), aim("75"), True),
        ("higher", aim("80"), aim("85"), False),
        ("lower", aim("5"), aim("6"), True),
        ("lower", aim("5"), aim("4"), False),
        ("range", aim("80", "90"), aim("70", "90"), True),
        ("range", aim("80", "90"), aim("82", "88"), False),
        ("range-lower", aim("7", "8"), aim("7", "9"), True),
        ("ordinal", Level("WTP"), Level("WDP"), True),
        ("ordinal", Level("WDP"), Level("WTP"), False),
        ("ordinal", Level("WTP"), aim("5"), False),
    ],
)
def test_a_target_made_easier_after_its_result_was_known(direction: str, old: Aim, new: Aim, lowered: bool) -> None:
    found = target_lowered(Direction(direction), old, new, changed_at=KNOWN, known_at=KNOWN, scale=BPK)
    assert found is lowered


@pytest.mark.parametrize("known_at", [None, KNOWN + timedelta(microseconds=1)])
def test_a_target_changed_before_anybody_knew_is_no_doubt(known_at: datetime | None) -> None:
    assert not target_lowered(Direction.HIGHER, aim("80"), aim("75"), changed_at=KNOWN, known_at=known_at)


def test_money_spent_with_nothing_to_show() -> None:
    assert spent_without_output(Decimal(1), Decimal(0))
    assert not spent_without_output(Decimal(0), Decimal(0))
    assert not spent_without_output(Decimal(1), Decimal("0.01"))
    assert not spent_without_output(Decimal(1), None)


def test_absorption_of_several_programmes() -> None:
    found = absorption([Outlay(Decimal(814815000), Decimal(700000000)), Outlay(Decimal(16026000), Decimal(16026000))])
    assert found.figure == Decimal("86.18")
    assert found.line == "Rp 716.026.000 / Rp 830.841.000 x 100 = 86,180869… → 86,18"
    assert absorption([]).state is State.MISSING_DENOMINATOR
    with pytest.raises(Refused):
        absorption([Outlay(Decimal(1), Decimal(-1))])


def test_efficiency_is_what_the_result_would_have_cost_less_what_it_did() -> None:
    outlays = [
        Outlay(Decimal(4000), Decimal(3800), Decimal(122)),
        Outlay(Decimal(1000), Decimal(975), Decimal(80)),
        Outlay(Decimal(5000), Decimal(4725), Decimal(142)),
    ]
    found = efficiency(outlays)
    assert found.figure == Decimal("25.67")
    assert found.line == (
        "A = Rp 4.000 x 122% + Rp 1.000 x 80% + Rp 5.000 x 142% = 12780; R = 9500; "
        "(A - R) / A x 100 = 25,665101… → 25,67"
    )
    assert efficiency([Outlay(Decimal(1), Decimal(1))]).state is State.NOT_RELEASED
    assert efficiency([Outlay(Decimal(1), Decimal(1), Decimal(0))]).state is State.MISSING_DENOMINATOR


@pytest.mark.parametrize(
    ("reached", "absorbed", "where"),
    [
        ("100", "94.99", Quadrant.EFFICIENT),
        ("100", "95", Quadrant.AS_PLANNED),
        ("99.99", "95", Quadrant.COSTLY),
        ("99.99", "94.99", Quadrant.BEHIND),
    ],
)
def test_the_quadrant(reached: str, absorbed: str, where: Quadrant) -> None:
    lines = Lines(Decimal(100), Decimal(95), "SK 1/2024")
    assert quadrant(Decimal(reached), Decimal(absorbed), lines) is where
