"""`docs/glossary.md` says of each word of the pages what the code calls it."""

import re
from pathlib import Path

from tests.words import catalogue

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
_ROW = re.compile(r"^\| (?!Indonesian|---)(.*?) \|", re.MULTILINE)


def test_the_indonesian_words_are_those_that_people_read() -> None:
    papers = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.typ"))
    pages = (str(message.string) for message in catalogue())
    read = "\n".join((*papers, *pages)).casefold()
    words = {word for row in _ROW.findall(TEXT) for said in re.findall(r"\*(.+?)\*", row) for word in said.split(", ")}
    assert len(words) > 50
    assert {word for word in words if word.casefold() not in read} == set()


def test_a_code_name_is_given_to_one_word() -> None:
    names = re.findall(r"`([\w/]+\.py:[\w.]+)`", TEXT)
    assert sorted(set(names)) == sorted(names)


def test_a_word_of_the_glossary_names_nothing_else() -> None:
    words = {path.rpartition(":")[2]: path.partition(":")[0] for path in re.findall(r"`([\w/]+\.py:[A-Z]\w+)`", TEXT)}
    assert len(words) > 40
    floors = (ROOT / floor for floor in ("domain", "views", "eventstore", "activities", "workflows", "audit", "api"))
    defined = re.compile(rf"^(?:class )?({'|'.join(words)})(?:\(.*\)|\[.*\])?(?::$| = )", re.MULTILINE)
    others = {
        f"{file.relative_to(ROOT)}:{name}"
        for floor in floors
        for file in floor.rglob("*.py")
        for name in defined.findall(file.read_text(encoding="utf-8"))
        if words[name] != str(file.relative_to(ROOT))
    }
    assert others == set()
