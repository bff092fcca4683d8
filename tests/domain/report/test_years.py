"""What a closed year came to fills the columns of the next plan that print it; what is not known stays empty."""

from decimal import Decimal

from msgspec import structs

from domain.kernel.streams import QUARTERS
from domain.kind.shipped import RENJA
from domain.measure.target import Percentage, Quantity, spell_target
from domain.plan.cell import Cell
from domain.plan.shape import empty_form, years_on
from domain.plan.text import Goal, Indicator, PlanText
from domain.report.years import YearCameTo, came, year_values, years_printed
from tests.domain.quarter.life import BASIS
from tests.domain.report.life import quarters

ROWS = [row for part in BASIS.parts for row in part.indicators]


def next_year(*rows: Indicator) -> PlanText:
    text = empty_form(RENJA, 2025, "")
    goal = Goal("g", "", "Sasaran")
    held = tuple(structs.replace(row, goal="g") for row in rows)
    return text.with_part(structs.replace(text.parts[0], goals=(goal,), indicators=held))


def values(text: PlanText, before: YearCameTo) -> dict[str, tuple[str, str]]:
    return {each.place: (each.here, each.there) for each in year_values(text, RENJA, 2025, {2024: before})}


def test_a_year_is_known_once_its_last_quarter_is_closed() -> None:
    found = quarters()
    assert [quarter.quarter for quarter in found] == list(QUARTERS)
    assert came("renja-2024", found[:3]).rows == ()
    told = {row.id: target for row, target in came("renja-2024", found).rows}
    assert (told["i1"], told["i2"]) == (Percentage(Decimal(90)), Quantity(Decimal(8), "days"))


def test_the_column_of_last_year_takes_what_the_year_came_to_as_it_is_printed() -> None:
    before = came("renja-2024", quarters())
    assert years_printed(RENJA, 2025) == [2024]
    renamed = structs.replace(ROWS[0], id="other")  # the same words
    found = values(next_year(renamed, ROWS[1], ROWS[2]), before)
    assert found["other.capaian-lalu"] == ("", spell_target(Percentage(Decimal(90))))
    assert found["i2.capaian-lalu"] == ("", "8 days")
    assert found["i3.capaian-lalu"] == ("", "")  # never released


def test_what_is_not_known_is_not_guessed_and_what_is_typed_already_is_no_proposal() -> None:
    before = came("renja-2024", quarters())
    twice = (ROWS[0], structs.replace(ROWS[0], id="again"))
    written = structs.replace(ROWS[1], cells=(Cell("capaian-lalu", value=Quantity(Decimal(8), "days")),))
    assert "i2.capaian-lalu" not in values(next_year(written), before)
    other = structs.replace(ROWS[0], text="Lain sama sekali")
    assert values(next_year(other), before) == {"i1.capaian-lalu": ("", "")}
    assert values(next_year(*twice), YearCameTo("renja-2024")).keys() == {"i1.capaian-lalu", "again.capaian-lalu"}


def test_a_year_later_no_column_prints_the_figure_of_another_year() -> None:
    """Last year's figure of the year before stood under this year's head."""
    cell = Cell("capaian-lalu", value=Percentage(Decimal(70)))
    text = next_year(structs.replace(ROWS[0], cells=(cell, Cell("lokasi", "Banjarmasin"))))
    (row,) = years_on(text, RENJA, 1).parts[0].indicators
    assert [each.column for each in row.cells] == ["lokasi"]
    assert years_on(text, RENJA, 0) == text
