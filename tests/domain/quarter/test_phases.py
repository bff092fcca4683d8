"""docs/year.md is true: every cell of its tables is walked."""

from collections.abc import Callable

import msgspec
import pytest

from domain.action.commands import ActionCommand
from domain.action.row import Steps
from domain.quarter.commands import QuarterCommand
from tests.domain.office.office_life import CHAIR, SECRETARY
from tests.domain.quarter.life import (
    GOOD,
    LATER,
    OTHER,
    OWNER,
    PLANNER,
    RATIO,
    ROWS,
    WAYAN,
    ActionSpec,
    QuarterSpec,
    accept,
    accepted,
    action_signed,
    action_spec,
    begin,
    close,
    closed,
    correct,
    extend,
    half_signed,
    hand_over,
    measure,
    newer,
    open_quarter,
    opened,
    print_action,
    quarter_signed,
    quarter_spec,
    ratio,
    refuse,
    reopen,
    report,
    send,
    send_back,
    sent,
    settled,
    sign_action,
    sign_quarter,
    spend,
    verify,
    waive,
    write,
    written,
)
from tests.domain.tables import tables, walked


def _next() -> ActionSpec:
    """A signed action plan whose next version is being written."""
    return action_signed().done(write(msgspec.structs.replace(ROWS[0], steps=Steps("Next")), based_on=1))


def _shown(spec: ActionSpec) -> ActionSpec:
    spec = spec.done(send(spec.state.version))
    return spec.done(print_action(spec.state))


def _passed(spec: ActionSpec) -> ActionSpec:
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        spec = spec.done(accept(spec.state, step, by))
    return spec


ACTION_PHASES: dict[str, Callable[[], ActionSpec]] = {
    "absent": action_spec,
    "drafting": written,
    "review": sent,
    "signing": accepted,
    "signed": action_signed,
    "next drafting": _next,
    "next in review": lambda: _shown(_next()),
    "next in signing": lambda: _passed(_shown(_next())),
}
QUARTER_PHASES: dict[str, Callable[[], QuarterSpec]] = {
    "absent": quarter_spec,
    "open": opened,
    "signing": settled,
    "signing, one signed": half_signed,
    "signed": quarter_signed,
    "closed": closed,
}


def action_commands(spec: ActionSpec) -> dict[str, ActionCommand]:
    """One command per act, as well asked as it can be in this state."""
    action = spec.state
    steps = action.open_steps()
    step = steps[0].key if steps else "secretary"
    by = {"owners": OWNER, "planner": PLANNER}.get(step, SECRETARY)
    return {
        "begin": begin(),
        "edit": write(msgspec.structs.replace(ROWS[0], steps=Steps("Other")), based_on=action.version),
        "submit": send(action.version),
        "paraf": accept(action, step, by),
        "sign": sign_action(action, by, step),
        "return": send_back(step, by),
    }


def quarter_commands(spec: QuarterSpec) -> dict[str, QuarterCommand]:
    """One command per act, as well asked as it can be in this state."""
    quarter = spec.state
    seen = quarter.lines["i1"].version if quarter.lines else 0
    spent = quarter.budget["p1"].version if quarter.budget else 0
    steps = quarter.open_steps()
    step = steps[0].key if steps else "chair"
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    return {
        "open": open_quarter(),
        "file": report("i1", based_on=seen),
        "correct": correct("i1", better, based_on=seen),
        "spend": spend(("p1", spent, "300"), reason="Late invoice."),
        "verify": verify("i1", based_on=seen),
        "return": refuse("i1", based_on=seen),
        "waive": waive("i1", at=LATER),
        "hand over": hand_over("i1", WAYAN),
        "measure": measure("i1", newer(RATIO), seen),
        "extend": extend(),
        "sign": sign_quarter(quarter, step, CHAIR if step == "chair" else SECRETARY),
        "close": close(),
        "reopen": reopen(),
    }


ACTION, IN_FORCE, QUARTER = tables("year.md")[:3]


def test_the_tables_have_every_phase_and_act() -> None:
    assert set(IN_FORCE) == {(act, phase) for act in action_commands(written()) for phase in ACTION_PHASES} - {
        ("begin", phase) for phase in ACTION_PHASES
    }
    assert set(ACTION) == {(act, phase) for act in action_commands(written()) for phase in ACTION_PHASES}
    assert set(QUARTER) == {(act, phase) for act in quarter_commands(opened()) for phase in QUARTER_PHASES}


@pytest.mark.parametrize(("act", "phase"), sorted(ACTION))
def test_each_cell_of_the_action_plan(act: str, phase: str) -> None:
    spec = ACTION_PHASES[phase]()
    assert walked(spec, action_commands(spec)[act]) == ACTION[act, phase]


@pytest.mark.parametrize(("act", "phase"), sorted(IN_FORCE))
def test_each_cell_of_what_is_in_force(act: str, phase: str) -> None:
    spec = ACTION_PHASES[phase]()
    before, outcome = spec.state.in_force, spec.when(action_commands(spec)[act])
    after = outcome.state.in_force
    told = "none" if after is None else "the signed" if after == before else "the new"
    assert told == IN_FORCE[act, phase]


@pytest.mark.parametrize(("act", "phase"), sorted(QUARTER))
def test_each_cell_of_the_quarter(act: str, phase: str) -> None:
    spec = QUARTER_PHASES[phase]()
    assert walked(spec, quarter_commands(spec)[act]) == QUARTER[act, phase]


def test_both_owners_are_needed_in_review() -> None:
    spec = sent()
    spec = spec.done(accept(spec.state, "owners", OTHER))
    assert walked(spec, accept(spec.state, "owners", OWNER)) == "review"
