"""What `paraf account` and `paraf office` work with: the use cases of the API over the database alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio.client import Client

from api.http.problems import RefusedCommand, Unprocessable
from api.services import Services, build_services
from cli.audit import store
from cli.console import Failed
from cli.settings import Settings
from domain.kernel.errors import PlanError
from workflows.client import Plans


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
