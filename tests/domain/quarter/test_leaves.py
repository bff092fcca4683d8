"""In the quarters of a plan of a kind, money is spent at the leaves of its tree, wherever those stand."""

import dataclasses
from decimal import Decimal

from msgspec.structs import replace

from domain.kind.kind import BudgetTable, Column, GoalLevel, Holds, Kind, PartKind, RowKind
from domain.plan.cell import Cell
from domain.plan.text import Part, Programme
from domain.quarter.outcome import absorptions, money_of
from domain.quarter.rules import decide
from domain.quarter.state import Quarter, fold
from tests.domain.quarter.life import AT, BASIS, PARTS, action_signed, open_quarter, spend

PART = PARTS[0]
PAGU = "pagu"


def opened(part: Part, asked: PartKind) -> Quarter:
    """The first quarter of the signed plan, had its part been this one, of such a kind."""
    basis = replace(BASIS, parts=(part,), shape=Kind("pk", "PK", (asked,)))
    signed = dataclasses.replace(action_signed().state, basis=basis)
    return fold(decide(open_quarter(action=signed, at=AT), Quarter()))


def kind(on: RowKind) -> PartKind:
    return PartKind("B", "", (GoalLevel("Sasaran"),), columns=(Column(PAGU, "Pagu", on, Holds.MONEY, budget=True),))


def amount(rupiah: int) -> tuple[Cell, ...]:
    return (Cell(PAGU, value=Decimal(rupiah)),)


def spent(quarter: Quarter, *amounts: tuple[str, int, str]) -> dict[str, Decimal | None]:
    """What each leaf was spent, and that the quarter adds nothing twice."""
    after = fold(decide(spend(*amounts), quarter), quarter)
    return {found.programme: found.share.figure for found in absorptions(after)}


def test_what_stands_below_a_programme_is_spent_and_the_programme_is_not() -> None:
    rows = (
        Programme("p1", "Service", None, serves=("g1",)),
        Programme("p11", "Desk", Decimal(400), "p1"),
        Programme("p12", "Training", Decimal(600), "p1", serves=("i2",)),
        Programme("p2", "Accountability", Decimal(500)),
    )
    table = PartKind("B", "", (GoalLevel("Sasaran"),), budget=BudgetTable("Program", "Anggaran", ("a", "b")))
    quarter = opened(replace(PART, programmes=rows), table)
    assert {key: spending.of.pays_for for key, spending in quarter.budget.items()} == {
        "p11": ("i1", "i2"),
        "p12": ("i2",),
        "p2": (),
    }
    assert spent(quarter, ("p11", 0, "100"), ("p12", 0, "300"), ("p2", 0, "500")) == {
        "p11": Decimal(25),
        "p12": Decimal(50),
        "p2": Decimal(100),
    }


def test_money_of_goals_is_spent_at_the_goals() -> None:
    goals = tuple(replace(goal, cells=amount(n * 1000)) for n, goal in enumerate(PART.goals, 1))
    quarter = opened(replace(PART, goals=goals, programmes=()), kind(RowKind.GOAL))
    assert {key: spending.of.pays_for for key, spending in quarter.budget.items()} == {
        "g1": ("i1", "i2"),
        "g2": ("i3",),
    }
    assert spent(quarter, ("g1", 0, "500"), ("g2", 0, "500")) == {"g1": Decimal(50), "g2": Decimal(25)}


def test_money_of_an_indicator_is_spent_beside_what_it_comes_to() -> None:
    rows = (replace(PART.indicators[0], cells=amount(800)), *PART.indicators[1:])
    quarter = opened(replace(PART, indicators=rows, programmes=()), kind(RowKind.INDICATOR))
    assert list(quarter.lines) == ["i1", "i2", "i3"]
    assert spent(quarter, ("i1.money", 0, "200")) == {"i1.money": Decimal(25)}
    (bought,) = money_of(quarter, None).programmes
    assert bought.of.pays_for == ("i1",)
