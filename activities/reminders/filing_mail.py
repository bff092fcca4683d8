"""Mails reminders of what is not filed of a quarter, where an SMTP server is set."""

import asyncio
from datetime import datetime
from email.message import EmailMessage

from temporalio import activity

from activities.documents.source import TRIAL_MARK, spell_instant
from activities.documents.words import cited
from activities.recording.recorder import PlanStream, Recorder, system_id
from activities.reminders.post import Mailing, Post, addresses, send
from domain.kernel.actor import Role
from domain.kernel.message import Message
from domain.office.state import Office
from domain.quarter.events import FilingReminded
from domain.quarter.state import Quarter

_NUMBERS = ("I", "II", "III", "IV")


class FilingMailOrder(Message, frozen=True, tag="filing-mail-order"):
    """A recorded reminder of a quarter, to be mailed at `now`, the workflow's clock (UTC)."""

    of: PlanStream
    round: int
    reminder: str
    now: datetime
    person: str = ""  # who of those it concerns is mailed; empty: all of them


class FilingMailer:
    """Mails the owners who have not filed, or the official above them, and nobody else."""

    def __init__(self, recorder: Recorder, post: Post | None) -> None:
        self._recorder = recorder
        self._post = post

    @activity.defn(name="mail-filing")
    async def mail(self, order: FilingMailOrder) -> int:
        """Mail the reminder and return to how many; without a server, an address or a debtor, to nobody."""
        if self._post is None:
            return 0
        quarter = await self._recorder.quarter(order.of.office, order.of.stream)
        office = await self._recorder.office(order.of.office)
        said = quarter.reminded.get((order.round, order.reminder))
        if said is None or quarter.round != order.round or not quarter.owing:
            return 0  # filed or moved since: nobody is to be reminded any more
        people = [person for person in debtors(office, quarter, said) if order.person in ("", person)]
        messages = [
            _letter(office, quarter, said, order, office.people[person], address, self._post)
            for person, address in await addresses(self._recorder.store, office.id, people, mailing_of(said))
        ]
        return await asyncio.to_thread(send, self._post, messages) if messages else 0


def debtors(office: Office, quarter: Quarter, said: FilingReminded) -> tuple[str, ...]:
    """Return whom a recorded reminder concerns now: who has not filed, or the officials above them."""
    if said.to is Role.OWNER:
        return tuple(owner.person for owner in quarter.owing if owner.person in office.people)
    return office.holders(said.to)


def mailing_of(said: FilingReminded) -> Mailing:
    """Return which kind of mail a recorded reminder is."""
    return Mailing.FILING if said.to is Role.OWNER else Mailing.ESCALATIONS


def _letter(
    office: Office,
    quarter: Quarter,
    said: FilingReminded,
    order: FilingMailOrder,
    name: str,
    address: str,
    post: Post,
) -> EmailMessage:
    """Return the mail."""
    plan = f"{quarter.kind}-{quarter.year}"
    title = f"triwulan {_NUMBERS[quarter.quarter - 1]} {quarter.kind.upper()} {quarter.year}"
    escalation = said.to is not Role.OWNER
    subject = f"Realisasi {title} {'belum lengkap' if escalation else 'menunggu laporan Anda'}"
    of = (office.id, system_id(order.of, "remind", order.round, order.reminder), address)
    return post.mail(
        *(address, subject, order.now, of, "filing.txt"),
        escalation=escalation,
        name=name,
        title=title,
        closes=spell_instant(quarter.window.closes, office.time_zone),
        owing=[owner.name for owner in quarter.owing],
        estimated=quarter.window.estimated,
        citation=cited(quarter.window.citation),
        office=office.name,
        link=f"{post.base_url}/offices/{office.id}/plans/{plan}/quarters/{quarter.quarter}",
        trial=TRIAL_MARK if quarter.trial else "",
    )
