"""An office that changes a rule in mid-quarter: its quarters follow, at once where somebody tells them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import msgspec

from activities.reminders.quarters import window
from domain.kernel.actor import Role, system
from domain.kernel.streams import last_day
from domain.office.commands import DeclareDay, DescribeOffice, SetFilingPolicy, SetRoute
from domain.office.events import DEFAULT_FILING, FilingPolicy
from domain.quarter.events import WindowRearmed
from domain.route.route import Step, StepAct
from tests.workflows.scene import WITA
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import YearScene, open_first

ZONE = ZoneInfo(WITA)


async def test_a_policy_in_mid_quarter_arms_the_window_anew_at_once(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    assert quarter.window.citation == DEFAULT_FILING.citation
    by = system(year.office)
    longer = FilingPolicy(date(year.year, 1, 1), 1, 20, (2,), 2, 4, "SE 7 (contoh)")
    later = msgspec.structs.replace(longer, effective=date(year.year, 4, 1), closes=5, citation="SE 8 (contoh)")
    for policy in (longer, later):  # this quarter ended before the later one holds
        await year.say(SetFilingPolicy(by=by, at=time.now, policy=policy))
    await year.plans.nudge_quarters(year.office)
    moved = await year.until(1, lambda q: q.round == 2)
    assert moved.window.citation == "SE 7 (contoh)"
    assert moved.window.closes.astimezone(ZONE).date() - last_day(year.year, 1) > timedelta(days=20)
    assert [r.key for r in moved.window.reminders] == ["before-2", "due", "escalation-secretary", "escalation-chair"]
    for reminder in moved.window.reminders:
        await time.skip(reminder.at)
        await year.until(1, lambda q, key=reminder.key: (2, key) in q.reminded)  # type: ignore[misc]
    assert {round_ for round_, _ in (await year.quarter(1)).reminded} == {2}
    assert len(await year.events(1, WindowRearmed)) == 1


async def test_a_holiday_that_is_told_moves_the_end_at_once(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    last = (quarter.window.closes - timedelta(seconds=1)).astimezone(ZONE).date()
    by = system(year.office)
    await year.say(DeclareDay(by=by, at=time.now, day=last, working=False, name="Cuti", decree="SKB 1 (contoh)"))
    await year.plans.nudge_quarters(year.office)
    moved = await year.until(1, lambda q: q.round == 2)
    assert moved.window.closes > quarter.window.closes


async def test_a_quarter_that_waits_opens_by_a_policy_and_a_route_set_since(year: YearScene, time: Time) -> None:
    by, route = system(year.office), (Step("chair", 1, Role.CHAIR, StepAct.SIGN),)
    await year.signed()
    default = window(await year.recorder.office(year.office), year.year, 1)
    await time.skip(default.opens - timedelta(hours=1))  # so that no look of the day before comes in between
    earlier = FilingPolicy(date(year.year, 1, 1), 3, 20, (), 1, 3, "SE 8 (contoh)")
    await year.say(SetFilingPolicy(by=by, at=time.now, policy=earlier))
    await year.say(SetRoute(by=by, at=time.now, kind="quarter/rkt", steps=route))
    planned = window(await year.recorder.office(year.office), year.year, 1)
    assert planned.opens - default.opens == timedelta(days=2)
    await time.skip(planned.opens)
    quarter = await year.opened(1)
    assert (quarter.window, quarter.route) == (planned, route)
    assert (await year.events(1, WindowRearmed)) == []


async def test_a_decree_in_mid_quarter_arms_the_window_anew(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    last = (quarter.window.closes - timedelta(seconds=1)).astimezone(ZONE).date()
    by = system(year.office)
    await year.say(
        DeclareDay(by=by, at=time.now, day=last, working=False, name="Cuti bersama", decree="SKB 1 (contoh)")
    )
    await time.skip(time.now + timedelta(days=1))  # nobody nudges it: a day later it looks by itself
    moved = await year.until(1, lambda q: q.round == 2)
    assert moved.window.closes > quarter.window.closes
    assert "SKB 1 (contoh)" in moved.window.source
    assert len(await year.events(1, WindowRearmed)) == 1
    for reminder in moved.window.reminders:
        await time.skip(reminder.at)
        await year.until(1, lambda q, key=reminder.key: (2, key) in q.reminded)  # type: ignore[misc]
    assert {round_ for round_, _ in (await year.quarter(1)).reminded} == {2}


async def test_an_office_that_moves_to_another_time_zone_has_its_windows_moved(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    moving = DescribeOffice(
        by=system(year.office), at=time.now, name="Kantor", address="", time_zone="Asia/Jakarta", titles=()
    )
    await year.say(moving)
    await year.plans.nudge_quarters(year.office)
    moved = await year.until(1, lambda q: q.round == 2)
    assert moved.window.closes - quarter.window.closes == timedelta(hours=1)


async def test_what_a_person_granted_no_decree_takes_away(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    await year.ask(year.of(1), year.extending(quarter.window.closes + timedelta(days=30)))
    last = (quarter.window.closes - timedelta(seconds=1)).astimezone(ZONE).date()
    by = system(year.office)
    await year.say(DeclareDay(by=by, at=time.now, day=last, working=False, name="Cuti", decree="SKB 1 (contoh)"))
    await time.skip(time.now + timedelta(days=2))
    assert not await year.events(1, WindowRearmed)
