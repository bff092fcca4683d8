"""A report takes from the year what the year's own page says, and of what is not known it says so."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from domain.kernel.message import canonical, digest
from domain.kind.shipped import IKU
from domain.measure.practice import DEFAULT
from domain.measure.realisation import Measured, State
from domain.measure.scale import CATEGORIES
from domain.measure.target import Missing, Percentage, Quantity, spell_target
from domain.plan.basis import PlanBasis
from domain.plan.support import Support
from domain.plan.text import Part
from domain.quarter.filing import Filing
from domain.quarter.outcome import latest
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.beside import Above, YearBefore
from domain.report.compose import compose, outcomes
from domain.report.outcome import category
from domain.report.text import Beside, GapKind, about
from tests.domain.quarter.life import BASIS, PARTS, filed, measured, open_quarter, opened, quarter_spec, report, verify
from tests.domain.report.life import composed, quarters, year
from views.year import year_table

FIGURES = st.sampled_from(["0", "0.5", "1", "2", "2.75", "3", "4", "11"])


@settings(derandomize=True, max_examples=25, deadline=None)
@given(figures=st.lists(st.one_of(st.none(), FIGURES), min_size=1, max_size=4))
def test_composing_is_pure_and_says_what_the_page_of_the_year_says(figures: list[str | None]) -> None:
    found: tuple[Quarter, ...] = ()
    for number, figure in enumerate(figures, 1):
        spec = quarter_spec().done(open_quarter(number, *found))
        if figure is not None:
            said = Filing(measured(figure), "Terlaksana.", justification="Ruang pelatihan ditutup.")
            spec = spec.done(report("i2", said))
        found = (*found, spec.state)
    before = canonical([[line.filing for line in quarter.lines.values()] for quarter in found])
    taken = compose(year(*found))
    assert canonical(taken) == canonical(compose(year(*found)))
    assert canonical([[line.filing for line in quarter.lines.values()] for quarter in found]) == before
    rows, last = {row.indicator.id: row for row in year_table(found)}, latest(found)
    for told in taken.indicators():
        shown = rows[told.indicator.id]
        now = shown.cells[last.quarter - 1]
        assert now is not None
        assert told.year == now.year
        cells = [cell for cell in shown.cells if cell is not None]
        assert [(q.reading, q.state, q.figure) for q in told.quarters] == [
            (cell.reading, cell.figure.state, cell.figure.figure) for cell in cells
        ]


def test_the_year_is_written_as_its_targets_are() -> None:
    ratio, total, grade = composed().indicators()
    assert (ratio.realised, total.realised, grade.realised) == (
        Percentage(Decimal(90)),
        Quantity(Decimal(8), "days"),
        Missing(),
    )
    assert (ratio.category, total.category, grade.category) == ("Sangat Berhasil", "Cukup Berhasil", "")


def test_an_unclosed_quarter_is_said_and_counted_and_not_guessed() -> None:
    three = quarters(3)
    fourth = quarter_spec().done(open_quarter(4, *three)).state
    taken = composed(*three, fourth)
    assert [(gap.kind, gap.where) for gap in taken.gaps if gap.kind is GapKind.QUARTER_OPEN] == [
        (GapKind.QUARTER_OPEN, "4")
    ]
    assert [each.phase for each in taken.quarters] == [QuarterPhase.CLOSED] * 3 + [QuarterPhase.OPEN]
    summary = next(section.body for section in taken.drafted if section.key == "summary")
    assert "Triwulan IV belum ditutup saat laporan ini disusun, sehingga angkanya masih dapat berubah." in summary
    total = next(row for row in taken.indicators() if row.indicator.id == "i2")
    assert (total.year.figure, total.realised) == (Decimal("50.00"), Quantity(Decimal(6), "days"))


def test_a_quarter_that_nobody_opened_is_said_too() -> None:
    taken = composed(*quarters(2))
    absent = [gap.where for gap in taken.gaps if gap.kind is GapKind.QUARTER_ABSENT]
    assert absent == ["3", "4"]


def test_what_was_measured_before_an_amendment_says_that_its_target_was_another() -> None:
    part = PARTS[0]
    lower = msgspec.structs.replace(part.indicators[0], target=Percentage(Decimal(80)))
    rows = (lower, *part.indicators[1:])
    amended = PlanBasis(4, "e" * 64, (msgspec.structs.replace(part, indicators=rows),), effective=date(2024, 8, 1))
    taken = compose(replace(year(), basis=amended))
    assert [gap.where for gap in taken.gaps if gap.kind is GapKind.TARGET] == [lower.id]
    words = {section.key: section.body for section in taken.drafted}
    assert "sebelum perubahan rencana" in words[about(lower.id)]
    assert not [gap for gap in composed().gaps if gap.kind is GapKind.TARGET]


def test_a_target_that_was_lowered_once_its_result_was_known_is_told_in_the_report() -> None:
    three = quarters(3)
    command = open_quarter(4, *three)
    lowered = msgspec.structs.replace(command.rows[0], lowered=True)
    fourth = quarter_spec().done(msgspec.structs.replace(command, rows=(lowered, *command.rows[1:]))).state
    taken = composed(*three, fourth)
    assert [gap.where for gap in taken.gaps if gap.kind is GapKind.LOWERED] == [lowered.indicator.id]
    words = {section.key: section.body for section in taken.drafted}
    assert "setelah hasilnya dapat diketahui" in words[about(lowered.indicator.id)]


def test_a_year_without_any_quarter_still_has_its_rows_and_its_money() -> None:
    taken = compose(replace(year(), quarters=()))
    assert [row.year.state for row in taken.indicators()] == [State.NOT_RELEASED] * 3
    assert [one.realised for one in taken.programmes()] == [None, None]


def test_what_owners_said_is_ready_to_be_edited() -> None:
    words = {section.key: section.body for section in composed().drafted}
    assert "Penyebab dan hambatan:\nTriwulan I: The hall was closed." in words[about("i2")]
    assert "Upaya dan tindak lanjut:\nTriwulan I: Answer the tenth." in words[about("i1")]
    assert "Triwulan II: Tindak lanjut triwulan sebelumnya telah dilaksanakan: Answered." in words[about("i1")]
    assert words["improvement"] == "Complaints dealt with: Answer the tenth."


def test_last_year_stands_beside_the_row_of_the_same_wording_alone() -> None:
    rows = outcomes(BASIS, quarters(2), DEFAULT)
    before = YearBefore("rkt-2023", 2023, rows, "Perbaiki loket.")
    taken = composed(before=before)
    first = next(taken.indicators())
    assert [(each.what, spell_target(each.value), each.row) for each in first.beside] == [
        (Beside.LAST_YEAR, "90%", "rkt-2023/i1")
    ]
    assert "Perbaiki loket." in next(section.body for section in taken.drafted if section.key == "follow-up")
    twice = YearBefore("rkt-2023", 2023, (*rows, *rows))
    assert next(composed(before=twice).indicators()).beside == ()


def test_a_linked_strategic_plan_gives_its_end_target_and_a_linked_office_the_national_figure() -> None:
    links = (Support("pusat", "rkt-2024", "i1"), Support("pusat", "renstra-2025", "i1"))
    part = PARTS[0]
    linked = tuple(msgspec.structs.replace(row, supports=links) if row.id == "i1" else row for row in part.indicators)
    basis = PlanBasis(3, "d" * 64, (Part(part.key, part.details, part.goals, linked, part.programmes),))
    above = {
        ("pusat", "rkt-2024"): Above("pusat", "rkt-2024", 2024, 2024, BASIS, quarters(2)),
        ("pusat", "renstra-2025"): Above("pusat", "renstra-2025", 2025, 2029, BASIS),
    }
    taken = compose(replace(year(), basis=basis), None, above)
    beside = {each.what: each for each in next(taken.indicators()).beside}
    assert spell_target(beside[Beside.END_TARGET].value) == "90%"
    assert (beside[Beside.END_TARGET].year, beside[Beside.END_TARGET].row) == (2029, "pusat/renstra-2025/i1")
    assert (spell_target(beside[Beside.NATIONAL].value), beside[Beside.NATIONAL].row) == ("90%", "pusat/rkt-2024/i1")


@pytest.mark.parametrize(("strategic", "what"), [(True, Beside.END_TARGET), (False, None), (UNSET, None)])
def test_its_kind_says_that_a_plan_is_strategic_however_it_is_called(
    strategic: bool | UnsetType, what: Beside | None
) -> None:
    links = (Support("pusat", "rpjmd-2025", "i1"),)
    part = PARTS[0]
    linked = tuple(msgspec.structs.replace(row, supports=links) if row.id == "i1" else row for row in part.indicators)
    basis = PlanBasis(3, "d" * 64, (Part(part.key, part.details, part.goals, linked, part.programmes),))
    shape = msgspec.structs.replace(IKU, code="rpjmd", strategic=strategic)
    there = Above("pusat", "rpjmd-2025", 2025, 2029, msgspec.structs.replace(BASIS, shape=shape))
    taken = compose(replace(year(), basis=basis), None, {("pusat", "rpjmd-2025"): there})
    assert [each.what for each in next(taken.indicators()).beside] == ([what] if what else [])


def test_categories_go_by_the_scale_that_the_office_cites() -> None:
    named = {
        figure: category(CATEGORIES, _Reached(Decimal(figure))) for figure in ("300", "85", "84.99", "70", "55", "0")
    }
    assert list(named.values()) == [
        "Sangat Berhasil",
        "Sangat Berhasil",
        "Berhasil",
        "Berhasil",
        "Cukup Berhasil",
        "Tidak Berhasil",
    ]
    assert category(CATEGORIES, _Reached(Decimal("-12"))) == "Tidak Berhasil"
    assert CATEGORIES.citation


class _Reached:
    state = State.COMPUTED

    def __init__(self, figure: Decimal) -> None:
        self.figure = figure


def test_what_was_filed_and_not_verified_is_marked_as_not_closed() -> None:
    taken = composed(filed().state)
    assert {each.closed for row in taken.indicators() for each in row.quarters} == {False}
    verified = composed(filed().done(verify("i1")).state)
    assert digest(canonical(taken)) != digest(canonical(verified))
    assert opened().state.lines["i2"].reading != Measured(Decimal(2))
