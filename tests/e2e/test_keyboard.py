"""Acts by keyboard alone: a paraf, a plan, an amendment and a row of a quarter need no pointer."""

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import PASSWORD, Kantor
from tests.api.plans.amendment import said, signed
from tests.api.played import Year
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


async def test_an_amendment_is_begun_reasoned_and_sent_by_keyboard(office: Kantor, new_page: Open) -> None:
    await signed(office)
    page = await new_page(Role.DRAFTER)
    await page.goto(office.path)
    await reach(page, "a[href$='/amendment']")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/amendment")
    await reach(page, "input[value='strategy']")
    await page.keyboard.press("Space")
    told = said(office)
    for name in ("basis.title", "basis.number", "basis.day", "effective", "reason"):
        await reach(page, f"[name='{name}']")
        await page.keyboard.type(str(told[name]))
    await reach(page, "form[action$='/amendment'] button")
    await page.keyboard.press("Enter")
    await expect(page.locator(".proof")).to_be_visible()
    await reach(page, ".proof a.button")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/edit")
    await page.locator("[id='a-i08.target']").focus()  # by its arrows: the grid is one stop of Tab
    await page.keyboard.type("79%")
    await page.keyboard.press("Control+s")
    await expect(page.locator("[name='reason-a-i08.target']")).to_be_visible()
    await reach(page, "[name='reason-a-i08.target']")
    await page.keyboard.type("Pagu bertambah. (contoh)")
    await reach(page, ".bar button[value='check']")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/check")
    await reach(page, "form[action$='/submission'] button")
    await page.keyboard.press("Enter")
    await expect(page.locator(".proof")).to_be_visible()
    assert (await office.plan())["phase"] == "review"


async def test_a_row_is_filed_with_the_keyboard_alone(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/realisations/{row['id']}")
    await page.focus("input[name=reading]")
    await page.keyboard.type(row["target"]["text"])
    await page.keyboard.press("Enter")
    await page.wait_for_url("**recorded=1")
    assert (await year.read(year.quarter()))["rows"][0]["standing"] == "filed"
