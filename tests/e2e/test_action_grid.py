"""The action plan is written in its grid as in a spreadsheet: typed, filled down, pasted, and saved by rows."""

from urllib.parse import parse_qsl

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import wrong_with
from tests.e2e.test_grid import paste

pytestmark = pytest.mark.browser
FIRST, SECOND, THIRD = "a-i07", "a-i08", "a-i09"  # three shares of one goal, 77% in the year


def cell(row: str, column: str) -> str:
    return f"[id='{row}.{column}']"


async def opened(year: Year, page: Page) -> Page:
    await page.goto(f"{year.action}/edit")
    return page


async def save(page: Page) -> dict[str, str]:
    """Press Ctrl+S; return what was sent of rows."""
    async with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/edit")) as sent:
        await page.keyboard.press("Control+s")
    await page.wait_for_load_state()
    return {name: text for name, text in parse_qsl(str((await sent.value).post_data)) if name[0].isdigit()}


async def test_rows_are_written_by_keyboard_and_only_they_are_sent(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.begun()
    page = await opened(year, await new_page(Role.PLANNER))
    await page.select_option(cell(FIRST, "policy"), "1")
    await page.focus(cell(FIRST, "targets.1"))
    for text in ("70", "72,5", "75", "77"):
        await page.keyboard.type(text)
        await page.keyboard.press("Tab")
    await page.keyboard.type("Oka Saputra")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Sosialisasi ke kecamatan. (contoh)")
    # Each figure is read back in its cell, also where nobody has confirmed yet how it is measured.
    await expect(page.locator(f"[id='said-{FIRST}.targets.2']")).to_have_text("72,5 persen")
    sent = await save(page)
    assert len({name.partition(".")[0] for name in sent}) == 1
    await expect(page.locator(".notice")).to_be_visible()
    row = await year.read(f"{year.action}/rows/{FIRST}")
    assert [aim["text"] for aim in row["targets"]] == ["70", "72,5", "75", "77"]
    assert (row["owners"][0]["name"], row["policy"]["version"]) == ("Oka Saputra", 1)


async def test_a_range_is_pasted_and_filled_down_and_what_is_wrong_stays(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.begun()
    page = await opened(year, await new_page(Role.PLANNER))
    for row in (FIRST, SECOND, THIRD):
        await page.select_option(cell(row, "policy"), "1")
    await page.focus(cell(FIRST, "targets.1"))
    await paste(page, "70\t72\t75\t77\r\n59.89\t\t\t77\r\n\t\t\t77\r\n")
    await page.focus(cell(FIRST, "owners"))
    await page.keyboard.type("Oka Saputra")
    await page.keyboard.press("Enter")
    await page.focus(cell(FIRST, "owners"))
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Shift+ArrowDown")
    await page.keyboard.press("Control+d")
    await expect(page.locator(cell(THIRD, "owners"))).to_have_value("Oka Saputra")
    await save(page)
    await expect(page.locator("#problem")).to_be_focused()
    await expect(page.locator("#problem")).to_contain_text("3 baris tercatat.")
    await expect(page.locator(cell(SECOND, "targets.1"))).to_have_value("59.89")
    await expect(page.locator(f"[id='fault-{SECOND}.targets.1']")).to_be_visible()
    assert (await year.read(f"{year.action}/rows/{FIRST}"))["targets"][3]["text"] == "77"
    assert (await year.read(f"{year.action}/rows/{SECOND}"))["owners"][0]["name"] == "Oka Saputra"
    await page.locator("#problem a").first.click()
    await expect(page.locator(cell(SECOND, "targets.1"))).to_be_focused()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_the_grid_is_accessible_and_fits(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    year = Year(office)
    await year.begun()
    page = await opened(year, await new_page(Role.PLANNER, size, dark=dark))
    assert await wrong_with(page) == []


async def test_the_grid_is_a_form_without_scripts(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.begun()
    page = await opened(year, await new_page(Role.PLANNER, NARROW, scripts=False))
    await page.fill(cell(FIRST, "steps"), "Rapat. (contoh)")
    await page.click(".bar button[value=save]")
    await expect(page.locator(".notice")).to_be_visible()
    assert (await year.read(f"{year.action}/rows/{FIRST}"))["steps"]["year"] == "Rapat. (contoh)"
