"""A plan has what its kind has, and nothing else; what stands in the columns changes by facts like everything."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.errors import PlanError
from domain.kernel.message import canonical
from domain.kind.check import checked_kind
from domain.kind.kind import Kind
from domain.kind.shipped import APP, IKU, PK, RENJA, SHIPPED
from domain.measure.target import Percentage, Quantity
from domain.plan.cell import Cell, read_cell, spell_cell
from domain.plan.check import checked
from domain.plan.commands import DraftPlan, EditText
from domain.plan.evolution import fold
from domain.plan.facts import CellChanged
from domain.plan.rules import decide
from domain.plan.shape import carried_over, empty_form
from domain.plan.state import Plan, text_digest
from domain.plan.text import Goal, Indicator, PlanText, Programme
from tests.domain.office.office_life import AT, DRAFTER
from tests.domain.plan.test_difference import facts, folded


@pytest.mark.parametrize("kind", SHIPPED, ids=lambda kind: kind.code)
def test_what_is_shipped_can_stand(kind: Kind) -> None:
    assert checked_kind(kind) == kind
    text = empty_form(kind, 2027, "Jl. Contoh 1")
    assert checked(text, text, {}, kind) == text


def renja(*goals: Goal, indicators: tuple[Indicator, ...] = ()) -> PlanText:
    text = empty_form(RENJA, 2027, "")
    return text.with_part(msgspec.structs.replace(text.parts[0], goals=goals, indicators=indicators))


def drafted(text: PlanText, shape: Kind | None = RENJA) -> Plan:
    kind = RENJA if shape is None else shape
    begin = DraftPlan(
        by=DRAFTER, at=AT, office=DRAFTER.office, kind=kind.code, year=2027, trial=False, route=kind.route,
        text=text, shape=shape,
    )  # fmt: skip
    return fold(decide(begin, Plan()))


CODED = Goal("a-g1", "", "Program A", (Cell("kode", "1.02"), Cell("pagu", "Rp 1,5 M", Decimal(1_500_000_000))))


def test_cells_stand_in_the_order_of_the_kind_and_keep_their_spelling() -> None:
    turned = msgspec.structs.replace(CODED, cells=CODED.cells[::-1])
    goal = drafted(renja(turned)).text.parts[0].goals[0]
    assert [cell.column for cell in goal.cells] == ["kode", "pagu"]
    assert [spell_cell(cell) for cell in goal.cells] == ["1.02", "Rp 1,5 M"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell("warna", "merah"), "unknown-column"),
        (Cell("pagu", "banyak"), "cell-holds"),
        (Cell("kode", value=Percentage(Decimal(3))), "cell-holds"),
        (Cell("kode", ""), "cell-empty"),
        (Cell("kode", "1\n2"), "cell-code"),
    ],
)
def test_what_its_kind_does_not_have_is_refused_with_the_place(cell: Cell, code: str) -> None:
    with pytest.raises(PlanError) as no:
        drafted(renja(Goal("a-g1", "", "Program A", (cell,))))
    assert (no.value.code, no.value.place) == (code, f"a-g1.{cell.column}")


def test_a_column_is_filled_once() -> None:
    with pytest.raises(PlanError) as no:
        drafted(renja(Goal("a-g1", "", "Program A", (Cell("kode", "1"), Cell("kode", "2")))))
    assert no.value.code == "cell-twice"


def test_a_choice_is_one_of_the_choices() -> None:
    text = empty_form(IKU, 2027, "")
    goal, cell = Goal("a-g1", "", "Sasaran"), Cell("tipe", "Dampak")
    row = Indicator("a-i1", "a-g1", "Indikator", Percentage(Decimal(3)), (cell,))
    with pytest.raises(PlanError) as no:
        drafted(text.with_part(msgspec.structs.replace(text.parts[0], goals=(goal,), indicators=(row,))), IKU)
    assert (no.value.code, no.value.place) == ("cell-choice", "a-i1.tipe")


def test_no_row_stands_below_the_lowest_level() -> None:
    rows = [Goal(f"a-g{n}", f"a-g{n - 1}" if n else "", f"Tingkat {n}") for n in range(5)]
    drafted(renja(*rows[:4]))
    with pytest.raises(PlanError) as no:
        drafted(renja(*rows))
    assert (no.value.code, no.value.place) == ("level-unknown", "a-g4.text")


def test_a_kind_without_a_table_of_programmes_takes_none() -> None:
    text = renja()
    with pytest.raises(PlanError) as no:
        drafted(
            text.with_part(msgspec.structs.replace(text.parts[0], programmes=(Programme("a-p1", "P", Decimal(1)),)))
        )
    assert no.value.code == "programmes-unasked"


def test_programmes_nest_as_deep_as_their_levels_and_stand_depth_first() -> None:
    text = empty_form(PK, 2027, "")
    rows = (
        Programme("a-p1", "Program", Decimal(3)),
        Programme("a-p3", "Program lain", Decimal(4)),
        Programme("a-p2", "Kegiatan", Decimal(2), "a-p1"),
    )
    plan = drafted(text.with_part(msgspec.structs.replace(text.parts[0], programmes=rows)), PK)
    assert [row.id for row in plan.text.parts[0].programmes] == ["a-p1", "a-p2", "a-p3"]
    below = (*rows, Programme("a-p4", "Sub", Decimal(1), "a-p2"))
    with pytest.raises(PlanError) as no:
        drafted(text.with_part(msgspec.structs.replace(text.parts[0], programmes=below)), PK)
    assert no.value.code == "level-unknown"


def test_a_plan_has_the_parts_of_its_kind() -> None:
    text = msgspec.structs.replace(renja(), parts=(msgspec.structs.replace(renja().parts[0], key="Z"),))
    with pytest.raises(PlanError) as no:
        drafted(text)
    assert no.value.code in ("route-unknown-part", "kind-parts-differ")


def test_without_a_kind_there_are_no_columns() -> None:
    with pytest.raises(PlanError) as no:
        drafted(renja(CODED), None)
    assert no.value.code == "unknown-column"


def test_the_kind_is_part_of_what_is_signed() -> None:
    plan = drafted(renja(CODED))
    later = replace(plan, shape=msgspec.structs.replace(RENJA, version=2))
    assert text_digest(plan) != text_digest(later)


def test_a_cell_that_is_filled_changed_and_emptied_is_a_fact_each_time() -> None:
    plan = drafted(renja(Goal("a-g1", "", "Program A")))

    def edited(*cells: Cell) -> list[tuple[str, str]]:
        nonlocal plan
        text = renja(Goal("a-g1", "", "Program A", cells))
        events = decide(EditText(by=DRAFTER, at=AT, based_on=plan.version, text=text), plan)
        plan = fold(events, plan)
        assert plan.text == text
        changed = [event for event in events if isinstance(event, CellChanged)]
        assert changed == events
        return [
            ("" if e.old is None else spell_cell(e.old), "" if e.new is None else spell_cell(e.new)) for e in changed
        ]

    assert edited(Cell("kode", "1.02")) == [("", "1.02")]
    assert edited(Cell("kode", "1.03"), Cell("sumber-dana", "APBD")) == [("1.02", "1.03"), ("", "APBD")]
    assert edited(Cell("sumber-dana", "APBD")) == [("1.03", "")]
    assert edited() == [("APBD", "")]


_COLUMNS = APP.parts[0].columns
_TYPED = {
    "unit": ["Report", "%"],
    "baseline": ["78,14%", "12 reports", "80"],
    "source": ["Survey"],
    "weight": ["10%", "25%"],
    "responsible": ["Planning", "Finance"],
    "budget": ["Rp 1.000.000", "Rp. 2.000.000,00"],
}


@st.composite
def filled(draw: st.DrawFn) -> PlanText:
    text = empty_form(APP, 2027, "")
    ids = draw(st.lists(st.sampled_from(["a-i1", "a-i2", "a-i3"]), unique=True))
    rows = []
    for row in ids:
        chosen = draw(st.lists(st.sampled_from(_COLUMNS), unique=True))
        cells = tuple(read_cell(column, draw(st.sampled_from(_TYPED[column.key]))) for column in chosen)
        rows.append(Indicator(row, "a-g1", "Indicator", Quantity(Decimal(1), "report"), cells))
    part = msgspec.structs.replace(text.parts[0], goals=(Goal("a-g1", "", "Outcome"),), indicators=tuple(rows))
    return text.with_part(part)


@given(filled(), filled())
def test_the_facts_lead_from_any_cells_to_any_others(base: PlanText, new: PlanText) -> None:
    base, new = checked(base, base, {}, APP), checked(new, new, {}, APP)
    assert folded(base, facts(base, new)) == new
    assert facts(new, new) == []


def test_what_has_no_columns_is_spelled_as_it_always_was() -> None:
    assert canonical(Goal("a-g1", "", "Sasaran")) == b'{"type":"goal","id":"a-g1","parent":"","text":"Sasaran"}'


def test_another_year_has_its_year_in_the_titles_and_no_dates() -> None:
    old = renja(CODED)
    details = msgspec.structs.replace(
        old.parts[0].details, heading="RENJA 2027\nDINAS", date="2 Januari 2027", name="A"
    )
    dated = msgspec.structs.replace(old, details=msgspec.structs.replace(old.details, cover_date="1 Januari 2027"))
    begun = carried_over(dated.with_part(msgspec.structs.replace(old.parts[0], details=details)), 2027, 2028, renja())
    (part,) = begun.parts
    assert begun.details.title == old.details.title.replace("2027", "2028")
    assert (begun.details.cover_date, part.details.heading) == ("", "RENJA 2028\nDINAS")
    assert (part.details.date, part.details.name) == ("", "")
    assert part.goals == (CODED,)
