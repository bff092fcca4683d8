"""What somebody types is not left behind unasked, and no page reloads itself under it."""

import asyncio

from playwright.async_api import Dialog, Page, Route, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import Open, sign_in


def questions(page: Page) -> list[str]:
    """What the browser asks before it leaves the page; the answer is to stay."""
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    page.on("dialog", stay)
    return asked


async def test_a_typed_comment_is_not_left_behind_unasked(office: Kantor, new_page: Open) -> None:
    await office.draft()
    await office.submit()
    page = await new_page(Role.SECRETARY)
    asked = questions(page)
    await page.goto(f"{office.path}/review")
    await page.click("#text")
    await page.keyboard.type("Sasaran kedua belum terukur")
    await page.click(".brand")
    await expect(page.locator("#text")).to_have_value("Sasaran kedua belum terukur")
    assert asked == ["beforeunload"]
    await page.click("#comment button.quiet")
    await expect(page.locator(".comment").first).to_contain_text("Sasaran kedua belum terukur")
    await page.click(".brand")
    await page.wait_for_url("/")
    assert asked == ["beforeunload"]


async def test_a_page_that_waits_for_a_document_reloads_under_no_form(office: Kantor, new_page: Open) -> None:
    """fault 17: pages with forms reload themselves while somebody types."""
    await office.draft()
    await office.submit()
    page = await new_page(Role.SECRETARY)
    await page.clock.install()

    async def waiting(route: Route) -> None:
        """The page as it stands until the document is there."""
        answer = await route.fetch()
        await route.fulfill(
            response=answer, body=(await answer.text()).replace('class="bar"', 'class="bar" data-awaits')
        )

    await page.route(f"**{office.path}/review", waiting)
    await page.goto(f"{office.path}/review")
    assert await page.locator("meta[http-equiv=refresh]").count() == 0
    async with page.expect_event("load"):
        await page.clock.run_for(4_000)
    await page.click("#text")
    await page.keyboard.type("Belum")
    await page.evaluate("document.body.dataset.same = 'yes'")
    await page.clock.run_for(60_000)
    await expect(page.locator("body")).to_have_attribute("data-same", "yes")
    await expect(page.locator("#text")).to_have_value("Belum")


async def test_what_was_typed_is_back_after_the_page_was_lost(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.clock.install()
    await page.goto(f"{office.path}/edit")
    await page.locator("details.printed summary").first.click()
    await page.fill("#title", "Judul yang belum disimpan")
    async with page.expect_response("**/kept") as kept:
        await page.clock.run_for(3_000)
    assert (await kept.value).status == 200
    await expect(page.locator(".kept-at")).to_contain_text("belum dicatat")
    await page.close(run_before_unload=False)
    again = await new_page(Role.DRAFTER)
    await again.goto(f"{office.path}/edit")
    await expect(again.locator("#title")).to_have_value("Judul yang belum disimpan")
    await again.get_by_role("button", name="Buang isian ini").click()
    await expect(again.locator("#title")).not_to_have_value("Judul yang belum disimpan")


async def test_what_the_server_could_not_be_given_is_kept_in_the_browser(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.clock.install()
    await page.goto(f"{office.path}/edit")
    await page.route("**/kept", lambda route: route.abort())
    await page.locator("details.printed summary").first.click()
    await page.fill("#title", "Judul tanpa jaringan")
    await page.clock.run_for(3_000)
    await expect(page.locator(".kept-at")).to_contain_text("di peramban ini")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.unroute("**/kept")
    async with page.expect_response("**/kept"):
        await page.goto(f"{office.path}/edit")
    await expect(page.locator("#title")).to_have_value("Judul tanpa jaringan")


async def test_who_never_rests_is_kept_too(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.clock.install()
    await page.goto(f"{office.path}/edit")
    await page.locator("details.printed summary").first.click()
    async with page.expect_response("**/kept") as kept:
        for letter in "Judul":
            await page.type("#title", letter)
            await page.clock.run_for(1_500)
    assert (await kept.value).status == 200


async def test_what_was_refused_is_back_after_the_page_was_lost(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    target = page.locator(".e-indicator input[name$=target]").first
    await target.fill("1.000")
    async with page.expect_response("**/kept"):
        await page.keyboard.press("Control+s")
        await expect(page.locator("#problem")).to_be_visible()
    await page.close(run_before_unload=False)
    again = await new_page(Role.DRAFTER)
    await again.goto(f"{office.path}/edit")
    await expect(again.locator(".e-indicator input[name$=target]").first).to_have_value("1.000")


async def typed_and_left(page: Page, office: Kantor) -> None:
    """Type a title that nobody has kept yet, and leave at once by signing out."""
    await page.goto(f"{office.path}/edit")
    await page.locator("details.printed summary").first.click()
    await page.fill("#title", "Judul sebelum keluar")
    page.on("dialog", lambda dialog: dialog.accept())
    await page.click("details.me summary")
    await page.click("form[action='/sign-out'] button")
    await page.wait_for_url("**/sign-in*")


async def test_signing_out_loses_nothing_and_shows_it_to_nobody_else(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await typed_and_left(page, office)
    await sign_in(page, office, Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    await expect(page.locator("#title")).to_have_value("Judul sebelum keluar")
    first = office.drafter
    second = await office.house.person(office, Role.DRAFTER, "Bayu Pratama")
    token = await office.house.services.sessions.open(second.account)
    await page.context.add_cookies([{"name": "paraf", "value": token, "url": office.house.base_url}])
    await page.goto(f"{office.path}/edit")
    await expect(page.locator("#title")).not_to_have_value("Judul sebelum keluar")
    office.people[Role.DRAFTER] = first
    await page.context.clear_cookies()
    await sign_in(page, office, Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    await expect(page.locator("#title")).to_have_value("Judul sebelum keluar")


async def test_what_was_saved_while_it_was_kept_never_comes_back(office: Kantor, new_page: Open) -> None:
    """The keeping that was under way as a save left the page was kept again, and came over what was recorded."""
    await office.draft()
    page = await new_page(Role.DRAFTER)
    waiting = asyncio.Event()

    async def slow(route: Route) -> None:
        await waiting.wait()
        await route.continue_()

    await page.route("**/kept", slow)
    await page.goto(f"{office.path}/edit")
    await page.locator("details.printed summary").first.click()
    async with page.expect_request("**/kept"):
        await page.fill("#title", "Judul yang disimpan")
    async with page.expect_response("**/text"):
        await page.keyboard.press("Control+s")
    waiting.set()
    await page.goto(f"{office.path}/edit")
    await expect(page.locator("#title")).to_have_value("Judul yang disimpan")
    await expect(page.locator(".notice.kept")).to_have_count(0)
    assert (await office.plan())["text"]["title"] == "Judul yang disimpan"
