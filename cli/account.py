"""`paraf account`: the accounts of people and machines, from the machine that paraf runs on."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from api.access.tokens import DEFAULT, LASTS, Scope
from cli.console import Failed, err, say
from cli.ordered import within

if TYPE_CHECKING:
    from uuid import UUID

    from api.access.accounts import Account, AccountState
    from api.services import Services
    from domain.office.state import Office

account = typer.Typer(name="account", help="Who may sign in: people, and machines in their name.", no_args_is_help=True)
Username = Annotated[str, typer.Argument(metavar="USERNAME", help="The name somebody signs in with.")]


@account.command()
def bootstrap() -> None:
    """Make the secret with which the first office and its administrator are begun, in place of an older one."""

    async def work(services: "Services") -> tuple[str, str]:
        return await services.bootstrap.make(), services.base_url

    secret, base_url = within(work)
    _tell(f"Open {base_url}/bootstrap and give this secret. It works once.")
    say(secret)


@account.command()
def create(
    username: Username,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The person's id, as an office knows it.")],
    email: Annotated[str | None, typer.Option(help="Where reminders go.")] = None,
) -> None:
    """Make an account at home where the person was registered first, and print the link to choose a password."""

    async def work(services: "Services") -> str:
        home = await services.offices.first(person)
        if home is None:
            raise Failed(f"No office knows {person}. Begin with: paraf office register OFFICE {person} NAME")
        return await _link(services, await services.accounts.create(username, person, home=home.id, email=email))

    _hand_over(within(work))


@account.command()
def invite(username: Username) -> None:
    """Print a link to choose a new password, in place of an older one."""

    async def work(services: "Services") -> str:
        found = await _known(services, username)
        if found.disabled:
            raise Failed(f"The account {found.username} is closed. Open it first: paraf account open {found.username}")
        return await _link(services, found)

    _hand_over(within(work))


@account.command()
def close(username: Username) -> None:
    """Close an account: its sessions end, and neither password nor token opens anything."""

    async def work(services: "Services") -> None:
        await services.accounts.disable(await _known(services, username))

    within(work)
    say(f"The account {username} is closed.")


@account.command(name="open")
def reopen(username: Username) -> None:
    """Open a closed account again, with the password it had."""

    async def work(services: "Services") -> None:
        await services.accounts.enable(await _known(services, username))

    within(work)
    say(f"The account {username} is open.")


@account.command()
def email(
    username: Username,
    address: Annotated[str | None, typer.Argument(metavar="ADDRESS", help="Left out: no reminders by mail.")] = None,
) -> None:
    """Say where a person's reminders go."""

    async def work(services: "Services") -> None:
        await services.accounts.set_email(await _known(services, username), address)

    within(work)
    say(f"Reminders for {username} go to {address}." if address else f"{username} gets no reminders by mail.")


@account.command()
def ask(
    username: Username,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="Another office that is to have the account.")],
) -> None:
    """Ask a person to let the account act in another office; it does once they agree."""

    from api.access.log import MACHINE, By

    async def work(services: "Services") -> None:
        if await services.offices.find(office) is None:
            raise Failed(f"There is no office {office}. See: paraf office list")
        await services.memberships.ask(await _known(services, username), By(MACHINE.person, office))

    within(work)
    say(f"{username} is asked at the next sign-in.")


@account.command()
def token(
    username: Username,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is for, such as a machine's name.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="What it may do; else all but signing.")] = None,
    days: Annotated[int, typer.Option(help="For how long it holds.")] = LASTS,
) -> None:
    """Make a token by which a machine acts for a person; its secret is printed once."""
    from api.access.log import MACHINE

    async def work(services: "Services") -> str:
        _, secret = await services.tokens.issue(
            await _known(services, username), name, scopes=scope or DEFAULT, days=days, by=MACHINE
        )
        return secret

    secret = within(work)
    _tell(f"The machine acts for {username} with “Authorization: Bearer …”. The secret is not shown again.")
    say(secret)


@account.command()
def tokens(username: Username) -> None:
    """List an account's tokens, without their secrets."""

    async def work(services: "Services") -> list[str]:
        found = await services.tokens.of_account(await _known(services, username))
        return [
            f"{t.id}  {'in force' if t.holds(services.clock()) else 'ended'}  {','.join(t.scopes)}"
            f"  made {t.issued_at:%Y-%m-%d}  ends {t.expires_at:%Y-%m-%d}  "
            + (f"used {t.used_at:%Y-%m-%d}" if t.used_at else "never used")
            + f"  {t.name}"
            for t in found
        ]

    for line in within(work) or ["No token."]:
        say(line)


@account.command()
def revoke(
    username: Username,
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id, as `paraf account tokens` lists it.")],
) -> None:
    """End a token."""
    from api.access.log import MACHINE

    async def work(services: "Services") -> bool:
        return await services.tokens.revoke(await _known(services, username), _id(token), MACHINE)

    if not within(work):
        raise Failed(f"{username} has no such token in force.")
    say("The token is ended.")


@account.command(name="list")
def list_all() -> None:
    """List every account: name, state, person, and the roles by office."""

    async def work(services: "Services") -> list[str]:
        offices = await services.offices.all()
        accounts = await services.accounts.all()
        states = await services.accounts.states([each.person for each in accounts])
        return [_line(states[each.person], offices) for each in accounts if each.person in states]

    for line in within(work) or ["No account. Begin with: paraf account bootstrap"]:
        say(line)


def _line(state: "AccountState", offices: "list[Office]") -> str:
    person = state.account.person
    stands = "closed" if state.account.disabled else "open" if state.chosen else "invited"
    held = [f"{o.id} ({', '.join(sorted(o.roles_of(person)))})" for o in offices if o.roles_of(person)]
    return f"{state.account.username}  {stands}  {person}  {'; '.join(held) or 'no role'}"


async def _known(services: "Services", username: str) -> "Account":
    found = await services.accounts.find(username)
    if found is None:
        raise Failed(f"There is no account {username}. See: paraf account list")
    return found


async def _link(services: "Services", found: "Account") -> str:
    return f"{services.base_url}/invitations/{await services.accounts.invite(found)}"


def _hand_over(link: str) -> None:
    _tell("Give this link to the person alone. It works once, within seven days.")
    say(link)


def _id(text: str) -> "UUID":
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError:
        raise Failed(f"“{text}” is no token's id.") from None


def _tell(text: str) -> None:
    # Beside the secret, which alone goes to standard output: a script can keep it.
    err.print(escape(text))
