"""The sample of a trial, loaded beside the running application and by its own use cases."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from api.services import Services, build_services
from cli.console import Failed, step
from cli.parts import AWAY, store, temporal
from cli.settings import Settings
from cli.sign_ins import SignIn, make_sign_ins
from domain.plan.state import stream_of
from examples.banjarmasin import kind, office, year
from examples.cast import signed_in
from examples.living import DRAFTED, LAST, live
from examples.official import StoryFailed
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


async def year_played(services: Services) -> bool:
    """Say whether the sample's year was played to where the office stands now."""
    return await _carried_out(services, LAST)


async def year_begun_otherwise(services: Services) -> bool:
    """Say whether the plan of the sample's year is somebody else's: of an older sample, or of a person."""
    begun = await services.store.read(office().id, stream_of(kind(), year()), upto=1)
    return bool(begun) and begun[0].command_id != DRAFTED


async def play_year(services: Services, settings: Settings, sample: Sequence[SignIn]) -> None:
    """Let the sample people live their year, from wherever it is. Raises `Failed`."""

    async def done(command_id: str) -> bool:
        return await _carried_out(services, command_id)

    sign_ins = {each.person: (each.username, each.password) for each in sample}
    try:
        async with signed_in(settings.address, sign_ins) as cast:
            await live(cast, done)
    except (StoryFailed, *AWAY) as why:
        raise Failed(f"The sample's year cannot be played on: {why}") from None


async def _carried_out(services: Services, command_id: str) -> bool:
    receipt = await services.store.receipt(office().id, command_id)
    return receipt is not None and receipt.refusal is None
