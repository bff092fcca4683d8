"""What the chapters and sections of an annual report are called: as the paper prints them."""

from api.words.words import Words
from domain.kernel.errors import N_
from domain.report.text import CHAPTERS, HEADINGS

_NUMBERED = ("I", "II", "III", "IV")


def chapter_name(words: Words, key: str) -> str:
    """Return the heading of a chapter."""
    return (
        words(N_("Chapter {number}: {title}"), number=key, title=CHAPTERS[key]) if key in _NUMBERED else CHAPTERS[key]
    )


def section_name(words: Words, key: str) -> str:
    """Return the heading of a section; of one that is a chapter by itself, that of the chapter."""
    heading = next((heading for heading in HEADINGS if heading.key == key), None)
    if heading is None:
        return key
    return heading.title or CHAPTERS[heading.chapter].capitalize()
