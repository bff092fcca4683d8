"""Money is added up once: a printed total is kept and questioned, and money is spent at the leaves."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.errors import PlanError
from domain.kernel.numbers import rupiah, spell_rupiah
from domain.kind.kind import BudgetTable, PartKind
from domain.kind.shipped import APP, PK, RENJA
from domain.measure.target import Percentage
from domain.plan.cell import Cell
from domain.plan.check import checked
from domain.plan.facts import ProgrammeAllotted, ProgrammeLinked
from domain.plan.money import allotted, differing, leaves, part_total, proposed, spell_allotted, sums, total
from domain.plan.questions import questions
from domain.plan.shape import empty_form
from domain.plan.text import Goal, Indicator, Part, PlanText, Programme
from tests.domain.plan.test_difference import facts, folded

TABLE = msgspec.structs.replace(PK.parts[0], budget=BudgetTable("Program", "Anggaran", ("a", "b", "c")))
DETAILS = empty_form(PK, 2027, "").parts[0].details


def part(*programmes: Programme, goals: tuple[Goal, ...] = (), indicators: tuple[Indicator, ...] = ()) -> Part:
    return Part("A", DETAILS, goals, indicators, programmes)


def rows(*printed: tuple[str, int, str]) -> tuple[Programme, ...]:
    """Programmes as a paper lists them: wording, level and amount, each below the last of the level above."""
    found: list[Programme] = []
    last: dict[int, str] = {}
    for n, (text, level, amount) in enumerate(printed):
        found.append(Programme(f"p{n}", text, rupiah(amount) if amount else None, last.get(level - 1, "")))
        last[level] = f"p{n}"
    return tuple(found)


DEMAK = rows(
    ("SEMUA URUSAN", 0, "124.227.461.000"),
    ("1 02 PROGRAM PENINGKATAN SARANA DAN PRASARANA APARATUR", 1, "28.740.117.000"),
    ("Pembangunan gedung kantor", 2, "130.000.000"),
    ("Pengadaan perlengkapan gedung kantor", 2, "50.000.000"),
    ("Pengadaan peralatan gedung kantor", 2, "200.000.000"),
)


def test_a_row_is_not_added_to_what_stands_below_it() -> None:
    assert spell_rupiah(part_total(part(*DEMAK), TABLE)) == "Rp 124.227.461.000"


def test_a_printed_total_that_the_rows_below_do_not_give_is_kept_and_questioned() -> None:
    found = {row.id: below for row, below in differing(part(*DEMAK), TABLE)}
    assert found == {"p0": Decimal(28740117000), "p1": Decimal(380000000)}
    text = PlanText(empty_form(PK, 2027, "").details, (part(*DEMAK),))
    asked = [q for q in questions(text, PK) if q.code == "total-differs"]
    assert [(q.place, q.params["sum"]) for q in asked] == [
        ("p0.allotted", "Rp 28.740.117.000"),
        ("p1.allotted", "Rp 380.000.000"),
    ]


def test_a_total_that_is_not_printed_is_what_stands_below() -> None:
    whole = part(*rows(("Program", 0, ""), ("Kegiatan 1", 1, "100"), ("Kegiatan 2", 1, "200,50")))
    assert part_total(whole, TABLE) == Decimal("300.50")
    assert list(differing(whole, TABLE)) == []


def test_what_has_nothing_below_it_has_an_amount() -> None:
    text = empty_form(PK, 2027, "")
    bare = text.with_part(part(Programme("p1", "Program", None)))
    with pytest.raises(PlanError) as no:
        checked(bare, text, {}, PK)
    assert (no.value.code, no.value.place) == ("budget-missing", "p1.allotted")


GOALS = (Goal("g1", "", "1.02 Program A"), Goal("g2", "g1", "Kegiatan B"), Goal("g3", "", "Program C"))
ROWS = tuple(
    Indicator(f"i{n}", goal, f"Indikator {n}", Percentage(Decimal(n))) for n, goal in enumerate(["g1", "g2", "g3"], 1)
)


def test_money_is_spent_at_the_leaves_for_what_is_linked_there_or_above() -> None:
    linked = (
        Programme("p1", "Program", None, "", (), ("g1",)),
        Programme("p2", "Kegiatan 1", Decimal(100), "p1"),
        Programme("p3", "Kegiatan 2", Decimal(200), "p1", (), ("i3",)),
        Programme("p4", "Lain", Decimal(5)),
    )
    found = {leaf.programme.id: leaf.pays_for for leaf in leaves(part(*linked, goals=GOALS, indicators=ROWS), TABLE)}
    assert found == {"p2": ("i1", "i2"), "p3": ("i3",), "p4": ()}


def test_a_kind_never_pairs_by_counting() -> None:
    whole = part(Programme("p1", "Satu", Decimal(1)), Programme("p2", "Dua", Decimal(2)), goals=GOALS, indicators=ROWS)
    assert [leaf.pays_for for leaf in leaves(whole, TABLE)] == [(), ()]
    assert [leaf.pays_for for leaf in leaves(whole, None)] == [("i1", "i2"), ("i3",)]
    told = msgspec.structs.replace(whole.programmes[0], serves=("i3",))
    one = msgspec.structs.replace(whole, programmes=(told, whole.programmes[1]))
    assert [leaf.pays_for for leaf in leaves(one, None)] == [("i3",), ()]


def test_a_link_is_proposed_from_code_and_wording() -> None:
    whole = part(
        Programme("p1", "1 02 PROGRAM YANG LAIN NAMANYA", Decimal(1)),
        Programme("p2", "Kegiatan B", Decimal(1)),
        Programme("p3", "Sesuatu", Decimal(1)),
        Programme("p4", "Program C", Decimal(1), serves=("g1",)),
        goals=GOALS,
    )
    assert proposed(whole) == {"p1": ("g1",), "p2": ("g2",)}


def test_money_that_stands_on_goals_is_added_up_from_the_lowest() -> None:
    asked = RENJA.parts[0]

    def goal(key: str, parent: str, amount: int | None) -> Goal:
        return Goal(key, parent, key, () if amount is None else (Cell("pagu", value=Decimal(amount)),))

    goals = (
        goal("g1", "", None),
        goal("g2", "g1", 500),
        goal("g3", "g2", 200),
        goal("g4", "g2", 300),
        goal("g5", "g1", 7),
    )
    whole = Part("A", DETAILS, goals, (Indicator("i1", "g3", "I", Percentage(Decimal(1))),))
    assert part_total(whole, asked) == Decimal(507)
    assert [(leaf.programme.id, leaf.pays_for) for leaf in leaves(whole, asked)] == [
        ("g3", ("i1",)),
        ("g4", ()),
        ("g5", ()),
    ]


def test_money_on_an_indicator_is_for_that_indicator() -> None:
    row = Indicator("i1", "g1", "I", Percentage(Decimal(1)), (Cell("budget", value=Decimal(9)),))
    (leaf,) = leaves(Part("A", DETAILS, (Goal("g1", "", "G"),), (row,)), APP.parts[0])
    assert (leaf.programme.id, leaf.programme.allotted, leaf.pays_for) == ("i1.money", Decimal(9), ("i1",))


@st.composite
def trees(draw: st.DrawFn) -> Part:
    found: list[Programme] = []
    for n in range(draw(st.integers(1, 8))):
        parent = draw(st.sampled_from(["", *(row.id for row in found)]))
        amount = draw(st.none() | st.integers(0, 1000).map(Decimal))
        found.append(Programme(f"p{n}", f"Program {n}", amount, parent))
    inner = {row.parent for row in found}
    whole = [
        row if row.allotted is not None or row.id in inner else msgspec.structs.replace(row, allotted=Decimal(1))
        for row in found
    ]
    return part(*whole)


ANY_DEPTH = PartKind("A", "", PK.parts[0].levels, budget=BudgetTable("P", "A", tuple("abcde")))


@given(trees(), trees())
def test_sums_come_from_below_and_facts_lead_from_tree_to_tree(one: Part, other: Part) -> None:
    text = empty_form(PK, 2027, "")
    base, new = checked(text.with_part(one), text, {}), checked(text.with_part(other), text, {})
    assert folded(base, facts(base, new)) == new
    found = sums(base.parts[0], ANY_DEPTH)
    amounts = allotted(found)
    for row in found:
        children = sum((amounts[below.id] for below in found if below.parent == row.id), Decimal(0))
        assert amounts[row.id] == (children if row.printed is None else row.printed)
    assert total(base, None) == sum((amounts[row.id] for row in found if not row.parent), Decimal(0))


def test_linking_and_leaving_an_amount_to_be_added_up_are_facts() -> None:
    text = empty_form(PK, 2027, "")
    before = part(Programme("p1", "P", Decimal(3)), Programme("p2", "K", Decimal(3), "p1"), goals=GOALS)
    after = part(Programme("p1", "P", None, "", (), ("g1",)), Programme("p2", "K", Decimal(3), "p1"), goals=GOALS)
    base, new = checked(text.with_part(before), text, {}), checked(text.with_part(after), text, {})
    found = facts(base, new)
    assert [type(fact) for fact in found] == [ProgrammeAllotted, ProgrammeLinked]
    assert folded(base, found) == new


@pytest.mark.parametrize(("serves", "code"), [(("g9",), "unknown-link"), (("g1", "g1"), "linked-twice")])
def test_a_link_leads_to_a_row_of_the_part_once(serves: tuple[str, ...], code: str) -> None:
    text = empty_form(PK, 2027, "")
    wrong = text.with_part(part(Programme("p1", "P", Decimal(3), "", (), serves), goals=GOALS))
    with pytest.raises(PlanError) as no:
        checked(wrong, text, {})
    assert (no.value.code, no.value.place) == (code, "p1.serves")


def test_how_the_paper_prints_money_is_kept_and_changes_as_a_fact() -> None:
    shown = Programme("p", "Program A", Decimal(1_325_000_000), printed="1.325")
    text = PlanText(empty_form(PK, 2027, "").details, (part(shown),))
    assert checked(text, text, {}, PK) == text
    assert spell_allotted(shown) == "1.325"
    spelled = text.with_part(part(msgspec.structs.replace(shown, printed="Rp 1.325.000.000")))
    plainly = checked(spelled, spelled, {}, PK)
    assert plainly.parts[0].programmes[0].printed == ""
    (fact,) = facts(text, plainly)
    assert isinstance(fact, ProgrammeAllotted)
    assert (fact.old, fact.new, fact.printed) == (shown.allotted, shown.allotted, "")
    assert folded(text, [fact]) == plainly
