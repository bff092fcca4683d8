"""Letters of what happened, on a real SMTP server of this machine."""

from collections.abc import AsyncIterator

import pytest

from activities.notices.follower import Follower, Words
from activities.notices.letters import LetterOrder, NoticeMailer
from activities.recording.states import States
from activities.reminders.post import Post
from domain.kernel.actor import Role
from eventstore.store import Store
from tests.activities.notices.test_follower import Sent, follower, scene, sent
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.workflows.scene import Scene

__all__ = ["follower", "scene", "sent"]
BASE_URL = "https://paraf.example.go.id"


@pytest.fixture
def letterbox() -> Letterbox:
    """An empty letterbox."""
    return Letterbox()


@pytest.fixture
async def post(letterbox: Letterbox) -> AsyncIterator[Post]:
    """How to reach the letterbox."""
    async with listening(letterbox, "127.0.0.1") as port:
        yield Post(f"smtp://127.0.0.1:{port}", "paraf@example.go.id", BASE_URL)


async def returned(scene: Scene, follower: Follower, sent: Sent) -> LetterOrder:
    """Return the order of the letter that tells of a plan that came back."""
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    await follower.look()
    [letter] = sent.words[-1].letters
    return LetterOrder(letter.key)


async def mails(store: Store) -> list[str]:
    """Return what became of each notice's mail."""
    return [row["mail"] for row in await store.pool.fetch("SELECT mail FROM access.notices ORDER BY happening")]


async def test_a_letter_says_who_did_what_why_and_where_in_both_languages(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox
) -> None:
    await NoticeMailer(States(store), post).mail(await returned(scene, follower, sent))
    [letter] = letterbox.letters
    assert letter["To"] == "dewi@example.go.id"
    assert letter["Subject"] == f"Sari (Secretary) mengembalikan RKT {scene.year}."
    text = letter.get_content()
    assert text.index("mengembalikan RKT") < text.index("returned RKT")
    assert "Alasan / Reason: Mohon diperiksa. (contoh)" in text
    assert f"{BASE_URL}/offices/{scene.office}/plans/rkt-{scene.year}" in text.splitlines()


async def test_who_chose_english_reads_it_first(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox
) -> None:
    await store.pool.execute("UPDATE access.accounts SET language = 'en' WHERE person = 'dewi'")
    await NoticeMailer(States(store), post).mail(await returned(scene, follower, sent))
    text = letterbox.letters[0].get_content()
    assert text.index("returned RKT") < text.index("mengembalikan RKT")


async def test_a_letter_that_was_sent_is_sent_no_second_time(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox
) -> None:
    order = await returned(scene, follower, sent)
    for _ in range(2):
        await NoticeMailer(States(store), post).mail(order)
    assert len(letterbox.letters) == 1
    assert await mails(store) == ["sent"]


async def test_one_mail_a_day_tells_all_of_it(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox
) -> None:
    for key in ("c1", "c2"):
        await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
    await follower.look()
    for key in {letter.key for words in sent.words for letter in words.letters}:
        await NoticeMailer(States(store), post).mail(LetterOrder(key))
    [letter] = letterbox.letters
    assert letter["Subject"] == "Kabar hari ini (2)"
    assert letter.get_content().count("Mengapa? (contoh)") == 2


async def test_a_full_mailbox_is_tried_again_and_given_up_after_hours(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox
) -> None:
    order = await returned(scene, follower, sent)
    letterbox.refused["dewi@example.go.id"] = "452 full"
    with pytest.raises(OSError, match="452"):
        await NoticeMailer(States(store), post).mail(order)
    assert await mails(store) == ["waits"]
    await store.pool.execute("UPDATE access.notices SET due = due - interval '7 hours'")
    await NoticeMailer(States(store), post).mail(order)
    assert await mails(store) == ["given-up"]


@pytest.mark.parametrize("change", ["email = NULL", "disabled_at = now()", "home = 'kantor-lain'"])
async def test_who_has_no_address_there_any_more_is_not_mailed(
    scene: Scene, store: Store, follower: Follower, sent: Sent, post: Post, letterbox: Letterbox, change: str
) -> None:
    order = await returned(scene, follower, sent)
    await store.pool.execute(f"UPDATE access.accounts SET {change} WHERE person = 'dewi'")
    await NoticeMailer(States(store), post).mail(order)
    assert not letterbox.letters
    assert await mails(store) == ["given-up"]


async def test_no_address_stands_in_what_is_kept_or_ordered(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    await returned(scene, follower, sent)
    said = await store.pool.fetchval(
        "SELECT string_agg(said || letter::bytea, '') FROM access.notices n"
        " JOIN access.happenings h ON h.id = n.happening"
    )
    assert b"@" not in said
    assert "@" not in str(sent.words)
    assert Words() != sent.words[-1]
