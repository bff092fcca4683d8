"""Help in a real browser: the tour by keys and without scripts, and what a word means where it stands."""

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import NARROW, Open
from tests.e2e.test_axe import faults, overflow
from tests.e2e.test_kinds import SIZES, shot

pytestmark = pytest.mark.browser


async def test_the_tour_goes_by_keys_and_is_offered_once(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.SECRETARY)
    await page.goto("/")
    await page.get_by_role("link", name="Ikuti tur").click()
    await expect(page.locator(".tour > li:visible")).to_have_count(1)
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".tour > li:focus h2")).to_have_text("Telaah dan bubuhkan paraf")
    await expect(page.locator(".tour-acts [role=status]")).to_have_text("Langkah 2 dari 6")
    assert await faults(page) == []
    await page.get_by_role("button", name="Sudah saya lihat").click()
    await page.wait_for_url("**/")
    await expect(page.locator(".welcome")).to_have_count(0)


async def test_without_scripts_the_tour_is_a_page(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.SECRETARY, NARROW, scripts=False)
    await page.goto("/help/tour")
    await expect(page.locator(".tour > li:visible")).to_have_count(6)
    await shot(page, "tour-360")
    assert await overflow(page) == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
async def test_a_word_says_what_it_means_where_it_stands(office: Kantor, new_page: Open, scripts: bool) -> None:
    page = await new_page(Role.ADMINISTRATOR, NARROW, scripts=scripts)
    await page.goto(f"/offices/{office.id}/officials/new")
    tip = page.locator("details.tip").first
    await tip.locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(tip).to_contain_text("surat penunjukan")
    assert await overflow(page) == 0
    await shot(page, f"tip-{scripts}")
    if scripts:
        await page.keyboard.press("Escape")
        await expect(tip.locator("div")).to_be_hidden()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
async def test_the_profile_fits(office: Kantor, new_page: Open, size: tuple[int, int]) -> None:
    page = await new_page(Role.CHAIR, size, dark=size[0] == 768)
    await page.goto("/account")
    await shot(page, f"account-{size[0]}")
    assert (await faults(page), await overflow(page)) == ([], 0)
