"""Whatever a body says, it is read, or refused at its place: never an error of ours."""

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from api.app import routes
from api.http import preconditions, reading
from api.http.described import BODIES
from api.http.negotiate import preferred
from domain.kernel.errors import PlanError

assert routes()  # each of which told of its body
filled: Any = reading.filled  # of whatever model
_MANY = settings(max_examples=10 * settings().max_examples, derandomize=True)
_WORDS = st.sampled_from(
    ["", "a", "1", "1.5", "2024-01-02", "\0", "\u200b", "77%", "0" * 64, "𝟙", "-1", "1e999", "rkt"]
)
_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | _WORDS | st.text(max_size=5)


def _told(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Anything, mostly under the names that the model and those within it have."""
    names = sorted({name for each in BODIES.values() for name in each.model_fields} | {"type", "id", "key"})
    inner = st.recursive(
        _VALUES,
        lambda more: st.lists(more, max_size=3) | st.dictionaries(st.sampled_from(names), more, max_size=4),
        max_leaves=12,
    )
    return inner | st.fixed_dictionaries({}, optional=dict.fromkeys(model.model_fields, inner))


@pytest.mark.parametrize("sent", [b"[null, null]", b"null", b'"a"', b"7", b'{"text": []}', b'{"rows": {"0": null}}'])
def test_every_body_refuses_what_is_no_object(sent: bytes) -> None:
    for model in BODIES.values():
        with suppress(PlanError):
            filled(model, sent, None)


@_MANY
@given(st.data())
def test_every_body_is_read_or_refused(data: st.DataObject) -> None:
    """The place of a fault in a body that is a list was an error of ours."""
    model = BODIES[data.draw(st.sampled_from(sorted(BODIES)))]
    with suppress(PlanError):
        filled(model, json.dumps(data.draw(_told(model))).encode(), None)


@_MANY
@given(st.data())
def test_every_form_is_read_or_refused(data: st.DataObject) -> None:
    model = BODIES[data.draw(st.sampled_from(sorted(BODIES)))]
    names = [*model.model_fields, "points.a", "points.a.note", "titles.chair", "basis.day", "0-a", "of", "..", "."]
    fields = data.draw(st.lists(st.tuples(st.sampled_from(names), _WORDS | st.text(max_size=5)), max_size=8))
    with suppress(PlanError, UnicodeEncodeError):
        filled(model, b"", reading.fields(urlencode(fields).encode()))


@given(st.binary(max_size=60))
def test_any_bytes_are_json_or_a_form_or_refused(body: bytes) -> None:
    for read in (reading.values, reading.fields):
        with suppress(PlanError):
            read(body)


@given(st.text(max_size=30))
def test_any_header_names_a_version_and_an_id_or_is_refused(text: str) -> None:
    with suppress(PlanError):
        assert preconditions.seen_version(text, "If-Match") >= 0
    with suppress(PlanError):
        assert preconditions.command_id(text, "Idempotency-Key").isascii()
    assert preferred(text, ("a/b", "c/d")) in (None, "a/b", "c/d")
