"""What stands against verifying a row of a quarter unseen."""

from enum import StrEnum

from domain.measure.realisation import Absent
from domain.quarter.figures import Figure
from domain.quarter.filing import words_needed
from domain.quarter.line import Line


class Against(StrEnum):
    """Why a row is to be looked at by itself before it is verified."""

    FLAGGED = "flagged"
    NO_FIGURE = "no-figure"
    EXPLAINED = "explained"  # it says why it is below or far from what was expected: somebody has to read that
    NO_EVIDENCE = "no-evidence"
    AGAIN = "again"


def against(line: Line, figure: Figure) -> tuple[Against, ...]:
    """Return what stands against a filed row; nothing for one that is whole and as expected."""
    filing = line.filing
    if filing is None:
        return (Against.NO_FIGURE,)
    absent = isinstance(filing.reading, Absent)
    found = {
        Against.FLAGGED: bool(figure.quarter.flags or figure.year.flags),
        Against.NO_FIGURE: absent,
        Against.EXPLAINED: not absent and bool(words_needed(filing.reading, line.row)),
        Against.NO_EVIDENCE: not filing.evidence,
        Against.AGAIN: line.again,
    }
    return tuple(reason for reason, holds in found.items() if holds)
