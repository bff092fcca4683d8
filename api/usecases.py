"""The use cases: one way for each command from whoever asks to its receipt, for pages, machines and the CLI alike."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from activities.recording.recorder import Request
from api.access.errors import NotAllowed
from api.http.problems import RefusedCommand, Stale
from api.reads.plan import read_past, unknown_plan
from api.rights import Viewer, acting, rule
from api.services import Services
from domain.action.commands import ActionCommand, BeginAction
from domain.kernel.actor import Actor, Role, system
from domain.kernel.canonical import canonical
from domain.kernel.errors import Refused
from domain.office.commands import DescribeOffice, OfficeCommand, OpenOffice
from domain.office.events import DayDeclared, FilingPolicySet, OfficeDescribed, RoleRevoked
from domain.office.state import STREAM
from domain.plan.commands import DraftPlan, PlanCommand
from domain.quarter.commands import QuarterCommand
from eventstore.codec import fingerprint
from eventstore.errors import CommandIdReused
from eventstore.receipt import Receipt
from eventstore.views import PLAN

_NEVER = datetime.min.replace(tzinfo=UTC)
# After these a window may open or close at another time.
_MOVES_WINDOWS = (DayDeclared, FilingPolicySet, OfficeDescribed)
YearlyCommand = PlanCommand | ActionCommand | QuarterCommand
C = TypeVar("C")
Build = Callable[[Actor, datetime], Awaitable[C]]  # the command of whoever acts, at the time of acting


@dataclass(frozen=True)
class Asked:
    """What somebody asks. `body` is what they sent, before anything is added; `target` what it is about.

    `role` is the one they said they act in, `based_on` the text version they saw.
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

    async def plan(self, viewer: Viewer, asked: Asked, build: Build[YearlyCommand], step: str = "") -> Receipt:
        """Carry out a command for the plan or whatever of its year `asked.target` is, in the role of its step.

        It is built, from whatever it depends on, only where it has no answer yet: a retry finds its receipt.
        """
        roles = viewer.roles(asked.office)
        role = _role(asked, acting(asked.act, roles), roles)
        told = asked.fingerprint(viewer.person)
        receipt = await self._answered(asked.office, asked.command_id, told)
        if receipt is None:
            if asked.role is None:
                role = acting(asked.act, roles, await self._role_of(asked, step))
            command = await build(self._actor(viewer, asked.office, role), self._services.clock())
            if not isinstance(command, DraftPlan | BeginAction):
                await self._require_plan(asked)
            receipt = await self._services.plans.handle(
                Request(asked.office, asked.target, asked.command_id, told.hex(), command)
            )
        else:
            await self._services.plans.nudge(asked.office, asked.target)
        if receipt.refusal is not None:
            raise RefusedCommand(receipt, await self._stale(asked, receipt))
        return receipt

    async def office(self, viewer: Viewer, asked: Asked, build: Build[OfficeCommand]) -> Receipt:
        """Carry out a command for an office."""
        opening = asked.act == "open-office"
        # Whoever administers an office may open another one.
        home = next((m.office.id for m in viewer.memberships if viewer.administers(m.office.id)), "")
        role = acting(asked.act, viewer.roles(home if opening else asked.office))
        told = asked.fingerprint(viewer.person)
        receipt = await self._answered(asked.office, asked.command_id, told)
        if receipt is None:
            actor = self._actor(viewer, home if opening else asked.office, role)
            command = await build(actor, self._services.clock())
            receipt = await self._record(asked.office, asked.command_id, told, command)
        receipt = await self._settled(asked.office, receipt)
        if opening and (account := await self._services.accounts.of_person(viewer.person)) is not None:
            await self._services.memberships.begun(account, asked.office)
        if any(isinstance(event, _MOVES_WINDOWS) for event in receipt.events):
            await self._services.plans.nudge_quarters(asked.office)
        return receipt

    async def as_system(self, office: str, command: OfficeCommand, command_id: str = "") -> Receipt:
        """Carry out a command for an office as the installation itself; without an id, equal commands are one."""
        # Equal whenever it is asked: the time is not what is asked for.
        body = canonical(msgspec.structs.replace(command, at=_NEVER))
        act = str(command.__struct_config__.tag)
        told = fingerprint(office, command.by.person, command.by.role, act, STREAM, body)
        return await self._settled(
            office, await self._record(office, command_id or f"system/{told.hex()}", told, command)
        )

    def installation(self, office: str) -> tuple[Actor, datetime]:
        """Return whom `as_system` acts as, and the time."""
        return system(office), self._services.clock()

    async def _answered(self, office: str, command_id: str, told: bytes) -> Receipt | None:
        receipt = await self._services.store.receipt(office, command_id)
        if receipt is not None and receipt.fingerprint != told.hex():
            raise CommandIdReused(office, command_id)
        return receipt

    async def _record(self, office: str, command_id: str, told: bytes, command: OfficeCommand) -> Receipt:
        if isinstance(command, OpenOffice | DescribeOffice):
            _require_time_zone(command.time_zone)
        request = Request(office, STREAM, command_id, told.hex(), command)
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

    async def _require_plan(self, asked: Asked) -> None:
        if await self._view(asked) is None:
            raise unknown_plan()

    async def _view(self, asked: Asked) -> bytes | None:
        kind, _, key = asked.target.partition("/")  # what a stream is made into is called as its name begins
        return await self._services.store.view(asked.office, kind, key)

    async def _role_of(self, asked: Asked, step: str) -> Role | None:
        """The role of the step that the command is about."""
        if not step:
            return None
        body = await self._view(asked)
        if body is None:
            raise unknown_plan()
        route = msgspec.json.decode(body)["route"]
        return next((Role(s["role"]) for s in route if s["key"] == step), None)

    async def _stale(self, asked: Asked, receipt: Receipt) -> Stale | None:
        """What changed since the version that the command was based on, as it was when the command was refused."""
        if asked.based_on is None or receipt.first is None or not _is_plan(asked.target):
            return None
        past = (await read_past(self._services.store, asked.office, asked.target)).before(receipt.first)
        current = past.now.version
        if current == asked.based_on:
            return None
        return Stale(asked.based_on, current, past.since_version(asked.based_on))


def _is_plan(stream: str) -> bool:
    return stream.startswith(f"{PLAN}/")


def _role(asked: Asked, fitting: Role, roles: frozenset[Role]) -> Role:
    if asked.role is None:
        return fitting
    if asked.role not in roles or asked.role not in rule(asked.act).roles:
        raise NotAllowed("not-your-role", "You do not hold the role this act needs.", "role")
    return asked.role


def _require_time_zone(name: str) -> None:
    # The domain reads no files; the tables of zones are here.
    if name not in available_timezones():
        raise Refused(
            "time-zone-unknown",
            "“{text}” is not a time zone such as Asia/Makassar.",
            "time_zone",
            text=name[:63],
        )


def derived_id(prefix: str, office: str, command_id: str) -> str:
    """Return an id for what a command makes: the same again for the same command."""
    return f"{prefix}-{hashlib.sha256(f'{office}/{command_id}'.encode()).hexdigest()[:16]}"
