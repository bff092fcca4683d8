"""Two in two browsers on one text: each sees what the other does, and neither takes away what the other wrote."""

import pytest
from playwright.async_api import Page, expect

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
    await page.evaluate("scrollTo(0, 0)")  # away from what the bar covers
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
