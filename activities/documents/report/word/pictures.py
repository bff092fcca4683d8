"""Charts as pictures, of the same drawing that the PDF has."""

from collections.abc import Sequence
from datetime import datetime

from activities.documents.press import page_image
from activities.documents.report.blocks import Chart
from activities.documents.report.chart import drawn
from activities.documents.source import filled
from activities.documents.typesetting import typeset

_PIXELS = 1660  # ten to a millimetre


def chart_pictures(charts: Sequence[Chart], at: datetime) -> list[bytes]:
    """Return each chart as a PNG. Blocks; raises as `typeset` does."""
    if not charts:
        return []
    pdf = typeset(filled("charts.typ", charts=[drawn(chart) for chart in charts]), at)
    return [page_image(pdf, page, _PIXELS) for page in range(1, len(charts) + 1)]
