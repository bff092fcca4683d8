"""What happened is told to those whom it concerns, once, from the log alone."""

import asyncio
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from asyncpg import Record

from activities.notices.follower import Follower, Words, next_morning
from activities.notices.hearing import USUAL
from activities.notices.restored import hold_back
from activities.recording.states import States
from domain.kernel.actor import Role
from domain.notice.notice import Happening, Told
from eventstore.entry import Entry
from eventstore.store import Store
from tests.workflows.scene import PEOPLE, Scene


class Sent:
    """What was to go out."""

    def __init__(self) -> None:
        self.words: list[Words] = []

    async def __call__(self, words: Words) -> None:
        """Keep it."""
        self.words.append(words)


@pytest.fixture
async def scene(store: Store) -> Scene:
    """A plan in review, and people with addresses."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office()
    for person in PEOPLE.values():
        await store.pool.execute(
            "INSERT INTO access.accounts (username, person, home, email) VALUES ($1, $1, $2, $1 || '@example.go.id')",
            *(person, scene.office),
        )
    await scene.recorder.record(scene.request(scene.drafting()))
    await scene.recorder.record(scene.request(scene.submitting()))
    return scene


@pytest.fixture
def sent() -> Sent:
    """Nothing yet."""
    return Sent()


@pytest.fixture
def follower(store: Store, sent: Sent) -> Follower:
    """Follows all logs."""
    return Follower(States(store), sent)


async def told(store: Store) -> list[tuple[str, Told]]:
    """Return who is told what."""
    rows: list[Record] = await store.pool.fetch(
        "SELECT n.person, h.said FROM access.notices n JOIN access.happenings h ON h.id = n.happening"
        " ORDER BY h.id, n.person"
    )
    return [(row["person"], msgspec.json.decode(row["said"], type=Told)) for row in rows]


async def test_who_drafted_hears_who_returned_it_and_why_and_nobody_else_does(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    await follower.look()
    [(person, what)] = await told(store)
    assert person == "dewi"
    assert (what.happening, what.paper, what.plan) == (Happening.RETURNED, "plan", f"rkt-{scene.year}")
    assert (what.name, what.reason) == ("Sari", "Mohon diperiksa. (contoh)")
    [words] = sent.words
    assert [letter.key.partition("/")[0] for letter in words.letters] == ["dewi"]


async def test_what_was_told_is_told_no_second_time_whoever_follows(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    others = [Follower(States(store), sent) for _ in range(3)]
    await asyncio.gather(follower.look(), *(other.look() for other in others))
    await follower.look()
    assert len(await told(store)) == 1
    assert len(sent.words) == 1


async def test_a_remark_reaches_who_drafted_and_its_answer_who_asked(
    scene: Scene, store: Store, follower: Follower
) -> None:
    await scene.recorder.record(scene.request(scene.remarking("c1", Role.SECRETARY)))
    await scene.recorder.record(scene.request(scene.settling("c1")))
    await follower.look()
    assert [(person, what.happening) for person, what in await told(store)] == [
        ("dewi", Happening.REMARK),
        ("sari", Happening.ANSWERED),
    ]


async def test_what_the_drafter_asks_reaches_who_it_waits_for(scene: Scene, store: Store, follower: Follower) -> None:
    await scene.recorder.record(scene.request(scene.remarking("c1", Role.DRAFTER)))
    await follower.look()
    assert [person for person, _ in await told(store)] == ["sari"]


async def test_who_wants_the_desk_alone_gets_no_letter_and_who_wants_one_a_day_gets_one_for_all(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    await store.pool.execute("""UPDATE access.accounts SET hears = '{"returned": "desk"}' WHERE person = 'dewi'""")
    for key in ("c1", "c2"):
        await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    await follower.look()
    assert len(await told(store)) == 3
    daily, again, alone = (words.letters for words in sent.words)
    assert daily == again
    assert not alone


async def test_a_restored_past_is_on_the_desk_and_goes_out_to_nobody(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    head = await store.head(scene.office)
    await store.pool.execute("INSERT INTO access.followed VALUES ($1, 0, $2)", scene.office, head.position)
    await follower.look()
    assert len(await told(store)) == 1
    assert sent.words == [Words()]


def test_the_mail_of_the_day_goes_out_at_seven_on_the_clock_of_the_office() -> None:
    before = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)  # 06:59 in Makassar
    assert next_morning(before, "Asia/Makassar") - before == timedelta(minutes=1)
    after = before + timedelta(minutes=1)
    assert next_morning(after, "Asia/Makassar") - after == timedelta(days=1)


def test_every_kind_has_a_usual_way() -> None:
    assert set(USUAL) == set(Happening)


async def test_what_was_on_its_way_when_a_backup_was_taken_goes_to_nobody_again(
    scene: Scene, store: Store, follower: Follower, sent: Sent
) -> None:
    for key in ("c1", "c2"):
        await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
        if key == "c1":
            await follower.look()
    await hold_back(store.pool)
    await follower.look()
    assert len(await told(store)) == 2
    assert not await store.pool.fetchval("SELECT count(*) FROM access.notices WHERE mail = 'waits'")
    await scene.recorder.record(scene.request(scene.remarking("c3", Role.SECRETARY)))
    await follower.look()
    assert len(sent.words[-1].letters) == 1


async def test_what_was_told_long_ago_is_forgotten_unless_it_is_still_on_its_way(
    scene: Scene, store: Store, follower: Follower
) -> None:
    for key in ("c1", "c2"):
        await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
        await follower.look()
        await store.pool.execute("UPDATE access.happenings SET at = at - interval '401 days'")
        if key == "c1":
            await store.pool.execute("UPDATE access.notices SET mail = 'sent'")
    await scene.recorder.record(scene.request(scene.remarking("c3", Role.SECRETARY)))
    await follower.look()
    _, *later = [entry.position for entry in await store.log(scene.office) if entry.tag == "comment-made"]
    left = await store.pool.fetch("SELECT position FROM access.happenings ORDER BY position")
    assert [row["position"] for row in left] == later


async def test_what_cannot_be_told_keeps_nothing_else_from_being_told(
    scene: Scene, store: Store, follower: Follower, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("c1", "c2"):
        await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
    first = min(entry.position for entry in await store.log(scene.office) if entry.tag == "comment-made")
    real = store.read

    async def read(office: str, stream: str, **more: int) -> list[Entry]:
        entries = await real(office, stream, **more)
        if entries and entries[-1].position == first:
            raise AttributeError("a program that errs")
        return entries

    monkeypatch.setattr(store, "read", read)
    await follower.look()
    assert [what.happening for _, what in await told(store)] == [Happening.REMARK]
    assert "is told nobody" in caplog.text
