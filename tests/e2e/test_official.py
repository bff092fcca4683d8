"""An official added in one form, by the keyboard alone; days are read back, and the link is copied."""

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.jobs import Job
from tests.e2e.test_axe import faults, overflow
from tests.e2e.test_kinds import shot

pytestmark = pytest.mark.browser
SIZES = [NARROW, (768, 1024), WIDE, (1920, 1080)]


async def test_an_official_is_added_in_one_form_by_the_keyboard(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.ADMINISTRATOR)
    await page.goto(f"/offices/{office.id}/people")
    job = Job(page, "An official added in one form")
    await job.click(page.get_by_role("link", name="Pejabat baru"))
    await expect(page.locator("#name")).to_be_focused()
    for typed in (f"Bima {office.id}, S.E.", "198001012005011001", "Kepala Subbagian Umum"):
        await job.type(typed)
        await job.press("Tab")
    await job.press("Tab")  # past what the capacity means
    await job.type("Plt.")
    await job.press("Tab")
    await job.type("SK 821/12/2027")
    await job.press("Tab")
    await job.type("14/1/2027")
    await expect(page.locator("output[for=decree_date]")).to_have_text("Kamis, 14 Januari 2027")
    await job.press("Tab", "Tab", "Tab", "Tab")
    await job.type("Penanggung")
    await expect(page.locator("#role")).to_have_value("owner")
    await job.press("Tab", "Tab", "Enter")
    job.done()
    link = page.locator("#invitation-link")
    await expect(link).to_be_visible()
    await shot(page, "official-link")
    await page.get_by_role("button", name="Salin").click()
    await expect(page.get_by_role("button", name="Tersalin")).to_be_visible()
    assert await page.evaluate("() => getSelection().toString()") == await link.input_value()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
async def test_the_form_and_what_is_wrong_with_it_fit(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    page = await new_page(Role.ADMINISTRATOR, size, dark=dark, scripts=not dark)
    await page.goto(f"/offices/{office.id}/officials/new")
    await page.fill("#name", "Bima")
    await page.fill("#position", "Plh. Sekretaris")
    await page.select_option("#capacity", "plh")
    await page.click("form.official button.button")
    await expect(page.locator("#fault-position")).to_be_visible()
    assert await page.input_value("#name") == "Bima"
    await shot(page, f"official-{size[0]}{'-dark' if dark else ''}")
    if not dark:
        assert await faults(page) == []
    assert await overflow(page) == 0


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
async def test_an_office_that_is_being_set_up_fits(office: Kantor, new_page: Open, size: tuple[int, int]) -> None:
    page = await new_page(Role.ADMINISTRATOR, size)
    for path in ("", "/people?role=chair", "/plans?phase=signed", "/positions", "/measurement-practices"):
        await page.goto(f"/offices/{office.id}{path}")
        await shot(page, f"setup{path.replace('/', '-').partition('?')[0]}-{size[0]}")
        assert (await faults(page), await overflow(page)) == ([], 0), path
