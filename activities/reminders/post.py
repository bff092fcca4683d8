"""Letters: what a reminder says, to whom it goes, and through which SMTP server."""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from activities.documents.source import TRIAL_MARK, spell_instant
from domain.kernel.actor import Duty
from domain.kernel.message import digest
from domain.office.state import Office
from domain.plan.events import DueComputed, Reminder, ReminderKind
from domain.plan.state import Plan
from domain.route.route import Route, Step, StepAct
from eventstore.pool import outages
from eventstore.store import Store
from eventstore.telemetry import METER

_ACTS = {StepAct.REVIEW: "paraf", StepAct.SIGN: "tanda tangan"}
_SUBJECTS = {
    ReminderKind.BEFORE: "menunggu {act} Anda",
    ReminderKind.DUE: "menunggu {act} Anda hari ini",
    ReminderKind.ESCALATION: "belum mendapat {act}",
}
# The body is plain text: HTML escaping would be wrong.
_JINJA = Environment(  # noqa: S701
    loader=FileSystemLoader(Path(__file__).resolve().parents[2] / "templates" / "mail"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_LOG = logging.getLogger(__name__)
_MAILS = METER.create_counter("paraf.mails", "{mail}", "By what the SMTP server made of them")
_PATIENCE = 10.0  # seconds, for each answer of the SMTP server
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Mailing(StrEnum):
    """A kind of mail that a person may want none of; stored with their account."""

    STEPS = "steps"
    FILING = "filing"
    ESCALATIONS = "escalations"


def mailing_of(kind: ReminderKind) -> Mailing:
    """Return which kind of mail a reminder of a step is."""
    return Mailing.ESCALATIONS if kind is ReminderKind.ESCALATION else Mailing.STEPS


def addressee(route: Route, step: Step, kind: ReminderKind) -> Duty:
    """Return who hears of an open step: its own role or position, and of an escalation the next which is another."""
    if kind is ReminderKind.ESCALATION:
        above = (s for s in route if s.order > step.order and s.duty != step.duty)
        return next((s.duty for s in sorted(above, key=lambda s: s.order)), step.duty)
    return step.duty


@dataclass(frozen=True)
class Letter:
    """A reminder of an open step; `command_id` is that of its event, `at` when it went out (UTC)."""

    office: Office
    plan: Plan
    step: Step
    due: DueComputed
    reminder: Reminder
    command_id: str
    at: datetime

    def to(self, name: str, address: str, post: "Post") -> EmailMessage:
        """Return the mail to an address of the official."""
        plan, zone = self.plan, self.office.time_zone
        key = plan.stream.removeprefix("plan/")
        act = _ACTS[self.step.act]
        title = " ".join(f"{plan.kind.upper()} {plan.year}".split())
        subject = f"{title} {_SUBJECTS[self.reminder.kind].format(act=act)}"
        of = (self.office.id, self.command_id, address)
        return post.mail(
            *(address, subject, self.at, of, "reminder.txt"),
            escalation=self.reminder.kind is ReminderKind.ESCALATION,
            name=name,
            title=f"{title} ({' '.join(plan.text.details.title.split())})",
            act=act,
            official=self.step.title or self.office.title(self.step.role) or "pejabat pada langkah ini",
            since=spell_instant(self.due.opened, zone),
            due=spell_instant(self.due.due, zone),
            estimated=self.due.estimated,
            citation=self.due.citation,
            office=self.office.name,
            link=f"{post.base_url}/offices/{self.office.id}/plans/{key}{self._page}",
            trial=TRIAL_MARK if plan.trial else "",
        )

    @property
    def _page(self) -> str:
        """Where the official acts; whoever is told of another's delay reads."""
        if self.reminder.kind is ReminderKind.ESCALATION:
            return ""
        return "/sign" if self.step.act is StepAct.SIGN else "/review"


@dataclass(frozen=True)
class Post:
    """The SMTP server (`smtp`, with STARTTLS where offered, or `smtps`), who sends, and where links lead."""

    smtp_url: str = field(repr=False)
    sender: str
    base_url: str

    def mail(
        self, address: str, subject: str, at: datetime, of: Sequence[str], template: str, **context: object
    ) -> EmailMessage:
        """Return a mail with the text that the template gives; by what it is `of`, its id is the same at every try."""
        mail = EmailMessage()
        mail["Subject"] = subject
        mail["From"], mail["To"] = self.sender, address
        mail["Date"] = format_datetime(at)
        message_id = digest("\n".join(of).encode())[:40]
        mail["Message-ID"] = f"<{message_id}@{urlsplit(self.base_url).hostname or 'paraf'}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(_JINJA.get_template(template).render(context))
        return mail


async def addresses(store: Store, office: str, people: Sequence[str], mailing: Mailing) -> list[tuple[str, str]]:
    """Return who has an address in an account that acts in the office, and wants such mail; all see it on the desk."""
    with outages():
        rows = await store.pool.fetch(
            "SELECT person, email FROM access.known WHERE person = ANY($1::text[]) AND $2 = ANY(offices)"
            " AND email IS NOT NULL AND NOT disabled AND NOT $3 = ANY(silenced) ORDER BY person",
            *(people, office, mailing),
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
                _MAILS.add(1, {"outcome": "sent"})
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError) as refused:
                codes = _codes(refused)
                for_now = any(code < 500 for code in codes)
                _MAILS.add(1, {"outcome": "refused for now" if for_now else "refused"})
                if for_now:
                    raise
                _LOG.warning("an address was refused (%s); %s was not mailed to it", codes, message["Message-ID"])
    return sent


def _codes(refused: smtplib.SMTPException) -> list[int]:
    match refused:
        case smtplib.SMTPDataError():
            return [refused.smtp_code]
        case smtplib.SMTPRecipientsRefused():
            return [code for code, _ in refused.recipients.values()]
    return []  # the server was not asked: it takes no address of other letters


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
