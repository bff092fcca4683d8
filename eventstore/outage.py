"""Turns whatever the driver raises into one error: the outcome is unknown."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from eventstore.errors import Unavailable, Unstorable

# asyncpg reports a killed connection as InternalClientError, outside its own tree of errors.
_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
# Values that the driver cannot send (ValueError) or no column takes.
_VALUES = (ValueError, asyncpg.DataError, asyncpg.CheckViolationError)


@contextmanager
def outages() -> Iterator[None]:
    """Raise `Unavailable` for the errors of the database: what is unknown is asked again, never taken as a no.

    Only for values that nobody could store it raises `Unstorable`.
    """
    try:
        yield
    except _DRIVER as error:
        kind = Unstorable if isinstance(error, _VALUES) else Unavailable
        raise kind(f"{type(error).__name__}: {error}") from error
