"""The sign-ins of a trial's sample people: random, in one file that only its owner reads."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.access.errors import AccountRefused
from api.access.log import MACHINE
from api.access.trial import TrialAccounts
from api.services import Services
from cli.console import Failed
from cli.embedded.errors import Unusable
from cli.embedded.passwords import write_private
from domain.kernel.actor import Role
from examples.banjarmasin import office, people

# Nothing that one could take for another when typing it from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True)
class SignIn:
    """How one of them signs in."""

    person: str
    role: Role
    name: str
    username: str
    password: str


def sign_ins_file(data: Path) -> Path:
    """Return where they are kept."""
    return data / "secrets" / "trial-sign-ins.json"


async def make_sign_ins(services: Services, data: Path) -> tuple[SignIn, ...]:
    """Return the sign-ins, with an account behind each; made once, whenever the making is interrupted.

    Raises `Unusable` or `Failed`.
    """
    kept = _kept(sign_ins_file(data))
    made = tuple(SignIn(p.id, p.role, p.name, p.username, kept.get(p.id) or _password()) for p in people())
    known = {each.person: await services.accounts.of_person(each.person) for each in made}
    # A password is changed before it is kept, and kept before there is an account: so the file always tells the truth.
    for each in made:
        account = known[each.person]
        if account is not None and each.person not in kept:
            await services.accounts.change_password(account, each.password, MACHINE)
    if any(each.person not in kept for each in made):
        write_private(sign_ins_file(data), json.dumps({e.person: e.password for e in made}, indent=1) + "\n")
    await TrialAccounts(services.store.pool).name(known)
    await asyncio.gather(*(_create(services, each) for each in made if known[each.person] is None))
    return made


async def still_true(services: Services, sign_ins: tuple[SignIn, ...]) -> list[bool]:
    """Say of each whether the password is still the one that was made."""
    accounts = await asyncio.gather(*(services.accounts.verify(each.username, each.password) for each in sign_ins))
    return [account is not None for account in accounts]


async def _create(services: Services, each: SignIn) -> None:
    try:
        await services.accounts.create(each.username, each.person, home=office().id, password=each.password)
    except AccountRefused:
        raise Failed(f"The sample needs the user name {each.username}, which somebody else has here.") from None


def _kept(file: Path) -> Mapping[str, str]:
    if not file.exists():
        return {}
    try:
        return {person: str(password) for person, password in json.loads(file.read_text()).items()}
    except (ValueError, AttributeError):
        raise Unusable(f"{file} does not hold the trial's sign-ins. Remove it: new ones are made.") from None


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
