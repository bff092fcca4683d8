"""Accounts, sessions, tokens and the throttle on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Literal
from uuid import uuid4

import asyncpg
import pytest
from argon2 import PasswordHasher

from api.access.accounts import Account, Accounts
from api.access.bootstrap import Bootstrap
from api.access.errors import AccountRefused, NotSignedIn, TooManyAttempts
from api.access.kept import Unsaved
from api.access.log import AccessLog
from api.access.passwords import Passwords
from api.access.sessions import Sessions, SignIn
from api.access.throttle import Limits, Origin, Throttle
from api.access.tokens import Bearer, Scope, Tokens
from eventstore.errors import Unavailable
from eventstore.pool import Pool, open_pool
from tests.conftest import Database

GOOD, BETTER = "kuda lumping menari", "sungai barito pasang"
HERE = Origin("192.0.2.7")
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    """The pool of the runtime role: everything here works with its rights alone."""
    opened = await open_pool(database.url, size=8)
    yield opened
    await opened.close()


@pytest.fixture
def accounts(pool: Pool) -> Accounts:
    return Accounts(pool, QUICK)


@pytest.fixture
def sessions(pool: Pool) -> Sessions:
    return Sessions(pool)


@pytest.fixture
async def budi(accounts: Accounts) -> Account:
    return await accounts.create("budi", "p-budi", home="kantor", password=GOOD)


@pytest.fixture
def door(pool: Pool, accounts: Accounts, sessions: Sessions) -> SignIn:
    return SignIn(accounts, sessions, Throttle(pool, Limits(pair=3, username=6, address=8)), AccessLog(pool))


async def refusal(asked: Awaitable[object]) -> str:
    with pytest.raises(AccountRefused) as no:
        await asked
    return no.value.code


async def pass_time(pool: Pool, table: str, column: str, by: timedelta) -> None:
    """Make as if that much time had passed since."""
    await pool.execute(f"UPDATE access.{table} SET {column} = {column} - $1::interval", by)


async def test_an_account_is_one_person_with_one_name(accounts: Accounts, budi: Account) -> None:
    assert (budi.username, budi.person, budi.disabled) == ("budi", "p-budi", False)
    assert await refusal(accounts.create("BUDI ", "p-lain", password=GOOD)) == "account-exists"
    assert await refusal(accounts.create("lain", "p-budi", password=GOOD)) == "account-exists"
    assert await accounts.find("Budi") == budi
    assert await accounts.of_person("p-budi") == budi
    assert await accounts.of_person("p-lain") is None
    assert await accounts.all() == [budi]


UNUSABLE = [
    ("b", GOOD, "username-unusable"),
    ("budi s", GOOD, "username-unusable"),
    ("budi\x00", GOOD, "username-unusable"),
    ("-budi", GOOD, "username-unusable"),
    ("b" * 64, GOOD, "username-unusable"),
    ("siti", "terlalu", "password-length"),
    ("siti", "x" * 257, "password-length"),
    ("siti", "aaaaaaaaaaaaaaa", "password-guessable"),
    ("siti", "password1234", "password-guessable"),
    ("siti", "qwertyuiop123", "password-guessable"),
    ("siti", "rahasia12345", "password-guessable"),
    ("sitirahma", "SitiRahma2024!", "password-guessable"),
]


async def test_an_unusable_account_is_refused(accounts: Accounts) -> None:
    for username, password, code in UNUSABLE:
        assert await refusal(accounts.create(username, "p", password=password)) == code
    assert await accounts.all() == []


async def test_only_the_right_password_verifies(accounts: Accounts, budi: Account) -> None:
    assert await accounts.verify("Budi", GOOD) == budi
    for username, password in [("budi", "salah"), ("budi", ""), ("siapa", GOOD), ("\x00", GOOD), ("\ud800", "\ud800")]:
        assert await accounts.verify(username, password) is None
    await accounts.disable(budi)
    assert await accounts.verify("budi", GOOD) is None
    await accounts.enable(budi)
    assert await accounts.verify("budi", GOOD) == budi


async def test_the_same_password_from_another_keyboard(accounts: Accounts) -> None:
    await accounts.create("siti", "p-siti", password="caf\u00e9 di tepi sungai")
    assert await accounts.verify("siti", "cafe\u0301 di tepi sungai") is not None


async def test_the_database_keeps_argon2id_and_no_secret(pool: Pool, accounts: Accounts, budi: Account) -> None:
    token = await Sessions(pool).open(budi)
    _, secret = await Tokens(pool).issue(budi, "skrip")
    invitation = await accounts.invite(budi)
    kept = ""
    for table in ("accounts", "sessions", "tokens", "invitations"):
        kept += str(await pool.fetch(f"SELECT t::text FROM access.{table} t"))
    assert "$argon2id$" in kept
    for told in (GOOD, token, secret, invitation):
        assert told not in kept


async def test_a_hash_made_with_old_parameters_is_made_anew(pool: Pool, accounts: Accounts, budi: Account) -> None:
    stronger = Accounts(pool, Passwords(PasswordHasher(time_cost=2, memory_cost=128, parallelism=1)))
    assert await stronger.verify("budi", GOOD) == budi
    assert "m=128,t=2" in await pool.fetchval("SELECT password FROM access.accounts")
    assert await accounts.verify("budi", GOOD) == budi


async def test_an_unknown_name_costs_the_same_work() -> None:
    calls = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            calls.append(hash)
            return super().verify(hash, password)

    passwords = Passwords(Counting(time_cost=1, memory_cost=64, parallelism=1))
    assert not await passwords.verify(None, "nobody's password")
    assert not await passwords.verify(await passwords.hash(GOOD), "lain")
    first, second = (str(call).rsplit("$", 2)[0] for call in calls)
    assert first == second  # same algorithm, same parameters


async def test_an_invited_person_chooses_a_password_nobody_else_knows(accounts: Accounts) -> None:
    siti = await accounts.create("siti", "p-siti", email="siti@example.org")
    assert await accounts.verify("siti", "") is None
    old, secret = await accounts.invite(siti), await accounts.invite(siti)
    assert await accounts.invited(old) is None
    assert await accounts.invited(secret) == siti
    assert await refusal(accounts.accept(secret, "pendek")) == "password-length"
    assert sorted(map(str, await asyncio.gather(*[accounts.accept(secret, GOOD) for _ in range(4)]))) == sorted(
        [str(siti), "None", "None", "None"]
    )
    assert await accounts.verify("siti", GOOD) == siti
    assert await accounts.accept(secret, BETTER) is None


async def test_an_invitation_expires_and_ends_with_the_account(pool: Pool, accounts: Accounts, budi: Account) -> None:
    secret = await accounts.invite(budi)
    await pass_time(pool, "invitations", "expires_at", timedelta(days=7))
    assert await accounts.accept(secret, BETTER) is None
    secret = await accounts.invite(budi)
    await accounts.disable(budi)
    assert await accounts.invited(secret) is None


async def test_an_address_for_reminders(accounts: Accounts, budi: Account) -> None:
    await accounts.set_email(budi, "budi@example.org")
    found = await accounts.find("budi")
    assert found is not None
    assert found.email == "budi@example.org"
    for bad in ("budi", "budi@", "a@b.c\nBcc: x@y.z", "a b@c.d"):
        assert await refusal(accounts.set_email(budi, bad)) == "email-unusable"
    await accounts.set_email(budi, None)
    assert await accounts.find("budi") == budi


async def test_a_session_lives_while_it_is_used(pool: Pool, sessions: Sessions, budi: Account) -> None:
    token = await sessions.open(budi)
    found = await sessions.find(token)
    assert found is not None
    assert found.account == budi
    assert await sessions.find(token + "x") is None
    await pass_time(pool, "sessions", "touched_at", timedelta(minutes=59))
    assert await sessions.find(token) is not None  # and counts as a sign of life
    await pass_time(pool, "sessions", "touched_at", timedelta(minutes=59))
    assert await sessions.find(token) is not None
    await pass_time(pool, "sessions", "touched_at", timedelta(minutes=61))
    assert await sessions.find(token) is None
    assert await sessions.owner(token) == budi.id


async def test_a_session_ends_after_its_longest_time_however_busy(pool: Pool, budi: Account) -> None:
    sessions = Sessions(pool, idle=timedelta(hours=1), absolute=timedelta(hours=2))
    token = await sessions.open(budi)
    await pass_time(pool, "sessions", "opened_at", timedelta(minutes=90))
    found = await sessions.find(token)
    assert found is not None
    assert found.expires_at == found.ends_at
    await pass_time(pool, "sessions", "opened_at", timedelta(minutes=31))
    assert await sessions.find(token) is None


async def test_sessions_are_revoked(accounts: Accounts, sessions: Sessions, budi: Account) -> None:
    siti = await accounts.create("siti", "p-siti", password=GOOD)
    first, second, other = await sessions.open(budi), await sessions.open(budi), await sessions.open(siti)
    await sessions.end(first)
    await sessions.touch(first)
    assert await sessions.find(first) is None
    assert await sessions.find(second) is not None
    assert await sessions.end_of_person("p-budi", "kantor-lain") == 0
    assert await sessions.end_of_person("p-budi", "kantor") == 1
    assert await sessions.end_of_person("p-budi", "kantor") == 0
    assert await sessions.find(second) is None
    assert await sessions.find(other) is not None


async def test_a_closed_account_has_no_session_and_no_token(
    pool: Pool, accounts: Accounts, sessions: Sessions, budi: Account
) -> None:
    token, (_, secret) = await sessions.open(budi), await Tokens(pool).issue(budi, "skrip")
    await accounts.disable(budi)
    await accounts.disable(budi)
    assert await sessions.find(token) is None
    assert await sessions.owner(token) is None
    assert await Tokens(pool).find(secret) is None
    await accounts.enable(budi)
    assert await sessions.find(token) is None


async def test_a_changed_password_ends_every_session(door: SignIn, sessions: Sessions, budi: Account) -> None:
    _, old = await door.enter("budi", GOOD, HERE)
    with pytest.raises(NotSignedIn):
        await door.change_password(budi, "salah", BETTER, HERE)
    new = await door.change_password(budi, GOOD, BETTER, HERE)
    assert await sessions.find(old) is None
    assert await sessions.find(new) is not None
    with pytest.raises(NotSignedIn):
        await door.enter("budi", GOOD, HERE)
    assert (await door.enter("budi", BETTER, HERE))[0] == budi


async def test_no_session_begins_for_what_was_closed_or_changed_meanwhile(
    accounts: Accounts, sessions: Sessions, budi: Account
) -> None:
    """Fault 3, and its kind: who was let in by what no longer holds is not in."""
    proven = await accounts.proven("budi", GOOD)
    assert proven is not None
    await accounts.change_password(budi, BETTER)
    with pytest.raises(NotSignedIn):
        await sessions.open(*proven)
    await accounts.disable(budi)
    with pytest.raises(NotSignedIn):
        await sessions.open(budi)
    await accounts.enable(budi)
    assert await sessions.find(await sessions.open(budi)) is not None


async def test_old_sessions_are_swept(pool: Pool, sessions: Sessions, budi: Account) -> None:
    old, new = await sessions.open(budi), ""
    await pass_time(pool, "sessions", "opened_at", timedelta(days=31))
    await pass_time(pool, "sessions", "touched_at", timedelta(days=31))
    new = await sessions.open(budi)
    await sessions.sweep()
    assert await sessions.owner(old) is None
    assert await sessions.owner(new) == budi.id


async def test_a_token_is_shown_once_and_revoked(pool: Pool, accounts: Accounts, budi: Account) -> None:
    tokens = Tokens(pool)
    siti = await accounts.create("siti", "p-siti", password=GOOD)
    token, secret = await tokens.issue(budi, " skrip  laporan ")
    assert token.name == "skrip laporan"
    assert secret.startswith("paraf_")
    assert await tokens.find(secret) == Bearer(budi, frozenset({Scope.READ, Scope.DRAFT, Scope.FILE}))
    assert await tokens.find(secret.removeprefix("paraf_")) is None
    (shown,) = await tokens.of_account(budi)
    assert shown.used_at is not None
    assert not await tokens.revoke(siti, token.id)
    assert await tokens.revoke(budi, token.id)
    assert not await tokens.revoke(budi, token.id)
    assert await tokens.find(secret) is None
    assert await refusal(tokens.issue(budi, " ")) == "token-name"
    assert await refusal(tokens.issue(budi, "a\x00")) == "forbidden-character"


async def test_guessing_is_slowed_for_known_and_unknown_names_alike(door: SignIn, budi: Account) -> None:
    async def answers(username: str) -> list[str]:
        codes = []
        for _ in range(4):
            with pytest.raises((NotSignedIn, TooManyAttempts)) as no:
                await door.enter(username, "salah", HERE)
            codes.append(f"{no.value.code}: {no.value.message}")
        return codes

    known, unknown = await answers("budi"), await answers("siapa")
    assert known == unknown
    assert known[2].startswith("sign-in-refused")
    assert known[3].startswith("too-many-attempts")
    with pytest.raises(TooManyAttempts) as no:
        await door.enter("budi", GOOD, HERE)
    assert 0 < no.value.retry_after <= 15 * 60


async def test_a_guesser_does_not_lock_the_person_out_elsewhere(door: SignIn, budi: Account) -> None:
    for _ in range(7):
        with pytest.raises((NotSignedIn, TooManyAttempts)):
            await door.enter("budi", "salah", HERE)
    assert (await door.enter("budi", GOOD, Origin("198.51.100.1")))[0] == budi


async def test_many_addresses_cannot_guess_one_name(door: SignIn, budi: Account) -> None:
    codes = []
    for n in range(8):
        with pytest.raises((NotSignedIn, TooManyAttempts)) as no:
            await door.enter("budi", "salah", Origin(f"198.51.100.{n}"))
        codes.append(no.value.code)
    assert codes == ["sign-in-refused"] * 6 + ["too-many-attempts"] * 2


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8:1:2::{n}", "::ffff:192.0.2.9", "tidak dikenal"])
async def test_one_address_cannot_try_many_names(door: SignIn, address: str) -> None:
    codes = []
    for n in range(10):
        with pytest.raises((NotSignedIn, TooManyAttempts)) as no:
            await door.enter(f"nama-{n}", "salah", Origin(address.format(n=n)))
        codes.append(no.value.code)
    assert codes == ["sign-in-refused"] * 8 + ["too-many-attempts"] * 2


async def test_a_hundred_guesses_at_once_are_a_hundred(pool: Pool) -> None:
    throttle = Throttle(pool, Limits(pair=5))
    tried = await asyncio.gather(*[throttle.attempt("budi", HERE) for _ in range(100)], return_exceptions=True)
    assert sum(outcome is None for outcome in tried) == 5


async def test_success_and_time_forgive(pool: Pool) -> None:
    throttle = Throttle(pool, Limits(pair=2, address=3))
    await throttle.attempt("budi", HERE)
    await throttle.succeeded("budi", HERE)
    for _ in range(2):
        await throttle.attempt("budi", HERE)
    with pytest.raises(TooManyAttempts):
        await throttle.attempt("budi", HERE)
    await pass_time(pool, "attempts", "since", timedelta(minutes=16))
    await throttle.attempt("budi", HERE)
    await pass_time(pool, "attempts", "since", timedelta(minutes=16))
    await throttle.sweep()
    assert await pool.fetchval("SELECT count(*) FROM access.attempts") == 0


async def test_the_first_administrator_is_made_once(pool: Pool, accounts: Accounts) -> None:
    bootstrap = Bootstrap(pool, QUICK)
    assert not await bootstrap.done()
    old, secret = await bootstrap.make(), await bootstrap.make()
    with pytest.raises(NotSignedIn):
        await bootstrap.require(old)
    await bootstrap.require(secret)
    assert await refusal(bootstrap.use(secret, "admin", "p-admin", "kantor", "pendek")) == "password-length"
    made = await asyncio.gather(
        *[bootstrap.use(secret, f"admin{n}", f"p-{n}", "kantor", GOOD) for n in range(4)], return_exceptions=True
    )
    (account,) = [outcome for outcome in made if isinstance(outcome, Account)]
    assert await accounts.all() == [account]
    assert await bootstrap.done()
    with pytest.raises(NotSignedIn):
        await bootstrap.require(secret)
    assert await refusal(bootstrap.make()) == "bootstrap-done"


async def test_a_bootstrap_that_fails_can_be_tried_again(pool: Pool, budi: Account) -> None:
    bootstrap = Bootstrap(pool, QUICK)
    secret = await bootstrap.make()
    assert await refusal(bootstrap.use(secret, "budi", "p-admin", "kantor", GOOD)) == "account-exists"
    assert (await bootstrap.use(secret, "admin", "p-admin", "kantor", GOOD)).person == "p-admin"


async def test_unsaved_texts_of_one_account_are_bounded_by_their_bytes(pool: Pool, budi: Account) -> None:
    unsaved, megabyte = Unsaved(pool), 1024 * 1024
    await unsaved.keep(budi.id, "kantor/large", bytes(20 * megabyte), "unavailable")
    assert await unsaved.find(budi.id, "kantor/large") is not None  # the newest is kept whatever it takes
    for n in range(10):
        await unsaved.keep(budi.id, f"kantor/{n}", bytes(megabyte), "unavailable")
    kept = await pool.fetch("SELECT plan FROM access.unsaved WHERE account = $1 ORDER BY saved_at", budi.id)
    assert [row["plan"] for row in kept] == [f"kantor/{n}" for n in range(2, 10)]


async def test_unsaved_text_waits_for_its_author(pool: Pool, accounts: Accounts, budi: Account) -> None:
    unsaved = Unsaved(pool)
    siti = await accounts.create("siti", "p-siti", password=GOOD)
    await unsaved.keep(budi.id, "kantor/rkt-2024", b"satu", "not-signed-in")
    await unsaved.keep(budi.id, "kantor/rkt-2024", b"dua\x00\xff", "unavailable")
    kept = await unsaved.find(budi.id, "kantor/rkt-2024")
    assert kept is not None
    assert (kept.body, kept.reason) == (b"dua\x00\xff", "unavailable")
    assert await unsaved.find(budi.id, "kantor/rkt-2024") == kept
    assert await unsaved.find(siti.id, "kantor/rkt-2024") is None
    await unsaved.drop(budi.id, "kantor/rkt-2024")
    assert await unsaved.find(budi.id, "kantor/rkt-2024") is None


async def test_unsaved_texts_do_not_pile_up(pool: Pool, budi: Account) -> None:
    unsaved = Unsaved(pool)
    for n in range(52):
        await unsaved.keep(budi.id, f"plan-{n}", b"", "unavailable")
    assert await pool.fetchval("SELECT count(*) FROM access.unsaved") == 50
    assert await unsaved.find(budi.id, "plan-1") is None
    assert await unsaved.find(budi.id, "plan-51") is not None


async def test_a_database_that_is_gone_is_unavailable_not_a_no(database: Database) -> None:
    pool = await open_pool(database.url, size=1)
    await pool.close()
    asked: list[Callable[[], Awaitable[object]]] = [
        lambda: Accounts(pool, QUICK).verify("budi", GOOD),
        lambda: Sessions(pool).find("x"),
        lambda: Tokens(pool).find("paraf_x"),
        lambda: Throttle(pool).attempt("budi", HERE),
        lambda: Bootstrap(pool, QUICK).require("x"),
        lambda: Unsaved(pool).find(uuid4(), "x"),
    ]
    for ask in asked:
        with pytest.raises(Unavailable):
            await ask()


async def test_the_runtime_role_changes_rows_and_not_tables(pool: Pool, budi: Account) -> None:
    for attack in (
        "DROP TABLE access.accounts CASCADE",
        "ALTER TABLE access.accounts ADD x int",
        "TRUNCATE access.tokens",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(attack)
