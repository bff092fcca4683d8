"""What a reminder says by mail, and to which role; pure."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from activities.documents.source import TRIAL_MARK, spell_instant
from domain.kernel.actor import Role
from domain.kernel.message import digest
from domain.office.state import Office
from domain.plan.events import DueComputed, Reminder, ReminderKind
from domain.plan.state import Plan
from domain.route.route import Route, Step, StepAct

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


def text(template: str, **context: object) -> str:
    """Return the body that the template gives."""
    return _JINJA.get_template(template).render(context)


def addressee(route: Route, step: Step, kind: ReminderKind) -> Role:
    """Return who hears of an open step: its own role, and of an escalation the next above which is another."""
    if kind is ReminderKind.ESCALATION:
        above = (s for s in route if s.order > step.order and s.role is not step.role)
        return next((s.role for s in sorted(above, key=lambda s: s.order)), step.role)
    return step.role


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

    @property
    def role(self) -> Role:
        """Whom it goes to."""
        return addressee(self.plan.route, self.step, self.reminder.kind)

    def to(self, name: str, address: str, sender: str, base_url: str) -> EmailMessage:
        """Return the mail; its Message-ID is the same at every try."""
        plan, zone = self.plan, self.office.time_zone
        key = plan.stream.removeprefix("plan/")
        act = _ACTS[self.step.act]
        title = " ".join(f"{plan.kind.upper()} {plan.year}".split())
        mail = EmailMessage()
        mail["Subject"] = f"{title} {_SUBJECTS[self.reminder.kind].format(act=act)}"
        mail["From"], mail["To"] = sender, address
        mail["Date"] = format_datetime(self.at)
        told = digest("\n".join([self.office.id, self.command_id, address]).encode())[:40]
        mail["Message-ID"] = f"<{told}@{urlsplit(base_url).hostname or 'paraf'}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(
            text(
                "reminder.txt",
                escalation=self.reminder.kind is ReminderKind.ESCALATION,
                name=name,
                title=f"{title} ({' '.join(plan.text.details.title.split())})",
                act=act,
                official=self.office.title(self.step.role) or "pejabat pada langkah ini",
                since=spell_instant(self.due.opened, zone),
                due=spell_instant(self.due.due, zone),
                estimated=self.due.estimated,
                citation=self.due.citation,
                office=self.office.name,
                link=f"{base_url}/offices/{self.office.id}/plans/{key}",
                trial=TRIAL_MARK if plan.trial else "",
            )
        )
        return mail
