"""A msgid becomes a sentence of a language: filled, escaped, with one full stop."""

import pytest
from markupsafe import Markup

from api.words.words import LANGUAGES, best_language, words


def test_indonesian_comes_first_and_english_is_the_msgid() -> None:
    assert LANGUAGES[0] == "id"
    assert words("id")("Put your paraf") == "Bubuhkan paraf"
    assert words("en")("Put your paraf") == "Put your paraf"


@pytest.mark.parametrize("wanted", ["", "fr", "ID", "../../etc/passwd"])
def test_a_language_nobody_speaks_here_becomes_indonesian(wanted: str) -> None:
    assert best_language(wanted) == "id"
    assert words(wanted).language == "id"


def test_indonesian_has_one_form_for_every_number() -> None:
    assert [words("id").plural("{n} change", "{n} changes", n) for n in (0, 1, 2)] == [
        "0 perubahan",
        "1 perubahan",
        "2 perubahan",
    ]
    assert [words("en").plural("{n} change", "{n} changes", n) for n in (0, 1, 2)] == [
        "0 changes",
        "1 change",
        "2 changes",
    ]


def test_what_fills_html_is_escaped_unless_it_is_markup() -> None:
    told = words("id").html("{who} registered {person}.", who=Markup("<b>Adi</b>"), person="<i>Dewi</i> & {who}")
    assert told == "<b>Adi</b> mendaftarkan &lt;i&gt;Dewi&lt;/i&gt; &amp; {who}."


def test_a_name_that_ends_in_a_full_stop_ends_the_sentence() -> None:
    assert words("id")("Rejected by {name}.", name="Dewi Lestari, S.E.") == "Ditolak oleh Dewi Lestari, S.E."
    assert words("id")("Rejected by {name}.", name="Adi") == "Ditolak oleh Adi."
    told = words("id").html("{who} registered {person}.", who="Adi", person=Markup("<b>{}</b>").format("Sari, S.H."))
    assert told == "Adi mendaftarkan <b>Sari, S.H.</b>"


def test_braces_in_what_is_filled_in_are_left_alone() -> None:
    assert words("id")("This id belongs to {name}.", name="{0} {name}") == "Id ini milik {0} {name}."
