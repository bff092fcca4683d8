"""Sends reminders by mail, where an SMTP server is set."""

import asyncio
import logging
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from temporalio import activity

from activities.recording.recorder import Recorder
from activities.reminders.letter import Letter
from activities.reminders.steps import RemindOrder, reminder_id
from eventstore.outage import outages
from eventstore.store import Store

_LOG = logging.getLogger(__name__)
_PATIENCE = 10.0  # seconds, for each answer of the SMTP server
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Post:
    """The SMTP server (`smtp`, with STARTTLS where offered, or `smtps`), who sends, and where links lead."""

    smtp_url: str = field(repr=False)
    sender: str
    base_url: str


class Mailer:
    """Mails whoever a step waits for. Addresses are those of the accounts, never of an event."""

    def __init__(self, recorder: Recorder, post: Post | None) -> None:
        self._recorder = recorder
        self._post = post

    @activity.defn(name="mail")
    async def mail(self, order: RemindOrder) -> int:
        """Mail the reminder and return to how many; without a server, an address or a step that waits, to nobody."""
        letter = await self._letter(order) if self._post is not None else None
        if self._post is None or letter is None:
            return 0
        messages = [
            letter.to(letter.office.people[person], address, self._post.sender, self._post.base_url)
            for person, address in await addresses(
                self._recorder.store, letter.office.id, letter.office.holders(letter.role)
            )
        ]
        return await asyncio.to_thread(send, self._post, messages) if messages else 0

    async def _letter(self, order: RemindOrder) -> Letter | None:
        plan, office = await self._recorder.plan(order.of), await self._recorder.office(order.of.office)
        due = plan.due.get(order.step)
        step = next((s for s in plan.open_steps() if s.key == order.step), None)
        reminder = next((r for r in due.reminders if r.key == order.reminder), None) if due else None
        if step is None or due is None or reminder is None or plan.round != order.round:
            return None  # done or returned since: nobody is to be reminded any more
        return Letter(office, plan, step, due, reminder, reminder_id(order), order.now)


async def addresses(store: Store, office: str, people: Sequence[str]) -> list[tuple[str, str]]:
    """Return who has an address in an account that acts in the office; whoever has none sees it on the desk."""
    with outages():
        rows = await store.pool.fetch(
            "SELECT person, email FROM access.known WHERE person = ANY($1::text[]) AND $2 = ANY(offices)"
            " AND email IS NOT NULL AND NOT disabled ORDER BY person",
            *(people, office),
        )
    return [(row["person"], row["email"]) for row in rows]


def send(post: Post, messages: Sequence[EmailMessage]) -> int:
    """Send each in one conversation; an address that the server refuses for good is left out."""
    url = urlsplit(post.smtp_url)
    sent = 0
    with _connected(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        for message in messages:
            try:
                server.send_message(message)
                sent += 1
            except smtplib.SMTPRecipientsRefused as refused:
                codes = [code for code, _ in refused.recipients.values()]
                if any(code < 500 for code in codes):  # for now only
                    raise
                _LOG.warning("an address was refused (%s); %s was not mailed to it", codes, message["Message-ID"])
    return sent


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, context = url.hostname or "", ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=_PATIENCE, context=context)
    server = smtplib.SMTP(host, url.port or 25, timeout=_PATIENCE)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif url.username and host not in _LOCAL:
            raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS, and a password goes nowhere in clear")
    except BaseException:
        server.close()
        raise
    return server
