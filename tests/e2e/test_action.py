"""The action plan in a browser: accessible and fitting in every phase, written by keyboard, read aloud while typed."""

import pytest
from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year, done
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import wrong_with

pytestmark = pytest.mark.browser
_LOOKS = ((WIDE, False), (NARROW, True))  # wide by day, narrow by night


async def test_every_page_of_the_action_plan_is_accessible_and_fits(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    found: dict[str, list[str]] = {}

    async def look(*looks: tuple[Role, str]) -> None:
        for role, path in looks:
            for size, dark in _LOOKS:
                page = await new_page(role, size=size, dark=dark)
                await page.goto(path)
                if wrong := await wrong_with(page):
                    found[f"{role} {path} {size}"] = wrong
                await page.context.close()

    await year.signed_plan()
    await look((Role.PLANNER, "/"), (Role.PLANNER, office.path), (Role.PLANNER, year.action), (Role.CHAIR, year.action))
    done(await office.planner.ask(year.action, {}))
    rows = await year.rows()
    row = f"{year.action}/rows/{rows[0]['indicator']}"
    await look((Role.PLANNER, year.action), (Role.PLANNER, f"{year.action}/proposals"), (Role.PLANNER, row))
    page = await new_page(Role.PLANNER, size=NARROW)
    await page.goto(row)
    await page.check("input[name=measure][value=proposed]")
    await page.fill("[name='targets.1']", "59.89")
    await page.click("button[value=save]")
    await page.wait_for_selector("#problem")
    if wrong := await wrong_with(page):
        found["refused"] = wrong
    done(await office.planner.ask(f"{year.action}/rows", {"rows": rows}, 0))
    done(await office.planner.ask(f"{year.action}/submission", {"note": "Mohon diperiksa. (contoh)"}, 1))
    await year.printed()
    await look((Role.OWNER, "/"), (Role.OWNER, f"{year.action}/review"), (Role.OWNER, row), (Role.AUDITOR, year.action))
    accepted = done(await year.endorse(office.owner, "parafs")).json()["command_id"]
    await look((Role.OWNER, f"{year.action}/receipts/{accepted}"), (Role.PLANNER, f"{year.action}/review"))
    assert found == {}


async def test_a_row_is_written_by_keyboard_and_read_aloud(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.begun()
    rows = await year.rows()
    share = next(row for row in rows if row["targets"][0] == "77")["indicator"]
    page = await new_page(Role.PLANNER)
    await page.goto(f"{year.action}/rows/{share}")
    first = page.locator("[name='targets.1']")
    await first.focus()
    await page.keyboard.type("75,5")
    said = page.locator(".action-targets output").first
    await expect(said).to_have_text("75,5 persen")
    # What is not written as it is here is not read, but what may be meant is offered.
    await first.fill("59.89")
    await expect(said).to_contain_text("“59.89” bukan cara menulis angka di sini; maksud Anda 59,89 persen?")
    await expect(said.get_by_role("button", name="59,89 persen")).to_be_visible()
    await first.fill("75")
    # The fields of a scale are there once it is chosen, and what is typed is read on it.
    await page.focus("input[name=measure][value=open]")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("[name='policy.unit']")).to_be_hidden()
    await page.select_option("[name='policy.scale']", "number")
    await page.fill("[name='policy.unit']", "pemilih")
    await expect(said).to_have_text("75 pemilih")
    await page.select_option("[name='policy.scale']", "percentage")
    await page.fill("[name='targets.4']", "77")
    await page.focus("[name='targets.4']")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**recorded=1")
    assert (await year.read(f"{year.action}/rows/{share}"))["policy"]["version"] == 1


async def test_what_is_alike_is_ticked_at_once_and_confirmed_by_a_press(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.begun()
    page = await new_page(Role.PLANNER, size=NARROW)
    await page.goto(f"{year.action}/proposals")
    group = page.locator(".action-group").first
    count = await group.locator("input[type=checkbox]").count()
    assert await group.locator("input:checked").count() == 0
    await group.locator("[data-tick]").click()
    await page.click(".bar .button")
    await page.wait_for_url("**recorded=1")
    rows = [row for part in (await year.read(year.action))["parts"] for row in part["indicators"]]
    assert sum(row["policy"] is not None for row in rows) == count
