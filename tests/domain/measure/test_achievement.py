"""What a realisation is worth against its target, to the last digit, and never a figure where there is none."""

import re
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.kernel.errors import Refused
from domain.kernel.exact import Rounding, rounded, spell_exact
from domain.kernel.message import canonical
from domain.measure.achievement import Achievement, Derivation, achievement, recompute, unrounded
from domain.measure.aggregation import realised
from domain.measure.derivation import STATES, line, terms, working
from domain.measure.flags import Flag
from domain.measure.formula import Direction, Formula
from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.practice import DEFAULT
from domain.measure.realisation import REPORTED, Absent, Aim, Level, Measured, Ratio, Reading, State
from domain.measure.scale import BPK, SAKIP
from tests.domain.measure.measuring import (
    COMPONENTS,
    LADDER,
    PLAIN,
    aim,
    aims,
    cases,
    counts,
    measured,
    plain,
    policies,
    positive,
    readings,
    values,
)

Case = tuple[MeasurementPolicy, Aim, list[Reading]]


@pytest.mark.parametrize(
    ("direction", "target", "realisation", "figure"),
    [
        ("higher", ("72.84",), "72.97", "100.18"),
        ("lower", ("149.12",), "138.43", "107.17"),
        ("lower", ("49.34",), "110.84", "-24.65"),
        ("lower", ("2000",), "4492.9", "-24.65"),  # exactly -24,645
        ("higher", ("7",), "76.4", "1091.43"),
        ("higher", ("60",), "53", "88.33"),
        ("range", ("80", "90"), "70", "87.50"),
        ("range", ("80", "90"), "80", "100.00"),
        ("range", ("80", "90"), "85", "100.00"),
        ("range", ("80", "90"), "90", "100.00"),
        ("range", ("80", "90"), "99", "110.00"),
        ("range-lower", ("7", "8"), "6.5", "107.14"),
        ("range-lower", ("7", "8"), "7.5", "100.00"),
        ("range-lower", ("7", "8"), "9", "87.50"),
        ("lower", ("0.16",), "0", "200.00"),
        ("lower", ("0.16",), "0.32", "0.00"),
        ("lower", ("0.16",), "0.48", "-100.00"),
    ],
)
def test_published_examples(direction: str, target: tuple[str, ...], realisation: str, figure: str) -> None:
    found = achievement(plain(direction), aim(*target), measured(realisation))
    assert (found.state, str(found.figure)) == (State.COMPUTED, figure)


def test_a_policy_that_cuts_off_prints_88() -> None:
    policy = replace(plain("higher"), places=0, rounding=Rounding.TRUNCATE)
    assert achievement(policy, aim("60"), measured("53")).figure == Decimal(88)
    assert achievement(policy, aim("60"), measured("53.9")).figure == Decimal(89)


def test_target_over_realisation_is_the_other_formula_for_less_is_better() -> None:
    policy = replace(plain("lower"), formula=Formula.INVERSE)
    assert achievement(policy, aim("149.12"), measured("138.43")).figure == Decimal("107.72")
    assert achievement(policy, aim("149.12"), measured("0")).state is State.NOT_COMPUTABLE


@pytest.mark.parametrize(
    ("formula", "target", "reached", "figure"),
    [
        (Formula.MET, "WTP", "WTP", "100.00"),
        (Formula.MET, "WDP", "WTP", "100.00"),
        (Formula.MET_OR_NOT, "WTP", "WDP", "0.00"),
        (Formula.RANK, "WTP", "WDP", "75.00"),
        (Formula.RANK, "WDP", "WTP", "133.33"),
    ],
)
def test_opinions(formula: Formula, target: str, reached: str, figure: str) -> None:
    policy = replace(DEFAULT.policy(Direction.ORDINAL, BPK), formula=formula)
    assert str(achievement(policy, Level(target), [Level(reached)]).figure) == figure


def test_worse_than_the_target_has_no_figure_unless_the_policy_says_one() -> None:
    for formula in (Formula.MET, Formula.NONE):
        policy = replace(DEFAULT.policy(Direction.ORDINAL, BPK), formula=formula)
        assert achievement(policy, Level("WTP"), [Level("WDP")]) == Achievement(State.NO_POLICY)


def test_a_table_says_what_each_value_is_worth() -> None:
    policy = replace(DEFAULT.policy(Direction.ORDINAL, LADDER), formula=Formula.WORTH)
    assert achievement(policy, Level("hijau"), [Level("kuning")]).figure == Decimal("60.00")


def test_a_score_finds_its_grade() -> None:
    policy = DEFAULT.policy(Direction.ORDINAL, SAKIP)
    found = achievement(policy, Level("BB"), measured("80.00"))
    assert found.figure == Decimal(100)
    assert found.derivation is not None
    assert working(found.derivation) == "R = 80,00 is BB; R BB is equal to T BB on the scale SAKIP: 100 → 100,00"
    assert achievement(policy, Level("A"), measured("80.00")).state is State.NO_POLICY
    assert achievement(policy, Level("A"), measured("80.01")).figure == Decimal(100)


@pytest.mark.parametrize(
    ("target", "reading", "state"),
    [
        ("0", Measured(Decimal(5)), State.ZERO_TARGET),
        ("5", Absent(State.NOT_RELEASED), State.NOT_RELEASED),
        ("5", Absent(State.NOT_APPLICABLE), State.NOT_APPLICABLE),
        ("5", Absent(State.NOT_COMPUTABLE), State.NOT_COMPUTABLE),
    ],
)
def test_what_is_no_number_is_a_state_of_its_own(target: str, reading: Reading, state: State) -> None:
    assert achievement(plain("lower"), aim(target), [reading]) == Achievement(state)


@pytest.mark.parametrize("denominator", [None, Decimal(0)])
def test_a_ratio_without_denominator_is_no_figure(denominator: Decimal | None) -> None:
    policy = replace(plain("higher"), components=COMPONENTS)
    found = achievement(policy, aim("75"), [Ratio(Decimal(0), denominator)])
    assert found == Achievement(State.MISSING_DENOMINATOR)


def test_components_are_what_is_entered_and_kept() -> None:
    policy = replace(plain("higher"), components=COMPONENTS)
    found = achievement(policy, aim("75"), [Ratio(Decimal(2), Decimal(3))], plan_version=4)
    assert found.figure == Decimal("88.89")
    assert found.derivation is not None
    assert line(found.derivation) == (
        "R = 2 / 3 x 100 = 66,666666…; R / T x 100 = (2 / 3 x 100) / 75 x 100 = 88,888888… → 88,89 "
        "[no cap; no floor; decimals: 2, halves away from zero; paraf default (ranges: PermenPANRB 8/2021), version 1; "
        "plan version 4]"
    )


@pytest.mark.parametrize(
    ("direction", "realisation", "flags"),
    [
        ("higher", "200", ()),
        ("higher", "200.01", (Flag.ABOVE_200,)),
        ("higher", "1091.43", (Flag.DIRECTION_SUSPECTED, Flag.ABOVE_200)),
        ("lower", "0", ()),
        ("lower", "200", ()),
        ("lower", "200.01", (Flag.DIRECTION_SUSPECTED,)),
    ],
)
def test_flags_never_block(direction: str, realisation: str, flags: tuple[Flag, ...]) -> None:
    found = achievement(plain(direction), aim("100"), measured(realisation))
    assert found.figure is not None
    assert found.flags == flags


def test_a_flag_is_raised_before_the_cap_hides_its_cause() -> None:
    policy = replace(plain("higher"), cap=Decimal(120))
    found = achievement(policy, aim("7"), measured("76.4"))
    assert found.figure == Decimal(120)
    assert Flag.ABOVE_200 in found.flags


def test_a_target_that_the_direction_cannot_use_is_refused() -> None:
    refused: list[tuple[MeasurementPolicy, Aim, str]] = [
        (plain("range"), aim("80"), "range-needed"),
        (plain("higher"), aim("80", "90"), "range-unexpected"),
        (plain("higher"), Level("WTP"), "level-unexpected"),
        (DEFAULT.policy(Direction.ORDINAL, BPK), aim("80"), "target-not-a-level"),
        (DEFAULT.policy(Direction.ORDINAL, BPK), Level("B"), "not-on-scale"),
        (plain("higher"), aim("-1"), "negative-target"),
    ]
    for policy, target, code in refused:
        with pytest.raises(Refused) as no:
            achievement(policy, target, measured("1"))
        assert (no.value.code, no.value.place) == (code, "target")


@given(cases())
def test_every_outcome_is_a_figure_with_its_derivation_or_a_state(case: Case) -> None:
    policy, target, quarters = case
    found = achievement(policy, target, quarters)
    computed = found.state is State.COMPUTED
    assert (found.figure is not None, found.derivation is not None) == (computed, computed)


@given(cases())
def test_cap_floor_and_places_hold_for_every_policy(case: Case) -> None:
    policy, target, quarters = case
    figure = achievement(policy, target, quarters).figure
    if figure is not None:
        assert policy.cap is None or figure <= policy.cap
        assert policy.floor is None or figure >= policy.floor
        assert figure.as_tuple().exponent == -policy.places
        assert not (figure.is_zero() and figure.is_signed())


@given(cases())
def test_cap_and_floor_change_only_what_lies_beyond_them(case: Case) -> None:
    policy, target, quarters = case
    free = achievement(replace(policy, cap=None, floor=None), target, quarters)
    bounded = achievement(policy, target, quarters)
    assert (bounded.state, bounded.flags) == (free.state, free.flags)
    if free.figure is not None:
        low, high = policy.floor, policy.cap
        within = free.figure if high is None else min(free.figure, high)
        assert bounded.figure == (within if low is None else max(within, low))


@given(policies(), st.data())
def test_a_state_stands_for_itself_under_every_policy(policy: MeasurementPolicy, data: st.DataObject) -> None:
    target, nothing = data.draw(aims(policy)), data.draw(st.sampled_from(REPORTED))
    assert achievement(policy, target, [Absent(nothing)] * data.draw(st.integers(1, 4))) == Achievement(nothing)
    if policy.components is not None:
        lacking = Achievement(State.MISSING_DENOMINATOR)
        assert achievement(policy, target, [Ratio(data.draw(counts), None)]) == lacking
        assert achievement(policy, target, [Ratio(Decimal(0), Decimal(0))]) == lacking
    if policy.direction in (Direction.HIGHER, Direction.LOWER):
        known = data.draw(readings(policy).filter(lambda reading: isinstance(realised(policy, [reading]), Fraction)))
        assert achievement(policy, aim("0"), [known]) == Achievement(State.ZERO_TARGET)


@given(cases())
def test_a_derivation_gives_its_figure_again_also_after_it_was_stored(case: Case) -> None:
    policy, target, quarters = case
    found = achievement(policy, target, quarters)
    if found.derivation is not None:
        assert recompute(found.derivation) == found.figure
        stored = msgspec.json.decode(canonical(found.derivation), type=Derivation)
        assert stored == found.derivation
        assert str(recompute(stored)) == str(found.figure)


@given(
    st.fractions(max_denominator=10**6).filter(lambda value: abs(value) < 10**9),
    st.integers(0, 6),
    st.sampled_from(Rounding),
)
def test_rounding_is_exact(value: Fraction, places: int, rounding: Rounding) -> None:
    result = Fraction(rounded(value, places, rounding))
    step = Fraction(1, 10**places)
    assert (result / step).denominator == 1
    off = result - value
    match rounding:
        case Rounding.HALF_AWAY | Rounding.HALF_EVEN:
            assert abs(off) <= step / 2
            if abs(off) == step / 2:
                away = abs(result) > abs(value)
                assert away if rounding is Rounding.HALF_AWAY else result / step % 2 == 0
        case Rounding.TRUNCATE:
            assert abs(off) < step
            assert abs(result) <= abs(value)
        case Rounding.DOWN:
            assert -step < off <= 0
        case Rounding.UP:
            assert 0 <= off < step


@given(st.integers(-(10**8), 10**8), st.integers(0, 4))
def test_a_half_goes_away_from_zero_or_to_the_even_digit(whole: int, places: int) -> None:
    half = Fraction(2 * whole + 1, 2 * 10**places)
    up = Decimal(whole + 1 if half > 0 else whole).scaleb(-places)
    assert rounded(half, places, Rounding.HALF_AWAY) == up
    assert rounded(half, places, Rounding.HALF_EVEN) == Decimal(whole + whole % 2).scaleb(-places)


@given(st.integers(-(10**8), 10**8), st.integers(0, 4), st.sampled_from((-1, 1)))
def test_what_is_nearly_a_half_is_rounded_once(whole: int, places: int, side: int) -> None:
    nearly = Fraction(2 * whole + 1, 2 * 10**places) + Fraction(side, 10**40)
    nearest = Decimal(whole + (side > 0)).scaleb(-places)
    for rounding in (Rounding.HALF_AWAY, Rounding.HALF_EVEN):
        assert rounded(nearly, places, rounding) == nearest


@given(st.sampled_from(["lower", "range-lower"]), st.booleans(), st.data())
def test_less_is_better_falls_as_realisation_rises(direction: str, inverse: bool, data: st.DataObject) -> None:
    policy = replace(plain(direction), formula=Formula.INVERSE if inverse else Formula.MIRROR)
    low = data.draw(positive)
    target = aim(str(low), str(low + data.draw(positive)) if direction == "range-lower" else "")
    less, more = sorted(data.draw(st.lists(positive if inverse else values, min_size=2, max_size=2, unique=True)))
    better, worse = (unrounded(policy, target, [Measured(value)]) for value in (less, more))
    assert isinstance(better, Fraction)
    assert isinstance(worse, Fraction)
    assert better > worse if direction == "lower" else better >= worse


@given(cases())
def test_a_line_can_be_checked_by_hand(case: Case) -> None:
    policy, target, quarters = case
    derivation = achievement(policy, target, quarters).derivation
    if derivation is None:
        return
    said = working(derivation)
    assert "\n" not in said
    assert line(derivation) == f"{said} [{terms(derivation)}]"
    exact, reached = unrounded(policy, target, quarters), realised(policy, quarters)
    assert isinstance(exact, Fraction)
    steps, figure = said.split(" → ")
    assert Decimal(figure.replace(".", "").replace(",", ".")) == recompute(derivation)
    if isinstance(reached, Fraction) and "within" not in steps:
        *_, sums, result = steps.split(" = ")
        assert result == spell_exact(exact)
        assert _calculated(sums) == exact


def _calculated(sums: str) -> Fraction:
    """Evaluate `(2 x 149,12 - 138,43) / 149,12 x 100` as a person with a calculator would: a second implementation."""
    tokens = re.findall(r"\d[\d.]*(?:,\d+)?|[()+x/-]", sums)
    assert "".join(tokens) == sums.replace(" ", "")

    def value() -> Fraction:
        token = tokens.pop(0)
        if token == "-":
            return -value()
        if token == "(":
            inner = total()
            assert tokens.pop(0) == ")"
            return inner
        return Fraction(token.replace(".", "").replace(",", "."))

    def product() -> Fraction:
        result = value()
        while tokens and tokens[0] in "x/":
            result = result * value() if tokens.pop(0) == "x" else result / value()
        return result

    def total() -> Fraction:
        result = product()
        while tokens and tokens[0] in "+-":
            result = result + product() if tokens.pop(0) == "+" else result - product()
        return result

    return total()


@pytest.mark.parametrize(
    ("aggregation", "quarters", "said"),
    [
        (
            Aggregation.SUM,
            measured("10", "11", "12"),
            "R = 10 + 11 + 12 = 33; R / T x 100 = 33 / 40 x 100 = 82,5 → 82,50",
        ),
        (
            Aggregation.AVERAGE,
            [*measured("10", "11"), Absent(State.NOT_APPLICABLE), *measured("12.5")],
            "R = (10 + 11 + 12,5) / 3 = 11,166666…; "
            "R / T x 100 = ((10 + 11 + 12,5) / 3) / 40 x 100 = 27,916666… → 27,92",
        ),
        (
            Aggregation.LAST,
            [*measured("10", "11"), Absent(State.NOT_RELEASED)],
            "R = the last known of 10; 11; not released yet = 11; R / T x 100 = 11 / 40 x 100 = 27,5 → 27,50",
        ),
        (
            Aggregation.MAXIMUM,
            measured("-3", "-0.12345678"),
            "R = the greatest of (-3); (-0,12345678) = -0,123456…; "
            "R / T x 100 = (-0,12345678) / 40 x 100 = -0,308641… → -0,31",
        ),
    ],
)
def test_a_year_says_how_its_quarters_were_put_together(
    aggregation: Aggregation, quarters: list[Reading], said: str
) -> None:
    policy = DEFAULT.policy(Direction.HIGHER, PLAIN, aggregation)
    derivation = achievement(policy, aim("40"), quarters).derivation
    assert derivation is not None
    assert working(derivation) == said


def test_a_line_is_said_in_the_readers_words() -> None:
    catalogue = {"no cap": "tanpa batas atas", "no floor": "tanpa batas bawah", "cap {cap}": "batas atas {cap}"}
    policy = replace(plain("range"), cap=Decimal(100))
    derivation = achievement(policy, aim("80", "90"), measured("95")).derivation
    assert derivation is not None

    def words(msgid: str, /, **params: str) -> str:
        return catalogue.get(msgid, msgid).format(**params)

    assert terms(derivation, words).startswith("batas atas 100; tanpa batas bawah; ")
    assert working(derivation, words).startswith("R 95 is above T 80–90, T = 90: R / T x 100 = 95 / 90 x 100 = ")


def test_every_state_has_words() -> None:
    assert set(STATES) == set(State)
