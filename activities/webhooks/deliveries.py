"""The log of deliveries: each with its tries, and sent again where somebody asks for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from asyncpg import Record

from activities.webhooks.webhooks import Webhook
from domain.kernel.errors import require
from domain.notice.notice import Told
from eventstore.pool import Pool, outages

_LISTED = """
SELECT d.id, d.state, d.since, h.position, h.at, h.said FROM access.deliveries d
JOIN access.happenings h ON h.id = d.happening
WHERE d.webhook = $1 AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3
"""
_AGAIN = """
UPDATE access.deliveries SET state = 'waits', since = clock_timestamp() WHERE webhook = $1 AND id = $2 RETURNING true
"""


class DeliveryState(StrEnum):
    """What became of one. Stored."""

    WAITS = "waits"
    ARRIVED = "arrived"
    GIVEN_UP = "given-up"
    HELD = "held"  # the webhook was disabled or removed, or the database restored


@dataclass(frozen=True, slots=True)
class Try:
    """One request: how long it took in milliseconds, and how the answer began; `fault` is empty where it arrived."""

    at: datetime
    status: int | None
    took: int
    answer: str
    fault: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was to be sent of a happening at a position of the log, and every try."""

    id: UUID
    state: DeliveryState
    since: datetime
    position: int
    at: datetime
    told: Told
    tries: tuple[Try, ...]


class Deliveries:
    """The log in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, webhook: UUID, limit: int, before: UUID | None = None) -> list[Delivery]:
        """Return the newest deliveries of a webhook, or those before one."""
        with outages():
            rows = await self._pool.fetch(_LISTED, webhook, before, limit)
            tries = await self._pool.fetch(
                "SELECT delivery, at, status, took, answer, fault FROM access.tries"
                " WHERE delivery = ANY ($1) ORDER BY id",
                [row["id"] for row in rows],
            )
        return [_delivery(row, [each for each in tries if each["delivery"] == row["id"]]) for row in rows]

    async def again(self, webhook: Webhook, delivery: UUID) -> bool:
        """Let one be sent again, under the same id; return whether it is one of the webhook's.

        Raises `Refused` where nothing is sent to the webhook.
        """
        require(webhook.disabled_at is None, "webhook-disabled", "Enable the webhook first: nothing is sent to it now.")
        with outages():
            known = await self._pool.fetchval(_AGAIN, webhook.id, delivery)
        return bool(known)


def _delivery(row: Record, tries: list[Record]) -> Delivery:
    told = msgspec.json.decode(row["said"], type=Told)
    made = tuple(Try(each["at"], each["status"], each["took"], each["answer"], each["fault"]) for each in tries)
    return Delivery(row["id"], DeliveryState(row["state"]), row["since"], row["position"], row["at"], told, made)
