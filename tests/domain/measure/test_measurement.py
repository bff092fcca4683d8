"""A policy that contradicts itself is refused where it does, and only then; so is what cannot have been measured."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.kernel.errors import PlanError, Refused
from domain.kernel.exact import Rounding
from domain.kernel.message import canonical
from domain.measure.formula import Direction, Formula
from domain.measure.policy import (
    Aggregation,
    Component,
    Components,
    MeasurementPolicy,
    check_policy,
    check_reading,
    fitting,
    in_force,
)
from domain.measure.practice import DEFAULT, Practice, check_practice
from domain.measure.realisation import Absent, Aim, Level, Measured, Ratio, Reading, State, aim_of
from domain.measure.scale import (
    BPK,
    SAKIP,
    IndexScale,
    NumberScale,
    OrdinalScale,
    PercentageScale,
    Rung,
    Scale,
    check_scale,
)
from domain.measure.target import Grade, Opinion, Percentage, Quantity, Range, Target
from tests.domain.measure.measuring import COMPONENTS, LADDER, aim, plain, policies


def refusal(policy: MeasurementPolicy) -> tuple[str, str]:
    with pytest.raises(PlanError) as no:
        check_policy(policy)
    return no.value.code, no.value.place


@given(policies())
def test_drawn_policies_are_sound_and_are_stored_as_they_are(policy: MeasurementPolicy) -> None:
    check_policy(policy)
    assert msgspec.json.decode(canonical(policy), type=MeasurementPolicy) == policy


ORDINAL = DEFAULT.policy(Direction.ORDINAL, LADDER)
HIGHER = plain("higher")


@pytest.mark.parametrize(
    ("policy", "code", "place"),
    [
        (replace(HIGHER, version=0), "policy-version", "version"),
        (replace(HIGHER, citation=" "), "policy-citation", "citation"),
        (replace(HIGHER, citation="a\nb"), "policy-citation", "citation"),
        (replace(HIGHER, citation="a\x00b"), "forbidden-character", "citation"),
        (replace(HIGHER, formula=Formula.MIRROR), "policy-formula", "formula"),
        (replace(plain("lower"), formula=Formula.RATIO), "policy-formula", "formula"),
        (replace(ORDINAL, formula=Formula.RATIO), "policy-formula", "formula"),
        (replace(HIGHER, scale=BPK), "policy-scale", "scale"),
        (replace(ORDINAL, scale=NumberScale()), "policy-scale", "scale"),
        (replace(HIGHER, places=7), "policy-places", "places"),
        (replace(HIGHER, places=-1), "policy-places", "places"),
        (replace(HIGHER, cap=Decimal("100.005")), "policy-bound", "cap"),
        (replace(HIGHER, cap=Decimal("NaN")), "policy-bound", "cap"),
        (replace(HIGHER, floor=Decimal("-Infinity")), "policy-bound", "floor"),
        (replace(HIGHER, cap=Decimal("1E+99999")), "policy-bound", "cap"),
        (replace(HIGHER, cap=Decimal(0), floor=Decimal(0)), "policy-bounds", "floor"),
        (replace(ORDINAL, aggregation=Aggregation.SUM), "policy-aggregation", "aggregation"),
        (replace(ORDINAL, scale=BPK, formula=Formula.WORTH), "policy-worth", "scale"),
        (replace(ORDINAL, components=COMPONENTS), "policy-components", "components"),
        (replace(HIGHER, components=replace(COMPONENTS, times=Decimal(0))), "policy-times", "components"),
        (replace(HIGHER, components=Components(Component(" "), Component("b"))), "policy-components", "components"),
        (replace(HIGHER, scale=IndexScale(Decimal(4), Decimal(1))), "scale-bounds", "scale"),
    ],
)
def test_a_policy_that_contradicts_itself(policy: MeasurementPolicy, code: str, place: str) -> None:
    assert refusal(policy) == (code, place)


@st.composite
def ladders(draw: st.DrawFn) -> OrdinalScale:
    """A scale whose thresholds meet, each shared by exactly one of its neighbours."""
    cuts = sorted(draw(st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True)), reverse=True)
    closed = draw(st.lists(st.booleans(), min_size=len(cuts), max_size=len(cuts)))
    highs, lows = [None, *cuts], [*cuts, None]
    rungs = [
        Rung(
            f"v{n}",
            None if low is None else Decimal(low),
            None if high is None else Decimal(high),
            low_closed=n < len(cuts) and closed[n],
            high_closed=n > 0 and not closed[n - 1],
        )
        for n, (high, low) in enumerate(zip(highs, lows, strict=True))
    ]
    return OrdinalScale("tangga", tuple(rungs), thresholds=True)


@given(ladders(), st.decimals(min_value=-60, max_value=60, places=1))
def test_half_open_thresholds_hold_every_score_once(scale: OrdinalScale, score: Decimal) -> None:
    check_scale(scale)
    assert sum(rung.holds(score) for rung in scale.rungs) == 1
    assert scale.rung_of(score) in scale.rungs


@given(ladders(), st.data())
def test_a_threshold_held_twice_or_by_nobody_is_named(scale: OrdinalScale, data: st.DataObject) -> None:
    spot = data.draw(st.integers(1, len(scale.rungs) - 1))
    worse = scale.rungs[spot]
    assert worse.high is not None
    wrong = data.draw(
        st.sampled_from(
            [
                (replace(worse, high_closed=not worse.high_closed), not worse.high_closed),
                (replace(worse, high=worse.high + Decimal("0.5")), True),
                (replace(worse, high=worse.high - Decimal("0.5")), False),
            ]
        )
    )
    rungs = list(scale.rungs)
    rungs[spot], overlaps = wrong
    with pytest.raises(Refused) as no:
        check_scale(replace(scale, rungs=tuple(rungs)))
    assert no.value.place == f"scale.{worse.name}"
    assert no.value.code == ("threshold-overlap" if overlaps else "threshold-gap")
    assert no.value.params["better"] == scale.rungs[spot - 1].name


def test_a_score_on_the_line_belongs_where_the_bound_is_closed() -> None:
    above = OrdinalScale(
        "lebih dari",
        (Rung("A", Decimal(80), None), Rung("BB", None, Decimal(80), high_closed=True)),
        thresholds=True,
    )
    from_on = OrdinalScale(
        "mulai dari",
        (Rung("A", Decimal(80), None, low_closed=True), Rung("BB", None, Decimal(80), high_closed=False)),
        thresholds=True,
    )
    for scale, name in ((above, "BB"), (from_on, "A")):
        check_scale(scale)
        rung = scale.rung_of(Decimal("80.00"))
        assert rung is not None
        assert rung.name == name


@pytest.mark.parametrize(
    ("rungs", "code", "place"),
    [
        ((), "scale-empty", "scale"),
        ((Rung("A"), Rung("a")), "scale-twice", "scale.a"),
        ((Rung(" "),), "scale-unnamed", ""),
        ((Rung("A", Decimal(5), Decimal(5)), Rung("B", None, Decimal(5))), "threshold-empty", "scale.A"),
        ((Rung("A", None, Decimal(5)), Rung("B", Decimal(5), None)), "threshold-missing", "scale.B"),
        ((Rung("A", Decimal("NaN"), None), Rung("B")), "scale-number", "scale.A"),
        ((Rung("A", worth=Decimal(1)), Rung("B", worth=Decimal(2))), "scale-worth", "scale.B"),
    ],
)
def test_a_scale_that_contradicts_itself(rungs: tuple[Rung, ...], code: str, place: str) -> None:
    with pytest.raises(Refused) as no:
        check_scale(OrdinalScale("tangga", rungs, thresholds=True))
    assert (no.value.code, no.value.place) == (code, place)


def test_the_grades_of_sakip_meet() -> None:
    check_scale(SAKIP)
    check_scale(BPK)
    for better, worse in pairwise(SAKIP.rungs):
        assert better.low == worse.high
    assert [r.name for s in ("100", "80.01", "80", "0") if (r := SAKIP.rung_of(Decimal(s)))] == ["AA", "A", "BB", "D"]
    assert SAKIP.rung_of(Decimal("100.01")) is None
    assert BPK.rung_of(Decimal(1)) is None


PERCENTAGE: Scale = PercentageScale()


@pytest.mark.parametrize(
    ("policy", "reading", "code"),
    [
        (replace(HIGHER, scale=PERCENTAGE), Measured(Decimal("100.01")), "above-scale"),
        (replace(HIGHER, scale=PERCENTAGE), Measured(Decimal(-1)), "below-scale"),
        (replace(HIGHER, scale=IndexScale(Decimal(1), Decimal(4))), Measured(Decimal("4.1")), "above-scale"),
        (replace(HIGHER, scale=NumberScale("laporan")), Measured(Decimal(-1)), "negative-count"),
        (HIGHER, Measured(Decimal("NaN")), "not-a-number"),
        (HIGHER, Measured(Decimal("1E-40")), "not-a-number"),
        (HIGHER, Level("WTP"), "level-unexpected"),
        (HIGHER, Ratio(Decimal(1), Decimal(2)), "components-unexpected"),
        (HIGHER, Absent(State.COMPUTED), "state-computed"),
        (HIGHER, Absent(State.ZERO_TARGET), "state-computed"),
        (ORDINAL, Level("biru"), "not-on-scale"),
        (DEFAULT.policy(Direction.ORDINAL, SAKIP), Measured(Decimal(101)), "off-scale"),
        (replace(HIGHER, components=COMPONENTS), Measured(Decimal(1)), "components-needed"),
        (replace(HIGHER, components=COMPONENTS), Ratio(Decimal(3), Decimal(2)), "numerator-above-denominator"),
        (replace(HIGHER, components=COMPONENTS), Ratio(Decimal(-1), Decimal(2)), "negative-count"),
        (replace(HIGHER, components=COMPONENTS), Ratio(Decimal(1), Decimal("Infinity")), "not-a-number"),
    ],
)
def test_what_cannot_have_been_measured(policy: MeasurementPolicy, reading: Reading, code: str) -> None:
    with pytest.raises(Refused) as no:
        check_reading(policy, reading)
    assert (no.value.code, no.value.place) == (code, "realisation")


@pytest.mark.parametrize(
    ("policy", "reading"),
    [
        (replace(HIGHER, scale=PERCENTAGE), Measured(Decimal("100.00"))),
        (replace(HIGHER, scale=PERCENTAGE), Measured(Decimal(0))),
        (replace(HIGHER, scale=IndexScale(Decimal(1), Decimal(4))), Measured(Decimal(4))),
        (replace(HIGHER, scale=IndexScale(Decimal(1), Decimal(4))), Measured(Decimal(1))),
        (replace(HIGHER, scale=NumberScale("laporan")), Measured(Decimal(0))),
        (DEFAULT.policy(Direction.ORDINAL, SAKIP), Measured(Decimal(100))),
        (replace(HIGHER, components=COMPONENTS), Ratio(Decimal(2), Decimal(2))),
        (replace(HIGHER, components=COMPONENTS), Ratio(Decimal(0), Decimal(0))),
    ],
)
def test_the_bounds_of_a_scale_can_be_reached(policy: MeasurementPolicy, reading: Reading) -> None:
    check_reading(policy, reading)
    assert fitting(policy, reading) == reading


def test_a_count_is_not_negative_on_either_side() -> None:
    more = replace(HIGHER, components=replace(COMPONENTS, part_of_whole=False))
    for reading in (Ratio(Decimal(-1), Decimal(2)), Ratio(Decimal(1), Decimal(-2)), Ratio(Decimal(-1), None)):
        with pytest.raises(Refused) as no:
            check_reading(more, reading)
        assert no.value.code == "negative-count"
        assert fitting(more, reading) == Absent(State.NOT_COMPUTABLE)


def test_a_share_may_pass_the_whole_where_the_policy_says_so() -> None:
    check_reading(replace(HIGHER, scale=PercentageScale(None)), Measured(Decimal("-2.07")))
    more = replace(HIGHER, components=replace(COMPONENTS, part_of_whole=False))
    check_reading(more, Ratio(Decimal(3), Decimal(2)))


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        (Percentage(Decimal(77)), aim("77")),
        (Quantity(Decimal(12), "laporan"), aim("12")),
        (Range(Decimal(80), Decimal(90), "%"), aim("80", "90")),
        (Grade("B"), Level("B")),
        (Opinion("WTP"), Level("WTP")),
    ],
)
def test_a_plans_target_is_an_aim(target: Target, asked: Aim) -> None:
    assert aim_of(target) == asked


def test_the_policy_in_force_is_the_latest_to_take_effect() -> None:
    first = HIGHER
    second = replace(HIGHER, version=2, effective=date(2024, 4, 1), cap=Decimal(120))
    third = replace(second, version=3, cap=Decimal(100))
    assert in_force([first, second], date(2024, 3, 31)) == first
    assert in_force([second, first], date(2024, 4, 1)) == second
    assert in_force([third, second, first], date(2024, 12, 31)) == third
    assert in_force([second], date(2024, 3, 31)) is None


def test_an_office_says_once_what_holds_for_all_its_indicators() -> None:
    check_practice(DEFAULT)
    practice = Practice("Keputusan 12/2024", 3, date(2024, 1, 1), lower=Formula.INVERSE, cap=Decimal(120), places=0)
    policy = practice.policy(Direction.LOWER, NumberScale("orang"), Aggregation.SUM)
    assert policy == MeasurementPolicy(
        version=3,
        citation="Keputusan 12/2024",
        effective=date(2024, 1, 1),
        direction=Direction.LOWER,
        scale=NumberScale("orang"),
        formula=Formula.INVERSE,
        aggregation=Aggregation.SUM,
        cap=Decimal(120),
        places=0,
    )


@pytest.mark.parametrize(
    ("practice", "code"),
    [
        (replace(DEFAULT, lower=Formula.RATIO), "policy-formula"),
        (replace(DEFAULT, ordinal=Formula.MIRROR), "policy-formula"),
        (replace(DEFAULT, ordinal=Formula.WORTH), "policy-worth"),
        (replace(DEFAULT, scales=(BPK, replace(LADDER, name="bpk"))), "practice-scales"),
        (replace(DEFAULT, rounding=Rounding.UP, cap=Decimal("0.001")), "policy-bound"),
    ],
)
def test_a_practice_that_no_indicator_could_follow(practice: Practice, code: str) -> None:
    with pytest.raises(Refused) as no:
        check_practice(practice)
    assert no.value.code == code
