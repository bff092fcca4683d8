"""An office of its own for each test, and its plan on the real servers."""

import asyncio
import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

import msgspec

from activities.recording.recorder import PlanStream, Recorder, Request
from activities.recording.states import States
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.office.commands import Appoint, GrantRole, OfficeCommand, OpenOffice, RegisterPerson, SetReminderPolicy
from domain.office.events import ReminderPolicy
from domain.plan.commands import (
    DraftPlan,
    EditText,
    GiveParaf,
    MakeComment,
    PlanCommand,
    RejectPlan,
    ReturnPlan,
    SettleComment,
    SignPart,
    SubmitPlan,
)
from domain.plan.state import Plan, text_digest
from domain.plan.text import PlanText
from domain.route.route import default_route
from eventstore.codec import decode, fingerprint
from eventstore.entry import Receipt
from eventstore.store import Store
from tests.domain.office.office_life import TEXT
from workflows.client import Plans

YEAR = datetime.now(UTC).year
WITA = "Asia/Makassar"
POLICY = ReminderPolicy(date(2020, 1, 1), 3, (2, 1), 1, "SK 1/2020 (contoh)")
PEOPLE = {Role.DRAFTER: "dewi", Role.SECRETARY: "sari", Role.CHAIR: "ketut", Role.ADMINISTRATOR: "asih"}

E = TypeVar("E")

_offices = itertools.count(1)


def new_office() -> str:
    """Return the id of an office that no other test uses: they share the Temporal server."""
    return f"kantor-{uuid.uuid4().hex[:8]}-{next(_offices)}"


@dataclass
class Scene:
    """One plan and the people who act on it."""

    store: Store
    plans: Plans
    office: str = field(default_factory=new_office)
    year: int = YEAR
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def of(self) -> PlanStream:
        """The plan."""
        return PlanStream(self.office, f"plan/rkt-{self.year}")

    @property
    def recorder(self) -> Recorder:
        """Records without Temporal."""
        return Recorder(States(self.store))

    def person(self, role: Role) -> Actor:
        """Return who acts in a role."""
        name = PEOPLE[role]
        return Actor(name, name.title(), role, role.title(), Capacity.DEFINITIVE, self.office)

    def request(self, command: PlanCommand | OfficeCommand, command_id: str = "", body: str = "") -> Request:
        """Return a request as the API makes it; `body` stands for what the client sent."""
        stream = "office" if isinstance(command, OfficeCommand) else self.of.stream
        sent = (body or str(command)).encode()
        told = fingerprint(self.office, command.by.person, command.by.role, "act", stream, sent)
        return Request(self.office, stream, command_id or str(uuid.uuid4()), told.hex(), command)

    async def ask(self, command: PlanCommand) -> Receipt:
        """Carry out a command through Temporal; it must not be refused."""
        receipt = await self.plans.handle(self.request(command))
        assert receipt.refusal is None, receipt.refusal
        return receipt

    async def open_office(self, policy: ReminderPolicy | None = None) -> None:
        """Open the office with its people, and perhaps a policy of reminders."""
        by, at = system(self.office), datetime(2020, 1, 1, tzinfo=UTC)
        commands: list[OfficeCommand] = [
            OpenOffice(by=by, at=at, office=self.office, name="Kantor Contoh", address="", time_zone=WITA, titles=())
        ]
        for role, person in PEOPLE.items():
            commands += [
                RegisterPerson(by=by, at=at, person=person, name=person.title()),
                GrantRole(by=by, at=at, person=person, role=role),
                Appoint(
                    by=by,
                    at=at,
                    appointment=f"jabatan-{person}",
                    person=person,
                    position=role.title(),
                    role=role,
                    capacity=Capacity.DEFINITIVE,
                    decree="",
                    since=date(2020, 1, 1),
                    until=None,
                ),
            ]
        if policy is not None:
            commands.append(self.policy(policy))
        for command in commands:
            recorded = await self.recorder.record(self.request(command))
            assert recorded.receipt.refusal is None, recorded.receipt.refusal

    def policy(self, policy: ReminderPolicy) -> SetReminderPolicy:
        """Return the command that sets a policy of reminders."""
        return SetReminderPolicy(by=system(self.office), at=datetime(2020, 1, 1, tzinfo=UTC), policy=policy)

    def drafting(self, text: PlanText = TEXT) -> DraftPlan:
        """Return the command that begins the plan."""
        return DraftPlan(
            by=self.person(Role.DRAFTER),
            at=self.clock(),
            office=self.office,
            kind="rkt",
            year=self.year,
            trial=False,
            route=default_route(),
            text=text,
        )

    def editing(self, title: str, based_on: int) -> EditText:
        """Return the command that gives the plan another title."""
        text = msgspec.structs.replace(TEXT, details=msgspec.structs.replace(TEXT.details, title=title))
        return EditText(by=self.person(Role.DRAFTER), at=self.clock(), based_on=based_on, text=text)

    def submitting(self, based_on: int = 1) -> SubmitPlan:
        """Return the command that sends the text on its route."""
        return SubmitPlan(by=self.person(Role.DRAFTER), at=self.clock(), based_on=based_on, note="")

    def remarking(self, key: str, role: Role = Role.DRAFTER) -> MakeComment:
        """Return a comment on the whole plan."""
        return MakeComment(by=self.person(role), at=self.clock(), comment=key, row="", text="Mengapa? (contoh)")

    def settling(self, key: str) -> SettleComment:
        """Return the answer to a comment."""
        return SettleComment(by=self.person(Role.DRAFTER), at=self.clock(), comment=key, answer="Sudah. (contoh)")

    def returning(self, step: str, role: Role) -> ReturnPlan:
        """Return the command that sends the plan back."""
        return ReturnPlan(by=self.person(role), at=self.clock(), step=step, reason="Mohon diperiksa. (contoh)")

    def rejecting(self, step: str, role: Role) -> RejectPlan:
        """Return the command that ends the plan."""
        return RejectPlan(by=self.person(role), at=self.clock(), step=step, reason="Tidak dilanjutkan. (contoh)")

    async def endorsing(self, step: str) -> GiveParaf | SignPart:
        """Return a paraf or a signature on the plan as it is shown now; waits for its document."""
        plan = await self.until(lambda plan: plan.document is not None)
        assert plan.document is not None
        role = Role.SECRETARY if step.startswith("secretary") else Role.CHAIR
        act = SignPart if step.endswith("sign") else GiveParaf
        return act(
            by=self.person(role),
            at=self.clock(),
            step=step,
            based_on=plan.version,
            digest=text_digest(plan),
            document=plan.document.document,
        )

    async def endorse(self, *steps: str) -> None:
        """Carry out the steps, each on what is shown then."""
        for step in steps:
            await self.ask(await self.endorsing(step))

    async def submitted(self) -> None:
        """Draft the plan and send it on its route."""
        await self.ask(self.drafting())
        await self.ask(self.submitting())

    async def plan(self) -> Plan:
        """Return the plan as it is recorded."""
        return await self.recorder.plan(self.of)

    async def events(self, kind: type[E]) -> list[E]:
        """Return the plan's events of one class."""
        entries = await self.store.read(self.office, self.of.stream)
        return [event for entry in entries if isinstance(event := decode(entry.body), kind)]

    async def reminded(self, reminder: str) -> Plan:
        """Wait until this reminder of any step is recorded."""
        return await self.until(lambda plan: reminder in {key for *_, key in plan.reminded})

    async def until(self, seen: Callable[[Plan], bool], seconds: float = 30.0) -> Plan:
        """Follow the office's log until the plan is as wanted."""
        async with asyncio.timeout(seconds):
            plan = await self.plan()
            if seen(plan):
                return plan
            head = await self.store.head(self.office)
            async for _ in self.store.follow(self.office, max(0, head.position - 1)):
                plan = await self.plan()
                if seen(plan):
                    return plan
        raise AssertionError("the log ended")
