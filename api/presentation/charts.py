"""Small charts as SVG, drawn here: they print, need no script and no colour, and a table stands behind each."""

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

_WIDTH, _HEIGHT, _GAP = 132, 44, 6
_TOP = Decimal(120)  # per cent: what is above is drawn as high, and said in the table
_SIDE = 260


def bars(figures: Sequence[Decimal | None], label: str) -> Markup:
    """Draw one bar for each figure in per cent, the line at 100; what is not known is a dash on the ground."""
    width = (_WIDTH - _GAP * (len(figures) - 1)) / max(1, len(figures))
    drawn = Markup("").join(_bar(figure, n * (width + _GAP), width) for n, figure in enumerate(figures))
    line = _y(Decimal(100))
    return Markup(
        '<svg class="bars" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{drawn}'
        '<line class="hundred" x1="0" x2="{w}" y1="{line}" y2="{line}"/></svg>'
    ).format(w=_WIDTH, h=_HEIGHT, label=label, drawn=drawn, line=line)


def _bar(figure: Decimal | None, x: float, width: float) -> Markup:
    if figure is None:
        return Markup('<line class="unknown" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            round(x, 1), round(x + width, 1), _HEIGHT - 2, _HEIGHT - 2
        )
    top = _y(figure)
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        "reached" if figure >= 100 else "below", round(x, 1), top, round(width, 1), round(_HEIGHT - top, 1)
    )


def _y(figure: Decimal) -> float:
    held = min(max(figure, Decimal(2)), _TOP)
    return round(_HEIGHT - float(held / _TOP) * (_HEIGHT - 2), 1)


def plane(points: Sequence[tuple[str, Decimal, Decimal]], label: str) -> Markup:
    """Draw (name, absorption, achievement) on a plane with the lines at 100; each point has its number in the table."""
    drawn = Markup("").join(
        Markup('<g class="point"><circle cx="{}" cy="{}" r="9"/><text x="{}" y="{}">{}</text></g>').format(
            _across(spent), _up(reached), _across(spent), _up(reached) + 4, name
        )
        for name, spent, reached in points
    )
    hundred = Decimal(100)
    return Markup(
        '<svg class="plane" viewBox="-8 -8 {full} {full}" role="img" aria-label="{label}">'
        '<rect class="field" width="{side}" height="{side}"/>'
        '<line class="hundred" x1="0" x2="{side}" y1="{y}" y2="{y}"/>'
        '<line class="hundred" x1="{x}" x2="{x}" y1="0" y2="{side}"/>{drawn}</svg>'
    ).format(full=_SIDE + 16, side=_SIDE, label=label, y=_up(hundred), x=_across(hundred), drawn=drawn)


def _across(figure: Decimal) -> float:
    return round(float(min(max(figure, Decimal(0)), _TOP) / _TOP) * _SIDE, 1)


def _up(figure: Decimal) -> float:
    return round(_SIDE - _across(figure), 1)
