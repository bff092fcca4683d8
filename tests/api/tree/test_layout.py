"""Whatever answers to whatever, every row is drawn once, nothing lies on anything, and the words stay words."""

import re
from collections import Counter

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from api.tree.layout import Inscription, Layout, key_of
from api.tree.picture import pictures
from domain.plan.evolution import fold
from domain.plan.rules import decide
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import PlanText
from tests.domain.office.office_life import OFFICE, draft
from tests.domain.plan.test_difference import texts
from views.tree import Branch, tree_view


def linked(text: PlanText, upper: PlanText, key: str, data: st.DataObject) -> PlanText:
    """The text with some of its rows answering to some of the other's."""
    rows = [row for part in upper.parts for row in part.indicators]
    choices = st.lists(st.sampled_from(rows), max_size=2, unique_by=lambda row: row.id) if rows else st.just([])
    parts = []
    for part in text.parts:
        indicators = tuple(
            msgspec.structs.replace(
                row,
                supports=tuple(Support(OFFICE, key, each.id, 1, each.text, each.target) for each in data.draw(choices)),
            )
            for row in part.indicators
        )
        parts.append(msgspec.structs.replace(part, indicators=indicators))
    return msgspec.structs.replace(text, parts=tuple(parts))


def plan_of(text: PlanText, year: int) -> Plan:
    return fold(decide(msgspec.structs.replace(draft(text), year=year), Plan()))


@given(texts(), texts(), texts(), st.data())
def test_every_row_is_drawn_once_and_nothing_lies_on_anything(
    one: PlanText, two: PlanText, three: PlanText, data: st.DataObject
) -> None:
    upper = plan_of(linked(one, two, "rkt-2025", data) if data.draw(st.booleans()) else one, 2024)
    middle = plan_of(linked(two, one, "rkt-2024", data), 2025)
    lower = plan_of(linked(three, two, "rkt-2025", data), 2026)
    readable = data.draw(st.booleans())
    branches = [
        Branch(OFFICE, "rkt-2024", upper if readable else None),
        Branch(OFFICE, "rkt-2025", middle),
        Branch(OFFICE, "rkt-2026", lower),
    ]
    tree = tree_view(OFFICE, 2026, branches)
    said = {key_of(row): Inscription("1", "<b>&", "", ("&",)) for row in tree["rows"]}
    drawn = list(Layout(tree["plans"], tree["rows"], said, 40).pictures())
    indicators = [key_of(row) for row in tree["rows"] if row["kind"] == "indicator"]
    assert Counter(box.key for picture in drawn for box in picture.boxes if not box.goal) == Counter(indicators)
    for picture in drawn:
        for n, box in enumerate(picture.boxes):
            assert box.y + box.height <= picture.height
            for other in picture.boxes[:n]:
                beside = box.x + box.width <= other.x or other.x + other.width <= box.x
                assert beside or box.y + box.height <= other.y or other.y + other.height <= box.y
        assert all(link.above.x < link.below.x for link in picture.links if not link.also)
    svg = "".join(pictures(tree["plans"], tree["rows"], said, ["<i>"] * 3, '"'))
    assert not re.search(r"<[bi]>", svg)
