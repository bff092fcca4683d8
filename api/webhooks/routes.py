"""The webhooks of an office: made, changed, their secrets rotated, and the log of what was sent."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.webhooks.webhooks import Webhook
from api.doors.sessions import Done
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import query, reads, writes
from api.http.paging import next_page
from api.http.problems import Problem
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.webhooks import pages
from api.webhooks.bodies import WebhookSettings
from api.webhooks.views import WebhookLog, WebhookMade, WebhooksListed, WebhookView, delivery_view, webhook_view
from domain.kernel.errors import N_

router = APIRouter(tags=["webhooks"])
Managing = Annotated[Visit, Depends(Way("manage-webhooks"))]
_WEBHOOKS = "/offices/{office}/webhooks"
_WEBHOOK = _WEBHOOKS + "/{webhook}"
_BATCH = 25
_DONE = {"saved": N_("It is saved"), "sent": N_("It is being sent again")}


@router.get(
    _WEBHOOKS, **reads("The webhooks of an office, without their secrets", WebhooksListed, operation="list_webhooks")
)
async def webhooks(visit: Managing) -> Response:
    """List them."""
    known = await visit.services.webhooks.of_office(visit.office.id)
    if visit.html:
        return page_answer(pages.webhooks(visit.frame, visit.office, known, visit.services.new_id()))
    return json_answer({"webhooks": [webhook_view(each) for each in known]})


@router.post(
    _WEBHOOKS,
    **writes(
        "Make a webhook; only this answer has its secret",
        WebhookSettings,
        shape=WebhookMade,
        operation="make_webhook",
        command=False,
    ),
)
async def make(visit: Managing) -> Response:
    """Make it. A form that is pressed twice makes one."""

    async def again(problem: Problem, command_id: str) -> str:
        known = await visit.services.webhooks.of_office(visit.office.id)
        return pages.webhooks(visit.frame, visit.office, known, command_id, _typed(visit), problem)

    visit.again = again
    body = (await visit.sent(WebhookSettings)).body
    pressed = visit.form_id or visit.request.headers.get("idempotency-key", "")
    webhook, secret = await visit.services.webhooks.make(
        visit.office.id, body.url, body.kinds, visit.who.person, pressed
    )
    return await _told(visit, webhook, secret)


@router.get(
    _WEBHOOK,
    **reads(
        "A webhook with the log of its deliveries",
        WebhookLog,
        operation="read_webhook",
        tells=("Link",),
        headers=[query("before", "Only deliveries before this one", {"type": "string", "format": "uuid"})],
    ),
)
async def webhook(visit: Managing, webhook: str) -> Response:
    """Show it."""
    found = await _found(visit, webhook)
    before = visit.request.query_params.get("before")
    deliveries = await visit.services.deliveries.of(found.id, _BATCH + 1, _key(before) if before else None)
    more = next_page(visit.request, before=str(deliveries[_BATCH - 1].id)) if len(deliveries) > _BATCH else {}
    deliveries = deliveries[:_BATCH]
    if visit.html:
        done = _DONE.get(visit.request.query_params.get("done", ""))
        visit.notice = visit.frame.words(done) if done else ""
        older = str(deliveries[-1].id) if more else ""
        return page_answer(pages.webhook(visit.frame, visit.office, found, deliveries, older))
    answer: WebhookLog = {"webhook": webhook_view(found), "deliveries": [delivery_view(each) for each in deliveries]}
    return json_answer(answer, headers=more)


@router.post(
    _WEBHOOK,
    **writes(
        "Send other kinds, or to another address",
        WebhookSettings,
        shape=WebhookView,
        operation="change_webhook",
        command=False,
    ),
)
async def change(visit: Managing, webhook: str) -> Response:
    """Change it; what waits goes to the new address."""
    found = await _found(visit, webhook)

    async def again(problem: Problem, _: str) -> str:
        deliveries = await visit.services.deliveries.of(found.id, _BATCH)
        return pages.webhook(visit.frame, visit.office, found, deliveries, "", _typed(visit), problem)

    visit.again = again
    body = (await visit.sent(WebhookSettings)).body
    await visit.services.webhooks.change(visit.office.id, found.id, body.url, body.kinds, visit.who.person)
    return await _done(visit, found)


@router.post(
    _WEBHOOK + "/rotation",
    **writes(
        "Change the secret; the one of before signs for a day, too",
        Nothing,
        shape=WebhookMade,
        operation="rotate_webhook_secret",
        command=False,
    ),
)
async def rotate(visit: Managing, webhook: str) -> Response:
    """Make another secret, which only this answer has."""
    found = await _found(visit, webhook)
    await visit.sent(Nothing)
    secret = await visit.services.webhooks.rotate(visit.office.id, found.id, visit.who.person)
    return await _told(visit, await _found(visit, webhook), secret)


@router.post(
    _WEBHOOK + "/enabling",
    **writes("Send to it again", Nothing, shape=WebhookView, operation="enable_webhook", command=False),
)
async def enable(visit: Managing, webhook: str) -> Response:
    """Send what happens from now on."""
    found = await _found(visit, webhook)
    await visit.sent(Nothing)
    await visit.services.webhooks.enable(visit.office.id, found.id, visit.who.person)
    return await _done(visit, found)


@router.post(
    _WEBHOOK + "/disabling",
    **writes("Send nothing to it for now", Nothing, shape=WebhookView, operation="disable_webhook", command=False),
)
async def disable(visit: Managing, webhook: str) -> Response:
    """Send nothing until it is enabled."""
    found = await _found(visit, webhook)
    await visit.sent(Nothing)
    await visit.services.webhooks.disable(visit.office.id, found.id, visit.who.person)
    return await _done(visit, found)


@router.post(
    _WEBHOOK + "/removal",
    **writes("Remove a webhook", Nothing, shape=Done, operation="remove_webhook", command=False),
)
async def remove(visit: Managing, webhook: str) -> Response:
    """Remove it with its secrets, for good."""
    found = await _found(visit, webhook)
    await visit.sent(Nothing)
    await visit.services.webhooks.remove(visit.office.id, found.id, visit.who.person)
    return see_other(f"{office_path(visit.office)}/webhooks") if visit.html else json_answer({})


@router.post(
    _WEBHOOK + "/deliveries/{delivery}/sending",
    **writes("Send a delivery again", Nothing, shape=Done, operation="send_delivery_again", command=False),
)
async def send(visit: Managing, webhook: str, delivery: str) -> Response:
    """Send it again, under its old id."""
    found = await _found(visit, webhook)
    await visit.sent(Nothing)
    key = _key(delivery)
    if await visit.services.deliveries.again(found, key):
        await visit.services.plans.deliver(str(key))
    return see_other(f"{_path(visit, found)}?done=sent#log") if visit.html else json_answer({})


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise unknown_plan() from None


async def _found(visit: Visit, webhook: str) -> Webhook:
    found = await visit.services.webhooks.find(visit.office.id, _key(webhook))
    if found is None:
        raise unknown_plan()
    return found


def _path(visit: Visit, webhook: Webhook) -> str:
    return f"{office_path(visit.office)}/webhooks/{webhook.id}"


async def _done(visit: Visit, webhook: Webhook) -> Response:
    if visit.html:
        return see_other(f"{_path(visit, webhook)}?done=saved")
    return json_answer(webhook_view(await _found(visit, str(webhook.id))))


async def _told(visit: Visit, webhook: Webhook, secret: str) -> Response:
    """Answer with the secret, this once."""
    if visit.html:
        deliveries = await visit.services.deliveries.of(webhook.id, _BATCH)
        return page_answer(pages.webhook(visit.frame, visit.office, webhook, deliveries, "", secret=secret))
    return json_answer({"webhook": webhook_view(webhook), "secret": secret}, 201)


def _typed(visit: Visit) -> pages.Typed:
    kinds = frozenset(value for name, value in visit.form or () if name == "kinds")
    return pages.Typed(visit.typed("url"), kinds)
