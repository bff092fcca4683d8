"""The annual report in a browser: the whole way, without scripts too, and every page of it accessible and fitting."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year, done
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import wrong_with

pytestmark = pytest.mark.browser
_LOOKS = ((WIDE, False), (NARROW, True))  # wide by day, narrow by night


async def test_a_report_is_begun_written_sent_reviewed_signed_and_stated_on(office: Kantor, new_page: Open) -> None:
    year, found = Year(office), dict[str, list[str]]()
    await year.signed()
    await year.opened()
    await year.closed()

    async def look(*looks: tuple[Role, str]) -> None:
        for role, path in looks:
            for size, dark in _LOOKS:
                page = await new_page(role, size=size, dark=dark)
                await page.goto(path)
                await _kept(page, f"{role}-{path.rpartition('/')[2] or 'desk'}-{size[0]}")
                if wrong := await wrong_with(page):
                    found[f"{role} {path} {size}"] = wrong
                await page.context.close()

    await look((Role.DRAFTER, year.report))
    page = await new_page(Role.DRAFTER, scripts=False)
    await page.goto(year.report)
    await page.click("main form button")
    for section in (await year.read(year.report))["missing"]:
        await page.goto(f"{year.report}/sections/{section}")
        await page.fill("#body", "Kantor ini melayani pemilih. (contoh)\nAlinea kedua. (contoh)")
        await page.click("form[data-keeps] button")
        await page.wait_for_url(f"**/report?recorded=1#{section}")
    row = next(s["key"] for s in (await year.read(year.report))["sections"] if s["key"].startswith("indicator."))
    await look(
        *((Role.DRAFTER, path) for path in (year.report, f"{year.report}/sections/{row}", f"{year.report}/check")),
        (Role.DRAFTER, f"{year.report}/figures/{row.removeprefix('indicator.')}"),
        (Role.DRAFTER, "/"),
    )
    await page.goto(f"{year.report}/check")
    await page.click("#send button")
    await page.wait_for_url("**/receipts/*")
    await year.report_printed()
    await look((Role.SECRETARY, f"{year.report}/review"), (Role.AUDITOR, f"{year.report}/statement"))
    auditor = await new_page(Role.AUDITOR)
    await auditor.goto("/")
    await auditor.click("text=Nyatakan reviu")
    await auditor.wait_for_url("**/statement")
    for point in await auditor.locator("input[type=radio][value=yes]").all():
        await point.check()
    await auditor.click("form[data-keeps] button")
    await expect(auditor.locator("h1")).to_have_text("Pernyataan reviu tercatat")
    done(await year.endorse_report(office.secretary, "parafs"))
    await year.report_printed()
    chair = await new_page(Role.CHAIR)
    await chair.goto(f"{year.report}/review")
    await chair.click("details.confirm summary")
    await chair.click("details.confirm button")
    await chair.wait_for_url("**/receipts/*")
    await year.report_printed()
    await look(
        (Role.AUDITOR, year.report), (Role.AUDITOR, f"{year.report}/history"), (Role.CHAIR, f"{year.report}/statement")
    )
    assert (await year.read(year.report))["phase"] == "signed"
    assert found == {}


async def test_what_is_typed_into_a_section_is_kept_until_it_is_saved(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    done(await office.drafter.ask(year.report, {}))
    page = await new_page(Role.DRAFTER)
    where = f"{year.report}/sections/tasks"
    await page.goto(where)
    await page.fill("#body", "Belum disimpan. (contoh)")
    await expect(page.locator(".kept-at")).to_contain_text("belum dicatat", ignore_case=True)
    again = await new_page(Role.DRAFTER, scripts=False)
    await again.goto(where)
    await expect(again.locator("#body")).to_have_value("Belum disimpan. (contoh)")
    assert (await year.read(where))["body"] == ""


async def _kept(page: Page, name: str) -> None:
    """Take a picture where somebody wants to look."""
    if folder := os.environ.get("PARAF_PICTURES"):
        await page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
