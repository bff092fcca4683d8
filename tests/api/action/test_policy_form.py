"""The form of a measurement policy says whatever a policy can say, and reads back as it was."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from api.action.form import PolicyForm
from api.http.figures import read_policy
from api.http.problems import Unprocessable
from domain.measure.formula import Direction
from domain.measure.policy import MeasurementPolicy
from domain.measure.practice import DEFAULT
from domain.measure.scale import BPK, SAKIP, IndexScale, NumberScale, OrdinalScale, PercentageScale, Scale
from tests.domain.measure.measuring import policies


def fields(form: PolicyForm) -> dict[str, str]:
    """Return what a browser sends for a form: a box that is not ticked is not sent."""
    cells = {name: getattr(form, name) for name in form.__dataclass_fields__ if name != "rungs"}
    for n, rung in enumerate(form.rungs):
        cells |= {f"rungs.{n}.{name}": getattr(rung, name) for name in rung.__dataclass_fields__}
    return {
        f"policy.{name}": value or "" if value is not True else "1"
        for name, value in cells.items()
        if value is not False
    }


def read_back(policy: MeasurementPolicy) -> MeasurementPolicy:
    """Return the policy that the form of a policy makes."""
    form = PolicyForm.from_fields(fields(PolicyForm.from_policy(policy)))
    return read_policy(form.sent("row.policy"), policy.version, "row.policy")


@given(policies())
def test_a_policy_is_read_back_from_its_form(policy: MeasurementPolicy) -> None:
    assert read_back(policy) == policy


@pytest.mark.parametrize(
    "scale",
    [
        *(PercentageScale(), PercentageScale(None), PercentageScale(Decimal("99.5"))),
        *(NumberScale("laporan"), NumberScale("km", count=False), IndexScale(), IndexScale(Decimal(0), Decimal(4))),
        *(SAKIP, BPK),
    ],
    ids=str,
)
def test_every_scale_is_read_back_from_its_form(scale: Scale) -> None:
    direction = Direction.ORDINAL if isinstance(scale, OrdinalScale) else Direction.HIGHER
    policy = DEFAULT.policy(direction, scale)
    assert read_back(policy) == policy


def test_everything_that_cannot_be_read_is_named_at_once() -> None:
    form = replace(PolicyForm(), cap="1.000", floor="nol", places="1,5", effective="besok", rounding="sideways")
    with pytest.raises(Unprocessable) as refused:
        form.sent("row.policy")
    assert {cause.place: cause.code for cause in refused.value.causes} == {
        "row.policy.cap": "number-ambiguous",
        "row.policy.floor": "number-unreadable",
        "row.policy.places": "not-a-whole-number",
        "row.policy.effective": "not-a-date",
        "row.policy.rounding": "unknown-value",
    }
