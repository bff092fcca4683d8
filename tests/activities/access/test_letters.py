"""A person hears by mail what others did to the account, at the address of that time, once."""

import pytest

from activities.access.letters import AccessLetters
from activities.reminders.post import Post
from api.access.accounts import Accounts
from api.access.log import By
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening

ADMIN = By("admin", "")


async def test_what_others_did_is_mailed_once_to_the_address_of_that_time(store: Store) -> None:
    """Fault 2: whoever changes the address first is told of at the old one."""
    accounts, letterbox = Accounts(store.pool), Letterbox()
    budi = await accounts.create("budi", "budi", email="lama@example.go.id")
    await accounts.set_email(budi, "baru@example.go.id", ADMIN)
    await accounts.invite(budi, ADMIN)
    async with listening(letterbox, "127.0.0.1") as port:
        letters = AccessLetters(store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "https://paraf.example"))
        assert [await letters.send_one() for _ in range(3)] == [True, True, False]
    assert [letter["To"] for letter in letterbox.letters] == ["lama@example.go.id", "baru@example.go.id"]
    assert "Surel akun Anda diganti." in letterbox.letters[0].get_content()
    assert "https://paraf.example/account" in letterbox.letters[1].get_content()
    assert await store.pool.fetchval("SELECT count(*) FROM access.letters WHERE address IS NOT NULL") == 0


async def test_a_letter_that_could_not_be_sent_waits(store: Store) -> None:
    accounts = Accounts(store.pool)
    await accounts.invite(await accounts.create("budi", "budi", email="budi@example.go.id"), ADMIN)
    letters = AccessLetters(store, Post("smtp://127.0.0.1:1", "paraf@kantor", "https://paraf.example"))
    with pytest.raises(OSError, match="refused"):
        await letters.send_one()
    assert not await letters.send_one()  # for some minutes it is whoever's tries it
    await store.pool.execute("UPDATE access.letters SET tried_at = tried_at - interval '1 hour'")
    letterbox = Letterbox()
    async with listening(letterbox, "127.0.0.1") as port:
        again = AccessLetters(store, Post(f"smtp://127.0.0.1:{port}", "paraf@kantor", "https://paraf.example"))
        assert await again.send_one()
    assert len(letterbox.letters) == 1
