"""The year table as files for spreadsheets."""

from collections.abc import Sequence
from datetime import date

from activities.documents.sheets import csv_table, workbook
from activities.documents.year.columns import BUDGETS, INDICATORS, LinesOn, budget_rows, indicator_rows
from domain.measure.budget import Lines
from domain.quarter.state import Quarter


def unsaid(on: date) -> Lines | None:
    """Return the lines of an office that has said none."""
    return None


def year_xlsx(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid) -> bytes:
    """Return a workbook of two sheets, indicators and budgets, with a row for each quarter of each. Blocks."""
    return workbook(
        ("Capaian", INDICATORS, indicator_rows(quarters)), ("Anggaran", BUDGETS, budget_rows(quarters, lines_on))
    )


def year_csv(quarters: Sequence[Quarter]) -> bytes:
    """Return the indicators of the quarters."""
    return csv_table(INDICATORS, indicator_rows(quarters))


def budget_csv(quarters: Sequence[Quarter], lines_on: LinesOn = unsaid) -> bytes:
    """Return the programmes of the quarters in the same way."""
    return csv_table(BUDGETS, budget_rows(quarters, lines_on))
