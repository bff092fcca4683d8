"""Papers that come from the yearly plan agree with it when they begin, and say row by row where they do not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from msgspec import structs

from domain.kernel.errors import Refused
from domain.kind.check import checked_kind
from domain.kind.kind import Kind
from domain.kind.origin import ColumnOrigin, Known, Origin, PartOrigin
from domain.kind.shipped import IKU, PK, PK_KETUA, PK_SEKRETARIS, RKT
from domain.measure.target import Percentage
from domain.plan.apart import Apart, out_of_step
from domain.plan.cell import spell_cell
from domain.plan.check import checked
from domain.plan.derived import Upstream, derived
from domain.plan.money import total
from domain.plan.shape import empty_form
from domain.plan.text import Indicator, PlanText, Programme, Row
from examples.banjarmasin import plan_text
from tests.domain.plan.test_difference import texts

SEED = plan_text()
KINDS = (PK_KETUA, PK_SEKRETARIS, IKU)


def upstream(text: PlanText = SEED) -> Upstream:
    return Upstream("kpu-kota-banjarmasin", "rkt-2024", 3, text)


def begun(kind: Kind, text: PlanText = SEED) -> PlanText:
    empty = empty_form(kind, 2024, "")
    return checked(derived(kind, upstream(text), empty), empty, {}, kind)


def changed(text: PlanText, row: Row) -> PlanText:
    """The text with a row in the place of that of its id."""
    parts = []
    for part in text.parts:
        rows = {name: tuple(row if r.id == row.id else r for r in getattr(part, name)) for name in _ROWS}
        parts.append(structs.replace(part, **rows))
    return structs.replace(text, parts=tuple(parts))


_ROWS = ("goals", "indicators", "programmes")


def without(text: PlanText, row: str) -> PlanText:
    parts = [
        structs.replace(part, **{name: tuple(r for r in getattr(part, name) if r.id != row) for name in _ROWS})
        for part in text.parts
    ]
    return structs.replace(text, parts=tuple(parts))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_what_is_begun_is_in_step(kind: Kind) -> None:
    assert out_of_step(kind, upstream(), begun(kind)) == ()


@given(texts())
def test_what_is_begun_of_any_text_is_in_step(text: PlanText) -> None:
    for kind in KINDS:
        assert out_of_step(kind, upstream(text), derived(kind, upstream(text), empty_form(kind, 2024, ""))) == ()


def test_the_agreements_have_the_rows_and_all_the_money_of_the_plan() -> None:
    chair, secretary = begun(PK_KETUA), begun(PK_SEKRETARIS)
    assert [row.text for row in chair.parts[0].indicators] == [row.text for row in SEED.part("A").indicators]
    assert [row.text for row in secretary.parts[0].indicators] == [row.text for row in SEED.part("B").indicators]
    for kind, text in ((PK_KETUA, chair), (PK_SEKRETARIS, secretary)):
        assert total(text, kind) == total(SEED, None) == Decimal(43_484_684_000)
        for row in text.parts[0].indicators:
            (link,) = row.supports
            assert (link.plan, link.row, link.version, link.target) == ("rkt-2024", row.id, 3, row.target)
    assert len(PK_SEKRETARIS.parts[0].blocks) == 2
    assert [block.capacity for block in PK_KETUA.parts[0].blocks] == ["Ketua"]  # alone
    held = {row.goal for row in chair.parts[0].indicators}
    assert {goal.id for goal in chair.parts[0].goals} == held  # no heading without anything below


def test_sheets_say_what_is_known_and_nothing_else() -> None:
    row = SEED.part("A").indicators[0]
    known = {row.id: {Known.OWNERS: "Kasubbag Teknis", Known.DIRECTION: "1", Known.FORMULA: "a / b x 100"}}
    text = derived(IKU, replace(upstream(), known=known), empty_form(IKU, 2024, ""))
    first, second, *_ = text.parts[0].indicators
    printed = {cell.column: spell_cell(cell) for cell in first.cells}
    told = {"formula": "a / b x 100", "polaritas": "Turun", "penanggung-jawab": "Kasubbag Teknis", "satuan": "Persen"}
    assert printed == told
    assert [cell.column for cell in second.cells] == ["satuan"]


def apart(text: PlanText, upper: PlanText, kind: Kind = PK_SEKRETARIS) -> list[tuple[Apart, str, str, str]]:
    return [(each.apart, each.place, each.here, each.there) for each in out_of_step(kind, upstream(upper), text)]


def test_each_difference_is_said_at_its_row() -> None:
    text, part = begun(PK_SEKRETARIS), SEED.part("B")
    row, programme, goal = part.indicators[0], part.programmes[0], part.goals[0]
    aim = structs.replace(row, target=Percentage(Decimal(12)))
    paid = structs.replace(programme, allotted=Decimal(5), printed="")
    assert apart(text, changed(SEED, aim))[0][:2] == (Apart.TARGET, f"{row.id}.target")
    assert [each[:2] for each in apart(text, changed(SEED, structs.replace(goal, text="Lain")))] == [
        (Apart.WORDING, f"{goal.id}.text")
    ]
    ((found, place, _, there),) = apart(text, changed(SEED, paid))
    assert (found, place, there) == (Apart.MONEY, f"{programme.id}.allotted", "Rp 5")
    assert [each[:2] for each in apart(text, without(SEED, row.id))] == [(Apart.GONE, row.id)]
    new = structs.replace(row, id="b-baru", text="Indikator baru")
    more = SEED.with_part(structs.replace(part, indicators=(new, *part.indicators)))
    assert apart(text, more) == [(Apart.NEW, "b-baru", "", "Indikator baru")]


def test_a_row_is_known_by_its_link_else_by_its_words() -> None:
    text = begun(PK_SEKRETARIS)
    part = text.parts[0]
    renamed: list[Indicator] = [structs.replace(row, id=f"z-{n}") for n, row in enumerate(part.indicators)]
    paid: list[Programme] = [structs.replace(row, id=f"p-{n}", serves=()) for n, row in enumerate(part.programmes)]
    other = text.with_part(structs.replace(part, indicators=tuple(renamed), programmes=tuple(paid)))
    assert apart(other, SEED) == []
    row = SEED.part("B").indicators[0]
    (found,) = out_of_step(PK_SEKRETARIS, upstream(changed(SEED, structs.replace(row, text="Lain"))), other)
    assert (found.place, found.row.id) == ("z-0.text", "z-0")


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        (Origin("pk", (PartOrigin("A", "A"),)), "origin-itself"),
        (Origin("rkt", (PartOrigin("Z", "A"),)), "origin-part"),
        (Origin("rkt", (PartOrigin("A", "A"), PartOrigin("A", "B"))), "kind-key-twice"),
        (Origin("rkt", (PartOrigin("A", "A", columns=(ColumnOrigin("x", "y"),)),)), "origin-column"),
        (Origin("rkt", (PartOrigin("A", "A", columns=(ColumnOrigin("sumber", known=Known.UNIT),)),)), "origin-column"),
    ],
)
def test_a_kind_says_soundly_where_it_comes_from(origin: Origin, code: str) -> None:
    with pytest.raises(Refused) as no:
        checked_kind(structs.replace(PK, origin=origin))
    assert no.value.code == code


def test_any_kind_may_come_from_any_other() -> None:
    made = Origin("rkt", (PartOrigin("A", "A"), PartOrigin("B", "B", "B")))
    unit = checked_kind(structs.replace(RKT, code="rkt-bagian", origin=made))
    assert begun(unit).parts[1].programmes == SEED.part("B").programmes
