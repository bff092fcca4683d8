"""Targets read back what they print, and what cannot be read says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.errors import Ambiguous, Unreadable
from domain.kernel.message import plain
from domain.measure.target import (
    GRADES,
    OPINIONS,
    Grade,
    Index,
    Opinion,
    Percentage,
    Quantity,
    Range,
    Target,
    kind_of,
    read_target,
    spell_target,
)

_VALUES = st.decimals(min_value=0, max_value=999999, places=2).map(plain)
_UNITS = st.sampled_from(["laporan", "bulan", "layanan per hari"])


@st.composite
def _ranges(draw: st.DrawFn) -> Range:
    low, high = sorted(draw(st.lists(_VALUES, min_size=2, max_size=2, unique=True)))
    return Range(low, high, draw(st.one_of(_UNITS, st.just("%"), st.just(""))))


_TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.builds(Percentage, _VALUES),
    st.builds(Index, _VALUES),
    st.builds(Quantity, _VALUES, _UNITS),
    st.builds(Grade, st.sampled_from(GRADES)),
    st.builds(Opinion, st.sampled_from(OPINIONS)),
    _ranges(),
)


@given(_TARGETS)
def test_a_printed_target_reads_back(target: Target) -> None:
    assert read_target(kind_of(target), spell_target(target)) == target


@pytest.mark.parametrize(
    ("kind", "text", "target"),
    [
        ("percentage", "0,16%", Percentage(Decimal("0.16"))),
        ("percentage", "77", Percentage(Decimal(77))),
        ("index", "80", Index(Decimal(80))),
        ("grade", "bb", Grade("BB")),
        ("opinion", " WTP ", Opinion("WTP")),
        ("quantity", "12 laporan", Quantity(Decimal(12), "laporan")),
        ("range", "80–90%", Range(Decimal(80), Decimal(90), "%")),
        ("range", "80% - 90%", Range(Decimal(80), Decimal(90), "%")),
        ("range", "7 sampai 8 bulan", Range(Decimal(7), Decimal(8), "bulan")),
    ],
)
def test_targets_as_offices_write_them(kind: str, text: str, target: Target) -> None:
    assert read_target(kind, text) == target


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("percentage", "", "target-missing"),
        ("percentage", "lOO%", "number-unreadable-suggestion"),
        ("percentage", "-5%", "negative-percentage"),
        ("index", "-5", "negative-target"),
        ("grade", "E", "unknown-grade"),
        ("opinion", "WTPP", "unknown-opinion"),
        ("quantity", "12", "unit-missing"),
        ("range", "80%", "not-a-range"),
        ("range", "90–80%", "range-inverted"),
        ("share", "80%", "unknown-target-kind"),
    ],
)
def test_what_cannot_be_read_says_why(kind: str, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as no:
        read_target(kind, text)
    assert no.value.code == code


@pytest.mark.parametrize("text", ["59.89", "1.000", "59.89%"])
def test_an_ambiguous_percentage_names_both_readings(text: str) -> None:
    with pytest.raises(Ambiguous) as no:
        read_target("percentage", text)
    assert no.value.params["first"] != no.value.params["second"]
