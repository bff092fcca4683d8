"""Whatever `decide` lets through, in whatever order, the laws accept."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from audit.laws.action import ActionLaws
from audit.laws.plan import PlanLaws
from audit.laws.quarter import quarter_laws
from domain.action.commands import ActionCommand
from domain.action.events import ActionEvent
from domain.action.state import evolve as evolve_action
from domain.plan.commands import PlanCommand
from domain.plan.evolution import evolve as evolve_plan
from domain.plan.state import PlanEvent
from domain.quarter.commands import QuarterCommand
from domain.quarter.events import QuarterEvent
from domain.quarter.state import evolve as evolve_quarter
from tests.domain.action.test_machine import ActionMachine
from tests.domain.plan.test_amendment_machine import AmendmentMachine
from tests.domain.quarter.test_machine import QuarterMachine

MANY = settings(max_examples=60, stateful_step_count=30, deadline=None, derandomize=True)


class LawfulPlan(AmendmentMachine):
    """A plan of which each event is judged."""

    def ask(self, command: PlanCommand) -> list[PlanEvent] | None:
        """Carry the command out, and judge what came of it."""
        state = self.plan
        if not self.log:
            self.laws = PlanLaws()
        events = super().ask(command)
        for number, event in enumerate(events or ()):
            assert list(self.laws.judged("plan/rkt-2024", state, event, number > 0)) == []
            state = evolve_plan(state, event)
        return events


class LawfulAction(ActionMachine):
    """An action plan of which each event is judged, but for the text that it was begun for."""

    def ask(self, command: ActionCommand) -> list[ActionEvent] | None:
        """Carry the command out, and judge what came of it."""
        state = self.action
        if not self.log:
            self.laws = ActionLaws()
        events = super().ask(command)
        for number, event in enumerate(events or ()):
            assert list(self.laws.judged("action/rkt-2024", state, event, number > 0)) == []
            state = evolve_action(state, event)
        return events


class LawfulQuarter(QuarterMachine):
    """A quarter of which each event is judged."""

    def ask(self, command: QuarterCommand) -> list[QuarterEvent] | None:
        """Carry the command out, and judge what came of it."""
        state = self.quarter
        events = super().ask(command)
        for number, event in enumerate(events or ()):
            assert list(quarter_laws(f"quarter/rkt-2024-q{self.quarter.quarter}", state, event, number > 0)) == []
            state = evolve_quarter(state, event)
        return events


def test_the_laws_of_a_plan_accept_whatever_is_decided() -> None:
    run_state_machine_as_test(LawfulPlan, settings=MANY)


def test_the_laws_of_an_action_plan_accept_whatever_is_decided() -> None:
    run_state_machine_as_test(LawfulAction, settings=MANY)


def test_the_laws_of_a_quarter_accept_whatever_is_decided() -> None:
    run_state_machine_as_test(LawfulQuarter, settings=MANY)
