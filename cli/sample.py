"""The sample of a trial, loaded beside the running application and by its own use cases."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.services import Services, build_services
from cli.console import Failed, step
from cli.parts import AWAY, store, temporal
from cli.settings import Settings
from cli.sign_ins import SignIn, make_sign_ins
from examples.trial import NotLoaded, load_office, load_plan
from workflows.client import Plans, Unknown

_CONNECTIONS = 4  # to the database


@asynccontextmanager
async def inside(settings: Settings) -> AsyncIterator[Services]:
    """Yield services of this process. Raises `Failed` where database or Temporal cannot be reached."""
    try:
        async with store(settings, _CONNECTIONS) as opened:
            plans = Plans(await temporal(settings), opened)
            try:
                yield build_services(opened, plans, trial=settings.trial, base_url=settings.base_url)
            finally:
                await plans.close()
    except (*AWAY, Unknown) as error:
        raise Failed(f"Database or Temporal cannot be reached: {error}") from error


async def load_sample(services: Services, settings: Settings, *, plan: bool = True) -> tuple[SignIn, ...]:
    """Load what is missing of the sample and return its sign-ins. Raises `OtherOffices`, or `Failed`."""
    if not settings.trial:
        raise Failed("The sample people are for a trial alone: PARAF_TRIAL=1")
    try:
        with step("Loading the sample"):
            await load_office(services)
            made = await make_sign_ins(services, settings.data)
            if plan:
                await load_plan(services)
    except NotLoaded as why:
        raise Failed(f"The sample cannot be loaded: {why}") from None
    return made
