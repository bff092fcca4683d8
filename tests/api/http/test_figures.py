"""A figure is explained in the same Indonesian on a page and on paper."""

from activities.documents.words import DERIVATION, QUARTERS, indonesian
from api.words import names
from tests.words import catalogue, said

SOURCES = {"domain/measure/derivation.py", "domain/measure/formula.py"}


def test_paper_explains_a_figure_in_the_words_of_the_page() -> None:
    pages = catalogue()
    assert {msgid: message.string for msgid in DERIVATION if (message := pages.get(msgid))} == DERIVATION


def test_paper_has_words_for_whatever_a_derivation_says() -> None:
    found = {message.id for message in said() if SOURCES.intersection(file for file, _ in message.locations)}
    assert found == set(DERIVATION)


def test_quarters_carry_the_same_numerals() -> None:
    assert tuple(names.quarter(number) for number in (1, 2, 3, 4)) == QUARTERS


def test_places_are_filled() -> None:
    assert indonesian("plan version {version}", version="3") == "rencana versi 3"
