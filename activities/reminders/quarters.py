"""What time asks of a quarter: that it opens, follows its rules, reminds, closes; and what an action plan waits for."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from temporalio import activity

from activities.recording.recorder import PlanStream, Recorded, Recorder, SystemCommand, system_id, system_request
from activities.recording.states import ACTION, OFFICE, QUARTER, StreamState
from activities.reminders.calendar import due, morning
from activities.reminders.filing_mail import debtors, mailing_of
from activities.reminders.post import addresses
from domain.kernel.actor import Role, system
from domain.kernel.errors import Refused
from domain.kernel.message import Message, canonical, digest
from domain.kernel.streams import QUARTERS, action_stream, last_day, quarter_stream
from domain.office.events import FilingPolicy
from domain.office.state import STREAM, Office
from domain.plan.events import ReminderKind
from domain.quarter.commands import AdoptEarlier, CloseQuarter, RearmWindow, RemindFiling
from domain.quarter.opening import earlier_changes, following, opening
from domain.quarter.phases import LIVE
from domain.quarter.row import QuarterReminder, Window
from domain.quarter.state import Quarter, QuarterPhase
from domain.route.route import quarter_kind
from domain.waiting import ActionWaiting, QuarterWaiting, action_waiting, quarter_waiting
from eventstore.append import StreamHead
from eventstore.errors import Conflict

_DAY = timedelta(days=1)
_LATE = 2 * _DAY  # after a longer stop a reminder says nothing new: the next one comes soon, or the time is over


def ended(office: Office, year: int, quarter: int) -> datetime:
    """Return the instant (UTC) at which a quarter is over on the office's clock."""
    return _midnight(office, last_day(year, quarter) + _DAY)


def window(office: Office, year: int, quarter: int) -> Window:
    """Return the window of a quarter, by what policy and calendar say now."""
    last = last_day(year, quarter)
    policy = office.filing_policy(last)
    # The working day after the day before: that is the day itself where people work on it.
    dated = due(_midnight(office, last + (policy.closes - 1) * _DAY), 1, office.time_zone, office.days)
    return Window(
        opens=_midnight(office, last + policy.opens * _DAY),
        closes=dated.instant,
        reminders=_reminders(office, policy, dated.day),
        estimated=dated.estimated,
        source=dated.source,
        citation=policy.citation,
    )


def reminders(office: Office, ends: date, closes: datetime) -> tuple[QuarterReminder, ...]:
    """Return who is to be reminded when of a window that somebody extended or opened again until an instant (UTC).

    `ends` is the last day of its quarter.
    """
    day = (closes - timedelta(microseconds=1)).astimezone(ZoneInfo(office.time_zone)).date()
    return _reminders(office, office.filing_policy(ends), day)


def same_times(one: Window, other: Window) -> bool:
    """Return whether nobody would notice the difference: a new edition of the calendar alone moves no window."""
    return (one.opens, one.closes, one.reminders) == (other.opens, other.closes, other.reminders)


def _reminders(office: Office, policy: FilingPolicy, day: date) -> tuple[QuarterReminder, ...]:
    # Two that fall on the same morning are one: the nearer.
    mornings = {reminder.at: reminder for reminder in _each(office, policy, day)}
    return tuple(mornings[at] for at in sorted(mornings))


def _each(office: Office, policy: FilingPolicy, day: date) -> Iterator[QuarterReminder]:
    def at(start: date, working_days: int) -> datetime:
        return morning(start, working_days, office.time_zone, office.days).instant

    for n in sorted(policy.before, reverse=True):
        yield QuarterReminder(f"before-{n}", ReminderKind.BEFORE, at(day - (n - 1) * _DAY, -1))
    yield QuarterReminder("due", ReminderKind.DUE, at(day, 0))
    for role, n in ((Role.SECRETARY, policy.secretary), (Role.CHAIR, policy.chair)):
        yield QuarterReminder(f"escalation-{role}", ReminderKind.ESCALATION, at(day, n), role)


def _midnight(office: Office, day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(office.time_zone)).astimezone(UTC)


class AdvanceOrder(Message, frozen=True, tag="tend-order"):
    """A quarter to be taken further by `now`, the workflow's clock (UTC); `reminder` is one whose instant has come."""

    of: PlanStream
    now: datetime
    round: int = 0
    reminder: str = ""


class Advanced(Message, frozen=True, tag="tended"):
    """What a quarter waits for now; `opens` is when it is to be looked at again before it opens, None: not at all.

    Where somebody is `reminded`, `to` are those who have an address to be mailed to.
    """

    waiting: QuarterWaiting
    opens: datetime | None = None
    reminded: bool = False
    to: tuple[str, ...] = ()


class Quarters:
    """Computes windows by the office's own log, and records what time makes of quarters."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @activity.defn(name="look-action")
    async def look_action(self, of: PlanStream) -> ActionWaiting:
        """Return what an action plan waits for, as it is recorded."""
        return action_waiting(await self._recorder.action(of.office, of.stream))

    @activity.defn(name="tend-quarter")
    async def advance(self, order: AdvanceOrder) -> Advanced:
        """Record whatever is due by the order's time and was not recorded; safe to repeat.

        A reminder that is recorded already counts: a worker may have died between the record and the mail.
        """
        while True:
            try:
                return await self._advanced(order)
            except Conflict:
                continue  # the office, its action plan or an earlier quarter has moved on meanwhile

    async def _advanced(self, order: AdvanceOrder) -> Advanced:
        quarter = await self._quarter(order.of)
        if quarter.phase is QuarterPhase.ABSENT:
            return await self._open(order, quarter)
        if quarter.phase in LIVE:
            await self._rearm(order, quarter)
            action = await self._follow(order, quarter)
            await self._record_earlier(order, await self._quarter(order.of))
            quarter = await self._quarter(order.of)
        if quarter.phase is QuarterPhase.SIGNED:
            close = CloseQuarter(by=system(order.of.office), at=order.now)
            # By version and window: whatever voids a signature changes one of them. No plan is signed in between that
            # the quarter would have followed.
            return _advanced(await self._recorded(order, close, (action,), "close", quarter.version, quarter.round))
        if order.reminder and _latest(order, quarter):
            return await self._remind(order)
        return Advanced(quarter_waiting(quarter))

    async def _open(self, order: AdvanceOrder, quarter: Quarter) -> Advanced:
        absent, named = quarter_waiting(quarter), quarter_named(order.of.stream)
        if named is None:
            return Advanced(absent)
        kind, year, number = named
        known = await self._recorder.states.of(OFFICE, order.of.office, STREAM)
        signed = await self._recorder.states.of(ACTION, order.of.office, action_stream(kind, year))
        office, action = known.state, signed.state
        held = action.in_force_on(last_day(year, number))
        if held is None or not office.exists:
            return Advanced(absent)  # its signature starts the quarter again
        when = window(office, year, number)
        if order.now < when.opens:
            return Advanced(absent, when.opens)
        earlier = await self._earlier(order.of, kind, year, number)
        try:
            command = opening(
                action,
                number,
                window=when,
                ended=ended(office, year, number),
                route=office.route(quarter_kind(kind)),
                earlier=[quarter.state for quarter in earlier.values()],
                by=system(order.of.office),
                at=order.now,
            )
        except Refused as no:
            activity.logger.error("%s of %s cannot open: %s", order.of.stream, order.of.office, no)
            return Advanced(absent, order.now + _DAY)
        # By the action plan's version: what refuses this one may be mended in the next.
        also = (known.seen(STREAM), signed.seen(action_stream(kind, year)), *_seen(earlier))
        recorded = await self._recorded(order, command, also, "open", held.version)
        return _advanced(recorded) if recorded.receipt.refusal is None else Advanced(absent, order.now + _DAY)

    async def _rearm(self, order: AdvanceOrder, quarter: Quarter) -> None:
        """Follow a rule or a calendar that changed; what a person granted, no rule takes away."""
        office = await self._recorder.states.of(OFFICE, order.of.office, STREAM)
        new = window(office.state, quarter.year, quarter.quarter)
        kept = quarter.granted and new.closes <= quarter.window.closes
        if not kept and not same_times(new, quarter.window):
            command = RearmWindow(by=system(order.of.office), at=order.now, window=new)
            also = (office.seen(STREAM),)
            await self._recorded(order, command, also, "rearm", quarter.round, digest(canonical(new))[:16])

    async def _follow(self, order: AdvanceOrder, quarter: Quarter) -> StreamHead:
        """Go on by the plan that is in force on the quarter's last day, and return how far its action plan was read."""
        stream = action_stream(quarter.kind, quarter.year)
        action = await self._recorder.states.of(ACTION, order.of.office, stream)
        office = await self._recorder.states.of(OFFICE, order.of.office, STREAM)
        before = await self._earlier(order.of, quarter.kind, quarter.year, quarter.quarter)
        command = following(
            quarter,
            action.state,
            ended=ended(office.state, quarter.year, quarter.quarter),
            earlier=[each.state for each in before.values()],
            by=system(order.of.office),
            at=order.now,
        )
        if command is not None:
            also = (office.seen(STREAM), action.seen(stream), *_seen(before))
            await self._recorded(order, command, also, "follow", quarter.version, command.basis.version)
        return action.seen(stream)

    async def _record_earlier(self, order: AdvanceOrder, quarter: Quarter) -> None:
        """Take over what earlier quarters came to when they closed."""
        before = await self._earlier(order.of, quarter.kind, quarter.year, quarter.quarter)
        closed = [earlier.state for earlier in before.values() if earlier.state.phase is QuarterPhase.CLOSED]
        changes = tuple(change for earlier in closed for change in earlier_changes(quarter, earlier))
        if changes:
            command = AdoptEarlier(by=system(order.of.office), at=order.now, rows=changes)
            which = (quarter.version, *(earlier.version for earlier in closed))
            await self._recorded(order, command, _seen(before), "earlier", *which)

    async def _remind(self, order: AdvanceOrder) -> Advanced:
        command = RemindFiling(by=system(order.of.office), at=order.now, round=order.round, reminder=order.reminder)
        recorded = await self._recorded(order, command, (), "remind", order.round, order.reminder)
        quarter, office = await self._quarter(order.of), await self._recorder.office(order.of.office)
        said = quarter.reminded.get((order.round, order.reminder))
        to: tuple[str, ...] = ()
        if said is not None:
            people = debtors(office, quarter, said)
            known = await addresses(self._recorder.store, office.id, people, mailing_of(said))
            to = tuple(person for person, _ in known)
        return Advanced(_advanced(recorded).waiting, reminded=bool(recorded.receipt.events), to=to)

    async def _quarter(self, of: PlanStream) -> Quarter:
        return await self._recorder.quarter(of.office, of.stream)

    async def _earlier(self, of: PlanStream, kind: str, year: int, number: int) -> Mapping[str, StreamState[Quarter]]:
        streams = [quarter_stream(kind, year, n) for n in range(1, number)]
        return {stream: await self._recorder.states.of(QUARTER, of.office, stream) for stream in streams}

    async def _recorded(
        self, order: AdvanceOrder, command: SystemCommand, also: tuple[StreamHead, ...], what: str, *which: object
    ) -> Recorded:
        return await self._recorder.recorded(system_request(order.of, command, system_id(order.of, what, *which)), also)


def _seen(known: Mapping[str, StreamState[Quarter]]) -> tuple[StreamHead, ...]:
    return tuple(each.seen(stream) for stream, each in known.items())


def quarter_named(stream: str) -> tuple[str, int, int] | None:
    """Return kind, year and number of the quarter of that name; None where it names none."""
    key, _, number = stream.removeprefix("quarter/").rpartition("-q")
    kind, _, year = key.rpartition("-")
    if not (number.isdecimal() and year.isdecimal() and len(year) == 4) or int(number) not in QUARTERS:
        return None
    named = kind, int(year), int(number)
    return named if quarter_stream(*named) == stream else None


def _latest(order: AdvanceOrder, quarter: Quarter) -> bool:
    """Whether the order is about the latest reminder whose instant has come in this window, and not long ago."""
    past = [r for r in quarter.window.reminders if quarter.armed < r.at <= order.now]
    last = max(past, key=lambda reminder: reminder.at, default=None)
    if last is None or quarter.round != order.round:
        return False
    return last.key == order.reminder and order.now - last.at < _LATE


def _advanced(recorded: Recorded) -> Advanced:
    if not isinstance(recorded.waiting, QuarterWaiting):
        raise TypeError(f"a quarter that waits for {recorded.waiting}")
    return Advanced(recorded.waiting)
