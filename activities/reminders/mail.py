"""Sends the reminders of a plan's steps by mail, where an SMTP server is set."""

import asyncio

from temporalio import activity

from activities.recording.recorder import Recorder
from activities.reminders.letter import Letter
from activities.reminders.post import Post, addresses, send
from activities.reminders.steps import RemindOrder, reminder_id


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
        people = (order.person,) if order.person else letter.office.holders(letter.role)
        messages = [
            letter.to(letter.office.people[person], address, self._post.sender, self._post.base_url)
            for person, address in await addresses(self._recorder.store, letter.office.id, people)
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
