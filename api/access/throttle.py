"""The throttle of sign-in: so many attempts in a window, for a name from a place, for a name, for an address."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Address, ip_address

from api.access.errors import TooManyAttempts
from eventstore.pool import Pool, outages, transaction

_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Limits:
    """Attempts allowed in each window. One address may be a whole office, so it gets more than one name does."""

    pair: int = 5
    username: int = 25
    address: int = 100
    window: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody signs in: the address that is believed, and what a proxy said stands behind it.

    What a proxy says that nobody named may be a lie, so only who has signed in from there before gains by it.
    """

    address: str
    behind: str = ""


class Throttle:
    """Attempts are counted before the password is looked at, so that a hundred at once are a hundred.

    Whoever signed in at a place before is kept out there only by attempts from that place: strangers elsewhere, however
    many, lock nobody out of the own office.
    """

    def __init__(self, pool: Pool, limits: Limits | None = None) -> None:
        self._pool = pool
        self._limits = limits or Limits()

    async def attempt(self, username: str, place: Origin) -> None:
        """Count an attempt; raises `TooManyAttempts` for known and unknown names alike."""
        keys = _Keys(username, place)
        if await self._at_home(keys):
            waits = await self._count({keys.home: self._limits.pair})
        else:
            waits = await self._count({keys.pair: self._limits.pair, keys.address: self._limits.address})
            # What an address may no longer try is not counted against the name: one machine locks nobody out elsewhere.
            waits = waits or await self._count({keys.name: self._limits.username})
        if waits:
            seconds = max(1, math.ceil(max(waits).total_seconds()))
            raise TooManyAttempts(
                "too-many-attempts", "Too many attempts. Try again in {seconds} seconds.", seconds=str(seconds)
            )

    async def _at_home(self, keys: "_Keys") -> bool:
        with outages():
            return bool(await self._pool.fetchval("SELECT true FROM access.places WHERE key = $1", keys.home))

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

    async def succeeded(self, username: str, place: Origin) -> None:
        """Forget the name's attempts, and remember the place; of the address only this one attempt is forgotten.

        Else a guesser's own account would free the address.
        """
        keys = _Keys(username, place)
        async with transaction(self._pool) as connection:
            gone = await connection.fetch(
                "DELETE FROM access.attempts WHERE key = ANY($1::bytea[]) RETURNING key",
                [keys.pair, keys.name, keys.home],
            )
            if any(row["key"] == keys.pair for row in gone):
                await connection.execute(
                    "UPDATE access.attempts SET made = greatest(made - 1, 0) WHERE key = $1", keys.address
                )
            await connection.execute(
                "INSERT INTO access.places (key) VALUES ($1) ON CONFLICT (key) DO UPDATE SET since = clock_timestamp()",
                keys.home,
            )

    async def sweep(self) -> None:
        """Forget windows that have passed, and places where nobody signed in for long."""
        with outages():
            await self._pool.execute(
                "DELETE FROM access.attempts WHERE since < clock_timestamp() - $1::interval", self._limits.window
            )
            await self._pool.execute("DELETE FROM access.places WHERE since < clock_timestamp() - $1::interval", _KEPT)


class _Keys:
    """What is counted of an attempt, each hashed."""

    def __init__(self, username: str, place: Origin) -> None:
        name, address, behind = username.strip().casefold(), _network(place.address), _network(place.behind)
        self.name, self.address = _key("username", name), _key("address", address)
        self.pair, self.home = _key("pair", name, address), _key("home", name, address, behind)


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
