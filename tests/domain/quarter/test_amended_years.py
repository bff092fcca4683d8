"""Random amendments over random quarters: what is closed never changes, what is open ends by what was in force."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.action.commands import ActionCommand
from domain.action.row import ActionRow
from domain.action.rules import decide as decide_action
from domain.action.state import Action
from domain.action.state import fold as fold_action
from domain.kernel.streams import QUARTERS, last_day
from domain.measure.target import Percentage
from domain.quarter.commands import QuarterCommand
from domain.quarter.filing import Filing
from domain.quarter.line import Line, Standing
from domain.quarter.opening import following
from domain.quarter.rules import decide
from domain.quarter.state import Quarter, fold
from domain.quarter.tally import tally
from tests.domain.office.office_life import CHAIR, SECRETARY, SYSTEM
from tests.domain.quarter.amended import I1, I2, I3, NEW, NEW_ROW, P1, P2, basis, follow
from tests.domain.quarter.life import (
    AT,
    ENDED,
    GOOD,
    OKA,
    OTHER,
    OWNER,
    PLANNER,
    ROWS,
    WAYAN,
    accept,
    action_signed,
    aims,
    answered,
    close,
    measured,
    open_quarter,
    print_action,
    print_quarter,
    report,
    send,
    sign_action,
    sign_quarter,
    spend,
    verify,
    write,
)
from views.quarter import quarter_json

_TARGETS = st.sampled_from(("80", "90", "95"))
_DAYS = st.dates(date(2024, 1, 1), date(2024, 12, 31))


class Amending(msgspec.Struct, frozen=True):
    """An amendment: from which day, what the first indicator aims at, which others it has, and the first amount."""

    effective: date
    target: str
    others: frozenset[str]
    amount: int


_AMENDINGS = st.builds(
    Amending, _DAYS, _TARGETS, st.frozensets(st.sampled_from(("i2", "i3", "i4"))), st.integers(1, 2000)
)
# What happens one after the other: an amendment is signed, a quarter closes, or a row of one is filed.
_STEPS = st.one_of(_AMENDINGS, st.just("close"), st.just("file"))
_OWNERS = {"i3": OTHER}


def _answers(line: Line) -> dict[str, Any]:
    promised = line.row.previous is not None and line.row.previous.follow_up
    return {"justification": "Rain.", "answer": answered()} if promised else {"justification": "Rain."}


def acted(action: Action, *commands: ActionCommand) -> Action:
    """The action plan after these commands."""
    for command in commands:
        action = fold_action(decide_action(command, action), action)
    return action


def done(quarter: Quarter, *commands: QuarterCommand) -> Quarter:
    """The quarter after these commands."""
    for command in commands:
        quarter = fold(decide(command, quarter), quarter)
    return quarter


def amended(action: Action, told: Amending, number: int) -> Action:
    """The action plan that follows it, signed; amendments hold one after the other."""
    before = action.basis.effective
    every = {"i2": I2, "i3": I3, "i4": NEW}
    of = basis(
        msgspec.structs.replace(I1, target=Percentage(Decimal(told.target))),
        *(every[key] for key in sorted(told.others)),
        programmes=(msgspec.structs.replace(P1, allotted=Decimal(told.amount)), P2),
        version=10 + number,
        effective=max(told.effective, before or told.effective),
        number=number,
    )
    action = acted(action, follow(of, based_on=action.version))
    first = msgspec.structs.replace(action.rows["i1"], targets=aims("80", "80", "80", told.target), owners=(OKA, WAYAN))
    rows = {row.indicator: row for row in (*ROWS, NEW_ROW)}
    back = (_from_start(action, rows[key]) for key in sorted(told.others) if not action.rows[key].targets)
    action = acted(action, write(first, *back, based_on=action.version))
    action = acted(action, send(action.version))
    action = acted(action, print_action(action))
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        action = acted(action, accept(action, step, by))
    action = acted(action, sign_action(action))
    return acted(action, print_action(action))


def _from_start(action: Action, row: ActionRow) -> ActionRow:
    """The row as it may be written: one that comes later aims in the last quarter at what the year asks for."""
    first = action.starts(row.indicator)
    whole = aims("", "", "", {"i2": "12", "i3": "B", "i4": "6"}[row.indicator])
    return msgspec.structs.replace(row, targets=whole) if any(row.targets[: first - 1]) else row


def gone_on(quarter: Quarter, action: Action, earlier: list[Quarter]) -> Quarter:
    """The quarter as the system lets it go on."""
    command = following(quarter, action, ended=ENDED, earlier=earlier, by=SYSTEM, at=AT)
    return quarter if command is None else done(quarter, command)


def settled(quarter: Quarter) -> Quarter:
    """The quarter with everything filed that is owed, verified, signed and closed."""
    for key, line in quarter.lines.items():
        if line.standing is Standing.WAITING:
            filing = GOOD.get(key) or Filing(measured("2"))
            quarter = done(quarter, report(key, filing, by=_OWNERS.get(key, OWNER), **_answers(line)))
    unspent = [(key, 0, "100") for key, spending in quarter.budget.items() if not spending.settled]
    quarter = done(quarter, *([spend(*unspent, reason="More than was allotted.")] if unspent else []))
    unchecked = [line for line in quarter.lines.values() if not line.standing.settled]
    quarter = done(quarter, *(verify(line.row.indicator.id, based_on=line.version) for line in unchecked))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        quarter = done(quarter, print_quarter(quarter))
        quarter = done(quarter, sign_quarter(quarter, step, by))
    return done(quarter, close())


@settings(max_examples=40, deadline=None)
@given(st.lists(_STEPS, max_size=8))
def test_a_closed_quarter_never_changes_and_an_open_one_goes_by_what_is_in_force_on_its_last_day(
    steps: list[Amending | str],
) -> None:
    action = action_signed().state
    quarters = {n: done(Quarter(), open_quarter(n, action=action)) for n in QUARTERS}
    closed: dict[int, bytes] = {}
    for number, step in enumerate(steps, 1):
        next_one = len(closed) + 1
        match step:
            case Amending():
                action = amended(action, step, number)
                for n in QUARTERS:
                    quarters[n] = gone_on(quarters[n], action, [quarters[m] for m in range(1, n)])
            case _ if next_one not in quarters:
                continue
            case "close":
                quarters[next_one] = settled(quarters[next_one])
                closed[next_one] = quarter_json(quarters[next_one])
            case _:
                line = quarters[next_one].lines["i1"]
                if line.filing is None:
                    quarters[next_one] = done(quarters[next_one], report("i1", GOOD["i1"], **_answers(line)))
        for n, quarter in quarters.items():
            if n in closed:
                assert quarter_json(quarter) == closed[n]
            else:
                _goes_by(quarter, action, n)


def _goes_by(quarter: Quarter, action: Action, number: int) -> None:
    """Whether an open quarter is measured as one that is opened only now."""
    held = action.in_force_on(last_day(2024, number))
    late = open_quarter(number, action=action)
    assert held is not None
    assert late.plan_digest == quarter.plan_digest == held.basis.digest
    assert list(quarter.lines) == [row.indicator.id for row in late.rows]
    for row in late.rows:
        line = quarter.lines[row.indicator.id]
        assert (line.row.indicator, line.row.target, line.row.policy) == (row.indicator, row.target, row.policy)
    assert [spending.of for spending in quarter.budget.values()] == list(late.programmes)
    assert quarter.tally == tally(quarter.lines.values())
