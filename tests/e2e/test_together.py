"""Two in two browsers on one text: each sees what the other does, and neither takes away what the other wrote."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.test_remarks import commented
from tests.api.plans.test_together import colleague, wordings
from tests.e2e.conftest import Open
from tests.e2e.test_axe import faults, overflow
from tests.e2e.test_kinds import shot

pytestmark = pytest.mark.browser
ROW, OTHER = "a-i08", "a-i01"


async def both(office: Kantor, new_page: Open) -> tuple[Page, Page]:
    """Open the editor as two who draft."""
    await office.draft()
    dewi = await new_page(Role.DRAFTER)
    office.people[Role.DRAFTER], first = await colleague(office), office.drafter
    bayu = await new_page(Role.DRAFTER)
    office.people[Role.DRAFTER] = first
    for page in (dewi, bayu):
        await page.goto(f"{office.path}/edit")
    return dewi, bayu


async def test_what_the_other_saves_comes_in_while_one_types(office: Kantor, new_page: Open) -> None:
    dewi, bayu = await both(office, new_page)
    await expect(dewi.locator(".here")).to_contain_text("Bayu Pratama")
    await expect(bayu.locator(".here")).to_contain_text("Dewi Anggraini")
    mine, theirs = dewi.locator(f"[id='{OTHER}.text']"), dewi.locator(f"[id='{ROW}.text']")
    await mine.fill("Kalimat Dewi yang belum selesai")
    await bayu.fill(f"[id='{ROW}.text']", "Kalimat Bayu")
    await bayu.keyboard.press("Control+s")
    await expect(theirs).to_have_value("Kalimat Bayu")
    await expect(mine).to_have_value("Kalimat Dewi yang belum selesai")
    await expect(mine).to_be_focused()
    await dewi.keyboard.press("Control+s")
    await expect(bayu.locator(f"[id='{OTHER}.text']")).to_have_value("Kalimat Dewi yang belum selesai")
    said = wordings(await office.plan())
    assert (said[ROW], said[OTHER]) == ("Kalimat Bayu", "Kalimat Dewi yang belum selesai")
    await bayu.close(run_before_unload=False)
    await expect(dewi.locator(".here")).to_be_hidden()


@pytest.mark.parametrize(("button", "stays"), [("Pakai isian saya", "Dewi"), ("Pakai yang tersimpan", "Bayu")])
async def test_a_cell_that_both_wrote_shows_both(office: Kantor, new_page: Open, button: str, stays: str) -> None:
    dewi, bayu = await both(office, new_page)
    mine = dewi.locator(f"[id='{ROW}.text']")
    await mine.fill("Dewi")
    await bayu.fill(f"[id='{ROW}.text']", "Bayu")
    await bayu.keyboard.press("Control+s")
    await expect(dewi.locator(".fault")).to_contain_text("“Bayu”")
    await expect(mine).to_have_value("Dewi")
    await shot(dewi, f"clash-{stays}")
    await dewi.keyboard.press("Control+s")  # takes nothing away unasked
    await expect(dewi.locator("#problem")).to_be_visible()
    await expect(dewi.get_by_role("button", name=button)).to_be_visible()
    assert wordings(await office.plan())[ROW] == "Bayu"
    await dewi.get_by_role("button", name=button).click()
    await expect(mine).to_have_value(stays)
    async with dewi.expect_response("**/text"):
        await dewi.keyboard.press("Control+s")
    assert wordings(await office.plan())[ROW] == stays


async def test_rows_of_the_other_come_and_go_but_not_the_one_that_one_writes_in(office: Kantor, new_page: Open) -> None:
    dewi, bayu = await both(office, new_page)
    await dewi.fill(f"[id='{ROW}.text']", "Jangan dihapus")
    for row in (ROW, OTHER):
        await bayu.click(f"button[value='remove:{row}']")
    await bayu.click("button[value='add-goal:A']")
    await bayu.keyboard.type("Sasaran Bayu")
    await bayu.keyboard.press("Control+s")
    await expect(dewi.locator(f"[id='{OTHER}']")).to_have_count(0)
    await expect(dewi.locator("[data-part=A] .e-goal textarea").last).to_have_value("Sasaran Bayu")
    await expect(dewi.locator(f"[id='{ROW}'] .fault")).to_contain_text("Bayu Pratama menghapus baris ini")
    await dewi.get_by_role("button", name="Pakai isian saya").click()
    await dewi.keyboard.press("Control+s")
    await expect(bayu.locator(f"[id='{ROW}.text']")).to_have_value("Jangan dihapus")
    said = wordings(await office.plan())
    assert said[ROW] == "Jangan dihapus"
    assert (OTHER in said, "Sasaran Bayu" in said.values()) == (False, True)


@pytest.mark.parametrize("size", [(360, 740), (768, 1024), (1366, 768), (1920, 1080)], ids=lambda size: f"{size[0]}px")
async def test_a_remark_is_settled_on_its_row_and_nothing_typed_is_left(
    office: Kantor, new_page: Open, size: tuple[int, int]
) -> None:
    await commented(office)
    page = await new_page(Role.DRAFTER, size, dark=size[0] in (768, 1366))
    await page.goto(f"{office.path}/edit")
    await page.fill(f"[id='{OTHER}.text']", "Belum disimpan")
    remark = page.locator(f"[id='{ROW}'] .remark").filter(has_text="Dari mana angka ini?")
    await remark.locator("summary").click()
    await remark.locator("textarea").fill("Dari LKjIP tahun lalu")
    await shot(page, f"remarks-{size[0]}")
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the bar covers nothing
    assert (await faults(page), await overflow(page)) == ([], 0)
    await remark.get_by_role("button", name="Selesaikan").click()
    await expect(remark).to_contain_text("Dari LKjIP tahun lalu")
    await expect(remark.locator("textarea")).to_have_count(0)
    await expect(page.locator(f"[id='{OTHER}.text']")).to_have_value("Belum disimpan")
    assert (await office.plan())["comments"][0]["answer"] == "Dari LKjIP tahun lalu"
    review = await new_page(Role.SECRETARY, size)
    await review.goto(f"{office.path}/review")
    await shot(review, f"review-{size[0]}")
    assert (await faults(review), await overflow(review)) == ([], 0)


async def test_what_one_does_while_a_save_is_on_its_way_is_saved_after_it(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    going = asyncio.Event()

    async def later(route: Route) -> None:
        await going.wait()
        await route.continue_()

    await page.route("**/text", later)
    await page.fill(f"[id='{ROW}.text']", "Dikirim")
    async with page.expect_response("**/text"):
        async with page.expect_request("**/text"):
            await page.keyboard.press("Control+s")
        await page.click(f"button[value='remove:{OTHER}']")
        await page.click("button[value='add-goal:A']")
        await page.keyboard.type("Sasaran sementara menyimpan")
        going.set()
    await expect(page.locator("#unsaved")).to_have_text("Ada perubahan yang belum disimpan.")
    async with page.expect_response("**/text"):
        await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("tersimpan sebagai versi")
    said = wordings(await office.plan())
    assert said[ROW] == "Dikirim"
    assert (OTHER in said, "Sasaran sementara menyimpan" in said.values()) == (False, True)


async def test_a_row_that_another_puts_under_what_one_takes_out_is_not_taken_out_unasked(
    office: Kantor, new_page: Open
) -> None:
    dewi, bayu = await both(office, new_page)
    goal = await dewi.locator(f".e-section:has([id='{ROW}'])").get_attribute("data-group")
    await dewi.click(f"button[value='remove:{goal}']")
    await bayu.click(f"button[value='add-indicator:{goal}']")
    await bayu.keyboard.type("Indikator Bayu")
    async with bayu.expect_response("**/text"):
        await bayu.keyboard.press("Control+s")
    await bayu.fill(f"[id='{OTHER}.text']", "Kalimat Bayu")
    async with bayu.expect_response("**/text"):
        await bayu.keyboard.press("Control+s")
    async with dewi.expect_response("**/text"):
        await dewi.keyboard.press("Control+s")
    await expect(dewi.locator(f"[id='{OTHER}.text']")).to_have_value("Kalimat Bayu")
    assert "Indikator Bayu" in wordings(await office.plan()).values()


async def test_a_step_back_does_not_put_over_what_another_wrote(office: Kantor, new_page: Open) -> None:
    dewi, bayu = await both(office, new_page)
    cell = dewi.locator(f"[id='{ROW}.text']")
    await dewi.click(f"[id='{OTHER}.text']")
    await dewi.keyboard.type("Satu")
    await cell.click()
    await dewi.keyboard.type("Dewi")
    async with dewi.expect_response("**/text"):
        await dewi.keyboard.press("Control+s")
    await dewi.click(f"[id='{OTHER}.text']")
    await expect(bayu.locator(f"[id='{ROW}.text']")).to_have_value("Dewi")
    await bayu.fill(f"[id='{ROW}.text']", "Bayu")
    await bayu.keyboard.press("Control+s")
    await expect(cell).to_have_value("Bayu")
    await dewi.keyboard.press("Control+z")
    await expect(dewi.locator(f"[id='{OTHER}.text']")).not_to_have_value("Satu")
    await expect(cell).to_have_value("Bayu")
