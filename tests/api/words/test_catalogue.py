"""Whatever the code says is said in Indonesian: every msgid of the tree has its translation, and no other has one."""

import ast

import pytest

from tests.words.catalogue import PATH, catalogue, entries, faults, said
from tests.words.code import Code, Module
from tests.words.meanings import Meanings, Unclear
from tests.words.uses import PYTHON, TEMPLATE, places


def test_every_msgid_of_the_tree_is_translated_with_its_places_and_no_translation_is_left_over() -> None:
    found = said()
    assert len(found.uses) > 500
    assert [*faults(entries(found), catalogue()), *found.faults] == []


@pytest.mark.parametrize("expression", ["f'{name} signed'", "reason", "'signed ' + name", "TABLES[key]"])
def test_a_msgid_that_nobody_can_find_is_a_fault(expression: str) -> None:
    function = ast.parse(f"def tell(words, reason): words({expression})").body[0]
    assert isinstance(function, ast.FunctionDef)
    module = Module("api.made_up", PATH, ast.Module([function], []))
    call = next(node for node in ast.walk(function) if isinstance(node, ast.Call))
    with pytest.raises(Unclear):
        Meanings(Code()).texts(module, [function], call.args[0])


def test_a_place_is_a_bare_name() -> None:
    assert places("{who} moved {row}", PYTHON) == {"who", "row"}
    assert places("100% of {row}", PYTHON) == {"row"}
    assert places("%(num)d of %(all)s, 100%%", TEMPLATE) == {"num", "all"}
    for text, style in (("{0}", PYTHON), ("{row.text}", PYTHON), ("{n:d}", PYTHON), ("100% of it", TEMPLATE)):
        with pytest.raises(ValueError, match=r"place|percent"):
            places(text, style)
