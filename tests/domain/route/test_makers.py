"""docs/makers.md is true: every cell of its tables is walked."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain.action.row import Owner, Steps
from domain.kernel.actor import Actor, Role
from domain.plan.commands import RejectPlan, WithdrawAmendment
from domain.quarter.line import Standing
from domain.route.route import Step, StepAct
from tests.domain.office import office_life as plan_life
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    draft,
    edit,
    paraf,
    remark,
    reworked,
    sign,
    submit,
)
from tests.domain.plan import amended
from tests.domain.quarter import life
from tests.domain.quarter.life import (
    GOOD,
    LATER,
    OTHER,
    OWNER,
    PLANNER,
    ROWS,
    WAYAN,
    accept,
    aims,
    begin,
    correct,
    hand_over,
    newer,
    refuse,
    report,
    send,
    send_back,
    sign_action,
    sign_quarter,
    spend,
    verify,
    waive,
    write,
)
from tests.domain.route.test_positions import KABID, begun, official, signed
from tests.domain.tables import tables, walked

PLAN, AMENDMENT, ACTION, QUARTER, TWO_ROLES = tables("makers.md")
Table = dict[tuple[str, str], str]
Deeds = dict[str, Callable[[], Any]]


def also(who: Actor, role: Role) -> Actor:
    """The same person, in another role."""
    return msgspec.structs.replace(who, role=role)


# The one whose deeds the plan's table tells is its Secretary, who holds other roles too.
_DRAFTS, _CHAIRS = also(SECRETARY, Role.DRAFTER), also(SECRETARY, Role.CHAIR)


def _plan(*commands: Any) -> Any:
    spec = plan_life.plan_spec().done(*commands)
    return spec.done(plan_life.render(spec.state))


def _another_paraf() -> Any:
    """Both review at once, and the Secretary has given the paraf of the Chair."""
    spec = _plan(draft(route=plan_life.SIDE_BY_SIDE), submit())
    return spec.done(paraf(spec.state, "two", _CHAIRS))


PLAN_DEEDS: Deeds = {
    "drafted it": lambda: _plan(draft(by=_DRAFTS), edit(reworked(plan_life.TEXT, 7)), submit(2)),
    "changed the text": lambda: _plan(draft(), edit(reworked(plan_life.TEXT, 7), by=_DRAFTS), submit(2)),
    "sent it": lambda: _plan(draft(), submit(by=_DRAFTS)),
    "commented": lambda: _plan(draft(), submit(), remark()),
    "given a paraf in another role": _another_paraf,
}


_ELSEWHERE = {Role.SECRETARY: msgspec.structs.replace(SECRETARY, person="made"), Role.CHAIR: CHAIR}


def _to_signing(spec: Any) -> Any:
    """Let somebody else put every paraf that is missing."""
    while spec.state.open_steps()[0].act is StepAct.REVIEW:
        step = spec.state.open_steps()[0]
        spec = spec.done(paraf(spec.state, step.key, _ELSEWHERE[step.role]))
    return spec


def _signed(spec: Any) -> Any:
    """Let others do every step that is left."""
    spec = _to_signing(spec)
    while spec.state.open_steps():
        step = spec.state.open_steps()[0]
        spec = spec.done(sign(spec.state, step.key, _ELSEWHERE[step.role]))
        spec = spec.done(plan_life.render(spec.state))
    return spec


def _amendment(
    drafts: Actor = DRAFTER,
    *,
    begins: Actor = DRAFTER,
    writes: Actor = DRAFTER,
    reasons: Actor = DRAFTER,
    states: Actor = DRAFTER,
    sends: Actor = DRAFTER,
    before: Actor | None = None,
) -> Any:
    """An amendment of both parts on its route, of which somebody does each thing."""
    spec = _signed(_plan(draft(by=drafts), submit(by=drafts)))
    if before is not None:
        given_up = WithdrawAmendment(by=DRAFTER, at=AT, reason="")
        spec = spec.done(amended.begin(by=before), given_up)
    spec = spec.done(amended.begin(by=begins))
    text = amended.allotted(1, amended.aimed(80))
    spec = spec.done(edit(text, spec.state.version, writes))
    said = tuple((place, "Why.") for place in spec.state.changes())
    spec = spec.done(amended.reasons(*said, by=reasons), msgspec.structs.replace(amended.state(), by=states))
    spec = spec.done(submit(spec.state.version, sends))
    return spec.done(plan_life.render(spec.state))


AMENDMENT_DEEDS: Deeds = {
    "begun it": lambda: _amendment(begins=_DRAFTS),
    "stated it otherwise": lambda: _amendment(states=_DRAFTS),
    "given a reason": lambda: _amendment(reasons=_DRAFTS),
    "changed its text": lambda: _amendment(writes=_DRAFTS),
    "sent it": lambda: _amendment(sends=_DRAFTS),
    "drafted the plan that it changes": lambda: _amendment(_DRAFTS),
    "begun one that was given up": lambda: _amendment(before=_DRAFTS),
}


def _own(spec: Any) -> str:
    """The step that waits for the Secretary."""
    steps: tuple[Step, ...] = spec.state.open_steps()
    return next(step.key for step in steps if step.role is Role.SECRETARY)


@pytest.mark.parametrize(
    ("table", "deeds", "deed", "act"),
    [
        (table, deeds, *cell)
        for table, deeds in ((PLAN, PLAN_DEEDS), (AMENDMENT, AMENDMENT_DEEDS))
        for cell in sorted(table)
    ],
)
def test_each_cell_of_the_plan(table: Table, deeds: Deeds, deed: str, act: str) -> None:
    spec = deeds[deed]()
    if act == "sign":
        spec = _to_signing(spec)
    step = _own(spec)
    command = {
        "paraf": paraf(spec.state, step, SECRETARY),
        "sign": plan_life.sign(spec.state, step, SECRETARY),
        "return": plan_life.give_back(step, SECRETARY),
        "reject": RejectPlan(by=SECRETARY, at=AT, step=step, reason="No."),
    }[act]
    assert _may(spec, command) == table[deed, act]


# Of the action plan, an owner who holds every other role too.
_WRITES, _PLANS, _SIGNS = also(OWNER, Role.DRAFTER), also(OWNER, Role.PLANNER), also(OWNER, Role.SECRETARY)
_FIRST = ROWS[0]


def _action(*commands: Any) -> Any:
    spec = life.action_spec().done(*commands)
    spec = spec.done(send(spec.state.version)) if spec.state.submitted is None else spec
    return spec.done(life.print_action(spec.state))


def _changed(**cells: Any) -> Any:
    return _action(begin(), write(), write(msgspec.structs.replace(_FIRST, **cells), based_on=1, by=_WRITES))


def _accepted(spec: Any, *but: str) -> Any:
    """Let the owners accept, and the planning section verify."""
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        if step not in but:
            spec = spec.done(accept(spec.state, step, by))
    return spec


def _verified() -> Any:
    spec = _accepted(_action(begin(), write()), "planner")
    return spec.done(accept(spec.state, "planner", _PLANS))


ACTION_DEEDS: dict[str, Callable[[], Any]] = {
    "begun it": lambda: _action(begin(by=_WRITES), write()),
    "confirmed how it is measured": lambda: _changed(policy=newer(life.RATIO, places=1)),
    "set targets": lambda: _changed(targets=aims("70", "85", "90", "90")),
    "planned steps": lambda: _changed(steps=Steps("Other")),
    "sent it": lambda: _action(begin(), write(), send(by=_WRITES)),
    "verified": _verified,
}


@pytest.mark.parametrize(("deed", "act"), sorted(ACTION))
def test_each_cell_of_the_action_plan(deed: str, act: str) -> None:
    spec = ACTION_DEEDS[deed]()
    waits = spec.state.open_steps()[0].key == "owners"
    if waits and act != "accept":
        spec = _accepted(spec, *([] if act == "sign" else ["planner"]))
    step = spec.state.open_steps()[0].key
    command = {
        "accept": accept(spec.state, "owners", OWNER),
        "verify": accept(spec.state, "planner", _PLANS),
        "sign": sign_action(spec.state, _SIGNS),
        "return": send_back(step, _PLANS if step == "planner" else _SIGNS),
    }[act]
    assert _may(spec, command) == ACTION[deed, act]


# Of the quarter, an owner of the first two rows who holds every other role too.
_CHECKS, _STANDS_IN = also(OWNER, Role.PLANNER), msgspec.structs.replace(OWNER, person="putra")
_BETTER = msgspec.structs.replace(GOOD["i1"], reading=life.ratio("10", "10"))
_OKA_AND_PUTRA = (life.OKA, Owner("putra", "Putra"))


def _quarter(*commands: Any) -> Any:
    """Everything filed by somebody else where the commands say nothing of it, and not yet checked."""
    spec = life.opened().done(hand_over("i1", *_OKA_AND_PUTRA), hand_over("i2", *_OKA_AND_PUTRA), *commands)
    for key in GOOD:
        if spec.state.lines[key].standing is Standing.WAITING:
            spec = spec.done(report(key, by=OTHER if key == "i3" else _STANDS_IN))
    spent = [(key, 0, "100") for key, of in spec.state.budget.items() if not of.settled]
    return spec.done(spend(*spent, by=_STANDS_IN))


QUARTER_DEEDS: dict[str, Callable[[], Any]] = {
    "filed the row": lambda: _quarter(report("i1")),
    "corrected the row": lambda: _quarter(report("i1", by=_STANDS_IN), correct("i1", _BETTER)),
    "filed another row": lambda: _quarter(report("i2")),
    "reported money": lambda: _quarter(spend(("p1", 0, "250"))),
    "gone on without a row": lambda: _quarter(waive("i2", by=_CHECKS, at=LATER)),
    "gone on without a programme": lambda: _quarter(waive("p1", by=_CHECKS, at=LATER)),
    "verified another row": lambda: _quarter().done(verify("i2", by=_CHECKS)),
    "handed the row over": lambda: _quarter(hand_over("i1", life.OKA, WAYAN, by=_CHECKS), report("i1", by=OTHER)),
}


@pytest.mark.parametrize(("deed", "act"), sorted(QUARTER))
def test_each_cell_of_the_quarter(deed: str, act: str) -> None:
    spec = QUARTER_DEEDS[deed]()
    seen = spec.state.lines["i1"].version
    if act == "sign":
        left = [key for key, line in spec.state.lines.items() if not line.standing.settled]
        spec = spec.done(*(verify(key, based_on=spec.state.lines[key].version) for key in left))
        spec = spec.done(life.print_quarter(spec.state))
    command = {
        "verify the row": verify("i1", based_on=seen, by=_CHECKS),
        "return the row": refuse("i1", based_on=seen, by=_CHECKS),
        "sign": sign_quarter(spec.state, "secretary", _SIGNS),
    }[act]
    assert _may(spec, command) == QUARTER[deed, act]


def _may(spec: Any, command: Any) -> str:
    told = walked(spec, command)
    return told if told.startswith("`") else "may"


def _separate(command: Any) -> Any:
    return msgspec.structs.replace(command, separate=True)


def _paraf_twice(separate: bool) -> tuple[Any, Any]:
    send_it = _separate(submit()) if separate else submit()
    spec = _plan(draft(), send_it)
    spec = spec.done(paraf(spec.state, "secretary-review", SECRETARY))
    return spec, paraf(spec.state, "chair-review", _CHAIRS)


def _paraf_and_sign(separate: bool) -> tuple[Any, Any]:
    spec, _ = _paraf_twice(separate)
    spec = spec.done(paraf(spec.state, "chair-review", CHAIR))
    return spec, plan_life.sign(spec.state, "secretary-sign", SECRETARY)


def _verify_and_sign_action(separate: bool) -> tuple[Any, Any]:
    spec = _accepted(_action(begin(), write(), _separate(send()) if separate else send()), "owners", "planner")
    checks = also(SECRETARY, Role.PLANNER)
    for step, by in (("owners", OWNER), ("owners", OTHER), ("planner", checks)):
        spec = spec.done(accept(spec.state, step, by))
    return spec, sign_action(spec.state)


def _checked(separate: bool) -> Any:
    checks = also(SECRETARY, Role.PLANNER)
    opened = _separate(life.open_quarter()) if separate else life.open_quarter()
    spec = life.quarter_spec().done(opened, *(report(key) for key in GOOD), spend(("p1", 0, "250"), ("p2", 0, "100")))
    spec = spec.done(verify("i1", by=checks), verify("i2", "i3"))
    return spec.done(life.print_quarter(spec.state))


def _verify_and_sign(separate: bool) -> tuple[Any, Any]:
    spec = _checked(separate)
    return spec, sign_quarter(spec.state, "secretary", SECRETARY)


def _signs_twice(separate: bool) -> tuple[Any, Any]:
    spec = _checked(separate)
    spec = spec.done(sign_quarter(spec.state, "secretary", also(CHAIR, Role.SECRETARY)))
    spec = spec.done(life.print_quarter(spec.state))
    return spec, sign_quarter(spec.state, "chair", CHAIR)


def _signs_from_two_positions(separate: bool) -> tuple[Any, Any]:
    spec = signed(begun(separate=separate), "kabid", KABID)
    return spec, sign(spec.state, "direktur", official(KABID.person, "direktur"))


def _signs_beside(separate: bool) -> tuple[Any, Any]:
    spec = amended.amending(amended.aimed(80))
    send_it = submit(spec.state.version)
    spec = spec.done(_separate(send_it) if separate else send_it)
    spec = _to_signing(spec.done(plan_life.render(spec.state)))
    return spec, plan_life.sign(spec.state, "chair-sign", _CHAIRS)


TWICE: dict[str, Callable[[bool], tuple[Any, Any]]] = {
    "given a paraf as Secretary, gives one as Chair": _paraf_twice,
    "given a paraf as Secretary, signs as Secretary": _paraf_and_sign,
    "verified an action plan, signs it as Secretary": _verify_and_sign_action,
    "verified a row, signs the quarter as Secretary": _verify_and_sign,
    "signed the quarter as Secretary, signs as Chair": _signs_twice,
    "signed from one position, signs the same text from another": _signs_from_two_positions,
    "signed a part as Secretary that an amendment leaves as it was, signs the other as Chair": _signs_beside,
}


@pytest.mark.parametrize(("deed", "rule"), sorted(TWO_ROLES))
def test_each_cell_of_one_person_in_two_roles(deed: str, rule: str) -> None:
    spec, command = TWICE[deed](rule == "where duties are separate")
    told = _may(spec, command)
    assert told == TWO_ROLES[deed, rule]
    if told == "may" and deed != "given a paraf as Secretary, signs as Secretary":
        held = spec.done(command).state.in_two_roles()
        assert [len(roles) for roles in held.values()] == [2]  # whoever signs next is told


def test_every_deed_of_the_tables_is_walked() -> None:
    assert {deed for deed, _ in PLAN} == set(PLAN_DEEDS)
    assert {deed for deed, _ in AMENDMENT} == set(AMENDMENT_DEEDS)
    assert {deed for deed, _ in ACTION} == set(ACTION_DEEDS)
    assert {deed for deed, _ in QUARTER} == set(QUARTER_DEEDS)
    assert {deed for deed, _ in TWO_ROLES} == set(TWICE)


def test_a_step_waits_since_it_opened_and_not_since_it_was_sent() -> None:
    spec = plan_life.submitted()
    act = msgspec.structs.replace(paraf(spec.state, "secretary-review", SECRETARY), at=LATER)
    assert spec.done(act).state.since == LATER
    both = _plan(draft(route=plan_life.SIDE_BY_SIDE), submit())
    one = msgspec.structs.replace(paraf(both.state, "one", SECRETARY), at=LATER)
    assert both.done(one).state.since == AT  # the other of the two has waited all the time
