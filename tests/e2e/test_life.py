"""A plan from draft to signature by clicking: wide and narrow, with and without scripts."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import NARROW, WIDE, Open, sign_in

pytestmark = pytest.mark.browser


async def write_a_plan(page: Page, office: Kantor) -> None:
    """Begin a plan and write one goal with one indicator and a programme."""
    await page.goto(f"/offices/{office.id}/plans")
    await page.click("a[href$='/plans/new']")
    await page.fill("#year", str(office.year))
    await page.click("form[action$='/plans'] button.button")
    await page.click("[data-part='A'] button[value='add-goal:A']")
    await page.locator("[data-part='A'] .e-goal textarea").fill("Meningkatnya partisipasi pemilih")
    await page.click("[data-part='A'] button[value^='add-indicator']")
    await page.locator("[data-part='A'] .e-indicator textarea").fill("Persentase partisipasi pemilih")
    await page.locator("[data-part='A'] .e-indicator input[name$='-target']").fill("77%")
    await page.click("[data-part='B'] button[value='add-programme:B']")
    await page.locator("[data-part='B'] .e-programme textarea").fill("Dukungan manajemen")
    await page.locator("[data-part='B'] .e-programme input[name$='-allotted']").fill("Rp 30.275.016.000")
    await page.click(".bar button[value='save']")
    await expect(page.locator("#unsaved")).to_contain_text("Semua tersimpan sebagai versi")


async def send(page: Page, office: Kantor) -> None:
    """Check and send."""
    await page.click(".bar button[value='check']")
    await page.click("form[action$='/submission'] button.button")
    await expect(page.locator(".proof")).to_be_visible()


async def act(page: Page, office: Kantor, role: Role, door: str) -> None:
    """Go from the desk to the paraf or the signature, and see the proof."""
    await sign_in(page, office, role)
    await page.locator(".task a.button").first.click()
    button = page.locator(f"form[action$='/{door}'] button")
    # The document is being prepared: the page looks again by itself, or is asked to where it has no scripts.
    again = page.get_by_role("link", name="Muat ulang sekarang")
    async with asyncio.timeout(30):
        while not await button.count():
            if await again.count():
                await again.click()
            await expect(button.or_(again).first).to_be_attached()
    if door == "signatures":
        await page.locator(".confirm > summary").click()
    await button.click()
    await expect(page.locator(".proof")).to_be_visible()
    await expect(page.locator(".proof pre")).to_contain_text("paraf verify --against")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_plan_is_written_and_signed_by_clicking(
    office: Kantor, new_page: Open, size: tuple[int, int], scripts: bool
) -> None:
    drafter = await new_page(size=size, scripts=scripts)
    await sign_in(drafter, office, Role.DRAFTER)
    await write_a_plan(drafter, office)
    await send(drafter, office)
    for role, door in (
        (Role.SECRETARY, "parafs"),
        (Role.CHAIR, "parafs"),
        (Role.SECRETARY, "signatures"),
        (Role.CHAIR, "signatures"),
    ):
        await act(await new_page(size=size, scripts=scripts), office, role, door)
    plan = await office.shown()
    assert plan["phase"] == "signed"
    assert plan["text"]["budget"]["printed"] == "Rp 30.275.016.000"
    await drafter.goto(office.path)
    await expect(drafter.locator(".page-head .state.done")).to_be_visible()


async def test_a_returned_plan_comes_back_with_the_reason(office: Kantor, new_page: Open) -> None:
    await office.draft()
    await office.submit()
    secretary = await new_page(Role.SECRETARY, NARROW)
    await secretary.goto(f"{office.path}/review")
    await secretary.click(".sheet-up summary")
    await secretary.fill("#reason", "Target partisipasi terlalu rendah")
    await secretary.click("form[action$='/returns'] button.returned")
    await expect(secretary.locator(".proof")).to_contain_text("Target partisipasi terlalu rendah")
    drafter = await new_page(Role.DRAFTER)
    await drafter.goto("/")
    await expect(drafter.locator(".task blockquote")).to_contain_text("Target partisipasi terlalu rendah")
