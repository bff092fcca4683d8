"""The sheets of a Word document: paper, styles, language, what stands at the foot of each page."""

from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from activities.documents.report.word.fields import add_field

_FONT = "Times New Roman"
_SHORT, _LONG = Mm(210), Mm(297)
_MARGINS = {"top_margin": Mm(25), "bottom_margin": Mm(24), "left_margin": Mm(24), "right_margin": Mm(20)}
_SIZES = {
    "Normal": 11,
    "Title": 28,
    "Heading 1": 14,
    "Heading 2": 12,
    "Heading 3": 11.5,
    "Heading 4": 11,
    "Caption": 10,
}
CELL = "Cell"  # the style of what stands in a table
_BLACK = RGBColor(0, 0, 0)
WIDTH, ACROSS = 166, 253  # mm between the margins of a sheet that stands, and of one that lies


def new_document(foot: str) -> Document:
    """Return an empty document on A4 in Indonesian; `foot` stands at the foot of every page but the cover."""
    document = docx.Document()
    _language(document)
    for name, size in _SIZES.items():
        _style(document, name, size)
    for level in (1, 2, 3):
        entry: Any = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        entry.paragraph_format.left_indent = Mm(6 * (level - 1))
        entry.paragraph_format.space_after = Pt(2)
    aside: Any = document.styles.add_style("Aside", WD_STYLE_TYPE.PARAGRAPH)
    aside.font.size = Pt(8.5)
    aside.paragraph_format.space_after = Pt(3)
    cell: Any = document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.font.size = Pt(9)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    cell.paragraph_format.line_spacing = 1
    section = document.sections[0]
    _lay(section, across=False)
    section.different_first_page_header_footer = True
    foots = section.footer.paragraphs[0]
    foots.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foots.style = "Aside"
    foots.add_run(f"{foot} · Halaman ")
    add_field(foots, "PAGE", "1")
    foots.add_run(" dari ")
    add_field(foots, "NUMPAGES", "1")
    return document


def turn(document: Document, *, across: bool) -> None:
    """Begin a page that lies on its long side, or stands."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _lay(section, across=across)


def _lay(section: Section, *, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if across else (_SHORT, _LONG)
    for margin, size in _MARGINS.items():
        setattr(section, margin, size)


def _style(document: Document, name: str, size: float) -> None:
    style: Any = document.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[theme]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    if name == "Normal":
        style.paragraph_format.space_after = Pt(6)
        style.paragraph_format.line_spacing = 1.15
        return
    style.font.color.rgb = _BLACK
    style.font.italic = False
    style.font.bold = True
    style.paragraph_format.keep_with_next = True
    if name == "Heading 1":
        style.paragraph_format.page_break_before = True
    if name in ("Heading 1", "Title", "Caption"):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:  # the line below a title
        style.element.pPr.remove(border)


def _language(document: Document) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), "id-ID")
