"""The sheets of a plan: every cell in its place, what changed marked, what went struck where it stood."""

from decimal import Decimal

from msgspec.structs import replace

from api.plans.paper import paper
from api.plans.sheet import PaperCell, PaperShown
from api.words.words import words
from domain.measure.target import Percentage
from domain.plan.facts import BLOCK_FIELDS, DETAILS
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme, SignatureBlock
from examples.banjarmasin import plan_text
from tests.api.plans.test_redline import seen
from tests.domain.office.office_life import TEXT

ID = words("id")
HOSTILE = "<script>alert('x')</script> & {who} %(num)d"


def cells(sheets: PaperShown) -> dict[str, PaperCell]:
    """Return every cell by its place, as read from top to bottom."""
    found = list(sheets.cover.values())
    for sheet in sheets.sheets:
        found += sheet.details.values()
        for goal in sheet.goals:
            found.append(goal.text)
            for line in goal.lines:
                found += [line.text, line.target]
        for programme in sheet.programmes:
            found += [programme.text, programme.allotted]
    assert len({cell.place for cell in found}) == len(found)
    return {cell.place: cell for cell in found}


def with_part(text: PlanText, key: str, **changes: object) -> PlanText:
    """Return the text with a part changed."""
    part: Part = replace(text.part(key), **changes)
    return text.with_part(part)


def test_the_whole_published_plan_stands_on_its_sheets() -> None:
    text = plan_text()
    shown = paper(ID, text)
    found = cells(shown)
    for part in text.parts:
        for row in part.rows():
            assert found[f"{row.id}.text"].html.unescape() == row.text
    assert shown.changed == 0
    assert all(cell.state == "" for cell in found.values())
    a, b = shown.sheets
    assert [goal.number for goal in a.goals if not goal.depth] == ["1.", "2.", "3."]
    assert [line.number for line in b.programmes] == [f"{n}." for n in range(1, 10)]
    assert b.total == "Rp 43.484.684.000"
    assert b.total_in_words == (
        "empat puluh tiga miliar empat ratus delapan puluh empat juta enam ratus delapan puluh empat ribu rupiah"
    )


def test_a_goal_below_another_is_deeper_and_has_no_number() -> None:
    first, below, second = paper(ID, TEXT).sheets[0].goals
    assert [(goal.number, goal.depth) for goal in (first, below, second)] == [("1.", 0), ("", 1), ("2.", 0)]


def test_a_changed_cell_shows_the_old_struck_and_the_new_underlined() -> None:
    a = TEXT.part("A")
    after = with_part(
        TEXT, "A", indicators=(replace(a.indicators[0], target=Percentage(Decimal(77))), *a.indicators[1:])
    )
    shown = paper(ID, after, TEXT)
    cell = cells(shown)["i1.target"]
    assert (cell.state, seen(cell.html)) == ("changed", "<del>75%</del> <ins>77%</ins>")
    assert (shown.changed, [sheet.changed for sheet in shown.sheets]) == (1, [1, 0])


def test_a_row_that_went_is_struck_where_it_stood_and_counts_no_number() -> None:
    second = replace(TEXT.part("A"), goals=(TEXT.part("A").goals[0], TEXT.part("A").goals[1]), indicators=())
    shown = paper(ID, TEXT.with_part(second), TEXT)
    goals = shown.sheets[0].goals
    assert [goal.text.row for goal in goals] == ["g1", "g2", "g3"]
    assert [goal.number for goal in goals] == ["1.", "", ""]
    assert goals[2].text.state == "removed"
    assert seen(goals[2].text.html) == "<del>Goal two</del>"
    assert [line.text.state for line in goals[1].lines] == ["removed"]


def test_a_row_in_the_middle_that_went_stays_between_its_neighbours() -> None:
    rows = tuple(Programme(f"p{n}", f"Program {n}", Decimal(n)) for n in range(1, 5))
    before = with_part(TEXT, "B", programmes=rows)
    after = with_part(TEXT, "B", programmes=(rows[0], rows[3]))
    lines = paper(ID, after, before).sheets[1].programmes
    assert [(line.text.row, line.number, line.text.state) for line in lines] == [
        ("p1", "1.", ""),
        ("p2", "", "removed"),
        ("p3", "", "removed"),
        ("p4", "2.", ""),
    ]


def test_a_new_row_is_underlined() -> None:
    a = TEXT.part("A")
    new = Indicator("i3", "g3", "Complaints answered", Percentage(Decimal(100)))
    found = cells(paper(ID, with_part(TEXT, "A", indicators=(*a.indicators, new)), TEXT))
    assert found["i3.text"].state == found["i3.target"].state == "added"
    assert seen(found["i3.text"].html) == "<ins>Complaints answered</ins>"


def test_a_row_that_only_moved_says_so_and_stands_once() -> None:
    a = TEXT.part("A")
    moved = with_part(TEXT, "A", goals=(a.goals[2], a.goals[0], a.goals[1]))
    shown = paper(ID, moved, TEXT)
    states = {place: cell.state for place, cell in cells(shown).items() if cell.state}
    assert states == {"g3.text": "moved"} or states == {"g1.text": "moved"}
    assert shown.changed == 1


def test_an_indicator_that_went_to_another_goal_is_shown_there_alone() -> None:
    a = TEXT.part("A")
    after = with_part(TEXT, "A", indicators=(a.indicators[1], replace(a.indicators[0], goal="g3")))
    goals = {goal.text.row: goal for goal in paper(ID, after, TEXT).sheets[0].goals}
    assert goals["g2"].lines == ()
    assert [line.text.row for line in goals["g3"].lines] == ["i2", "i1"]
    assert goals["g3"].lines[1].text.state == "moved"


def test_the_cells_of_a_chosen_moment_are_lit() -> None:
    found = cells(paper(ID, TEXT, lit={"i1.target"}))
    assert [place for place, cell in found.items() if cell.state] == ["i1.target"]


def test_hostile_text_stays_text_in_every_cell() -> None:
    block = SignatureBlock("kedua", **dict.fromkeys(BLOCK_FIELDS, HOSTILE))

    def spoiled(text: PlanText) -> PlanText:
        parts = tuple(
            replace(
                part,
                details=replace(part.details, blocks=(block,), **dict.fromkeys(DETAILS, HOSTILE)),
                goals=tuple(replace(goal, text=HOSTILE) for goal in part.goals),
                indicators=tuple(replace(indicator, text=HOSTILE) for indicator in part.indicators),
                programmes=tuple(replace(programme, text=HOSTILE) for programme in part.programmes),
            )
            for part in text.parts
        )
        return PlanText(replace(text.details, **dict.fromkeys(text.details.__struct_fields__, HOSTILE)), parts)

    spoilt = spoiled(TEXT)
    for shown in (paper(ID, spoilt), paper(ID, spoilt, TEXT), paper(ID, TEXT, spoilt)):
        for cell in cells(shown).values():
            assert "<script" not in cell.html
            assert "&amp; {who}" in cell.html or HOSTILE not in cell.html.unescape()


def test_an_empty_plan_has_its_sheets() -> None:
    shown = paper(ID, TEXT.skeleton())
    assert [sheet.goals for sheet in shown.sheets] == [(), ()]
    assert [sheet.total for sheet in shown.sheets] == ["Rp 0", "Rp 0"]


def test_a_plan_beside_nothing_is_all_new() -> None:
    shown = paper(ID, TEXT, TEXT.skeleton())
    rows = [cell for place, cell in cells(shown).items() if place.partition(".")[0] not in ("A", "B") and "." in place]
    assert {cell.state for cell in rows} == {"added"}
    assert shown.changed == len(rows) == 3 + 4 + 2


def test_goals_of_a_cycle_that_was_typed_do_not_hang() -> None:
    goals = (Goal("x", "y", "One"), Goal("y", "x", "Two"))
    depths = [goal.depth for goal in paper(ID, with_part(TEXT, "A", goals=goals, indicators=())).sheets[0].goals]
    assert all(depth <= 4 for depth in depths)
