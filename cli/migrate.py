"""`paraf migrate`."""

from cli.console import say
from cli.servers import database, prepare
from cli.settings import Settings


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
