"""Tables of other shapes: merged heads, notes, two tables in one sheet, English heads, one column of all."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from activities.importing.plain import lined
from domain.kind.kind import Column, GoalLevel, Holds, Kind, Numbering, PartKind, RowKind
from domain.kind.shipped import APP, PK, RENJA, RKT
from domain.sheet.laid import LaidRow, Left
from domain.sheet.mapping import parts_laid, proposed
from domain.sheet.table import Source, SourceCell, SourceTable, TableLine

SIMPLE = Kind("pk", "PK", (PartKind("A", "", (GoalLevel("Sasaran", Numbering.NUMBER),)),))


def source(*tables: Iterable[Sequence[str]]) -> Source:
    return Source(tuple(SourceTable(f"Sheet{n}", tuple(lined(table))) for n, table in enumerate(tables, 1)))


def laid(kind: Kind, *tables: Iterable[Sequence[str]]) -> tuple[list[LaidRow], list[Left]]:
    return of(kind, source(*tables))


def of(kind: Kind, there: Source) -> tuple[list[LaidRow], list[Left]]:
    every = [each for part in parts_laid(there, proposed(there, kind, 2027), kind).values() for each in part]
    return [row for each in every for row in each.rows], [left for each in every for left in each.left]


def told(rows: Iterable[LaidRow]) -> list[tuple[str, ...]]:
    """Return each row as its kind, the words above it, its own words, and its figure."""
    rows = list(rows)
    words = {row.id: row.text.text for row in rows}
    return [
        (row.kind.value, words.get(row.parent, ""), row.text.text, row.figure.text if row.figure else "")
        for row in rows
    ]


ONE = [("goal", "", "Mutu", ""), ("indicator", "Mutu", "Indeks mutu", "80")]
TWO = [*ONE, ("indicator", "Mutu", "Jumlah layanan", "12 layanan")]


def test_goals_stand_once_over_their_indicators() -> None:
    table = [
        ("No", "Sasaran", "Indikator Kinerja", "Target"),
        ("1", "Mutu", "Indeks mutu", "80"),
        ("2", "", "Jumlah layanan", "12 layanan"),
    ]
    assert laid(SIMPLE, table) == (laid(SIMPLE, table)[0], [])
    assert told(laid(SIMPLE, table)[0]) == TWO


def test_goals_that_stand_on_every_line_are_one() -> None:
    table = [
        ("Sasaran", "Indikator Kinerja", "Target"),
        ("Mutu", "Indeks mutu", "80"),
        ("Mutu", "Jumlah layanan", "12 layanan"),
    ]
    assert told(laid(SIMPLE, table)[0]) == TWO


def test_columns_in_another_order_and_english_heads() -> None:
    table = [
        ("Target", "Performance Indicator", "Strategic Goal", "No."),
        ("80", "Indeks mutu", "Mutu", "1"),
        ("12 layanan", "Jumlah layanan", "", "2"),
    ]
    assert told(laid(SIMPLE, table)[0]) == TWO


def test_titles_notes_counted_columns_and_totals_are_no_rows_and_are_told() -> None:
    table = [
        ("PERJANJIAN KINERJA",),
        (),
        ("No", "Sasaran", "Indikator Kinerja", "Target"),
        ("(1)", "(2)", "(3)", "(4)"),
        ("1", "Mutu", "Indeks mutu", "80"),
        ("Catatan: angka sementara",),
        ("2", "", "Jumlah layanan", "12 layanan"),
        ("", "", "Jumlah", "92"),
    ]
    rows, left = laid(SIMPLE, table)
    assert told(rows) == TWO
    assert [(each.text, each.place, each.why) for each in left] == [
        ("Catatan: angka sementara", "A6", "note"),
        ("Jumlah", "C8", "total"),
        ("92", "D8", "total"),
    ]


def test_an_indicator_that_begins_with_the_word_for_a_total_is_one() -> None:
    rows, left = laid(SIMPLE, [("Sasaran", "Indikator", "Target"), ("Mutu", "Jumlah laporan yang dikirim", "4")])
    assert [row.text.text for row in rows] == ["Mutu", "Jumlah laporan yang dikirim"]
    assert left == []


def test_the_headings_again_on_the_next_page_are_no_rows() -> None:
    head = ("No", "Sasaran", "Indikator Kinerja", "Target")
    table = [head, ("1", "Mutu", "Indeks mutu", "80"), head, ("2", "", "Jumlah layanan", "12 layanan")]
    assert told(laid(SIMPLE, table)[0]) == TWO


def test_words_that_go_on_overleaf_are_joined_and_told() -> None:
    head = ("No", "Sasaran", "Indikator Kinerja", "Target")
    table = [head, ("1", "Mutu layanan", "Indeks mutu", "80"), head, ("", "yang terukur", "dan kepuasan", "")]
    there = source(table)
    (only,) = parts_laid(there, proposed(there, SIMPLE, 2027), SIMPLE)["A"]
    assert [row.text.text for row in only.rows] == ["Mutu layanan yang terukur", "Indeks mutu dan kepuasan"]
    assert [piece.place for piece in only.joined] == ["B4", "C4"]


def test_two_tables_in_one_sheet_are_goals_and_programmes() -> None:
    table = [
        ("Sasaran", "Indikator Kinerja", "Target"),
        ("Mutu", "Indeks mutu", "80"),
        (),
        ("No", "Program/Kegiatan", "Anggaran", "Sumber Dana"),
        ("1", "Layanan", "Rp 1.000.000", "APBD"),
    ]
    rows, left = laid(PK, table)
    assert told(rows) == [*ONE, ("programme", "", "Layanan", "Rp 1.000.000")]
    assert rows[-1].cells["sumber"].text == "APBD"
    assert left == []


def test_heads_that_stand_over_several_columns_are_read_with_those_below() -> None:
    columns = [
        structs.replace(c, head=f"Target TW {n}") for n, c in zip(("I", "II"), _measures("tw-1", "tw-2"), strict=True)
    ]
    kind = structs.replace(SIMPLE, parts=(structs.replace(SIMPLE.parts[0], columns=tuple(columns)),))
    head = TableLine(
        1, (cell(0, "Sasaran", lines=2), cell(1, "Indikator Kinerja", lines=2), cell(2, "Target", columns=3))
    )
    below = TableLine(2, (cell(2, "Setahun"), cell(3, "TW I"), cell(4, "TW II")))
    row = TableLine(3, (cell(0, "Mutu"), cell(1, "Indeks mutu"), cell(2, "80"), cell(3, "20"), cell(4, "40")))
    (_, indicator), left = of(kind, Source((SourceTable("", (head, below, row)),)))
    assert indicator.figure is not None
    assert (indicator.figure.text, {k: p.text for k, p in indicator.cells.items()}) == (
        "80",
        {"tw-1": "20", "tw-2": "40"},
    )
    assert left == []


def _measures(*keys: str) -> list[Column]:
    (column,) = RENJA.parts[0].on(RowKind.INDICATOR)[:1]
    return [structs.replace(column, key=key, holds=Holds.MEASURE, year=None) for key in keys]


def cell(column: int, text: str, *, lines: int = 1, columns: int = 1) -> SourceCell:
    return SourceCell(column, text, f"{chr(65 + column)}1", lines, columns)


def test_an_outline_in_one_column_is_told_apart_by_its_look() -> None:
    table = [
        ("Uraian", "Target"),
        ("I. Tujuan yang tinggi", ""),
        ("A. Mutu", ""),
        ("Indeks mutu", "80"),
        ("B. Biaya", ""),
        ("Hemat", "5%"),
    ]
    levels = (GoalLevel("Tujuan", Numbering.ROMAN), GoalLevel("Sasaran", Numbering.LETTER))
    kind = structs.replace(SIMPLE, parts=(structs.replace(SIMPLE.parts[0], levels=levels),))
    assert told(laid(kind, table)[0]) == [
        ("goal", "", "Tujuan yang tinggi", ""),
        ("goal", "Tujuan yang tinggi", "Mutu", ""),
        ("indicator", "Mutu", "Indeks mutu", "80"),
        ("goal", "Tujuan yang tinggi", "Biaya", ""),
        ("indicator", "Biaya", "Hemat", "5%"),
    ]


def test_the_parts_of_a_code_stand_in_columns_of_their_own() -> None:
    (kode,) = (c for c in RENJA.parts[0].on(RowKind.GOAL) if c.holds is Holds.CODE)
    part = structs.replace(RENJA.parts[0], levels=(GoalLevel("Program"),), columns=(kode,))
    table = [("Kode", "Kode", "Program", "Indikator", "Target"), ("1", "02", "Mutu", "Indeks mutu", "80")]
    rows, _ = laid(structs.replace(RENJA, parts=(part,)), table)
    assert rows[0].cells[kode.key].text == "1.02"


def test_shipped_kinds_know_their_own_heads() -> None:
    for kind in (RKT, PK, RENJA, APP):
        part = kind.parts[0]
        head = ("No", part.levels[-1].name, part.indicator_head, part.target_head.replace("{year}", "2027"))
        rows, left = laid(kind, [head, ("1", "Mutu", "Indeks mutu", "80")])
        assert told(rows)[-1] == ("indicator", "Mutu", "Indeks mutu", "80"), kind.code
        assert left == []


def test_a_table_of_something_else_becomes_nothing() -> None:
    assert laid(SIMPLE, [("Nama", "Alamat"), ("Dewi", "Banjarmasin")]) == ([], [])


def test_a_numbered_goal_over_the_whole_table_heads_the_rows_below() -> None:
    table = [
        ("No", "Sasaran Strategis", "Indikator Kinerja", "Target"),
        ("1. Mewujudkan pemilu yang jujur", "", "", ""),
        ("", "Mutu", "Indeks mutu", "80"),
    ]
    levels = (GoalLevel("Sasaran Strategis", Numbering.NUMBER), GoalLevel("Sasaran Strategis"))
    kind = structs.replace(SIMPLE, parts=(structs.replace(SIMPLE.parts[0], levels=levels),))
    top = ("goal", "", "Mewujudkan pemilu yang jujur", "")
    assert told(laid(kind, table)[0]) == [top, ("goal", top[2], "Mutu", ""), ONE[1]]


def test_a_table_that_says_the_same_again_is_proposed_once() -> None:
    table = [("Sasaran", "Indikator Kinerja", "Target"), ("Mutu", "Indeks mutu", "80")]
    flat = [("Uraian", "Target"), ("Mutu", ""), ("Indeks mutu", "80")]
    assert told(laid(SIMPLE, table, flat)[0]) == ONE


def test_words_of_a_goal_that_go_on_in_its_cell_stay_one_beside_several_indicators() -> None:
    table = [("Sasaran", "Indikator", "Target"), ("Mutu\nlayanan", "1. Indeks mutu\n2. Jumlah layanan", "80\n12")]
    goal = "Mutu layanan"
    wanted = [
        ("goal", "", goal, ""),
        ("indicator", goal, "Indeks mutu", "80"),
        ("indicator", goal, "Jumlah layanan", "12"),
    ]
    assert told(laid(SIMPLE, table)[0]) == wanted
