"""Sends what waits to where it is to go: signed, bounded in time and size, to the address that was looked at."""

import asyncio
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import msgspec
from asyncpg import Record
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.notices.follower import Send, Words, tell
from activities.recording.states import OFFICE, States
from activities.webhooks.body import body_of
from activities.webhooks.reach import Reach, Unreachable
from activities.webhooks.signature import signed
from activities.webhooks.webhooks import Sealing, opened
from domain.kernel.actor import Role, system
from domain.kernel.message import Message, canonical
from domain.notice.notice import Happening, Party, Told
from domain.office.state import STREAM, Office
from eventstore.pool import Connection, outages, transaction
from eventstore.telemetry import METER

PATIENCE = timedelta(hours=24)  # for one delivery
MOST_FAILURES = 5  # deliveries given up in a row
_TIME = 10.0  # seconds of a try, all in all
_ANSWER = 1000  # bytes of an answer that are read
_WAITING = """
SELECT d.id, d.since, w.id AS webhook, w.office, w.url, w.secret, w.disabled_at, w.removed_at,
CASE WHEN w.former_until > clock_timestamp() THEN w.former END AS former, h.position, h.at, h.said
FROM access.deliveries d JOIN access.webhooks w ON w.id = d.webhook JOIN access.happenings h ON h.id = d.happening
WHERE d.id = $1 AND d.state = 'waits'
"""
_TRIED = "INSERT INTO access.tries (delivery, status, took, answer, fault) VALUES ($1, $2, $3, $4, $5)"
# Only what was tried: whoever asked meanwhile that it be sent again waits for another try.
_SETTLE = "UPDATE access.deliveries SET state = $3 WHERE id = $1 AND since = $2 AND state = 'waits' RETURNING true"
_HOLD = "UPDATE access.deliveries SET state = 'held' WHERE webhook = $1 AND state = 'waits'"
_ARRIVED = "UPDATE access.webhooks SET failures = 0 WHERE id = $1"
_FAILED = "UPDATE access.webhooks SET failures = failures + 1 WHERE id = $1 RETURNING failures"
_DISABLE = """
UPDATE access.webhooks SET disabled_at = clock_timestamp() WHERE id = $1 AND disabled_at IS NULL RETURNING true
"""
_HAPPENED = """
INSERT INTO access.happenings (office, at, kind, said) VALUES ($1, clock_timestamp(), $2, $3) RETURNING id
"""
_TRIES = METER.create_counter("paraf.webhook.tries", "{try}", "By what came of them")
_HEADERS = {"content-type": "application/json", "user-agent": "paraf-webhooks/1", "accept-encoding": "identity"}


class DeliveryOrder(Message, frozen=True, tag="delivery-order"):
    """A delivery that waits; where it goes and what it says stands in the database."""

    delivery: str


class _Tried(msgspec.Struct, frozen=True):
    """What came of a request."""

    status: int | None = None
    answer: str = ""
    fault: str = ""


class Sender:
    """Tries a delivery once and writes down what came of it; whoever asks for it tries again."""

    def __init__(self, states: States, seal: Sealing, reach: Reach, base_url: str, send: Send) -> None:
        self._states = states
        self._pool = states.store.pool
        self._seal = seal
        self._reach = reach
        self._base_url = base_url
        self._send = send
        self._tls = ssl.create_default_context()

    @activity.defn(name="deliver")
    async def deliver(self, order: DeliveryOrder) -> None:
        """Send it, unless it was settled meanwhile. Raises ApplicationError where it is to be tried again."""
        key = UUID(order.delivery)
        with outages():
            row = await self._pool.fetchrow(_WAITING, key)
        if row is None:
            return
        if row["disabled_at"] or row["removed_at"]:
            with outages():
                await self._pool.execute(_SETTLE, key, row["since"], "held")
            return
        begun = time.monotonic()
        tried = await self._tried(row)
        _TRIES.add(1, {"outcome": tried.fault or "arrived"})
        took = round((time.monotonic() - begun) * 1000)
        over = datetime.now(UTC) - row["since"] >= PATIENCE
        office = (await self._states.of(OFFICE, row["office"], STREAM)).state
        words = Words()
        async with transaction(self._pool) as connection:
            await connection.execute(_TRIED, key, tried.status, took, tried.answer, tried.fault)
            if not tried.fault:
                await connection.execute(_SETTLE, key, row["since"], "arrived")
                await connection.execute(_ARRIVED, row["webhook"])
            elif over and await connection.fetchval(_SETTLE, key, row["since"], "given-up"):
                words = await _given_up(connection, row, office)
        await self._send(words)
        if tried.fault and not over:
            # That a receiver is away is no fault of ours: the log of deliveries says it.
            benign = ApplicationErrorCategory.BENIGN
            raise ApplicationError(f"delivery {key} did not arrive", type=tried.fault, category=benign)

    async def _tried(self, row: Record) -> _Tried:
        try:
            stored = [secret for secret in (row["secret"], row["former"]) if secret is not None]
            secrets = [opened(self._seal, row["webhook"], secret) for secret in stored]
        except ValueError:
            return _Tried(fault="secret-unopened")
        told = msgspec.json.decode(row["said"], type=Told)
        body = body_of(row["office"], row["position"] or 0, row["at"], told, self._base_url)
        try:
            async with asyncio.timeout(_TIME):
                return await self._asked(row["url"], body, signed(secrets, str(row["id"]), datetime.now(UTC), body))
        except Unreachable as no:
            return _Tried(fault=no.code)
        except (TimeoutError, httpx.TimeoutException):
            return _Tried(fault="too-slow")
        except httpx.ConnectError:
            return _Tried(fault="no-connection")
        except httpx.HTTPError:
            return _Tried(fault="no-answer")

    async def _asked(self, url: str, body: bytes, signature: Mapping[str, str]) -> _Tried:
        parts = urlsplit(url)
        # What was looked at is what we connect to; the name goes along for the certificate and the server.
        where = httpx.URL(url).copy_with(host=await self._reach.resolved(parts))
        headers = {**_HEADERS, **signature, "host": parts.netloc}
        extensions = {"sni_hostname": parts.hostname}
        async with (
            httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=_TIME) as client,
            client.stream("POST", where, content=body, headers=headers, extensions=extensions) as answer,
        ):
            begun = bytearray()
            async for piece in answer.aiter_raw():
                begun += piece
                if len(begun) >= _ANSWER:
                    break
        fault = "" if answer.is_success else "redirected" if answer.is_redirect else "refused"
        return _Tried(answer.status_code, _text(bytes(begun[:_ANSWER])), fault)


async def _given_up(connection: Connection, row: Record, office: Office) -> Words:
    """Count it; after too many in a row send nothing more to this webhook, and tell the administrators."""
    failures = await connection.fetchval(_FAILED, row["webhook"])
    if failures < MOST_FAILURES or not await connection.fetchval(_DISABLE, row["webhook"]):
        return Words()
    await connection.execute(_HOLD, row["webhook"])
    by = system(office.id)
    told = Told(Happening.WEBHOOK_DISABLED, "", "", by.person, by.name, by.role, about=row["url"])
    happening = await connection.fetchval(_HAPPENED, office.id, told.happening, canonical(told))
    administrators = [Party(office.id, person) for person in office.holders(Role.ADMINISTRATOR)]
    return await tell(connection, happening, told, administrators, office)


def _text(begun: bytes) -> str:
    """Return the beginning of an answer as it may be kept and shown."""
    return "".join(c if c.isprintable() else " " for c in begun.decode("utf-8", "replace"))
