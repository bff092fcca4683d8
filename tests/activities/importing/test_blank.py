"""The empty workbook of a kind: what is filled into it comes back without a question."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from activities.documents.kind.blank import blank_csv, blank_xlsx
from activities.importing.plain import read_plain
from activities.importing.workbook import read_workbook
from domain.kind.kind import Kind, RowKind
from domain.kind.shipped import SHIPPED
from domain.sheet.heads import Becomes
from domain.sheet.mapping import parts_laid, proposed
from domain.sheet.table import Source
from tests.cases.papers import documents

KINDS = [*SHIPPED, *(document.kind() for document in documents())]
YEAR = 2024


def filled_xlsx(kind: Kind) -> Source:
    """Return the workbook with its example as the first row."""
    book = openpyxl.load_workbook(io.BytesIO(blank_xlsx(kind, YEAR)))
    for sheet in book.worksheets[:-1]:
        sheet["A2"] = "1"
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


def filled_csv(kind: Kind) -> Source:
    """Return the same as CSV."""
    return read_plain(blank_csv(kind, YEAR).replace(b"contoh;", b"1;"))


@pytest.mark.parametrize("make", [filled_xlsx, filled_csv], ids=["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_column_comes_back_to_its_part(kind: Kind, make: Callable[[Kind], Source]) -> None:
    source = make(kind)
    mapping = proposed(source, kind, YEAR)
    wanted = [part.key for part in kind.parts for _ in range(2 if part.budget else 1)]
    assert [table.part for table in mapping.tables] == wanted
    assert [c for t in mapping.tables for c in t.columns if c.becomes is Becomes.NOTHING] == []
    for part in kind.parts:
        rows = [row for laid in parts_laid(source, mapping, kind)[part.key] for row in laid.rows]
        kinds = [RowKind.GOAL] * len(part.levels) + [RowKind.INDICATOR] + [RowKind.PROGRAMME] * bool(part.budget)
        assert [row.kind for row in rows] == kinds
        for on in RowKind:
            keys = {column.key for column in part.on(on)}
            assert {key for row in rows if row.kind is on for key in row.cells} == keys


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_example_becomes_nothing_and_its_choices_are_offered(kind: Kind) -> None:
    source = read_workbook(blank_xlsx(kind, YEAR))
    laid = [each for tables in parts_laid(source, proposed(source, kind, YEAR), kind).values() for each in tables]
    assert [row for each in laid for row in each.rows] == []
    assert {left.why for each in laid for left in each.left} == {"example"}
    book = openpyxl.load_workbook(io.BytesIO(blank_xlsx(kind, YEAR)))
    offered = sum(len(sheet.data_validations.dataValidation) for sheet in book.worksheets)
    assert offered == sum(bool(column.choices) for part in kind.parts for column in part.columns)
