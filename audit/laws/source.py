"""What holds of a fact that came from somebody's file: the cells that it names there are those that it changed."""

from collections.abc import Iterator
from typing import get_args

from audit.laws.law import Breach, Law
from domain.action.edit import cells_changed
from domain.action.events import RowChange
from domain.kernel.source import FileSource
from domain.plan.facts import (
    CellChanged,
    DetailChanged,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowReworded,
    TargetChanged,
)
from domain.quarter.events import BudgetRealised, RealisationCorrected, RealisationFiled

SOURCE = Law("source")
_ROW = ("text", "target", "allotted", "serves")
_FIGURES, _WORDS = ("reading", "numerator", "denominator", "state"), ("explanation", "obstacles", "justification")
_FILED = (*_FIGURES, *_WORDS, "follow_up", "follow_up_answer", "reason")


def sourced(event: object) -> Iterator[Breach]:
    """Judge the cells of the file that the fact names, if it names one."""
    source = getattr(event, "source", None)
    if isinstance(source, FileSource):
        strays = sorted({cell.cell for cell in source.cells} - {*_cells(event)})
        yield from SOURCE.unless(not strays, f"names {', '.join(strays)} of a file, which it did not change")


def _cells(event: object) -> tuple[str, ...]:
    match event:
        case RowAdded(row=row):
            return (*_ROW, *(cell.column for cell in row.cells))
        case RowReworded():
            return ("text",)
        case TargetChanged():
            return ("target",)
        case ProgrammeAllotted():
            return ("allotted",)
        case ProgrammeLinked():
            return ("serves",)
        case CellChanged(old=old, new=new):
            return tuple(cell.column for cell in (old, new) if cell is not None)
        case DetailChanged(detail=detail):
            return (detail,)
        case RealisationFiled() | RealisationCorrected():
            return _FILED
        case BudgetRealised():
            return ("realised",)
    return cells_changed(event) if isinstance(event, get_args(RowChange)) else ()
