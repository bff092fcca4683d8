"""An administrator says where programs are told, sees what was sent, and sends it again."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.app import unserved
from api.http.openapi import description
from domain.kernel.actor import Role
from tests.activities.webhooks.receiver import Receiver, receiving, verified
from tests.api.house import Kantor


@pytest.fixture
def receiver() -> Receiver:
    """Takes everything."""
    return Receiver()


@pytest.fixture
async def url(receiver: Receiver) -> AsyncIterator[str]:
    """Where it listens."""
    async with receiving(receiver) as url:
        yield url


async def made(office: Kantor, url: str, *kinds: str) -> Any:
    """Make a webhook, and return it with its secret."""
    sent = {"url": url, "kinds": kinds or ["remark"]}
    answer = await office.administrator.ask(f"/offices/{office.id}/webhooks", sent)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def remarked(office: Kantor) -> None:
    """Let something happen."""
    plan = await office.draft()
    sent = {"row": "", "text": "Mengapa?"}
    answer = await office.secretary.ask(f"{office.path}/comments", sent, plan["version"])
    assert answer.status_code == 201, answer.text


async def test_a_program_is_told_and_its_delivery_sent_again_from_the_log(
    office: Kantor, receiver: Receiver, url: str
) -> None:
    hook = await made(office, url)
    here = f"/offices/{office.id}/webhooks/{hook['webhook']['id']}"
    await remarked(office)
    await receiver.until(1)
    assert verified(hook["secret"], *receiver.got[0])
    [delivery] = (await office.administrator.get(here)).json()["deliveries"]
    pressed = await office.administrator.press(f"{here}/deliveries/{delivery['id']}/sending", {})
    assert pressed.status_code == 303
    await receiver.until(2)
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"] == delivery["id"]
    page = await office.administrator.page(here)
    assert "HTTP 204" in page.text


async def test_a_secret_is_shown_once(office: Kantor, url: str) -> None:
    here = f"/offices/{office.id}/webhooks"
    fields: dict[str, str | list[str]] = {"url": url, "kinds": ["", "returned", "signed"]}
    page = await office.administrator.press(here, fields, "once")
    assert page.status_code == 200
    assert page.text.count("whsec_") == 1
    assert "whsec_" not in (await office.administrator.page(here)).text
    again = await office.administrator.press(here, fields, "once")
    assert again.status_code == 422
    [known] = (await office.administrator.get(here)).json()["webhooks"]
    assert "secret" not in known
    assert known["kinds"] == ["returned", "signed"]
    rotated = await office.administrator.press(f"{here}/{known['id']}/rotation", {})
    assert rotated.text.count("whsec_") == 1
    assert (await office.administrator.ask(f"{here}/{known['id']}/rotation", {})).json()["code"] == "webhook-rotating"


async def test_what_was_typed_comes_back_with_what_is_wrong(office: Kantor) -> None:
    here = f"/offices/{office.id}/webhooks"
    page = await office.administrator.press(here, {"url": "contoh", "kinds": ["", "closed"]})
    assert page.status_code == 422
    assert 'value="contoh"' in page.text
    assert page.text.count(" checked>") == 1
    assert 'id="fault-url"' in page.text
    none = await office.administrator.ask(here, {"url": "https://program.example/hook", "kinds": []})
    assert (none.status_code, none.json()["place"]) == (422, "kinds")


async def test_one_is_changed_disabled_enabled_and_removed(office: Kantor, url: str) -> None:
    hook = await made(office, url)
    here = f"/offices/{office.id}/webhooks/{hook['webhook']['id']}"
    admin = office.administrator
    assert (await admin.ask(here, {"url": url + "2", "kinds": ["closed"]})).json()["url"] == url + "2"
    assert (await admin.ask(f"{here}/disabling", {})).json()["disabled_at"] is not None
    assert (await admin.ask(f"{here}/enabling", {})).json()["disabled_at"] is None
    assert (await admin.press(f"{here}/removal", {})).status_code == 303
    assert (await admin.get(here)).status_code == 404
    assert (await admin.get(f"/offices/{office.id}/webhooks")).json()["webhooks"] == []
    log = (await office.auditor.get(f"/offices/{office.id}/access-log")).json()["entries"]
    acts = [entry["act"] for entry in log if entry["about"] == hook["webhook"]["id"]]
    assert acts == ["webhook-removed", *["webhook-changed"] * 3, "webhook-made"]
    assert "webhook" in (await office.auditor.page(f"/offices/{office.id}/access-log")).text


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.CHAIR, Role.AUDITOR])
async def test_webhooks_are_for_administrators(office: Kantor, role: Role) -> None:
    assert (await office[role].get(f"/offices/{office.id}/webhooks")).status_code == 403
    assert f"/offices/{office.id}/webhooks" not in (await office[role].page(f"/offices/{office.id}")).text
    assert f"/offices/{office.id}/webhooks" in (await office.administrator.page(f"/offices/{office.id}")).text


async def test_another_offices_webhook_is_not_there(office: Kantor, url: str) -> None:
    hook = await made(office, url)
    other = await office.house.office()
    path = f"/offices/{other.id}/webhooks/{hook['webhook']['id']}"
    assert (await other.administrator.get(path)).status_code == 404
    assert (await other.administrator.ask(f"{path}/rotation", {})).status_code == 404
    assert (await other.administrator.get(f"/offices/{other.id}/webhooks/x")).status_code == 404


def test_what_is_sent_is_described() -> None:
    told = description(unserved(), secure=False)
    body = told["webhooks"]["happening"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].rpartition("/")[2] in told["components"]["schemas"]
