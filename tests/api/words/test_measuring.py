"""How an indicator is measured is said in words that leave nothing out."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from api.words.clock import Clock
from api.words.measuring import aim, brief, facts, said_aim, scale
from api.words.words import words
from domain.measure.formula import Direction
from domain.measure.policy import Component, Components
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Aim, Bounds, Level
from domain.measure.scale import BPK, SAKIP, IndexScale, NumberScale, PercentageScale, Scale

SAID = words("id")
CLOCK = Clock(SAID, "Asia/Makassar", datetime(2024, 1, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("which", "told"),
    [
        (PercentageScale(), "persen, dari 0 sampai 100"),
        (PercentageScale(None), "persen"),
        (NumberScale("laporan"), "jumlah (laporan)"),
        (IndexScale(None, Decimal(4)), "nilai, paling tinggi 4"),
        (SAKIP, "SAKIP: AA >90–100; A >80–90; BB >70–80; B >60–70; CC >50–60; C >30–50; D 0–30"),
        (BPK, "BPK: WTP, WDP, TW, TMP"),
    ],
)
def test_a_scale_is_said_with_its_bounds(which: Scale, told: str) -> None:
    assert scale(SAID, which) == told


def test_every_field_of_a_policy_is_said() -> None:
    ratio = Components(Component("selesai", "aduan"), Component("masuk", "aduan"))
    policy = DEFAULT.policy(Direction.HIGHER, PercentageScale(), components=ratio)
    policy = msgspec.structs.replace(policy, cap=Decimal(120), effective=date(2024, 4, 1), version=3)
    told = [text for _, text in facts(SAID, CLOCK, policy)]
    assert "selesai (aduan) / masuk (aduan) x 100" in told
    assert any("120" in text for text in told)
    assert told[-1].startswith("bawaan paraf (rentang: PermenPANRB 8/2021), versi 3")
    assert "1 Apr 2024" in told[-1]
    assert "R / T x 100" in brief(SAID, policy)


def test_the_rule_of_an_office_is_named_as_it_was_written() -> None:
    policy = msgspec.structs.replace(DEFAULT.policy(Direction.HIGHER, PercentageScale()), citation="Keputusan 12/2024")
    assert facts(SAID, CLOCK, policy)[-1][1] == "Keputusan 12/2024, versi 1"


@pytest.mark.parametrize(
    ("which", "wanted", "written", "aloud"),
    [
        (PercentageScale(), Bounds(Decimal(77), Decimal(77)), "77%", "77 persen"),
        (PercentageScale(), Bounds(Decimal(80), Decimal(90)), "80–90%", "80 sampai dengan 90 persen"),
        (NumberScale("orang"), Bounds(Decimal(1000), Decimal(1000)), "1.000 orang", "1.000 orang"),
        (IndexScale(), Bounds(Decimal(80), Decimal(80)), "80", "nilai 80"),
        (SAKIP, Level("BB"), "BB", "BB"),
    ],
)
def test_an_aim_is_written_with_its_unit_and_read_aloud(which: Scale, wanted: Aim, written: str, aloud: str) -> None:
    direction = Direction.ORDINAL if which is SAKIP else Direction.HIGHER
    policy = DEFAULT.policy(direction, which)
    assert (aim(SAID, policy, wanted), said_aim(SAID, policy, wanted)) == (written, aloud)
