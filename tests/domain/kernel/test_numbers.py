"""Numbers read as Indonesians write them, and written so that they read back."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.errors import Ambiguous, PlanError, Unreadable
from domain.kernel.numbers import (
    Numbers,
    in_words,
    index,
    number,
    percentage,
    rupiah,
    rupiah_in_words,
    spell,
    spell_percentage,
    spell_rupiah,
    typed,
)

digits = st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places), st.integers(min_value=0, max_value=10**17), st.integers(0, 4)
)
readers = st.sampled_from([number, index, percentage, rupiah])
Read = Callable[[str], Decimal]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("0,16", "0.16"),
        ("80", "80"),
        ("80,00", "80.00"),
        ("1.000", "1000"),
        ("1000", "1000"),
        ("10.274.076", "10274076"),
        ("10,2740", "10.2740"),
        ("1,234.5", "1234.5"),
        ("100,000,000.00", "100000000.00"),
        ("-3,5", "-3.5"),
        ("-0", "0"),
        ("  12 ", "12"),
        ("\u00a012", "12"),
    ],
)
def test_number(text: str, value: str) -> None:
    assert str(number(text)) == value


@pytest.mark.parametrize(
    ("read", "text", "first", "second"),
    [
        (number, "11.58", "11,58", "1.158"),
        (number, "59.89", "59,89", "5.989"),
        (number, "10,274,076", "10274,076", "10.274.076"),
        (number, "10,274", "10,2740", "10.274"),
        (number, "543,000", "543", "543.000"),
        (number, "0.16", "0,16", "16"),
        (number, "1.23.456", "123,4560", "123.456"),
        (index, "1.000", "1", "1000"),
        (percentage, "1.000", "1%", "1000%"),
        (percentage, "1.000 %", "1%", "1000%"),
        (percentage, "59.89%", "59,89%", "5989%"),
        (rupiah, "Rp 1000.50", "1000,50", "100.050"),
        (rupiah, "30,275,016,000", "30275016", "30.275.016.000"),
        (rupiah, "10,274", "10,2740", "10.274"),
    ],
)
def test_ambiguous_number_shows_both_readings(read: Read, text: str, first: str, second: str) -> None:
    with pytest.raises(Ambiguous) as no:
        read(text)
    assert no.value.code == "number-ambiguous"
    assert (no.value.params["first"], no.value.params["second"]) == (first, second)
    assert first in str(no.value)
    assert second in str(no.value)


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("0.7", Numbers.EN, "0.7"),
        ("1,234.50", Numbers.EN, "1234.50"),
        ("543,000", Numbers.EN, "543000"),
        ("543,000", Numbers.ID, "543.000"),
        ("1.000", Numbers.EN, "1.000"),
        ("1.000", Numbers.ID, "1000"),
    ],
)
def test_a_document_says_once_how_its_numbers_are_written(text: str, said: Numbers, value: str) -> None:
    assert str(index(text, said)) == value


@pytest.mark.parametrize(("text", "said"), [("0.7", Numbers.ID), ("88,60", Numbers.EN), ("1,234.5", Numbers.ID)])
def test_what_contradicts_the_document_is_asked(text: str, said: Numbers) -> None:
    with pytest.raises(Ambiguous):
        index(text, said)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("90%", "90"),
        ("0,16%", "0.16"),
        ("90", "90"),
        ("90 %", "90"),
        ("1.234,5%", "1234.5"),
        ("1000%", "1000"),
        ("0", "0"),
    ],
)
def test_percentage(text: str, value: str) -> None:
    assert str(percentage(text)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Rp. 30.275.016.000,00", "30275016000"),
        ("Rp 1.000", "1000"),
        ("Rp1.000,-", "1000"),
        ("rp.1.000", "1000"),
        ("1.000", "1000"),
        ("1000000", "1000000"),
        ("Rp 1.000,50", "1000.50"),
        ("0", "0"),
    ],
)
def test_rupiah(text: str, value: str) -> None:
    assert str(rupiah(text)) == value


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (percentage, "-5%", "negative-percentage"),
        (percentage, "", "number-unreadable"),
        (percentage, "%", "number-unreadable"),
        (percentage, "90%%", "number-unreadable"),
        (percentage, "banyak", "number-unreadable"),
        (rupiah, "-1.000", "negative-budget"),
        (rupiah, "Rp -1.000", "negative-budget"),
        (rupiah, "-Rp 1.000,00", "negative-budget"),
        (rupiah, "1.000,5", "rupiah-decimals"),
        (rupiah, "1.000,567", "rupiah-decimals"),
        (rupiah, "Rp", "number-unreadable"),
        (rupiah, "", "number-unreadable"),
        (number, "1e5", "number-unreadable"),
        (number, "NaN", "number-unreadable"),
        (number, "Infinity", "number-unreadable"),
        (number, "1_000", "number-unreadable"),
        (number, "٣", "number-unreadable"),
        (number, "１２", "number-unreadable"),
        (number, "1..5", "number-unreadable"),
        (number, "(5)", "number-unreadable"),
        (number, "1" * 19, "number-too-long"),
        (number, "1" * 5000, "number-too-long"),
        (number, "{text}", "number-unreadable"),
        (number, "1\x00", "forbidden-character"),
        (percentage, "9\u202e0%", "forbidden-character"),
    ],
)
def test_unreadable_number(read: Read, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as no:
        read(text)
    assert no.value.code == code
    assert not isinstance(no.value, Ambiguous)


@pytest.mark.parametrize(
    ("read", "text", "suggestion"),
    [
        (percentage, "lOO%", "100%"),
        (percentage, "too%", "100%"),
        (percentage, "I00", "100%"),
        (number, "1 000", "1000"),
        (number, "007", "7"),
        (number, ",5", "0,5"),
        (number, ".5", "0,5"),
        (number, "5.", "5"),
        (number, "0.000", "0,000"),
    ],
)
def test_unreadable_number_with_a_suggestion(read: Read, text: str, suggestion: str) -> None:
    with pytest.raises(Unreadable) as no:
        read(text)
    assert no.value.params["suggestion"] == suggestion


@given(digits)
def test_what_is_spelled_reads_back_with_its_zeros(value: Decimal) -> None:
    assert str(number(spell(value), Numbers.ID)) == format(value, "f")
    assert str(percentage(spell_percentage(value), Numbers.ID)) == format(value, "f")
    assert number(typed(value)) == value


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=99))
def test_rupiah_spelled_reads_back(whole: int, sen: int) -> None:
    value = Decimal(whole) + Decimal(sen) / 100
    assert rupiah(spell_rupiah(value)) == value


@given(readers, st.text(alphabet="0123456789.,-% RplOot", max_size=14))
def test_every_text_is_read_or_refused_with_a_way_out_that_is_a_number(read: Read, text: str) -> None:
    try:
        read(text)
    except PlanError as no:
        for name in {"first", "second", "suggestion"} & no.params.keys():
            number(no.params[name].removesuffix("%"))


def test_spelled_numbers() -> None:
    assert spell(Decimal("1234.50")) == "1.234,50"
    assert spell(Decimal("-1234")) == "-1.234"
    assert spell_percentage(Decimal("0.16")) == "0,16%"
    assert spell_rupiah(Decimal("43484684000")) == "Rp 43.484.684.000"
    assert spell_rupiah(Decimal("1000.5")) == "Rp 1.000,50"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "nol"),
        ("1", "satu"),
        ("10", "sepuluh"),
        ("11", "sebelas"),
        ("19", "sembilan belas"),
        ("21", "dua puluh satu"),
        ("100", "seratus"),
        ("111", "seratus sebelas"),
        ("1000", "seribu"),
        ("1001", "seribu satu"),
        ("21000", "dua puluh satu ribu"),
        ("101000", "seratus satu ribu"),
        ("1001000", "satu juta seribu"),
        ("1000000000000", "satu triliun"),
        ("1234.05", "seribu dua ratus tiga puluh empat koma nol lima"),
        ("-2", "minus dua"),
        (
            "43484684000",
            "empat puluh tiga miliar empat ratus delapan puluh empat juta enam ratus delapan puluh empat ribu",
        ),
    ],
)
def test_in_words(value: str, words: str) -> None:
    assert in_words(Decimal(value)) == words


def test_rupiah_in_words() -> None:
    assert rupiah_in_words(Decimal(1000)) == "seribu rupiah"
    assert rupiah_in_words(Decimal("1.50")) == "satu rupiah lima puluh sen"
    with pytest.raises(Unreadable):
        rupiah_in_words(Decimal("0.001"))
    with pytest.raises(Unreadable):
        in_words(Decimal(10**18))


@given(st.integers(min_value=0, max_value=10**18 - 1))
def test_words_say_the_number(value: int) -> None:
    assert _heard(in_words(Decimal(value))) == value


def _heard(words: str) -> int:
    """Add the words up as a listener would: a second implementation, from the other end."""
    small = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
    scales = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}
    total = group = digit = 0
    for word in words.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        match word:
            case "sepuluh" | "sebelas":
                group += 10 if word == "sepuluh" else 11
            case "belas" | "puluh" | "ratus":
                group += {"belas": digit + 10, "puluh": digit * 10, "ratus": digit * 100}[word]
                digit = 0
            case _ if word in scales:
                total += (group + digit) * scales[word]
                group = digit = 0
            case _:
                digit = small.index(word)
    return total + group + digit
