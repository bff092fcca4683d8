"""A file becomes rows of a plan: sent, looked at, taken into the editor, and saved there."""

import pytest
from playwright.async_api import FilePayload, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.imports.test_import import begun
from tests.cases.files import workbook
from tests.cases.papers import documents
from tests.e2e.conftest import Open
from tests.e2e.test_axe import faults, overflow
from tests.e2e.test_kinds import SIZES, shot

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
async def test_a_workbook_is_looked_at_and_taken_into_the_editor(
    office: Kantor, new_page: Open, size: tuple[int, int]
) -> None:
    document = next(each for each in documents() if each.name == "rsud-banjarnegara-bidang-pk-2019")
    path = await begun(office, document)
    page = await new_page(Role.DRAFTER, size, scripts=size[0] != 768)
    await page.goto(f"{path}/import")
    assert (await faults(page) if size[0] != 768 else [], await overflow(page) if size[0] != 768 else 0) == ([], 0)
    file: FilePayload = {
        "name": "perjanjian kinerja.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": workbook(document),
    }
    await page.set_input_files("#file", file)
    await page.get_by_role("button", name="Baca berkas").click()
    await expect(page.locator(".import-lines").first).to_contain_text(document.told["rows"][0]["indicator"])
    await expect(page.locator(".import-becomes").first).to_contain_text("Indikator")
    await shot(page, f"import-{size[0]}")
    if size[0] != 768:
        assert (await faults(page), await overflow(page)) == ([], 0)
    await page.get_by_role("button", name="Ambil ke penyunting").click()
    await page.wait_for_url("**/edit")
    await expect(page.locator("#editor")).to_contain_text(document.told["rows"][-1]["indicator"])
    await shot(page, f"import-editor-{size[0]}")


async def test_what_is_no_file_of_tables_is_told_in_words(office: Kantor, new_page: Open) -> None:
    path = await begun(office, documents()[0])
    page = await new_page(Role.DRAFTER)
    await page.goto(f"{path}/import")
    await page.set_input_files("#file", {"name": "foto.xlsx", "mimeType": "image/png", "buffer": b"PK\x03\x04 broken"})
    await page.get_by_role("button", name="Baca berkas").click()
    await expect(page.locator("#problem")).to_contain_text("foto.xlsx")
