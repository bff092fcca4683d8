"""Kinds in a real browser: one is made from a printed paper; a plan is begun, written, and looks like its paper."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser
SIZES = [NARROW, (768, 1024), WIDE, (1920, 1080)]


def field(place: str) -> str:
    """Return how the field of a place is found."""
    return f"[id='{place}']"


async def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if "PARAF_SHOTS" in os.environ:
        await page.screenshot(path=Path(os.environ["PARAF_SHOTS"]) / f"{name}.png", full_page=True)


async def press(page: Page, value: str) -> None:
    """Press a button of the form, which comes back with what it changed."""
    await page.click(f"button[value='{value}']")
    await page.wait_for_load_state()


async def agreement(page: Page, office: Kantor) -> None:
    """Make the agreement of a statistics office: two levels, a unit before the target, two parties, no money."""
    await page.goto(f"/offices/{office.id}/kinds/pk/copy")
    await page.fill("#title", "PERJANJIAN KINERJA TAHUN {year} BPS PROVINSI")
    await page.fill("#code", "pk-bps")
    await press(page, "add:parts.0.levels")
    await page.fill(field("parts.0.levels.0.name"), "Tujuan")
    await page.fill(field("parts.0.levels.1.name"), "Sasaran")
    await page.select_option(field("parts.0.levels.1.numbering"), "nested")
    await press(page, "remove:parts.0.columns.0")
    await press(page, "add:parts.0.columns")
    await page.fill(field("parts.0.columns.0.head"), "Satuan")
    await page.check("[name='parts.0.columns.0.ahead']")
    await press(page, "remove:parts.0.budget")
    await page.fill(field("parts.0.blocks.0.capacity"), "Kepala BPS")
    await page.fill(field("parts.0.blocks.1.capacity"), "Kepala BPS Provinsi")


@pytest.mark.parametrize("scripts", [True, False])
async def test_somebody_who_has_the_paper_makes_its_kind(office: Kantor, new_page: Open, scripts: bool) -> None:
    page = await new_page(Role.ADMINISTRATOR, scripts=scripts)
    await agreement(page, office)
    await shot(page, "kind-edit")
    await page.click("form#kind .bar-acts button:not([value])")
    await page.wait_for_url("**/kinds/pk-bps?done=*")
    await expect(page.locator("h1")).to_contain_text("PERJANJIAN KINERJA TAHUN BPS PROVINSI")
    await expect(page.locator(".kind-paper")).to_contain_text("Satuan")
    await shot(page, "kind")
    kind = (await office.auditor.get(f"/offices/{office.id}/kinds/pk-bps")).json()
    (part,) = kind["parts"]
    assert [level["name"] for level in part["levels"]] == ["Tujuan", "Sasaran"]
    assert [(c["key"], c["ahead"]) for c in part["columns"]] == [("satuan", True)]
    assert part["budget"] is None
    assert [(step["block"], step["title"]) for step in kind["route"]] == [
        ("pertama", "Kepala BPS Provinsi"),
        ("kedua", "Kepala BPS"),
    ]


async def test_the_paper_follows_what_is_typed(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.ADMINISTRATOR)
    await page.goto(f"/offices/{office.id}/kinds/renja/copy")
    await page.fill(field("parts.0.columns.0.head"), "Kode Rekening")
    await expect(page.locator("#preview")).to_contain_text("Kode Rekening")
    await page.fill(field("parts.0.blocks.0.capacity"), "Kepala Badan")
    await expect(page.locator("#asked")).to_contain_text("Kepala Badan")
    assert await page.input_value(field("parts.0.columns.0.head")) == "Kode Rekening"


async def test_a_table_of_five_years_with_codes_and_money_is_made(office: Kantor, new_page: Open) -> None:
    """The table of a five-year plan of a health office: a baseline, five years, and the end of the period."""
    page = await new_page(Role.ADMINISTRATOR)
    await page.goto(f"/offices/{office.id}/kinds/renja/copy")
    await page.fill("#title", "RENSTRA TABEL 5.1")
    await page.fill("#code", "renstra-5-1")
    for n, name in enumerate(("Tujuan", "Sasaran", "Program", "Kegiatan")):
        await page.fill(field(f"parts.0.levels.{n}.name"), name)
    for _ in range(5):  # what this paper does not print
        await press(page, "remove:parts.0.columns.3")
    await page.select_option(field("parts.0.columns.3.holds"), "measure")
    await page.fill(field("parts.0.columns.3.head"), "Data Capaian Awal")
    await page.check("[name='parts.0.columns.3.ahead']")
    await press(page, "years:parts.0.columns")
    await press(page, "add:parts.0.columns")
    await page.fill(field("parts.0.columns.9.head"), "Kondisi Akhir")
    await page.select_option(field("parts.0.columns.9.holds"), "measure")
    await shot(page, "kind-renstra")
    await page.click("form#kind .bar-acts button:not([value])")
    await page.wait_for_url("**/kinds/renstra-5-1?done=*")
    await expect(page.locator(".kind-paper")).to_contain_text("Kondisi Akhir")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}px")
async def test_a_plan_of_four_levels_is_written_and_read(office: Kantor, new_page: Open, size: tuple[int, int]) -> None:
    page = await new_page(Role.DRAFTER, size)
    await page.goto(f"/offices/{office.id}/plans/new")
    await page.select_option("#kind", "renja")
    await page.fill("#year", str(office.year))
    await page.click("form.card button")
    await page.wait_for_url("**/edit")
    await page.click("button[value='add-goal:A']")
    await page.keyboard.type("Meningkatnya mutu layanan")
    for level in ("Program", "Kegiatan", "Sub Kegiatan"):
        await page.locator(".e-section").last.get_by_role("button", name=level, exact=True).click()
        await page.keyboard.type(f"{level} pelayanan kesehatan ibu dan anak")
    deepest = page.locator(".e-section").last
    await deepest.get_by_label("Kode").fill("1.02.01.32")
    await deepest.get_by_label("Pagu Indikatif (Rp)").fill("Rp 125.000.000")
    await expect(deepest.locator("[data-holds=money] output").first).to_have_text("Rp 125 juta")
    await deepest.get_by_role("button", name="Indikator").click()
    await page.keyboard.type("Persentase ibu nifas yang dilayani")
    row = page.locator(".e-indicator")
    await row.locator("[name$='-target']").fill("90%")
    await row.get_by_label(f"Capaian {office.year - 1}").fill("78,1%")
    await row.get_by_label("Lokasi").fill("Siak")
    await shot(page, f"editor-{size[0]}")
    assert (await faults(page), await overflow(page)) == ([], 0)
    await page.keyboard.press("Control+s")
    await expect(page.locator("#unsaved")).to_contain_text("Semua tersimpan sebagai versi")
    await page.reload()
    assert await row.get_by_label(f"Capaian {office.year - 1}").input_value() == "78,1%"
    await page.goto(f"/offices/{office.id}/plans/renja-{office.year}")
    await shot(page, f"plan-{size[0]}")
    assert (await faults(page), await overflow(page)) == ([], 0)
    cell = page.locator(".paper td", has_text="78,1%")
    await cell.locator("a.h").click()
    await page.wait_for_url("**/history?row=*")
    await expect(page.locator("main")).to_contain_text(f"Capaian {office.year - 1}")


async def test_what_cannot_stand_in_a_column_is_said_beside_it(office: Kantor, new_page: Open) -> None:
    page = await new_page(Role.DRAFTER, scripts=False)
    await page.goto(f"/offices/{office.id}/plans/new")
    await page.select_option("#kind", "renja")
    await page.fill("#year", str(office.year))
    await page.click("form.card button")
    await press(page, "add-goal:A")
    await page.fill(".e-goal [data-column=text] textarea", "Sasaran")
    await page.get_by_label("Pagu Indikatif (Rp)").fill("banyak")
    await page.click(".bar button[value=save]")
    await expect(page.locator("td .fault")).to_have_count(1)
    assert await page.get_by_label("Pagu Indikatif (Rp)").input_value() == "banyak"
