"""Shapes in which offices keep their papers: each row comes out as a careful reader has it, or is told to be left."""

from collections.abc import Callable

import pytest

from activities.importing.process import _source, bounded
from domain.kind.kind import RowKind
from domain.sheet.laid import Laid
from domain.sheet.mapping import parts_laid, proposed
from tests.activities.importing.shapes import HIDING, KIND, ONE, SHAPES, TWO, WANTED, Row, two_tables_side_by_side, xlsx


def became(data: bytes) -> tuple[tuple[Row, ...], list[Laid]]:
    """Return the indicators of a file below their goals, and all that its tables became."""
    source = bounded(_source("a", data), "a")
    laid = parts_laid(source, proposed(source, KIND, 2024), KIND)["A"]
    texts = {row.id: row.text.text for each in laid for row in each.rows}
    rows = [row for each in laid for row in each.rows if row.kind is RowKind.INDICATOR]
    return tuple((texts.get(r.parent, ""), r.text.text, r.figure.text if r.figure else "") for r in rows), laid


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_a_shape_comes_out_as_it_is_meant(make: Callable[[], bytes]) -> None:
    rows, _ = became(make())
    assert rows == WANTED


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_every_cell_below_the_headings_becomes_something_or_is_told_to_be_left(make: Callable[[], bytes]) -> None:
    data = make()
    source = bounded(_source("a", data), "a")
    mapping = proposed(source, KIND, 2024)
    laid = [each for tables in parts_laid(source, mapping, KIND).values() for each in tables]
    told = {(left.text, left.place) for each in laid for left in each.left}
    kept = {place for each in laid for row in each.rows for place in (row.text.place, row.figure and row.figure.place)}
    kept |= {piece.place for each in laid for row in each.rows for piece in row.cells.values()}
    goals = {ONE, TWO}
    for taken in mapping.tables:
        for line in source.tables[taken.table].lines:
            for cell in line.cells if taken.band.last < line.number < taken.until else ():
                again = " ".join(cell.text.split()) in goals or cell.text.strip("().").isdecimal()
                heads = {word for _, word in taken.band.heads}
                known = cell.place in kept or (cell.text, cell.place) in told or again or cell.text in heads
                assert known, cell


@pytest.mark.parametrize("make", HIDING, ids=lambda make: make.__name__)
def test_what_a_file_hides_is_told_and_not_taken(make: Callable[[], bytes]) -> None:
    source = bounded(_source("a", make()), "a")
    assert source.left == ("Lama",)
    _, laid = became(make())
    left = [left.text for each in laid for left in each.left if left.why == "hidden"]
    assert sorted(left) == sorted(["a", ONE, "Indikator lama yang disaring", "b", "99", "c", "d"])


def test_the_table_beside_becomes_programmes() -> None:
    _, laid = became(two_tables_side_by_side())
    rows = [row for each in laid for row in each.rows if row.kind is RowKind.PROGRAMME]
    assert [(r.text.text, r.figure.text if r.figure else "") for r in rows] == [
        ("Program pelayanan", "1000000"),
        ("Program dukungan", "2000000"),
    ]


def test_a_percentage_is_what_its_format_shows() -> None:
    def percent(sheet: object) -> None:
        sheet["C2"].number_format = "0%"  # type: ignore[index]

    rows, _ = became(xlsx([["Sasaran", "Indikator", "Target"], [ONE, "Persentase layanan", 0.9]], (), percent))
    assert rows == ((ONE, "Persentase layanan", "90%"),)
