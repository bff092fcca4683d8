"""What may stand in a typed text: what can be seen, and nothing that hides, reorders or ends it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.characters import clean
from domain.kernel.errors import Unreadable

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
