"""What somebody types is not left behind unasked, and no page reloads itself under it."""

from playwright.async_api import Dialog, Page, Route, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import Open


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
