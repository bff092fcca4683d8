"""Fields of a Word document: what Word counts and lists itself, with what is shown until it does."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field that shows this until Word has counted."""
    open_field(paragraph, instruction)
    paragraph.add_run(shown)
    close_field(paragraph)


def open_field(paragraph: Paragraph, instruction: str, *, stale: bool = False) -> None:
    """Begin a field; what follows is shown in its place, and made anew when Word opens it where that is `stale`."""
    begin = _mark(paragraph, "begin")
    if stale:
        begin.set(qn("w:dirty"), "true")
    words: Any = OxmlElement("w:instrText")
    words.set(qn("xml:space"), "preserve")
    words.text = f" {instruction} "
    paragraph.add_run()._r.append(words)
    _mark(paragraph, "separate")


def close_field(paragraph: Paragraph) -> None:
    """End the field that was begun."""
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> Any:
    mark: Any = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
    return mark
