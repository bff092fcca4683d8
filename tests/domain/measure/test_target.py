"""Targets read back what they print, and what cannot be read says why."""

import unicodedata
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.kernel.errors import PlanError, Unreadable
from domain.kernel.message import canonical, plain
from domain.measure.proposal import propose
from domain.measure.reading.convention import Convention, convention, proposed
from domain.measure.reading.question import read
from domain.measure.reading.target import kind_printed, read_target
from domain.measure.realisation import aim_of
from domain.measure.target import (
    GRADES,
    KINDS,
    OPINIONS,
    Comparator,
    Grade,
    Index,
    Missing,
    Moment,
    Opinion,
    Percentage,
    Proportion,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Several,
    Target,
    Worded,
    kind_of,
    plainly_spelled,
    spell_target,
)

_VALUES = st.decimals(min_value=0, max_value=999, places=2).map(plain)
_COUNTS = st.integers(min_value=0, max_value=10**9).map(Decimal)


@st.composite
def _ranges(draw: st.DrawFn) -> Range:
    low, high = sorted(draw(st.lists(_VALUES, min_size=2, max_size=2, unique=True)))
    return Range(low, high, draw(st.sampled_from(["bulan", "menit", "%", ""])))


_TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.builds(Percentage, _VALUES),
    st.builds(Index, _VALUES),
    st.builds(Quantity, _COUNTS, st.sampled_from(["laporan", "orang", "perkara"])),
    st.builds(Quantity, _VALUES, st.sampled_from(["bulan", "layanan per hari", "Nilai", "km"])),
    st.builds(Grade, st.sampled_from(GRADES)),
    st.builds(Opinion, st.sampled_from(OPINIONS)),
    st.builds(Rupiah, _COUNTS),
    st.builds(Rank, st.integers(1, 99).map(Decimal), st.sampled_from(["Peringkat", "Level"])),
    st.builds(Proportion, st.just(Decimal(1)), st.integers(2, 99).map(Decimal)),
    _ranges(),
)


@given(_TARGETS)
def test_a_printed_target_reads_back(target: Target) -> None:
    printed = spell_target(target)
    assert read_target(kind_of(target), printed) == target
    if not isinstance(target, Quantity | Rank):  # without a wording, a bare number is a score
        assert kind_printed(printed) == kind_of(target)


@pytest.mark.parametrize(
    ("kind", "text", "target"),
    [
        ("percentage", "0,16%", Percentage(Decimal("0.16"))),
        ("percentage", "77", Percentage(Decimal(77), printed="77")),
        ("percentage", "96 Persen", Percentage(Decimal(96), printed="96 Persen")),
        ("index", "80", Index(Decimal(80))),
        ("index", "88,60", Index(Decimal("88.6"), printed="88,60")),
        ("grade", "bb", Grade("BB", printed="bb")),
        ("opinion", " WTP ", Opinion("WTP")),
        ("quantity", "12 laporan", Quantity(Decimal(12), "laporan")),
        ("quantity", "12", Quantity(Decimal(12), "")),
        ("range", "80–90%", Range(Decimal(80), Decimal(90), "%")),
        ("range", "80% - 90%", Range(Decimal(80), Decimal(90), "%", printed="80% - 90%")),
        ("range", "7 sampai 8 bulan", Range(Decimal(7), Decimal(8), "bulan", printed="7 sampai 8 bulan")),
    ],
)
def test_targets_as_offices_write_them(kind: str, text: str, target: Target) -> None:
    assert read_target(kind, text) == target
    assert spell_target(target) == text.strip()


@pytest.mark.parametrize(
    ("target", "stored"),
    [
        (Percentage(Decimal(77)), b'{"type":"percentage","value":"77"}'),
        (Quantity(Decimal(12), "laporan"), b'{"type":"quantity","unit":"laporan","value":"12"}'),
        (Index(Decimal(80)), b'{"type":"index","value":"80"}'),
        (Grade("BB"), b'{"type":"grade","value":"BB"}'),
        (Opinion("WTP"), b'{"type":"opinion","value":"WTP"}'),
        (Range(Decimal(80), Decimal(90), "%"), b'{"high":"90","low":"80","type":"range","unit":"%"}'),
    ],
)
def test_what_was_stored_before_is_spelled_as_it_was(target: Target, stored: bytes) -> None:
    assert msgspec.json.decode(canonical(target)) == msgspec.json.decode(stored)
    assert msgspec.json.decode(stored, type=Target) == target


@pytest.mark.parametrize(
    ("text", "kind", "value", "comparator"),
    [
        ("≥ 95 %", "percentage", "95", Comparator.AT_LEAST),
        ("> 80", "index", "80", Comparator.MORE_THAN),
        ("di atas 80", "index", "80", Comparator.MORE_THAN),
        ("lebih dari atau sama dengan 80", "index", "80", Comparator.AT_LEAST),
        ("minimal BB", "grade", "BB", Comparator.AT_LEAST),
        ("paling lama 3 hari", "quantity", "3", Comparator.AT_MOST),
        ("maksimal 14 hari kerja", "quantity", "14", Comparator.AT_MOST),
        ("kurang dari 5%", "percentage", "5", Comparator.LESS_THAN),
        ("at least 90%", "percentage", "90", Comparator.AT_LEAST),
        ("not more than 3 days", "quantity", "3", Comparator.AT_MOST),
        ("90% ke atas", "percentage", "90", Comparator.AT_LEAST),
        ("± 80", "index", "80", Comparator.ABOUT),
        ("paling lambat 31 Januari", "date", "--01-31", Comparator.AT_MOST),
    ],
)
def test_a_comparator_is_kept_beside_its_value(text: str, kind: str, value: str, comparator: Comparator) -> None:
    found = read(text)
    assert (found.kind, found.error) == (kind, None)
    assert found.target is not None
    assert str(getattr(found.target, "value", None)) == value
    assert (found.target.comparator, spell_target(found.target)) == (comparator, text)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("WTP (Wajar Tanpa Pengecualian)", Opinion("WTP", also="Wajar Tanpa Pengecualian")),
        ("Wajar Tanpa Pengecualian", Opinion("WTP")),
        ("BB (78,00)", Grade("BB", also="78,00")),
        ("Paripurna", Grade("Paripurna")),
        ("100% (12 dok)", Percentage(Decimal(100), also="12 dok")),
        ("3 (Integrated)", Rank(Decimal(3), also="Integrated")),
        ("Level 3 (Terdefinisi)", Rank(Decimal(3), "Level", also="Terdefinisi")),
        ("Level III", Rank(Decimal(3), "Level")),
        ("Peringkat ke-3 nasional", Rank(Decimal(3), "Peringkat", also="nasional")),
        ("3,5 dari skala 5", Index(Decimal("3.5"), Decimal(5))),
        ("Rp 1,5 M", Rupiah(Decimal(1_500_000_000))),
        ("Rp 596,7 jt", Rupiah(Decimal(596_700_000))),
        ("5 juta orang", Quantity(Decimal(5_000_000), "orang")),
        ("Php 1,500,000.00", Quantity(Decimal(1_500_000), "PHP")),
        ("1 : 20", Proportion(Decimal(1), Decimal(20))),
        ("31 Desember 2026", Moment("2026-12-31")),
        ("pukul 08.30 WIB", Moment("08:30")),
        ("Tepat waktu", Worded("Tepat waktu")),
        ("18th day of the following month", Worded("18th day of the following month")),
        ("12 bulan 6 hari", Worded("12 bulan 6 hari")),
        ("-", Missing()),
        ("NA", Missing()),
        ("%", Missing()),
        ("", Missing()),
        ("−2,07%", Percentage(Decimal("-2.07"))),
        ("183/100.000 KH", Quantity(Decimal(183), "/100.000 KH")),
        ("Timeliness - 3 - 8 days (ARTA)", Range(Decimal(3), Decimal(8), "days", also="Timeliness; ARTA")),
        ("4 (empat) laporan", Quantity(Decimal(4), "laporan", also="empat")),
        ("5 hari kerja (maks)", Quantity(Decimal(5), "hari kerja", comparator=Comparator.AT_MOST)),
        ("100% of transactions within 3 days", Percentage(Decimal(100), also="of transactions within 3 days")),
        ("Level 3 dari 5", Rank(Decimal(3), "Level", also="dari 5")),
        ("belum ada target", Missing()),
        (">70-80 (BB)", Range(Decimal(70), Decimal(80), "", comparator=Comparator.MORE_THAN, also="BB")),
    ],
)
def test_whatever_a_paper_prints_is_read_and_prints_as_it_stands(text: str, target: Target) -> None:
    found = read(text).target
    assert found is not None
    assert replace(found, printed="") == target
    assert spell_target(found) == text


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("50% 60%", ["", ""]),
        ("a. 50% b. 60%", ["", ""]),
        ("Kasasi: 50%; PK: 60%", ["Kasasi", "PK"]),
        ("Kasasi 50%, PK 60%", ["Kasasi", "PK"]),
        ("L: 50% P: 60%", ["L", "P"]),
        ("12 laporan, 4 dokumen", ["", ""]),
        ("2 laporan dan 3 dokumen", ["", ""]),
    ],
)
def test_several_measures_in_a_cell_are_told_apart(text: str, labels: list[str]) -> None:
    found = read(text).target
    assert isinstance(found, Several)
    assert [measure.label for measure in found.measures] == labels
    assert spell_target(found) == text


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("percentage", "", "target-missing"),
        ("percentage", "lOO%", "number-unreadable-suggestion"),
        ("percentage", "12 laporan", "unit-unexpected-percent"),
        ("index", "-5", "negative-target"),
        ("index", "6 dari skala 5", "score-above-scale"),
        ("grade", "E", "unknown-grade"),
        ("opinion", "WTPP", "unknown-opinion"),
        ("quantity", "12,5 laporan", "count-not-whole"),
        ("quantity", "3 sd 6 hari", "range-unexpected-kind"),
        ("quantity", "50%", "kind-differs"),
        ("range", "80%", "not-a-range"),
        ("range", "90–80%", "range-inverted"),
        ("share", "80%", "unknown-target-kind"),
    ],
)
def test_what_cannot_be_read_says_why(kind: str, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as no:
        read_target(kind, text)
    assert no.value.code == code


def test_a_share_is_not_below_zero_and_a_growth_may_be() -> None:
    assert read_target("percentage", "-5%", indicator="Laju pertumbuhan ekonomi") == Percentage(Decimal(-5))
    with pytest.raises(Unreadable) as no:
        read_target("percentage", "-5%", indicator="Persentase kehadiran")
    assert no.value.code == "negative-percentage"


@pytest.mark.parametrize(
    "text",
    [
        *("59.89", "1.000", "59.89%", "543,000", "157,020", "25,000 orang", "1.234 km", "10,274,076", "1.234-1.500 km"),
        *("Rp 1.325 juta", "10,274 - 11,000", "3.5 dari skala 5", "50% 59.89%", "1 : 1.000", "12/11/2026", "10:30"),
    ],
)
def test_what_can_be_read_in_two_ways_has_no_value_in_any_field(text: str) -> None:
    found = read(text)
    assert (found.target, found.error) == (None, None)
    (ask,) = found.asks
    assert len({possible.text for possible in ask.readings}) > 1


def test_one_answer_settles_a_document() -> None:
    (ask,) = read("543,000").asks
    assert ask.document
    assert {possible.answer: possible.target for possible in ask.readings} == {
        "id": Index(Decimal(543), printed="543,000"),
        "en": Index(Decimal(543_000), printed="543,000"),
    }
    (ask,) = read("1.325", "rupiah").asks
    assert [(possible.answer, possible.text) for possible in ask.readings] == [
        ("rupiah", "Rp 1.325"),
        ("thousands", "Rp 1.325.000"),
        ("millions", "Rp 1.325.000.000"),
    ]


@pytest.mark.parametrize(
    ("cells", "headings", "said"),
    [
        (["1.234,5", "12"], [], convention("id")),
        (["Php 12,345.67"], [], convention("en")),
        (["1.234,5", "12,345.67"], [], convention()),
        (["88,60", "0.7", "1.000"], [], convention()),
        ([], ["Anggaran (Rp juta)"], convention("", "millions")),
        ([], ["Pagu (dalam ribuan rupiah)"], convention("", "thousands")),
        ([], ["Pagu (Rp)"], convention("", "rupiah")),
        ([], ["Target (5 juta orang)"], convention()),
    ],
)
def test_a_document_proves_how_it_is_written(cells: list[str], headings: list[str], said: Convention) -> None:
    assert proposed(convention(), cells, headings) == said


_PIECES = (
    "12|1.000|543,000|0.7|88,60|100|1.234,5|%|persen|Rp|juta|M|orang|km|(|)|-|s.d.|≥|minimal|per|100.000|BB|WTP|Level|:|dan|"
    "a.|paling lama|hari|dari skala 5|Tepat|waktu|NA|31|Desember|2026| |/|,"
)
_PRINTED = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PIECES.split("|")), max_size=6).map(" ".join))


@given(_PRINTED, st.sampled_from(["", *KINDS]), st.sampled_from([convention(), convention("id"), convention("en")]))
@settings(max_examples=400)
def test_any_cell_is_read_and_prints_as_it_stands_or_is_asked_or_refused(
    text: str, kind: str, said: Convention
) -> None:
    found = read(text, kind, said)
    if found.target is None:
        assert bool(found.asks) is not bool(found.error)
        assert found.error is None or isinstance(found.error, PlanError)
    else:
        assert spell_target(found.target) == " ".join(unicodedata.normalize("NFC", text).split())
        assert msgspec.json.decode(canonical(found.target), type=Target) == found.target
        propose("", found.target)
        aim_of(found.target)


@given(_PRINTED)
@settings(max_examples=400)
def test_no_text_has_a_value_while_the_other_convention_gives_another(text: str) -> None:
    found = read(text).target
    values = {
        plainly_spelled(target)
        for numbers in ("id", "en")
        if (target := read(text, said=convention(numbers)).target) is not None
    }
    if found is not None and not _counts(found):
        assert values <= {plainly_spelled(found)}


def _counts(target: Target) -> bool:
    """Of what is counted, and of money, a dot before three digits marks thousands: a part of one does not exist."""
    singles = [m.target for m in target.measures] if isinstance(target, Several) else [target]
    return any(isinstance(one, Quantity | Rupiah | Range) for one in singles)
