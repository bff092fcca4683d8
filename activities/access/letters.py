"""Mails people what others did to their accounts: what was left for them with the act, each sent once."""

import asyncio
import logging
from datetime import timedelta
from email.message import EmailMessage

import asyncpg

from activities.reminders.post import Post, send
from eventstore.errors import Unavailable
from eventstore.pool import outages
from eventstore.store import Store

_LOG = logging.getLogger(__name__)
_EVERY = 15.0  # seconds
_AGAIN, _KEPT = timedelta(minutes=5), timedelta(days=3)  # when it is tried again, and for how long
_ACTS = {
    "link-made": "Tautan untuk memilih kata sandi akun Anda dibuat.",
    "link-used": "Kata sandi akun Anda dipilih lewat tautan.",
    "password-changed": "Kata sandi akun Anda diganti.",
    "email-set": "Surel akun Anda diganti.",
    "account-closed": "Akun Anda ditutup.",
    "account-opened": "Akun Anda dibuka kembali.",
    "token-made": "Token API dibuat untuk akun Anda.",
    "token-revoked": "Token API akun Anda diakhiri.",
    "asked-to-join": "Kantor lain meminta agar akun Anda bertindak di sana.",
    "joined": "Akun Anda kini bertindak di kantor lain.",
    "left": "Akun Anda tidak lagi bertindak di kantor lain.",
    "role-granted": "Anda diberi peran.",
    "role-revoked": "Peran Anda dicabut.",
}


class AccessLetters:
    """The letters that wait. An address is forgotten once its letter is sent."""

    def __init__(self, store: Store, post: Post) -> None:
        self._store = store
        self._post = post

    async def run(self, stop: asyncio.Event) -> None:
        """Send what waits, now and again, until `stop` is set; what fails is tried later."""
        while not stop.is_set():
            try:
                while await self.send_one():
                    pass
            except (Unavailable, OSError) as error:  # an SMTP server's errors are OSErrors too
                _LOG.warning("a letter about an account waits: %s", error)
            try:
                await asyncio.wait_for(stop.wait(), _EVERY)
            except TimeoutError:
                continue

    async def send_one(self) -> bool:
        """Send the oldest letter that waits; return whether there was one."""
        with outages():
            row = await self._store.pool.fetchrow(
                "UPDATE access.letters SET tried_at = clock_timestamp() WHERE key = (SELECT key FROM access.letters"
                " WHERE sent_at IS NULL AND at > clock_timestamp() - $2::interval"
                " AND (tried_at IS NULL OR tried_at < clock_timestamp() - $1::interval)"
                " ORDER BY at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *",
                *(_AGAIN, _KEPT),
            )
        if row is None:
            return False
        await asyncio.to_thread(send, self._post, [self._letter(row)])
        with outages():
            await self._store.pool.execute(
                "UPDATE access.letters SET sent_at = clock_timestamp(), address = NULL WHERE key = $1", row["key"]
            )
        return True

    def _letter(self, row: asyncpg.Record) -> EmailMessage:
        of = (str(row["key"]), row["address"])
        return self._post.mail(
            *(row["address"], "Akses akun Anda di paraf berubah", row["at"], of, "access.txt"),
            person=row["person"],
            act=_ACTS[row["act"]],
            link=f"{self._post.base_url}/account",
        )
