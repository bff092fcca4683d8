"""The access log on a real PostgreSQL: appended with each act, never changed, without what opens a door."""

from typing import Any

import asyncpg
import pytest

from api.access.accounts import Account, Accounts
from api.access.log import AccessAct, AccessLog, By
from api.access.sessions import Sessions, SignIn
from api.access.tokens import Tokens
from eventstore.pool import Pool
from tests.api.access.test_access import BETTER, GOOD, HERE, accounts, budi, door, pool, refusal, sessions

__all__ = ["accounts", "budi", "door", "pool", "sessions"]
ADMIN = By("p-admin", "kantor")


async def acts(pool: Pool) -> list[tuple[AccessAct, str, str]]:
    """Return who did what, the first act first."""
    entries = await AccessLog(pool).of_office("kantor", 100)
    return [(entry.act, entry.actor, entry.person) for entry in reversed(entries)]


async def test_every_act_is_in_the_log_with_who_did_it(
    pool: Pool, accounts: Accounts, sessions: Sessions, door: SignIn, budi: Account
) -> None:
    """Fault 2: somebody who makes a link and opens it leaves a trace of both."""
    secret = await accounts.invite(budi, ADMIN)
    assert await accounts.accept(secret, BETTER) is not None
    token, _ = await Tokens(pool).issue(budi, "skrip")
    await Tokens(pool).revoke(budi, token.id)
    with pytest.raises(Exception, match="wrong"):
        await door.enter("budi", "salah", HERE)
    _, session = await door.enter("budi", BETTER, HERE)
    await sessions.end(session)
    await sessions.end(session)
    await door.change_password(budi, BETTER, GOOD, HERE)
    await accounts.set_email(budi, "budi@example.org", ADMIN)
    await accounts.set_email(budi, "budi@example.org", ADMIN)
    for _ in range(2):
        await accounts.disable(budi, ADMIN)
    for _ in range(2):
        await accounts.enable(budi, ADMIN)
    own, admin = ("p-budi", "p-budi"), ("p-admin", "p-budi")
    assert await acts(pool) == [
        (AccessAct.ACCOUNT_MADE, "system", "p-budi"),
        (AccessAct.LINK_MADE, *admin),
        (AccessAct.LINK_USED, *own),
        (AccessAct.TOKEN_MADE, *own),
        (AccessAct.TOKEN_REVOKED, *own),
        (AccessAct.SIGN_IN_FAILED, "", "p-budi"),
        (AccessAct.SIGNED_IN, *own),
        (AccessAct.SIGNED_OUT, *own),
        (AccessAct.PASSWORD_CHANGED, *own),
        (AccessAct.SIGNED_IN, *own),
        (AccessAct.EMAIL_SET, *admin),
        (AccessAct.ACCOUNT_CLOSED, *admin),
        (AccessAct.ACCOUNT_OPENED, *admin),
    ]
    kept = str(await pool.fetch("SELECT l::text FROM access.log l"))
    for told in ("budi@example.org", GOOD, BETTER, "salah", secret, session):
        assert told not in kept


async def test_nobody_changes_the_log(pool: Pool, budi: Account, database: Any) -> None:
    for attack in (
        "UPDATE access.log SET actor = 'p-lain'",
        "DELETE FROM access.log",
        "TRUNCATE access.log",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(attack)
        owner = await asyncpg.connect(database.superuser_url)
        try:
            with pytest.raises(asyncpg.PostgresError, match="append-only"):
                await owner.execute(attack)
        finally:
            await owner.close()


async def test_an_act_that_is_refused_is_not_in_the_log(pool: Pool, accounts: Accounts, budi: Account) -> None:
    assert await refusal(accounts.create("budi", "p-lain", home="kantor", by=ADMIN)) == "account-exists"
    assert await refusal(accounts.set_email(budi, "bukan alamat", ADMIN)) == "email-unusable"
    assert await acts(pool) == [(AccessAct.ACCOUNT_MADE, "system", "p-budi")]


async def test_only_the_auditors_of_the_accounts_offices_read_of_it(pool: Pool, accounts: Accounts) -> None:
    await accounts.create("siti", "p-siti", home="lain", by=By("p-admin", "lain"))
    log = AccessLog(pool)
    assert await log.of_office("kantor", 10) == []
    assert [entry.person for entry in await log.of_office("lain", 10)] == ["p-siti"]
    await log.failed("siapa")
    assert len(await log.of_office("lain", 10)) == 1


async def test_a_person_reads_what_others_did_once(pool: Pool, accounts: Accounts, budi: Account) -> None:
    log = AccessLog(pool)
    await accounts.invite(budi, ADMIN)
    await Tokens(pool).issue(budi, "skrip")
    fresh = await log.unread("p-budi", budi.offices, budi.told_until)
    assert [entry.act for entry in fresh] == [AccessAct.LINK_MADE]
    await accounts.read_until(budi, fresh[0].at)
    known = await accounts.find("budi")
    assert known is not None
    assert await log.unread("p-budi", budi.offices, known.told_until) == []


async def test_a_password_that_anothers_link_set_is_fresh_for_a_day(
    pool: Pool, accounts: Accounts, budi: Account
) -> None:
    async def fresh() -> bool:
        known = await accounts.find("budi")
        assert known is not None
        return known.freshly_linked

    assert await accounts.accept(await accounts.invite(budi, By("p-budi", "kantor")), GOOD) is not None
    assert not await fresh()
    assert await accounts.accept(await accounts.invite(budi, ADMIN), BETTER) is not None
    assert await fresh()
    await pool.execute("UPDATE access.accounts SET linked_at = linked_at - interval '1 day'")
    assert not await fresh()
