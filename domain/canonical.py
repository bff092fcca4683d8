"""The one spelling of a message in bytes: what is hashed, stored and compared."""

import hashlib
from decimal import Decimal

import msgspec

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
