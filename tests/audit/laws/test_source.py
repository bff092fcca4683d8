"""What came from a file: a fact names the cells that it changed, and no others."""

from datetime import UTC, datetime

import pytest

from audit.laws.source import sourced
from domain.action.events import QuarterTargetsSet, StepsPlanned
from domain.action.row import Steps
from domain.kernel.actor import system
from domain.kernel.source import FileSource, SourcedCell
from domain.kind.kind import RowKind
from domain.measure.realisation import Level
from domain.plan.facts import RowAdded, RowReworded
from domain.plan.text import Goal

BY, AT = system("kantor"), datetime(2027, 1, 1, tzinfo=UTC)


def of(*cells: str) -> FileSource:
    return FileSource("ab" * 32, "rencana.xlsx", tuple(SourcedCell(cell, "Sheet!A1") for cell in cells))


@pytest.mark.parametrize(
    ("fact", "kept"),
    [
        (RowAdded(by=BY, at=AT, version=1, part="A", row=Goal("g1", "", "Mutu"), after="", source=of("text")), True),
        (RowAdded(by=BY, at=AT, version=1, part="A", row=Goal("g1", "", "Mutu"), after="", source=of("satuan")), False),
        (
            RowReworded(
                by=BY, at=AT, version=1, part="A", row="g1", kind=RowKind.GOAL, old="a", new="b", source=of("target")
            ),
            False,
        ),
        (StepsPlanned(by=BY, at=AT, version=1, indicator="i1", old=Steps(), new=Steps("a"), source=of("steps")), True),
        (
            QuarterTargetsSet(
                by=BY,
                at=AT,
                version=1,
                indicator="i1",
                old=(),
                new=(Level("A"), None, None, None),
                source=of("targets.1"),
            ),
            True,
        ),
        (
            QuarterTargetsSet(
                by=BY,
                at=AT,
                version=1,
                indicator="i1",
                old=(),
                new=(Level("A"), None, None, None),
                source=of("targets.1", "targets.2"),
            ),
            False,
        ),
    ],
)
def test_a_fact_names_the_cells_of_a_file_that_it_changed(fact: object, kept: bool) -> None:
    assert (not list(sourced(fact))) is kept
