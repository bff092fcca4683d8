"""Every kind of target that papers print can be proposed for, filed and counted, or says why there is no figure."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from domain.kernel.errors import Ambiguous, Refused, Unreadable
from domain.kernel.numbers import Numbers
from domain.measure.achievement import achievement
from domain.measure.flags import Flag
from domain.measure.formula import Direction
from domain.measure.policy import Aggregation, check_aim, check_policy
from domain.measure.practice import DEFAULT
from domain.measure.proposal import propose
from domain.measure.reading.convention import Convention
from domain.measure.reading.measured import read_aim, read_measured
from domain.measure.reading.question import read
from domain.measure.reading.target import kind_printed, read_target
from domain.measure.realisation import Bounds, Level, State, aim_of
from domain.measure.scale import OrdinalScale, Rung
from domain.measure.target import Target, spell_target


def target(text: str, wording: str = "") -> Target:
    found = read(text, indicator=wording).target
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("wording", "text", "direction", "aggregation"),
    [
        ("Angka kematian bayi", "20 per 1.000 kelahiran hidup", Direction.LOWER, Aggregation.LAST),
        ("", "100 per 100.000 kelahiran hidup", Direction.LOWER, Aggregation.LAST),
        ("Rasio dokter", "30 per 100.000 penduduk", Direction.HIGHER, Aggregation.LAST),
        ("Prevalensi stunting", "14%", Direction.LOWER, Aggregation.LAST),
        ("Persentase balita stunting yang mendapat pelayanan", "90%", Direction.HIGHER, Aggregation.LAST),
        ("Persentase penduduk miskin", "7,5%", Direction.LOWER, Aggregation.LAST),
        ("Number of complaints received", "12 complaints", Direction.LOWER, Aggregation.SUM),
        ("Percentage of complaints resolved", "95%", Direction.HIGHER, Aggregation.LAST),
        ("Jumlah barang hilang", "0 unit", Direction.LOWER, Aggregation.SUM),
        ("Response time", "15 menit", Direction.LOWER, Aggregation.LAST),
        ("Waktu penyelesaian perkara", "5 hari", Direction.LOWER, Aggregation.LAST),
        ("Penerbitan izin", "paling lama 3 hari", Direction.LOWER, Aggregation.LAST),
        ("Rata-rata lama sekolah", "9,2 tahun", Direction.HIGHER, Aggregation.AVERAGE),
        ("Indeks Pelayanan Publik", "4,06 Nilai", Direction.HIGHER, Aggregation.LAST),
        ("Kinerja anggaran", "80 poin", Direction.HIGHER, Aggregation.LAST),
        ("Kepuasan", "3,5 dari skala 5", Direction.HIGHER, Aggregation.LAST),
        ("Peringkat daya saing", "Peringkat 10", Direction.LOWER, Aggregation.LAST),
        ("Maturitas SPIP", "Level 3 (Terdefinisi)", Direction.HIGHER, Aggregation.LAST),
        ("Pendapatan", "Rp 1,5 M", Direction.HIGHER, Aggregation.SUM),
        ("Jumlah laporan", "12 laporan", Direction.HIGHER, Aggregation.SUM),
    ],
)
def test_what_is_better_and_how_quarters_make_a_year(
    wording: str, text: str, direction: Direction, aggregation: Aggregation
) -> None:
    policy = propose(wording, target(text, wording)).policy
    check_policy(policy)
    assert (policy.direction, policy.aggregation) == (direction, aggregation)


@pytest.mark.parametrize(
    ("wording", "text", "highest"),
    [
        ("Persentase kehadiran", "90%", Decimal(100)),
        ("Persentase realisasi pendapatan BLU", "120%", None),
        ("Capaian", "120%", None),
        ("Persentase pengguna hak pilih dalam DPTb", "90%", None),
        ("Laju pertumbuhan ekonomi", "5%", None),
    ],
)
def test_a_share_is_not_capped_that_is_targeted_above_or_may_pass_the_whole(
    wording: str, text: str, highest: Decimal | None
) -> None:
    policy = propose(wording, target(text, wording)).policy
    assert getattr(policy.scale, "highest", ...) == highest


def test_a_turnout_above_the_whole_is_counted_with_a_flag() -> None:
    """257% was published: voters who were added voted too."""
    wording = "Persentase pengguna hak pilih dalam DPTb"
    share = target("100%", wording)
    policy = propose(wording, share).policy
    aim = aim_of(share)
    assert aim is not None
    found = achievement(policy, aim, [read_measured(policy, "257%")])
    assert found.figure == Decimal("257.00")
    assert Flag.ABOVE_WHOLE in found.flags


def test_a_growth_that_falls_is_filed_under_what_is_proposed() -> None:
    wording = "Laju pertumbuhan ekonomi"
    policy = propose(wording, target("5,3%", wording)).policy
    found = achievement(policy, Bounds(Decimal("5.3"), Decimal("5.3")), [read_measured(policy, "−2,07%")])
    assert found.figure == Decimal("-39.06")
    falling = aim_of(target("-1,5%", wording))
    assert falling is not None
    check_aim(policy, falling)
    assert achievement(policy, falling, [read_measured(policy, "-1%")]).state is State.NOT_COMPUTABLE


@pytest.mark.parametrize("text", ["Tepat waktu", "1:20", "31 Desember 2026", "50% 60%"])
@pytest.mark.parametrize(("judged", "figure"), [("Terpenuhi", "100.00"), ("tidak terpenuhi", "0.00")])
def test_what_cannot_be_computed_with_is_met_or_not_as_a_person_judges(text: str, judged: str, figure: str) -> None:
    aim = aim_of(target(text))
    policy = propose("", target(text)).policy
    assert isinstance(aim, Level)
    found = achievement(policy, aim, [read_measured(policy, judged)])
    assert str(found.figure) == figure
    with pytest.raises(Refused):
        achievement(policy, aim, [read_measured(policy, "ya")])


@pytest.mark.parametrize(
    ("text", "measured", "figure"),
    [("Peringkat 10", "8", "120.00"), ("Level 3", "4", "133.33"), ("Rp 1,5 M", "Rp 750 juta", "50.00")],
)
def test_ranks_levels_and_money_are_numbers(text: str, measured: str, figure: str) -> None:
    policy, aim = propose("", target(text)).policy, aim_of(target(text))
    assert aim is not None
    assert str(achievement(policy, aim, [read_measured(policy, measured)]).figure) == figure


def test_a_row_that_prints_no_target_aims_at_nothing() -> None:
    assert aim_of(target("-")) is None
    check_policy(propose("Persentase kehadiran", target("-")).policy)


def test_a_grade_of_no_known_scale_waits_for_the_offices_scale() -> None:
    policy = propose("Akreditasi", target("Paripurna")).policy
    check_policy(policy)
    assert policy.direction is Direction.ORDINAL


@pytest.mark.parametrize("dash", ["-", "–", "NA", " "])
def test_a_dash_is_no_target_of_the_quarter(dash: str) -> None:
    assert read_aim(propose("", target("12 laporan")).policy, dash) is None


@pytest.mark.parametrize(
    ("text", "typed", "code"),
    [
        ("12 laporan", "12 dokumen", "units-differ"),
        ("12 laporan", "12,5", "count-not-whole"),
        ("12 laporan", "25,000", "number-ambiguous"),
        ("90%", "59.89", "number-ambiguous"),
        ("90%", "-5", "negative-percentage"),
        ("80", "543,000", "number-ambiguous"),
        ("Rp 1,5 M", "1.325", "money-unit-ambiguous"),
    ],
)
def test_a_quarter_has_the_same_doubts_as_the_plan(text: str, typed: str, code: str) -> None:
    policy = propose("", target(text)).policy
    with pytest.raises(Unreadable) as no:
        read_measured(policy, typed)
    assert no.value.code == code


def test_an_average_of_whole_things_is_no_whole_number() -> None:
    policy = propose("Jumlah laporan", target("12 laporan")).policy
    assert read_measured(replace(policy, aggregation=Aggregation.AVERAGE), "12,5") is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Triwulan I", "words"),  # a roman number, not what a scanner makes of 1
        ("Triwulan III", "words"),
        ("H+3", "words"),
        ("1/3", "words"),
        ("5,0 ± 1", "words"),
        ("12 lap/12 bln", "words"),  # two figures, and no rate
        ("3 kasus per 1.000 penduduk", "quantity"),
        ("Nilai 85", "index"),
        ("ke-2", "rank"),
        ("5 besar", "rank"),
    ],
)
def test_whatever_a_paper_prints_has_a_kind_and_prints_as_it_stands(text: str, kind: str) -> None:
    found = kind_printed(text)
    assert found == kind
    assert spell_target(read_target(found, text)) == text


def test_what_a_scanner_made_of_a_number_is_no_words() -> None:
    for text in ("lOO%", "too%", "l00"):
        with pytest.raises(Unreadable):
            read_target(kind_printed(text), text)


def test_foreign_money_is_never_printed_with_three_decimals() -> None:
    for said in (Convention(), Convention(Numbers.ID)):
        with pytest.raises(Ambiguous):
            read_target("quantity", "USD 1,200", said)


@pytest.mark.parametrize("text", ["0 kasus", "0%", "31 Januari 2025"])
def test_an_early_day_and_nothing_at_all_are_better_the_less(text: str) -> None:
    assert propose("Indikator", read_target(kind_printed(text), text)).better is Direction.LOWER


def test_a_value_of_the_scale_of_its_kind_is_measured_on_it() -> None:
    stars = OrdinalScale("Akreditasi", (Rung("Paripurna"), Rung("Utama"), Rung("Madya")))
    aim = read_target("grade", "Utama", scales=(stars,))
    assert propose("Status akreditasi", aim, DEFAULT.knowing((stars,))).policy.scale == stars
    assert DEFAULT.knowing(()) is DEFAULT
