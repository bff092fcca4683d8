"""When a quarter can be filed, and who is reminded of it when, on the office's own calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from activities.recording.recorder import PlanStream, Recorder, Request
from activities.recording.states import AnyCommand, States
from activities.reminders.quarters import AdvanceOrder, Quarters, ended, quarter_named, reminders, same_times, window
from domain.kernel.actor import Role, system
from domain.kernel.streams import QUARTERS, last_day
from domain.office.commands import OpenOffice, SetFilingPolicy
from domain.office.events import DEFAULT_FILING, DayDeclared
from domain.office.state import Office
from domain.quarter.row import check_window
from eventstore.append import Append
from eventstore.codec import fingerprint
from eventstore.entry import Receipt
from eventstore.pool import open_pool
from eventstore.store import Store
from tests.admitted import admit
from tests.conftest import Database
from tests.domain.quarter.life import open_quarter
from tests.workflows.scene import new_office

OFFICE = Office(id="kantor", name="Kantor", time_zone="Asia/Makassar")
BY = system("kantor")


def decree(day: date, *, working: bool = False) -> Office:
    """The office after a decree about a day."""
    declared = DayDeclared(
        by=BY, at=datetime(2024, 1, 1, tzinfo=UTC), day=day, working=working, name="Cuti", decree="SKB"
    )
    return Office(id="kantor", name="Kantor", time_zone="Asia/Makassar", days={day: declared})


def test_a_window_is_from_the_first_to_the_tenth_on_the_office_clock() -> None:
    second = window(OFFICE, 2026, 2)
    assert second.opens == ended(OFFICE, 2026, 2) == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert second.closes == datetime(2026, 7, 10, 16, tzinfo=UTC)
    assert second.citation == DEFAULT_FILING.citation
    assert second.source.startswith("holidays ")


def test_the_fourth_quarter_is_filed_in_the_next_year() -> None:
    assert window(OFFICE, 2026, 4).opens == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_a_window_whose_last_day_is_free_closes_with_the_next_working_day() -> None:
    # 10 October 2026 is a Saturday.
    assert window(OFFICE, 2026, 3).closes == datetime(2026, 10, 12, 16, tzinfo=UTC)
    moved = window(decree(date(2026, 7, 10)), 2026, 2)
    assert moved.closes == datetime(2026, 7, 13, 16, tzinfo=UTC)
    assert "SKB" in moved.source


def test_people_are_reminded_in_the_mornings_of_working_days_and_officials_after_the_end() -> None:
    found = window(OFFICE, 2026, 2).reminders
    assert [(r.key, r.at.date().isoformat(), r.to) for r in found] == [
        ("before-7", "2026-07-03", Role.OWNER),
        ("before-3", "2026-07-07", Role.OWNER),
        ("before-1", "2026-07-09", Role.OWNER),
        ("due", "2026-07-10", Role.OWNER),
        ("escalation-secretary", "2026-07-13", Role.SECRETARY),
        ("escalation-chair", "2026-07-15", Role.CHAIR),
    ]
    assert {r.at.hour for r in found} == {0}  # eight o'clock in Makassar


def test_two_reminders_of_the_same_morning_are_one() -> None:
    # Of 12 October 2026, a Monday, the third and the first day before fall on the Friday.
    assert [r.key for r in window(OFFICE, 2026, 3).reminders][:3] == ["before-7", "before-1", "due"]


def test_a_window_in_which_the_clocks_change_keeps_midnight_and_eight_o_clock() -> None:
    # In Sydney summer time ends on 7 April 2024 and begins on 6 October 2024.
    for quarter, opens, closes in ((1, (31, 13), (10, 14)), (3, (30, 14), (10, 13))):
        found = window(Office(id="x", name="x", time_zone="Australia/Sydney"), 2024, quarter)
        assert ((found.opens.day, found.opens.hour), (found.closes.day, found.closes.hour)) == (opens, closes)
        local = [reminder.at.astimezone(ZoneInfo("Australia/Sydney")) for reminder in found.reminders]
        assert {(at.hour, at.minute) for at in local} == {(8, 0)}
        assert len({at.utcoffset() for at in local}) == 2


@pytest.mark.parametrize("year", range(2020, 2031))
@pytest.mark.parametrize("zone", ["Asia/Jayapura", "Asia/Jakarta", "Europe/Berlin", "UTC"])
def test_every_window_can_be_recorded(year: int, zone: str) -> None:
    for quarter in QUARTERS:
        found = window(Office(id="x", name="x", time_zone=zone), year, quarter)
        check_window(found)
        assert [r.at for r in found.reminders] == sorted({r.at for r in found.reminders})


def test_a_granted_end_is_reminded_of_like_any_other() -> None:
    planned = window(OFFICE, 2026, 2)
    assert reminders(OFFICE, last_day(2026, 2), planned.closes) == planned.reminders


def test_a_new_edition_of_the_calendar_alone_moves_no_window() -> None:
    planned = window(OFFICE, 2026, 2)
    assert same_times(planned, msgspec.structs.replace(planned, source="holidays 99"))
    assert not same_times(planned, window(decree(date(2026, 7, 10)), 2026, 2))


@pytest.mark.parametrize(
    ("stream", "named"),
    [
        ("quarter/rkt-2024-q1", ("rkt", 2024, 1)),
        ("quarter/rkt-inti-2024-q4", ("rkt-inti", 2024, 4)),
        ("quarter/rkt-2024-q5", None),
        ("quarter/rkt-2024-q01", None),
        ("quarter/rkt-24-q1", None),
        ("quarter/rkt-2024", None),
        ("quarter/", None),
    ],
)
def test_a_name_is_read_or_is_none(stream: str, named: tuple[str, int, int] | None) -> None:
    assert quarter_named(stream) == named


async def test_a_reminder_long_past_is_not_sent_late(store: Store) -> None:
    """As after a row came back weeks after the window: its owners know already."""
    key, recorder = new_office(), Recorder(States(store))
    of = PlanStream(key, "quarter/rkt-2024-q1")
    by, at = system(key), datetime(2020, 1, 1, tzinfo=UTC)
    named = OpenOffice(by=by, at=at, office=key, name="Kantor", address="", time_zone=OFFICE.time_zone, titles=())
    planned = window(OFFICE, 2024, 1)
    opening = msgspec.structs.replace(open_quarter(window=planned, at=planned.opens), office=key, by=by)
    for stream, command in (("office", named), (of.stream, opening)):
        told = fingerprint(key, by.person, by.role, "act", stream, b"")
        await recorder.record(Request(key, stream, f"c-{told.hex()[:9]}", told.hex(), command))
    last = planned.reminders[-1]
    for late, sent in ((timedelta(days=20), False), (timedelta(hours=1), True)):
        order = AdvanceOrder(of, last.at + late, 1, last.key)
        assert (await Quarters(Recorder(States(store))).advance(order)).reminded is sent


class Interrupted(Store):
    """A store in which the office says something new right before a quarter follows what it said."""

    says: Request | None = None

    async def record(self, asked: Append) -> tuple[Receipt, bool]:
        """Record, after the office was recorded by somebody else."""
        said, self.says = self.says if asked.command_id.startswith("system/rearm") else None, None
        if said is not None:
            await Recorder(States(Store(self.pool))).record(said)
        return await super().record(asked)


async def test_a_window_follows_the_rule_that_came_while_it_was_computed(database: Database) -> None:
    """Fault 4: what is decided on the office's word is appended on the version of the office that was read."""
    pool = await open_pool(database.url, size=2)
    store, key = Interrupted(pool), new_office()
    of, recorder = PlanStream(key, "quarter/rkt-2024-q1"), Recorder(States(store))
    by, at = system(key), datetime(2020, 1, 1, tzinfo=UTC)

    def asked(stream: str, command: AnyCommand) -> Request:
        told = fingerprint(key, by.person, by.role, "act", stream, str(command).encode())
        return Request(key, stream, f"c-{told.hex()[:9]}", told.hex(), command)

    def ruling(closes: int) -> Request:
        policy = msgspec.structs.replace(
            DEFAULT_FILING, effective=date(2024, 1, 1), closes=closes, citation="SE 2/2024"
        )
        return asked("office", SetFilingPolicy(by=by, at=at, policy=policy))

    await admit(recorder, key)
    planned = window(OFFICE, 2024, 1)
    opening = msgspec.structs.replace(open_quarter(window=planned, at=planned.opens), office=key, by=by)
    for request in (asked(of.stream, opening), ruling(20)):
        assert (await recorder.record(request)).receipt.events
    store.says = ruling(25)
    await Quarters(recorder).advance(AdvanceOrder(of, planned.opens))
    closes = (await recorder.quarter(key, of.stream)).window.closes
    assert closes == window(await recorder.office(key), 2024, 1).closes == datetime(2024, 4, 25, 16, tzinfo=UTC)
    await store.close()
    await pool.close()
