"""Whatever may be declared and typed is printed whole: nothing is cut, nothing stands outside the page."""

import re
import subprocess
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import takewhile

import msgspec
import pytest

from activities.documents.kind.table import LANDSCAPE, PORTRAIT, Sheet
from activities.documents.kind.widths import Content, fitted
from activities.documents.paper import PlanPaper
from activities.documents.plan import render
from domain.kind.check import checked_kind
from domain.kind.kind import Block, Column, GoalLevel, Holds, Kind, Numbering, Paper, PartKind, RowKind, Side
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


_WORD = re.compile(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([0-9.]+)" height="([0-9.]+)">(.*?)</page>', re.DOTALL)
_ACROSS = 25  # points; what is higher is the title on the cover, or what stands across the page
Word = tuple[float, float, float, float, str]


def unreadable(pdf: bytes) -> list[str]:
    """Return the words that reach over the edge of their page or stand upon others."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [word for width, height, page in _PAGE.findall(told) for word in _wrong(page, float(width), float(height))]


def _wrong(page: str, width: float, height: float) -> Iterator[str]:
    words: list[Word] = [(*map(float, found[:4]), found[4]) for found in _WORD.findall(page)]
    words = sorted((word for word in words if word[3] - word[1] < _ACROSS and word[4] not in "RANCANGAN"), key=_top)
    for n, word in enumerate(words):
        if word[0] < 0 or word[1] < 0 or word[2] > width or word[3] > height:
            yield word[4]
        yield from (
            f"{word[4]} / {other[4]}" for other in takewhile(_above(word), words[n + 1 :]) if _upon(word, other)
        )


def _top(word: Word) -> float:
    return word[1]


def _above(word: Word) -> Callable[[Word], bool]:
    return lambda other: other[1] <= word[3]


def _upon(one: Word, other: Word) -> bool:
    """More than the hair's breadth by which lines and letters touch."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.6 and down > 0.35 * min(one[3] - one[1], other[3] - other[1])


@pytest.mark.parametrize("columns", [1, 7, 12, 40])
@pytest.mark.parametrize("paper", list(Paper))
def test_any_number_of_columns(columns: int, paper: Paper) -> None:
    shown = filled(kind(columns, paper), 6, WORDS)
    found = printed(shown)
    assert unreadable(found.pdf) == []
    assert bare(found.text).count("99,25%") == 6


@pytest.mark.parametrize("columns", [2, 40])
def test_a_cell_longer_than_a_page_goes_on_on_the_next(columns: int) -> None:
    words = ("kata " * (MAX_CHARACTERS // 5))[: MAX_CHARACTERS - 10].strip()
    found = printed(filled(kind(columns), 2, words))
    assert bare(found.text).count("kata") >= 2 * (1 + columns) * len(words.split())
    assert unreadable(found.pdf) == []


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


@pytest.mark.parametrize("paper", list(Paper))
def test_as_many_signatures_as_a_part_has_go_on_on_the_next_page(paper: Paper) -> None:
    blocks = tuple(Block(f"blok-{n}", "\n".join([f"PIHAK {n}"] * 7), f"Pejabat {n}", Side.LEFT) for n in range(8))
    of = kind(1, paper)
    of = msgspec.structs.replace(of, parts=(msgspec.structs.replace(of.parts[0], blocks=blocks),))
    found = printed(filled(of, 2, WORDS))
    assert unreadable(found.pdf) == []
    assert all(block.capacity in found.text for block in blocks)
