"""An annual report as headings, words, tables and charts, in the customary order."""

from collections.abc import Iterator
from string import ascii_uppercase

from activities.documents.report.annexes import annexes
from activities.documents.report.blocks import Block, Contents, Heading, Signatures, Words
from activities.documents.report.budget import absorbed, efficient, supporting
from activities.documents.report.performance import agreed, answered, performance, summed_up
from domain.report.state import Report
from domain.report.text import CHAPTERS, HEADINGS

_NUMBERED = ("I", "II", "III", "IV")
_TABLES = {
    "summary": summed_up,
    "agreement": agreed,
    "performance": performance,
    "support": supporting,
    "efficiency": efficient,
    "budget": absorbed,
    "follow-up": answered,
}
UNWRITTEN = "Belum ditulis."


def report_blocks(report: Report, time_zone: str) -> Iterator[Block]:
    """Yield all that a report says behind its cover; days are those of the office's zone."""
    bodies = {section.key: section.body for section in report.text.sections}
    for chapter, title in CHAPTERS.items():
        if chapter == _NUMBERED[0]:
            yield Contents()
        yield Heading(1, f"BAB {chapter}" if chapter in _NUMBERED else "", title)
        letters = iter(ascii_uppercase)
        for heading in HEADINGS:
            if heading.chapter != chapter:
                continue
            if heading.title:
                yield Heading(2, f"{next(letters)}.", heading.title)
            words = [line for line in bodies[heading.key].splitlines() if line.strip()]
            if words or heading.key not in (*_TABLES, "annex"):
                yield Words(words or [UNWRITTEN])
            if heading.key in _TABLES:
                yield from _TABLES[heading.key](report)
            elif heading.key == "foreword":
                yield Signatures()
            elif heading.key == "annex":
                yield from annexes(report, time_zone)
