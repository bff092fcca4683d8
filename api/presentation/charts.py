"""Small charts as SVG, drawn here: they print, need no script and no colour, and a table stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

_HUNDRED = Decimal(100)
_TOP = Decimal(120)  # per cent: what is above is drawn as high, and said in the table
_WIDTH, _HEIGHT, _GAP = 132, 44, 6
_SIDE, _LEFT, _BELOW = 260, 34, 40  # the plane, and the room for the words at two of its sides
_NEAR = 13  # so near each other, two points share a label
_TICKS = (0, 50, 100)


def bars(figures: Sequence[Decimal | None], label: str) -> Markup:
    """Draw one bar for each figure in per cent, the line at 100; what is not known is a dash on the ground.

    A bar that has reached 100 is filled, one below is hollow.
    """
    width = (_WIDTH - _GAP * (len(figures) - 1)) / max(1, len(figures))
    paths = {"reached": "", "below": "", "unknown": ""}
    for n, figure in enumerate(figures):
        x = round(n * (width + _GAP), 1)
        if figure is None:
            paths["unknown"] += f"M{x:g} {_HEIGHT - 2}h{width:g}"
        else:
            kind = "reached" if figure >= _HUNDRED else "below"
            top = _height(figure)
            paths[kind] += f"M{x:g} {_HEIGHT}V{top:g}h{width:g}V{_HEIGHT}z"
    drawn = Markup("").join(Markup('<path class="{}" d="{}"/>').format(kind, d) for kind, d in paths.items() if d)
    return Markup(
        '<svg class="bars" viewBox="0 0 {w} {h}" role="img" aria-label="{label}">{drawn}'
        '<path class="hundred" d="M0 {line:g}h{w}"/></svg>'
    ).format(w=_WIDTH, h=_HEIGHT, label=label, drawn=drawn, line=_height(_HUNDRED))


@dataclass(frozen=True)
class Point:
    """A named pair of figures in per cent."""

    name: str
    across: Decimal
    up: Decimal


@dataclass(frozen=True)
class Field:
    """The two axes in words, and where lines divide the plane: four words, from the upper left as one reads."""

    across: str
    up: str
    lines: tuple[Decimal, Decimal] | None = None
    corners: tuple[str, str, str, str] = ("", "", "", "")


def plane(points: Sequence[Point], field: Field, label: str) -> Markup:
    """Draw points on a plane; those that lie together share one label, and one beyond the edge has an arrow."""
    return Markup(
        '<svg class="plane" viewBox="{x} -10 {w} {h}" role="img" aria-label="{label}">'
        '<rect class="field" width="{side}" height="{side}"/>{axes}{lines}{drawn}</svg>'
    ).format(
        x=-_LEFT,
        w=_SIDE + _LEFT + 10,
        h=_SIDE + _BELOW + 10,
        side=_SIDE,
        label=label,
        axes=_axes(field),
        lines=_lines(field),
        drawn=Markup("").join(_cluster(group) for group in _together(points)),
    )


def _height(figure: Decimal) -> float:
    held = min(max(figure, Decimal(2)), _TOP)
    return round(_HEIGHT - float(held / _TOP) * (_HEIGHT - 2), 1)


def _axes(field: Field) -> Markup:
    ticks = Markup("").join(
        Markup('<text class="tick" x="{}" y="{}">{}</text><text class="tick up" x="-6" y="{}">{}</text>').format(
            _across(Decimal(n)), _SIDE + 15, n, _up(Decimal(n)) + 4, n
        )
        for n in _TICKS
    )
    names = Markup(
        '<text class="axis" x="{half}" y="{below}">{across} (%) →</text>'
        '<text class="axis" transform="translate(-24 {half}) rotate(-90)">{up} (%) →</text>'
    ).format(half=_SIDE / 2, below=_SIDE + 33, across=field.across, up=field.up)
    return ticks + names


def _lines(field: Field) -> Markup:
    if field.lines is None:
        return Markup()
    x, y = _across(field.lines[0]), _up(field.lines[1])
    places = ((4, 13, ""), (_SIDE - 4, 13, " end"), (4, _SIDE - 6, ""), (_SIDE - 4, _SIDE - 6, " end"))
    corners = Markup("").join(
        Markup('<text class="corner{}" x="{}" y="{}">{}</text>').format(end, left, top, word)
        for (left, top, end), word in zip(places, field.corners, strict=True)
    )
    return Markup('<path class="hundred" d="M0 {y:g}h{side}M{x:g} 0v{side}"/>{corners}').format(
        x=x, y=y, side=_SIDE, corners=corners
    )


def _together(points: Sequence[Point]) -> list[list[Point]]:
    groups: list[list[Point]] = []
    for point in points:
        near = (
            group
            for group in groups
            if abs(_across(group[0].across) - _across(point.across)) <= _NEAR
            and abs(_up(group[0].up) - _up(point.up)) <= _NEAR
        )
        group = next(near, None)
        if group is None:
            groups.append([point])
        else:
            group.append(point)
    return groups


def _cluster(group: Sequence[Point]) -> Markup:
    x, y = _across(group[0].across), _up(group[0].up)
    dots = Markup("").join(
        Markup('<circle cx="{:g}" cy="{:g}" r="5"/>').format(_across(point.across), _up(point.up)) for point in group
    )
    beyond = any(not 0 <= figure <= _TOP for point in group for figure in (point.across, point.up))
    name = ", ".join(point.name for point in group) + (" ↗" if beyond else "")
    left = x > _SIDE / 2
    return Markup('<g class="point{}">{}<text x="{:g}" y="{:g}">{}</text></g>').format(
        " end" if left else "", dots, x - 9 if left else x + 9, y + 4, name
    )


def _across(figure: Decimal) -> float:
    return round(float(min(max(figure, Decimal(0)), _TOP) / _TOP) * _SIDE, 1)


def _up(figure: Decimal) -> float:
    return round(_SIDE - _across(figure), 1)
