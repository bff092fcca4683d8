"""A figure is read back where it is typed, and two readings are two buttons, by the keyboard alone."""

import pytest
from playwright.async_api import Locator, Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year
from tests.e2e.conftest import NARROW, Open

pytestmark = pytest.mark.browser


@pytest.fixture
async def year(office: Kantor) -> Year:
    year = Year(office)
    await year.signed()
    await year.opened()
    return year


async def _scored(year: Year) -> str:
    """Return a row whose score has no highest."""
    rows = (await year.read(year.quarter()))["rows"]
    return next(str(r["id"]) for r in rows if r["policy"]["scale"]["type"] == "index-scale")


def _field(page: Page, row: str) -> tuple[Locator, Locator]:
    cell = page.locator(f"tr[data-row='{row}'] [data-holds=realisation]")
    return cell.locator("input"), cell.locator(".said-figure")


async def test_two_readings_are_chosen_by_the_keyboard(year: Year, new_page: Open) -> None:
    row = await _scored(year)
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/filing")
    field, said = _field(page, row)
    await field.focus()
    await page.keyboard.type("59.89")
    await expect(said.get_by_role("button")).to_have_text(["nilai 59,89", "nilai 5.989"])
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#figures-said")).to_contain_text("nilai 5.989")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("5989")
    await expect(field).to_be_focused()
    await expect(said).to_contain_text("nilai 5.989")
    await expect(said.get_by_role("button")).to_have_count(0)
    await expect(field).not_to_have_attribute("aria-invalid", "true")
    await expect(page.locator(f"tr[data-row='{row}'] [data-achievement]")).to_contain_text("Capaian")


async def test_without_scripts_a_pressed_reading_goes_with_the_form(year: Year, new_page: Open) -> None:
    row = await _scored(year)
    page = await new_page(Role.OWNER, NARROW, scripts=False)
    await page.goto(f"{year.quarter()}/realisations/{row}")
    field = page.locator("[data-holds=realisation] input")
    await field.fill("59.89")
    await page.locator("form.year-form .acts .button").click()
    buttons = page.locator(".said-figure").get_by_role("button")
    await expect(buttons).to_have_text(["nilai 59,89", "nilai 5.989"])
    await buttons.nth(1).click()
    # It is read; what it needs is asked next.
    await expect(field).to_have_value("5989")
    await expect(page.locator("#problem")).to_contain_text("jauh dari")


async def test_in_the_grid_a_reading_is_a_step_that_can_be_taken_back(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    cell = page.locator("tr[data-row='a-i01'] [data-holds=target]")
    field = cell.locator("input")
    await field.focus()
    await page.keyboard.type("1.000")
    await expect(cell.get_by_role("button")).to_have_text(["1 persen", "1.000 persen"])
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(field).to_have_value("1")
    await expect(cell.locator(".said-figure")).to_contain_text("1 persen")
    await page.keyboard.press("Control+z")
    await expect(field).to_have_value("1.000")
    # What it looks like is offered with its kind.
    await field.fill("WTP")
    await cell.get_by_role("button", name="opini WTP").click()
    await expect(page.locator("tr[data-row='a-i01'] [data-column=target_kind] select")).to_have_value("opinion")
    await expect(cell.locator(".said-figure")).to_have_text("opini WTP")
