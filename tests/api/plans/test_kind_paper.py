"""The sheets of a plan of a kind: levels, columns and programmes as they are printed, redlined cell by cell."""

from dataclasses import replace
from decimal import Decimal

import msgspec

from api.plans.paper import differing, paper
from api.words.words import words
from domain.kind.kind import Kind
from domain.kind.shipped import PK, RENJA
from domain.measure.target import Percentage
from domain.plan.cell import Cell
from domain.plan.shape import empty_form
from domain.plan.state import Plan
from domain.plan.text import Goal, Indicator, PlanText, Programme

ID = words("id")
MONEY = Cell("pagu", value=Decimal(1_000_000))


def of(kind: Kind, text: PlanText) -> Plan:
    """Return a plan of the kind with that text."""
    return replace(Plan(), kind=kind.code, year=2027, shape=kind, text=text)


def renja(pagu: Cell | None = MONEY) -> PlanText:
    """Return a text of four levels, of which the first is a band."""
    text = empty_form(RENJA, 2027, "")
    cells = tuple(cell for cell in (Cell("kode", "1.02"), pagu) if cell is not None)
    goals = (Goal("g1", "", "Sasaran"), Goal("g2", "g1", "Program", cells), Goal("g3", "g2", "Kegiatan"))
    aims = tuple(Indicator(f"i{n}", "g2", f"Cakupan {n}", Percentage(Decimal(77))) for n in (1, 2))
    return text.with_part(msgspec.structs.replace(text.parts[0], goals=goals, indicators=aims))


def test_columns_stand_where_the_kind_prints_them() -> None:
    sheet = paper(ID, renja(), of=of(RENJA, renja())).sheets[0]
    assert sheet.heads is not None
    assert [head for head, _ in sheet.heads.first] == ["Kode"]
    assert ("Prakiraan Maju 2028", "target") in sheet.heads.behind
    assert (sheet.heads.top, sheet.heads.levels) == (False, ("Program", "Kegiatan"))
    band, program, kegiatan = sheet.goals
    assert (band.band, program.band, kegiatan.band) == ("Sasaran", None, None)
    assert [str(cell.html) for cell in program.first] == ["1.02"]
    # On every line a column is either the goal's or the indicator's, and each is there once.
    for line in program.lines:
        assert [bool(cell.place) for cell in line.behind] == [not cell.place for cell in program.behind]
        assert len(line.before) + len(line.behind) + len(program.first) == sheet.heads.more
    assert sheet.spent
    assert sheet.total == "Rp 1.000.000"


def test_a_change_of_a_cell_is_marked_and_nothing_else() -> None:
    dearer = renja(Cell("pagu", value=Decimal(2_000_000)))
    marked = paper(ID, dearer, renja(), of=of(RENJA, dearer))
    assert marked.changed == 1
    (sheet,) = differing(marked).sheets
    (goal,) = sheet.goals
    assert goal.lines == ()
    (cell,) = [cell for cell in goal.behind if cell.state]
    assert (cell.place, cell.state) == ("g2.pagu", "changed")
    assert "<del>" in cell.html
    assert [
        c.state for c in paper(ID, renja(None), renja(), of=of(RENJA, renja())).sheets[0].goals[1].behind if c.state
    ]


def test_programmes_are_nested_and_added_up_from_below() -> None:
    text = empty_form(PK, 2027, "")
    rows = (
        Programme("p", "Program", None),
        Programme("p1", "Kegiatan", Decimal(250), "p", (Cell("sumber", "APBN"),)),
    )
    text = text.with_part(msgspec.structs.replace(text.parts[0], programmes=rows))
    sheet = paper(ID, text, of=of(PK, text)).sheets[0]
    assert [(line.depth, line.number) for line in sheet.programmes] == [(0, "1."), (1, "")]
    assert [str(cell.html) for cell in sheet.programmes[1].behind] == ["APBN"]
    assert sheet.total == "Rp 250"
    assert [block.heading for block in sheet.blocks] == ["PIHAK KEDUA", "PIHAK PERTAMA"]
