"""No typed text of the year is ever code, wherever it stands; the longest is printed whole."""

from dataclasses import replace

import msgspec
import pytest

from domain.action.row import Owner
from domain.kernel.characters import MOST
from domain.quarter.state import Quarter
from examples import banjarmasin
from tests.activities.documents.printed import bare
from tests.activities.documents.test_render_hostile import HOSTILE
from tests.activities.documents.year_printed import execution_paper, printed_year, quarter, signed


def _small(words: str, indicator: str = "Indikator", goal: str = "Sasaran") -> Quarter:
    """One indicator, filed with these words wherever an owner may write."""
    part = banjarmasin.plan_text().parts[1]
    goals = (msgspec.structs.replace(part.goals[0], text=goal, parent=""),)
    of = (msgspec.structs.replace(part.indicators[0], text=indicator, goal=goals[0].id),)
    programmes = (msgspec.structs.replace(part.programmes[0], text=goal),)
    small = msgspec.structs.replace(part, goals=goals, indicators=of, programmes=programmes)
    first = quarter(1, parts=(small,), words=words)
    return quarter(2, first, parts=(small,), words=words)


@pytest.mark.parametrize("words", [w for w in HOSTILE if w == w.strip()])
def test_is_printed_literally(words: str) -> None:
    page = bare(printed_year(signed(_small(words, words, words), office=words)).text)
    assert page.count(bare(words)) >= 8


def test_the_longest_texts_are_printed_whole() -> None:
    words = "kata " * (MOST // 5 - 1) + "akhir"
    content = _small(words, words, words)
    page = bare(printed_year(execution_paper(content)).text)
    assert page.count("kata") >= 7 * (MOST // 5 - 1)
    assert page.count("akhir") >= 7


def test_many_short_lines_go_over_to_the_next_page() -> None:
    words = "\n".join(f"baris {n}." for n in range(70))
    page = bare(printed_year(execution_paper(_small(words))).text)
    assert all(page.count(f"baris{n}.") in (6, 7) for n in range(70))  # the table has the beginning of the cause, too


def test_a_word_without_spaces_stays_in_its_cell() -> None:
    word = "x" * 600
    assert word in bare(printed_year(execution_paper(_small(word, word, word))).text)


def test_a_character_no_font_shows_is_spelled_out() -> None:
    assert "[U+1F600]" in printed_year(execution_paper(_small("senang 😀 sekali"))).text


def test_an_owner_may_be_called_anything() -> None:
    content = _small("kata")
    key, line = next(iter(content.lines.items()))
    row = msgspec.structs.replace(line.row, owners=(Owner("oka", '") #panic(1) #("'),))
    named = replace(content, lines={key: replace(line, row=row)})
    assert '")#panic(1)#("' in bare(printed_year(execution_paper(named)).text)
