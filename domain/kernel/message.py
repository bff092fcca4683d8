"""The base of every command, event and value, and its one spelling in bytes: what is hashed, stored and compared."""

import hashlib
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, TypeVar, TypeVarTuple

import msgspec


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", gc=False):
    """A frozen record whose tag is permanent: once stored, a spelling is never given another meaning.

    No message holds itself, so the collector of cycles need not walk the thousands that a remembered state is made of.
    """


A = TypeVarTuple("A")
R = TypeVar("R")
_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="string")


def canonical(message: object) -> bytes:
    """Return deterministic JSON: keys sorted, decimals as strings, UTF-8, no spaces."""
    return _ENCODER.encode(message)


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def plain(value: Decimal) -> Decimal:
    """Return the value without exponent or trailing zeros, so that equal values have equal bytes."""
    return Decimal(format(value.normalize(), "f")) + 0


class _Call:
    """What a function is called with, told apart by which objects those are: 120 equals 120.00 and is another.

    They do not change, and are kept, so that their ids are nobody else's.
    """

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self.arguments = arguments
        self._ids = tuple(map(id, arguments))

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call) and self._ids == other._ids


def remembering(function: Callable[[*A], R]) -> Callable[[*A], R]:
    """Return the pure function of messages with its last answers kept, for who asks of the same messages again."""

    @lru_cache(maxsize=8192)
    def answer(call: _Call) -> R:
        return function(*call.arguments)

    @wraps(function)
    def remembered(*arguments: *A) -> R:
        return answer(_Call(arguments))

    return remembered
