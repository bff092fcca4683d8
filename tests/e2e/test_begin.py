"""A plan is begun in a browser: from last year's in three presses."""

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import Open
from tests.e2e.jobs import Job
from tests.e2e.test_axe import faults, overflow
from tests.e2e.test_kinds import SIZES, shot

pytestmark = pytest.mark.browser


async def test_a_plan_of_31_rows_begins_from_last_years_in_three_clicks(office: Kantor, new_page: Open) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER)
    await page.goto("/")
    job = Job(page, "A plan of 31 rows begun from last year's")
    await job.click("nav a:text-is('Rencana')")
    await job.click("main a[href$='/plans/new']")
    await job.click("form.card > button.button")
    await page.wait_for_url(f"**/rkt-{office.year + 1}/edit")
    await expect(page.locator("tr.e-indicator")).to_have_count(31)
    job.done()
    begun = (await office.drafter.get(f"/offices/{office.id}/plans/rkt-{office.year + 1}")).json()
    assert sum(len(part["indicators"]) for part in begun["text"]["parts"]) == 31


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
async def test_the_page_to_begin_on_fits_every_window(office: Kantor, new_page: Open, size: tuple[int, int]) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER, size, dark=size[0] == 768)
    await page.goto(f"/offices/{office.id}/plans/new")
    await page.locator("details summary", has_text="Dari berkas").click()
    await shot(page, f"begin-{size[0]}")
    assert (await faults(page), await overflow(page)) == ([], 0)
