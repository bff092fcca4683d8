"""A signed plan that is being amended, for the tests of what that allows."""

from datetime import date
from decimal import Decimal

import msgspec

from domain.kernel.actor import Actor
from domain.measure.target import Percentage
from domain.plan.amendment import BasisDocument, Ground
from domain.plan.commands import BeginAmendment, GiveReasons, PlanCommand, StateAmendment
from domain.plan.state import Plan, PlanEvent
from domain.plan.text import PlanText
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    TEXT,
    edit,
    paraf,
    render,
    sign,
    signed,
    submit,
)
from tests.spec import Spec

PlanSpec = Spec[PlanCommand, Plan, PlanEvent]
BASIS = BasisDocument("Revisi DIPA", "SP-076/2024", date(2024, 7, 30), "a" * 64, "dipa.pdf")
EFFECTIVE = date(2024, 8, 1)


def begin(effective: date = EFFECTIVE, by: Actor = DRAFTER) -> BeginAmendment:
    """Return the command that begins an amendment."""
    return BeginAmendment(
        by=by, at=AT, grounds=(Ground.STRATEGY,), basis=BASIS, effective=effective, reason="The budget was cut."
    )


def state(effective: date = EFFECTIVE) -> StateAmendment:
    """Return the command that says otherwise what the amendment says of itself."""
    return StateAmendment(
        by=DRAFTER, at=AT, grounds=(Ground.PRIORITY,), basis=BASIS, effective=effective, reason="Another reason."
    )


def reasons(*said: tuple[str, str], by: Actor = DRAFTER) -> GiveReasons:
    """Return the command that says why places change."""
    return GiveReasons(by=by, at=AT, reasons=said)


def aimed(value: int, text: PlanText = TEXT) -> PlanText:
    """Return the text with another target of the turnout, in part A."""
    a = text.part("A")
    first = msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(value)))
    return text.with_part(msgspec.structs.replace(a, indicators=(first, *a.indicators[1:])))


def allotted(amount: int, text: PlanText = TEXT) -> PlanText:
    """Return the text with another budget, in part B."""
    b = text.part("B")
    programme = msgspec.structs.replace(b.programmes[0], allotted=Decimal(amount))
    return text.with_part(msgspec.structs.replace(b, programmes=(programme,)))


def amending(text: PlanText, effective: date = EFFECTIVE, spec: PlanSpec | None = None) -> PlanSpec:
    """Return a signed plan with an amendment to this text, every change with its reason."""
    spec = (spec or signed()).done(begin(effective))
    spec = spec.done(edit(text, spec.state.version))
    return spec.done(reasons(*((place, f"Why {place}.") for place in spec.state.changes())))


def sent(spec: PlanSpec) -> PlanSpec:
    """Return it sent, its document shown."""
    spec = spec.done(submit(spec.state.version))
    return spec.done(render(spec.state))


def passed(spec: PlanSpec, steps: int = 99) -> PlanSpec:
    """Return it after so many of the steps that wait, each done on what is shown."""
    while spec.state.open_steps() and steps:
        step = spec.state.open_steps()[0]
        by = CHAIR if step.key.startswith("chair") else SECRETARY
        spec = spec.done((sign if "sign" in step.key else paraf)(spec.state, step.key, by))
        if spec.state.unprinted:
            spec = spec.done(render(spec.state))
        steps -= 1
    return spec


def amended(text: PlanText, effective: date = EFFECTIVE, spec: PlanSpec | None = None) -> PlanSpec:
    """Return a plan whose amendment to this text is signed."""
    return passed(sent(amending(text, effective, spec)))
