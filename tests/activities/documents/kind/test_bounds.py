"""Whatever may be declared and typed is printed whole: nothing is cut, nothing stands outside the page."""

import re
import subprocess
from decimal import Decimal

import pytest

from activities.documents.kind.table import LANDSCAPE, PORTRAIT, Sheet
from activities.documents.kind.widths import Content, fitted
from activities.documents.paper import PlanPaper
from activities.documents.plan import render
from domain.kind.check import checked_kind
from domain.kind.column import Column, Holds, RowKind
from domain.kind.kind import GoalLevel, Kind, Numbering, Paper, PartKind
from domain.measure.target import Percentage
from domain.plan.cell import Cell
from domain.plan.check import MAX_CHARACTERS, MAX_ROWS
from domain.plan.text import Goal, Indicator
from tests.activities.documents.kind.forms import formed
from tests.activities.documents.printed import bare, printed

WORDS = "Persentase pengaduan masyarakat yang ditindaklanjuti sesuai standar pelayanan minimal"


def kind(columns: int, paper: Paper = Paper.LANDSCAPE, levels: int = 5, holds: Holds = Holds.TEXT) -> Kind:
    part = PartKind(
        "A",
        "",
        tuple(GoalLevel(f"Tingkat {n}", Numbering.NESTED) for n in range(levels)),
        columns=tuple(Column(f"kolom-{n}", f"Kolom ke-{n}", RowKind.INDICATOR, holds) for n in range(columns)),
    )
    return checked_kind(Kind("lebar", "RENCANA {year}", (part,), paper=paper))


def filled(of: Kind, rows: int, words: str) -> PlanPaper:
    levels, columns = len(of.parts[0].levels), of.parts[0].columns
    goals = tuple(Goal(f"g{n}", f"g{n - 1}" if n else "", f"{words} {n}") for n in range(levels))
    indicators = tuple(
        Indicator(
            f"i{n}",
            goals[n * levels // rows].id,
            f"{words} {n}",
            Percentage(Decimal("99.25")),
            tuple(Cell(column.key, f"{words} {n}") for column in columns),
        )
        for n in range(rows)
    )
    return formed(of, goals=goals, indicators=indicators)


def outside(pdf: bytes) -> list[str]:
    """Return the words that reach over the edge of their page."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    found = []
    for page in told.split("<page ")[1:]:
        width, height = (float(re.search(rf'{side}="([0-9.]+)"', page)[1]) for side in ("width", "height"))  # type: ignore[index]
        for x0, y0, x1, y1, word in re.findall(
            r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>', page
        ):
            if float(x0) < 0 or float(y0) < 0 or float(x1) > width or float(y1) > height:
                found.append(word)
    return [word for word in found if word not in ("RANCANGAN",)]


@pytest.mark.parametrize("columns", [1, 7, 12, 40])
@pytest.mark.parametrize("paper", list(Paper))
def test_any_number_of_columns(columns: int, paper: Paper) -> None:
    shown = filled(kind(columns, paper), 6, WORDS)
    found = printed(shown)
    assert outside(found.pdf) == []
    assert bare(found.text).count("99,25%") == 6


def test_a_cell_longer_than_a_page_goes_on_on_the_next() -> None:
    words = ("kata " * (MAX_CHARACTERS // 5))[: MAX_CHARACTERS - 10].strip()
    found = printed(filled(kind(2), 2, words))
    assert found.text.split().count("kata") >= 2 * 3 * len(words.split())
    assert outside(found.pdf) == []


def test_as_many_rows_as_a_plan_holds() -> None:
    assert render(filled(kind(12), MAX_ROWS - 5, "Persentase pengaduan yang selesai")).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("sheet", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("columns", [1, 3, 12, 44])
def test_columns_are_together_as_wide_as_the_page(sheet: Sheet, columns: int) -> None:
    contents = [Content(f"Kolom {n}", [WORDS * (n % 3), "12,5"], prose=n % 2 == 0) for n in range(columns)]
    widths = fitted(contents, sheet.across, sheet.size).widths
    assert sum(widths) == pytest.approx(sheet.across)
    assert min(widths) > 0


def test_a_figure_is_never_broken() -> None:
    amounts = tuple(Decimal(10**n) for n in range(12))
    of = kind(3, levels=1, holds=Holds.MONEY)
    shown = formed(
        of,
        goals=(Goal("g", "", WORDS),),
        indicators=tuple(
            Indicator(
                f"i{n}",
                "g",
                WORDS,
                Percentage(Decimal(1)),
                tuple(Cell(column.key, value=amount) for column in of.parts[0].columns),
            )
            for n, amount in enumerate(amounts)
        ),
    )
    assert "Rp 100.000.000.000 Rp 100.000.000.000 Rp 100.000.000.000" in printed(shown).text
