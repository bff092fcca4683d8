"""A closed quarter keeps the plan version, the policy and the figures it was measured with."""

from decimal import Decimal

import msgspec

from domain.kernel.exact import Rounding
from domain.measure.achievement import Achievement
from domain.measure.budget import Share
from domain.measure.realisation import State
from domain.quarter.events import QuarterClosed
from domain.quarter.filing import Filing
from domain.quarter.outcome import absorbed, absorptions, figures
from tests.domain.quarter.life import (
    ROWS,
    SUM,
    QuarterSpec,
    action_signed,
    closed,
    correct,
    endorsed,
    measured,
    newer,
    open_quarter,
    quarter_signed,
    quarter_spec,
    reopen,
    report,
    write,
)


def closing_of(spec: QuarterSpec) -> QuarterClosed:
    """The closing that holds."""
    closing = spec.state.closing
    assert closing is not None
    return closing


def test_the_closing_names_the_plan_version_and_each_figure_its_policy() -> None:
    closing = closing_of(closed())
    assert closing.plan_version == 3
    derivations = [f.year.derivation for f in closing.figures if f.year.derivation is not None]
    assert [(d.plan_version, d.policy) for d in derivations] == [(3, ROWS[0].policy), (3, ROWS[1].policy)]


def test_what_was_computed_stays_whatever_would_come_out_now() -> None:
    """As after a version of paraf that computes otherwise: readers get what was closed."""
    kept = closing_of(closed())
    other = Achievement(State.COMPUTED, Decimal("12.34"))
    figure = msgspec.structs.replace(kept.figures[0], quarter=other, year=other)
    programme = msgspec.structs.replace(kept.programmes[0], share=Share(State.COMPUTED, Decimal("1.00")))
    then = msgspec.structs.replace(
        kept,
        figures=(figure, *kept.figures[1:]),
        programmes=(programme, *kept.programmes[1:]),
        absorption=Share(State.COMPUTED, Decimal("2.00")),
    )
    quarter = quarter_signed().given(then).state
    assert figures(quarter) == then.figures
    assert absorptions(quarter) == then.programmes
    assert absorbed(quarter) == then.absorption
    # Only once it is reopened do its lines count again.
    assert figures(quarter_signed().given(then).done(reopen()).state) == kept.figures


def test_a_policy_that_changes_in_the_year_leaves_the_quarter_before_alone() -> None:
    first = closed()
    truncating = newer(SUM, places=0, rounding=Rounding.TRUNCATE, citation="SK 2/2024")
    spec = action_signed().done(write(msgspec.structs.replace(ROWS[1], policy=truncating), based_on=1))
    less = Filing(measured("2"), justification="Rain.")
    second = quarter_spec().done(open_quarter(2, first.state, action=endorsed(spec).state), report("i2", less))
    assert [line.row.policy.version for line in second.state.lines.values()] == [1, 2, 1]
    assert str(figures(second.state)[1].quarter.figure) == "66"
    assert str(closing_of(first).figures[1].quarter.figure) == "100.00"
    # Corrected after it was reopened, the first is measured by what it was opened with.
    again = first.done(reopen(), correct("i2", less)).state
    assert str(figures(again)[1].quarter.figure) == "66.67"
