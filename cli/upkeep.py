"""`paraf migrate` and `reconcile`: what brings the schema up to date, and Temporal to what is recorded."""

from cli.console import Failed, note, say, step
from cli.parts import AWAY, store, temporal
from cli.servers import both, database, prepare
from cli.settings import Settings
from workflows.names import register
from workflows.reconcile import reconcile as compare


async def migrate(settings: Settings) -> None:
    """Run what has not run yet and name it."""
    # A database of one's own may be named by the migration URL alone.
    if settings.migration_url and not settings.database_url and not settings.superuser_url:
        names = await prepare(settings)
    else:
        async with database(settings, say) as settings:
            names = await prepare(settings)
    for name in names:
        say(f"ran {name}")
    say("The schema is up to date.")


async def reconcile(settings: Settings) -> None:
    """Start the workflow of every open plan that Temporal does not have, and name them."""
    async with both(settings, note) as settings, store(settings, 2) as opened:
        try:
            with step("Comparing the plans with Temporal"):
                client = await temporal(settings)
                await register(client)
                started = await compare(client, opened)
        except AWAY as error:
            raise Failed(f"Database or Temporal cannot be reached: {error}") from None
    for name in started:
        say(f"started {name}")
    say(f"{len(started)} workflows were missing." if started else "No workflow was missing.")
