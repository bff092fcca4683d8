"""Whatever happens to an action plan in whatever order: what everybody signed holds until the next is signed."""

from copy import deepcopy
from decimal import Decimal
from typing import ClassVar, cast

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.action.commands import ActionCommand
from domain.action.events import ActionEndorsement, ActionEvent
from domain.action.row import Steps
from domain.action.rules import decide
from domain.action.state import Action, ActionPhase, action_digest, evolve, fold
from domain.kernel.actor import Actor, Role
from domain.kernel.errors import PlanError
from domain.measure.target import Percentage
from domain.route.messages import Endorse
from domain.route.route import Route, Step, StepAct, default_action_route
from domain.waiting import action_waiting
from eventstore.codec import decode, encode
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY
from tests.domain.quarter.amended import I1, I2, I3, basis, follow
from tests.domain.quarter.life import (
    OTHER,
    OWNER,
    PLANNER,
    ROWS,
    accept,
    begin,
    print_action,
    send,
    send_back,
    sign_action,
    write,
)

_TWO_SIGN: Route = (*default_action_route(), Step("chair", 4, Role.CHAIR, StepAct.SIGN))
_WHO_WRITES_AND_SIGNS = msgspec.structs.replace(SECRETARY, role=Role.DRAFTER)
_WRITERS = st.sampled_from([DRAFTER, DRAFTER, PLANNER, _WHO_WRITES_AND_SIGNS])
_ACTORS = st.sampled_from([OWNER, OTHER, PLANNER, SECRETARY, CHAIR])
_STEPS = st.sampled_from(["owners", "planner", "secretary", "chair", "none"])


class ActionMachine(RuleBasedStateMachine):
    """Writers, owners and officials press every button at any time."""

    reached: ClassVar[set[tuple[ActionPhase, bool]]] = set()

    @initialize(route=st.sampled_from([default_action_route(), _TWO_SIGN]), times=st.integers(0, 14))
    def begin(self, route: Route, times: int) -> None:
        """Begin anywhere on the way."""
        self.action = self.replayed = Action()
        self.log: list[ActionEvent] = []
        self.signed: Action | None = None
        self.ask(begin(route=route))
        self.ask(write())
        self.goes_on(times)

    def ask(self, command: ActionCommand) -> list[ActionEvent] | None:
        """Carry the command out; deciding leaves the state as it was, and a refusal (None) everything."""
        action, before = self.action, deepcopy(self.action)
        try:
            events = decide(command, action)
        except PlanError:
            events = None
        assert action == before
        for event in events or ():
            self.action = evolve(self.action, event)
            self.replayed = evolve(self.replayed, cast(ActionEvent, decode(encode(event))))
            if isinstance(event, ActionEndorsement):
                assert isinstance(command, Endorse)
                assert action.document is not None
                shown = (action.version, action_digest(action), action.document.document)
                assert (event.version, event.digest, event.document) == shown
                step = action.step(event.step)
                assert step in action.open_steps()
                assert step is not None
                assert event.by.person not in action.barred(step)
        self.log += events or ()
        if self.action.phase is ActionPhase.SIGNED:
            self.signed = self.action
        self.reached.add((self.action.phase, self.action.signed is not None))
        return events

    @rule(by=_WRITERS, which=st.integers(0, 2), text=st.sampled_from(["One", "Two", "Three"]))
    def writes(self, by: Actor, which: int, text: str) -> None:
        signatures = self.action.signatures
        row = msgspec.structs.replace(ROWS[which], steps=Steps(text))
        if self.ask(write(row, based_on=self.action.version, by=by)):
            assert not signatures or self.signed is not None  # nobody takes away what one of several has signed

    @rule(by=st.sampled_from([OWNER, OTHER]), which=st.integers(0, 2), text=st.sampled_from(["Mine", "Also mine"]))
    def an_owner_writes(self, by: Actor, which: int, text: str) -> None:
        row = self.action.rows[ROWS[which].indicator]
        self.ask(write(msgspec.structs.replace(row, steps=Steps(text)), based_on=self.action.version, by=by))

    @rule(by=_WRITERS, ahead=st.sampled_from([0, 1, 1, 2]), year=st.sampled_from(["90", "90", "95"]))
    def follows(self, by: Actor, ahead: int, year: str) -> None:
        version, rows = self.action.basis.version + ahead, self.action.rows
        of = basis(msgspec.structs.replace(I1, target=Percentage(Decimal(year))), I2, I3, version=version)
        if self.ask(follow(of, based_on=self.action.version, by=by)):
            assert ahead
            assert self.action.rows == rows

    @rule(by=_WRITERS)
    def sends(self, by: Actor) -> None:
        self.ask(send(self.action.version, by))

    @rule()
    def prints(self) -> None:
        self.ask(print_action(self.action))

    @rule(by=_ACTORS, step=_STEPS)
    def presses(self, by: Actor, step: str) -> None:
        self.ask(accept(self.action, step, by))
        self.ask(sign_action(self.action, by, step))

    @rule(by=_ACTORS, step=_STEPS)
    def returns(self, by: Actor, step: str) -> None:
        self.ask(send_back(step, by))

    @rule(times=st.sampled_from([1, 3, 8]))
    def goes_on(self, times: int) -> None:
        """Do what is waited for, as it should be done."""
        people = {Role.PLANNER: PLANNER, Role.SECRETARY: SECRETARY, Role.CHAIR: CHAIR}
        for _ in range(times):
            steps = self.action.open_steps()
            if self.action.unprinted:
                self.prints()
            elif not steps:
                self.sends(DRAFTER)
            elif steps[0].role is Role.OWNER:
                self.ask(accept(self.action, "owners", OWNER))
                self.ask(accept(self.action, "owners", OTHER))
            elif steps[0].act is StepAct.REVIEW:
                self.ask(accept(self.action, steps[0].key, people[steps[0].role]))
            else:
                self.ask(sign_action(self.action, people[steps[0].role], steps[0].key))

    @invariant()
    def what_everybody_signed_is_in_force(self) -> None:
        held = self.action.in_force
        assert (held is None) is (self.signed is None)
        if held is not None and self.signed is not None:
            assert (held.version, held.rows, held.given) == (self.signed.version, self.signed.rows, self.signed.given)
            assert held.document is None or held.document.document not in self.action.void_documents
        assert action_waiting(self.action).in_force == (held.version if held else 0)

    @invariant()
    def phase_and_open_steps_agree(self) -> None:
        assert bool(self.action.open_steps()) is self.action.routed
        assert self.action.phase is not ActionPhase.DRAFTING or self.action.given == ()

    @invariant()
    def replay_equals_the_live_state(self) -> None:
        assert self.replayed == self.action

    def teardown(self) -> None:
        assert fold(self.log) == self.action


def test_whatever_happens_in_whatever_order_the_laws_hold() -> None:
    # The same chances each time, so that it surely comes everywhere.
    chances = settings(max_examples=60, stateful_step_count=25, deadline=None, derandomize=True)
    run_state_machine_as_test(ActionMachine, settings=chances)
    routed = (ActionPhase.DRAFTING, ActionPhase.REVIEW, ActionPhase.SIGNING)
    assert ActionMachine.reached >= {(phase, beside) for phase in routed for beside in (False, True)}
