"""Whatever happens in whatever order: no quarter closes with a row nobody settled, and each figure follows."""

from copy import deepcopy
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar, cast

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.action.row import Owner
from domain.action.state import Action
from domain.kernel.actor import Actor
from domain.kernel.errors import PlanError
from domain.measure.achievement import recompute
from domain.measure.realisation import Absent, Level, Reading, State
from domain.measure.target import Percentage
from domain.quarter.commands import (
    AdoptEarlier,
    CorrectRealisation,
    QuarterCommand,
    RearmWindow,
    ReturnRealisation,
    RowVersion,
    VerifyRealisations,
)
from domain.quarter.content import quarter_digest
from domain.quarter.events import FilingReminded, QuarterClosed, QuarterEvent
from domain.quarter.filing import Filing, FollowUpAnswer
from domain.quarter.line import Standing
from domain.quarter.opening import following
from domain.quarter.row import EarlierChange, EarlierQuarter
from domain.quarter.rules import decide
from domain.quarter.state import Quarter, QuarterPhase, evolve, fold
from domain.quarter.tally import tally
from domain.waiting import quarter_waiting
from eventstore.codec import decode, encode
from tests.domain.office.office_life import CHAIR, SECRETARY, SYSTEM
from tests.domain.quarter.amended import I1, I2, I3, basis, rewritten
from tests.domain.quarter.life import (
    CLOSES,
    OKA,
    OPENS,
    OTHER,
    OWNER,
    PLANNER,
    RATIO,
    ROWS,
    WAYAN,
    WINDOW,
    action_signed,
    aims,
    answered,
    close,
    closed,
    extend,
    hand_over,
    measure,
    measured,
    newer,
    open_quarter,
    print_quarter,
    ratio,
    remind,
    reopen,
    report,
    sign_quarter,
    spend,
    waive,
)
from views.quarter import quarter_json

# Who files may hold another role too, and still may not check what they filed.
_OWNER_WHO_PLANS = msgspec.structs.replace(PLANNER, person=OWNER.person)
_OWNERS = st.sampled_from([OWNER, OTHER])
_CHECKERS = st.sampled_from([PLANNER, PLANNER, PLANNER, _OWNER_WHO_PLANS, SECRETARY])
_OFFICIALS = st.sampled_from([SECRETARY, CHAIR, PLANNER])
_ROWS = st.sampled_from(["i1", "i2", "i3"])
_BEHIND = st.sampled_from([0, 0, 0, 1])
_READINGS: st.SearchStrategy[Reading] = st.one_of(
    st.integers(0, 12).map(lambda n: ratio(str(n), "10")),
    st.integers(-1, 9).map(lambda n: measured(str(n))),
    st.sampled_from([Level("A"), Level("B"), Level("C")]),
    st.sampled_from([Absent(State.NOT_RELEASED), Absent(State.NOT_APPLICABLE)]),
)
_FITTING: dict[str, Reading] = {"i1": ratio("9", "10"), "i2": measured("4"), "i3": Level("B")}


class QuarterMachine(RuleBasedStateMachine):
    """Everybody presses every button at any time, some on what they opened long ago; timers come late."""

    reached: ClassVar[set[QuarterPhase]] = set()
    first: ClassVar[Quarter] = closed().state
    signed: ClassVar[Action] = action_signed().state
    amended: ClassVar[tuple[Action, ...]] = tuple(
        rewritten(
            msgspec.structs.replace(ROWS[0], targets=aims("80", "85", "90", target)),
            of=basis(msgspec.structs.replace(I1, target=Percentage(Decimal(target))), I2, I3, version=version),
        ).state
        for version, target in ((7, "95"), (8, "80"))
    )

    @initialize(number=st.sampled_from([1, 2]), times=st.integers(0, 8))
    def begin(self, number: int, times: int) -> None:
        """Begin anywhere on the way, so that no phase is left to luck."""
        self.quarter = self.replayed = Quarter()
        self.log: list[QuarterEvent] = []
        self.past: list[Quarter] = []
        self.now = OPENS
        earlier = (self.first,) if number == 2 else ()
        self.ask(open_quarter(number, *earlier, action=self.signed))
        self.goes_on(times)

    def ask(self, command: QuarterCommand) -> list[QuarterEvent] | None:
        """Carry the command out; deciding leaves the state as it was, and a refusal (None) everything."""
        quarter, before = self.quarter, deepcopy(self.quarter)
        try:
            events = decide(msgspec.structs.replace(command, at=self.now), quarter)
        except PlanError:
            events = None
        assert quarter == before
        for event in events or ():
            self.quarter = evolve(self.quarter, event)
            self.replayed = evolve(self.replayed, cast(QuarterEvent, decode(encode(event))))
        assert quarter == before
        self.log += events or ()
        self.past.append(self.quarter)
        self.reached.add(self.quarter.phase)
        return events

    def version(self, row: str, behind: int = 0) -> int:
        """Return the version of a row, or an older one."""
        line = self.quarter.lines.get(row)
        return (line.version if line else 0) - behind

    def owner(self, row: str) -> Actor:
        """Return who owns a row."""
        return OWNER if OKA in self.quarter.lines[row].row.owners else OTHER

    @rule(hours=st.sampled_from([1, 24, 24 * 12]))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(row=_ROWS, reading=_READINGS, by=_OWNERS, behind=_BEHIND, words=st.booleans())
    def files(self, row: str, reading: Reading, by: Actor, behind: int, words: bool) -> None:
        told = "Because." if words else ""
        filing = Filing(reading, told, justification=told, answer=self.answer(row) if words else None)
        version, holds = self.version(row, behind), self.quarter.window.holds(self.now)
        line = self.quarter.lines[row]
        command = report(row, filing, based_on=version, by=by)
        if line.filing is not None:
            correction = CorrectRealisation(
                by=by, at=self.now, indicator=row, based_on=version, filing=filing, reason=told
            )
            done = self.ask(correction)
        else:
            done = self.ask(command)
        if done:
            assert holds
            assert behind == 0
            assert by.person in {owner.person for owner in line.row.owners}

    def answer(self, row: str) -> FollowUpAnswer | None:
        """Return an answer where one is waited for."""
        previous = self.quarter.lines[row].row.previous
        return answered() if previous is not None and previous.follow_up else None

    @rule(programme=st.sampled_from(["p1", "p2"]), amount=st.integers(-1, 2000), behind=_BEHIND, why=st.booleans())
    def spends(self, programme: str, amount: int, behind: int, why: bool) -> None:
        version = self.quarter.budget[programme].version - behind
        self.ask(spend((programme, version, str(amount)), reason="A slip." if why else ""))

    @rule(rows=st.lists(_ROWS, min_size=1, unique=True), by=_CHECKERS, behind=_BEHIND)
    def verifies(self, rows: list[str], by: Actor, behind: int) -> None:
        seen = tuple(RowVersion(row, self.version(row, behind)) for row in rows)
        if self.ask(VerifyRealisations(by=by, at=self.now, rows=seen)):
            assert behind == 0

    @rule(row=_ROWS, by=_CHECKERS, behind=_BEHIND)
    def returns(self, row: str, by: Actor, behind: int) -> None:
        self.ask(
            ReturnRealisation(by=by, at=self.now, indicator=row, based_on=self.version(row, behind), reason="Why?")
        )

    @rule(row=st.sampled_from(["i1", "i2", "i3", "p1", "p2"]), by=_CHECKERS)
    def waives(self, row: str, by: Actor) -> None:
        self.ask(waive(row, by))

    @rule(row=_ROWS, to=st.sampled_from([OKA, WAYAN]), by=_CHECKERS)
    def hands_over(self, row: str, to: Owner, by: Actor) -> None:
        self.ask(hand_over(row, to, by=by))

    @rule(row=_ROWS, by=_CHECKERS, behind=st.integers(0, 1), places=st.integers(0, 2))
    def measures(self, row: str, by: Actor, behind: int, places: int) -> None:
        line = self.quarter.lines.get(row)
        policy = newer(line.row.policy, places=places) if line else RATIO
        self.ask(measure(row, policy, self.version(row, behind), by))

    @rule(by=_OFFICIALS, days=st.integers(-1, 9))
    def extends(self, by: Actor, days: int) -> None:
        self.ask(extend(self.quarter.window.closes + timedelta(days=days), by))

    @rule(days=st.integers(-3, 3))
    def rearms(self, days: int) -> None:
        window = msgspec.structs.replace(WINDOW, closes=CLOSES + timedelta(days=days))
        granted, closes = self.quarter.granted, self.quarter.window.closes
        self.ask(RearmWindow(by=SYSTEM, at=self.now, window=window))
        assert not granted or self.quarter.window.closes >= closes

    @rule(key=st.sampled_from(["before-1", "due", "escalation-1"]), behind=_BEHIND)
    def reminds(self, key: str, behind: int) -> None:
        self.ask(remind(key, self.quarter.round - behind))

    @rule(back=st.sampled_from([0, 0, 0, 1, 3]))
    def renders(self, back: int) -> None:
        self.ask(print_quarter(self.past[-1 - min(back, len(self.past) - 1)]))

    @rule(step=st.sampled_from(["secretary", "chair"]), by=_OFFICIALS, back=st.sampled_from([0, 0, 1, 4]))
    def signs(self, step: str, by: Actor, back: int) -> None:
        opened = self.past[-1 - min(back, len(self.past) - 1)]
        if self.ask(sign_quarter(opened, step, by)):
            assert quarter_digest(opened) == quarter_digest(self.quarter)

    @rule(by=_OFFICIALS)
    def closes(self, by: Actor) -> None:
        self.ask(close(by))

    @rule(by=_OFFICIALS, days=st.integers(0, 9))
    def reopens(self, by: Actor, days: int) -> None:
        self.ask(reopen(by, closes=self.now + timedelta(days=days)))

    @rule(row=_ROWS, reading=_READINGS)
    def hears_of_an_earlier_quarter(self, row: str, reading: Reading) -> None:
        change = EarlierChange(row, EarlierQuarter(1, reading))
        self.ask(AdoptEarlier(by=SYSTEM, at=self.now, rows=(change,)))

    @rule(which=st.integers(0, 1))
    def follows_an_amended_plan(self, which: int) -> None:
        before, earlier = self.quarter, (self.first,) if self.quarter.quarter == 2 else ()
        command = following(before, self.amended[which], ended=CLOSES, earlier=earlier, by=SYSTEM, at=self.now)
        if command is not None:
            assert before.closings == ()
            assert self.ask(command)
            assert self.quarter.plan_version == command.basis.version
            assert {k: line.filing for k, line in self.quarter.lines.items()} == {
                k: line.filing for k, line in before.lines.items()
            }

    @rule(times=st.sampled_from([1, 2, 3, 9]))
    def goes_on(self, times: int) -> None:
        """Do what is waited for, as it should be done, and what is waited for then."""
        for _ in range(times):
            steps = self.quarter.open_steps()
            if self.quarter.phase is QuarterPhase.OPEN:
                self.settles()
            elif self.quarter.document is None and steps:
                self.renders(0)
            elif steps:
                assert self.ask(sign_quarter(self.quarter, steps[0].key, {"chair": CHAIR}.get(steps[0].key, SECRETARY)))
            elif self.quarter.phase is QuarterPhase.SIGNED:
                assert self.ask(close())

    def settles(self) -> None:
        """File what is owed, and let it be checked."""
        if not self.quarter.window.holds(self.now):
            self.ask(extend(max(self.now, self.quarter.window.closes) + timedelta(days=3)))
        for row, line in self.quarter.lines.items():
            if line.standing.owed:
                filing = Filing(_FITTING[row], "Done.", justification="Rain.", answer=self.answer(row))
                command: QuarterCommand = report(row, filing, line.version, self.owner(row))
                if line.filing is not None:
                    command = CorrectRealisation(
                        by=self.owner(row),
                        at=self.now,
                        indicator=row,
                        based_on=line.version,
                        filing=filing,
                        reason="Asked for.",
                    )
                assert self.ask(command)
        for programme, spending in self.quarter.budget.items():
            if not spending.settled:
                assert self.ask(spend((programme, spending.version, "10")))
        filed = [row for row, line in self.quarter.lines.items() if not line.standing.settled]
        self.ask(
            VerifyRealisations(by=PLANNER, at=self.now, rows=tuple(RowVersion(row, self.version(row)) for row in filed))
        )

    @invariant()
    def nothing_is_signed_or_closed_with_a_row_nobody_settled(self) -> None:
        if self.quarter.phase in (QuarterPhase.SIGNING, QuarterPhase.SIGNED, QuarterPhase.CLOSED):
            assert all(line.standing.settled for line in self.quarter.lines.values())
            assert all(spending.settled for spending in self.quarter.budget.values())
        else:
            assert self.quarter.given == ()

    @invariant()
    def every_signature_is_on_what_the_quarter_says(self) -> None:
        digest = quarter_digest(self.quarter)
        assert all(given.digest == digest for given in self.quarter.given)
        steps = [given.step for given in self.quarter.given]
        assert steps == ["secretary", "chair"][: len(steps)]

    @invariant()
    def nobody_checked_what_they_filed(self) -> None:
        for line in self.quarter.lines.values():
            if line.standing is Standing.VERIFIED:
                assert line.checked_by is not None
                assert line.checked_by.person not in line.makers

    @invariant()
    def each_reminder_is_sent_once_and_to_those_who_owe(self) -> None:
        sent = [(e.round, e.reminder) for e in self.log if isinstance(e, FilingReminded)]
        assert len(set(sent)) == len(sent)
        assert all(e.owners for e in self.log if isinstance(e, FilingReminded))

    @invariant()
    def the_figures_of_a_closed_quarter_follow_from_their_own_derivations(self) -> None:
        for event in self.log[-1:]:
            if isinstance(event, QuarterClosed):
                for figure in event.figures:
                    for found in (figure.quarter, figure.year):
                        if found.derivation is not None:
                            assert recompute(found.derivation) == found.figure

    @invariant()
    def what_is_closed_stays(self) -> None:
        closings = [event for event in self.log if isinstance(event, QuarterClosed)]
        assert list(self.quarter.closings) == closings

    @invariant()
    def replay_equals_the_live_state(self) -> None:
        assert self.replayed == self.quarter

    @invariant()
    def what_it_waits_for_agrees(self) -> None:
        waits = quarter_waiting(self.quarter)
        assert bool(waits.roles) == (self.quarter.phase is QuarterPhase.SIGNING)
        assert waits.reminders == () or self.quarter.phase is QuarterPhase.OPEN

    @invariant()
    def what_is_counted_as_rows_change_is_what_they_come_to(self) -> None:
        assert self.quarter.tally == tally(self.quarter.lines.values())

    def teardown(self) -> None:
        assert fold(self.log) == self.quarter
        assert quarter_json(self.replayed) == quarter_json(self.quarter)


def test_whatever_happens_in_whatever_order_the_laws_hold() -> None:
    run_state_machine_as_test(
        QuarterMachine, settings=settings(max_examples=2 * settings().max_examples, stateful_step_count=30)
    )
    assert QuarterMachine.reached == set(QuarterPhase) - {QuarterPhase.ABSENT}  # it came everywhere
