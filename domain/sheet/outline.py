"""How rows of an outline are told apart: by the number or code they begin with, how far in and how bold they stand."""

import re

from domain.sheet.table import SourceCell

MARKED = re.compile(
    r"(?P<mark>(?:[IVXL]{1,6}|[A-Z]|[a-z]|\d{1,3}(?:\.\d{1,3})*)[.)]|\d{1,3}(?:\.\d{1,3})+|[-–•▪])\s+(?P<rest>\S.*)",
    re.DOTALL,
)
CODED = re.compile(r"(?P<code>\d+(?:[.\s]\d+)+)[.\s]+(?P<rest>[^\d\s].*)", re.DOTALL)
TOTAL = re.compile(
    r"(?:grand |sub ?)?(?:total|jumlah)(?: (?:total|keseluruhan|seluruhnya|anggaran|pagu|\S{1,3}))?\s*[:.]?",
    re.IGNORECASE,
)
COUNT = re.compile(r"\(?(?:\d{1,3}|[IVXL]{1,6}|[A-Za-z])\)?\.?")
MONEY = re.compile(r"(?:rp|idr|php)\b\.?", re.IGNORECASE)
NOTE = re.compile(r"(?:catatan|keterangan|sumber|notes?|source|\*)", re.IGNORECASE)
FOOTNOTE = re.compile(r"\*+\)?\s|(?:catatan|keterangan|sumber|notes?|source)\s*:", re.IGNORECASE)
_PIECES = re.compile(r"[.\s]")


def look(cell: SourceCell, code: str) -> tuple[str, ...]:
    """What tells the rows of a level apart: their code or number, how far they are set in, and their weight."""
    mark = code.strip() or cell.text.strip()
    return (sort_of_mark(mark), str(cell.indent), "bold" if cell.bold else "")


def sort_of_mark(text: str) -> str:
    """Return the sort of the number that a text begins with; empty for none."""
    coded = CODED.match(text) or re.match(r"(?P<code>\d+(?:[.\s]\d+)+)", text)
    if coded:
        return f"code-{len(_PIECES.split(coded['code']))}"
    marked = MARKED.match(text)
    if not marked:
        return ""
    mark = marked["mark"].rstrip(".)")
    if mark.isdecimal():
        return "number"
    if re.fullmatch(r"[IVXL]+", mark):
        return "roman"
    return "capital" if mark.isupper() else "letter" if mark.isalpha() else "dash"
