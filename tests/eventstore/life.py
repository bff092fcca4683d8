"""Commands for the tests of the store: small ones that only fill a log, and a plan's life with real documents."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from domain.events import refusal
from domain.kernel.errors import Refused
from domain.office.commands import Appoint, GrantRole, OfficeCommand, OpenOffice, RegisterPerson
from domain.office.events import OfficeEvent
from domain.office.rules import decide
from domain.office.state import STREAM, Office, fold
from domain.plan.commands import PlanCommand
from domain.plan.events import CommentMade
from domain.plan.state import Plan, PlanEvent
from eventstore.append import Append
from eventstore.store import Store
from eventstore.views import views
from tests.domain.office.office_life import (
    CHAIR,
    DRAFTER,
    OFFICE,
    SECRETARY,
    SYSTEM,
    TEXT,
    draft,
    paraf,
    plan_spec,
    render,
    submit,
)
from tests.spec import Spec

AT = datetime(2024, 1, 8, 2, 30, tzinfo=UTC)
PLAN = "plan/rkt-2024"


def print_of(text: str) -> bytes:
    """Return a fingerprint."""
    return sha256(text.encode()).digest()


def remark(number: int, text: str = "Why only 75%?") -> CommentMade:
    """Return an event of no consequence."""
    return CommentMade(by=SECRETARY, at=AT, comment=f"c{number}", row="", version=1, text=text)


def note(
    number: int, expected: int, *, office: str = OFFICE, stream: str = "notes", command: str = "", many: int = 1
) -> Append:
    """Return a command that adds remarks to a stream without a read model."""
    name = command or f"note-{stream}-{number}"
    said = tuple(remark(number * 100 + n) for n in range(many))
    return Append(office, stream, name, print_of(name), expected, said)


def no(number: int, expected: int, *, stream: str = "notes", office: str = OFFICE) -> Append:
    """Return a refused command."""
    why = Refused("too-late", "Too late by {days} days.", days="3")
    return Append(
        office,
        stream,
        f"no-{stream}-{number}",
        print_of(f"no-{number}"),
        expected,
        (),
        refusal(SECRETARY, AT, stream, "give-paraf", why),
    )


async def open_office(store: Store) -> int:
    """Open the office with the people of the plan, in one command; return how many entries that are."""
    spec: Spec[OfficeCommand, Office, OfficeEvent] = Spec(decide, fold).done(
        OpenOffice(by=SYSTEM, at=AT, office=OFFICE, name="Kantor", address="", time_zone="Asia/Makassar", titles=()),
        RegisterPerson(by=SYSTEM, at=AT, person="ayu", name="Ayu"),
    )
    for actor in (DRAFTER, SECRETARY, CHAIR):
        spec = spec.done(
            RegisterPerson(by=SYSTEM, at=AT, person=actor.person, name=actor.name),
            GrantRole(by=SYSTEM, at=AT, person=actor.person, role=actor.role),
        )
    for actor in (SECRETARY, CHAIR):
        spec = spec.done(
            Appoint(
                by=SYSTEM,
                at=AT,
                appointment=actor.person,
                person=actor.person,
                position=actor.position,
                role=actor.role,
                capacity=actor.capacity,
                decree=actor.decree,
                since=AT.date(),
                until=None,
            )
        )
    made = views(OFFICE, STREAM, spec.past)
    await store.append(Append(OFFICE, STREAM, "office-0", print_of("office"), 0, spec.past, views=made))
    return len(spec.past)


async def plan_life(store: Store) -> list[PlanEvent]:
    """Open the office; draft, submit, render and initial a plan, each as a command, read models included."""
    await open_office(store)
    spec = plan_spec()
    shown = await store.put_document(b"%PDF-1.7 of version 1", "application/pdf")
    commands: tuple[Callable[[Plan], PlanCommand], ...] = (
        lambda plan: draft(TEXT),
        lambda plan: submit(1),
        lambda plan: render(plan, shown),
        lambda plan: paraf(plan, "secretary-review", SECRETARY),
    )
    for number, command in enumerate(commands):
        before = spec.past
        spec = spec.done(command(spec.state))
        new = spec.past[len(before) :]
        await store.append(
            Append(
                OFFICE,
                PLAN,
                f"life-{number}",
                print_of(str(number)),
                len(before),
                new,
                views=views(OFFICE, PLAN, spec.past),
            )
        )
    return list(spec.past)
