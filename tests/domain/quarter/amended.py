"""The small office's plan as it is amended in mid-year, and what its action plan and quarters make of it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec

from domain.action.commands import FollowPlan
from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.measure.target import Percentage, Quantity
from domain.plan.basis import PlanBasis
from domain.plan.text import Indicator, Programme
from domain.quarter.commands import FollowAction
from domain.quarter.opening import following
from domain.quarter.state import Quarter
from tests.domain.office.office_life import DRAFTER, SYSTEM
from tests.domain.quarter.life import (
    AT,
    BEGUN,
    ENDED,
    OKA,
    PARTS,
    ROWS,
    STEPS,
    SUM,
    ActionSpec,
    action_signed,
    aims,
    endorsed,
    write,
)

EFFECTIVE = date(2024, 3, 15)  # in the first quarter
SIGNED = datetime(2024, 3, 20, 2, tzinfo=UTC)
I1, I2, I3 = PARTS[0].indicators
P1, P2 = PARTS[0].programmes
NEW = Indicator("i4", "g2", "Reports published", Quantity(Decimal(6), "reports"))
NEW_ROW = ActionRow("i4", SUM, aims("", "2", "2", "2"), (OKA,), STEPS)
# One target raised, one indicator gone, one new; one amount less.
INDICATORS = (msgspec.structs.replace(I1, target=Percentage(Decimal(95))), I2, NEW)
PROGRAMMES = (msgspec.structs.replace(P1, allotted=Decimal(800)), P2)


def basis(
    *indicators: Indicator,
    programmes: tuple[Programme, ...] = PROGRAMMES,
    version: int = 7,
    effective: date = EFFECTIVE,
    signed: datetime = SIGNED,
    number: int = 1,
) -> PlanBasis:
    """An amended plan."""
    part = msgspec.structs.replace(PARTS[0], indicators=indicators or INDICATORS, programmes=programmes)
    return PlanBasis(version, f"{version:064x}", (part,), effective=effective, amendment=number, signed=signed)


AMENDED = basis()


def follow(of: PlanBasis = AMENDED, based_on: int = 1, by: Actor = DRAFTER) -> FollowPlan:
    """The command that takes it as the basis."""
    return FollowPlan(by=by, at=BEGUN, based_on=based_on, basis=of)


def followed(of: PlanBasis = AMENDED) -> ActionSpec:
    """A signed action plan whose next version follows an amended plan, not written yet."""
    return action_signed().done(follow(of))


def rewritten(*rows: ActionRow, of: PlanBasis = AMENDED) -> ActionSpec:
    """The same with its rows written, signed."""
    spec = followed(of)
    told = rows or (msgspec.structs.replace(ROWS[0], targets=aims("80", "85", "90", "95")), NEW_ROW)
    return endorsed(spec.done(write(*told, based_on=spec.state.version)))


def going_on(quarter: Quarter, action: Action, *earlier: Quarter) -> FollowAction:
    """The command by which a quarter goes on; there is one."""
    command = following(quarter, action, ended=ENDED, earlier=earlier, by=SYSTEM, at=AT)
    assert command is not None
    return command
