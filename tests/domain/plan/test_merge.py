"""Whatever two write at once, nothing that either typed is lost: it is in the text, or it is a conflict."""

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.measure.target import Percentage
from domain.plan.check import checked
from domain.plan.facts import Change, RowAdded, RowRemoved, RowReworded, TargetChanged
from domain.plan.merge import merged
from domain.plan.text import Goal, Indicator, PlanText, Programme
from tests.domain.office.office_life import AT, DRAFTER, TEXT
from tests.domain.plan.test_difference import facts, texts


def sound(text: PlanText) -> PlanText:
    return checked(text, text, {})


@given(texts(), texts())
def test_where_one_alone_wrote_the_text_is_theirs(base: PlanText, other: PlanText) -> None:
    base, other = sound(base), sound(other)
    assert (merged(base, other, base).text, merged(base, other, base).conflicts) == (other, ())
    assert (merged(base, base, other).text, merged(base, base, other).conflicts) == (other, ())


@given(texts(), texts(), texts())
def test_every_change_of_both_is_in_the_text_or_a_conflict(base: PlanText, mine: PlanText, theirs: PlanText) -> None:
    base, mine, theirs = sound(base), sound(mine), sound(theirs)
    both = merged(base, mine, theirs)
    sound(both.text)
    conflicts = set(map(id_of, both.conflicts))
    kept, wanted = both.text.rows(), mine.rows()
    for fact in facts(base, mine):
        if id_of(fact) in conflicts:
            continue
        match fact:
            case RowAdded(row=row):
                assert row.id in kept
            case RowRemoved(row=row):
                assert row.id not in kept
            case RowReworded(row=row_id):
                assert kept[row_id].text == wanted[row_id].text
            case TargetChanged(indicator=row_id):
                row = kept[row_id]
                assert isinstance(row, Indicator)
                assert row.target == fact.new
    # Nothing of theirs goes but what they left as it was and I took out.
    gone = {fact.row.id for fact in facts(base, mine) if isinstance(fact, RowRemoved)}
    for row_id, row in theirs.rows().items():
        assert row_id in kept or (row_id in gone and row == base.rows()[row_id])


def id_of(fact: Change) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(fact, by=DRAFTER, at=AT, version=0))


@given(texts(), texts())
def test_what_both_wrote_alike_is_no_conflict(base: PlanText, other: PlanText) -> None:
    base, other = sound(base), sound(other)
    both = merged(base, other, other)
    assert (sorted(both.text.rows()), both.conflicts) == (sorted(other.rows()), ())


def test_three_goals_that_another_saved_stay() -> None:
    """A save in a stale tab took away what a colleague had added."""
    a = TEXT.parts[0]
    theirs = TEXT.with_part(
        msgspec.structs.replace(a, goals=(*a.goals, *(Goal(f"new-{n}", "", f"Goal {n}") for n in range(3))))
    )
    mine = TEXT.with_part(
        msgspec.structs.replace(a, goals=(msgspec.structs.replace(a.goals[0], text="Mine"), *a.goals[1:]))
    )
    both = merged(sound(TEXT), sound(mine), sound(theirs))
    assert both.conflicts == ()
    assert {"new-0", "new-1", "new-2"} <= set(both.text.rows())
    assert both.text.rows()[a.goals[0].id].text == "Mine"


def test_one_cell_that_both_wrote_is_a_conflict_and_stays_as_it_is_there() -> None:
    a = TEXT.parts[0]
    row = a.indicators[0]

    def aims(value: int) -> PlanText:
        changed = msgspec.structs.replace(row, target=Percentage(Decimal(value)))
        return sound(TEXT.with_part(msgspec.structs.replace(a, indicators=(changed, *a.indicators[1:]))))

    both = merged(sound(TEXT), aims(71), aims(72))
    assert both.text == aims(72)
    (conflict,) = both.conflicts
    assert isinstance(conflict, TargetChanged)
    assert conflict.new == Percentage(Decimal(71))


def test_a_row_that_one_removed_and_the_other_changed_is_a_conflict() -> None:
    a = TEXT.parts[0]
    without = sound(TEXT.with_part(msgspec.structs.replace(a, indicators=a.indicators[1:])))
    reworded = msgspec.structs.replace(a.indicators[0], text="Changed meanwhile")
    changed = sound(TEXT.with_part(msgspec.structs.replace(a, indicators=(reworded, *a.indicators[1:]))))
    both = merged(sound(TEXT), without, changed)
    assert both.text == changed
    assert [type(fact) for fact in both.conflicts] == [RowRemoved]
    other = merged(sound(TEXT), changed, without)
    assert other.text == without
    assert [type(fact) for fact in other.conflicts] == [RowReworded]


@given(st.permutations(range(5)), st.integers(0, 4))
def test_who_orders_rows_and_who_adds_one_both_have_their_way(order: list[int], place: int) -> None:
    a = TEXT.parts[0]
    goals = tuple(Goal(f"x-{n}", "", f"Goal {n}") for n in range(5))
    base = sound(TEXT.with_part(msgspec.structs.replace(a, goals=goals, indicators=())))
    mine = sound(TEXT.with_part(msgspec.structs.replace(a, goals=tuple(goals[n] for n in order), indicators=())))
    added = (*goals[:place], Goal("x-new", "", "New"), *goals[place:])
    theirs = sound(TEXT.with_part(msgspec.structs.replace(a, goals=added, indicators=())))
    both = merged(base, mine, theirs)
    assert both.conflicts == ()
    assert [goal.id for goal in both.text.parts[0].goals if goal.id != "x-new"] == [f"x-{n}" for n in order]
    assert "x-new" in both.text.rows()


def test_no_programme_pays_for_a_row_that_another_took_out() -> None:
    """A link and the removal of what it leads to made a text that could not be saved."""
    pays = Programme("pays", "Logistics", Decimal(1))
    a = msgspec.structs.replace(TEXT.parts[0], programmes=(pays,))
    base = TEXT.with_part(a)
    paid = (a.indicators[0].id,)
    linked = base.with_part(
        msgspec.structs.replace(
            a, programmes=(msgspec.structs.replace(pays, serves=paid), Programme("new", "New", Decimal(2), serves=paid))
        )
    )
    without = base.with_part(msgspec.structs.replace(a, indicators=a.indicators[1:]))
    linking = merged(sound(base), sound(linked), sound(without))
    assert linking.conflicts == ()
    assert [(row.id, row.serves) for row in sound(linking.text).parts[0].programmes] == [("pays", ()), ("new", ())]
    # The other way round the row stays, and whoever took it out is told.
    removing = merged(sound(base), sound(without), sound(linked))
    assert [type(fact) for fact in removing.conflicts] == [RowRemoved]
    assert sound(removing.text) == sound(linked)
