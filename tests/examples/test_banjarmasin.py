"""The sample plan says, cell by cell, what the published document says: read here from the document itself."""

import re
from decimal import Decimal
from itertools import groupby

import pytest

from domain.kernel.actor import Role
from domain.kernel.numbers import rupiah, spell_rupiah
from domain.measure.reading.target import read_target
from domain.measure.target import Grade, Index, Opinion, Percentage, spell_target
from domain.plan.money import total
from domain.plan.text import Part, ordered
from examples import banjarmasin

Cells = tuple[str, ...]
_COLUMN_NUMBERS = {"(1)", "(2)", "(3)", "(4)", "(1) (2) (3) (4)"}


def _bare(text: str) -> str:
    """The words without markup and with single spaces."""
    return " ".join(re.sub(r"\*\*|</?b>|^#+", "", text).split())


def _tables() -> list[list[Cells]]:
    """Every run of lines with tabs in the document, without its headers."""
    lines = banjarmasin.PUBLISHED.read_text("utf-8").split("\n")
    runs = [
        [tuple(map(_bare, line.split("\t"))) for line in run]
        for tabs, run in groupby(lines, lambda s: "\t" in s)
        if tabs
    ]
    return [[row for row in run[1:] if not set(row) & _COLUMN_NUMBERS] for run in runs]


def _joined(pages: list[list[Cells]]) -> list[Cells]:
    """One table of several pages; a row with neither number nor target continues the row before the page break."""
    rows: list[Cells] = []
    for row in (row for page in pages for row in page):
        if not row[0] and not row[3]:
            rows[-1] = tuple(f"{above} {below}".strip() for above, below in zip(rows[-1], row, strict=True))
        else:
            rows.append(row)
    return rows


def _rows(part: Part) -> list[Cells]:
    """The part as the document lays it out: the goal stands in the row of its first indicator."""
    rows: list[Cells] = []
    number = 0
    for goal in part.goals:
        number += goal.parent == ""
        first = (str(number) if goal.parent == "" else "", goal.text)
        own = [i for i in part.indicators if i.goal == goal.id]
        if not own:
            rows.append((*first, "", ""))
        for n, indicator in enumerate(own):
            rows.append((*(("", "") if n else first), indicator.text, spell_target(indicator.target)))
    return rows


def _published_rows(first: int, last: int) -> list[Cells]:
    return [(row[0].rstrip("."), *row[1:]) for row in _joined(_tables()[first:last])]


def test_the_document_has_two_tables_on_five_pages_and_one_of_programmes() -> None:
    assert [len(table[0]) for table in _tables()] == [4, 4, 4, 4, 4, 3]


def test_part_a_is_the_published_table_cell_by_cell() -> None:
    assert _rows(banjarmasin.plan_text().part("A")) == _published_rows(0, 2)


def test_part_b_is_the_published_table_cell_by_cell() -> None:
    assert _rows(banjarmasin.plan_text().part("B")) == _published_rows(2, 5)


def test_programmes_are_the_published_table_cell_by_cell() -> None:
    programmes = banjarmasin.plan_text().part("B").programmes
    published = _tables()[5]
    assert [(f"{n}.", p.text, p.allotted) for n, p in enumerate(programmes, 1)] == [
        (number, text, rupiah(budget)) for number, text, budget in published
    ]


def test_everything_around_the_tables_is_published_in_the_same_order() -> None:
    lines = banjarmasin.PUBLISHED.read_text("utf-8").split("\n")
    published = " ".join(_bare(line) for line in lines if "\t" not in line).split()
    text = banjarmasin.plan_text()
    printed = [text.details.cover_date, text.details.title, text.details.address]
    for part in text.parts:
        details = part.details
        dated = f"{details.place}, {details.date}" if details.place else ""
        printed += [details.heading, dated, details.capacity, details.signatory, details.name]
    assert " ".join(printed).split() == published


def test_headers_of_the_goals_are_the_published_ones() -> None:
    headers = {
        _bare(line.split("\t")[1])
        for line in banjarmasin.PUBLISHED.read_text("utf-8").split("\n")
        if line.count("\t") == 3 and line.upper().startswith(("NO\t", "<B>NO"))
    }
    assert [p.details.goals_heading for p in banjarmasin.plan_text().parts] == ["SASARAN STRATEGIS", "Sasaran Kegiatan"]
    assert headers == {"SASARAN STRATEGIS", "Sasaran Kegiatan"}


def test_the_published_misspellings_are_kept() -> None:
    words = " ".join(row.text for row in banjarmasin.plan_text().rows().values())
    for misspelling in ("Penyelenggaraaan", "Telaksananya", "edisien", "penyusunan dan penyusunan", "DPR,DPD,DPRD"):
        assert misspelling in words


def test_there_are_13_and_18_indicators_and_9_programmes_with_ids_of_their_own() -> None:
    text = banjarmasin.plan_text()
    assert [len(part.indicators) for part in text.parts] == [13, 18]
    assert [len(part.programmes) for part in text.parts] == [0, 9]
    assert len(text.rows()) == sum(1 for part in text.parts for _ in part.rows()) == 13 + 18 + 9 + 9 + 9


def test_the_budget_adds_up_to_what_the_document_does_not_print() -> None:
    assert total(banjarmasin.plan_text(), None) == Decimal("43484684000")
    assert spell_rupiah(total(banjarmasin.plan_text(), None)) == "Rp 43.484.684.000"
    assert "43.484.684.000" not in banjarmasin.PUBLISHED.read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "kind", "typed", "target"),
    [
        ("a-i01", "percentage", "90%", Percentage(Decimal(90))),
        ("a-i03", "index", "80", Index(Decimal(80))),
        ("a-i04", "grade", "B", Grade("B")),
        ("a-i05", "opinion", "WTP", Opinion("WTP")),
        ("a-i10", "percentage", "0,16%", Percentage(Decimal("0.16"))),
    ],
)
def test_targets_are_typed_as_the_document_prints_them(row: str, kind: str, typed: str, target: object) -> None:
    indicators = {i.id: i for part in banjarmasin.plan_text().parts for i in part.indicators}
    assert indicators[row].target == target == read_target(kind, typed)


def test_rows_stand_in_their_canonical_order() -> None:
    assert [ordered(part) for part in banjarmasin.plan_text().parts] == list(banjarmasin.plan_text().parts)


def test_every_role_has_somebody_and_only_the_signatories_have_names() -> None:
    people = banjarmasin.people()
    assert {person.role for person in people} == set(Role) - {Role.SYSTEM, Role.OFFICIAL}
    named = {person.role: person.name for person in people if "(contoh)" not in person.name}
    assert named == {Role.CHAIR: "RUSNAILAH", Role.SECRETARY: "MUHAMMAD JAZULI"}
    assert len({person.id for person in people}) == len({person.username for person in people}) == len(people)


def test_the_next_plan_has_the_published_rows_under_its_own_dates_and_says_that_it_is_a_sample() -> None:
    text, ahead = banjarmasin.plan_text(), banjarmasin.next_text()
    assert ahead.rows() == text.rows()
    assert ahead.details.title == "RENCANA KINERJA TAHUNAN KPU KOTA BANJARMASIN TAHUN 2025 (CONTOH)"
    printed = [ahead.details.cover_date, *(t for p in ahead.parts for t in (p.details.heading, p.details.date))]
    assert not any("2024" in each for each in printed)


def test_the_office_is_on_central_indonesian_time() -> None:
    office = banjarmasin.office()
    assert (office.id, office.time_zone) == ("kpu-kota-banjarmasin", "Asia/Makassar")
    assert office.address == banjarmasin.plan_text().details.address
    assert (banjarmasin.year(), banjarmasin.kind()) == (2024, "rkt")
