"""The pages speak for themselves: no browser says in its own language what is missing, and every text is translated."""

import re
from pathlib import Path

import pytest

from api.http.html import STATIC, TEMPLATES

_PAGES = sorted(TEMPLATES.rglob("*.html"))
_SCRIPTS = sorted(STATIC.rglob("*.js"))
# What a browser checks, fills or shows by itself does so in the words and the format of its own language.
_NATIVE = re.compile(
    r'<(?:input|textarea|select)\b[^>]*?\s(?:required|pattern=|minlength=|type="(?:date|datetime-local|month|week|time|number|email|url|tel)")'
)
_FILE = re.compile(r'<label class="[^"]*\bfile">.*?<input [^>]*?type="file"')
_DIALOGS = re.compile(r"(?<![\w.])(?:window\.|globalThis\.)?(?:alert|confirm|prompt)\(")
_SAID = re.compile(
    r"\{% block kind %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?:script|style)\b.*?</(?:script|style)>",
    re.DOTALL,
)
_NAMED = re.compile(r'\s(?:aria-label|alt|title|placeholder)="([^"]*)"')
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SAME = {
    "paraf",
    "Ctrl",
    "PDF",
    "JSON",
    "CSV",
    "XLSX",
    "SHA",
    "English",
    "Bahasa",
    "Indonesia",
    "Authorization",
    "Bearer",
}
_CODE = re.compile(r"<(code|pre|kbd)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_no_browser_speaks_in_its_own_language(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert _NATIVE.findall(_SAID.sub("", text)) == []
    assert text.count('type="file"') == len(_FILE.findall(text))  # within a button of our own


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_every_text_of_a_page_goes_through_the_words(page: Path) -> None:
    text = _CODE.sub("", _SAID.sub("", page.read_text(encoding="utf-8")))
    named = " ".join(_NAMED.findall(text))
    shown = re.sub(r"<[^>]*>|\S+=\"[^\"]*\"", " ", text)  # a macro may write an attribute alone
    assert set(_LETTERS.findall(f"{named} {shown}")) - _SAME == set()


@pytest.mark.parametrize("script", _SCRIPTS, ids=lambda script: script.name)
def test_no_script_opens_a_dialog_of_the_browser(script: Path) -> None:
    assert _DIALOGS.findall(script.read_text(encoding="utf-8")) == []
