"""A paraf by keyboard alone: from signing in to the proof no pointer is needed."""

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import PASSWORD, Kantor
from tests.e2e.conftest import Open

pytestmark = pytest.mark.browser
_MOST = 250  # presses of the key until something has been reached


async def reach(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, which must be seen."""
    for _ in range(_MOST):
        await page.keyboard.press("Tab")
        if await page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = await page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow; }"
            )
            assert outline != "nonenone", f"{selector} has the focus, and nobody sees it"
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard on {page.url}")


async def test_a_whole_act_by_keyboard(office: Kantor, new_page: Open) -> None:
    await office.draft()
    await office.submit()
    page = await new_page()
    await page.goto("/sign-in")
    await page.keyboard.type(office.secretary.account.username)  # the first field has the focus
    await reach(page, "#password")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/")
    await reach(page, ".task a.button")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/review")
    await reach(page, "form[action$='/parafs'] button")
    await page.keyboard.press("Enter")
    await expect(page.locator(".proof")).to_be_visible()
    assert (await office.plan())["route"][0]["state"] == "done"


async def test_the_content_is_one_key_away(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.DRAFTER)
    await page.goto("/")
    await page.keyboard.press("Tab")
    assert await page.evaluate("() => document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    assert await page.evaluate("() => document.activeElement.id") == "main"


async def test_a_plan_is_written_by_keyboard(office: Kantor, new_page: Open) -> None:
    await office.drafter.ask(f"/offices/{office.id}/plans", {"kind": "rkt", "year": office.year})
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    await reach(page, "button[value='add-goal:A']")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-part='A'] .e-goal textarea")).to_be_focused()
    await page.keyboard.type("Meningkatnya partisipasi pemilih")
    await reach(page, "[data-part='A'] button[value^='add-indicator']")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Persentase partisipasi pemilih")
    await page.keyboard.press("Tab")  # goes on to the next cell
    assert await page.evaluate("() => document.activeElement.matches('[data-part=A] .e-indicator [name$=-target]')")
    await page.keyboard.type("77%")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 1")
    plan = await office.plan()
    assert [i["target"]["text"] for i in plan["text"]["parts"][0]["indicators"]] == ["77%"]
