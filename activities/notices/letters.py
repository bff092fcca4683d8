"""Mails people what happened: a letter tells one thing at once, or what a day brought."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import msgspec
from asyncpg import Record
from temporalio import activity

from activities.documents.source import TRIAL_MARK, spell_instant
from activities.notices.words import path_of, sentence
from activities.recording.states import OFFICE, States
from activities.reminders.post import Post, send
from domain.kernel.message import Message
from domain.notice.notice import Told
from domain.office.state import STREAM
from eventstore.pool import outages

_PATIENCE = timedelta(hours=6)  # for a mailbox that is full, or a server that is away
_SUBJECTS = {"id": "Kabar hari ini ({many})", "en": "News of the day ({many})"}
_LONGEST = 120  # characters of a subject
_WAITING = """
SELECT n.happening, n.home, n.due, h.office, h.at, h.said, k.email, k.language
FROM access.notices n JOIN access.happenings h ON h.id = n.happening
LEFT JOIN access.known k ON k.person = n.person AND n.home = ANY (k.offices) AND NOT k.disabled
WHERE n.letter = $1 AND n.mail = 'waits' ORDER BY n.happening
"""
_SETTLE = "UPDATE access.notices SET mail = $3 WHERE letter = $1 AND happening = ANY ($2) AND mail = 'waits'"


class LetterOrder(Message, frozen=True, tag="letter-order"):
    """A letter that is due; whom it goes to and what it says stands in the database."""

    letter: str


class NoticeMailer:
    """Mails letters, each once as far as SMTP tells. Addresses are those of the accounts at that time."""

    def __init__(self, states: States, post: Post | None) -> None:
        self._states = states
        self._pool = states.store.pool
        self._post = post

    @activity.defn(name="mail-notices")
    async def mail(self, order: LetterOrder) -> None:
        """Mail what waits of the letter; what nobody takes in time is given up, and stays on the desk."""
        with outages():
            rows = await self._pool.fetch(_WAITING, order.letter)
        told = [row for row in rows if row["email"] is not None]
        if not rows:
            return
        sent = await self._sent(order, told, self._post) if self._post is not None and told else 0
        with outages():
            keys = [row["happening"] for row in rows]
            await self._pool.execute(_SETTLE, order.letter, keys, "sent" if sent else "given-up")

    async def _sent(self, order: LetterOrder, rows: list[Record], post: Post) -> int:
        letter = await self._letter(order, rows, post)
        try:
            return await asyncio.to_thread(send, post, [letter])
        except OSError:  # an SMTP server's errors are OSErrors too
            if datetime.now(UTC) - rows[0]["due"] < _PATIENCE:
                raise
            return 0

    async def _letter(self, order: LetterOrder, rows: list[Record], post: Post) -> EmailMessage:
        person = order.letter.rpartition("/")[0]
        told = [msgspec.json.decode(row["said"], type=Told) for row in rows]
        offices = {row["office"]: (await self._states.of(OFFICE, row["office"], STREAM)).state for row in rows}
        homes = [(await self._states.of(OFFICE, row["home"], STREAM)).state for row in rows]
        name = next((home.people[person] for home in homes if person in home.people), person)
        languages = ("en", "id") if rows[0]["language"] == "en" else ("id", "en")
        subject = " ".join(sentence(told[0], indonesian=languages[0] == "id").split())[:_LONGEST]
        if len(rows) > 1:
            subject = _SUBJECTS[languages[0]].format(many=len(rows))
        lines = [
            {
                "sentences": [sentence(each, indonesian=language == "id") for language in languages],
                "reason": each.reason,
                "at": spell_instant(row["at"], offices[row["office"]].time_zone),
                "office": offices[row["office"]].name,
                "link": f"{post.base_url}{path_of(row['office'], each)}",
            }
            for row, each in zip(rows, told, strict=True)
        ]
        return post.mail(
            *(rows[0]["email"], subject, rows[-1]["at"], [str(row["happening"]) for row in rows] + [person]),
            "notice.txt",
            name=name,
            languages=languages,
            lines=lines,
            account=f"{post.base_url}/account#hearing",
            trial=TRIAL_MARK if any(each.trial for each in told) else "",
        )
