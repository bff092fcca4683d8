"""What stands in the columns of a plan goes through form and browser unchanged, whatever stands in which."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from api.plans.form import TextForm
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Holds, Kind, RowKind
from domain.kind.shipped import APP, IKU, RENJA
from domain.measure.target import Percentage
from domain.plan.cell import Cell, read_cell
from domain.plan.shape import empty_form
from domain.plan.text import Goal, Indicator, PlanText
from tests.api.plans.test_form import fields

_FILLED: dict[Holds, st.SearchStrategy[str]] = {
    Holds.TEXT: st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=40),
    Holds.CODE: st.from_regex(r"[0-9](\.[0-9]{2}){0,3}", fullmatch=True),
    Holds.MEASURE: st.sampled_from(["75%", "12 laporan", "BB", "80,5"]),
    Holds.MONEY: st.integers(1, 10**12).map(lambda n: spell_rupiah(Decimal(n))),
    Holds.WEIGHT: st.integers(0, 100).map(lambda n: f"{n}%"),
}


@st.composite
def filled_rows(draw: st.DrawFn, kind: Kind) -> PlanText:
    """A text of the kind with a row at each level and whatever in its columns."""
    part = kind.parts[0]

    def cells(on: RowKind) -> tuple[Cell, ...]:
        held = []
        for column in part.on(on):
            choices = st.sampled_from(column.choices or ("x",))
            typed = draw(st.none() | (choices if column.holds is Holds.CHOICE else _FILLED[column.holds]))
            if typed is not None and typed.strip():
                held.append(read_cell(column, typed))
        return tuple(held)

    goals = tuple(
        Goal(f"g{n}", f"g{n - 1}" if n else "", f"Sasaran {n}", cells(RowKind.GOAL)) for n in range(len(part.levels))
    )
    aims = (Indicator("i", goals[-1].id, "Indikator", Percentage(Decimal(7)), cells(RowKind.INDICATOR)),)
    text = empty_form(kind, 2027, "")
    return text.with_part(structs.replace(text.parts[0], goals=goals, indicators=aims))


@pytest.mark.parametrize("kind", [IKU, RENJA, APP], ids=lambda kind: kind.code)
@given(data=st.data())
def test_cells_go_through_form_and_browser_unchanged(kind: Kind, data: st.DataObject) -> None:
    text = data.draw(filled_rows(kind))
    form = TextForm.from_text(text, kind)
    assert form.text(kind).rows() == text.rows()
    assert TextForm.from_fields(fields(form)).text(kind).rows() == text.rows()
