"""What a careful reader would ask of a report, and what changed in the year since it was composed."""

import pytest

from domain.report.difference import Told, differences
from domain.report.doubts import doubts
from domain.report.text import about
from tests.domain.report.life import again, begin, begun, composed, one_quarter, quarters, report_spec, write


def asked(key: str, body: str) -> set[str]:
    """The codes of what is asked at a section where somebody wrote this."""
    spec = begun()
    report = spec.done(write(spec.state, key, body)).state
    return {doubt.code for doubt in doubts(report) if doubt.place == key}


@pytest.mark.parametrize(
    "claim",
    [
        "Target tahun ini tercapai.",
        "Realisasi melampaui target yang ditetapkan.",
        "Target terpenuhi pada semua kegiatan.",
    ],
)
def test_a_claim_that_the_figures_deny_is_asked_about(claim: str) -> None:
    assert "claim-denied" in asked(about("i2"), claim)
    assert "claim-denied" not in asked(about("i1"), claim)


@pytest.mark.parametrize(
    "said",
    ["Target belum tercapai karena gedung ditutup.", "Target tidak sepenuhnya tercapai.", "Realisasi 8 dari 12."],
)
def test_whoever_says_that_it_was_not_reached_is_asked_nothing(said: str) -> None:
    assert "claim-denied" not in asked(about("i2"), said)


def test_a_claim_for_all_is_held_against_each() -> None:
    assert "claim-denied" in asked("conclusion", "Seluruh target kinerja tahun 2024 tercapai.")
    assert "claim-denied" not in asked("conclusion", "Sebagian target kinerja tercapai.")


def test_a_figure_that_is_not_the_years_is_asked_about() -> None:
    assert "figure-differs" in asked(about("i2"), "Dengan capaian 95% kami bekerja keras.")
    assert "figure-differs" not in asked(about("i2"), "Dengan capaian 66,67% kami bekerja keras.")


def test_what_the_year_drafts_denies_nothing_of_itself() -> None:
    report = begun().state
    assert not {doubt.code for doubt in doubts(report)} & {"claim-denied", "figure-differs"}


def test_what_is_not_known_is_asked_where_it_is_missing() -> None:
    report = report_spec().done(begin(composed=composed(*quarters(3)))).state
    found = {(doubt.code, doubt.place) for doubt in doubts(report)}
    assert {("quarter-absent", "summary"), ("figure-missing", about("i3")), ("not-compared", about("i1"))} <= found


def test_what_changed_in_the_year_is_told_row_by_row() -> None:
    three = quarters(3)
    old, new = composed(*three), composed(*three, one_quarter(4, *three))
    told = {(each.what, each.where): (each.old, each.new) for each in differences(old, new)}
    assert told[Told.QUARTER, "4"] == ("absent", "closed")
    assert told[Told.REALISED, "i2"] == ("6 days", "8 days")
    assert told[Told.ACHIEVEMENT, "i2"] == ("50,00%", "66,67%")
    assert (Told.MONEY, "p1") in told
    assert differences(new, new) == ()
    report_spec().done(begin(composed=old), again(new))
