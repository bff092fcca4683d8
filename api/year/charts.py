"""Small charts as SVG, drawn here: they print, need no script and no colour, and a table stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from markupsafe import Markup

_HUNDRED = Decimal(100)
_TOP = Decimal(120)  # per cent: what is above is drawn as high, and said in the table
_WIDTH, _HEIGHT, _GAP = 132, 44, 6
_SIDE, _LEFT, _BELOW = 260, 46, 40  # the plane, and the room for the words at two of its sides
_NEAR = 13  # so near each other, two points share a label
_STEP, _LEAST = 10, 20  # per cent: where an axis may begin and end, and how long it is at least


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


@dataclass(frozen=True)
class _Axis:
    """The part of an axis that is drawn, in per cent; what lies beyond is drawn at its end."""

    low: int
    high: int

    def at(self, figure: Decimal) -> float:
        """Return how far along the side it is."""
        held = min(max(figure, Decimal(self.low)), Decimal(self.high))
        return round(float((held - self.low) / (self.high - self.low)) * _SIDE, 1)

    def holds(self, figure: Decimal) -> bool:
        """Return whether it is drawn where it is."""
        return self.low <= figure <= self.high

    @property
    def ticks(self) -> tuple[int, ...]:
        """Return what is written along it: where it begins, 100, and its end where there is room."""
        far = (self.high - 100) * 6 > self.high - self.low
        return (self.low, 100, self.high) if far else (self.low, 100)


@dataclass(frozen=True)
class _Plane:
    """The two axes that show every point apart as far as they can."""

    across: _Axis
    up: _Axis

    def spot(self, point: Point) -> tuple[float, float]:
        """Return where it is drawn, from the upper left."""
        return self.across.at(point.across), round(_SIDE - self.up.at(point.up), 1)

    def beyond(self, point: Point) -> bool:
        """Return whether it lies outside."""
        return not (self.across.holds(point.across) and self.up.holds(point.up))


def plane(points: Sequence[Point], field: Field, label: str) -> Markup:
    """Draw points on a plane; those that lie together share one label, and one beyond the edge has an arrow."""
    line = field.lines or (_HUNDRED, _HUNDRED)
    drawn = _Plane(_axis([p.across for p in points], line[0]), _axis([p.up for p in points], line[1]))
    return Markup(
        '<svg class="plane" viewBox="{x} -10 {w} {h}" role="img" aria-label="{label}">'
        '<rect class="field" width="{side}" height="{side}"/>{axes}{lines}{drawn}</svg>'
    ).format(
        x=-_LEFT,
        w=_SIDE + _LEFT + 10,
        h=_SIDE + _BELOW + 10,
        side=_SIDE,
        label=label,
        axes=_axes(field, drawn),
        lines=_lines(field, drawn),
        drawn=Markup("").join(_cluster(group, drawn) for group in _together(points, drawn)),
    )


def _height(figure: Decimal) -> float:
    held = min(max(figure, Decimal(2)), _TOP)
    return round(_HEIGHT - float(held / _TOP) * (_HEIGHT - 2), 1)


def _axis(figures: Sequence[Decimal], line: Decimal) -> _Axis:
    shown = [min(max(figure, Decimal(0)), _TOP) for figure in (*figures, line, _HUNDRED)]
    low = int((min(shown) / _STEP).to_integral_value(ROUND_FLOOR)) * _STEP
    high = int((max(shown) / _STEP).to_integral_value(ROUND_CEILING)) * _STEP
    # A point on the edge would be half a point.
    low, high = max(0, low - _STEP * (low == min(shown))), min(int(_TOP), high + _STEP * (high == max(shown)))
    return _Axis(min(low, high - _LEAST), high)


def _axes(field: Field, drawn: _Plane) -> Markup:
    across = Markup("").join(
        Markup('<text class="tick" x="{:g}" y="{}">{}</text>').format(drawn.across.at(Decimal(n)), _SIDE + 15, n)
        for n in drawn.across.ticks
    )
    up = Markup("").join(
        Markup('<text class="tick up" x="-6" y="{:g}">{}</text>').format(_SIDE - drawn.up.at(Decimal(n)) + 4, n)
        for n in drawn.up.ticks
    )
    names = Markup(
        '<text class="axis" x="{half}" y="{below}">{across} (%) →</text>'
        '<text class="axis" transform="translate(-35 {half}) rotate(-90)">{up} (%) →</text>'
    ).format(half=_SIDE / 2, below=_SIDE + 33, across=field.across, up=field.up)
    return across + up + names


def _lines(field: Field, drawn: _Plane) -> Markup:
    if field.lines is None:
        return Markup()
    x, y = drawn.across.at(field.lines[0]), _SIDE - drawn.up.at(field.lines[1])
    places = ((4, 13, ""), (_SIDE - 4, 13, " end"), (4, _SIDE - 6, ""), (_SIDE - 4, _SIDE - 6, " end"))
    corners = Markup("").join(
        Markup('<text class="corner{}" x="{}" y="{}">{}</text>').format(end, left, top, word)
        for (left, top, end), word in zip(places, field.corners, strict=True)
    )
    return Markup('<path class="hundred" d="M0 {y:g}h{side}M{x:g} 0v{side}"/>{corners}').format(
        x=x, y=y, side=_SIDE, corners=corners
    )


def _together(points: Sequence[Point], drawn: _Plane) -> list[list[Point]]:
    groups: list[list[Point]] = []
    for point in points:
        x, y = drawn.spot(point)
        spots = ((group, drawn.spot(group[0])) for group in groups)
        near = (group for group, at in spots if abs(at[0] - x) <= _NEAR and abs(at[1] - y) <= _NEAR)
        group = next(near, None)
        if group is None:
            groups.append([point])
        else:
            group.append(point)
    return groups


def _cluster(group: Sequence[Point], drawn: _Plane) -> Markup:
    x, y = drawn.spot(group[0])
    dots = Markup("").join(Markup('<circle cx="{:g}" cy="{:g}" r="5"/>').format(*drawn.spot(each)) for each in group)
    name = ", ".join(point.name for point in group) + (" ↗" if any(map(drawn.beyond, group)) else "")
    left = x > _SIDE / 2
    return Markup('<g class="point{}">{}<text x="{:g}" y="{:g}">{}</text></g>').format(
        " end" if left else "", dots, x - 9 if left else x + 9, y + 4, name
    )
