"""A year of quarters, on a Temporal whose time the tests move."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.reminders.post import Post
from activities.reminders.quarters import ended, reminders, window
from domain.action.row import Steps
from domain.action.state import ActionPhase
from domain.kernel.actor import Role, system
from domain.kernel.streams import QUARTERS, last_day
from domain.office.commands import DescribeOffice
from domain.plan.events import ReminderKind
from domain.quarter.commands import CorrectRealisation
from domain.quarter.events import EarlierAdopted, FilingReminded, QuarterClosed
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.domain.quarter.life import write
from tests.workflows.scene import WITA
from tests.workflows.test_reminders import Time
from tests.workflows.year_scene import NOT_RELEASED, OWNERS, YearScene, late_march, open_first
from workflows.client import Plans, workflow_id
from workflows.worker import workers

ALWAYS = {"before-7", "before-1", "due", "escalation-secretary", "escalation-chair"}  # “before-3” may meet another
PAST, ZONE = 2023, ZoneInfo(WITA)


async def reminded(scene: YearScene, quarter: int = 1) -> list[str]:
    """Return the reminders that went out."""
    return [event.reminder for event in await scene.events(quarter, FilingReminded)]


async def test_a_whole_year_opens_and_closes_quarter_by_quarter(year: YearScene, time: Time) -> None:
    await year.signed()
    office = await year.recorder.office(year.office)
    for number in QUARTERS:
        planned = window(office, year.year, number)
        assert planned.opens == ended(office, year.year, number)
        await time.skip(planned.opens)
        quarter = await year.opened(number)
        assert (quarter.window.opens, quarter.window.closes) == (planned.opens, planned.closes)
        assert [e.quarter for e in quarter.lines["i1"].row.earlier] == list(range(1, number))
        await year.file(number, *OWNERS)
        await year.settle(number)
        await year.sign(number)
        await year.plans._client.get_workflow_handle(workflow_id(year.of(number))).result()
        assert not await reminded(year, number)
    closings = [event for n in QUARTERS for event in await year.events(n, QuarterClosed)]
    assert all(event.by.role is Role.SYSTEM and len(event.figures) == len(OWNERS) for event in closings)
    assert len(closings) == 4


async def test_a_past_year_opens_at_once_and_reminds_nobody(year: YearScene, time: Time) -> None:
    year.year = PAST
    await year.signed()
    for number in QUARTERS:
        quarter = await year.opened(number)
        assert quarter.window.closes < time.now
    await time.skip(time.now + timedelta(days=5))
    assert [key for number in QUARTERS for key in await reminded(year, number)] == []
    # It runs through as any other, once somebody lets people file.
    for number in QUARTERS:
        await year.ask(year.of(number), year.extending(time.now + timedelta(days=9)))
        await year.file(number, *OWNERS)
        await year.settle(number)
        await year.sign(number)


async def test_owners_are_reminded_until_it_escalates_to_secretary_and_chair(year: YearScene, time: Time) -> None:
    """In Sydney, where summer time ends while the first quarter is filed."""
    sydney, zone = "Australia/Sydney", ZoneInfo("Australia/Sydney")
    by = system(year.office)
    await year.say(DescribeOffice(by=by, at=time.now, name="Kantor", address="", time_zone=sydney, titles=()))
    quarter = await open_first(year, time)
    opens, closes = (at.astimezone(zone) for at in (quarter.window.opens, quarter.window.closes))
    assert (opens.hour, closes.hour) == (0, 0)
    assert opens.utcoffset() != closes.utcoffset()
    assert {r.at.astimezone(zone).hour for r in quarter.window.reminders} == {8}
    assert {r.key for r in quarter.window.reminders} >= ALWAYS
    for reminder in quarter.window.reminders:
        await time.skip(reminder.at)
        await year.until(1, lambda q, key=reminder.key: (1, key) in q.reminded)  # type: ignore[misc]
    said = await year.events(1, FilingReminded)
    assert [e.reminder for e in said] == [r.key for r in quarter.window.reminders]
    assert [e.to for e in said] == [Role.OWNER] * (len(said) - 2) + [Role.SECRETARY, Role.CHAIR]
    assert [e.kind for e in said][-3:] == [ReminderKind.DUE, ReminderKind.ESCALATION, ReminderKind.ESCALATION]
    for event, reminder in zip(said, quarter.window.reminders, strict=True):
        assert timedelta() <= event.at - reminder.at < timedelta(minutes=1)


async def test_who_has_filed_is_not_reminded(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    await year.file(1, "i1", "i2")
    await time.skip(quarter.window.reminders[0].at)
    first = await year.until(1, lambda q: bool(q.reminded))
    assert [o.person for o in first.reminded[1, "before-7"].owners] == ["wayan"]
    await year.file(1, "i3")
    await time.skip(quarter.window.closes + timedelta(days=9))
    assert await reminded(year) == ["before-7"]


async def test_a_figure_filed_sets_no_timer_anew(year: YearScene, time: Time) -> None:
    await open_first(year, time)
    handle = year.plans._client.get_workflow_handle(workflow_id(year.of(1)))

    async def timers() -> list[int]:
        history = await handle.fetch_history()
        return [e.event_id for e in history.events if e.event_type == EventType.EVENT_TYPE_TIMER_STARTED]

    await year.file(1, "i1")
    before = await timers()
    assert before
    await year.file(1, "i2")
    assert await timers() == before
    await year.file(1, "i3")  # the last of them: there is nobody left to remind
    assert await timers() != before


async def test_reminders_are_mailed_to_those_who_have_not_filed_and_nobody_else(
    skipping: WorkflowEnvironment, store: Store, time: Time
) -> None:
    letterbox, number = Letterbox(), await late_march(time)
    async with listening(letterbox, "127.0.0.1") as port:
        documents, plans = workers(skipping.client, store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "http://x"))
        async with documents, plans:
            scene = YearScene(store, Plans(skipping.client, store), number, clock=lambda: time.now)
            await scene.open_office()
            for name in ("oka", "wayan", "putu", "sari", "ketut"):
                await store.pool.execute(
                    "INSERT INTO access.accounts (username, person, home, email)"
                    " VALUES ($1, $1, $2, $1 || '@example.go.id')",
                    *(name, scene.office),
                )
            quarter = await open_first(scene, time)
            await scene.file(1, "i1", "i2")
            for many, reminder in enumerate(quarter.window.reminders, 1):
                await time.skip(reminder.at)
                await letterbox.until(many)
            await scene.plans.close()
    assert [letter["To"].split("@")[0] for letter in letterbox.letters] == ["wayan"] * (many - 2) + ["sari", "ketut"]
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == many
    told = letterbox.letters[-1].get_content()
    assert "- Wayan" in told
    assert f"/offices/{scene.office}/plans/rkt-{scene.year}/quarters/1" in told


async def test_an_extension_reminds_again_and_lets_people_file(year: YearScene, time: Time) -> None:
    quarter = await open_first(year, time)
    await time.skip(quarter.window.reminders[-1].at)
    closes = quarter.window.closes + timedelta(days=14)
    office = await year.recorder.office(year.office)
    await year.ask(year.of(1), year.extending(closes, *reminders(office, last_day(year.year, 1), closes)))
    await time.skip(closes - timedelta(hours=1))
    extended = await year.until(1, lambda q: any(round_ == 2 for round_, _ in q.reminded))
    assert extended.window.closes == closes
    await year.file(1, *OWNERS)
    await year.settle(1)
    await year.sign(1)


async def test_a_closed_quarter_is_reopened_corrected_and_closed_again(year: YearScene, time: Time) -> None:
    await open_first(year, time)
    await year.file(1, *OWNERS)
    await year.settle(1)
    await year.sign(1)
    office = await year.recorder.office(year.office)
    await time.skip(window(office, year.year, 2).opens)
    await year.opened(2)
    await year.ask(year.of(1), year.reopening(time.now + timedelta(days=5)))
    row = (await year.quarter(1)).lines["i3"]
    assert row.filing is not None
    new = msgspec.structs.replace(NOT_RELEASED, follow_up="Menyusul. (contoh)")
    correction = CorrectRealisation(
        by=year.person("wayan"),
        at=time.now,
        indicator="i3",
        based_on=row.version,
        filing=new,
        reason="Salah. (contoh)",
    )
    await year.ask(year.of(1), correction)
    await year.verify(1, "i3")
    closed = await year.sign(1)
    assert len(closed.closings) == 2
    # The quarter after it is told at once, without waiting for a day.
    told = await year.until(2, lambda q: q.lines["i3"].row.earlier[0].follow_up != "")
    assert await year.events(2, EarlierAdopted)
    assert told.lines["i3"].row.earlier[0].follow_up == new.follow_up


async def test_of_two_owners_who_file_the_same_row_at_once_one_wins(year: YearScene, time: Time) -> None:
    await open_first(year, time)
    one, other = (year.request(year.of(1).stream, year.filing("i2", by=name)) for name in ("oka", "wayan"))
    receipts = await asyncio.gather(year.plans.handle(one), year.plans.handle(other))
    [refusal] = [receipt.refusal for receipt in receipts if receipt.refusal is not None]
    assert refusal.code in ("already-filed", "row-changed")
    assert (await year.quarter(1)).lines["i2"].version == 1


async def test_an_action_plan_changed_after_its_signature_leaves_the_year_to_what_was_signed(
    year: YearScene, time: Time
) -> None:
    """One letter of it stopped the year (fault 7)."""
    await year.signed()
    action = await year.until_action(lambda action: action.document is not None)
    assert action.phase is ActionPhase.SIGNED
    [row, *_] = action.rows.values()
    later = write(
        msgspec.structs.replace(row, steps=Steps("Lain. (contoh)")),
        based_on=action.version,
        by=year.person("dewi"),
        at=time.now,
    )
    await year.ask(year.action_of, later)
    office = await year.recorder.office(year.office)
    await time.skip(window(office, year.year, 1).opens)
    await year.opened(1)
    now = await year.until_action(lambda action: action.in_force is not None)
    assert (now.phase, now.version, now.signed) == (ActionPhase.DRAFTING, action.version + 1, action)
    await year.endorsed()
    signed = await year.until_action(lambda action: action.phase is ActionPhase.SIGNED and action.document is not None)
    assert (signed.version, signed.signed) == (now.version, None)


async def test_without_a_signed_action_plan_a_quarter_waits_for_nothing(year: YearScene) -> None:
    handle = year.plans._client.get_workflow_handle(workflow_id(year.of(1)))
    refused = await year.plans.handle(year.request(year.of(1).stream, year.closing()))
    assert refused.refusal is not None
    assert refused.refusal.code == "quarter-absent"
    await handle.result()
    assert (await handle.describe()).status is WorkflowExecutionStatus.COMPLETED
