"""Webhooks and what was sent to them, as JSON has them."""

from datetime import datetime
from typing import TypedDict

from activities.webhooks.deliveries import Delivery, DeliveryState
from activities.webhooks.webhooks import Webhook
from domain.notice.notice import Happening


class WebhookView(TypedDict):
    """A webhook without its secret; until `former_until` the secret of before signs, too.

    `failures` are the deliveries that were given up since the last that arrived.
    """

    id: str
    url: str
    kinds: list[Happening]
    made_by: str
    made_at: datetime
    failures: int
    disabled_at: datetime | None
    former_until: datetime | None


class WebhooksListed(TypedDict):
    """The webhooks of an office, the oldest first."""

    webhooks: list[WebhookView]


class WebhookMade(TypedDict):
    """A webhook with a secret that nobody can read again."""

    webhook: WebhookView
    secret: str


class TryView(TypedDict):
    """A request: how long it took in milliseconds, and how the answer began; `fault` is empty where it arrived."""

    at: datetime
    status: int | None
    took: int
    answer: str
    fault: str


class DeliveryView(TypedDict):
    """What was to be sent; its id and body are the same at every try."""

    id: str
    state: DeliveryState
    kind: Happening
    paper: str
    plan: str
    position: int
    at: datetime
    tries: list[TryView]


class WebhookLog(TypedDict):
    """A webhook with its newest deliveries."""

    webhook: WebhookView
    deliveries: list[DeliveryView]


def webhook_view(webhook: Webhook) -> WebhookView:
    """Return one as JSON has it."""
    return {
        "id": str(webhook.id),
        "url": webhook.url,
        "kinds": list(webhook.kinds),
        "made_by": webhook.made_by,
        "made_at": webhook.made_at,
        "failures": webhook.failures,
        "disabled_at": webhook.disabled_at,
        "former_until": webhook.former_until,
    }


def delivery_view(delivery: Delivery) -> DeliveryView:
    """Return one with its tries."""
    tries: list[TryView] = [
        {"at": each.at, "status": each.status, "took": each.took, "answer": each.answer, "fault": each.fault}
        for each in delivery.tries
    ]
    return {
        "id": str(delivery.id),
        "state": delivery.state,
        "kind": delivery.told.happening,
        "paper": delivery.told.paper,
        "plan": delivery.told.plan,
        "position": delivery.position,
        "at": delivery.at,
        "tries": tries,
    }
