"""Letters on their way: to whom, and through which SMTP server."""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

from eventstore.pool import outages
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
    """Send each in one conversation and return how many; what the server refuses for good is left out."""
    url = urlsplit(post.smtp_url)
    sent = 0
    with _conversation(url) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        for message in messages:
            try:
                server.send_message(message)
                sent += 1
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
                codes = _codes(refused)
                if any(code < 500 for code in codes):  # for now only
                    raise
                _LOG.warning("an address was refused (%s); %s was not mailed to it", codes, message["Message-ID"])
    return sent


def _codes(refused: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> list[int]:
    if isinstance(refused, smtplib.SMTPDataError):
        return [refused.smtp_code]
    return [code for code, _ in refused.recipients.values()]


@contextmanager
def _conversation(url: SplitResult) -> Iterator[smtplib.SMTP]:
    server = _connected(url)
    try:
        yield server
    finally:
        # What was taken is taken, however the server says goodbye: to fail here would send it again.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


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
