"""The use cases: one way for each command from whoever asks to its receipt, for pages, machines and the CLI alike."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from activities.recording.recorder import Request
from activities.reminders.calendar import time_zone_exists
from api.access.errors import NotAllowed
from api.http.problems import RefusedCommand, Stale
from api.reads.plan import read_past, unknown_plan
from api.rights import Viewer, acting, rule
from api.services import Services
from domain.action.commands import ActionCommand, BeginAction
from domain.kernel.actor import Actor, Capacity, Duty, Role, system
from domain.kernel.errors import Refused
from domain.kernel.message import canonical
from domain.office.commands import DescribeOffice, OfficeCommand, OpenOffice
from domain.office.events import DayDeclared, FilingPolicySet, OfficeDescribed, RoleRevoked
from domain.office.state import STREAM
from domain.plan.commands import DraftPlan, PlanCommand
from domain.quarter.commands import QuarterCommand
from domain.report.commands import BeginReport, ReportCommand
from eventstore.codec import fingerprint
from eventstore.entry import Receipt
from eventstore.errors import CommandIdReused
from eventstore.views import PLAN

_NEVER = datetime.min.replace(tzinfo=UTC)
# After these a window may open or close at another time.
_MOVES_WINDOWS = (DayDeclared, FilingPolicySet, OfficeDescribed)
# What a refusal of a stale version calls the one that it is now.
_MOVED_ON = {"text-changed": "current", "row-changed": "version"}
WorkflowCommand = PlanCommand | ActionCommand | QuarterCommand | ReportCommand
C = TypeVar("C")
Build = Callable[[Actor, datetime], Awaitable[C]]  # the command of whoever acts, at the time of acting


@dataclass(frozen=True)
class Intent:
    """What somebody asks. `body` is what they sent, before anything is added; `target` what it is about.

    `role` or `position` is what they said they act under, `based_on` the version they saw.
    """

    office: str
    act: str
    target: str
    command_id: str
    body: object
    role: Role | None = None
    position: str | None = None
    based_on: int | None = None

    def fingerprint(self, person: str) -> bytes:
        """Return what tells a retry from another command: only what the client sent is in it."""
        sent = {"body": self.body, "based_on": self.based_on}
        under = f"@{self.position}" if self.position else self.role or ""
        return fingerprint(self.office, person, under, self.act, self.target, sent)


class UseCases:
    """Policy, then the receipt, then the command; a refusal is raised as `RefusedCommand`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def plan(self, viewer: Viewer, intent: Intent, build: Build[WorkflowCommand], step: str = "") -> Receipt:
        """Carry out a command for the plan or whatever of its year `intent.target` is, under what its step asks.

        It is built, from whatever it depends on, only where it has no answer yet: a retry finds its receipt.
        """
        mark = intent.fingerprint(viewer.person)
        receipt = await self._answered(intent.office, intent.command_id, mark)
        if receipt is None:
            await self._services.store.on_time(intent.office)
            duty = _under(intent, viewer.duties(intent.office), await self._route(intent), step)
            command = await build(self._actor(viewer, intent.office, duty), self._services.clock())
            if not isinstance(command, DraftPlan | BeginAction | BeginReport):
                await self._require_plan(intent)
            receipt = await self._services.plans.handle(
                Request(intent.office, intent.target, intent.command_id, mark.hex(), command)
            )
        else:
            await self._services.plans.nudge(intent.office, intent.target)
        if receipt.refusal is not None:
            raise RefusedCommand(receipt, await self._stale(intent, receipt))
        return receipt

    async def office(self, viewer: Viewer, intent: Intent, build: Build[OfficeCommand]) -> Receipt:
        """Carry out a command for an office."""
        opening = intent.act == "open-office"
        # Whoever administers an office may open another one.
        home = next((m.office.id for m in viewer.memberships if viewer.administers(m.office.id)), "")
        role = acting(intent.act, viewer.roles(home if opening else intent.office))
        mark = intent.fingerprint(viewer.person)
        receipt = await self._answered(intent.office, intent.command_id, mark)
        if receipt is None:
            actor = self._actor(viewer, home if opening else intent.office, Duty(role))
            command = await build(actor, self._services.clock())
            receipt = await self._record(intent.office, intent.command_id, mark, command)
        receipt = await self._settled(intent.office, receipt)
        if opening and (account := await self._services.accounts.of_person(viewer.person)) is not None:
            await self._services.memberships.begun(account, intent.office)
        if any(isinstance(event, _MOVES_WINDOWS) for event in receipt.events):
            await self._services.plans.nudge_quarters(intent.office)
        return receipt

    async def as_system(self, office: str, command: OfficeCommand, command_id: str = "") -> Receipt:
        """Carry out a command for an office as the installation itself; without an id, equal commands are one."""
        # Equal whenever it is asked: the time is not what is asked for.
        body = canonical(msgspec.structs.replace(command, at=_NEVER))
        act = str(command.__struct_config__.tag)
        mark = fingerprint(office, command.by.person, command.by.role, act, STREAM, body)
        return await self._settled(
            office, await self._record(office, command_id or f"system/{mark.hex()}", mark, command)
        )

    def installation(self, office: str) -> tuple[Actor, datetime]:
        """Return whom `as_system` acts as, and the time."""
        return system(office), self._services.clock()

    async def _answered(self, office: str, command_id: str, mark: bytes) -> Receipt | None:
        receipt = await self._services.store.receipt(office, command_id)
        if receipt is not None and receipt.fingerprint != mark.hex():
            raise CommandIdReused(office, command_id)
        return receipt

    async def _record(self, office: str, command_id: str, mark: bytes, command: OfficeCommand) -> Receipt:
        if isinstance(command, OpenOffice | DescribeOffice):
            _require_time_zone(command.time_zone)
        await self._services.store.on_time(office)
        request = Request(office, STREAM, command_id, mark.hex(), command)
        return (await self._services.recorder.record(request)).receipt

    async def _settled(self, office: str, receipt: Receipt) -> Receipt:
        if receipt.refusal is not None:
            raise RefusedCommand(receipt)
        for event in receipt.events:
            if isinstance(event, RoleRevoked):
                await self._services.sessions.end_of_person(event.person, office)
        await self._services.access_log.announce(receipt, office)
        return receipt

    def _actor(self, viewer: Viewer, office: str, duty: Duty) -> Actor:
        where = viewer.office(office)
        if where is None:
            raise unknown_plan()
        if duty.role is Role.OFFICIAL:  # whether they hold it is said where it is recorded
            key, home = duty.position, duty.office or office
            return Actor(viewer.person, viewer.name, duty.role, "", Capacity.DEFINITIVE, home, "", key)
        today = self._services.clock().astimezone(ZoneInfo(where.time_zone)).date()
        return where.actor(viewer.person, duty.role, today)

    async def _require_plan(self, intent: Intent) -> None:
        if await self._view(intent) is None:
            raise unknown_plan()

    async def _view(self, intent: Intent) -> bytes | None:
        kind, _, key = intent.target.partition("/")  # what a stream is made into is called as its name begins
        return await self._services.store.view(intent.office, kind, key)

    async def _route(self, intent: Intent) -> "list[_Step]":
        """The steps that the command is about; none of what is begun."""
        body = await self._view(intent)
        return [] if body is None else msgspec.json.decode(body, type=_Routed).route

    async def _stale(self, intent: Intent, receipt: Receipt) -> Stale | None:
        """What changed since the version that the command was based on, as it was when the command was refused."""
        no = receipt.refusal
        if intent.based_on is None or receipt.first is None or no is None:
            return None
        if not _is_plan(intent.target):
            version = no.params.get(_MOVED_ON.get(no.code, ""), "")
            return Stale(intent.based_on, int(version), ()) if version else None
        past = (await read_past(self._services.store, intent.office, intent.target)).before(receipt.first)
        current = past.now.version
        if current == intent.based_on:
            return None
        return Stale(intent.based_on, current, past.since_version(intent.based_on))


def _is_plan(stream: str) -> bool:
    return stream.startswith(f"{PLAN}/")


class _Step(msgspec.Struct):
    key: str
    role: Role
    position: str = ""
    office: str = ""

    @property
    def duty(self) -> Duty:
        return Duty(self.role, self.position, self.office)


class _Routed(msgspec.Struct):
    route: list[_Step]


def _under(intent: Intent, duties: frozenset[Duty], route: list[_Step], step: str) -> Duty:
    """What they act under: that of the step, where it is theirs; else what the act is done in, or theirs on the route.

    Raises `NotAllowed`.
    """
    asked, found = rule(intent.act), duties
    if intent.position is not None:
        found = frozenset(duty for duty in duties if duty.position == intent.position)
    elif intent.role is not None:
        found = frozenset(duty for duty in duties if duty.role is intent.role)
    wanted = next((each.duty for each in route if each.key == step), None)
    theirs = [each.duty for each in route if each.duty in found and each.role in (*asked.roles, *asked.on_route)]
    if wanted in theirs:
        return wanted
    ordinary = [role for role in asked.roles if Duty(role) in found]
    if not ordinary and theirs:
        return theirs[0]
    if not ordinary and (intent.position or intent.role):
        place = "position" if intent.position else "role"
        raise NotAllowed("not-your-role", "You do not hold the role this act needs.", place)
    return Duty(acting(intent.act, ordinary, wanted.role if wanted else None))


def _require_time_zone(name: str) -> None:
    # The domain reads no files.
    if not time_zone_exists(name):
        raise Refused(
            "time-zone-unknown",
            "“{text}” is not a time zone such as Asia/Makassar.",
            "time_zone",
            text=name[:63],
        )


def derived_id(prefix: str, office: str, command_id: str) -> str:
    """Return an id for what a command makes: the same again for the same command."""
    return f"{prefix}-{hashlib.sha256(f'{office}/{command_id}'.encode()).hexdigest()[:16]}"
