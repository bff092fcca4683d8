"""What scripts add to the editor: figures read back, rows moved by key, and a server that went away."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import Open

pytestmark = pytest.mark.browser
TARGET = "[id='a-i08.target']"


async def editor(office: Kantor, new_page: Open) -> Page:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    return page


async def indicators(page: Page) -> list[str]:
    """Return the indicators of the goal that the row stands in, as they stand."""
    section = page.locator(".e-section:has([id='a-i07.target'])")
    return [await row.input_value() for row in await section.locator(".e-indicator input[name$='-id']").all()]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("79%", "79 persen"),
        ("0,16", "0,16 persen"),
        ("≥ 95 %", "minimal 95 persen"),
        ("1.000", "“1.000” dapat dibaca dengan dua cara. 1 persen 1.000 persen"),
        ("lOO%", "“lOO%” bukan angka; apakah maksud Anda 100%? 100 persen"),
        ("-5%", "“-5%” kurang dari nol; persentase tidak boleh negatif."),
    ],
)
async def test_a_target_is_read_back_and_never_guessed(office: Kantor, new_page: Open, typed: str, said: str) -> None:
    page = await editor(office, new_page)
    await page.fill(TARGET, typed)
    await expect(page.locator(".e-indicator:has([id='a-i08.target']) output")).to_have_text(said)


async def test_a_budget_is_read_back_and_added_up(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    budget = page.locator(".e-programme input[name$='-allotted']").first
    await budget.fill("30.300.000.000")
    await expect(page.locator(".e-programme output").first).to_have_text("Rp 30,3 miliar")


async def test_rows_move_by_key_and_come_back(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    before = await indicators(page)
    await page.focus(TARGET)
    await page.keyboard.press("Alt+ArrowUp")
    moved = await indicators(page)
    assert moved.index("a-i08") == before.index("a-i08") - 1
    await page.keyboard.press("Alt+ArrowDown")
    assert await indicators(page) == before
    await page.click("button[value='remove:a-i08']")
    assert "a-i08" not in await indicators(page)
    await page.get_by_role("button", name="Urungkan").click()
    assert await indicators(page) == before


async def test_a_move_records_one_fact(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.focus(TARGET)
    await page.keyboard.press("Alt+ArrowUp")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    log = await office.house.store.log(office.id)
    assert [entry.tag for entry in log[-1:]] == ["row-moved"]
    assert log[-2].command_id != log[-1].command_id


async def test_while_the_server_is_away_everything_typed_stays(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.fill(TARGET, "79%")
    command_id = await page.input_value("#editor input[name='command_id']")
    await page.context.set_offline(True)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("tidak dapat dihubungi")
    assert await page.input_value(TARGET) == "79%"
    assert await page.input_value("#editor input[name='command_id']") == command_id
    await page.context.set_offline(False)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    assert (await office.plan())["version"] == 2


async def test_a_save_that_hangs_ends_and_is_sent_again_under_the_same_id(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    hanging = asyncio.Event()

    async def hang(route: Route) -> None:
        hanging.set()

    # Before the page is loaded: what a page sends soon after it is caught may still go to the server.
    await page.route("**/text", hang)
    await page.clock.install()
    await page.reload()
    await page.fill(TARGET, "79%")
    command_id = await page.input_value("#editor input[name='command_id']")
    await page.keyboard.press("Control+s")
    await asyncio.wait_for(hanging.wait(), 15)
    await page.clock.run_for(21_000)
    await expect(page.locator("#unsaved")).to_contain_text("tidak dapat dihubungi")
    assert await page.input_value("#editor input[name='command_id']") == command_id
    await page.unroute("**/text")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    assert (await office.plan())["version"] == 2


async def test_what_cannot_be_read_is_shown_beside_its_field(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.fill(TARGET, "59.89")
    await page.keyboard.press("Control+s")
    summary = page.locator("#problem")
    await expect(summary).to_be_focused()
    await summary.get_by_role("link").click()
    await expect(page.locator(TARGET)).to_be_focused()
    assert await page.input_value(TARGET) == "59.89"
    await expect(page.locator("[id='fault-a-i08.target']")).to_contain_text("59,89")


async def test_a_button_pressed_twice_is_one_command(office: Kantor, new_page: Open) -> None:
    await office.draft()
    plan = await office.submit()
    page = await new_page(Role.SECRETARY)
    await page.goto(f"{office.path}/review")
    await page.locator("form[action$='/parafs'] button").dblclick()
    await expect(page.locator(".proof")).to_be_visible()
    given = [e for e in await office.house.store.log(office.id) if e.tag in ("paraf-given", "command-refused")]
    assert [e.tag for e in given] == ["paraf-given"]
    assert plan["version"] == 1
