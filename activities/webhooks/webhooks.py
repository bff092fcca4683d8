"""Webhooks: the addresses that an office named, which kinds of happening go there, and the secrets that sign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from asyncpg import Record

from activities.webhooks.body import KINDS
from activities.webhooks.reach import Reach
from activities.webhooks.signature import new_secret, spelled_secret
from domain.kernel.errors import Refused, require
from domain.notice.notice import Happening
from eventstore.pool import Pool, outages, transaction

OVERLAP = timedelta(hours=24)  # for which the secret of before signs, too
_MOST = 20  # of an office
_SPACE = UUID("6f0b53a4-7a0e-4c36-9a55-1d6f2f3f6a11")  # of ids that a request names
_SHOWN = """
id, office, url, kinds, made_by, made_at, failures, disabled_at,
CASE WHEN former_until > clock_timestamp() THEN former_until END AS former_until
"""
_NOTE = """
INSERT INTO access.log (act, actor, person, office, about, offices)
VALUES ($3, $4, '', $1::text, $2::uuid::text, ARRAY[$1::text])
"""


class WebhookAct(StrEnum):
    """What is done to one, as the access log has it; permanent, for it is stored."""

    MADE = "webhook-made"
    CHANGED = "webhook-changed"
    ROTATED = "webhook-rotated"
    REMOVED = "webhook-removed"


class Sealing(Protocol):
    """Keeps a secret where others read."""

    def keep(self, said: bytes) -> bytes:
        """Return it sealed."""

    def kept(self, sealed: bytes) -> bytes:
        """Return what was sealed; raises ValueError where no key of ours opens it."""

    def sealed_now(self, sealed: bytes) -> bool:
        """Return whether the key that seals now sealed it."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """What may be shown of one; until `former_until` the secret of before signs beside its own."""

    id: UUID
    office: str
    url: str
    kinds: tuple[Happening, ...]
    made_by: str
    made_at: datetime
    failures: int
    disabled_at: datetime | None
    former_until: datetime | None


class Webhooks:
    """The webhooks in the database. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool, seal: Sealing, reach: Reach) -> None:
        self._pool = pool
        self._seal = seal
        self._reach = reach

    async def make(
        self, office: str, url: str, kinds: Collection[Happening], by: str, request: str = ""
    ) -> tuple[Webhook, str]:
        """Make one and return it with its secret, which nobody can read again. Raises `Refused`.

        Asked twice by one `request` it is made once.
        """
        url, chosen = self._reach.check(url), _chosen(kinds)
        with outages():
            many = await self._pool.fetchval(
                "SELECT count(*) FROM access.webhooks WHERE office = $1 AND removed_at IS NULL", office
            )
        require(many < _MOST, "webhook-many", "An office has at most {most} webhooks.", "url", most=str(_MOST))
        key, secret = uuid5(_SPACE, f"{office}/{request}") if request else uuid4(), new_secret()
        async with transaction(self._pool) as connection:
            row = await connection.fetchrow(
                "INSERT INTO access.webhooks (id, office, url, kinds, secret, made_by) VALUES ($1, $2, $3, $4, $5, $6)"  # noqa: S608
                f" ON CONFLICT DO NOTHING RETURNING {_SHOWN}",
                *(key, office, url, chosen, sealed(self._seal, key, secret), by),
            )
            if row is None:
                raise Refused("webhook-made", "This webhook was made already; its secret is not shown again.")
            await connection.execute(_NOTE, office, key, WebhookAct.MADE, by)
        return shown(row), spelled_secret(secret)

    async def of_office(self, office: str) -> list[Webhook]:
        """Return those of an office, the oldest first."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_SHOWN} FROM access.webhooks WHERE office = $1 AND removed_at IS NULL ORDER BY made_at, id",  # noqa: S608
                office,
            )
        return [shown(row) for row in rows]

    async def find(self, office: str, webhook: UUID) -> Webhook | None:
        """Return one of an office."""
        return next((each for each in await self.of_office(office) if each.id == webhook), None)

    async def change(self, office: str, webhook: UUID, url: str, kinds: Collection[Happening], by: str) -> None:
        """Send these kinds to this address from now on. Raises `Refused`."""
        values = (self._reach.check(url), _chosen(kinds))
        await self._set(office, webhook, WebhookAct.CHANGED, by, "url = $3, kinds = $4", *values)

    async def rotate(self, office: str, webhook: UUID, by: str) -> str:
        """Return a new secret; that of before signs beside it for a while. Raises `Refused` while two sign already."""
        secret = new_secret()
        changed = await self._set(
            *(office, webhook, WebhookAct.ROTATED, by),
            "former = secret, secret = $3, former_until = clock_timestamp() + $4::interval",
            *(sealed(self._seal, webhook, secret), OVERLAP),
            where="AND (former_until IS NULL OR former_until <= clock_timestamp())",
        )
        require(changed, "webhook-rotating", "Two secrets sign already. Change it again when the older one ends.")
        return spelled_secret(secret)

    async def enable(self, office: str, webhook: UUID, by: str) -> None:
        """Send again what happens from now on; what was held can be sent again from the log."""
        await self._set(office, webhook, WebhookAct.CHANGED, by, "disabled_at = NULL, failures = 0")

    async def disable(self, office: str, webhook: UUID, by: str) -> None:
        """Send nothing until it is enabled."""
        ended = "disabled_at = coalesce(disabled_at, clock_timestamp())"
        await self._set(office, webhook, WebhookAct.CHANGED, by, ended)

    async def remove(self, office: str, webhook: UUID, by: str) -> None:
        """Send nothing more; its secrets are forgotten."""
        gone = "removed_at = clock_timestamp(), secret = '', former = NULL, former_until = NULL"
        await self._set(office, webhook, WebhookAct.REMOVED, by, gone)

    async def unopened(self) -> list[Webhook]:
        """Return those whose secret no key of ours opens."""
        with outages():
            rows = await self._pool.fetch(
                f"SELECT {_SHOWN}, secret FROM access.webhooks WHERE removed_at IS NULL ORDER BY office, id"  # noqa: S608
            )
        return [shown(row) for row in rows if not _opens(self._seal, row)]

    async def seal_anew(self) -> None:
        """Seal every secret with the key that seals now, so that an older one can go."""
        with outages():
            rows = await self._pool.fetch("SELECT id, secret FROM access.webhooks WHERE removed_at IS NULL")
        for row in rows:
            if _opens(self._seal, row) and not self._seal.sealed_now(row["secret"]):
                fresh = sealed(self._seal, row["id"], opened(self._seal, row["id"], row["secret"]))
                with outages():  # only in place of what was opened: it may have been changed since
                    await self._pool.execute(
                        "UPDATE access.webhooks SET secret = $2 WHERE id = $1 AND secret = $3",
                        *(row["id"], fresh, row["secret"]),
                    )

    async def _set(
        self, office: str, webhook: UUID, act: WebhookAct, by: str, what: str, *values: object, where: str = ""
    ) -> bool:
        """Set it, on record in the access log, and return whether it is one to be set so."""
        async with transaction(self._pool) as connection:
            done = await connection.fetchval(
                f"UPDATE access.webhooks SET {what} WHERE office = $1 AND id = $2 AND removed_at IS NULL {where}"  # noqa: S608
                " RETURNING true",
                *(office, webhook, *values),
            )
            if done:
                await connection.execute(_NOTE, office, webhook, act, by)
        return bool(done)


def shown(row: Record) -> Webhook:
    """Return what may be shown of a row."""
    return Webhook(
        id=row["id"],
        office=row["office"],
        url=row["url"],
        kinds=tuple(map(Happening, row["kinds"])),
        made_by=row["made_by"],
        made_at=row["made_at"],
        failures=row["failures"],
        disabled_at=row["disabled_at"],
        former_until=row["former_until"],
    )


def sealed(seal: Sealing, webhook: UUID, secret: bytes) -> bytes:
    """Return a secret as it is stored: sealed, and for this webhook alone."""
    return seal.keep(webhook.bytes + secret)


def opened(seal: Sealing, webhook: UUID, stored: bytes) -> bytes:
    """Return a stored secret; raises ValueError where it is not ours, or another webhook's."""
    said = seal.kept(stored)
    if said[:16] != webhook.bytes:
        raise ValueError("the secret of another webhook")
    return said[16:]


def _opens(seal: Sealing, row: Record) -> bool:
    try:
        opened(seal, row["id"], row["secret"])
    except ValueError:
        return False
    return True


def _chosen(kinds: Collection[Happening]) -> Sequence[str]:
    chosen = [kind.value for kind in KINDS if kind in kinds]
    require(bool(chosen), "webhook-kinds", "Choose at least one kind of happening.", "kinds")
    return chosen
