"""Runs a command's work to its end, in order: with servers, or with the use cases over the database alone."""

import asyncio
import signal
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from temporalio.client import Client

from api.http.problems import RefusedCommand, Unprocessable
from api.services import Services, build_services
from cli.audit import store
from cli.console import Failed, say
from cli.settings import Settings, read_settings
from domain.kernel.actor import Actor
from domain.kernel.errors import PlanError
from domain.office.commands import OfficeCommand
from domain.office.state import Office
from workflows.client import Plans

if TYPE_CHECKING:
    from api.services import Services
T = TypeVar("T")
OfficeBuild = Callable[[Actor, datetime, Office], OfficeCommand]
OfficeId = Annotated[str, typer.Argument(metavar="OFFICE", help="The office's id, such as kpu-kota-contoh.")]


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end; an order to stop is Ctrl-C, wherever it comes from, so that every server is stopped in order."""
    return asyncio.run(_stoppable(work))


def within(work: "Callable[[Services], Awaitable[T]]") -> T:
    """Run what works with the use cases of the API over the database alone."""

    async def inside() -> T:

        async with opened(read_settings()) as services:
            return await work(services)

    return run(inside())


async def _stoppable(work: Coroutine[Any, Any, T]) -> T:
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()
    ordered = False

    def stop() -> None:
        nonlocal ordered
        ordered = True
        task.cancel()

    # Not by way of SIGINT: a shell that starts us in the background has it ignored.
    for signum in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(signum, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if ordered:
            raise KeyboardInterrupt from None
        raise
    finally:
        for signum in (signal.SIGTERM, signal.SIGHUP):
            loop.remove_signal_handler(signum)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Services]:
    """Yield the services; neither API nor Temporal need be running. What is refused is raised as `Failed`."""
    async with store(settings) as kept:
        # No office's command comes this way, so it never connects.
        plans = Plans(await Client.connect("127.0.0.1:7233", lazy=True), kept)
        try:
            yield build_services(kept, plans, trial=settings.trial, base_url=settings.base_url)
        except RefusedCommand as no:
            raise Failed(_why(no)) from None
        except Unprocessable as no:
            raise Failed("\n".join(f"{cause.place}: {cause}" for cause in no.causes)) from None
        finally:
            await kept.close()


def _why(no: RefusedCommand) -> str:
    refusal = no.receipt.refusal
    return "" if refusal is None else str(PlanError(refusal.code, refusal.message, refusal.place, **refusal.params))


if TYPE_CHECKING:
    from api.services import Services


def record(office_id: str, build: OfficeBuild) -> None:
    """Carry out one command, and say where it is recorded."""

    async def work(services: "Services") -> None:
        from api.usecases import UseCases

        usecases = UseCases(services)
        by, at = usecases.installation(office_id)
        command = build(by, at, await services.offices.find(office_id) or Office())
        # An id of its own: what was undone in between is done again.
        receipt = await usecases.as_system(office_id, command, f"cli/{uuid.uuid4()}")
        if receipt.first is None:
            say("Nothing had changed; nothing was recorded.")
        else:
            say(f"Recorded at position {receipt.last} of {office_id}.")

    within(work)
