"""What is sent to programs: signed, the same at every try, bounded, and written down."""

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import SplitResult

import pytest
from temporalio.exceptions import ApplicationError

from activities.notices.follower import Follower
from activities.recording.states import States
from activities.webhooks import sender as sending
from activities.webhooks.deliveries import Deliveries, Delivery
from activities.webhooks.reach import PUBLIC, Reach
from activities.webhooks.sender import MOST_FAILURES, DeliveryOrder, Sender
from activities.webhooks.webhooks import Webhook, Webhooks
from domain.kernel.actor import Role
from domain.kernel.errors import Refused
from domain.notice.notice import Happening
from eventstore.store import Store
from tests.activities.notices.test_follower import Sent, follower, scene, sent, told
from tests.activities.webhooks.receiver import Receiver, receiving, verified
from tests.workflows.conftest import KEYS
from tests.workflows.scene import Scene
from workflows.wire import Seal

__all__ = ["follower", "scene", "sent"]
BASE_URL = "https://paraf.example.go.id"
INSIDE = Reach(private=True, plain=True)


@pytest.fixture
def receiver() -> Receiver:
    """Takes everything."""
    return Receiver()


@pytest.fixture
async def url(receiver: Receiver) -> AsyncIterator[str]:
    """Where it listens."""
    async with receiving(receiver) as url:
        yield url


@pytest.fixture
def webhooks(store: Store) -> Webhooks:
    """The webhooks of the database."""
    return Webhooks(store.pool, Seal(KEYS), INSIDE)


@pytest.fixture
def sender(store: Store, sent: Sent) -> Sender:
    """Sends into this machine."""
    return Sender(States(store), Seal(KEYS), INSIDE, BASE_URL, sent)


async def remarked(scene: Scene, follower: Follower, sent: Sent, key: str = "c1") -> DeliveryOrder:
    """Return the order to deliver that somebody commented on the plan."""
    await scene.recorder.record(scene.request(scene.remarking(key, Role.SECRETARY)))
    await follower.look()
    [delivery] = sent.words[-1].deliveries
    return DeliveryOrder(delivery)


async def logged(store: Store, webhook: Webhook) -> Delivery:
    """Return its newest delivery."""
    return (await Deliveries(store.pool).of(webhook.id, 1))[0]


async def test_a_delivery_says_what_happened_and_is_signed_over_time_and_body(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, secret = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    order = await remarked(scene, follower, sent)
    await sender.deliver(order)
    [(headers, body)] = receiver.got
    assert headers["webhook-id"] == order.delivery
    assert headers["content-type"] == "application/json"
    assert verified(secret, headers, body)
    assert not verified(secret, {**headers, "webhook-timestamp": "1"}, body)
    assert not verified(secret, headers, body + b" ")
    said = json.loads(body)
    assert said["type"] == "plan.remark"
    assert said["data"]["reason"] == "Mengapa? (contoh)"
    assert said["data"]["by"]["name"] == "Sari"
    assert said["data"]["link"] == f"{BASE_URL}/offices/{scene.office}/plans/rkt-{scene.year}"
    delivery = await logged(store, webhook)
    assert delivery.state == "arrived"
    assert [(each.status, each.fault) for each in delivery.tries] == [(204, "")]


async def test_a_kind_that_was_not_chosen_is_not_sent(
    scene: Scene, follower: Follower, sent: Sent, webhooks: Webhooks, url: str
) -> None:
    await webhooks.make(scene.office, url, [Happening.RETURNED], "asih")
    await scene.recorder.record(scene.request(scene.remarking("c1", Role.SECRETARY)))
    await follower.look()
    assert not sent.words[-1].deliveries


async def test_what_does_not_arrive_is_tried_again_as_the_same_and_then_given_up(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    order = await remarked(scene, follower, sent)
    receiver.status, receiver.text = 500, "maaf\x00 \x1b[31m" + "a" * 5000
    with pytest.raises(ApplicationError):
        await sender.deliver(order)
    await store.pool.execute("UPDATE access.deliveries SET since = since - interval '25 hours'")
    await sender.deliver(order)
    (first, one), (second, other) = receiver.got
    assert first["webhook-id"] == second["webhook-id"]
    assert one == other
    delivery = await logged(store, webhook)
    assert delivery.state == "given-up"
    assert [(each.status, each.fault) for each in delivery.tries] == [(500, "refused")] * 2
    assert len(delivery.tries[0].answer) == 1000
    assert delivery.tries[0].answer.isprintable()
    await sender.deliver(order)  # nothing waits any more
    assert len(receiver.got) == 2


async def test_a_webhook_that_always_fails_is_disabled_and_administrators_hear_of_it(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    receiver.status = 503
    orders = [await remarked(scene, follower, sent, f"c{number}") for number in range(MOST_FAILURES + 1)]
    await store.pool.execute("UPDATE access.deliveries SET since = since - interval '25 hours'")
    for order in orders[:-1]:
        await sender.deliver(order)
    found = await webhooks.find(scene.office, webhook.id)
    assert found is not None
    assert found.disabled_at is not None
    person, what = (await told(store))[-1]
    assert (person, what.happening, what.about) == ("asih", Happening.WEBHOOK_DISABLED, url)
    assert (await logged(store, webhook)).state == "held"
    await sender.deliver(orders[-1])
    assert len(receiver.got) == MOST_FAILURES
    with pytest.raises(Refused, match="Enable"):
        await Deliveries(store.pool).again(found, (await logged(store, webhook)).id)


async def test_what_is_sent_again_has_the_id_that_it_had(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    order = await remarked(scene, follower, sent)
    await sender.deliver(order)
    await Deliveries(store.pool).again(webhook, (await logged(store, webhook)).id)
    await sender.deliver(order)
    (first, one), (second, other) = receiver.got
    assert (first["webhook-id"], one) == (second["webhook-id"], other)


async def test_who_asks_while_it_is_being_sent_gets_another_try(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    order = await remarked(scene, follower, sent)

    class Asked(Reach):
        async def resolved(self, parts: SplitResult) -> str:
            await Deliveries(store.pool).again(webhook, (await logged(store, webhook)).id)
            return await super().resolved(parts)

    asked = Asked(private=True, plain=True)
    await Sender(States(store), Seal(KEYS), asked, BASE_URL, sent).deliver(order)
    assert (await logged(store, webhook)).state == "waits"
    await sender.deliver(order)
    assert ((await logged(store, webhook)).state, len(receiver.got)) == ("arrived", 2)


async def test_while_a_secret_is_changed_both_sign_and_then_the_new_one_alone(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, old = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    new = await webhooks.rotate(scene.office, webhook.id, "asih")
    await sender.deliver(await remarked(scene, follower, sent, "c1"))
    assert verified(old, *receiver.got[0])
    assert verified(new, *receiver.got[0])
    with pytest.raises(Refused, match="Two secrets"):
        await webhooks.rotate(scene.office, webhook.id, "asih")
    await store.pool.execute("UPDATE access.webhooks SET former_until = clock_timestamp()")
    await sender.deliver(await remarked(scene, follower, sent, "c2"))
    assert verified(new, *receiver.got[1])
    assert not verified(old, *receiver.got[1])


async def test_a_secret_is_sealed_and_is_nobody_elses(scene: Scene, store: Store, webhooks: Webhooks, url: str) -> None:
    import base64

    first, secret = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    second, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    stored = await store.pool.fetchval("SELECT secret FROM access.webhooks WHERE id = $1", first.id)
    assert base64.b64decode(secret.removeprefix("whsec_")) not in stored
    assert not await webhooks.unopened()
    await store.pool.execute("UPDATE access.webhooks SET secret = $2 WHERE id = $1", second.id, stored)
    assert [each.id for each in await webhooks.unopened()] == [second.id]
    assert len(await Webhooks(store.pool, Seal({"k2": bytes(32)}), INSIDE).unopened()) == 2


async def test_no_redirect_is_followed(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    receiver.status, receiver.headers = 307, {"location": url}
    with pytest.raises(ApplicationError):
        await sender.deliver(await remarked(scene, follower, sent))
    assert len(receiver.got) == 1
    assert [each.fault for each in (await logged(store, webhook)).tries] == ["redirected"]


async def test_who_answers_too_slowly_or_not_at_all_or_is_inside_is_told_apart(
    scene: Scene,
    store: Store,
    follower: Follower,
    sent: Sent,
    sender: Sender,
    webhooks: Webhooks,
    receiver: Receiver,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    webhook, _ = await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    order = await remarked(scene, follower, sent)
    outside = Sender(States(store), Seal(KEYS), PUBLIC, BASE_URL, sent)
    with pytest.raises(ApplicationError):
        await outside.deliver(order)
    assert not receiver.got
    monkeypatch.setattr(sending, "_TIME", 0.2)
    receiver.hangs = True
    with pytest.raises(ApplicationError):
        await sender.deliver(order)
    await webhooks.change(scene.office, webhook.id, "http://127.0.0.1:1/", [Happening.REMARK], "asih")
    with pytest.raises(ApplicationError):
        await sender.deliver(order)
    other_keys = Sender(States(store), Seal({"k2": bytes(32)}), INSIDE, BASE_URL, sent)
    with pytest.raises(ApplicationError):
        await other_keys.deliver(order)
    faults = [each.fault for each in (await logged(store, webhook)).tries]
    assert faults == ["address-inside", "too-slow", "no-connection", "secret-unopened"]


async def test_a_form_that_is_pressed_twice_makes_one_webhook(scene: Scene, webhooks: Webhooks, url: str) -> None:
    await webhooks.make(scene.office, url, [Happening.REMARK], "asih", "once")
    with pytest.raises(Refused, match="already"):
        await webhooks.make(scene.office, url, [Happening.REMARK], "asih", "once")
    assert len(await webhooks.of_office(scene.office)) == 1


async def test_a_webhook_needs_a_kind_and_an_office_has_not_too_many(
    scene: Scene, webhooks: Webhooks, url: str
) -> None:
    with pytest.raises(Refused, match="at least one"):
        await webhooks.make(scene.office, url, [], "asih")
    made = await asyncio.gather(*(webhooks.make(scene.office, url, [Happening.REMARK], "asih") for _ in range(20)))
    with pytest.raises(Refused, match="at most 20"):
        await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    await webhooks.remove(scene.office, made[0][0].id, "asih")
    assert await webhooks.make(scene.office, url, [Happening.REMARK], "asih")


async def test_secrets_are_sealed_anew_so_that_an_older_key_can_go(
    scene: Scene, store: Store, webhooks: Webhooks, url: str
) -> None:
    await webhooks.make(scene.office, url, [Happening.REMARK], "asih")
    newer = {"k2": bytes(range(1, 33))}
    await Webhooks(store.pool, Seal(newer | KEYS), INSIDE).seal_anew()
    assert not await Webhooks(store.pool, Seal(newer), INSIDE).unopened()
    await Webhooks(store.pool, Seal({"k3": bytes(32)}), INSIDE).seal_anew()  # without the key it stays as it is
    assert not await Webhooks(store.pool, Seal(newer), INSIDE).unopened()
