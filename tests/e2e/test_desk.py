"""The desk in a browser: it follows what is recorded, never under somebody's hands; papers are signed from it."""

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser


async def sent(office: Kantor, *years: int) -> None:
    for year in years:
        office.year = year
        await office.draft()
        await office.submit()


async def test_a_desk_follows_what_is_recorded(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.SECRETARY)
    await page.goto("/")
    await expect(page.locator(".task")).to_have_count(0)
    await sent(office, 2031)
    await expect(page.locator("#mine ~ .tasks .task")).to_have_count(1)
    await expect(page.locator("[data-waits]")).to_have_text("1")
    assert (await page.title()).startswith("(1) ")


async def test_nothing_changes_on_a_desk_under_somebodys_hands(office: Kantor, new_page: Open) -> None:
    await sent(office, 2031, 2032)
    page = await new_page(Role.SECRETARY)
    await page.goto("/")
    box = page.locator("input[name=papers]").first
    await box.check()
    await sent(office, 2033)
    news = page.locator(".desk-news")
    await expect(news).to_be_visible()
    await expect(box).to_be_checked()
    await expect(page.locator("#mine ~ .tasks .task")).to_have_count(2)
    await news.locator("button").click()
    await expect(page.locator("#mine ~ .tasks .task")).to_have_count(3)
    await expect(news).to_be_hidden()


async def test_the_count_in_the_menu_is_there_on_other_pages(office: Kantor, new_page: Open) -> None:
    await sent(office, 2031, 2032)
    page = await new_page(Role.SECRETARY)
    await page.goto(office.path)
    await expect(page.locator("[data-waits]")).to_have_text("2")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_three_papers_get_their_paraf_in_five_presses(
    office: Kantor, new_page: Open, size: tuple[int, int], scripts: bool
) -> None:
    """Choose each, open them, confirm once."""
    await sent(office, 2031, 2032, 2033)
    page = await new_page(Role.SECRETARY, size, scripts=scripts)
    await page.goto("/")
    for box in await page.locator("input[name=papers]").all():
        await box.check()
    await page.click("#papers button")
    await expect(page.locator(".several")).to_have_count(3)
    for picture in await page.locator(".several-pages img").all():
        assert "/documents/" in str(await picture.get_attribute("src"))
    await page.click("#several .bar button.button")
    await expect(page.locator(".task .state.done")).to_have_count(3)
    for year in (2031, 2032, 2033):
        office.year = year
        assert (await office.plan())["route"][0]["state"] == "done"


@pytest.mark.parametrize("notice", ["desk", "mail"])
async def test_a_phone_signs_in_two_taps_from_the_notice(office: Kantor, new_page: Open, notice: str) -> None:
    """The notice leads to the page where one signs; one tap there asks, and the second is the only confirmation."""
    await sent(office, office.year)
    for role in (Role.SECRETARY, Role.CHAIR):
        assert (await office.endorse(role)).status_code == 201
    await office.shown()
    page = await new_page(Role.SECRETARY, NARROW)
    if notice == "desk":
        await page.goto("/")
        await page.locator(".task a.button").first.click()
    else:
        await page.goto(f"{office.path}/sign")  # as the link of the mail leads
    for tap in (".confirm > summary", ".confirm form button.button"):
        await page.locator(tap).click()
    await expect(page.locator(".proof.done")).to_be_visible()
    assert {s["key"]: s["state"] for s in (await office.plan())["route"]}["secretary-sign"] == "done"


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_desk_and_papers_are_accessible_and_fit(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    await sent(office, 2031, 2032)
    papers = "&".join(f"papers={office.id}/plan/rkt-{year}/secretary-review" for year in (2031, 2032))
    looks = (
        (Role.SECRETARY, "/"),
        (Role.SECRETARY, f"/papers?{papers}"),
        (Role.AUDITOR, "/"),
        (Role.ADMINISTRATOR, "/"),
    )
    for role, path in looks:
        page = await new_page(role, size, dark=dark)
        await page.goto(path)
        assert (await faults(page), max(0, await overflow(page))) == ([], 0), (role, path)
    await page.context.close()
