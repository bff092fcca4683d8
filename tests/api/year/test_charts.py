"""Charts are true: what is drawn stands where its figure is, and what is beyond the edge says so."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from api.year.charts import Field, Point, bars, plane

SIDE = 260
FIGURES = st.decimals(min_value=0, max_value=120, places=2)


def spots(drawn: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', drawn)]


def drawing(*pairs: tuple[str, str], lines: tuple[Decimal, Decimal] | None = None) -> str:
    points = [Point(str(n), Decimal(across), Decimal(up)) for n, (across, up) in enumerate(pairs, 1)]
    return str(plane(points, Field("Serapan", "Capaian", lines, ("a", "b", "c", "d")), "Bidang"))


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=2, max_size=2), st.tuples(FIGURES, FIGURES))
def test_points_lie_in_the_field_in_the_order_of_their_figures(
    pairs: list[tuple[Decimal, Decimal]], lines: tuple[Decimal, Decimal]
) -> None:
    drawn = drawing(*((str(across), str(up)) for across, up in pairs), lines=lines)
    (x, y), (other_x, other_y) = spots(drawn)
    assert all(0 <= place <= SIDE for place in (x, y, other_x, other_y))
    assert "↗" not in drawn
    (across, up), (other_across, other_up) = pairs
    if abs(across - other_across) > 1:
        assert (x < other_x) is (across < other_across)
    if abs(up - other_up) > 1:
        assert (y > other_y) is (up < other_up)  # upwards is less from above


def test_figures_that_are_near_each_other_are_drawn_apart() -> None:
    assert "</g><g" in drawing(("98", "99"), ("93", "106"))
    assert ">1, 2<" in drawing(("98", "99"), ("98.2", "99.1"))


def test_what_is_beyond_the_edge_has_an_arrow() -> None:
    assert ">1 ↗<" in drawing(("250", "99"))


def test_a_bar_is_filled_where_it_was_reached_and_a_dash_where_nothing_is_known() -> None:
    drawn = str(bars([Decimal(100), Decimal("99.99"), None, None], "Capaian"))
    assert [drawn.count(f'class="{kind}"') for kind in ("reached", "below", "unknown")] == [1, 1, 1]
    assert 'aria-label="Capaian"' in drawn
