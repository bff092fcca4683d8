"""What a verification found."""

import msgspec

from eventstore.entry import Head
from eventstore.errors import Corrupt, Fault


class Finding(msgspec.Struct, frozen=True):
    """One fault: `position` is the first wrong one of the office's log, 0 where the fault is at none."""

    office: str
    position: int
    fault: Fault
    how: str

    def __str__(self) -> str:
        place = f"{self.office}, position {self.position}" if self.position else self.office
        return f"{place}: {self.how}" if place else self.how


def found(wrong: Corrupt) -> Finding:
    """Return the error as a finding."""
    return Finding(wrong.office, wrong.position, wrong.fault, wrong.how)


class OfficeCount(msgspec.Struct, frozen=True):
    """What was read of one office, up to its first fault."""

    office: str
    head: Head
    entries: int
    receipts: int
    views: int


class Report(msgspec.Struct, frozen=True):
    """Whole and true where there are no findings."""

    offices: tuple[OfficeCount, ...]
    documents: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Return whether nothing was found."""
        return not self.findings
