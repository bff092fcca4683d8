"""Commands of an office, carried out from the machine that paraf runs on as the installation itself."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.console import say
from cli.ordered import within
from domain.kernel.actor import Actor
from domain.office.commands import OfficeCommand
from domain.office.state import Office

if TYPE_CHECKING:
    from api.services import Services

Build = Callable[[Actor, datetime, Office], OfficeCommand]
OfficeId = Annotated[str, typer.Argument(metavar="OFFICE", help="The office's id, such as kpu-kota-contoh.")]


def record(office_id: str, build: Build) -> None:
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
