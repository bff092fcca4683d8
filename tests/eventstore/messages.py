"""Messages of every shape that a class allows, for properties that hold for all of them."""

import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from hypothesis import strategies as st

from domain.kernel.message import plain

T = TypeVar("T")

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**14, places=3).map(plain)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
_PLAIN: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    Decimal: AMOUNTS,
    datetime: INSTANTS,
    date: st.dates(),
    type(None): st.none(),
    msgspec.UnsetType: st.just(msgspec.UNSET),
}


@cache
def messages(kind: type[T]) -> st.SearchStrategy[T]:
    """Return what builds messages of the class, every field anything that its type allows."""
    hints = get_type_hints(kind)
    assert issubclass(kind, msgspec.Struct)
    return st.builds(kind, **{name: values(hints[name]) for name in kind.__struct_fields__})


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return what makes values of a field's type."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if get_origin(kind) in (types.UnionType, Union):
        return st.one_of(*map(values, get_args(kind)))
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is tuple:
        of, *rest = get_args(kind)
        if rest != [...]:
            return st.tuples(*map(values, (of, *rest)))
        return st.lists(values(of), max_size=3).map(tuple)
    if get_origin(kind) is dict:
        key, value = get_args(kind)
        return st.dictionaries(values(key), values(value), max_size=3)
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    return messages(kind)
