"""docs/year.md is true: every cell of its two tables is walked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    open_quarter,
    opened,
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

_DOCUMENT = Path(__file__).parents[3] / "docs" / "year.md"

ACTION_PHASES: dict[str, Callable[[], ActionSpec]] = {
    "absent": action_spec,
    "drafting": written,
    "review": sent,
    "signing": accepted,
    "signed": action_signed,
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
        "extend": extend(),
        "sign": sign_quarter(quarter, step, CHAIR if step == "chair" else SECRETARY),
        "close": close(),
        "reopen": reopen(),
    }


def table(number: int) -> dict[tuple[str, str], str]:
    """Read one of the document's tables: (act, phase) to what it promises."""
    tables: list[list[list[str]]] = []
    inside = False
    for line in _DOCUMENT.read_text().splitlines():
        if line.startswith("|") and not inside:
            tables.append([])
        inside = line.startswith("|")
        if inside:
            tables[-1].append([cell.strip() for cell in line.strip("|").split("|")])
    head, _, *rows = tables[number]
    return {(row[0], phase): cell for row in rows for phase, cell in zip(head[1:], row[1:], strict=True)}


def walked(spec: Any, command: Any) -> str:
    """Return where a command leads, or the code that refuses it."""
    outcome = spec.when(command)
    return f"`{outcome.refusal.code}`" if outcome.refusal else str(outcome.state.phase)


def test_the_tables_have_every_phase_and_act() -> None:
    assert set(table(0)) == {(act, phase) for act in action_commands(written()) for phase in ACTION_PHASES}
    assert set(table(1)) == {(act, phase) for act in quarter_commands(opened()) for phase in QUARTER_PHASES}


@pytest.mark.parametrize(("act", "phase"), sorted(table(0)))
def test_each_cell_of_the_action_plan(act: str, phase: str) -> None:
    spec = ACTION_PHASES[phase]()
    assert walked(spec, action_commands(spec)[act]) == table(0)[act, phase]


@pytest.mark.parametrize(("act", "phase"), sorted(table(1)))
def test_each_cell_of_the_quarter(act: str, phase: str) -> None:
    spec = QUARTER_PHASES[phase]()
    assert walked(spec, quarter_commands(spec)[act]) == table(1)[act, phase]


def test_both_owners_are_needed_in_review() -> None:
    spec = sent()
    spec = spec.done(accept(spec.state, "owners", OTHER))
    assert walked(spec, accept(spec.state, "owners", OWNER)) == "review"
