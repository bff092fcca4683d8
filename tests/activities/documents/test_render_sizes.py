"""The document of plans of every size, and of texts longer than a page."""

import re
from decimal import Decimal

import msgspec
import pytest

from domain.measure.target import Grade, Quantity
from domain.plan.text import Goal, Indicator, PartDetails, PlanDetails, Programme
from examples import banjarmasin
from tests.activities.documents.printed import bare, paper, printed, with_goal, with_part


def test_a_plan_without_rows() -> None:
    page = printed(paper(banjarmasin.plan_text().skeleton())).text
    assert page.count("Belum ada sasaran.") == 2
    assert "JUMLAH" not in page


def test_a_plan_of_one_row() -> None:
    pages = printed(paper(with_goal("Satu sasaran saja"))).pages
    assert len(pages) == 2
    assert "1. Satu sasaran saja Satu sasaran saja 0,16%" in " ".join(pages[1].split())


def test_five_hundred_rows_in_their_order() -> None:
    goals = tuple(Goal(f"g{n}", f"g{n - n % 10}" if n % 10 else "", f"Sasaran-{n}-") for n in range(200))
    indicators = tuple(Indicator(f"i{n}", f"g{n % 200}", f"Indikator-{n}-", Grade("AA")) for n in range(300))
    part = msgspec.structs.replace(banjarmasin.plan_text().part("A"), goals=goals, indicators=indicators)
    shown = printed(paper(with_part(part)))
    assert re.findall(r"Sasaran-(\d+)-", shown.text) == [str(n) for n in range(200)]
    rows = [str(n + m) for n in range(200) for m in (0, 200) if n + m < 300]
    assert re.findall(r"Indikator-(\d+)-", shown.text) == rows
    tables = shown.pages[1:]
    assert all("NO SASARAN STRATEGIS INDIKATOR KINERJA TARGET" in " ".join(page.split()) for page in tables)


def test_a_chapter_never_stands_alone_at_the_foot_of_a_page() -> None:
    for lead in range(20, 34):  # one of them would put it there
        goals = (
            *(Goal(f"g{n}", "", "Sasaran") for n in range(lead)),
            Goal("chapter", "", "Bab"),
            Goal("below", "chapter", "Di bawahnya"),
        )
        indicators = tuple(Indicator(f"i{g.id}", g.id, "Indikator", Grade("A")) for g in goals if g.id != "chapter")
        part = msgspec.structs.replace(banjarmasin.plan_text().part("A"), goals=goals, indicators=indicators)
        holding = [n for n, page in enumerate(printed(paper(with_part(part))).pages) if "Bab" in page]
        assert holding == [n for n, page in enumerate(printed(paper(with_part(part))).pages) if "Di bawah" in page]


def test_a_cell_longer_than_a_page_is_printed_whole() -> None:
    words = " ".join(f"kata{n}" for n in range(500))
    shown = printed(paper(with_goal(words)))
    assert len(shown.pages) > 3
    assert [len(re.findall(rf"\bkata{n}\b", shown.text)) for n in range(500)] == [2] * 500


def test_a_word_wider_than_its_cell_is_printed_whole() -> None:
    word = "".join(f"{n:04}" for n in range(150))
    assert bare(printed(paper(with_goal(word))).text).count(word) >= 1
    unit = "dokumenperencanaandanpenganggaran"
    part = banjarmasin.plan_text().part("A")
    wide = msgspec.structs.replace(
        part,
        goals=(Goal("g", "", "Sasaran"),),
        indicators=(Indicator("i", "g", "Indikator", Quantity(Decimal(1234567), unit)),),
    )
    assert "1.234.567" + unit in bare(printed(paper(with_part(wide))).text)


def test_long_details_are_printed_whole() -> None:
    text = with_goal("Sasaran")
    details = {field: f"{field} " + "sangat panjang " * 60 + f"akhir-{field}" for field in ("title", "address")}
    part = msgspec.structs.replace(
        text.parts[0],
        details=msgspec.structs.replace(text.parts[0].details, signatory="Ketua " * 200, name="N" * 300 + "akhir"),
    )
    long = msgspec.structs.replace(text, details=msgspec.structs.replace(text.details, **details), parts=(part,))
    page = bare(printed(paper(long)).text)
    assert "akhir-title" in page
    assert "akhir-address" in page
    assert page.count("Ketua") == 200
    assert page.count("N") > 300
    assert "NNNakhir" in page


def test_many_programmes() -> None:
    programmes = tuple(Programme(f"p{n}", f"Program-{n}-", Decimal(1_000_000 + n)) for n in range(80))
    part = msgspec.structs.replace(banjarmasin.plan_text().part("B"), programmes=programmes)
    shown = printed(paper(with_part(part)))
    assert re.findall(r"Program-(\d+)-", shown.text) == [str(n) for n in range(80)]
    assert "Rp 80.003.160" in shown.text
    assert "(1) (2) (3)" in " ".join(shown.pages[-1].split())


@pytest.mark.parametrize(
    ("allotted", "amount", "words"),
    [
        (Decimal(0), "Rp 0", "Terbilang: nol rupiah"),
        (Decimal("1500.50"), "Rp 1.500,50", "Terbilang: seribu lima ratus rupiah lima puluh sen"),
        (Decimal(10) ** 18, "Rp 1.000.000.000.000.000.000", "JUMLAH (dihitung dari rincian di atas) Rp"),
    ],
)
def test_odd_budgets(allotted: Decimal, amount: str, words: str) -> None:
    part = banjarmasin.plan_text().part("B")
    one = msgspec.structs.replace(part, programmes=(Programme("p", "Program", allotted),))
    page = printed(paper(with_part(one))).text
    assert page.count(amount) == 2
    assert words in page


def test_a_plan_without_any_printed_detail_is_printed_all_the_same() -> None:
    text = banjarmasin.plan_text()
    nothing = PartDetails("", "", "", "", "", "", "")
    parts = tuple(msgspec.structs.replace(part, details=nothing) for part in text.parts)
    pages = printed(paper(msgspec.structs.replace(text, details=PlanDetails("", "", ""), parts=parts))).pages
    assert "RKT-2024" in pages[0]
    assert "Bagian A" in pages[1]
