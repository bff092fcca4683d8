"""What an indicator answers to in other plans is a fact that explains itself, and what disagrees is asked."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.errors import PlanError
from domain.measure.target import (
    Comparator,
    Grade,
    Index,
    Missing,
    Opinion,
    Percentage,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Target,
)
from domain.plan.across import across, falls_short, far, leapt, read_now, rows_of
from domain.plan.check import checked, require_elsewhere
from domain.plan.commands import AnswerQuestion
from domain.plan.events import QuestionAnswered
from domain.plan.evolution import fold
from domain.plan.facts import IndicatorLinked
from domain.plan.rules import decide
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import Indicator, PlanText
from tests.domain.office.office_life import AT, DRAFTER, TEXT, draft, edit
from tests.domain.plan.test_difference import facts, folded, texts

ROW = TEXT.part("A").indicators[0]
UPPER = Support("provinsi", "renstra-2025", "i-3", 7, ROW.text, ROW.target)


def linked(*supports: Support) -> PlanText:
    """The text whose first indicator answers to these rows."""
    part = TEXT.part("A")
    first = msgspec.structs.replace(part.indicators[0], supports=supports)
    return TEXT.with_part(msgspec.structs.replace(part, indicators=(first, *part.indicators[1:])))


def codes(text: PlanText, *there: Support) -> list[str]:
    return [doubt.code for doubt, _ in across(text, there)]


def test_a_link_is_one_fact_with_the_row_as_it_read() -> None:
    (fact,) = facts(TEXT, checked(linked(UPPER), TEXT, {}))
    assert isinstance(fact, IndicatorLinked)
    assert (fact.old, fact.new) == ((), (UPPER,))
    assert folded(TEXT, [fact]) == linked(UPPER)


@pytest.mark.parametrize(
    ("supports", "code"),
    [
        ((UPPER, msgspec.structs.replace(UPPER, version=8)), "linked-twice"),
        (tuple(msgspec.structs.replace(UPPER, row=f"i-{n}") for n in range(9)), "too-many-supports"),
        ((msgspec.structs.replace(UPPER, plan="renstra"),), "support-unknown"),
        ((msgspec.structs.replace(UPPER, row=""),), "support-unknown"),
        ((msgspec.structs.replace(UPPER, office="Provinsi!"),), "not-an-id"),
        ((Support("provinsi", "renstra-2025", "i-3"),), "support-unread"),
    ],
)
def test_a_link_names_a_row_of_another_plan_once(supports: tuple[Support, ...], code: str) -> None:
    with pytest.raises(PlanError) as no:
        checked(linked(*supports), TEXT, {})
    assert (no.value.code, no.value.place) == (code, f"{ROW.id}.supports")


def test_a_row_answers_to_no_row_of_its_own_plan() -> None:
    require_elsewhere(linked(UPPER), "provinsi", "rkt-2024")
    with pytest.raises(PlanError) as no:
        require_elsewhere(linked(UPPER), "provinsi", "renstra-2025")
    assert (no.value.code, no.value.place) == ("supports-itself", f"{ROW.id}.supports")


def test_a_row_that_agrees_with_what_it_answers_to_is_not_asked_about() -> None:
    assert codes(linked(UPPER)) == codes(linked(UPPER), UPPER) == []


def test_a_row_that_is_gone_or_reads_otherwise_now_is_asked_about() -> None:
    gone = msgspec.structs.replace(UPPER, version=8, target=None)
    assert codes(linked(UPPER), gone) == ["support-gone"]
    reworded = msgspec.structs.replace(UPPER, version=8, text="Partisipasi masyarakat")
    assert codes(linked(UPPER), reworded) == ["support-changed", "support-wording"]
    raised = msgspec.structs.replace(UPPER, version=8, target=Percentage(Decimal(99)))
    assert codes(linked(UPPER), raised) == ["support-changed", "support-short"]


def test_spaces_capitals_and_stops_make_no_other_wording() -> None:
    assert codes(linked(msgspec.structs.replace(UPPER, text=f"  {ROW.text.upper()}.  "))) == []


def test_a_row_that_nothing_answers_to_is_asked_about_where_its_plan_is_answered_to() -> None:
    other = msgspec.structs.replace(UPPER, row="i-4")
    (doubt, row) = across(linked(UPPER), (UPPER, other))[0]
    assert (doubt.code, doubt.place, row) == ("support-missing", "provinsi/renstra-2025/i-4", other)
    assert codes(TEXT, other) == []


def test_what_is_read_are_the_linked_rows_and_their_neighbours() -> None:
    a, b = TEXT.part("A"), TEXT.part("B")
    wanted = [Support("x", "rkt-2024", a.indicators[0].id), Support("x", "rkt-2024", "z", 1, "Gone")]
    rows = read_now("x", "rkt-2024", 3, TEXT, wanted)
    assert [row.row for row in rows] == [*(i.id for i in a.indicators), "z"]
    assert rows[-1] == Support("x", "rkt-2024", "z", 3, "Gone")
    assert not {row.row for row in rows} & {i.id for i in b.indicators}


def _percent(value: str) -> Target:
    return Percentage(Decimal(value))


def at_most(days: int) -> Target:
    return Quantity(Decimal(days), "hari", comparator=Comparator.AT_MOST)


@pytest.mark.parametrize(
    ("wording", "own", "reference", "short"),
    [
        ("Partisipasi", _percent("75"), _percent("77.5"), True),
        ("Partisipasi", _percent("77.50"), _percent("77.5"), False),
        ("Pemilih yang tidak terdaftar", _percent("0.2"), _percent("0.16"), True),
        ("Pemilih yang tidak terdaftar", _percent("0.1"), _percent("0.16"), False),
        ("Nilai SAKIP", Grade("B"), Grade("BB"), True),
        ("Nilai SAKIP", Grade("A"), Grade("BB"), False),
        ("Opini", Opinion("WDP"), Opinion("WTP"), True),
        ("Rentang", Range(Decimal(70), Decimal(90), "%"), Range(Decimal(80), Decimal(90), "%"), True),
        ("Rentang", _percent("85"), Range(Decimal(80), Decimal(90), "%"), False),
        ("Laporan", Quantity(Decimal(3), "Laporan"), Quantity(Decimal(12), "laporan"), True),
        ("Waktu layanan", at_most(3), at_most(2), True),
        ("Waktu layanan", at_most(2), Quantity(Decimal(3), "hari"), False),
        ("Peringkat", Rank(Decimal(12), "Peringkat"), Rank(Decimal(10), "Peringkat"), True),
        ("Level", Rank(Decimal(2), "Level"), Rank(Decimal(3), "Level"), True),
        ("Pendapatan", Rupiah(Decimal(5)), Rupiah(Decimal(6)), True),
        # What is measured in something else, or on another scale, says nothing.
        ("Laporan", Quantity(Decimal(3), "laporan"), Quantity(Decimal(12), "orang"), False),
        ("Nilai", Index(Decimal(3)), _percent("90"), False),
        ("Nilai", Grade("D"), Opinion("WTP"), False),
        ("Nilai", Grade("Sangat Baik"), Grade("A"), False),
        ("Nilai", Index(Decimal(3), Decimal(5)), Index(Decimal(80)), False),
        ("Nilai", Missing(), _percent("90"), False),
    ],
)
def test_a_target_falls_short_of_its_reference_in_its_direction(
    wording: str, own: Target, reference: Target, short: bool
) -> None:
    assert falls_short(Indicator("i", "g", wording, own), reference) is short


def test_a_doubt_between_plans_is_answered_with_what_was_compared() -> None:
    plan = fold(decide(draft(linked(UPPER)), Plan()))
    raised = msgspec.structs.replace(UPPER, version=8, target=Percentage(Decimal(99)))
    doubt, row = across(plan.text, (raised,))[1]
    answer = AnswerQuestion(by=DRAFTER, at=AT, question=doubt.name, reason="Disepakati.", compared=row)
    (event,) = decide(answer, plan)
    assert isinstance(event, QuestionAnswered)
    assert (event.code, event.place, event.compared) == ("support-short", f"{ROW.id}.target", raised)
    with pytest.raises(PlanError) as no:
        decide(msgspec.structs.replace(answer, compared=UPPER), plan)
    assert no.value.code == "unknown-question"


def test_a_figure_far_from_last_years_is_asked_once_and_its_answer_stays_on_record() -> None:
    plan = fold(decide(draft(), Plan()))
    before = rows_of(*plan.year_before, 5, TEXT)
    assert leapt(plan.text, before) == []
    first, *rest = before
    tenth = msgspec.structs.replace(first, target=_percent("7.5"))
    money = msgspec.structs.replace(rest[-1], target=Rupiah(Decimal(1)))
    (doubt, row), (of_money, _) = leapt(plan.text, (tenth, *rest[:-1], money))
    assert (doubt.code, doubt.place, of_money.code) == ("target-leapt", f"{ROW.id}.target", "target-leapt")
    assert of_money.place.endswith(".allotted")
    answer = AnswerQuestion(by=DRAFTER, at=AT, question=doubt.name, reason="Naskah lama salah cetak.", compared=row)
    (event,) = decide(answer, plan)
    assert isinstance(event, QuestionAnswered)
    assert doubt.name in fold([event], plan).answers
    # What another year had is nothing to it.
    other = msgspec.structs.replace(row, plan="rkt-2020")
    with pytest.raises(PlanError) as no:
        decide(msgspec.structs.replace(answer, compared=other), plan)
    assert no.value.code == "unknown-question"


def test_what_is_measured_in_something_else_is_not_far() -> None:
    assert far(_percent("77"), _percent("7.7"))
    assert far(Quantity(Decimal(157_020), "orang"), Quantity(Decimal("157.02"), "orang"))
    assert not far(_percent("77"), _percent("8"))
    assert not far(_percent("77"), Quantity(Decimal(1), "laporan"))
    assert not far(_percent("77"), _percent("0"))


def test_editing_records_the_link() -> None:
    plan = fold(decide(draft(), Plan()))
    edited = decide(edit(linked(UPPER)), plan)
    assert [type(event) for event in edited] == [IndicatorLinked]


@given(texts(), st.data())
def test_a_text_that_agrees_with_its_own_copy_elsewhere_has_no_doubt_but_what_it_leaves_out(
    text: PlanText, data: st.DataObject
) -> None:
    """Whatever is chosen of a plan, word for word, only what was not chosen is asked about."""
    chosen = data.draw(st.sets(st.sampled_from(sorted(row.id for p in text.parts for row in p.indicators) or [""])))
    whole = [Support("x", "rkt-2024", i.id, 1, i.text, i.target) for part in text.parts for i in part.indicators]
    by_id = {row.row: row for row in whole}
    below = PlanText(
        text.details,
        tuple(
            msgspec.structs.replace(
                part,
                indicators=tuple(
                    msgspec.structs.replace(i, supports=(by_id[i.id],) if i.id in chosen else ())
                    for i in part.indicators
                ),
            )
            for part in text.parts
        ),
    )
    left_out = [row.address for row in whole if row.row not in chosen] if chosen & by_id.keys() else []
    doubts = across(below, whole)
    assert {doubt.code for doubt, _ in doubts} <= {"support-missing"}
    assert [doubt.place for doubt, _ in doubts] == left_out
