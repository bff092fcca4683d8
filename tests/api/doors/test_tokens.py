"""Tokens: shown once, acting for a person, ended for good."""

import asyncio
import re

import httpx

from api.access.tokens import MOST
from api.usecases import UseCases
from domain.kernel.actor import Role
from domain.office.commands import RevokeRole
from tests.api.house import HTML, JSON, House, Kantor, key

SECRET = re.compile(r"paraf_[A-Za-z0-9_-]{43}")


async def machine(house: House, secret: str) -> httpx.AsyncClient:
    """Return a client without a cookie, which shows its token."""
    return await house.client(headers={"Accept": JSON, "Authorization": f"Bearer {secret}"})


async def test_a_token_acts_for_its_person(house: House, office: Kantor) -> None:
    made = await office.drafter.ask("/tokens", {"name": "  Penyusun   otomatis "})
    assert made.status_code == 201
    token, secret = made.json()["token"], made.json()["secret"]
    assert SECRET.fullmatch(secret)
    assert (token["name"], token["used_at"], token["revoked_at"]) == ("Penyusun otomatis", None, None)
    client = await machine(house, secret)
    body = {"kind": "rkt", "year": office.year}
    drafted = await client.post(f"/offices/{office.id}/plans", json=body, headers={"Idempotency-Key": key()})
    assert drafted.status_code == 201, drafted.text
    assert drafted.json()["events"][0]["by"]["person"] == office.drafter.account.person
    listed = await office.drafter.get("/tokens")
    assert secret not in listed.text
    assert [t["id"] for t in listed.json()["tokens"]] == [token["id"]]
    assert listed.json()["tokens"][0]["used_at"] is not None


async def test_a_token_ends_for_good(house: House, office: Kantor) -> None:
    made = (await office.drafter.ask("/tokens", {"name": "Sekali"})).json()
    client = await machine(house, made["secret"])
    assert (await client.get("/")).status_code == 200
    path = f"/tokens/{made['token']['id']}/revocation"
    stranger = await office.chair.ask(path, {})
    assert stranger.status_code == 404
    ended = [await office.drafter.ask(path, {}) for _ in range(2)]
    assert ended[0].json() == ended[1].json()
    assert ended[0].json()["revoked_at"] is not None
    refused = await client.get("/")
    assert (refused.status_code, refused.json()["code"]) == (401, "token-unknown")
    for unknown in ("00000000-0000-4000-8000-000000000000", "tidak-ada"):
        assert (await office.drafter.ask(f"/tokens/{unknown}/revocation", {})).status_code == 404


async def test_a_page_shows_the_secret_once(house: House, office: Kantor) -> None:
    office.chair.client.headers["Accept-Language"] = "en"
    page = await office.chair.press("/tokens", {"name": "Mesin cetak"})
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    secret = SECRET.search(page.text)
    assert secret is not None
    assert (await (await machine(house, secret[0])).get("/")).status_code == 200
    again = await office.chair.page("/tokens")
    assert "Mesin cetak" in again.text
    assert secret[0] not in again.text


async def test_a_name_that_cannot_be_used_comes_back(office: Kantor) -> None:
    for name in ("", "x" * 150, "a\u202eb"):
        page = await office.chair.press("/tokens", {"name": name})
        assert page.status_code == 422
        assert 'id="fault-name"' in page.text
    assert (await office.chair.get("/tokens")).json() == {"tokens": []}


async def test_a_double_click_makes_one_token_and_shows_its_secret(house: House, office: Kantor) -> None:
    pressed = key()
    pages = await asyncio.gather(*(office.chair.press("/tokens", {"name": "Mesin"}, pressed) for _ in range(3)))
    secrets = [found[0] for page in pages if (found := SECRET.search(page.text))]
    assert len(set(secrets)) == 3
    tokens = (await office.chair.get("/tokens")).json()["tokens"]
    assert len(tokens) == 1
    good = [await house.services.tokens.find(secret) for secret in secrets]
    assert [bearer.account.username for bearer in good if bearer] == [office.chair.account.username]
    # Once it is in use, nobody changes its secret.
    used = await office.chair.press("/tokens", {"name": "Mesin"}, pressed)
    assert used.status_code == 409
    assert SECRET.search(used.text) is None


async def test_a_token_of_a_person_without_roles_opens_nothing(house: House, office: Kantor) -> None:
    await office.draft()
    secret = (await office.chair.ask("/tokens", {"name": "Ketua"})).json()["secret"]
    client = await machine(house, secret)
    assert (await client.get(office.path)).status_code == 200
    by, at = UseCases(house.services).installation(office.id)
    await office.command(RevokeRole(by=by, at=at, person=office.chair.account.person, role=Role.CHAIR, reason=""))
    for path in (office.path, f"/offices/{office.id}", f"/offices/{office.id}/people", f"/offices/{office.id}/plans"):
        closed = await client.get(path)
        assert (closed.status_code, closed.json()["code"]) == (404, "not-found")
    desk = (await client.get("/")).json()
    assert set(desk.pop("counts").values()) == {0}
    assert desk == {"mine": [], "others": [], "done": [], "filings": []}
    assert (await client.get("/offices")).json() == {"offices": []}
    body = {"row": "", "text": "Mengapa? (contoh)"}
    refused = await client.post(f"{office.path}/comments", json=body, headers={"Idempotency-Key": key()})
    assert refused.status_code == 404


async def test_a_closed_account_takes_its_tokens_along(house: House, office: Kantor) -> None:
    secret = (await office.chair.ask("/tokens", {"name": "Ketua"})).json()["secret"]
    path = f"/offices/{office.id}/people/{office.chair.account.person}/account"
    assert (await office.administrator.ask(f"{path}/closing", {})).json()["closed"] is True
    client = await machine(house, secret)
    assert (await client.get("/")).status_code == 401
    assert (await office.chair.get("/", HTML)).status_code == 303
    assert (await office.administrator.ask(f"{path}/opening", {})).json()["closed"] is False
    assert (await client.get("/")).status_code == 200


async def test_a_token_opens_only_what_it_was_made_for(house: House, office: Kantor) -> None:
    """Fault 3: scopes, and signing only where it is asked for."""
    await office.draft()
    await office.submit()
    plan = await office.shown()
    body = {"step": "secretary-review", "digest": plan["text_digest"], "document": plan["document"]}
    headers = {"If-Match": f'"{plan["version"]}"'}
    made = (await office.secretary.ask("/tokens", {"name": "Baku"})).json()
    assert made["token"]["scopes"] == ["read", "draft", "file"]
    client = await machine(house, made["secret"])
    refused = await client.post(f"{office.path}/parafs", json=body, headers=headers | {"Idempotency-Key": key()})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert refused.json()["params"] == {"scope": "sign"}
    secret = (await office.secretary.ask("/tokens", {"name": "Paraf", "scopes": ["sign"]})).json()["secret"]
    client = await machine(house, secret)
    assert (await client.get(office.path)).json()["code"] == "scope-missing"
    done = await client.post(f"{office.path}/parafs", json=body, headers=headers | {"Idempotency-Key": key()})
    assert done.status_code == 201, done.text


async def test_a_token_makes_no_token_and_manages_no_account(house: House, office: Kantor) -> None:
    """Fault 3: whoever finds a token cannot make themselves another, nor a password."""
    scopes = ["read", "draft", "file", "sign"]
    secret = (await office.administrator.ask("/tokens", {"name": "Semua", "scopes": scopes})).json()["secret"]
    client = await machine(house, secret)
    person = f"/offices/{office.id}/people/{office.chair.account.person}"
    for path, body in (
        ("/tokens", {"name": "Lagi"}),
        ("/password", {"old": "kuda lumping menari", "new": "sungai barito pasang"}),
        (f"{person}/account/invitation", {}),
        (f"{person}/roles", {"role": "auditor"}),
    ):
        refused = await client.post(path, json=body, headers={"Idempotency-Key": key()})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-by-token"), path


async def test_a_token_ends_by_itself_and_with_the_password(house: House, office: Kantor) -> None:
    """Fault 3: an end date, and no token outlives the password that it was made under."""
    made = (await office.chair.ask("/tokens", {"name": "Pendek", "days": 1})).json()
    client = await machine(house, made["secret"])
    assert (await client.get("/")).status_code == 200
    await house.store.pool.execute(
        "UPDATE access.tokens SET expires_at = expires_at - interval '1 day' WHERE id = $1", made["token"]["id"]
    )
    assert (await client.get("/")).json()["code"] == "token-unknown"
    secret = (await office.chair.ask("/tokens", {"name": "Lama"})).json()["secret"]
    changed = {"old": "kuda lumping menari", "new": "sungai barito pasang"}
    assert (await office.chair.ask("/password", changed)).status_code == 200
    assert (await (await machine(house, secret)).get("/")).json()["code"] == "token-unknown"
    secret = (await office.drafter.ask("/tokens", {"name": "Lama"})).json()["secret"]
    link = await house.services.accounts.invite(office.drafter.account)
    await house.services.accounts.accept(link, "sungai barito pasang")
    assert (await (await machine(house, secret)).get("/")).json()["code"] == "token-unknown"


async def test_a_token_that_may_do_nothing_is_not_made(office: Kantor) -> None:
    page = await office.chair.press("/tokens", {"name": "Kosong", "scopes": "", "days": "500"})
    assert page.status_code == 422
    assert 'value="Kosong"' in page.text
    assert 'value="500"' in page.text
    page = await office.chair.press("/tokens", {"name": "Kosong", "scopes": "", "days": "5"})
    assert 'id="fault-scopes"' in page.text


async def test_nobody_has_more_tokens_than_they_can_look_after(house: House, office: Kantor) -> None:
    for n in range(MOST - 1):
        await house.services.tokens.issue(office.drafter.account, f"Uji {n}")
    made = await asyncio.gather(*(office.drafter.ask("/tokens", {"name": "Lagi"}) for _ in range(4)))
    assert sorted(answer.status_code for answer in made) == [201, 409, 409, 409]
    first = next(answer.json() for answer in made if answer.is_success)
    assert {answer.json()["code"] for answer in made if answer.is_error} == {"tokens-full"}
    assert (await office.drafter.ask(f"/tokens/{first['token']['id']}/revocation", {})).is_success
    assert (await office.drafter.ask("/tokens", {"name": "Lagi"})).status_code == 201
