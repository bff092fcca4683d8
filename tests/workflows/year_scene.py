"""An office with a signed action plan and the people of its year, on the real servers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from activities.recording.recorder import PlanStream, Request
from activities.recording.states import AnyCommand
from activities.reminders.quarters import window
from domain.action.commands import GiveActionParaf, SignAction
from domain.action.state import Action, action_digest
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.kernel.streams import action_stream, quarter_stream
from domain.measure.realisation import Absent, State
from domain.office.commands import GrantRole, OfficeCommand, RegisterPerson
from domain.plan.state import stream_of
from domain.quarter.commands import (
    CloseQuarter,
    ExtendWindow,
    FileBudget,
    FileRealisation,
    ReopenQuarter,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
)
from domain.quarter.content import quarter_digest
from domain.quarter.filing import Filing
from domain.quarter.row import QuarterReminder
from domain.quarter.state import Quarter, QuarterPhase
from eventstore.codec import decode, fingerprint
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.domain.quarter.life import PARTS, begin, measured, send, write
from tests.planned import plan_signed
from tests.workflows.scene import Scene, new_office
from tests.workflows.test_reminders import Time
from workflows.client import Plans

PEOPLE = {"dewi": Role.DRAFTER, "oka": Role.OWNER, "wayan": Role.OWNER, "putu": Role.PLANNER}
OFFICIALS = {"sari": Role.SECRETARY, "ketut": Role.CHAIR}
OWNERS = {"i1": "oka", "i2": "oka", "i3": "wayan"}
NOT_RELEASED = Filing(Absent(State.NOT_RELEASED), "Belum rilis. (contoh)")

E = TypeVar("E")


@dataclass
class YearScene:
    """A year and the people who act in it; `clock` is what they take for now."""

    store: Store
    plans: Plans
    year: int
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    office: str = field(default_factory=new_office)

    def __post_init__(self) -> None:
        self.recorder = Scene(self.store, self.plans).recorder

    @property
    def plan_of(self) -> PlanStream:
        """The plan that the year is for."""
        return PlanStream(self.office, stream_of("rkt", self.year))

    @property
    def action_of(self) -> PlanStream:
        """The action plan."""
        return PlanStream(self.office, action_stream("rkt", self.year))

    def of(self, quarter: int) -> PlanStream:
        """One of the quarters."""
        return PlanStream(self.office, quarter_stream("rkt", self.year, quarter))

    def person(self, name: str) -> Actor:
        """Return who acts, in the role they have."""
        role = {**PEOPLE, **OFFICIALS}[name]
        return Actor(name, name.title(), role, f"{role}", Capacity.DEFINITIVE, self.office)

    def request(self, stream: str, command: AnyCommand, command_id: str = "") -> Request:
        """Return a request as the API makes it."""
        told = fingerprint(self.office, command.by.person, command.by.role, "act", stream, str(command).encode())
        return Request(self.office, stream, command_id or f"c-{told.hex()[:24]}", told.hex(), command)

    async def ask(self, of: PlanStream, command: AnyCommand) -> Receipt:
        """Carry out a command through Temporal; it must not be refused."""
        receipt = await self.plans.handle(self.request(of.stream, command))
        assert receipt.refusal is None, receipt.refusal
        return receipt

    async def open_office(self) -> None:
        """Open the office with everybody."""
        scene = Scene(self.store, self.plans, office=self.office)
        await scene.open_office()
        by, at = system(self.office), datetime(2020, 1, 1, tzinfo=UTC)
        for name, role in PEOPLE.items():
            for command in (
                RegisterPerson(by=by, at=at, person=name, name=name.title()),
                GrantRole(by=by, at=at, person=name, role=role),
            ):
                recorded = await self.recorder.record(self.request("office", command))
                assert recorded.receipt.refusal is None

    async def say(self, command: OfficeCommand) -> None:
        """Let the office say something new."""
        assert (await self.recorder.record(self.request("office", command))).receipt.events

    async def planned(self) -> None:
        """Sign the plan that the year is for."""
        people = self.person("dewi"), self.person("sari")
        await plan_signed(self.recorder, self.office, self.year, PARTS, *people)

    async def signed(self) -> None:
        """Write the action plan, pass it along its route and sign it, each act on its document."""
        of = self.action_of
        by = self.person("dewi")
        await self.planned()
        await self.ask(of, begin(by, at=self.clock(), office=self.office, year=self.year))
        await self.ask(of, write(by=by, at=self.clock()))
        await self.endorsed()

    async def endorsed(self) -> None:
        """Send the action plan as it is on its route, to its end."""
        of, now = self.action_of, await self.action()
        sending = send(now.version, by=self.person("dewi"))
        await self.ask(of, msgspec.structs.replace(sending, at=self.clock()))
        for step, name in (("owners", "oka"), ("owners", "wayan"), ("planner", "putu"), ("secretary", "sari")):
            action = await self.until_action(lambda action: action.document is not None)
            act = SignAction if step == "secretary" else GiveActionParaf
            assert action.document is not None
            await self.ask(
                of,
                act(
                    by=self.person(name),
                    at=self.clock(),
                    step=step,
                    based_on=action.version,
                    digest=action_digest(action),
                    document=action.document.document,
                ),
            )

    def filing(self, indicator: str, by: str = "") -> FileRealisation:
        """The command with which an owner files a row."""
        who = self.person(by or OWNERS[indicator])
        return FileRealisation(by=who, at=self.clock(), indicator=indicator, based_on=0, filing=NOT_RELEASED)

    async def file(self, quarter: int, *indicators: str) -> None:
        """File rows."""
        for indicator in indicators:
            await self.ask(self.of(quarter), self.filing(indicator))

    async def settle(self, quarter: int) -> None:
        """Report the budget and verify every row."""
        spent = tuple(Spent(key, 0, measured("100").value) for key in ("p1", "p2"))
        await self.ask(self.of(quarter), FileBudget(by=self.person("putu"), at=self.clock(), amounts=spent, reason=""))
        await self.verify(quarter, *OWNERS)

    async def verify(self, quarter: int, *indicators: str) -> None:
        """Pass rows as they are."""
        state = await self.quarter(quarter)
        rows = tuple(RowVersion(key, state.lines[key].version) for key in indicators)
        await self.ask(self.of(quarter), VerifyRealisations(by=self.person("putu"), at=self.clock(), rows=rows))

    async def sign(self, quarter: int) -> Quarter:
        """Sign a settled quarter, Secretary and Chair each on its document; return it closed."""
        for step, name in (("secretary", "sari"), ("chair", "ketut")):
            state = await self.until(quarter, lambda q: q.document is not None)
            assert state.document is not None
            await self.ask(
                self.of(quarter),
                SignQuarter(
                    by=self.person(name),
                    at=self.clock(),
                    step=step,
                    based_on=state.version,
                    digest=quarter_digest(state),
                    document=state.document.document,
                ),
            )
        return await self.closed(quarter)

    async def closed(self, quarter: int) -> Quarter:
        """Wait until a quarter is closed and its signed document there."""
        return await self.until(quarter, lambda q: q.phase is QuarterPhase.CLOSED and q.document is not None)

    def extending(self, closes: datetime, *reminders: QuarterReminder) -> ExtendWindow:
        """The command with which the Secretary lets people file for longer."""
        by = self.person("sari")
        return ExtendWindow(by=by, at=self.clock(), closes=closes, reminders=reminders, reason="Banjir. (contoh)")

    def reopening(self, closes: datetime) -> ReopenQuarter:
        """The command with which the Chair opens a closed quarter."""
        by = self.person("ketut")
        return ReopenQuarter(by=by, at=self.clock(), closes=closes, reminders=(), reason="Salah hitung. (contoh)")

    def closing(self) -> CloseQuarter:
        """The command with which the planning section closes a quarter."""
        return CloseQuarter(by=self.person("putu"), at=self.clock())

    async def quarter(self, number: int) -> Quarter:
        """Return a quarter as it is recorded."""
        return await self.recorder.quarter(self.office, self.of(number).stream)

    async def action(self) -> Action:
        """Return the action plan as it is recorded."""
        return await self.recorder.action(self.office, self.action_of.stream)

    async def events(self, quarter: int, kind: type[E]) -> list[E]:
        """Return a quarter's events of one class."""
        entries = await self.store.read(self.office, self.of(quarter).stream)
        return [event for entry in entries if isinstance(event := decode(entry.body), kind)]

    async def opened(self, quarter: int) -> Quarter:
        """Wait until a quarter is open."""
        return await self.until(quarter, lambda q: q.phase is not QuarterPhase.ABSENT)

    async def until(self, number: int, seen: Callable[[Quarter], bool]) -> Quarter:
        """Follow the office's log until a quarter is as wanted."""
        found = [Quarter()]

        async def look() -> bool:
            found.append(await self.quarter(number))
            return seen(found[-1])

        await self._follow(look)
        return found[-1]

    async def until_action(self, seen: Callable[[Action], bool]) -> Action:
        """Follow the office's log until the action plan is as wanted."""
        found = [Action()]

        async def look() -> bool:
            found.append(await self.action())
            return seen(found[-1])

        await self._follow(look)
        return found[-1]

    async def _follow(self, look: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(30):
            head = await self.store.head(self.office)
            if await look():
                return
            async for _ in self.store.follow(self.office, max(0, head.position - 1)):
                if await look():
                    return


async def late_march(time: Time) -> int:
    """Let the last days of next year's first quarter come, and return that year.

    Before anybody waits: each quarter looks once a day, and months of it take seconds.
    """
    await time.skip(datetime(time.now.year + 1, 3, 25, tzinfo=UTC))
    return time.now.year


async def open_first(scene: YearScene, time: Time) -> Quarter:
    """Sign the action plan and let the first quarter's window come."""
    await scene.signed()
    office = await scene.recorder.office(scene.office)
    await time.skip(window(office, scene.year, 1).opens)
    return await scene.opened(1)
