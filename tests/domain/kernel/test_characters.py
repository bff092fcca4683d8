"""What may stand in a typed text: what can be seen, and nothing that hides, reorders or ends it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.characters import clean, reason
from domain.kernel.errors import Refused, Unreadable

_INVISIBLE = (
    "\u200b",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u00ad",
    "\ufeff",
    "\u2060",
    "\U000e0041",
    "\ue000",
    "\U000f0000",
)


@given(st.text(max_size=30))
def test_clean_text_is_stable_and_holds_nothing_forbidden(text: str) -> None:
    with suppress(Unreadable):
        once = clean(text)
        assert clean(once) == once
        once.encode()


@pytest.mark.parametrize(
    "character", ["\x00", "\x1b", "\r", "\x7f", "\x85", "\u202e", "\u2066", "\ud800", "\uffff", *_INVISIBLE]
)
def test_forbidden_character_names_its_place(character: str) -> None:
    with pytest.raises(Unreadable) as no:
        clean(f"a{character}b", "i-07.target")
    assert (no.value.code, no.value.place) == ("forbidden-character", "i-07.target")
    assert no.value.params["character"] == f"U+{ord(character):04X}"


@pytest.mark.parametrize("word", ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"])
def test_a_joiner_within_a_word_is_part_of_it(word: str) -> None:
    assert clean(word) == word


@pytest.mark.parametrize("text", ["\u200dkata", "kata\u200c", "dua \u200ckata", "a\u200c\u200db", "1\u200d2"])
def test_a_joiner_elsewhere_is_hidden(text: str) -> None:
    with pytest.raises(Unreadable) as no:
        clean(text)
    assert no.value.code == "forbidden-character"


@pytest.mark.parametrize("text", ["\u0301", "\u2800", "\u3164", " \u115f\n", "\ufe0f", "\u034f \u0308"])
def test_a_text_that_shows_nothing_is_none(text: str) -> None:
    with pytest.raises(Unreadable) as no:
        clean(text, "text")
    assert (no.value.code, no.value.place) == ("nothing-visible", "text")


@pytest.mark.parametrize("text", ["", "  \n", "e\u0301", "\u270d\ufe0f", "Rp 5", "—"])
def test_a_text_that_shows_something_or_is_empty_stands(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_line_ends_of_a_form_become_newlines() -> None:
    assert clean("satu\r\ndua\tcafe\u0301") == "satu\ndua\tcaf\u00e9"


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi budi.s@kpu.go.id",
        "WA 0812-3456-7890",
        "telepon +62 812 3456 789",
        "NIK 6371012345678901.",
        "(198001012005011001)",
        "NIP 19800101 200501 1 001",
    ],
)
def test_prose_holds_nothing_of_a_person_that_the_log_could_not_forget(text: str) -> None:
    with pytest.raises(Refused) as no:
        reason(f"Sudah dibahas. {text}", "text")
    assert (no.value.code, no.value.place) == ("personal-number", "text")


@pytest.mark.parametrize(
    "text",
    [
        "Rp 43.484.684.000, dari 1.234.567.890.123.456",
        "Tahun 2021 2022 2023 2024 2025",
        "08-12-2026 10:00 s.d. 09-12-2026",
        "SE 8/2026 @ 5 dokumen, kode 1234567890",
        "0812 dari 4096",
    ],
)
def test_figures_and_days_in_prose_are_nobodys(text: str) -> None:
    assert reason(text) == text
