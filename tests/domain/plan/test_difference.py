"""Whatever was sent, the facts lead to it, and they are the fewest."""

import random
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.measure.target import Grade, Percentage
from domain.plan.check import checked
from domain.plan.difference import difference
from domain.plan.facts import (
    Change,
    DetailChanged,
    ProgrammeAllotted,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
    apply,
)
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme
from tests.domain.office.office_life import AT, DRAFTER, TEXT

_WORDS = st.sampled_from(["one", "two", "three", "penyusunan dan penyusunan"])
_TARGETS = st.one_of(
    st.builds(Percentage, st.integers(0, 120).map(Decimal)), st.sampled_from([Grade("A"), Grade("BB")])
)
_SUPPORTS = st.lists(
    st.builds(Support, st.just("provinsi"), st.just("renstra-2025"), st.sampled_from("abc"), st.integers(1, 2), _WORDS),
    max_size=2,
    unique_by=lambda support: support.row,
).map(lambda rows: tuple(msgspec.structs.replace(row, target=Grade("A")) for row in rows))


@st.composite
def texts(draw: st.DrawFn) -> PlanText:
    """Draw a text over a small pool of ids, so that two draws share rows in other places."""
    parts = []
    for part in TEXT.parts:
        ids = [f"{part.key.lower()}-g{n}" for n in range(6)]
        chosen = draw(st.lists(st.sampled_from(ids), unique=True))
        goals: list[Goal] = []
        for goal in chosen:
            parent = draw(st.sampled_from(["", *(g.id for g in goals)]))
            goals.append(Goal(goal, parent, draw(_WORDS)))
        random.Random(draw(st.integers(0, 99))).shuffle(goals)
        rows = (
            draw(st.lists(st.sampled_from([f"{part.key.lower()}-i{n}" for n in range(8)]), unique=True))
            if goals
            else []
        )
        indicators = tuple(
            Indicator(row, draw(st.sampled_from(goals)).id, draw(_WORDS), draw(_TARGETS), supports=draw(_SUPPORTS))
            for row in rows
        )
        programmes = tuple(
            Programme(row, draw(_WORDS), Decimal(draw(st.integers(0, 3))))
            for row in draw(st.lists(st.sampled_from([f"{part.key.lower()}-p{n}" for n in range(4)]), unique=True))
        )
        details = msgspec.structs.replace(part.details, place=draw(_WORDS))
        parts.append(Part(part.key, details, tuple(goals), indicators, programmes))
    return PlanText(msgspec.structs.replace(TEXT.details, title=draw(_WORDS)), tuple(parts))


def facts(base: PlanText, new: PlanText) -> list[Change]:
    return difference(base, new, DRAFTER, AT, 2)


def folded(base: PlanText, changes: list[Change]) -> PlanText:
    for change in changes:
        base = apply(base, change)
    return base


@given(texts(), texts())
def test_folding_the_facts_gives_exactly_the_text_that_was_sent(base: PlanText, new: PlanText) -> None:
    base, new = checked(base, base, {}), checked(new, new, {})
    assert folded(base, facts(base, new)) == new


@given(texts())
def test_an_unchanged_text_has_no_facts(text: PlanText) -> None:
    text = checked(text, text, {})
    assert facts(text, text) == []


@given(texts(), st.data())
def test_inserting_one_row_is_one_fact_and_moves_nothing(text: PlanText, data: st.DataObject) -> None:
    text = checked(text, text, {})
    part = data.draw(st.sampled_from(text.parts))
    place = data.draw(st.integers(0, len(part.goals)))
    parent = data.draw(st.sampled_from(["", *(g.id for g in part.goals)]))
    goals = (*part.goals[:place], Goal("new", parent, "A new goal"), *part.goals[place:])
    new = text.with_part(msgspec.structs.replace(part, goals=goals))
    new = checked(new, text, {})
    assert [type(f) for f in facts(text, new)] == [RowAdded]


def test_each_kind_of_change_is_a_fact_of_its_own() -> None:
    a, b = TEXT.parts
    new = PlanText(
        msgspec.structs.replace(TEXT.details, cover_date="15 Februari 2024"),
        (
            Part(
                "A",
                a.details,
                (a.goals[2], a.goals[0], msgspec.structs.replace(a.goals[1], text="Reworded")),
                (msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(77))),),
            ),
            msgspec.structs.replace(b, programmes=(msgspec.structs.replace(b.programmes[0], allotted=Decimal(1)),)),
        ),
    )
    kinds = [type(f) for f in facts(TEXT, checked(new, TEXT, {}))]
    assert kinds == [DetailChanged, RowMoved, RowReworded, TargetChanged, RowRemoved, ProgrammeAllotted]


def test_the_fact_of_a_target_names_old_and_new() -> None:
    a = TEXT.part("A")
    raised = msgspec.structs.replace(a.indicators[0], target=Percentage(Decimal(77)))
    new = TEXT.with_part(msgspec.structs.replace(a, indicators=(raised, a.indicators[1])))
    assert facts(TEXT, new) == [
        TargetChanged(
            by=DRAFTER,
            at=AT,
            version=2,
            part="A",
            indicator="i1",
            old=Percentage(Decimal(75)),
            new=Percentage(Decimal(77)),
        )
    ]
