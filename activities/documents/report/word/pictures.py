"""Emblem and charts as pictures, of the same drawing that the PDF has."""

from collections.abc import Sequence
from datetime import datetime

from activities.documents.press import page_image
from activities.documents.report.blocks import Chart
from activities.documents.report.chart import drawn
from activities.documents.source import filled
from activities.documents.typesetting import typeset

EMBLEM = "Lambang"
_PIXELS = 1660  # ten to a millimetre


def drawn_pictures(charts: Sequence[Chart], at: datetime, emblem: bytes = b"") -> list[bytes]:
    """Return the emblem, where there is one, and each chart as a PNG. Blocks; raises as `typeset` does."""
    count = len(charts) + bool(emblem)
    if not count:
        return []
    source = filled("pictures.typ", charts=[drawn(chart) for chart in charts], emblem=EMBLEM if emblem else "")
    pdf = typeset(source, at, emblem)
    return [page_image(pdf, page, _PIXELS) for page in range(1, count + 1)]
