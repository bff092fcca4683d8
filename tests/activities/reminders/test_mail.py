"""Reminders by mail, on a real SMTP server of this machine."""

import smtplib
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from activities.recording.recorder import Recorder
from activities.recording.states import States
from activities.reminders.post import Post
from activities.reminders.steps import DueOrder, Mailer, Reminders, RemindOrder
from domain.kernel.actor import Role
from domain.plan.events import ReminderKind
from eventstore.store import Store
from tests.activities.reminders.letterbox import Letterbox, listening
from tests.workflows.scene import PEOPLE, POLICY, Scene

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


@pytest.fixture
async def scene(store: Store) -> Scene:
    """A plan in review since a month, all its reminders due, and people with addresses."""
    scene = Scene(store, plans=None)  # type: ignore[arg-type]
    await scene.open_office(POLICY)
    for person in PEOPLE.values():
        await store.pool.execute(
            "INSERT INTO access.accounts (username, person, home, email) VALUES ($1, $1, $2, $1 || '@example.go.id')",
            *(person, scene.office),
        )
    now = scene.clock()
    scene.clock = lambda: now - timedelta(days=30)
    await scene.recorder.record(scene.request(scene.drafting()))
    await scene.recorder.record(scene.request(scene.submitting()))
    await Reminders(Recorder(States(store))).due(DueOrder(scene.of, 1, "secretary-review", now))
    return scene


@pytest.fixture
def order(scene: Scene) -> Callable[[str], RemindOrder]:
    """Makes the order to mail a reminder of the first step."""
    return lambda reminder: RemindOrder(scene.of, 1, "secretary-review", reminder, scene.clock() + timedelta(days=30))


async def test_whoever_holds_the_step_is_told_what_waits_since_when_and_where(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    assert await Mailer(Recorder(States(scene.store)), post).mail(order("before-1")) == 1
    [letter] = letterbox.letters
    assert letter["To"] == "sari@example.go.id"
    assert letter["From"] == "paraf@example.go.id"
    assert letter["Subject"] == f"RKT {scene.year} menunggu paraf Anda"
    text = letter.get_content()
    assert f"{BASE_URL}/offices/{scene.office}/plans/rkt-{scene.year}/review" in text.splitlines()[4]
    assert "Kepada Yth. Sari," in text
    assert "WITA" in text
    assert POLICY.citation in text
    assert "UJI COBA" not in text


async def test_a_second_try_has_the_same_message_id(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    mailer = Mailer(Recorder(States(scene.store)), post)
    for reminder in ("before-1", "before-1", "due"):
        await mailer.mail(order(reminder))
    first, again, other = (letter["Message-ID"] for letter in letterbox.letters)
    assert first == again != other
    assert first.endswith("@paraf.example.go.id>")


async def test_an_escalation_goes_to_the_step_above(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    await Mailer(Recorder(States(scene.store)), post).mail(order("escalation"))
    [letter] = letterbox.letters
    assert letter["To"] == "ketut@example.go.id"
    assert letter["Subject"] == f"RKT {scene.year} belum mendapat paraf"
    assert "pejabat pada langkah berikutnya" in letter.get_content()


async def test_a_missing_address_is_no_failure(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    await scene.store.pool.execute("UPDATE access.accounts SET email = NULL WHERE person = 'sari'")
    assert await Mailer(Recorder(States(scene.store)), post).mail(order("due")) == 0
    assert not letterbox.letters


async def test_without_a_server_nobody_gets_mail(scene: Scene, order: Callable[[str], RemindOrder]) -> None:
    assert await Mailer(Recorder(States(scene.store)), None).mail(order("due")) == 0


async def test_a_step_that_was_done_meanwhile_is_not_mailed(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    await scene.recorder.record(scene.request(scene.returning("secretary-review", Role.SECRETARY)))
    assert await Mailer(Recorder(States(scene.store)), post).mail(order("due")) == 0
    assert not letterbox.letters


async def test_an_address_refused_for_good_is_left_out_and_one_refused_for_now_is_tried_again(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    letterbox.refused["sari@example.go.id"] = "550 no such mailbox"
    assert await Mailer(Recorder(States(scene.store)), post).mail(order("due")) == 0
    letterbox.refused["sari@example.go.id"] = "451 try later"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        await Mailer(Recorder(States(scene.store)), post).mail(order("due"))


async def test_an_address_in_letters_that_the_server_does_not_take_is_left_out(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    """Fault 4 of trying: it was asked again for ever."""
    await scene.store.pool.execute("UPDATE access.accounts SET email = 'sari@kántor.example' WHERE person = 'sari'")
    assert await Mailer(Recorder(States(scene.store)), post).mail(order("due")) == 0
    assert not letterbox.letters


async def test_a_password_never_leaves_the_machine_in_clear(
    scene: Scene, post: Post, letterbox: Letterbox, order: Callable[[str], RemindOrder]
) -> None:
    # Not one of the names by which a machine calls itself.
    async with listening(letterbox, "127.0.0.2") as port:
        with_password = replace(post, smtp_url=f"smtp://budi:rahasia@127.0.0.2:{port}")
        with pytest.raises(smtplib.SMTPNotSupportedError):
            await Mailer(Recorder(States(scene.store)), with_password).mail(order("due"))
    assert "rahasia" not in repr(with_password)


def test_every_kind_of_reminder_has_its_words() -> None:
    from activities.reminders.post import _SUBJECTS

    assert set(_SUBJECTS) == set(ReminderKind)
