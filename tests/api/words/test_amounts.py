"""Figures read back to whoever typed them."""

from decimal import Decimal

import pytest

from api.words.amounts import in_fours, said_rupiah, said_target
from api.words.words import words
from domain.kernel.numbers import rupiah
from domain.measure.reading.target import read_target


@pytest.mark.parametrize(
    ("kind", "typed", "said", "english"),
    [
        ("percentage", "77%", "77 persen", "77 per cent"),
        ("percentage", "0,16%", "0,16 persen", "0,16 per cent"),
        ("index", "80,00", "nilai 80", "a score of 80"),
        ("quantity", "1.200 laporan", "1.200 laporan", "1.200 laporan"),
        ("grade", "bb", "predikat BB", "grade BB"),
        ("opinion", "WTP", "opini WTP", "opinion WTP"),
        ("range", "80–90%", "80 sampai dengan 90 persen", "from 80 to 90 per cent"),
        ("range", "7 s.d. 8 bulan", "7 sampai dengan 8 bulan", "from 7 to 8 bulan"),
        ("range", "3–4", "3 sampai dengan 4", "from 3 to 4"),
    ],
)
def test_a_target_is_read_aloud(kind: str, typed: str, said: str, english: str) -> None:
    target = read_target(kind, typed)
    assert said_target(words("id"), target) == said
    assert said_target(words("en"), target) == english


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "Rp 0"),
        ("999.999", "Rp 999.999"),
        ("1.000.000", "Rp 1 juta"),
        ("1.240.000,50", "sekitar Rp 1,2 juta"),
        ("950.000.000", "Rp 950 juta"),
        ("999.960.000", "sekitar Rp 1 miliar"),
        ("30.275.016.000", "sekitar Rp 30,3 miliar"),
        ("30.300.000.000", "Rp 30,3 miliar"),
        ("43.484.684.000", "sekitar Rp 43,5 miliar"),
        ("1.500.000.000.000", "Rp 1,5 triliun"),
        ("1.234.000.000.000.000", "Rp 1.234 triliun"),
    ],
)
def test_an_amount_says_its_size_and_when_it_is_rounded(typed: str, said: str) -> None:
    assert said_rupiah(words("id"), rupiah(typed)) == said


def test_an_english_amount_says_billions() -> None:
    assert said_rupiah(words("en"), Decimal(30_275_016_000)) == "about Rp 30,3 billion"


def test_a_digest_is_written_in_groups_of_four() -> None:
    assert in_fours("9f86d0818") == "9f86 d081 8"
    assert in_fours("") == ""
