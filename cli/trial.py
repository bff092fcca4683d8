"""A trial's sample people and sample: their accounts, the door they come in by, and what is loaded for them."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.errors import AccountRefused
from api.access.log import MACHINE, AccessAct, note
from api.services import Services, build_services
from cli.console import Failed, step
from cli.embedded.postgres_home import write_private
from cli.embedded.process import Unusable
from cli.parts import AWAY, store, temporal
from cli.settings import Settings
from domain.kernel.actor import Role
from domain.plan.state import stream_of
from eventstore.errors import Unavailable
from eventstore.pool import Pool, outages, transaction
from examples.banjarmasin import kind, office, people, year
from examples.cast import signed_in
from examples.living import DRAFTED, LAST, live
from examples.official import StoryFailed
from examples.trial import NotLoaded, load_office, load_plan
from workflows.client import Plans, Unknown

# Nothing that one could take for another when typing it from a screen.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_CONNECTIONS = 4  # to the database


class TrialAccounts:
    """Which accounts they are, in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def name(self, people: Iterable[str]) -> None:
        """Say that these people are samples; say it before they have accounts."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.trial (person) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", list(people)
            )

    async def close(self) -> int:
        """Close the accounts, sessions included, and return how many were open."""
        async with transaction(self._pool) as connection:
            closed = await connection.fetch(
                "WITH closed AS (UPDATE access.accounts SET disabled_at = clock_timestamp()"
                " WHERE disabled_at IS NULL AND person IN (SELECT person FROM access.trial) RETURNING id, person),"
                " told AS (UPDATE access.trial t SET closed = true FROM closed c WHERE t.person = c.person),"
                " invited AS (DELETE FROM access.invitations i USING closed c WHERE i.account = c.id),"
                " ended AS (UPDATE access.sessions s SET ended_at = clock_timestamp() FROM closed c"
                " WHERE s.account = c.id AND s.ended_at IS NULL)"
                " SELECT id FROM closed"
            )
            for row in closed:
                await note(connection, AccessAct.ACCOUNT_CLOSED, row["id"], MACHINE)
        return len(closed)

    async def open(self) -> None:
        """Open again what `close` closed; what an administrator closed stays closed."""
        async with transaction(self._pool) as connection:
            opened = await connection.fetch(
                "WITH opened AS (UPDATE access.trial SET closed = false WHERE closed RETURNING person)"
                " UPDATE access.accounts SET disabled_at = NULL WHERE person IN (SELECT person FROM opened)"
                " RETURNING id"
            )
            for row in opened:
                await note(connection, AccessAct.ACCOUNT_OPENED, row["id"], MACHINE)


@dataclass(frozen=True)
class SampleSignIn:
    """How one of them signs in."""

    person: str
    role: Role
    name: str
    username: str
    password: str


def sign_ins_file(data: Path) -> Path:
    """Return where they are kept."""
    return data / "secrets" / "trial-sign-ins.json"


async def make_sign_ins(services: Services, data: Path) -> tuple[SampleSignIn, ...]:
    """Return the sign-ins, with an account behind each; made once, whenever the making is interrupted.

    Raises `Unusable` or `Failed`.
    """
    kept = _kept(sign_ins_file(data))
    made = tuple(SampleSignIn(p.id, p.role, p.name, p.username, kept.get(p.id) or _password()) for p in people())
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


async def still_true(services: Services, sign_ins: tuple[SampleSignIn, ...]) -> list[bool]:
    """Say of each whether the password is still the one that was made."""
    accounts = await asyncio.gather(*(services.accounts.verify(each.username, each.password) for each in sign_ins))
    return [account is not None for account in accounts]


async def _create(services: Services, each: SampleSignIn) -> None:
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


class TrialDoor:
    """Opens or closes their accounts before the first request that the database could answer."""

    def __init__(self, app: ASGIApp, accounts: TrialAccounts, *, trial: bool) -> None:
        self._app = app
        self._accounts = accounts
        self._trial = trial
        self._done = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http" and not self._done and scope["path"] != "/livez":
            # Without a database nobody comes in, and the next request tries again.
            with contextlib.suppress(Unavailable):
                await (self._accounts.open() if self._trial else self._accounts.close())
                self._done = True
        await self._app(scope, receive, send)


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


async def load_sample(services: Services, settings: Settings, *, plan: bool = True) -> tuple[SampleSignIn, ...]:
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


async def play_year(services: Services, settings: Settings, sample: Sequence[SampleSignIn]) -> None:
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
