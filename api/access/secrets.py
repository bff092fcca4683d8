"""Secrets that open a door: random, shown once, kept as their SHA-256."""

import hashlib
import secrets

_BYTES = 32  # of chance: nothing to be gained by a slow hash


def fresh(prefix: str = "") -> str:
    """Return a new secret, safe in an URL and a header."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hashed(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
