"""A year of many offices on a clock that runs as fast as they are recorded: `python -m bench.country 553`.

Each office opens with its people, has its plan reviewed and signed, and files, checks, signs and closes four quarters
of the sample plan's size. What it leaves is counted and verified. No workflow waits here: that is Temporal's share.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median, quantiles

from msgspec import structs

from activities.recording.recorder import PlanStream, Recorder, Request
from activities.recording.states import AnyCommand, States
from activities.reminders.quarters import window
from audit.verify import verify
from bench.large import RATIO
from bench.servers import database
from domain.action.commands import (
    BeginAction,
    EditAction,
    GiveActionParaf,
    RecordActionDocument,
    SignAction,
    SubmitAction,
)
from domain.action.row import ActionRow, Owner, Steps
from domain.action.state import action_digest
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.kernel.streams import QUARTERS, action_stream, quarter_stream
from domain.measure.realisation import Bounds, Ratio
from domain.measure.target import Percentage
from domain.office.commands import Appoint, GrantRole, OpenOffice, RegisterPerson
from domain.office.state import STREAM
from domain.plan.basis import PlanBasis
from domain.plan.commands import DraftPlan, GiveParaf, RecordDocument, SignPart, SubmitPlan
from domain.plan.state import stream_of, text_digest
from domain.quarter.commands import (
    CloseQuarter,
    FileBudget,
    FileRealisation,
    RecordQuarterDocument,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
)
from domain.quarter.content import quarter_digest
from domain.quarter.filing import Filing
from domain.quarter.opening import opening
from domain.quarter.state import Quarter
from domain.route.route import StepAct, default_action_route, default_quarter_route, default_route
from eventstore.codec import fingerprint
from eventstore.pool import open_pool
from eventstore.store import Store
from examples import banjarmasin

YEAR, _AT_ONCE = 2030, 16
_AIM = Bounds(Decimal(90), Decimal(90))
_PAGES, _PDF = 8, b"%PDF-1.7 " + bytes(60_000)  # as large as the sample plan's
_PEOPLE = {
    "dewi": Role.DRAFTER,
    "oka": Role.OWNER,
    "putu": Role.PLANNER,
    "sari": Role.SECRETARY,
    "ketut": Role.CHAIR,
}
_POSITIONS = {Role.SECRETARY: "Sekretaris", Role.CHAIR: "Ketua"}
_SIZES = """
SELECT c.oid::regclass::text, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE nspname IN ('paraf', 'access') AND relkind = 'r' ORDER BY 2 DESC
"""


@dataclass
class OfficeYear:
    """One office and its year."""

    recorder: Recorder
    office: str
    taken: list[float] = field(default_factory=list)  # seconds, of each command

    def person(self, name: str) -> Actor:
        """Return who acts."""
        role = _PEOPLE[name]
        return Actor(name, name.title(), role, _POSITIONS.get(role, ""), Capacity.DEFINITIVE, self.office)

    async def pass_(self) -> None:
        """Let it pass."""
        async for stream, command in self._commands():
            mark = fingerprint(self.office, command.by.person, command.by.role, "act", stream, repr(command).encode())
            began = time.perf_counter()
            found = await self.recorder.record(
                Request(self.office, stream, f"c-{mark.hex()[:24]}", mark.hex(), command)
            )
            self.taken.append(time.perf_counter() - began)
            if found.receipt.refusal is not None:
                raise RuntimeError(found.receipt.refusal)

    async def _commands(self) -> AsyncIterator[tuple[str, AnyCommand]]:
        by, at = system(self.office), datetime(YEAR - 1, 11, 2, 2, tzinfo=UTC)
        name = f"Kantor {self.office} (contoh)"
        opened = OpenOffice(
            by=by, at=at, office=self.office, name=name, address="", time_zone="Asia/Jakarta", titles=()
        )
        yield STREAM, opened
        for who, role in _PEOPLE.items():
            yield STREAM, RegisterPerson(by=by, at=at, person=who, name=who.title())
            yield STREAM, GrantRole(by=by, at=at, person=who, role=role)
            if role in (Role.SECRETARY, Role.CHAIR):
                yield STREAM, self._appointed(who, role, at)
        of = PlanStream(self.office, stream_of("rkt", YEAR))
        async for command in self._plan(of, at):
            yield of.stream, command
        async for command in self._action(of, at):
            yield action_stream("rkt", YEAR), command
        for quarter in QUARTERS:
            async for command in self._quarter(quarter):
                yield quarter_stream("rkt", YEAR, quarter), command

    def _appointed(self, who: str, role: Role, at: datetime) -> Appoint:
        return Appoint(
            by=system(self.office),
            at=at,
            appointment=f"a-{who}",
            person=who,
            position=_POSITIONS[role],
            role=role,
            capacity=Capacity.DEFINITIVE,
            decree="SK 1",
            since=date(2020, 1, 1),
            until=None,
        )

    async def _plan(self, of: PlanStream, at: datetime) -> AsyncIterator[AnyCommand]:
        route, drafter, text = default_route(), self.person("dewi"), banjarmasin.plan_text()
        for part in text.parts:
            rows = tuple(structs.replace(each, target=Percentage(_AIM.low)) for each in part.indicators)
            text = text.with_part(structs.replace(part, indicators=rows))
        yield DraftPlan(
            by=drafter, at=at, office=self.office, kind="rkt", year=YEAR, trial=True, route=route, text=text
        )
        yield SubmitPlan(by=drafter, at=at, based_on=(await self.recorder.plan(of)).version, note="")
        for step in route:
            plan = await self.recorder.plan(of)
            digest, version = text_digest(plan), plan.version
            if plan.document is None:
                document = await self._printed(f"plan {len(plan.signatures)}")
                yield RecordDocument(
                    by=system(self.office),
                    at=at,
                    version=version,
                    digest=digest,
                    document=document,
                    template="t1",
                    pages=_PAGES,
                    signatures=len(plan.signatures),
                )
            by = self.person("sari" if step.role is Role.SECRETARY else "ketut")
            act = SignPart if step.act is StepAct.SIGN else GiveParaf
            yield act(by=by, at=at, step=step.key, based_on=version, digest=digest, document=document)

    async def _action(self, of: PlanStream, at: datetime) -> AsyncIterator[AnyCommand]:
        plan, drafter, owner = await self.recorder.plan(of), self.person("dewi"), self.person("oka")
        stream, route, parts = action_stream("rkt", YEAR), default_action_route(), plan.text.parts
        basis = PlanBasis(plan.version, text_digest(plan), parts)
        yield BeginAction(
            by=drafter, at=at, office=self.office, kind="rkt", year=YEAR, trial=True, route=route, basis=basis
        )
        steps = Steps("", ("Persiapan", "Pelaksanaan", "Pelaksanaan", "Pelaporan"))
        who = (Owner(owner.person, owner.name),)
        rows = tuple(ActionRow(each.id, RATIO, (_AIM,) * 4, who, steps) for part in parts for each in part.indicators)
        yield EditAction(by=drafter, at=at, based_on=0, rows=rows)
        yield SubmitAction(by=drafter, at=at, based_on=1, note="")
        for step, name in zip(route, ("oka", "putu", "sari"), strict=True):
            action = await self.recorder.action(self.office, stream)
            digest, version = action_digest(action), action.version
            if action.document is None:
                document = await self._printed("action")
                yield RecordActionDocument(
                    by=system(self.office),
                    at=at,
                    version=version,
                    digest=digest,
                    document=document,
                    template="t1",
                    pages=_PAGES,
                    signatures=0,
                )
            act = SignAction if step.act is StepAct.SIGN else GiveActionParaf
            yield act(by=self.person(name), at=at, step=step.key, based_on=version, digest=digest, document=document)

    async def _quarter(self, quarter: int) -> AsyncIterator[AnyCommand]:
        when = window(await self.recorder.office(self.office), YEAR, quarter)
        at, by = when.opens + timedelta(days=1), system(self.office)
        action = await self.recorder.action(self.office, action_stream("rkt", YEAR))
        opened = opening(
            action,
            quarter,
            window=when,
            ended=when.opens,
            route=default_quarter_route(),
            earlier=[
                await self.recorder.quarter(self.office, quarter_stream("rkt", YEAR, n)) for n in range(1, quarter)
            ],
            by=by,
            at=when.opens,
        )
        yield opened
        rows, owner, planner = opened.rows, self.person("oka"), self.person("putu")
        filing = Filing(
            Ratio(Decimal(182), Decimal(200)), "Terlaksana menurut rencana, dengan daftar hadir dan laporan. (contoh)"
        )
        for row in rows:
            yield FileRealisation(by=owner, at=at, indicator=row.indicator.id, based_on=0, filing=filing)
        spent = tuple(Spent(each.programme.id, 0, Decimal(1_000_000 * quarter)) for each in opened.programmes)
        yield FileBudget(by=planner, at=at, amounts=spent, reason="")
        lines = (await self._state(quarter)).lines
        seen = tuple(RowVersion(row.indicator.id, lines[row.indicator.id].version) for row in rows)
        yield VerifyRealisations(by=planner, at=at, rows=seen)
        for step in default_quarter_route():
            state = await self._state(quarter)
            document = await self._printed(f"{quarter} {step.key}")
            yield RecordQuarterDocument(
                by=by,
                at=at,
                version=state.version,
                digest=quarter_digest(state),
                document=document,
                template="t1",
                pages=_PAGES,
                signatures=len(state.signatures),
            )
            signer = self.person("sari" if step.role is Role.SECRETARY else "ketut")
            digest = quarter_digest(state)
            yield SignQuarter(by=signer, at=at, step=step.key, based_on=state.version, digest=digest, document=document)
        yield CloseQuarter(by=planner, at=at)

    async def _state(self, quarter: int) -> Quarter:
        return await self.recorder.quarter(self.office, quarter_stream("rkt", YEAR, quarter))

    async def _printed(self, what: str) -> str:
        return await self.recorder.store.put_document(_PDF + f"{self.office} {what}".encode(), "application/pdf")


async def pass_years(store: Store, offices: int) -> list[OfficeYear]:
    """Let a year of so many offices pass in a store, some at once. Raises RuntimeError where anything is refused."""
    recorder, room = Recorder(States(store)), asyncio.Semaphore(_AT_ONCE)
    years = [OfficeYear(recorder, f"kantor-{n:05}") for n in range(offices)]

    async def pass_(one: OfficeYear) -> None:
        async with room:
            await one.pass_()

    await asyncio.gather(*map(pass_, years))
    return years


async def simulate(offices: int) -> dict[str, object]:
    """Let it pass on a server of its own; return what it took and left. Raises RuntimeError where that is not true."""
    async with database() as url:
        pool = await open_pool(url, size=_AT_ONCE)
        store = Store(pool)
        began = time.perf_counter()
        years = await pass_years(store, offices)
        passed = time.perf_counter() - began
        began = time.perf_counter()
        found = await verify(store)
        verified = time.perf_counter() - began
        if not found.ok:
            raise RuntimeError(str(found.findings[0]))
        sizes = {name: size for name, size in await pool.fetch(_SIZES) if size > offices * 10_000}
        await store.close()
        await pool.close()
    taken = [seconds * 1000 for one in years for seconds in one.taken]
    entries = sum(office.entries for office in found.offices)
    return {
        "offices": offices,
        "commands": len(taken),
        "entries": entries,
        "seconds": round(passed, 1),
        "commands a second": round(len(taken) / passed),
        "a command, ms (half, 19 of 20)": [round(median(taken), 1), round(quantiles(taken, n=20)[-1], 1)],
        "verified, seconds": round(verified, 1),
        "verified, µs an entry": round(verified / entries * 1e6),
        "kB an office": {name: round(size / offices / 1000) for name, size in sizes.items()},
        "MB together": round(sum(sizes.values()) / 1e6),
    }


if __name__ == "__main__":
    told = asyncio.run(simulate(int(sys.argv[1]) if len(sys.argv) > 1 else 553))
    sys.stdout.write(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
