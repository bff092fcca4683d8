"""The questions that the published plan of Banjarmasin raises, and those it does not."""

from decimal import Decimal

import msgspec

from domain.measure.target import Quantity
from domain.plan.questions import questions
from domain.plan.text import PlanText, Programme, SignatureBlock
from examples.banjarmasin import plan_text

TEXT = plan_text()


def places(code: str, text: PlanText = TEXT) -> list[str]:
    return [q.place for q in questions(text) if q.code == code]


def test_cover_and_signature_bear_different_dates() -> None:
    assert places("dates-differ") == ["B.date"]
    assert places("undated") == ["A.date"]


def test_counts_and_scores_with_a_target_in_percent() -> None:
    assert places("count-in-percent") == ["b-i06.target", "b-i15.target"]
    assert places("value-in-percent") == ["a-i06.target"]


def test_a_share_of_a_single_office() -> None:
    assert places("share-of-one") == [
        *("a-i11.target", "a-i12.target", "b-i01.target", "b-i02.target", "b-i03.target", "b-i04.target"),
        *("b-i05.target", "b-i07.target", "b-i08.target", "b-i09.target", "b-i10.target", "b-i11.target"),
        "b-i12.target",
    ]


def test_slips_of_the_pen() -> None:
    assert places("repeated") == ["b-i02.text"]
    assert places("triple-letter") == ["b-g1.text", "b-p1.text"]
    assert places("comma-glued") == ["b-g4.text", "b-p4.text"]


def test_no_total_is_printed() -> None:
    (question,) = (q for q in questions(TEXT) if q.code == "no-total")
    assert question.params["total"] == "Rp 43.484.684.000"


def test_a_text_without_faults_raises_only_the_total() -> None:
    part = TEXT.parts[1]
    indicator = msgspec.structs.replace(
        part.indicators[5], text="Jumlah layanan", target=Quantity(Decimal(12), "layanan")
    )
    sound = msgspec.structs.replace(
        part,
        goals=(msgspec.structs.replace(part.goals[1], parent=""),),
        indicators=(msgspec.structs.replace(indicator, goal=part.goals[1].id),),
        programmes=(part.programmes[1],),
        details=msgspec.structs.replace(part.details, date=TEXT.details.cover_date),
    )
    assert [q.code for q in questions(PlanText(TEXT.details, (sound,)))] == ["no-total"]


def test_goals_without_indicators_and_equal_indicators() -> None:
    part = TEXT.parts[0]
    first = part.indicators[0]
    again = msgspec.structs.replace(first, id="again")
    changed = msgspec.structs.replace(part, indicators=(first, again))
    text = PlanText(TEXT.details, (changed,))
    assert places("indicator-twice", text) == ["again.text"]
    assert "a-g2-1.text" in places("goal-unmeasured", text)
    assert "a-g1.text" not in places("goal-unmeasured", text)


def test_another_state_of_the_same_budget_is_asked_about_and_not_added_up() -> None:
    def amounts(*words: str) -> PlanText:
        rows = tuple(Programme(f"b-p{n}", text, Decimal(100 + n)) for n, text in enumerate(words, 1))
        return TEXT.with_part(msgspec.structs.replace(TEXT.parts[1], programmes=rows))

    both = amounts("Anggaran PPPOMN (DIPA awal)", "setelah penghematan")
    assert places("budget-restated", both) == ["b-p1.allotted", "b-p2.allotted"]
    assert places("no-total", both) == []
    for sound in (amounts("Anggaran awal tahun"), amounts("Pemulihan setelah bencana", "Perubahan iklim")):
        assert places("budget-restated", sound) == []
        assert places("no-total", sound)


def test_a_part_whose_blocks_are_dated_is_not_asked_for_a_date_of_its_own() -> None:
    (first, *others) = TEXT.parts
    for dates, asked in ((("2 Januari 2024", "3 Januari 2024"), []), (("2 Januari 2024", ""), ["A.date"])):
        blocks = tuple(SignatureBlock(f"b{n}", date=date) for n, date in enumerate(dates))
        part = msgspec.structs.replace(first, details=msgspec.structs.replace(first.details, blocks=blocks))
        assert places("undated", msgspec.structs.replace(TEXT, parts=(part, *others))) == asked
