"""The reasons that a form brings for what an amendment changes: beside the text, or all at once."""

from collections.abc import Iterable
from datetime import datetime

from api.http import reading
from api.http.visit import Sent, Visit
from api.plans.amendment.bodies import Reasons
from api.reads.plan import read_past
from api.usecases import derived_id
from domain.kernel.actor import Actor
from domain.kernel.message import canonical
from domain.plan.commands import GiveReasons
from domain.plan.state import Plan

REASONS = "reasons"  # what the check before sending calls their form
# What a form calls each, before its place; what stood there; and one for all that have none.
_FIELD, _SEEN, _SAME = "reason-", "seen-", "same"


async def give(visit: Visit) -> None:
    """Record the reasons that the form says otherwise than they are recorded; nothing where it says none."""
    sent = await sent_reasons(visit)
    if not sent.body.reasons:
        return
    told = canonical(sent.body.model_dump(mode="json")).decode()
    about = derived_id("reasons", visit.office.id, f"{sent.command_id}/{told}")
    intent = Sent(visit, sent.body, about, None).intent("state-reasons", visit.stream)

    async def command(by: Actor, at: datetime) -> GiveReasons:
        return GiveReasons(by=by, at=at, **given(sent.body))

    await visit.usecases.plan(visit.who, intent, command)


def given(body: Reasons) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the fields of the command that a body asks for."""
    return {
        "reasons": tuple((each.place, each.reason) for each in body.reasons),
        "seen": tuple((each.place, each.seen) for each in body.reasons if each.seen is not None),
    }


async def sent_reasons(visit: Visit) -> Sent[Reasons]:
    """Read the reasons as a program sends them, or out of a form the ones that are new."""
    await visit.read()
    if visit.form is None:
        return await visit.command(Reasons)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    told = [{"place": place, "reason": now, "seen": seen} for place, now, seen in _typed(plan, visit.form)]
    return Sent(visit, reading.filled(Reasons, canonical({"reasons": told}), None), visit.command_id(), None)


def typed_reasons(visit: Visit, sent: Sent[Reasons]) -> object:
    """Return what tells a retry: what was typed, whatever of it is recorded by now."""
    if visit.form is None:
        return sent.body.model_dump(mode="json", exclude={"role", "position"})
    return {name: value for name, value in visit.form if name == _SAME or name.startswith(_FIELD)}


def _typed(plan: Plan, form: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str, str]]:
    """The places whose reason was typed, with it and the one that stood there: what nobody touched is no typing."""
    fields = {name: value.replace("\r\n", "\n").strip() for name, value in form}
    for place in plan.changes():
        was = plan.reasons.get(place, "")
        seen = fields.get(f"{_SEEN}{place}", was)
        typed = fields.get(f"{_FIELD}{place}", seen)
        now = (was if typed == seen else typed) or fields.get(_SAME, "")
        if now != was:
            yield place, now, seen
