"""Whatever happens in whatever order: nobody signs what was not shown, and replay equals the live state."""

import random
from dataclasses import replace as with_fields
from decimal import Decimal

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.actor import Actor
from domain.commands import CarryComment, PlanCommand, RejectPlan, SettleComment, WithdrawPlan
from domain.errors import Refused
from domain.events import Event
from domain.plan import Phase, Plan, PlanEvent, evolve, fold, text_digest
from domain.plan_rules import decide
from domain.target import Percentage
from domain.text import PlanText
from domain.waiting import waiting
from eventstore.codec import decode, encode
from tests.domain.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    TEXT,
    draft,
    edit,
    give_back,
    paraf,
    remark,
    render,
    sign,
    submit,
)

_ACTORS = st.sampled_from([DRAFTER, SECRETARY, CHAIR])
_STEPS = st.sampled_from(["secretary-review", "chair-review", "secretary-sign", "chair-sign", "none"])


def reworked(text: PlanText, seed: int) -> PlanText:
    """A text with one target changed and its goals shuffled."""
    chance = random.Random(seed)
    a = text.part("A")
    goals = list(a.goals)
    chance.shuffle(goals)
    first = msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(chance.randint(0, 99))))
    return text.with_part(msgspec.structs.replace(a, goals=tuple(goals), indicators=(first, *a.indicators[1:])))


class PlanMachine(RuleBasedStateMachine):
    """Officials press every button at any time, some of them on what they saw long ago."""

    @initialize()
    def begin(self) -> None:
        self.plan = Plan()
        self.log: list[PlanEvent] = []
        self.seen: list[Plan] = []
        self.shown: set[tuple[str, str]] = set()
        self.ask(draft())

    def ask(self, command: PlanCommand) -> None:
        """Carry the command out; a refusal leaves the state as it was."""
        before = self.plan
        try:
            events = decide(command, self.plan)
        except Refused:
            assert self.plan == before
            return
        for event in events:
            self.plan = evolve(self.plan, event)
        self.log += events
        self.seen.append(self.plan)

    @rule(seed=st.integers(0, 50), stale=st.booleans(), by=_ACTORS)
    def edits(self, seed: int, stale: bool, by: Actor) -> None:
        self.ask(edit(reworked(self.plan.text, seed), self.plan.version - stale, by))

    @rule(by=_ACTORS)
    def submits(self, by: Actor) -> None:
        self.ask(submit(self.plan.version, by))

    @rule()
    def renders(self) -> None:
        command = render(self.plan, f"pdf-{text_digest(self.plan)[:8]}-{len(self.plan.signatures)}")
        self.shown.add((command.digest, command.document))
        self.ask(command)

    @rule(by=_ACTORS, step=_STEPS, back=st.integers(0, 3), signs=st.booleans())
    def endorses(self, by: Actor, step: str, back: int, signs: bool) -> None:
        seen = self.seen[-1 - min(back, len(self.seen) - 1)]
        self.ask((sign if signs else paraf)(seen, step, by))

    @rule(by=_ACTORS, step=_STEPS)
    def returns(self, by: Actor, step: str) -> None:
        self.ask(give_back(step, by))

    @rule(by=_ACTORS, step=_STEPS)
    def rejects(self, by: Actor, step: str) -> None:
        self.ask(RejectPlan(by=by, at=AT, step=step, reason="No."))

    @rule(by=_ACTORS)
    def withdraws(self, by: Actor) -> None:
        self.ask(WithdrawPlan(by=by, at=AT, reason=""))

    @rule(by=_ACTORS, key=st.sampled_from(["c1", "c2"]))
    def comments(self, by: Actor, key: str) -> None:
        self.ask(remark(by, "i1", key))

    @rule(key=st.sampled_from(["c1", "c2"]), settles=st.booleans())
    def answers(self, key: str, settles: bool) -> None:
        self.ask(
            SettleComment(by=DRAFTER, at=AT, comment=key, answer="Yes.")
            if settles
            else CarryComment(by=DRAFTER, at=AT, comment=key, reason="Later.")
        )

    @rule()
    def begins_again(self) -> None:
        self.ask(draft(TEXT))

    @invariant()
    def every_endorsement_is_on_the_text_that_was_shown(self) -> None:
        for given in self.plan.given:
            assert given.digest == text_digest(self.plan)
            assert (given.digest, given.document) in self.shown
            assert given.by.person not in self.plan.drafters

    @invariant()
    def replay_equals_the_live_state(self) -> None:
        events: list[Event] = [decode(encode(event)) for event in self.log]
        assert fold(events) == self.plan  # type: ignore[arg-type]  # a plan's stream holds plan events

    @invariant()
    def phase_and_open_steps_agree(self) -> None:
        steps = self.plan.open_steps()
        assert bool(steps) == (self.plan.phase in (Phase.REVIEW, Phase.SIGNING))
        assert len({s.order for s in steps}) <= 1
        if self.plan.phase is Phase.SIGNED:
            assert {e.step for e in self.plan.given} == {s.key for s in self.plan.route}
        assert [s.key for s in waiting(self.plan).steps] == [s.key for s in steps]

    @invariant()
    def nothing_stands_that_was_voided(self) -> None:
        assert with_fields(self.plan, given=()).signatures == ()
        if self.plan.phase in (Phase.DRAFTING, Phase.REJECTED):
            assert self.plan.given == ()


TestPlanMachine = PlanMachine.TestCase
TestPlanMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
