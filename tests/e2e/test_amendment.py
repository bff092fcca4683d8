"""A signed plan is amended by clicking: begun, changed, reasoned, reviewed on a phone, signed, in force."""

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.amendment import begun, said, signed
from tests.e2e.conftest import NARROW, WIDE, Open

pytestmark = pytest.mark.browser


async def begin(page: Page, office: Kantor) -> None:
    """Begin the amendment by its form."""
    await page.goto(office.path)
    await page.get_by_role("link", name="Ubah rencana").click()
    told = said(office)
    await page.check("input[value='strategy']")
    for name in ("basis.title", "basis.number", "basis.day", "effective", "reason"):
        await page.fill(f"[name='{name}']", str(told[name]))
    await page.get_by_role("button", name="Mulai perubahan").click()
    await expect(page.locator(".proof")).to_contain_text("Perubahan dimulai")
    await page.locator(".proof a.button").first.click()


async def endorse(page: Page, office: Kantor, door: str) -> None:
    """Give what the desk leads to, once its document is there."""
    await page.goto("/")
    await expect(page.locator(".task").first).to_contain_text("Perubahan Pertama")
    await page.locator(".task a.button").first.click()
    await expect(page.locator(".matrix").first).to_contain_text("Menjadi")
    if door == "signatures":
        await page.locator(".confirm > summary").click()
    await page.locator(f"form[action$='/{door}'] button").click()
    await expect(page.locator(".proof")).to_be_visible()


async def test_a_plan_is_amended_from_the_first_click_to_the_last_signature(new_page: Open, office: Kantor) -> None:
    """A browser: the marks below the cells come by scripts, and reasons are saved as one leaves them."""
    await signed(office)
    page = await new_page(Role.DRAFTER, WIDE)
    await begin(page, office)
    for row, target in (("a-i08", "79%"), ("a-i07", "78%")):
        await page.locator(f"[id='{row}.target']").fill(target)
    await page.click(".bar button[value='save']")
    for row in ("a-i08", "a-i07"):
        marked = page.locator(f"[data-amended='{row}.target']")
        await expect(marked).to_contain_text("Berlaku: 77%")
    reason = page.locator("[name='reason-a-i08.target']")
    await reason.fill("Pagu bertambah. (contoh)")
    async with page.expect_response("**/amendment/reasons"):
        await reason.press("Tab")
    await expect(page.locator("[data-unreasoned]")).to_have_text("1")
    await page.click(".bar button[value='check']")
    await page.wait_for_url("**/check")
    await page.locator("[name='reason-a-i07.target']").fill("Capaian tahun lalu. (contoh)")
    await page.get_by_role("button", name="Simpan alasan").click()
    await page.click("form[action$='/submission'] button.button:not([disabled])")
    await expect(page.locator(".proof")).to_be_visible()
    await office.shown()
    await endorse(await new_page(Role.SECRETARY, NARROW, touch=True), office, "parafs")
    await office.shown()
    await endorse(await new_page(Role.CHAIR, WIDE), office, "parafs")
    await office.shown()
    await endorse(await new_page(Role.CHAIR, NARROW, touch=True), office, "signatures")
    await page.goto(office.path)
    await expect(page.locator("h1")).to_contain_text("Perubahan Pertama")
    await expect(page.locator(".band")).to_contain_text("berlaku")


async def test_without_scripts_a_reason_is_saved_with_the_text(new_page: Open, office: Kantor) -> None:
    """A browser: without scripts the same form saves what stands below the cells."""
    await begun(office)
    page = await new_page(Role.DRAFTER, WIDE, scripts=False)
    await page.goto(f"{office.path}/edit")
    await page.locator("[id='a-i08.target']").fill("79%")
    await page.click(".bar button[value='save']")
    await page.locator("[name='reason-a-i08.target']").fill("Pagu bertambah. (contoh)")
    await page.click(".bar button[value='check']")
    await expect(page.locator("#reasons")).to_contain_text("Setiap perubahan sudah beralasan")
