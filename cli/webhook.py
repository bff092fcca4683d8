"""`paraf webhook`: the programs that an office tells what happens, from the machine that paraf runs on."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.access.log import MACHINE
from cli.console import Failed, err, say
from cli.ordered import OfficeId, within
from domain.notice.notice import Happening

if TYPE_CHECKING:
    from uuid import UUID

    from activities.webhooks.webhooks import Webhook, Webhooks
    from api.services import Services

webhook = typer.Typer(name="webhook", help="Programs that are told what happens.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its id, as `paraf webhook list` says it.")]
_NEVER = "The secret is not shown again: give it to the program that verifies."


@webhook.command()
def add(
    office: OfficeId,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the program takes requests.")],
    kind: Annotated[list[Happening] | None, typer.Option(help="What it is told; left out: everything.")] = None,
) -> None:
    """Make a webhook; its secret is printed once."""
    from activities.webhooks.body import KINDS

    async def work(services: "Services") -> str:
        if await services.offices.find(office) is None:
            raise Failed(f"There is no office {office}. See: paraf office list")
        made, secret = await _webhooks(services).make(office, url, kind or KINDS, MACHINE.person)
        err.print(escape(f"The webhook is {made.id}. {_NEVER}"))
        return secret

    say(within(work))


@webhook.command(name="list")
def list_all(office: OfficeId) -> None:
    """List the webhooks of an office, without their secrets."""

    async def work(services: "Services") -> list[str]:
        known = await _webhooks(services).of_office(office)
        return [
            f"{each.id}  {'disabled' if each.disabled_at else 'in force'}  {each.url}  {','.join(each.kinds)}"
            for each in known
        ]

    for line in within(work) or ["No webhook."]:
        say(line)


@webhook.command()
def rotate(office: OfficeId, webhook: Id) -> None:
    """Change the secret, and print the new one once; for a day both sign."""

    async def work(services: "Services") -> str:
        known = _webhooks(services)
        secret = await known.rotate(office, (await _found(known, office, webhook)).id, MACHINE.person)
        err.print(escape(_NEVER))
        return secret

    say(within(work))


@webhook.command()
def enable(office: OfficeId, webhook: Id) -> None:
    """Send to it again."""

    async def work(services: "Services") -> None:
        known = _webhooks(services)
        await known.enable(office, (await _found(known, office, webhook)).id, MACHINE.person)

    within(work)
    say("What happens from now on is sent.")


@webhook.command()
def disable(office: OfficeId, webhook: Id) -> None:
    """Send nothing to it until it is enabled."""

    async def work(services: "Services") -> None:
        known = _webhooks(services)
        await known.disable(office, (await _found(known, office, webhook)).id, MACHINE.person)

    within(work)
    say("Nothing is sent to it.")


@webhook.command()
def remove(office: OfficeId, webhook: Id) -> None:
    """Remove it, with its secrets."""

    async def work(services: "Services") -> None:
        known = _webhooks(services)
        await known.remove(office, (await _found(known, office, webhook)).id, MACHINE.person)

    within(work)
    say("The webhook is removed.")


@webhook.command()
def deliveries(office: OfficeId, webhook: Id) -> None:
    """List the newest deliveries: id, state, kind, and what the last try came to."""

    async def work(services: "Services") -> list[str]:
        found = await services.deliveries.of((await _found(_webhooks(services), office, webhook)).id, 100)
        return [
            f"{each.id}  {each.state}  {each.told.paper}.{each.told.happening}  {each.at:%Y-%m-%d %H:%M}"
            + (f"  {last.status or last.fault}" if (last := next(reversed(each.tries), None)) else "")
            for each in found
        ]

    for line in within(work) or ["No delivery."]:
        say(line)


@webhook.command()
def again(
    office: OfficeId,
    webhook: Id,
    delivery: Annotated[str, typer.Argument(metavar="DELIVERY", help="Its id, as `paraf webhook deliveries` says.")],
) -> None:
    """Send a delivery again, under its old id; a worker does it within five minutes."""

    async def work(services: "Services") -> bool:
        return await services.deliveries.again(
            await _found(_webhooks(services), office, webhook), _id(delivery, "delivery")
        )

    if not within(work):
        raise Failed("The webhook has no such delivery.")
    say("It is sent again.")


def _webhooks(services: "Services") -> "Webhooks":
    """Return the webhooks, whose secrets the keys of the installation seal."""
    from activities.webhooks.webhooks import Webhooks
    from cli.servers import known_keys
    from cli.settings import read_settings
    from workflows.wire import Seal

    settings = known_keys(read_settings())
    return Webhooks(services.store.pool, Seal({key.id: key.key for key in settings.payload_keys}), settings.reach)


async def _found(known: "Webhooks", office: str, webhook: str) -> "Webhook":
    found = await known.find(office, _id(webhook, "webhook"))
    if found is None:
        raise Failed(f"{office} has no such webhook. See: paraf webhook list {office}")
    return found


def _id(text: str, of: str) -> "UUID":
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError:
        raise Failed(f"“{text}” is no {of}'s id.") from None
