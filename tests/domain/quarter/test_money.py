"""What the money of a quarter bought: every figure follows from its own line, and none stands where one is missing."""

import json
import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.exact import Rounding, rounded
from domain.kernel.message import canonical
from domain.measure.achievement import Achievement
from domain.measure.budget import Lines, Quadrant, Share, mean
from domain.measure.realisation import Level, State
from domain.quarter.outcome import Expense, money, money_of
from tests.domain.quarter.life import answered, closed, open_quarter, quarter_spec, report
from views.quarter import money_view

LINES = Lines(Decimal(100), Decimal(95), "SK 1/2024 (contoh)")
_TERM = re.compile(r"Rp ([\d.]+) x (-?[\d.,]+)%")

per_cent = st.decimals(min_value=-300, max_value=300, places=2)
rupiah = st.integers(min_value=0, max_value=10**12).map(Decimal)
states = st.sampled_from([State.NOT_RELEASED, State.ZERO_TARGET, State.MISSING_DENOMINATOR, State.NO_POLICY])
known = st.builds(lambda figure: Achievement(State.COMPUTED, figure), per_cent)
achievements = st.one_of(known, st.builds(Achievement, states), st.just(Achievement(State.NOT_APPLICABLE)))


@st.composite
def offices(draw: st.DrawFn) -> tuple[list[Expense], dict[str, Achievement]]:
    """An office whose programmes pay for indicators of all kinds."""
    reached = draw(st.dictionaries(st.integers(0, 9).map(lambda n: f"i{n}"), achievements, max_size=8))
    spent = []
    for n in range(draw(st.integers(1, 4))):
        pays_for = draw(st.lists(st.sampled_from(sorted(reached)), max_size=3, unique=True)) if reached else []
        realised = draw(st.one_of(st.none(), rupiah))
        spent.append(Expense(f"p{n}", f"Program {n}", tuple(pays_for), draw(rupiah), realised))
    return spent, reached


def number(text: str) -> Fraction:
    """Read a number as a line writes it."""
    return Fraction(text.replace(".", "").replace(",", "."))


@given(st.lists(achievements, max_size=6))
def test_a_mean_is_of_what_counts_and_never_of_a_part_of_it(reached: list[Achievement]) -> None:
    found = mean(reached)
    counted = [one for one in reached if one.state is not State.NOT_APPLICABLE]
    if not reached:
        assert found == Share(State.NOT_COMPUTABLE)
    elif not counted:
        assert found == Share(State.NOT_APPLICABLE)
    elif any(one.figure is None for one in counted):
        assert found == Share(next(one.state for one in counted if one.figure is None))
    else:
        terms, many = re.fullmatch(r"\((.+)\) / (\d+) = .+ → .+", found.line).groups()  # type: ignore[union-attr]
        total = sum((number(term.strip("()")) for term in terms.split(" + ")), Fraction(0))
        assert found.figure == rounded(total / int(many), 2, Rounding.HALF_AWAY)
        figures = [one.figure for one in counted if one.figure is not None]
        assert min(figures) <= found.figure <= max(figures)


@given(offices())
def test_an_efficiency_is_found_again_from_its_own_line(
    office: tuple[list[Expense], dict[str, Achievement]],
) -> None:
    found = money(*office, None)
    for share, spent in [(found.efficiency, office[0]), *((one.efficiency, [one.of]) for one in found.programmes)]:
        if share.figure is None:
            assert (share.state is State.COMPUTED, share.line) == (False, "")
            continue
        terms = [number(allotted) * number(reached) / 100 for allotted, reached in _TERM.findall(share.line)]
        earned, cost = sum(terms, Fraction(0)), sum((Fraction(one.realised or 0) for one in spent), Fraction(0))
        assert share.figure == rounded((earned - cost) / earned * 100, 2, Rounding.HALF_AWAY)


@given(offices())
def test_one_unknown_programme_leaves_the_office_unknown(
    office: tuple[list[Expense], dict[str, Achievement]],
) -> None:
    found = money(*office, None)
    if any(one.of.realised is None for one in found.programmes):
        assert (found.absorption.figure, found.efficiency.figure) == (None, None)
    if any(one.achievement.figure is None for one in found.programmes):
        assert found.efficiency.figure is None


@given(offices())
def test_a_quadrant_needs_lines_and_both_figures(office: tuple[list[Expense], dict[str, Achievement]]) -> None:
    assert [one.quadrant for one in money(*office, None).programmes] == [None] * len(office[0])
    for one in money(*office, LINES).programmes:
        reached, absorbed = one.achievement.figure, one.absorption.figure
        if reached is None or absorbed is None:
            assert one.quadrant is None
        else:
            assert (one.quadrant in (Quadrant.EFFICIENT, Quadrant.AS_PLANNED)) is (reached >= 100)
            assert (one.quadrant in (Quadrant.COSTLY, Quadrant.AS_PLANNED)) is (absorbed >= 95)


def test_the_mean_is_the_formula_with_equal_shares() -> None:
    achieved = [Achievement(State.COMPUTED, Decimal(figure)) for figure in ("100", "90.5", "-24.65")]
    assert mean(achieved).line == "(100 + 90,5 + (-24,65)) / 3 = 55,283333… → 55,28"


def test_a_quarter_says_what_its_money_bought() -> None:
    found = money_of(closed().state, LINES)
    service, accountability = found.programmes
    assert service.achievement.line == "(100,00 + 25,00) / 2 = 62,5 → 62,50"
    assert service.efficiency.line == "A = Rp 1.000 x 62,50% = 625; R = 250; (A - R) / A x 100 = 60 → 60,00"
    assert (service.absorption.figure, service.quadrant) == (Decimal("25.00"), Quadrant.BEHIND)
    assert (accountability.achievement, accountability.quadrant) == (Share(State.NOT_RELEASED), None)
    assert (found.absorption.figure, found.efficiency) == (Decimal("23.33"), Share(State.NOT_RELEASED))


def test_what_a_closed_quarter_bought_stays() -> None:
    before = closed()
    after = open_quarter(2, before.state)
    later = quarter_spec().done(after, report("i1", answer=answered()), report("i3", Level("B")))
    assert money_of(before.state, LINES) == money_of(closed().state, LINES)
    assert money_of(later.state, LINES).programmes[0].absorption == Share(State.NOT_RELEASED)


def test_readers_get_it_as_plain_values() -> None:
    programmes, office = json.loads(canonical(money_view(1, money_of(closed().state, LINES))))
    assert [(one["programme"], one["quarter"], one["quadrant"]) for one in programmes] == [
        ("p1", 1, "behind"),
        ("p2", 1, None),
    ]
    assert programmes[0]["efficiency"] == {
        "state": "computed",
        "figure": "60.00",
        "line": "A = Rp 1.000 x 62,50% = 625; R = 250; (A - R) / A x 100 = 60 → 60,00",
    }
    assert (office["absorption"]["figure"], office["lines"]["citation"]) == ("23.33", "SK 1/2024 (contoh)")


def test_a_budget_that_nobody_reported_is_never_a_zero() -> None:
    found = money_of(quarter_spec().done(open_quarter()).state, LINES)
    assert {one.absorption.state for one in found.programmes} == {State.NOT_RELEASED}
    assert (found.absorption.figure, found.efficiency.figure) == (None, None)
