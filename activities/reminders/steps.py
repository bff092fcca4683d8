"""When an open step of a plan is due, who was reminded of it when, and by which mail."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from temporalio import activity

from activities.recording.recorder import PlanStream, Recorder, system_id, system_request
from activities.recording.states import OFFICE
from activities.reminders.calendar import due, morning
from activities.reminders.post import Letter, Post, addressee, addresses, mailing_of, send
from domain.kernel.actor import Role, system
from domain.kernel.message import Message
from domain.office.events import ReminderPolicy
from domain.office.state import STREAM, Office
from domain.plan.commands import RecordDue, RemindStep
from domain.plan.events import Reminder, ReminderKind
from domain.plan.state import Plan
from domain.route.route import Step
from domain.waiting import Waiting, waiting
from eventstore.errors import Conflict


class DueOrder(Message, frozen=True, tag="due-order"):
    """An open step of a plan's round; `now` is the workflow's clock (UTC)."""

    of: PlanStream
    round: int
    step: str
    now: datetime


class RemindOrder(Message, frozen=True, tag="remind-order"):
    """A reminder of an open step whose instant has come by `now`, the workflow's clock (UTC)."""

    of: PlanStream
    round: int
    step: str
    reminder: str
    now: datetime
    person: str = ""  # who of those it concerns is mailed; empty: all of them


class Reminded(Message, frozen=True, tag="reminded"):
    """Whether somebody is to be reminded, what the plan waits for now, and who has an address to be mailed to."""

    recorded: bool
    waiting: Waiting
    to: tuple[str, ...] = ()


class YearOrder(Message, frozen=True, tag="year-order"):
    """A year of an office."""

    office: str
    year: int


class Reminders:
    """Computes due dates by the office's own log, and records them and what was sent."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="due")
    async def due(self, order: DueOrder) -> Waiting:
        """Record when the step is due, by the policy in force on the day it opened; without a policy, nothing."""
        while True:
            try:
                return await self._dated(order)
            except Conflict:
                continue  # the office has said something new meanwhile

    async def _dated(self, order: DueOrder) -> Waiting:
        plan = await self._recorder.plan(order.of)
        known = await self._recorder.states.of(OFFICE, order.of.office, STREAM)
        office, opened = known.state, plan.since
        policy = office.reminder_policy(_day(opened, office)) if opened and office.exists else None
        if opened is None or policy is None:
            return waiting(plan)
        command = _due(order, office, policy, opened)
        request = system_request(order.of, command, system_id(order.of, "due", order.round, order.step))
        recorded = await self._recorder.recorded(request, (known.seen(STREAM),))
        return recorded.plan_waiting or waiting(plan)

    @activity.defn(name="remind")
    async def remind(self, order: RemindOrder) -> Reminded:
        """Record the reminder, unless the step no longer waits or a later reminder's time has come too.

        So after a long stop only the latest is sent. One that is recorded already counts: a worker may have died
        between the record and the mail.
        """
        plan = await self._recorder.plan(order.of)
        now = waiting(plan)
        dated = plan.due.get(order.step)
        past = [r for r in dated.reminders if r.at <= order.now] if dated else []
        last = max(past, key=lambda r: r.at, default=None)
        waits = plan.round == order.round and order.step in {step.key for step in now.steps}
        if dated is None or last is None or last.key != order.reminder or not waits:
            return Reminded(False, now)
        command = RemindStep(
            by=system(order.of.office),
            at=order.now,
            step=order.step,
            round=order.round,
            reminder=last.key,
            kind=last.kind,
            due=dated.due,
        )
        recorded = await self._recorder.record(system_request(order.of, command, reminder_id(order)))
        step = plan.step(order.step)
        home, people = await _concerned(self._recorder, plan, step, last.kind, order.now) if step else (Office(), ())
        to = tuple(
            person for person, _ in await addresses(self._recorder.store, home.id, people, mailing_of(last.kind))
        )
        return Reminded(bool(recorded.receipt.events), recorded.plan_waiting or now, to)

    @activity.defn(name="year-end")
    async def year_end(self, order: YearOrder) -> datetime:
        """Return the instant (UTC) at which the year ends on the office's clock."""
        office = await self._recorder.office(order.office)
        return datetime(order.year + 1, 1, 1, tzinfo=ZoneInfo(office.time_zone or "UTC")).astimezone(UTC)


def reminder_id(order: RemindOrder) -> str:
    """Return the command id under which the reminder is recorded."""
    return system_id(order.of, "remind", order.round, order.step, order.reminder)


def _due(order: DueOrder, office: Office, policy: ReminderPolicy, opened: datetime) -> RecordDue:
    dated = due(opened, policy.due, office.time_zone, office.days)
    reminders = sorted(_reminders(office, policy, dated.day), key=lambda reminder: reminder.at)
    return RecordDue(
        by=system(order.of.office),
        at=order.now,
        step=order.step,
        round=order.round,
        opened=opened,
        due=dated.instant,
        # A step opened at noon is not reminded of at eight o'clock of that day.
        reminders=tuple(reminder for reminder in reminders if reminder.at > opened),
        estimated=dated.estimated,
        source=dated.source,
        citation=policy.citation,
    )


def _reminders(office: Office, policy: ReminderPolicy, day: date) -> Iterator[Reminder]:
    def at(working_days: int) -> datetime:
        return morning(day, working_days, office.time_zone, office.days).instant

    for n in policy.before:
        yield Reminder(f"before-{n}", ReminderKind.BEFORE, at(-n))
    yield Reminder("due", ReminderKind.DUE, at(0))
    yield Reminder("escalation", ReminderKind.ESCALATION, at(policy.escalate))


def _day(instant: datetime, office: Office) -> date:
    return instant.astimezone(ZoneInfo(office.time_zone)).date()


async def _concerned(
    recorder: Recorder, plan: Plan, step: Step, kind: ReminderKind, now: datetime
) -> tuple[Office, tuple[str, ...]]:
    """Return whose office it is that hears of a step, and who there has not acted at it."""
    duty = addressee(plan.route, step, kind)
    home = await recorder.office(duty.office or plan.office)
    acted = {given.by.person for given in plan.given_at(step.key)}
    if duty.role is Role.OFFICIAL:
        people = home.on_duty(duty._replace(office=""), _day(now, home))
    else:
        people = home.holders(duty.role)
    return home, tuple(person for person in people if person not in acted)


class Mailer:
    """Mails whoever a step waits for. Addresses are those of the accounts, never of an event."""

    def __init__(self, recorder: Recorder, post: Post | None) -> None:
        self._recorder = recorder
        self._post = post

    @activity.defn(name="mail")
    async def mail(self, order: RemindOrder) -> int:
        """Mail the reminder and return to how many; without a server, an address or a step that waits, to nobody."""
        letter = await self._letter(order) if self._post is not None else None
        if self._post is None or letter is None:
            return 0
        plan, step, kind = letter.plan, letter.step, letter.reminder.kind
        home, people = await _concerned(self._recorder, plan, step, kind, order.now)
        people = (order.person,) if order.person else people
        messages = [
            letter.to(home.people[person], address, self._post)
            for person, address in await addresses(self._recorder.store, home.id, people, mailing_of(kind))
        ]
        return await asyncio.to_thread(send, self._post, messages) if messages else 0

    async def _letter(self, order: RemindOrder) -> Letter | None:
        plan, office = await self._recorder.plan(order.of), await self._recorder.office(order.of.office)
        due = plan.due.get(order.step)
        step = next((s for s in plan.open_steps() if s.key == order.step), None)
        reminder = next((r for r in due.reminders if r.key == order.reminder), None) if due else None
        if step is None or due is None or reminder is None or plan.round != order.round:
            return None  # done or returned since: nobody is to be reminded any more
        return Letter(office, plan, step, due, reminder, reminder_id(order), order.now)
