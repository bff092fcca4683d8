"""Typesetting has bounds, and says so."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from activities.documents import typesetting
from activities.documents.plan import render
from activities.documents.typesetting import TypesettingFailed, spell_unshown, typeset
from domain.measure.target import Percentage
from domain.plan.check import MAX_ROWS
from domain.plan.text import Goal, Indicator, ordered
from examples import banjarmasin
from tests.activities.documents.printed import paper

AT = datetime(2024, 1, 16, tzinfo=UTC)
LAYOUT = '#set document(title: "x")\n#context [#metadata((pages: {pages}, together: ""))<layout>]\n'


def test_the_largest_plan_that_may_be_typed_is_printed() -> None:
    part = banjarmasin.plan_text().part("B")
    words = max((i.text for i in part.indicators), key=len)
    goals = tuple(Goal(f"g{n}", "", words) for n in range(MAX_ROWS // 4))
    indicators = tuple(
        Indicator(f"i{n}", f"g{n % len(goals)}", words, Percentage(Decimal(100))) for n in range(MAX_ROWS - len(goals))
    )
    large = ordered(msgspec.structs.replace(part, goals=goals, indicators=indicators))
    assert render(paper(msgspec.structs.replace(banjarmasin.plan_text(), parts=(large,)))).startswith(b"%PDF-1.7")


def test_too_many_pages() -> None:
    with pytest.raises(TypesettingFailed, match="801 pages; at most 800"):
        typeset(LAYOUT.format(pages=801), AT)


def test_a_source_that_is_wrong_names_the_place() -> None:
    with pytest.raises(TypesettingFailed, match="unknown variable: nothing"):
        typeset("#nothing", AT)


def test_nothing_outside_the_empty_root_can_be_read() -> None:
    for path in ("/etc/passwd", "../../../etc/passwd", "activities/typesetting.py"):
        with pytest.raises(TypesettingFailed, match=r"file not found|access denied|would escape"):
            typeset(f'#read("{path}")', AT)


def test_no_package_is_fetched() -> None:
    with pytest.raises(TypesettingFailed, match="package"):
        typeset('#import "@preview/cetz:0.3.4": *', AT)


def test_the_process_tells_a_source_nothing() -> None:
    with pytest.raises(TypesettingFailed, match=r"panicked with: \(:\)"):
        typeset("#panic(sys.inputs)", AT)


def test_memory_is_bounded() -> None:
    with pytest.raises(TypesettingFailed):
        typeset(LAYOUT.format(pages=1) + '#let a = "x" * 4000000000\n#a.len()', AT)


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_PATIENCE", 1)
    with pytest.raises(TimeoutError, match="1 seconds"):
        typeset("#for a in range(1000000) { for b in range(1000000) {} }", AT)


def test_characters_are_spelled_only_where_no_font_shows_them() -> None:
    said = 'the text `"\\u{e31}"` could not … the text `"😀é"` could not … the codepoint `"\\u{e000}"`'
    assert spell_unshown("a😀b\u0e31c\ue000dé", said) == "a[U+1F600]b[U+0E31]c[U+E000]d[U+00E9]"
    assert spell_unshown("abc", said) == "abc"
    assert spell_unshown("abc", 'the text `"abc"` could not be displayed') == "abc"
