"""`paraf reconcile`."""

from cli.console import Failed, note, say, step
from cli.parts import AWAY, store, temporal
from cli.servers import both
from cli.settings import Settings
from workflows.names import register
from workflows.reconcile import reconcile as compare


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
