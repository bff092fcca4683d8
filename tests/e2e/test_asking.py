"""On a phone no sign stands over a word: a tap on a cell asks for its history; and papers of many columns are cards."""

import re

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.test_versions import edited
from tests.e2e.conftest import NARROW, Open

pytestmark = pytest.mark.browser
_MIDDLE = (768, 1024)


async def test_a_tap_on_a_cell_asks_for_its_history(office: Kantor, new_page: Open) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    page = await new_page(Role.AUDITOR, NARROW, touch=True)
    await page.goto(office.path)
    assert await page.locator(".paper .h").evaluate_all("all => all.every(one => one.offsetWidth <= 1)")
    asked = page.locator(".asked a")
    await expect(asked).to_be_hidden()
    await page.locator("[id='a-i08.target']").tap()
    await expect(asked).to_be_visible()
    await page.locator("[id='a-i08.target']").tap()
    await expect(asked).to_be_hidden()
    await page.locator("[id='a-i08.target']").tap()
    await asked.tap()
    await page.wait_for_url("**/history?row=a-i08.target")
    await page.locator(".moment [id='a-i08.target']").tap()
    await expect(asked).to_have_attribute("href", re.compile(r"/history\?row=a-i08\.target$"))


async def test_a_sign_that_a_mouse_finds_covers_no_word(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.AUDITOR)
    await page.goto(office.path)
    cell = page.locator("[id='a-i08']")
    await cell.hover()
    sign, words = await cell.locator(".h").bounding_box(), await cell.locator("> span").bounding_box()
    assert sign
    assert words
    assert sign["x"] >= words["x"] + words["width"] - 1 or sign["y"] + sign["height"] <= words["y"] + 6


@pytest.mark.parametrize("size", [NARROW, _MIDDLE], ids=["phone", "tablet"])
async def test_a_paper_of_ten_columns_is_read_without_moving_it_sideways(
    office: Kantor, new_page: Open, size: tuple[int, int]
) -> None:
    page = await new_page(Role.ADMINISTRATOR, size)
    await page.goto(f"/offices/{office.id}/kinds/renja")
    boxes = page.locator(".sheet > .scroll")
    assert await boxes.evaluate_all("all => all.length > 0 && all.every(one => one.scrollWidth <= one.clientWidth)")
    named = page.locator(".rows.wide td[data-label='Lokasi']").first
    assert await named.evaluate("one => getComputedStyle(one, '::before').content") == '"Lokasi"'


async def test_an_earlier_version_is_restored_from_its_moment_in_the_history(office: Kantor, new_page: Open) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    first = (await office.drafter.get(f"{office.path}/history")).json()["acts"][0]["last"]
    page = await new_page(Role.DRAFTER, NARROW, touch=True)
    await page.goto(f"{office.path}/history")
    restore = page.get_by_role("button", name="Pulihkan versi ini")
    await expect(restore).to_have_count(0)
    await page.goto(f"{office.path}/history?at={first}")
    await restore.click()
    await page.wait_for_load_state()
    assert (await office.plan())["version"] == 3
    reader = await new_page(Role.AUDITOR, NARROW)
    await reader.goto(f"{office.path}/history?at={first}")
    await expect(reader.get_by_role("button", name="Pulihkan versi ini")).to_have_count(0)
