"""The law of an indicator that starts in mid-year: it says so with a reason, and owes nothing before."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from domain.action.events import QuarterTargetsSet, StartDecided
from domain.action.row import ActionRow, Start
from domain.action.state import ActionPhase
from domain.measure.realisation import Absent, State
from domain.quarter.content import quarter_digest
from domain.quarter.line import Standing
from domain.quarter.lowered import lowered_rows
from domain.quarter.opening import following
from domain.quarter.outcome import figures
from domain.quarter.row import LaterRow
from domain.quarter.state import QuarterPhase
from tests.domain.office.office_life import SYSTEM
from tests.domain.quarter.amended import I2, NEW_ROW, basis, follow
from tests.domain.quarter.life import (
    AT,
    ENDED,
    OTHER,
    OWNER,
    PLANNER,
    ROWS,
    ActionSpec,
    action_signed,
    aims,
    closed,
    endorsed,
    measured,
    open_quarter,
    opened,
    quarter_spec,
    report,
    write,
    written,
)

WHY = "The service opens in August."
THIRD = Start(3, WHY)
ROW = msgspec.structs.replace(ROWS[1], targets=aims("", "", "6", "6"), start=THIRD)


def starting(row: ActionRow = ROW) -> ActionSpec:
    """A signed action plan in which the second indicator starts in the third quarter."""
    spec = written()
    return endorsed(spec.done(write(row, based_on=spec.state.version)))


def test_an_indicator_that_starts_in_mid_year_says_in_which_quarter_and_why() -> None:
    spec = written()
    state = spec.when(write(ROW, based_on=spec.state.version)).makes(QuarterTargetsSet, StartDecided)
    assert state.rows["i2"].start == THIRD
    assert [state.starts(key) for key in state.rows] == [1, 3, 1]
    for quarter in (0, 1, 5):
        wrong = msgspec.structs.replace(ROW, start=Start(quarter, WHY))
        assert spec.when(write(wrong, based_on=spec.state.version)).refused("start-unknown").place == "i2.start.quarter"
    silent = msgspec.structs.replace(ROW, start=Start(3, " "))
    assert spec.when(write(silent, based_on=spec.state.version)).refused("reason-missing").place == "i2.start.reason"


def test_the_quarters_before_have_no_target() -> None:
    spec = written()
    early = msgspec.structs.replace(ROW, targets=aims("", "3", "3", "6"))
    assert spec.when(write(early, based_on=spec.state.version)).refused("target-before-start").place == "i2.targets.2"


def test_writers_decide_it_before_the_signature_and_afterwards_only_in_the_next_version() -> None:
    spec = written()
    for by in (OWNER, OTHER):
        spec.when(write(ROW, based_on=spec.state.version, by=by)).refused("not-your-row")
    before = action_signed()
    after = before.done(write(ROW, based_on=before.state.version, by=PLANNER)).state
    assert after.phase is ActionPhase.DRAFTING
    assert after.signed is not None
    assert (after.starts("i2"), after.signed.starts("i2")) == (3, 1)


def test_a_content_without_a_start_is_what_it_was() -> None:
    assert b'"start"' not in msgspec.json.encode(ROWS[1])
    assert quarter_digest(opened().state) == quarter_digest(replace(opened().state, later=()))


def test_a_quarter_before_it_starts_asks_nothing_of_its_owners_and_says_why() -> None:
    spec = quarter_spec().done(open_quarter(action=starting().state))
    state = spec.state
    assert list(state.lines) == ["i1", "i3"]
    assert state.later == (LaterRow(I2, THIRD),)
    assert state.tally.owing == {"oka": 1, "wayan": 1}
    spec.when(report("i2", by=OWNER)).refused("unknown-row")
    assert quarter_digest(state) != quarter_digest(replace(state, later=()))


def test_the_quarter_in_which_it_starts_asks_and_counts_nothing_before() -> None:
    action = starting().state
    first = quarter_spec().done(open_quarter(action=action)).state
    for known in ((), (first,)):  # whether or not the quarters before are open yet
        command = open_quarter(3, *known, action=action)
        row = next(row for row in command.rows if row.indicator.id == "i2")
        assert [each.reading for each in row.earlier] == [Absent(State.NOT_APPLICABLE)] * 2
        other = command.rows[0].earlier[0].reading
        assert other == Absent(State.NOT_RELEASED)
    spec = quarter_spec().done(command, report("i2", measured("6"), by=OWNER, at=AT))
    figure = next(f for f in figures(spec.state) if f.indicator == "i2")
    assert (figure.quarter.figure, figure.year.figure) == (Decimal(100), Decimal(50))


def test_a_quarter_in_which_nothing_has_started_has_its_money_alone() -> None:
    spec = written()
    every = [
        msgspec.structs.replace(row, targets=targets, start=THIRD)
        for row, targets in zip(
            ROWS, (aims("", "", "90", "90"), aims("", "", "6", "6"), aims("", "", "", "B")), strict=True
        )
    ]
    action = endorsed(spec.done(write(*every, based_on=spec.state.version))).state
    state = quarter_spec().done(open_quarter(action=action)).state
    assert (state.phase, list(state.lines), len(state.later)) == (QuarterPhase.OPEN, [], 3)
    assert state.reminders() == ()
    assert not state.settled  # what is spent is owed all the same


def test_an_open_quarter_follows_a_start_that_the_next_version_decides() -> None:
    before = opened().done(report("i2", by=OWNER))
    late = action_signed()
    late = endorsed(late.done(write(ROW, based_on=late.state.version)))
    command = following(before.state, late.state, ended=ENDED, earlier=(), by=SYSTEM, at=AT)
    assert command is not None
    after = before.done(command)
    assert list(after.state.lines) == ["i1", "i3"]
    assert after.state.ended["i2"].standing is Standing.FILED  # what was filed stays readable
    assert following(after.state, late.state, ended=ENDED, earlier=(), by=SYSTEM, at=AT) is None
    after.when(command).then()
    assert following(closed().state, late.state, ended=ENDED, earlier=(), by=SYSTEM, at=AT) is None


def test_a_start_that_was_decided_once_the_result_could_be_known_is_flagged() -> None:
    for at, flagged in ((ENDED, ["i2"]), (ENDED - timedelta(seconds=1), [])):
        spec = action_signed()
        spec = endorsed(spec.done(write(ROW, based_on=spec.state.version, at=at)))
        state = quarter_spec().done(open_quarter(action=spec.state)).state
        assert [indicator.id for indicator in lowered_rows(state)] == flagged


def test_an_indicator_that_joins_by_an_amendment_starts_in_its_quarter_by_the_same_rule() -> None:
    joined = basis(effective=date(2024, 8, 1))
    spec = action_signed().done(follow(joined))
    assert [spec.state.starts(key) for key in ("i1", "i4")] == [1, 3]
    early = spec.when(write(NEW_ROW, based_on=spec.state.version)).refused("target-before-start")
    assert early.place == "i4.targets.2"
    fourth = msgspec.structs.replace(NEW_ROW, targets=aims("", "", "", "6"), start=Start(4, WHY))
    state = spec.done(write(fourth, based_on=spec.state.version)).state
    assert state.starts("i4") == 4
    second = msgspec.structs.replace(fourth, start=Start(2, WHY))
    assert spec.when(write(second, based_on=spec.state.version)).refused("start-otherwise").params == {"quarter": "3"}
