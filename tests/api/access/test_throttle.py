"""Where somebody signed in before, strangers elsewhere keep nobody out."""

import pytest

from api.access.errors import TooManyAttempts
from api.access.throttle import Limits, Origin, Throttle
from eventstore.pool import Pool
from tests.api.access.test_access import pool

__all__ = ["pool"]
PROXY = "172.30.83.1"


async def locked(throttle: Throttle, place: Origin) -> None:
    """Try until no more can be tried."""
    with pytest.raises(TooManyAttempts):
        await _try_on(throttle, place)


async def _try_on(throttle: Throttle, place: Origin) -> None:
    while True:
        await throttle.attempt("budi", place)


async def test_a_stranger_behind_the_same_proxy_locks_nobody_out(pool: Pool) -> None:
    """Fault 20: a proxy that nobody named makes all addresses one."""
    throttle, home = Throttle(pool, Limits(pair=5)), Origin(PROXY, "10.1.2.3")
    await throttle.attempt("budi", home)
    await throttle.succeeded("budi", home)
    await locked(throttle, Origin(PROXY, "203.0.113.9"))
    await throttle.attempt("budi", home)
    # A guesser at the person's own place is one.
    await locked(throttle, home)


async def test_strangers_from_everywhere_lock_nobody_out_at_home(pool: Pool) -> None:
    """Fault 20, and its kind: the limit of a name is for places that it never signed in from."""
    throttle, home = Throttle(pool, Limits(pair=5, username=10)), Origin("198.51.100.7")
    await throttle.attempt("budi", home)
    await throttle.succeeded("budi", home)
    for n in range(3):
        await locked(throttle, Origin(f"192.0.2.{n}"))
    with pytest.raises(TooManyAttempts):
        await throttle.attempt("budi", Origin("192.0.2.99"))
    await throttle.attempt("budi", home)


async def test_what_a_proxy_says_gives_nobody_more_tries(pool: Pool) -> None:
    throttle = Throttle(pool, Limits(pair=5))
    for n in range(5):
        await throttle.attempt("budi", Origin(PROXY, f"203.0.113.{n}"))
    with pytest.raises(TooManyAttempts):
        await throttle.attempt("budi", Origin(PROXY, "203.0.113.77"))
