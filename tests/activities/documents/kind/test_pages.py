"""A plan of a kind is set as its kind says."""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import msgspec
import pikepdf
import pytest

from activities.documents.paper import PlanPaper, Status
from activities.documents.plan import render
from activities.documents.sheets import alike
from domain.kernel.actor import Capacity
from domain.kind.shipped import APP, RENJA, RKT
from domain.plan.cell import Cell, spell_cell
from examples import banjarmasin
from tests.activities.documents.kind.forms import agreement, english, shown, work_plan
from tests.activities.documents.printed import CHAIR, bare, printed
from tests.activities.documents.test_render_hostile import HOSTILE
from tests.activities.documents.test_render_standards import children, tags


@pytest.mark.parametrize("paper", [agreement(), work_plan(), english()], ids=["pk", "renja", "app"])
def test_every_cell_is_printed_as_it_is_spelled(paper: PlanPaper) -> None:
    page = bare(printed(paper).text)
    for row in paper.text.rows().values():
        assert bare(row.text) in page, row.id
        for cell in row.cells:
            assert bare(spell_cell(cell)) in page, (row.id, cell.column)


def test_an_agreement_is_a_pledge_with_its_annexed_tables() -> None:
    cover, pledge, annex = printed(agreement()).pages
    assert "PERJANJIAN KINERJA TAHUN 2027" in " ".join(cover.split())
    assert "menjadi tanggung jawab Pihak Pertama." in " ".join(pledge.split())
    assert "belum ditandatangani" in pledge
    annexed = " ".join(annex.split())
    assert "LAMPIRAN PERJANJIAN KINERJA No Sasaran Indikator Kinerja Target (1) (2) (3) (4)" in annexed
    assert "No Program/Kegiatan Anggaran Sumber Dana" in annexed
    assert annexed.count("belum ditandatangani") == 1  # at the end of it all


def test_money_below_is_not_added_twice() -> None:
    assert "JUMLAH (dihitung dari rincian di atas) Terbilang: tiga miliar rupiah" in printed(agreement()).text


def test_levels_codes_and_years_of_a_work_plan() -> None:
    page = " ".join(printed(work_plan()).pages[1].split())
    head = (
        "Kode Program / Kegiatan / Sub Kegiatan Indikator Kinerja Satuan Capaian 2026 Target Pagu Indikatif (Rp) "
        "Sumber Dana Prakiraan Maju 2028 Pagu 2028 (Rp) Lokasi Penanggung Jawab"
    )
    assert set(head.split()) <= set(page.split())
    assert "Sasaran: Meningkatnya derajat kesehatan masyarakat" in page
    assert "1.02.00.2.02.0001" in page


@pytest.mark.parametrize(("paper", "lying"), [(agreement(), "portrait"), (work_plan(), "landscape")])
def test_how_the_sheet_lies(paper: PlanPaper, lying: str) -> None:
    with pikepdf.open(BytesIO(render(paper))) as document:
        for page in document.pages:
            _, _, width, height = page.mediabox
            assert (width > height) is (lying == "landscape")


def test_the_head_stands_on_every_page_of_a_table() -> None:
    pages = [page for page in printed(work_plan(40)).pages[1:] if "1.02." in page]
    assert len(pages) > 4
    assert all("Program / Kegiatan" in " ".join(page.split()) for page in pages)


def test_the_words_of_the_paper_are_in_its_language() -> None:
    signed = msgspec.structs.replace(CHAIR, part="A", position="Head", capacity=Capacity.DEFINITIVE, step="prepared")
    paper = shown(APP, english().text, signatures=(signed,), status=Status.SIGNED, trial=True)
    page = printed(paper).text
    for words in (
        "Signed electronically: part A.",
        "(trial, not certified)",
        "by Keputusan Nomor 12 Tahun 2024",
        "Thursday, 18 January 2024 at 00:05 GMT+08:00",
        "TRIAL — not an official document",
        "Page 1 of",
        "Text digest",
        "TOTAL",
    ):
        assert words in page, words
    assert not {"Halaman", "Sidik", "JUMLAH", "Ditandatangani", "naskah"} & set(page.split())
    with pikepdf.open(BytesIO(render(paper))) as document:
        assert str(document.Root["/Lang"]).startswith("en")


@pytest.fixture(scope="module")
def opened() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(render(work_plan()))) as document:
        yield document


def test_is_a_pdf_that_is_kept_and_read_aloud(opened: pikepdf.Pdf) -> None:
    metadata = opened.open_metadata()
    assert metadata.pdfa_status == "2A"
    assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_every_column_of_every_table_has_a_header_cell(opened: pikepdf.Pdf) -> None:
    tables = [tag for name, tag in tags(opened.Root["/StructTreeRoot"]["/K"]) if name == "/Table"]
    assert tables
    for table in tables:
        assert next(children(row) for row in next(iter(table["/K"]))["/K"]) == ["/TH"] * 12


def test_the_seeds_plan_of_the_kind_that_paraf_brings() -> None:
    text = banjarmasin.plan_text()
    page = bare(printed(shown(RKT, text)).text)
    for row in text.rows().values():
        assert bare(row.text) in page


@pytest.mark.parametrize("words", HOSTILE)
def test_no_typed_text_is_code_wherever_a_kind_puts_it(words: str) -> None:
    part = msgspec.structs.replace(
        RENJA.parts[0],
        levels=tuple(msgspec.structs.replace(level, name=words) for level in RENJA.parts[0].levels),
        indicator_head=words,
        target_head=words,
        columns=tuple(msgspec.structs.replace(column, head=words) for column in RENJA.parts[0].columns),
        pledge=words,
    )
    typed = work_plan(1).text
    text = typed.with_part(
        msgspec.structs.replace(
            typed.parts[0],
            details=msgspec.structs.replace(typed.parts[0].details, pledge=words),
            indicators=tuple(
                msgspec.structs.replace(i, cells=tuple(_with_words(c, words) for c in i.cells))
                for i in typed.parts[0].indicators
            ),
        )
    )
    paper = msgspec.structs.replace(work_plan(1), text=text, shape=msgspec.structs.replace(RENJA, parts=(part,)))
    # Twelve headings less those of code and goals, the band's level, the pledge, and three cells of two rows.
    assert bare(printed(paper).text).count(bare(words)) >= len(part.columns) + 2 + 1 + 6


def _with_words(cell: Cell, words: str) -> Cell:
    return Cell(cell.column, words) if cell.value is None else cell


@pytest.mark.parametrize(
    ("text", "value", "summed"),
    [
        ("Rp 1.500", 1_500, "Rp 2.325.000"),
        ("6764342774", 6_764_342_774, "2325000"),
        ("124.227.461.000", 124_227_461_000, "2.325.000"),
        ("1.248", 1_248_000_000, "2,325"),
        ("974", 974_000_000, "2,325"),
        ("dua juta", 2_000_000, None),
    ],
)
def test_a_sum_is_spelled_as_the_amounts_above_it(text: str, value: int, summed: str | None) -> None:
    """Rupiah below millions of rupiah, or *Rp* below bare figures, is no sum that anybody would sign."""
    assert alike(Decimal(2_325_000), text, Decimal(value)) == summed
