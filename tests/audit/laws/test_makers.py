"""The laws of who checks what they made: what the one machine of endorsement refuses is named from its day on."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from audit.judge import Judge
from audit.laws.action import ActionLaws
from audit.laws.endorsement import AUTHOR, EndorsementFact
from audit.laws.plan import PlanLaws
from audit.laws.quarter import quarter_laws
from domain.action import rules as action_rules
from domain.action.events import ActionCause, ActionEvent, ActionSignatureVoided
from domain.action.state import Action
from domain.action.state import evolve as evolve_action
from domain.events import Event
from domain.kernel.actor import Actor, Role
from domain.plan import rules as plan_rules
from domain.plan.events import Cause, SignatureVoided
from domain.plan.evolution import evolve as evolve_plan
from domain.plan.state import Plan, PlanEvent
from domain.quarter import rules as quarter_rules
from domain.quarter.events import QuarterEvent
from domain.quarter.state import Quarter
from domain.route.route import Step, StepAct, default_action_route
from eventstore.codec import encode, tag
from eventstore.entry import Entry
from tests.domain.office.office_life import AT, CHAIR, DRAFTER, OFFICE, SECRETARY, drafted, half_signed, paraf, submit
from tests.domain.office.office_life import render as print_plan
from tests.domain.quarter.life import (
    GOOD,
    OTHER,
    OWNER,
    PLANNER,
    ActionSpec,
    accept,
    accepted,
    action_spec,
    begin,
    opened,
    print_action,
    print_quarter,
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

ACTION, PLAN, QUARTER = "action/rkt-2024", "plan/rkt-2024", "quarter/rkt-2024-q1"
_TWO_SIGN = (*default_action_route(), Step("chair", 4, Role.CHAIR, StepAct.SIGN))


def also(who: Actor, role: Role) -> Actor:
    """The same person, in another role."""
    return msgspec.structs.replace(who, role=role)


def somebody(who: Actor) -> Actor:
    """Another person in the same role."""
    return msgspec.structs.replace(who, person="nobody")


def of_action(past: Sequence[ActionEvent], *done: ActionEvent) -> set[str]:
    """Return which laws a command breaks that did this after these."""
    laws, action, broken = ActionLaws(), Action(), set[str]()
    for each in past:
        list(laws.judged(ACTION, action, each, again=False))
        action = evolve_action(action, each)
    for number, event in enumerate(done):
        broken |= {breach.law.name for breach in laws.judged(ACTION, action, event, again=number > 0)}
        action = evolve_action(action, event)
    return broken


def of_plan(past: Sequence[PlanEvent], event: PlanEvent) -> set[str]:
    """Return which laws the event breaks after these."""
    laws, plan = PlanLaws(), Plan()
    for each in past:
        list(laws.judged(PLAN, plan, each, again=False))
        plan = evolve_plan(plan, each)
    return {breach.law.name for breach in laws.judged(PLAN, plan, event, again=False)}


def of_quarter(quarter: Quarter, events: Sequence[QuarterEvent]) -> set[str]:
    """Return which laws the one event breaks in this state."""
    (event,) = events
    return {breach.law.name for breach in quarter_laws(QUARTER, quarter, event, again=False)}


def by(who: Actor, events: Sequence[Any]) -> list[Any]:
    """Return the events as done by somebody else."""
    return [msgspec.structs.replace(event, by=who) for event in events]


def ended(given: EndorsementFact) -> dict[str, Any]:
    """Return what the end of an endorsement states of it."""
    return {"at": AT, "step": given.step, "official": given.by, "given": given.at, "document": given.document}


def sent_by_the_planner() -> ActionSpec:
    """An action plan that waits for the planning section, which sent it."""
    spec = action_spec().done(begin(), write(), send(by=PLANNER))
    spec = spec.done(print_action(spec.state))
    return spec.done(accept(spec.state, "owners", OWNER), accept(spec.state, "owners", OTHER))


def test_who_sent_an_action_plan_neither_verifies_nor_returns_it() -> None:
    spec = sent_by_the_planner()
    for command in (accept(spec.state, "planner", somebody(PLANNER)), send_back("planner", somebody(PLANNER))):
        done = action_rules.decide(command, spec.state)
        assert of_action(spec.past, *done) == set()
        assert of_action(spec.past, *by(PLANNER, done)) == {"author"}


def test_an_action_plan_has_one_verifier() -> None:
    first, again = accepted(), sent_by_the_planner()
    (second,) = action_rules.decide(accept(again.state, "planner", somebody(PLANNER)), again.state)
    assert "open-step" in of_action(first.past, second)


def test_who_went_on_without_a_row_does_not_sign_the_quarter() -> None:
    spec = opened().done(report("i1"), report("i2"), spend(("p1", 0, "250"), ("p2", 0, "100")))
    spec = spec.done(verify("i1", "i2"), waive("i3", by=also(SECRETARY, Role.PLANNER)))
    spec = spec.done(print_quarter(spec.state))
    signed = quarter_rules.decide(sign_quarter(spec.state, "secretary", somebody(SECRETARY)), spec.state)
    assert of_quarter(spec.state, signed) == set()
    assert of_quarter(spec.state, by(SECRETARY, signed)) == {"author"}


def test_who_went_on_without_a_programme_does_not_sign_the_quarter() -> None:
    spec = opened().done(*(report(key) for key in GOOD), spend(("p1", 0, "250")), verify(*GOOD))
    spec = spec.done(waive("p2", by=also(SECRETARY, Role.PLANNER)))
    spec = spec.done(print_quarter(spec.state))
    signed = quarter_rules.decide(sign_quarter(spec.state, "secretary", somebody(SECRETARY)), spec.state)
    assert of_quarter(spec.state, by(SECRETARY, signed)) == {"maker"}


def test_what_was_signed_is_not_taken_back_by_who_made_it() -> None:
    plan = half_signed()
    (part,) = plan.state.signatures
    for cause in (Cause.EDITED, Cause.WITHDRAWN):
        assert "signed" in of_plan(plan.past, SignatureVoided(by=DRAFTER, part="B", cause=cause, **ended(part)))

    spec = action_spec().done(begin(route=_TWO_SIGN), write(), send())
    spec = spec.done(print_action(spec.state))
    for step, who in (("owners", OWNER), ("owners", OTHER), ("planner", PLANNER)):
        spec = spec.done(accept(spec.state, step, who))
    spec = spec.done(sign_action(spec.state))
    (given,) = spec.state.signatures
    edited, returned = (
        ActionSignatureVoided(by=who, cause=cause, **ended(given))
        for who, cause in ((DRAFTER, ActionCause.EDITED), (CHAIR, ActionCause.RETURNED))
    )
    assert (of_action(spec.past, edited), of_action(spec.past, returned)) == ({"signed"}, set())


@pytest.mark.parametrize("separate", [True, False])
def test_where_duties_are_separate_nobody_acts_in_two_roles(separate: bool) -> None:
    plan = drafted().done(msgspec.structs.replace(submit(), separate=separate))
    plan = plan.done(print_plan(plan.state))
    plan = plan.done(paraf(plan.state, "secretary-review", SECRETARY))
    given = plan_rules.decide(paraf(plan.state, "chair-review", CHAIR), plan.state)
    assert of_plan(plan.past, *by(CHAIR, given)) == set()
    assert of_plan(plan.past, *by(also(SECRETARY, Role.CHAIR), given)) == ({"two-roles"} if separate else set())


@pytest.mark.parametrize(("days", "named"), [(-1, False), (1, True)])
def test_what_was_lawful_before_stays_so(days: int, named: bool) -> None:
    spec = sent_by_the_planner()
    given = action_rules.decide(accept(spec.state, "planner", somebody(PLANNER)), spec.state)
    judge = Judge(OFFICE)

    def entry(position: int, event: Event) -> Entry:
        at = AUTHOR.since + timedelta(days=days)
        return Entry(OFFICE, position, ACTION, position, f"c{position}", b"", at, tag(event), encode(event), b"")

    log = [*spec.past, *by(PLANNER, given)]
    findings = [list(judge.take(entry(position, event), event)) for position, event in enumerate(log, 1)]
    assert any("“author”" in finding.how for finding in findings[-1]) is named
