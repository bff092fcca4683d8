"""The access log: every act on a way in, or on what programs are told, appended with it and never changed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from activities.webhooks.webhooks import WebhookAct
from domain.office.events import RoleGranted, RoleRevoked
from eventstore.entry import Receipt
from eventstore.pool import Connection, Pool, outages

_MOST_UNREAD = 50


class AccessAct(StrEnum):
    """What is done; permanent, for it is stored. Roles are what the offices' own logs say of them."""

    ACCOUNT_MADE = "account-made"
    LINK_MADE = "link-made"
    LINK_USED = "link-used"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - the act
    EMAIL_SET = "email-set"
    ACCOUNT_CLOSED = "account-closed"
    ACCOUNT_OPENED = "account-opened"
    SIGNED_IN = "signed-in"
    SIGN_IN_FAILED = "sign-in-failed"
    SIGNED_OUT = "signed-out"
    TOKEN_MADE = "token-made"  # noqa: S105 - the act
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - the act
    ASKED_TO_JOIN = "asked-to-join"
    JOINED = "joined"
    LEFT = "left"
    ROLE_GRANTED = "role-granted"
    ROLE_REVOKED = "role-revoked"
    WEBHOOK_MADE = WebhookAct.MADE
    WEBHOOK_CHANGED = WebhookAct.CHANGED
    WEBHOOK_ROTATED = WebhookAct.ROTATED
    WEBHOOK_REMOVED = WebhookAct.REMOVED


# What the person is not told of, though somebody else did it: who has no account yet knows nothing of it.
_QUIET = (AccessAct.ACCOUNT_MADE, AccessAct.SIGNED_IN, AccessAct.SIGN_IN_FAILED, AccessAct.SIGNED_OUT)


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, in which office; by default the person whose account it is."""

    person: str = ""
    office: str = ""


OWN = By()
MACHINE = By("system")  # who works at the machine that paraf runs on


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """One act: by whom (`system`; empty: nobody known), to whose way in, in which office.

    `about` is a token, a role or a webhook.
    """

    key: str
    at: datetime
    act: AccessAct
    actor: str
    person: str
    office: str
    about: str


async def note(connection: Connection, act: AccessAct, account: UUID, by: By = OWN, about: str = "") -> None:
    """Append within the transaction of the act; where somebody else did it, a letter to the person waits too.

    Whoever opens a link is not known to be the person, so of that they are told always.
    """
    await connection.execute(
        "WITH noted AS (INSERT INTO access.log (act, actor, person, office, about, offices)"
        " SELECT $1, coalesce(nullif($3, ''), k.person), k.person, $4, $5,"
        " array_remove(array_append(k.offices, $4::text), '')"
        " FROM access.known k WHERE k.id = $2 RETURNING *)"
        " INSERT INTO access.letters (key, at, act, person, office, about, address)"
        " SELECT n.id::text, n.at, n.act, n.person, n.office, n.about, a.email FROM noted n, access.accounts a"
        " WHERE a.id = $2 AND a.email IS NOT NULL AND $6 AND (n.actor <> n.person OR n.act = $7)",
        *(act, account, by.person, by.office, about, act not in _QUIET, AccessAct.LINK_USED),
    )


class AccessLog:
    """The log, read together with what the offices' own logs say of roles. Everything may raise `Unavailable`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def failed(self, username: str) -> None:
        """Append an attempt that failed; a name that nobody has costs the same work, and is not kept."""
        with outages():
            await self._pool.execute(
                "INSERT INTO access.log (act, actor, person, offices)"
                " SELECT $2, '', coalesce(k.person, ''), coalesce(k.offices, '{}')"
                " FROM (SELECT $1::text AS username) AS typed LEFT JOIN access.known k USING (username)",
                *(username, AccessAct.SIGN_IN_FAILED),
            )

    async def announce(self, receipt: Receipt, office: str) -> None:
        """Leave letters to those whose roles an office changed; asked twice, the letters are the same."""
        for position, event in enumerate(receipt.events, receipt.first or 0):
            if isinstance(event, RoleGranted | RoleRevoked) and event.by.person != event.person:
                with outages():
                    await self._pool.execute(
                        "INSERT INTO access.letters (key, at, act, person, office, about, address)"
                        " SELECT $1, $2, $3, k.person, $4, $5, k.email FROM access.known k"
                        " WHERE k.person = $6 AND k.email IS NOT NULL AND $4 = ANY (k.offices) ON CONFLICT DO NOTHING",
                        *(f"{office}/{position}", receipt.recorded_at, str(event.__struct_config__.tag), office),
                        *(event.role, event.person),
                    )

    async def of_office(
        self, office: str, limit: int, *, person: str = "", act: str = "", before: str = ""
    ) -> list[AccessRecord]:
        """Return what an auditor of the office reads, newest first; of one person or one act, if they are named.

        `before` is the key of the last entry that was read.
        """
        return await self._read("offices && $1", [office], person, act, before, limit)

    async def of_person(
        self, person: str, offices: Collection[str], limit: int, before: str = ""
    ) -> list[AccessRecord]:
        """Return what was done to a person's way in, and the roles they were given in these offices."""
        return await self._read("person = $2", list(offices), person, "", before, limit)

    async def unread(self, person: str, offices: Collection[str], since: datetime) -> list[AccessRecord]:
        """Return what the person is to be told of, done since then."""
        entries = await self.of_person(person, offices, _MOST_UNREAD)
        return [
            e
            for e in entries
            if e.at > since and e.act not in _QUIET and (e.actor != e.person or e.act is AccessAct.LINK_USED)
        ]

    async def _read(
        self, whose: str, offices: list[str], person: str, act: str, before: str, limit: int
    ) -> list[AccessRecord]:
        with outages():
            rows = await self._pool.fetch(
                "WITH acts AS (SELECT id::text AS key, at, act, actor, person, office, about FROM access.log"  # noqa: S608
                f" WHERE {whose} UNION ALL"
                " SELECT office || '/' || position, recorded_at, tag, said #>> '{by,person}', said ->> 'person',"
                " office, said ->> 'role'"
                " FROM paraf.events, LATERAL (SELECT convert_from(body, 'UTF8')::json AS said) AS read"
                " WHERE office = ANY ($1) AND stream = 'office' AND tag IN ('role-granted', 'role-revoked'))"
                " SELECT * FROM acts WHERE ($2 = '' OR person = $2) AND ($3 = '' OR act = $3)"
                " AND ($4 = '' OR (at, key) < (SELECT b.at, b.key FROM acts b WHERE b.key = $4))"
                " ORDER BY at DESC, key DESC LIMIT $5",
                *(offices, person, act, before, limit),
            )
        return [
            AccessRecord(r["key"], r["at"], AccessAct(r["act"]), r["actor"], r["person"], r["office"], r["about"])
            for r in rows
        ]
