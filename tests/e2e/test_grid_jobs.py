"""What a drafter does in the grid, counted."""

from playwright.async_api import expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import Open
from tests.e2e.jobs import Job
from tests.e2e.test_grid import FIRST, editor, paste, target, text, whole


async def test_job_ten_indicators_are_typed_by_keyboard_alone(office: Kantor, new_page: Open) -> None:
    await office.drafter.ask(f"/offices/{office.id}/plans", {"kind": "rkt", "year": office.year})
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{office.path}/edit")
    await page.locator("[data-part='A'] button[value='add-goal:A']").focus()
    job = Job(page, "Ten indicators of a goal typed by keyboard alone, and saved")
    await job.press("Enter")
    await job.type("Meningkatnya mutu layanan")
    for n in range(1, 11):
        await job.press("Enter")
        await job.type(f"Indikator {n}")
        await job.press("Tab")
        await job.type(f"{70 + n}%")
    await job.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("Semua tersimpan sebagai versi")
    assert job.clicks == 0
    job.done()
    part = (await office.plan())["text"]["parts"][0]
    written = [(each["text"], each["target"]["text"]) for each in part["indicators"]]
    assert written == [(f"Indikator {n}", f"{70 + n}%") for n in range(1, 11)]


async def test_job_a_range_of_a_spreadsheet_is_pasted_and_saved(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    before = await whole(page)
    job = Job(page, "Three columns of twenty rows pasted from a spreadsheet, taken back, done again and saved")
    await job.click(text(FIRST))
    await paste(page, "\n".join(f"Indikator {n}\t{n}%\tPersen" for n in range(1, 21)))
    job.texts += 1
    await job.press("Control+z")
    assert await whole(page) == before
    await job.press("Control+y", "Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    job.done()
    part = (await office.plan())["text"]["parts"][0]
    goal = next(each["goal"] for each in part["indicators"] if each["id"] == FIRST)
    written = [(each["text"], each["target"]["text"]) for each in part["indicators"] if each["goal"] == goal]
    assert written == [(f"Indikator {n}", f"{n}%") for n in range(1, 21)]


async def test_job_a_row_is_moved_and_duplicated_by_keys(office: Kantor, new_page: Open) -> None:
    page = await editor(office, new_page)
    await page.focus(target(FIRST))
    job = Job(page, "A row duplicated and moved by keys, and saved")
    await job.press("Alt+Shift+ArrowDown", "Alt+ArrowDown", "Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("versi 2")
    assert job.clicks == 0
    job.done()
