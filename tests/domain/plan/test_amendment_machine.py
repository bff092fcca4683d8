"""However a plan is amended: in force is exactly what was signed last, and it was signed as it was shown."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from msgspec import structs

from domain.kernel.actor import Actor
from domain.plan.commands import PlanCommand, WithdrawAmendment
from domain.plan.events import AmendmentWithdrawn, PartSigned, PlanRejected
from domain.plan.state import Phase, Plan, PlanEvent, text_digest
from domain.plan.text import PlanText
from domain.route.route import default_route
from tests.domain.office.office_life import AT, DRAFTER, TEXT, edit
from tests.domain.plan.amended import allotted, begin, reasons, state
from tests.domain.plan.test_machine import PlanMachine


class AmendmentMachine(PlanMachine):
    """What everybody signed is amended again and again, and given up or rejected at any moment."""

    amended_most: int = 0

    def ask(self, command: PlanCommand) -> list[PlanEvent] | None:
        """Carry the command out, and remember what was signed."""
        before = self.plan
        if not self.log:
            self.signed: list[tuple[int, str, PlanText]] = []
        events = super().ask(command)
        if events and isinstance(events[-1], PartSigned) and self.plan.phase is Phase.SIGNED:
            self.signed.append((before.version, text_digest(before), before.text))
            AmendmentMachine.amended_most = max(AmendmentMachine.amended_most, len(self.signed))
        if before.amendment and events and isinstance(events[-1], PlanRejected | AmendmentWithdrawn):
            assert before.signed is not None
            assert _as_signed(self.plan) == _as_signed(before.signed)
        return events

    def writes_what_is_missing(self) -> None:
        """Change something, and say why of everything that changes."""
        if self.plan.amendment is None:
            return
        if not self.plan.changes():
            text, number = self.plan.text, self.plan.written + 1
            entitled = structs.replace(text, details=structs.replace(text.details, title=f"Plan {number}"))
            other = allotted(number, text) if text.part("B").programmes else entitled
            self.ask(edit(other, self.plan.version))
        self.gives_reasons(DRAFTER)

    @precondition(lambda self: self.plan.phase is Phase.SIGNED)
    @rule(by=st.sampled_from([DRAFTER, DRAFTER]), goes=st.sampled_from([0, 2, 5, 8, 12]))
    def begins_an_amendment(self, by: Actor, goes: int) -> None:
        self.ask(begin(by=by))
        self.goes_on(goes)

    @rule(by=st.just(DRAFTER))
    def gives_reasons(self, by: Actor) -> None:
        missing = [place for place in self.plan.changes() if not self.plan.reasons.get(place)]
        self.ask(reasons(*((place, "Because.") for place in missing), by=by))

    @rule()
    def states_it_otherwise(self) -> None:
        self.ask(state())

    @precondition(lambda self: self.plan.amendment is not None)
    @rule()
    def puts_everything_back(self) -> None:
        """Make the text what it was: the amendment changes nothing then."""
        assert self.plan.in_force is not None
        if self.ask(edit(self.plan.in_force.text, self.plan.version)) is not None:
            assert self.plan.changes() == {}

    @rule()
    def gives_up(self) -> None:
        self.ask(WithdrawAmendment(by=DRAFTER, at=AT, reason=""))

    @invariant()
    def in_force_is_exactly_what_was_signed_last(self) -> None:
        held = [(each.version, each.digest, each.text) for each in self.plan.amended]
        assert held == self.signed
        assert (self.plan.signed is not None) == (self.plan.amendment is not None)
        if self.plan.phase is Phase.SIGNED:
            assert (self.plan.version, text_digest(self.plan), self.plan.text) == held[-1]

    @invariant()
    def each_change_that_is_in_force_has_its_reason(self) -> None:
        for before, after in zip(self.plan.amended, self.plan.amended[1:], strict=False):
            assert after.amendment is not None
            assert before.text != after.text
            assert all(after.reasons.values())
            assert after.reasons

    @invariant()
    def no_document_of_what_was_in_force_is_void(self) -> None:
        assert not self.plan.void_documents & {held.document.document for held in self.plan.amended if held.document}


def _as_signed(plan: Plan) -> tuple[object, ...]:
    fields = ("phase", "version", "text", "given", "carried", "drafters", "comments", "answers", "signed", "since")
    return tuple(getattr(plan, field) for field in fields)


def test_whatever_is_amended_in_whatever_order_the_last_that_all_signed_is_in_force() -> None:
    chances = settings(max_examples=settings().max_examples, stateful_step_count=30, derandomize=True)
    machine = AmendmentMachine()
    machine.begin(route=default_route(), by=DRAFTER, again=False, times=12, then="")
    machine.begins_an_amendment(DRAFTER, 12)
    machine.begins_an_amendment(DRAFTER, 0)
    machine.gives_up()
    assert machine.plan.text != TEXT
    run_state_machine_as_test(AmendmentMachine, settings=chances)
    assert AmendmentMachine.amended_most > 1
