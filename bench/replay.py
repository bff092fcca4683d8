"""A log read, verified, decoded and folded, beside SHA-256 over the same bytes."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from statistics import median
from typing import cast

import msgspec

from bench.measure import Measure
from bench.servers import database
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.measure.target import Percentage
from domain.office.commands import GrantRole, OfficeCommand, OpenOffice, RegisterPerson
from domain.office.events import OfficeEvent
from domain.office.rules import decide as decide_office
from domain.office.state import STREAM
from domain.office.state import fold as fold_office
from domain.plan.commands import DraftPlan, EditText, MakeComment
from domain.plan.evolution import evolve, fold
from domain.plan.rules import decide
from domain.plan.state import Plan, PlanEvent, stream_of
from domain.plan.text import PlanText
from domain.route.route import default_route
from eventstore.append import Append
from eventstore.chain import Chain
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.pool import open_pool
from eventstore.store import Store
from eventstore.views import views
from examples.banjarmasin import plan_text

_ROUNDS, _EVENTS, _BATCH = 9, 10_000, 1000
OFFICE = "kantor-ukur"
DRAFTER = Actor("penyusun", "Penyusun (contoh)", Role.DRAFTER, "", Capacity.DEFINITIVE, OFFICE)
_AT = datetime(2024, 1, 8, tzinfo=UTC)


async def measure() -> list[Measure]:
    """Return what an entry costs in all; the note says in which of the four."""
    taken: list[list[float]] = []
    async with database() as url:
        pool = await open_pool(url)
        store = Store(pool)
        await written(store, _EVENTS)
        for _ in range(_ROUNDS):
            clock = [time.perf_counter()]
            entries = await _read(store)
            clock.append(time.perf_counter())
            _verify(entries)
            clock.append(time.perf_counter())
            events = [decode(entry.body) for entry in entries]
            clock.append(time.perf_counter())
            _fold(entries, cast(list[PlanEvent], events))
            clock.append(time.perf_counter())
            for entry in entries:
                sha256(entry.body).digest()
            clock.append(time.perf_counter())
            taken.append([(after - before) / len(entries) * 1e6 for before, after in pairwise(clock)])
        await store.close()
        await pool.close()
    size = sum(len(entry.body) for entry in entries) // len(entries)
    *each, beside = (median(times) for times in zip(*taken, strict=True))
    parts = ", ".join(
        f"{part} {cost:.2f}" for part, cost in zip(("read", "verify", "decode", "fold"), each, strict=True)
    )
    note = f"{len(entries)} entries of {size} bytes; {parts}"
    return [Measure("an entry replayed", sum(each), "SHA-256 of its bytes", beside, "µs", note=note, aim=5)]


async def written(store: Store, many: int) -> str:
    """Fill the log of an office with the lives of plans, and return its id."""
    await open_office(store)
    each = sum(map(len, _life(2030)))
    await asyncio.gather(*(_lived(store, 2030 + n) for n in range(-(-many // each))))
    return OFFICE


async def open_office(store: Store) -> None:
    """Open the office with its drafter."""
    opened = _opened()
    await store.append(Append(OFFICE, STREAM, "open", _print("open"), 0, opened, views=views(OFFICE, STREAM, opened)))


async def _lived(store: Store, year: int) -> None:
    """Append the life of a plan, command by command."""
    past: tuple[PlanEvent, ...] = ()
    name = stream_of("rkt", year)
    for number, events in enumerate(_life(year)):
        key, seen = f"{name}-{number}", len(past)
        past += events
        await store.append(Append(OFFICE, name, key, _print(key), seen, events, views=views(OFFICE, name, past)))


def _print(name: str) -> bytes:
    return sha256(name.encode()).digest()


def _opened() -> tuple[OfficeEvent, ...]:
    by, person = system(OFFICE), DRAFTER.person
    commands: tuple[OfficeCommand, ...] = (
        OpenOffice(by=by, at=_AT, office=OFFICE, name="Kantor", address="", time_zone="Asia/Makassar", titles=()),
        RegisterPerson(by=by, at=_AT, person=person, name=DRAFTER.name),
        GrantRole(by=by, at=_AT, person=person, role=DRAFTER.role),
    )
    events: list[OfficeEvent] = []
    for command in commands:
        events += decide_office(command, fold_office(events))
    return tuple(events)


def _life(year: int) -> list[tuple[PlanEvent, ...]]:
    """Return what each command of a plan's life made happen."""
    text = plan_text()
    draft = DraftPlan(
        by=DRAFTER, at=_AT, office=OFFICE, kind="rkt", year=year, trial=True, route=default_route(), text=text
    )
    made = [tuple(decide(draft, Plan()))]
    for number in range(20):
        plan = fold(event for events in made for event in events)
        edit = EditText(by=DRAFTER, at=_AT, based_on=plan.version, text=_aiming(text, number))
        comment = MakeComment(by=DRAFTER, at=_AT, comment=f"c{number}", row="", text="Mengapa? " * 30)
        made += [tuple(decide(command, plan)) for command in (edit, comment)]
    return made


def _aiming(text: PlanText, percent: int) -> PlanText:
    part = text.parts[0]
    first = msgspec.structs.replace(part.indicators[0], target=Percentage(Decimal(percent)))
    return text.with_part(msgspec.structs.replace(part, indicators=(first, *part.indicators[1:])))


async def _read(store: Store) -> list[Entry]:
    entries: list[Entry] = []
    while batch := await store.log(OFFICE, len(entries), _BATCH):
        entries += batch
    return entries


def _verify(entries: Sequence[Entry]) -> None:
    chain = Chain(OFFICE)
    for entry in entries:
        chain.take(entry)
    chain.end()


def _fold(entries: Sequence[Entry], events: Sequence[PlanEvent]) -> None:
    plans: dict[str, Plan] = {}
    for entry, event in zip(entries, events, strict=True):
        if entry.stream == STREAM:
            continue
        plans[entry.stream] = evolve(plans.get(entry.stream, Plan()), event)
