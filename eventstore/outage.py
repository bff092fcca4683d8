"""Turns whatever the driver raises into one error: the outcome is unknown."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from eventstore.errors import Unavailable

# asyncpg reports a killed connection as InternalClientError, outside its own tree of errors.
_DRIVER = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)


@contextmanager
def outages() -> Iterator[None]:
    """Raise `Unavailable` for every error of the database: what is unknown is asked again, never taken as a no."""
    try:
        yield
    except _DRIVER as error:
        raise Unavailable(f"{type(error).__name__}: {error}") from error
