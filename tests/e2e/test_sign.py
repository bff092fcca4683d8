"""Signing: it opens where the signature falls, is read as pages or as text, and never happens by accident."""

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.jobs import Job
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser


async def _to_be_signed(office: Kantor) -> None:
    await office.draft()
    await office.submit()
    await office.endorse(Role.SECRETARY)
    await office.endorse(Role.CHAIR)
    await office.shown()


async def _signed(office: Kantor) -> list[str]:
    return [
        step["part"] for step in (await office.plan())["route"] if step["act"] == "sign" and step["state"] == "done"
    ]


async def _seen(page: Page, selector: str) -> bool:
    box = await page.locator(selector).bounding_box()
    height = page.viewport_size["height"] if page.viewport_size else 0
    return box is not None and 0 <= box["y"] < height


async def test_it_opens_where_the_signature_falls_and_takes_two_presses(office: Kantor, new_page: Open) -> None:
    await _to_be_signed(office)
    page = await new_page(Role.SECRETARY, NARROW)
    await page.goto(f"{office.path}/sign")
    assert await _seen(page, "#signature")
    assert await page.locator("figure:has(#signature)").get_attribute("id") == await _last_page(page)
    job = Job(page, "A part signed on a phone, from the page that its notice opens")
    summary, confirmed = page.locator(".confirm > summary"), page.locator(".confirm form button")
    await expect(confirmed).to_be_hidden()
    await job.click(summary)
    first, second = await summary.bounding_box(), await confirmed.bounding_box()
    assert first
    assert second
    assert second["y"] + second["height"] <= first["y"]  # a second press at the same place does not sign
    await job.click(confirmed)
    await expect(page.locator(".proof")).to_be_visible()
    job.done()
    assert await _signed(office) == ["B"]


async def _last_page(page: Page) -> str:
    return str(await page.locator(".pages figure").last.get_attribute("id"))


async def test_a_double_press_signs_nothing(office: Kantor, new_page: Open) -> None:
    await _to_be_signed(office)
    page = await new_page(Role.SECRETARY, NARROW)
    await page.goto(f"{office.path}/sign")
    await page.locator(".confirm > summary").dblclick()
    await expect(page.locator(".confirm")).not_to_have_attribute("open", "")
    assert await _signed(office) == []


async def test_cover_and_parts_are_one_press_away(office: Kantor, new_page: Open) -> None:
    await _to_be_signed(office)
    page = await new_page(Role.SECRETARY, NARROW)
    await page.goto(f"{office.path}/sign")
    for name in ("Sampul", "Bagian A", "Bagian B"):
        chip = page.get_by_role("navigation", name="Bagian-bagian dokumen").get_by_role("link", name=name)
        await chip.click()
        assert await _seen(page, str(await chip.get_attribute("href")))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_the_same_is_read_as_text_and_signed_from_there(office: Kantor, new_page: Open, scripts: bool) -> None:
    await _to_be_signed(office)
    page = await new_page(Role.SECRETARY, NARROW, scripts=scripts)
    await page.goto(f"{office.path}/sign")
    digest = await page.locator(".confirm input[name=digest]").input_value()
    await page.get_by_role("link", name="Baca sebagai teks").click()
    await page.wait_for_url("**as=text")
    assert await page.locator(".pages").count() == 0
    assert await page.locator(".confirm input[name=digest]").input_value() == digest
    shown = await page.locator(".sign-read > .hint .digest").inner_text()
    assert shown.replace(" ", "") == digest
    for row in (await office.plan())["text"]["parts"][1]["indicators"]:
        await expect(page.locator(f"[id='{row['id']}']")).to_have_text(row["text"])
    await page.locator(".confirm > summary").click()
    await page.locator(".confirm form button").click()
    await expect(page.locator(".proof")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_the_open_confirmation_and_the_text_are_accessible(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    await _to_be_signed(office)
    page = await new_page(Role.SECRETARY, size, dark=dark)
    for path in (f"{office.path}/sign", f"{office.path}/sign?as=text"):
        await page.goto(path)
        await page.locator(".confirm > summary").click()
        assert await faults(page) == []
        assert await overflow(page) <= 0
    await page.keyboard.press("Escape")
    await expect(page.locator(".confirm form button")).to_be_hidden()


async def test_a_quarter_is_read_and_signed_on_the_same_page(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    await year.verified()
    page = await new_page(Role.SECRETARY, NARROW, dark=True)
    await page.goto(f"{year.quarter()}/sign")
    assert await _seen(page, "#signature")
    await page.get_by_role("link", name="Baca sebagai teks").click()
    await page.wait_for_url("**as=text")
    assert await _seen(page, "#signature")
    assert await page.locator(".readable article").count() > len((await year.read(year.quarter()))["rows"])
    await page.locator(".confirm > summary").click()
    assert await faults(page) == []
    assert await overflow(page) <= 0
    await page.locator(".confirm form button").click()
    await expect(page.locator(".proof .following")).to_contain_text("Ketut Wijaya")
