"""A published table: what is printed is read or refused by its column, and no row stops another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from achieve.printed import DASH, Pair, read_pair, read_published
from achieve.published import Comparison
from achieve.recount import Recount, recount
from achieve.table import ACHIEVEMENTS, PUBLISHED, PrintedRow, read_table
from domain.kernel.errors import Unreadable
from domain.kernel.exact import Rounding
from domain.kernel.numbers import spell
from domain.measure.flags import Flag
from domain.measure.formula import Direction, Formula
from domain.measure.practice import DEFAULT, Practice
from domain.measure.reading.convention import convention
from domain.measure.realisation import Absent, Aim, Level, Measured, Reading, State
from tests.domain.measure.measuring import LADDER, aim

HEADER = "indicator;direction;target;realisation;published\n"


def counted(row: str, practice: Practice = DEFAULT) -> Recount:
    (only,) = read_table(HEADER + row, ACHIEVEMENTS).rows
    return recount(only, practice)


@pytest.mark.parametrize(
    ("direction", "target", "realisation", "asked", "reading"),
    [
        ("higher", "72,84", "72,97", aim("72.84"), Measured(Decimal("72.97"))),
        ("higher", "90%", "88,5 %", aim("90"), Measured(Decimal("88.5"))),
        ("higher", "90 persen", "88,5%", aim("90"), Measured(Decimal("88.5"))),
        ("higher", "90%", "88,5", aim("90"), Measured(Decimal("88.5"))),
        ("higher", "5,3%", "−2,07%", aim("5.3"), Measured(Decimal("-2.07"))),
        ("higher", "12 Laporan", "11 laporan", aim("12"), Measured(Decimal(11))),
        ("higher", "1.000 orang", "950", aim("1000"), Measured(Decimal(950))),
        ("higher", "1.250.000", "1250000", aim("1250000"), Measured(Decimal(1250000))),
        ("higher", "Rp. 30.275.016.000,00", "Rp 1.000,-", aim("30275016000"), Measured(Decimal(1000))),
        ("higher", "Rp 5 miliar", "Rp 4,5 M", aim("5000000000"), Measured(Decimal(4500000000))),
        ("higher", "5 juta", "4 juta", aim("5000000"), Measured(Decimal(4000000))),
        ("higher", "12,345.67", "1,234.5", aim("12345.67"), Measured(Decimal("1234.5"))),
        ("lower", "paling lama 3 hari", "2 hari", aim("3"), Measured(Decimal(2))),
        ("higher", "≥ 95 %", "96", aim("95"), Measured(Decimal(96))),
        ("higher", "100% (12 dok)", "50%", aim("100"), Measured(Decimal(50))),
        ("higher", "85%", "NA", aim("85"), Absent(State.NOT_APPLICABLE)),
        ("ordinal", "minimal BB", "A (85,00)", Level("BB"), Level("A")),
        ("range", "80–90%", "70%", aim("80", "90"), Measured(Decimal(70))),
        ("range", "80-90", "85", aim("80", "90"), Measured(Decimal(85))),
        ("range", "80% – 90%", "85", aim("80", "90"), Measured(Decimal(85))),
        ("range-lower", "7 s.d. 8 bulan", "6,5 bulan", aim("7", "8"), Measured(Decimal("6.5"))),
        ("range-lower", "7 bulan sampai dengan 8 bulan", "9", aim("7", "8"), Measured(Decimal(9))),
        ("range-lower", "7 s/d 8", "9", aim("7", "8"), Measured(Decimal(9))),
        ("ordinal", "WTP", "wtp", Level("WTP"), Level("wtp")),
        ("ordinal", "BB", "80,00", Level("BB"), Measured(Decimal("80.00"))),
        ("ordinal", "B", "Belum Rilis", Level("B"), Absent(State.NOT_RELEASED)),
        ("lower", "5", "tidak dapat dihitung", aim("5"), Absent(State.NOT_COMPUTABLE)),
    ],
)
def test_cells_as_documents_print_them(
    direction: str, target: str, realisation: str, asked: Aim, reading: Reading
) -> None:
    pair = read_pair(Direction(direction), target, realisation, DEFAULT)
    assert isinstance(pair, Pair)
    assert (pair.target, pair.reading) == (asked, reading)


@pytest.mark.parametrize(
    ("direction", "target", "realisation", "code", "place"),
    [
        ("higher", "59.89", "1", "number-ambiguous", "target"),
        ("higher", "60", "59.89", "number-ambiguous", "realisation"),
        ("higher", "1.000", "900", "number-ambiguous", "target"),
        ("higher", "1.000%", "900", "number-ambiguous", "target"),
        ("higher", "lOO%", "90", "number-unreadable-suggestion", "target"),
        ("higher", "1OO%", "90", "number-unreadable-suggestion", "target"),
        ("higher", "12", "11x", "number-unreadable", "realisation"),
        ("higher", "WTP", "WTP", "number-unreadable", "target"),
        ("higher", "12 laporan", "11 dokumen", "units-differ", "realisation"),
        ("higher", "12 laporan", "90%", "units-differ", "realisation"),
        ("range", "80% – 90 orang", "85", "units-differ", "target"),
        ("higher", "543,000", "500", "number-ambiguous", "target"),
        ("higher", "25,000 orang", "20", "number-ambiguous", "target"),
        ("higher", "12,5 laporan", "11", "count-not-whole", "target"),
        ("higher", "12 laporan", "-1 laporan", "negative-count", "realisation"),
        ("higher", "-5", "3", "negative-target", "target"),
        ("higher", "80–90%", "85", "range-unexpected", "target"),
        ("range", "80", "85", "not-a-range", "target"),
        ("range", "90–80", "85", "range-inverted", "target"),
        ("range", "80–90", "75–85", "number-unreadable", "realisation"),
        ("higher", "80", "-", "dash-unclear", "realisation"),
        ("higher", "80", "–", "dash-unclear", "realisation"),
        ("higher", "80", "9" * 101, "value-too-long", "realisation"),
        ("higher", "80", "9" * 50, "number-too-long", "realisation"),
        ("higher", "80", "8\x000", "forbidden-character", "realisation"),
        ("ordinal", "E", "A", "unknown-level", "target"),
        ("ordinal", "WTP", "B", "not-on-scale", "realisation"),
        ("ordinal", "BB", "80.00", "number-ambiguous", "realisation"),
        ("ordinal", "WTP", "80", "not-on-scale", "realisation"),
    ],
)
def test_what_cannot_be_read_names_its_column(
    direction: str, target: str, realisation: str, code: str, place: str
) -> None:
    with pytest.raises(Unreadable) as no:
        read_pair(Direction(direction), target, realisation, DEFAULT)
    assert (no.value.code, no.value.place) == (code, place)


def test_a_row_of_dashes_has_no_figure_and_follows() -> None:
    def state(*cells: str) -> State | None:
        found = counted(f"a;higher;{';'.join(cells)}")
        assert found.comparison is not None
        assert found.comparison.follows
        return None if found.result is None else found.result.state

    assert state("80", "-", "-") is State.NOT_RELEASED
    assert state("-", "95", "–") is State.NOT_APPLICABLE


@pytest.mark.parametrize("dash", ["-", "–", "—", "−"])
@pytest.mark.parametrize(
    ("realisation", "follows"),
    [("belum rilis", True), ("tidak berlaku", True), ("tidak dapat dihitung", True), ("40", False)],
)
def test_a_printed_dash_follows_from_a_state_and_not_from_a_figure(dash: str, realisation: str, follows: bool) -> None:
    found = counted(f"a;higher;80;{realisation};{dash}")
    assert found.error is None
    assert found.comparison == Comparison(follows)
    assert found.result is not None
    assert (Flag.PUBLISHED_DIFFERS in found.result.flags) is not follows


def test_two_scales_with_the_same_value_need_telling_apart() -> None:
    twin = replace(DEFAULT, scales=(LADDER, replace(LADDER, name="kembar")))
    with pytest.raises(Unreadable) as no:
        read_pair(Direction.ORDINAL, "hijau", "merah", twin)
    assert no.value.params["names"] == "tangga, kembar"


@given(st.sampled_from(Direction), st.text(max_size=20), st.text(max_size=20))
def test_any_cell_is_read_or_refused_with_its_column(direction: Direction, target: str, realisation: str) -> None:
    row = PrintedRow(2, {"indicator": "a", "direction": direction, "target": target, "realisation": realisation})
    found = recount(row, DEFAULT)
    assert (found.result is None) is (found.error is not None)
    assert found.error is None or found.error.place in ("target", "realisation")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100,18", Decimal("100.18")),
        ("100,18 %", Decimal("100.18")),
        ("-24,65", Decimal("-24.65")),
        ("−24,65%", Decimal("-24.65")),
        ("–24,65", Decimal("-24.65")),
        ("1.091,43%", Decimal("1091.43")),
        (" ", None),
        ("Belum Rilis", State.NOT_RELEASED),
        ("-", DASH),
        (" — ", DASH),
    ],
)
def test_printed_achievements(text: str, value: Decimal | State | None) -> None:
    assert read_published(text) == value


@pytest.mark.parametrize(
    ("row", "explained_by"),
    [
        ("a;higher;60;53;88", "rounding to 0 decimals (half-away-from-zero or truncate)"),
        ("a;higher;60;53;88,00%", "rounding to 0 decimals (half-away-from-zero or truncate)"),
        ("a;higher;60;53,9;89", "rounding to 0 decimals (truncate)"),
        ("a;higher;60;53;88,3333", "rounding to 4 decimals (half-away-from-zero or truncate)"),
        ("a;higher;60;53;88,34", "rounding to 2 decimals (up)"),
        ("a;higher;100;150;100", "cap 100"),
        ("a;higher;7;76,4;120", "cap 120"),
        ("a;higher;100;100,4;100", "rounding to 0 decimals (half-away-from-zero or truncate); or cap 100"),
        ("a;lower;49,34;110,84;0", "floor 0"),
        ("a;lower;149,12;138,43;107,72", "formula T / R x 100"),
        (
            "a;lower;149,12;138,43;107,7",
            "formula T / R x 100; rounding to 1 decimals (half-away-from-zero or truncate)",
        ),
        ("a;lower;0,16;0,02;200", "formula T / R x 100; cap 200"),
        ("a;lower;149,12;138,43;92,83", "formula R / T x 100"),
        ("a;range;80–90;70;77,78", "formula R / T x 100 with T = 90, the upper bound"),
        ("a;higher;100;90;55", None),
        ("a;higher;100;98,5;120", None),
    ],
)
def test_what_else_would_give_the_printed_figure(row: str, explained_by: str | None) -> None:
    found = counted(row)
    assert found.comparison is not None
    assert (found.comparison.follows, found.comparison.explained_by) == (False, explained_by)
    assert found.result is not None
    flag = Flag.PUBLISHED_ROUNDED if (explained_by or "").startswith("rounding") else Flag.PUBLISHED_DIFFERS
    assert found.result.flags[-1] is flag


@pytest.mark.parametrize("published", ["87,5", "87,50", "87,50%", "87,5000"])
def test_a_figure_follows_as_a_number(published: str) -> None:
    found = counted(f"a;range;80–90%;70%;{published}")
    assert found.comparison is not None
    assert (found.comparison.follows, found.comparison.explained_by) == (True, None)
    assert found.result is not None
    assert found.result.flags == ()


@pytest.mark.parametrize(
    ("row", "explained_by"),
    [
        (
            "a;higher;85%;94,11%;110,5%",
            "the realisation was cut to a whole number before dividing; rounding to 1 decimals (truncate)",
        ),
        ("a;higher;81,73;82,96;101,43", "the realisation was cut to 1 decimals"),
    ],
)
def test_an_input_that_lost_decimals_before_dividing_is_named(row: str, explained_by: str) -> None:
    found = counted(row)
    assert found.comparison is not None
    assert found.result is not None
    assert found.comparison.follows is False
    assert explained_by in (found.comparison.explained_by or "")
    assert Flag.PUBLISHED_DIFFERS in found.result.flags


def test_two_measures_in_a_row_are_counted_each_and_make_no_figure_of_the_row() -> None:
    found = counted("tidak mengajukan upaya hukum - Kasasi - PK;higher;50% 50%;53,13% 73,33%;106% 146,66%")
    assert found.error is None
    assert found.result is not None
    assert (found.result.figure, found.result.flags) == (None, (Flag.SEVERAL_MEASURES,))
    told = [(m.row.cells["indicator"], m.result and m.result.figure, m.comparison) for m in found.measures]
    assert told == [
        (
            "Kasasi",
            Decimal("106.26"),
            Comparison(False, "rounding to 0 decimals (half-away-from-zero or truncate)", rounded=True),
        ),
        ("PK", Decimal("146.66"), Comparison(True)),
    ]


def test_a_document_says_once_how_its_numbers_are_written() -> None:
    (row,) = read_table(f"{HEADER}a;higher;1.000;543,000;0.7\n", ACHIEVEMENTS).rows
    assert recount(row, DEFAULT).error is not None
    found = recount(row, DEFAULT, convention("en"))
    assert found.result is not None
    assert found.result.figure == Decimal("54300000.00")


def test_a_table_of_money_says_once_what_it_is_in() -> None:
    (row,) = read_table(f"{HEADER}Pagu;higher;1.325;1.200;90,57\n", ACHIEVEMENTS).rows
    assert recount(row, DEFAULT).error is not None
    comparison = recount(row, DEFAULT, convention("", "millions")).comparison
    assert comparison is not None
    assert comparison.follows


def test_a_printed_100_below_the_target_is_not_explained_by_a_cap_on_the_opposite() -> None:
    found = counted("a;higher;100;90;100")
    assert found.comparison is not None
    assert found.comparison.explained_by is None


def test_without_a_figure_there_is_nothing_to_follow() -> None:
    for row, state in [("a;lower;0;0;100", "zero-target"), ("a;ordinal;WTP;WDP;75", "no-policy")]:
        found = counted(row)
        assert found.result is not None
        assert found.result.state == state
        assert found.comparison is None or found.comparison.follows is None


def test_what_would_give_a_figure_where_the_policy_has_none() -> None:
    comparison = counted("a;ordinal;WTP;WDP;75").comparison
    assert comparison is not None
    assert (comparison.follows, comparison.explained_by) == (None, "formula rank of R / rank of T x 100")


def test_a_printed_state_follows_from_the_same_state() -> None:
    for row, follows in [("a;higher;80;belum rilis;Belum Rilis", True), ("a;higher;80;79;Belum Rilis", False)]:
        found = counted(row)
        assert found.comparison is not None
        assert found.comparison.follows is follows


def test_the_direction_is_doubted_by_wording_and_by_the_printed_figure() -> None:
    for row in ("Pemilih yang Tidak Masuk DPT;higher;0,16%;0,10%;", "a;lower;149,12;138,43;92,83"):
        found = counted(row)
        assert found.result is not None
        assert Flag.DIRECTION_SUSPECTED in found.result.flags


def test_an_unreadable_printed_figure_leaves_the_computed_one() -> None:
    found = counted("a;higher;100;90;90.5")
    assert found.result is not None
    assert found.result.figure == Decimal(90)
    assert found.comparison is None
    assert found.error is not None
    assert (found.error.code, found.error.place) == ("number-ambiguous", "published")


def test_a_policy_of_ones_own() -> None:
    practice = Practice("SK", lower=Formula.INVERSE, cap=Decimal(120), places=0, rounding=Rounding.TRUNCATE)
    for row, figure in [("a;lower;149,12;138,43;", "107"), ("a;higher;7;76,4;", "120"), ("a;higher;60;53;", "88")]:
        found = counted(row, practice)
        assert found.result is not None
        assert str(found.result.figure) == figure
    found = counted("a;higher;7;76,4;1.091", practice)
    assert found.error is not None


def test_a_printed_figure_beyond_the_policys_cap() -> None:
    found = counted("a;higher;100;150;150", replace(DEFAULT, cap=Decimal(120)))
    assert found.comparison is not None
    assert found.comparison.explained_by == "no cap; or cap 200"


def test_the_delimiter_is_read_from_the_header_and_names_are_trimmed() -> None:
    for text in (
        'Indicator , DIRECTION,target, "Realisation"\r\n"a, b",higher,"72,84", "72,97"\r\n',
        ' indicator;Direction ; target;realisation\na, b;higher;72,84;"72,97"',
        "\nrealisation;target;direction;indicator;no\r72,97;72,84;higher;a, b;1\r",
    ):
        table = read_table(text, ACHIEVEMENTS)
        (row,) = table.rows
        assert row.error is None
        assert [row.cells[name] for name in ("indicator", "target", "realisation")] == ["a, b", "72,84", "72,97"]
        assert row.line == (3 if text.startswith("\n") else 2)
        assert PUBLISHED not in table.columns


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "table-empty"),
        ("\n\n", "table-empty"),
        ("indicator;direction;target\n", "column-missing"),
        ("indicator\tdirection\ttarget\trealisation\n", "column-missing"),
        ("indicator,direction,target,realisation,Target\n", "column-twice"),
        ('"indicator,direction,target,realisation\n', "quote-open"),
    ],
)
def test_a_header_that_is_none(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as no:
        read_table(text, ACHIEVEMENTS)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("a;higher;1", "cells-too-few", "realisation"),
        ("a;higher;1;1;1;1", "cells-too-many", ""),
        (";higher;1;1;1", "cell-empty", "indicator"),
        ("a; ;1;1;1", "cell-empty", "direction"),
        (";;;;", "cell-empty", "indicator"),
        ("a;up;1;1;1", "unknown-direction", "direction"),
        ('"a;higher;1;1;1', "quote-open", ""),
        ('"a" b;higher;1;1;1', "quote-inside", ""),
        ("a\x00;higher;1;1;1", "forbidden-character", "indicator"),
    ],
)
def test_a_row_that_cannot_be_read_does_not_stop_the_rest(line: str, code: str, place: str) -> None:
    good = "b;higher;60;53;\n"
    first, bad, last = read_table(f"{HEADER}{good}{line}\n{good}", ACHIEVEMENTS).rows
    found = recount(bad, DEFAULT)
    assert found.error is not None
    assert (found.row.line, found.error.code, found.error.place) == (3, code, place)
    for row, at in ((first, 2), (last, 4)):
        result = recount(row, DEFAULT).result
        assert result is not None
        assert (row.line, result.figure) == (at, Decimal("88.33"))


def test_a_quoted_cell_may_hold_lines_and_quotes() -> None:
    first, second = read_table(f'{HEADER}"a ""b""\nc";higher;1;1;\n\nd;higher;1;1;\n', ACHIEVEMENTS).rows
    assert (first.line, first.cells["indicator"]) == (2, 'a "b"\nc')
    assert (second.line, second.cells["indicator"]) == (5, "d")


def test_columns_that_mean_nothing_here_are_named() -> None:
    assert read_table("no;indicator;direction;target;realisation;satuan\n", ACHIEVEMENTS).unread == ("no", "satuan")


_TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)


@given(st.lists(st.lists(_TEXTS, min_size=4, max_size=4), max_size=4), st.sampled_from(",;"))
def test_what_is_quoted_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    def quoted(cells: list[str]) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"

    table = read_table(
        delimiter.join(("indicator", "direction", "target", "realisation")) + "\n" + "".join(map(quoted, rows)),
        ACHIEVEMENTS,
    )
    assert [list(row.cells.values()) for row in table.rows] == rows


@given(st.text(alphabet='ab1,;"\n ', max_size=60))
def test_any_text_under_a_header_is_rows_or_errors_each_with_its_line(text: str) -> None:
    rows = read_table(HEADER + text, ACHIEVEMENTS).rows
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))
    assert all(2 <= line <= 2 + text.count("\n") for line in lines)
    for row in rows:
        recount(row, DEFAULT)


@given(st.decimals(min_value="0.01", max_value=9999, places=2), st.decimals(min_value=0, max_value=9999, places=2))
def test_a_figure_that_we_print_follows(target: Decimal, realisation: Decimal) -> None:
    row = f"a;lower;{spell(target, grouped=False)};{spell(realisation, grouped=False)};"
    ours = counted(row).result
    assert ours is not None
    assert ours.figure is not None
    again = counted(row + spell(ours.figure, grouped=False))
    assert again.comparison is not None
    assert again.comparison.follows
