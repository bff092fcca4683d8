"""Whatever the code says is said in Indonesian: every msgid of the tree has its translation, and no other has one."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from api.words.words import words
from tests.words import PATH, calls, catalogue, faults, said, spelled


def test_every_msgid_of_the_tree_is_translated_with_its_places_and_no_translation_is_left_over() -> None:
    found, catalog = said(), catalogue()
    assert len(found) > 500
    assert list(faults(found, catalog)) == []
    assert spelled(catalog) == PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("msgid", "text"),
    [
        ("{who} moved {row}", "{who} memindahkan {baris}"),
        ("%(num)d of %(all)s", "%(num)d dari semua"),
        ("100%% of it", "100% darinya"),
        ("Save", ""),
        ("Save", "<b>Simpan</b>"),
        ("Save", "Simpan "),
    ],
)
def test_a_translation_that_cannot_be_shown_is_a_fault(msgid: str, text: str) -> None:
    found, catalog = Catalog(locale="id"), Catalog(locale="id")
    found.add(msgid)
    catalog.add(msgid, text)
    assert len(list(faults(found, catalog))) == 1


def test_what_is_said_nowhere_is_a_fault() -> None:
    catalog = Catalog(locale="id")
    catalog.add("Save", "Simpan")
    assert list(faults(Catalog(locale="id"), catalog)) == ["said nowhere: “Save”"]


def test_a_msgid_is_found_however_deep_it_is_said() -> None:
    code = BytesIO(b'telling.say("{who} filed {row}", row=bold(short(words("a row"))), by=name)')
    assert [texts for _, _, texts, _ in calls(code, ("say", "words"), (), {})] == [["{who} filed {row}"], ["a row"]]


def test_a_sentence_that_nobody_marked_is_found_when_it_is_said() -> None:
    with pytest.raises(AssertionError, match="mark it"):
        words("id")("Nobody marked this, and nobody can find it.")
