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
from domain.kernel.actor import Actor, Role, system
from domain.kernel.errors import Refused
from domain.kernel.message import canonical
from domain.office.commands import DescribeOffice, OfficeCommand, OpenOffice
from domain.office.events import DayDeclared, FilingPolicySet, OfficeDescribed, RoleRevoked
from domain.office.state import STREAM
from domain.plan.commands import DraftPlan, PlanCommand
from domain.quarter.commands import QuarterCommand
from eventstore.codec import fingerprint
from eventstore.entry import Receipt
from eventstore.errors import CommandIdReused
from eventstore.views import PLAN

_NEVER = datetime.min.replace(tzinfo=UTC)
# After these a window may open or close at another time.
_MOVES_WINDOWS = (DayDeclared, FilingPolicySet, OfficeDescribed)
# What a refusal of a stale version calls the one that it is now.
_MOVED_ON = {"text-changed": "current", "row-changed": "version"}
WorkflowCommand = PlanCommand | ActionCommand | QuarterCommand
C = TypeVar("C")
Build = Callable[[Actor, datetime], Awaitable[C]]  # the command of whoever acts, at the time of acting


@dataclass(frozen=True)
class Intent:
    """What somebody asks. `body` is what they sent, before anything is added; `target` what it is about.

    `role` is the one they said they act in, `based_on` the version they saw.
    """

    office: str
    act: str
    target: str
    command_id: str
    body: object
    role: Role | None = None
    based_on: int | None = None

    def fingerprint(self, person: str) -> bytes:
        """Return what tells a retry from another command: only what the client sent is in it."""
        sent = {"body": self.body, "based_on": self.based_on}
        return fingerprint(self.office, person, self.role or "", self.act, self.target, sent)


class UseCases:
    """Policy, then the receipt, then the command; a refusal is raised as `RefusedCommand`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def plan(self, viewer: Viewer, intent: Intent, build: Build[WorkflowCommand], step: str = "") -> Receipt:
        """Carry out a command for the plan or whatever of its year `intent.target` is, in the role of its step.

        It is built, from whatever it depends on, only where it has no answer yet: a retry finds its receipt.
        """
        roles = viewer.roles(intent.office)
        role = _role(intent, acting(intent.act, roles), roles)
        mark = intent.fingerprint(viewer.person)
        receipt = await self._answered(intent.office, intent.command_id, mark)
        if receipt is None:
            await self._services.store.on_time(intent.office)
            if intent.role is None:
                role = acting(intent.act, roles, await self._role_of(intent, step))
            command = await build(self._actor(viewer, intent.office, role), self._services.clock())
            if not isinstance(command, DraftPlan | BeginAction):
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
            actor = self._actor(viewer, home if opening else intent.office, role)
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

    def _actor(self, viewer: Viewer, office: str, role: Role) -> Actor:
        where = viewer.office(office)
        if where is None:
            raise unknown_plan()
        today = self._services.clock().astimezone(ZoneInfo(where.time_zone)).date()
        return where.actor(viewer.person, role, today)

    async def _require_plan(self, intent: Intent) -> None:
        if await self._view(intent) is None:
            raise unknown_plan()

    async def _view(self, intent: Intent) -> bytes | None:
        kind, _, key = intent.target.partition("/")  # what a stream is made into is called as its name begins
        return await self._services.store.view(intent.office, kind, key)

    async def _role_of(self, intent: Intent, step: str) -> Role | None:
        """The role of the step that the command is about."""
        if not step:
            return None
        body = await self._view(intent)
        if body is None:
            raise unknown_plan()
        route = msgspec.json.decode(body)["route"]
        return next((Role(s["role"]) for s in route if s["key"] == step), None)

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


def _role(intent: Intent, fitting: Role, roles: frozenset[Role]) -> Role:
    if intent.role is None:
        return fitting
    if intent.role not in roles or intent.role not in rule(intent.act).roles:
        raise NotAllowed("not-your-role", "You do not hold the role this act needs.", "role")
    return intent.role


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
