"""The throttle of sign-in: so many attempts in a window, for a name from an address, for a name, for an address."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, ip_address

from api.access.errors import TooManyAttempts
from eventstore.outage import outages
from eventstore.pool import Pool


@dataclass(frozen=True, slots=True)
class Limits:
    """Attempts allowed in each window. One address may be a whole office, so it gets more than one name does."""

    pair: int = 5
    username: int = 25
    address: int = 100
    window: timedelta = timedelta(minutes=15)


class Throttle:
    """Attempts are counted before the password is looked at, so that a hundred at once are a hundred."""

    def __init__(self, pool: Pool, limits: Limits | None = None) -> None:
        self._pool = pool
        self._limits = limits or Limits()

    async def attempt(self, username: str, address: str) -> None:
        """Count an attempt; raises `TooManyAttempts` for known and unknown names alike."""
        pair, name, place = _keys(username, address)
        waits = await self._count({pair: self._limits.pair, place: self._limits.address})
        # What an address may no longer try is not counted against the name: one machine locks nobody out elsewhere.
        waits = waits or await self._count({name: self._limits.username})
        if waits:
            seconds = max(1, math.ceil(max(waits).total_seconds()))
            raise TooManyAttempts(
                "too-many-attempts", "Too many attempts. Try again in {seconds} seconds.", seconds=str(seconds)
            )

    async def _count(self, limits: Mapping[bytes, int]) -> list[timedelta]:
        """Count one attempt for each key; return how long to wait for those beyond their limit."""
        with outages():
            rows = await self._pool.fetch(
                # In the keys' order, so that two attempts at once do not wait for each other in a circle.
                "INSERT INTO access.attempts AS t (key, made, since)"
                " SELECT key, 1, clock_timestamp() FROM unnest($1::bytea[]) AS key ORDER BY key"
                " ON CONFLICT (key) DO UPDATE SET"
                " made = CASE WHEN t.since <= excluded.since - $2::interval THEN 1 ELSE t.made + 1 END,"
                " since = CASE WHEN t.since <= excluded.since - $2::interval THEN excluded.since ELSE t.since END"
                " RETURNING key, made, since + $2::interval - clock_timestamp() AS wait",
                *(list(limits), self._limits.window),
            )
        return [row["wait"] for row in rows if row["made"] > limits[row["key"]]]

    async def succeeded(self, username: str, address: str) -> None:
        """Forget the name's attempts; of the address only this one, or a guesser's own account would free it."""
        pair, name, place = _keys(username, address)
        with outages():
            await self._pool.execute("DELETE FROM access.attempts WHERE key = ANY($1::bytea[])", [pair, name])
            await self._pool.execute("UPDATE access.attempts SET made = greatest(made - 1, 0) WHERE key = $1", place)

    async def sweep(self) -> None:
        """Forget windows that have passed."""
        with outages():
            await self._pool.execute(
                "DELETE FROM access.attempts WHERE since < clock_timestamp() - $1::interval", self._limits.window
            )


def _keys(username: str, address: str) -> tuple[bytes, bytes, bytes]:
    name, place = username.strip().casefold(), _network(address)
    return _key("pair", name, place), _key("username", name), _key("address", place)


def _key(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _network(address: str) -> str:
    """The address, or the /64 of an IPv6 address: whoever has one address of it has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or found.exploded[:19])
