"""docs/phases.md is true: every cell of its table is walked."""

from collections.abc import Callable

import pytest

from domain.plan.commands import (
    AnswerQuestion,
    CarryComment,
    PlanCommand,
    RejectPlan,
    SettleComment,
    WithdrawAmendment,
    WithdrawPlan,
)
from domain.plan.questions import questions
from domain.plan.state import Plan, PlanEvent
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    TEXT,
    draft,
    drafted,
    edit,
    give_back,
    half_signed,
    paraf,
    plan_spec,
    remark,
    reviewed,
    reworked,
    sign,
    signed,
    submit,
    submitted,
)
from tests.domain.plan.amended import aimed, allotted, amending, begin, passed, reasons, sent, state
from tests.domain.tables import tables, walked
from tests.spec import Spec

CHANGED = allotted(1, aimed(80))  # a change in each part
PlanSpec = Spec[PlanCommand, Plan, PlanEvent]


def _rejected() -> PlanSpec:
    return submitted().done(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="Wrong year."))


PHASES: dict[str, Callable[[], PlanSpec]] = {
    "absent": plan_spec,
    "drafting": drafted,
    "review": submitted,
    "signing": reviewed,
    "signing, one signed": half_signed,
    "signed": signed,
    "rejected": _rejected,
    "amendment, drafting": lambda: amending(CHANGED),
    "amendment, review": lambda: sent(amending(CHANGED)),
    "amendment, one signed": lambda: passed(sent(amending(CHANGED)), 3),
}


def commands(spec: PlanSpec) -> dict[str, PlanCommand]:
    """One command per act, as well asked as it can be in this state: the right official, the right text."""
    plan = spec.state
    steps = plan.open_steps()
    step = steps[0].key if steps else "secretary-review"
    by = CHAIR if step.startswith("chair") else SECRETARY
    return {
        "draft": draft(),
        "edit": edit(reworked(plan.text, 7) if plan.text.parts else TEXT, plan.version),
        "submit": submit(plan.version),
        "paraf": paraf(plan, step, by),
        "sign": sign(plan, step, by),
        "return": give_back(step, by),
        "reject": RejectPlan(by=by, at=AT, step=step, reason="No."),
        "withdraw": WithdrawPlan(by=DRAFTER, at=AT, reason=""),
        "comment": remark(row=""),
        "answer": AnswerQuestion(by=DRAFTER, at=AT, question=asked_of(plan), reason="As printed."),
        "settle": SettleComment(by=DRAFTER, at=AT, comment="c0", answer="Yes."),
        "begin an amendment": begin(),
        "state the amendment": state(),
        "give reasons": reasons(*((place, "Another.") for place in plan.changes())),
        "give the amendment up": WithdrawAmendment(by=DRAFTER, at=AT, reason=""),
        "carry over": CarryComment(by=DRAFTER, at=AT, comment="c0", reason="Later."),
    }


def asked_of(plan: Plan) -> str:
    """A question that is asked of the text, where it asks any."""
    return next((question.name for question in questions(plan.text)), "none")


def _with_comment(spec: PlanSpec) -> PlanSpec:
    """A comment made where comments can be made, so that settling has something to settle."""
    outcome = spec.when(remark(row="", key="c0"))
    return spec if outcome.refusal else spec.given(*outcome.events)


TABLE = tables("phases.md")[0]


def test_the_table_has_every_phase_and_act() -> None:
    acts = commands(submitted())
    assert set(TABLE) == {(act, phase) for act in acts for phase in PHASES}


@pytest.mark.parametrize(("act", "phase"), sorted(TABLE))
def test_each_cell(act: str, phase: str) -> None:
    spec = PHASES[phase]()
    if act in ("settle", "carry over"):
        spec = _with_comment(spec)
    assert walked(spec, commands(spec)[act]) == TABLE[act, phase]
