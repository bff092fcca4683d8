"""A quarter in a browser: what is owed is filed on one page, and what is filed is verified many at once."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import FilePayload, Route, expect

from domain.kernel.actor import Role
from tests.activities.evidence.evidence_files import PDF, png
from tests.api.house import Kantor
from tests.api.played import Year, aim, done
from tests.api.quarters.test_evidence import own, send
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.jobs import Job
from tests.e2e.test_axe import wrong_with

pytestmark = pytest.mark.browser
_ROWS = 15


async def opened(office: Kantor) -> tuple[Year, list[dict[str, Any]]]:
    """Return a year whose first quarter is open, with its rows."""
    year = Year(office)
    await year.signed()
    return year, (await year.opened())["rows"]


def typed(row: dict[str, Any]) -> str:
    """Return a figure that reaches the target, as people type it."""
    return aim(row).replace(".", ",")


async def test_fifteen_rows_are_filed_on_one_page_by_keyboard(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    page = await new_page(Role.OWNER)
    job = Job(page, "15 rows of a quarter filed on one page")
    await page.goto(year.quarter())
    await job.click("a[href$='/filing']")
    await job.click("tr[data-row] input[data-cell] >> nth=0")
    for row in rows[:_ROWS]:
        await job.type(typed(row))
        await job.press("Enter")
    await expect(page.locator("#left")).to_have_text(f"{len(rows) - _ROWS} baris lagi")
    await job.click(".bar-acts button.button")
    await page.wait_for_url(f"**/filing?recorded={_ROWS}")
    after = (await year.read(year.quarter()))["rows"]
    assert [row["standing"] for row in after[: _ROWS + 1]] == ["filed"] * _ROWS + ["waiting"]
    assert job.actions <= 2 * _ROWS + 3
    job.done()


async def test_a_cause_is_asked_where_it_is_needed_and_then_marked_so(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    row = next(row for row in rows if row["target"]["text"] == "90")
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/filing")
    figure, cause = page.locator(f"[id='{row['id']}.realisation']"), page.locator(f"[id='{row['id']}.justification']")
    await expect(cause).to_be_hidden()
    await figure.fill("70")
    await expect(cause).to_be_visible()
    await expect(cause).to_have_attribute("aria-required", "true")
    await expect(page.locator(f"[data-row='{row['id']}'] [data-achievement]")).to_contain_text("77,78%")
    await figure.fill("90")
    await expect(cause).to_be_hidden()
    await page.select_option(f"[data-row='{row['id']}'] select", "not-released")
    await expect(page.locator(f"[id='{row['id']}.explanation']")).to_be_visible()


async def test_files_are_brought_to_their_row_and_looked_at_there(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/filing")
    place = page.locator(f"[id='{rows[0]['id']}.evidence']")
    await place.set_input_files(
        [
            FilePayload(name="foto.png", mimeType="image/png", buffer=png()),
            FilePayload(name="jahat.exe", mimeType="application/octet-stream", buffer=b"MZ"),
        ]
    )
    evidence = page.locator("[data-drop] >> nth=0")
    await expect(evidence.locator(".fault")).to_contain_text("jahat.exe")
    await evidence.get_by_role("link", name="Lihat").click()
    picture = page.locator("dialog img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    await page.keyboard.press("Escape")
    await page.locator(f"[id='{rows[0]['id']}.realisation']").fill(typed(rows[0]))
    await page.click(".bar-acts button.button")
    await page.wait_for_url("**/filing?recorded=1")
    filed = (await year.row(rows[0]["id"]))["filing"]["evidence"]
    assert [file["name"] for file in filed] == ["foto.png"]


async def test_what_is_recorded_waits_for_the_files_that_are_on_their_way(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/filing")
    pressed = asyncio.Event()

    async def later(route: Route) -> None:
        await pressed.wait()
        await route.continue_()

    await page.route("**/evidence", later)
    await page.locator(f"[id='{rows[0]['id']}.realisation']").fill(typed(rows[0]))
    await page.set_input_files(
        f"[id='{rows[0]['id']}.evidence']", {"name": "foto.png", "mimeType": "image/png", "buffer": png()}
    )
    await page.click(".bar-acts button.button")
    pressed.set()
    await page.wait_for_url("**/filing?recorded=1")
    filed = (await year.row(rows[0]["id"]))["filing"]["evidence"]
    assert [file["name"] for file in filed] == ["foto.png"]


async def test_cells_that_are_pasted_with_a_picture_of_themselves_bring_no_evidence(
    office: Kantor, new_page: Open
) -> None:
    year, rows = await opened(office)
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/filing")
    figure = page.locator(f"[id='{rows[0]['id']}.realisation']")
    await figure.click()
    await figure.evaluate(
        """(cell, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
            cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        typed(rows[0]),
    )
    await expect(figure).to_have_value(typed(rows[0]))
    await expect(page.locator("[data-drop] li")).to_have_count(0)


async def test_a_row_is_filed_and_verified_without_scripts(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    page = await new_page(Role.OWNER, scripts=False)
    await page.goto(f"{year.quarter()}/filing")
    await page.fill(f"[id='{rows[0]['id']}.realisation']", typed(rows[0]))
    await page.set_input_files(
        f"[id='{rows[0]['id']}.evidence']", {"name": "rekap.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    await page.select_option(f"[data-row='{rows[1]['id']}'] select", "not-released")
    await page.click(".bar-acts button.button")
    await expect(page.locator("#problem")).to_be_visible()
    await page.fill(f"[id='{rows[1]['id']}.explanation']", "Rilis bulan depan. (contoh)")
    await page.click(".bar-acts button.button")
    await page.wait_for_url("**/filing?recorded=1")
    checker = await new_page(Role.PLANNER, scripts=False)
    await checker.goto(f"{year.quarter()}/checking")
    await checker.click(".bar-acts button.button")
    await checker.wait_for_url(f"**/{rows[1]['id']}?verified=1")
    await checker.click(".bar-acts form[action$='/verifications'] button")
    await checker.wait_for_url("**/checking?verified=1")
    assert {(await year.row(row["id"]))["standing"] for row in rows[:2]} == {"verified"}


async def test_twenty_rows_are_verified_in_at_most_six_actions(office: Kantor, new_page: Open) -> None:
    year, rows = await opened(office)
    for n, row in enumerate(rows[:20]):
        body: dict[str, Any] = {"reading": aim(row)}
        if n not in (4, 11):  # two have no evidence, so they are looked at by themselves
            body["evidence"] = [(await send(year, row, "rekap.pdf", own(str(n)))).json()["digest"]]
        done(await year.file(row, **body))
    page = await new_page(Role.PLANNER)
    job = Job(page, "20 rows of a quarter verified")
    await page.goto(year.quarter())
    await job.click("a[href$='/checking']")
    await job.click(".bar-acts button.button")
    await page.wait_for_url(f"**/{rows[4]['id']}?verified=18")
    await expect(page.locator(".walk")).to_contain_text("5 dari 20")
    await job.press("j")
    await page.wait_for_url(f"**/{rows[5]['id']}")
    await job.press("k")
    await page.wait_for_url(f"**/{rows[4]['id']}")
    await job.click(".bar-acts form[action$='/verifications'] button")
    await page.wait_for_url(f"**/{rows[11]['id']}?verified=1")
    await job.click(".bar-acts form[action$='/verifications'] button")
    await page.wait_for_url("**/checking?verified=1")
    assert sum(row["standing"] == "verified" for row in (await year.read(year.quarter()))["rows"]) == 20
    assert job.actions <= 6
    job.done()


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_filing_and_checking_are_accessible_and_fit(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    year, rows = await opened(office)
    for row in rows[:2]:
        done(await year.file(row, reading=aim(row)))
    returning = {"indicator": rows[0]["id"], "reason": "Mana buktinya? (contoh)"}
    done(await office.planner.ask(f"{year.quarter()}/returns", returning, 1))
    found: dict[str, list[str]] = {}
    for role, path in (
        (Role.OWNER, f"{year.quarter()}/filing"),
        (Role.PLANNER, f"{year.quarter()}/checking"),
        (Role.PLANNER, f"{year.quarter()}/realisations/{rows[1]['id']}"),
        (Role.AUDITOR, f"{year.quarter()}/filing"),
    ):
        page = await new_page(role, size=size, dark=dark)
        await page.goto(path)
        if await page.locator("#filing").count():
            await page.select_option("tr[data-row] select >> nth=1", "not-released")
        if wrong := await wrong_with(page):
            found[f"{role} {path}"] = wrong
    assert found == {}
