"""Whether an office's log is still what was written: read from its first entry, then only what came since."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from eventstore.chain import Chain
from eventstore.entry import Head
from eventstore.errors import Corrupt, Fault
from eventstore.store import Store

# What was found true once is read again after this time: an old entry may have been edited since.
_AGAIN = timedelta(hours=1)


@dataclass(frozen=True)
class Checked:
    """`head` is the last entry found true at `at`; `wrong` says what behind it is not what was written."""

    head: Head
    at: datetime
    wrong: Corrupt | None = None


@dataclass
class _Followed:
    chain: Chain
    since: datetime


class Chains:
    """The logs as far as this process has read them. Everything may raise `Unavailable`.

    Not among the `States`, which go on from any hash that the store still has: here the store itself is checked.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._followed: dict[str, _Followed] = {}
        # A chain goes on from where it stands, so one request at a time takes it further.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def check(self, office: str) -> Checked:
        """Read the office's log up to its head."""
        async with self._turns[office]:
            now = self._clock()
            followed = self._followed.pop(office, None)
            if followed is None or now - followed.since > _AGAIN:
                followed = _Followed(Chain(office), now)
            chain = followed.chain
            try:
                await self._read(chain, await self._store.head(office))
            except Corrupt as wrong:
                return Checked(chain.head, now, wrong)  # the next look begins anew
            self._followed[office] = followed
            return Checked(chain.head, now)

    async def _read(self, chain: Chain, head: Head) -> None:
        position = chain.head.position
        while position < head.position:
            entries = await self._store.log(chain.office, position, min(1000, head.position - position))
            if not entries:
                break
            for entry in entries:
                chain.take(entry)
            position = entries[-1].position
        chain.end()
        if (chain.head.position, chain.head.hash) != (head.position, head.hash):
            how = f"the log ends in {chain.head}, but its head is {head}"
            raise Corrupt(chain.office, min(chain.head.position, head.position) + 1, Fault.HEAD, how)
