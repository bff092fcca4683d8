"""How long the bars of a chart are."""

from dataclasses import dataclass
from decimal import Decimal

from activities.documents.report.blocks import Chart

_LINE = Decimal(100)
_LEAST, _MOST = Decimal(120), Decimal(200)  # per cent that a chart reaches to; what is more runs over its edge
_PARTS = 1000


@dataclass(frozen=True)
class DrawnBar:
    """A bar in thousandths of the chart's width; `beyond` its edge it goes on, `reached` the line it is filled."""

    label: str
    words: str
    length: int
    reached: bool
    beyond: bool


def drawn(chart: Chart) -> tuple[int, list[DrawnBar]]:
    """Return where the line stands, and the bars."""
    known = [bar.figure for bar in chart.bars if bar.figure is not None]
    most = min(max([_LEAST, *known]), _MOST)
    bars = [
        DrawnBar(
            label=bar.label,
            words=bar.words,
            length=0 if bar.figure is None else _length(bar.figure, most),
            reached=bar.figure is not None and bar.figure >= _LINE,
            beyond=bar.figure is not None and bar.figure > most,
        )
        for bar in chart.bars
    ]
    return _length(_LINE, most), bars


def _length(figure: Decimal, most: Decimal) -> int:
    return int(max(min(figure, most), Decimal(0)) * _PARTS / most)
