"""Commands for the tests of the store: small ones that only fill a log, and a plan's life with real documents."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from domain.kernel.errors import Refused
from domain.kernel.refusal import refusal
from domain.plan.commands import PlanCommand
from domain.plan.events import CommentMade
from domain.plan.state import Plan, PlanEvent
from eventstore.append import Append
from eventstore.store import Store
from eventstore.views import views
from tests.domain.office.office_life import OFFICE, SECRETARY, TEXT, draft, paraf, plan_spec, render, submit

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


async def plan_life(store: Store, office: str = OFFICE) -> list[PlanEvent]:
    """Draft, edit, submit, render and initial a plan, each as its own command, read models included."""
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
                office,
                PLAN,
                f"life-{number}",
                print_of(str(number)),
                len(before),
                new,
                views=views(office, PLAN, spec.past),
            )
        )
    return list(spec.past)
