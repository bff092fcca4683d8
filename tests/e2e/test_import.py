"""A file becomes rows of a plan: sent, looked at, taken into the editor, and saved there."""

import pytest
from playwright.async_api import FilePayload, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.imports.test_filing import workbook as listed
from tests.api.imports.test_import import begun
from tests.api.played import Year, aim
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
    """And what a wide table leaves, said to those who hear the page, makes it no wider than a telephone."""
    path = await begun(office, documents()[0])
    page = await new_page(Role.DRAFTER, SIZES[0])
    await page.goto(f"{path}/import")
    await page.set_input_files("#file", {"name": "foto.xlsx", "mimeType": "image/png", "buffer": b"PK\x03\x04 broken"})
    await page.get_by_role("button", name="Baca berkas").click()
    await expect(page.locator("#problem")).to_contain_text("foto.xlsx")
    wide = b"No;Sasaran;Indikator Kinerja Utama;Satuan lain;Target;Wilayah\n1;Mutu layanan;Indeks mutu;Indeks;80;Kota\n"
    await page.set_input_files("#file", {"name": "lebar.csv", "mimeType": "text/csv", "buffer": wide})
    await page.get_by_role("button", name="Baca berkas").click()
    await expect(page.locator(".import-lines .left").first).to_be_attached()
    assert await overflow(page) == 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
async def test_a_list_is_looked_at_row_by_row_and_filed(office: Kantor, new_page: Open, size: tuple[int, int]) -> None:
    """The page, its table of rows and its mapping fit every screen, and lead to filing without scripts, too."""
    year = Year(office)
    await year.signed()
    rows = (await year.opened())["rows"]
    scripts = size[0] != 768
    page = await new_page(Role.OWNER, size, scripts=scripts)
    await page.goto(year.quarter())
    await page.get_by_role("link", name="Angka dari berkas").click()
    lines: list[list[object]] = [["No", "Indikator Kinerja", "Target", "Realisasi", "Keterangan"]]
    lines += [[str(n), row["text"], "", aim(row).replace(".", ","), ""] for n, row in enumerate(rows[:4], 1)]
    lines += [["5", rows[4]["text"], "", "59.125", "Menunggu rilis. (contoh)"], ["6", "Indikator lama", "", "12", ""]]
    lines += [["7", rows[5]["text"][:-4] + "lain", "", "70", ""]]
    file: FilePayload = {"name": "realisasi tw I.xlsx", "mimeType": "", "buffer": listed(lines)}
    await page.set_input_files("#file", file)
    await page.get_by_role("button", name="Baca berkas").click()
    table = page.locator("table.list").first
    for told in ("akan diisi", "tidak ditemukan", "mirip dengan", rows[0]["text"]):
        await expect(table).to_contain_text(told)
    await shot(page, f"import-filing-{size[0]}")
    if scripts:
        assert (await faults(page), await overflow(page)) == ([], 0)
        await page.get_by_text("Cara berkas dibaca").click()
        await shot(page, f"import-filing-read-{size[0]}")
        assert (await faults(page), await overflow(page)) == ([], 0)
    await page.get_by_role("button", name="Ambil untuk diisi").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/filing")
    await expect(page.locator(f"[id='{rows[0]['id']}.realisation']")).to_have_value(aim(rows[0]).replace(".", ","))
    await shot(page, f"import-filing-taken-{size[0]}")
