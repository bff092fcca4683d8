"""The door: signing in and out, its throttle, invitations, passwords, and what never comes through."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from playwright.async_api import async_playwright
from starlette.types import Receive, Scope, Send

from api.app import create_app
from cli.console import Failed
from cli.doctor import CHECKS
from cli.settings import Settings
from tests.api.house import HTML, JSON, PASSWORD, House, Kantor, Person, served, serving

BETTER = "sungai barito pasang"


async def form(client: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Send a form as a browser does."""
    headers = {"Accept": HTML, "Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
    return await client.post(path, data=fields, headers=headers)


async def signs_in(house: House, person: Person, password: str = PASSWORD) -> httpx.AsyncClient:
    """Sign in with a browser of its own."""
    client = await house.client()
    answer = await form(client, "/sign-in", username=person.account.username, password=password)
    assert answer.status_code == 303, answer.text
    return client


async def test_a_machine_signs_in_and_out(house: House, office: Kantor) -> None:
    client = await house.client(headers={"Accept": JSON})
    username = office.drafter.account.username
    answer = await client.post("/sign-in", json={"username": username, "password": PASSWORD})
    assert answer.json() == {"name": "Dewi Anggraini", "username": username, "person": office.drafter.account.person}
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await client.get("/")).status_code == 200
    token = client.cookies["paraf"]
    assert (await client.post("/sign-out", json={})).status_code == 200
    client.cookies.set("paraf", token)
    assert (await client.get("/")).json()["code"] == "session-expired"


async def test_a_page_asks_for_what_was_asked_before(house: House, office: Kantor) -> None:
    client = await house.client(headers={"Accept": HTML})
    sent_away = await client.get(f"/offices/{office.id}/plans?a=1")
    where = sent_away.headers["location"]
    assert where == f"/sign-in?next=%2Foffices%2F{office.id}%2Fplans%3Fa%3D1"
    assert f'value="/offices/{office.id}/plans?a=1"' in (await client.get(where)).text
    answer = await form(
        client,
        "/sign-in",
        username=f" {office.drafter.account.username.upper()}",
        password=PASSWORD,
        next=f"/offices/{office.id}/plans?a=1",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/offices/{office.id}/plans?a=1")
    assert (await client.get("/sign-in")).headers["location"] == "/"
    out = await form(client, "/sign-out")
    assert out.headers["location"] == "/sign-in?reason=signed-out"
    again = await form(client, "/sign-out")  # a double click
    assert (again.status_code, again.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org", "/\\example.org", "\\/example.org", "javascript:1", "/\t/a", "/漢"],
)
async def test_nobody_is_led_elsewhere(house: House, office: Kantor, elsewhere: str) -> None:
    client = await house.client()
    answer = await form(client, "/sign-in", username=office.chair.account.username, password=PASSWORD, next=elsewhere)
    assert answer.headers["location"] == "/"
    assert (await form(client, "/language", lang="en", next=elsewhere)).headers["location"] == "/"


async def test_a_wrong_password_keeps_the_name_and_forgets_the_password(house: House, office: Kantor) -> None:
    client = await house.client()
    for username in (office.chair.account.username, "tidak-ada"):
        answer = await form(client, "/sign-in", username=username, password="salah sama sekali", next="/tokens")
        assert answer.status_code == 401
        assert "The user name or the password is wrong." in answer.text
        assert f'value="{username}"' in answer.text
        assert 'value="/tokens"' in answer.text
        assert "salah sama sekali" not in answer.text
    told = await client.post("/sign-in", json={"username": "tidak-ada", "password": "x"}, headers={"Accept": JSON})
    assert (told.status_code, told.json()["code"]) == (401, "sign-in-refused")


async def test_too_many_attempts_must_wait_and_are_told_how_long(house: House, office: Kantor) -> None:
    username = office.auditor.account.username
    client = await house.client()
    for _ in range(5):
        assert (await form(client, "/sign-in", username=username, password="salah")).status_code == 401
    page = await form(client, "/sign-in", username=username, password=PASSWORD)
    assert page.status_code == 429
    assert 0 < int(page.headers["retry-after"]) <= 900
    assert "Too many attempts" in page.text
    assert "That is in 15 minutes." in page.text
    told = await client.post("/sign-in", json={"username": username, "password": PASSWORD}, headers={"Accept": JSON})
    assert (told.status_code, told.json()["code"]) == (429, "too-many-attempts")
    assert int(told.headers["retry-after"]) > 0


async def test_another_sites_form_is_refused(house: House, office: Kantor) -> None:
    client = await house.client()
    fields = {"username": office.chair.account.username, "password": PASSWORD}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
    ):
        answer = await client.post("/sign-in", data=fields, headers={"Accept": HTML, **headers})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


async def test_a_proxy_that_keeps_the_name_to_itself_is_named(
    house: House, office: Kantor, caplog: pytest.LogCaptureFixture
) -> None:
    """On plain http nobody could sign in, and nothing said why (fault 22 of trying)."""
    client = await house.client()
    headers = {"Accept": HTML, "Origin": "http://paraf.contoh", "Accept-Language": "en"}
    fields = {"username": office.chair.account.username, "password": PASSWORD}
    with caplog.at_level(logging.WARNING, "api.http.way"):
        page = await client.post("/sign-in", data=fields, headers=headers)
    assert page.status_code == 403
    assert "This request comes from http://paraf.contoh" in page.text
    assert "must pass on the header Host" in page.text
    assert "a proxy in front must pass Host on" in caplog.text
    assert (await client.post("/sign-in", data=fields, headers=headers | {"Host": "paraf.contoh"})).status_code == 303


async def test_doctor_names_a_proxy_that_keeps_the_name_to_itself(house: House) -> None:
    """Fault 22 of trying: what nginx does without `proxy_set_header Host`."""
    app = create_app(house.services)

    async def nameless(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope = {**scope, "headers": [*others, (b"host", b"127.0.0.1:1")]}
        await app(scope, receive, send)

    async with served(nameless) as address:
        with pytest.raises(Failed, match="proxy_set_header Host"):
            await CHECKS["address"](Settings(base_url=address))
    assert "under its own name" in await CHECKS["address"](Settings(base_url=house.base_url))
    assert "does not answer" in await CHECKS["address"](Settings(base_url=address))


async def test_nothing_of_a_session_stays_on_a_shared_computer(house: House, office: Kantor) -> None:
    """Fault 19: the browser forgets at sign-out, and asks before it shows a document again."""
    await office.draft()
    plan = await office.submit()
    path = f"{office.path}/documents/{plan['document']}"
    chair = office.chair
    for where in (path, f"{path}/pages/1.png"):
        got = await chair.client.get(where)
        assert got.status_code == 200
        assert got.headers["cache-control"] == "private, no-cache"
        again = await chair.client.get(where, headers={"If-None-Match": got.headers["etag"]})
        assert again.status_code == 304
    out = await form(chair.client, "/sign-out")
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    closed = await chair.client.get(path, headers={"If-None-Match": got.headers["etag"], "Accept": "application/pdf"})
    assert closed.status_code == 401


async def test_an_ended_session_says_so(house: House, office: Kantor) -> None:
    await house.store.pool.execute(
        "UPDATE access.sessions SET touched_at = touched_at - $1::interval WHERE account = $2",
        *(timedelta(hours=1, seconds=1), office.drafter.account.id),
    )
    answer = await office.drafter.page("/tokens")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Ftokens&reason=expired")
    office.drafter.client.headers["Accept-Language"] = "en"
    assert "Your session ended." in (await office.drafter.page(answer.headers["location"])).text


async def test_signing_in_again_ends_the_session_before(house: House, office: Kantor) -> None:
    client = await signs_in(house, office.chair)
    old = client.cookies["paraf"]
    await form(client, "/sign-in", username=office.chair.account.username, password=PASSWORD)
    assert await house.services.sessions.find(old) is None
    assert await house.services.sessions.find(client.cookies["paraf"])


async def test_the_language_is_remembered(house: House) -> None:
    client = await house.client(headers={"Accept": HTML})
    assert '<html lang="id">' in (await client.get("/sign-in")).text
    answer = await form(client, "/language", lang="en", next="/sign-in?next=/tokens")
    assert answer.headers["location"] == "/sign-in?next=/tokens"
    assert '<html lang="en">' in (await client.get("/sign-in")).text
    assert (await form(client, "/language", lang="xx")).status_code == 422


async def test_over_tls_no_other_site_gives_a_cookie_of_ours(house: House, office: Kantor) -> None:
    async with serving(replace(house.services, secure_cookies=True)) as base_url:
        client = await house.stack.enter_async_context(httpx.AsyncClient(base_url=base_url, headers={"Accept": JSON}))
        told = [await client.post("/language", json={"lang": "en"})]
        who = {"username": office.chair.account.username, "password": PASSWORD}
        told.append(await client.post("/sign-in", json=who))
        names = [answer.headers["set-cookie"].partition("=")[0] for answer in told]
        assert names == ["__Host-lang", "__Host-paraf"]
        assert all("; Secure" in answer.headers["set-cookie"] for answer in told)
        page = await client.get("/sign-in", headers={"Accept": HTML, "Cookie": "__Host-lang=en; lang=id"})
        assert '<html lang="en">' in page.text


async def test_an_invitation_works_once(house: House, office: Kantor) -> None:
    link = await house.services.accounts.invite(office.drafter.account)
    old = office.drafter.client.cookies["paraf"]
    client = await house.client()
    page = await client.get(f"/invitations/{link}", headers={"Accept": HTML})
    assert office.drafter.account.username in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    weak = await form(client, f"/invitations/{link}", password="pendek")
    assert weak.status_code == 422
    assert weak.headers["referrer-policy"] == "no-referrer"
    assert 'id="fault-password"' in weak.text
    assert "pendek" not in weak.text
    done = await form(client, f"/invitations/{link}", password=BETTER, username=office.drafter.account.username)
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert (await client.get("/", headers={"Accept": HTML})).status_code == 200
    assert await house.services.sessions.find(old) is None
    for again in (
        await client.get(f"/invitations/{link}", headers={"Accept": HTML, "Accept-Language": "en"}),
        await form(client, f"/invitations/{link}", password="yang lain sama sekali"),
    ):
        assert again.status_code == 404
        assert again.headers["referrer-policy"] == "no-referrer"
        assert "This invitation was used, has expired, or never was." in again.text
    await signs_in(house, office.drafter, BETTER)


async def test_an_invitation_pressed_twice_signs_in_both_times(house: House, office: Kantor) -> None:
    link = await house.services.accounts.invite(office.chair.account)
    clients = [await house.client() for _ in range(2)]
    fields = {"password": BETTER, "username": office.chair.account.username}
    answers = await asyncio.gather(*(form(client, f"/invitations/{link}", **fields) for client in clients))
    assert [answer.status_code for answer in answers] == [303, 303]
    for client in clients:
        assert (await client.get("/", headers={"Accept": JSON})).status_code == 200


async def test_an_invitation_expires(house: House, office: Kantor) -> None:
    link = await house.services.accounts.invite(office.chair.account)
    await house.store.pool.execute("UPDATE access.invitations SET expires_at = clock_timestamp()")
    client = await house.client()
    assert (await client.get(f"/invitations/{link}", headers={"Accept": HTML})).status_code == 404
    told = await client.post(f"/invitations/{link}", json={"password": BETTER}, headers={"Accept": JSON})
    assert (told.status_code, told.json()["code"]) == (404, "invitation-unknown")
    await signs_in(house, office.chair)


async def test_secrets_reach_no_log(house: House, office: Kantor, caplog: pytest.LogCaptureFixture) -> None:
    link = await house.services.accounts.invite(office.chair.account)
    client = await house.client()
    with caplog.at_level(logging.DEBUG):
        # The client in this process would log its own address.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        logging.getLogger("httpcore").setLevel(logging.WARNING)
        await client.get(f"/invitations/{link}", headers={"Accept": HTML})
        await client.get(f"/invitations/{link}x", headers={"Accept": HTML})
        await form(client, f"/invitations/{link}", password=BETTER)
    assert "/invitations/{secret}" in caplog.text
    # The server's own log of addresses is off wherever it serves people; pytest hears it all the same.
    said = "".join(str(vars(record)) for record in caplog.records if record.name != "uvicorn.access")
    assert link not in said
    assert BETTER not in said


async def test_a_password_is_changed_by_whoever_knows_the_old_one(house: House, office: Kantor) -> None:
    chair = office.chair
    other = await signs_in(house, chair)
    wrong = await form(chair.client, "/password", old="bukan ini", new=BETTER)
    assert wrong.status_code == 422
    assert 'id="fault-old"' in wrong.text
    assert BETTER not in wrong.text
    weak = await form(chair.client, "/password", old=PASSWORD, new="pendek")
    assert 'id="fault-new"' in weak.text
    done = await form(chair.client, "/password", old=PASSWORD, new=BETTER)
    assert (done.status_code, done.headers["location"]) == (303, "/password?changed=1")
    assert (
        "Your password is changed."
        in (await chair.get("/password?changed=1", HTML, headers={"Accept-Language": "en"})).text
    )
    assert (await other.get("/", headers={"Accept": JSON})).status_code == 401
    await signs_in(house, chair, BETTER)


@pytest.mark.browser
async def test_an_invitation_is_accepted_over_a_network_without_tls(
    house: House, office: Kantor, chromium: str
) -> None:
    link = await house.services.accounts.invite(office.chair.account)
    port = house.base_url.rpartition(":")[2]
    # By such a name a browser sends no Sec-Fetch-Site, so the form's Origin alone says whose it is.
    arguments = ["--no-sandbox", "--host-resolver-rules=MAP paraf.contoh 127.0.0.1"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = await browser.new_page(java_script_enabled=False, locale="id-ID")
        told: list[dict[str, str]] = []
        page.on("request", lambda request: told.append(request.headers))
        await page.goto(f"http://paraf.contoh:{port}/invitations/{link}")
        await page.get_by_label("Kata sandi baru").fill(BETTER)
        await page.get_by_role("button", name="Simpan kata sandi dan masuk").click()
        await page.get_by_role("heading", name="Meja kerja").wait_for()
        await browser.close()
    assert link not in "".join(headers.get("referer", "") for headers in told)
