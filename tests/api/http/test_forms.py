"""A fault is said beside its field, and the field names it for those who hear the page."""

import re

import pytest

from api.http.html import TEMPLATES

_ARGUMENT = r"((?:[^(),]|\([^()]*\))+)"


def _places(name: str, text: str) -> set[str]:
    return {place.strip() for place in re.findall(rf"(?<![\w.]){name}\(\s*faults\s*,\s*{_ARGUMENT}", text)}


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_every_fault_is_tied_to_its_field(path: object) -> None:
    """fault 19: faults tied to their fields in every form."""
    text = re.sub(r"{% macro \w+\(.*?\) -?%}", "", TEMPLATES.joinpath(str(path)).read_text())
    # The control of a figure names its place last but for its attributes.
    figures = re.findall(rf"\bfigure_input\(\s*faults(?:\s*,\s*{_ARGUMENT}){{4}}\s*,\s*{_ARGUMENT}", text)
    also = {place.strip() for place in re.findall(rf"\balso={_ARGUMENT}", text)}
    assert _places("fault", text) <= _places("described", text) | also | {found[-1].strip() for found in figures}
