"""Group commit: while commands of an office are being recorded, the next ones wait and then go in one call."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

import asyncpg

from eventstore.append import Append
from eventstore.errors import Unstorable
from eventstore.pool import Pool, outages
from eventstore.telemetry import METER, SECONDS

_ANSWER = "outcome, stream, version, first, last, head, recorded_at, bodies"
_ONE = f"SELECT {_ANSWER} FROM paraf.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"  # noqa: S608
_MANY = f"SELECT {_ANSWER} FROM paraf.append_group($1, $2, $3)"  # noqa: S608
_MOST = 64  # commands of one call: a statement has its time, and what goes together is lost together
_LONG = 12.0  # seconds, more than anything here waits for a lock; the server answers nobody then
_TOOK = METER.create_histogram(
    "paraf.append.duration", "s", "One call of the store", explicit_bucket_boundaries_advisory=SECONDS
)
_TOGETHER = METER.create_histogram(
    "paraf.append.commands", "{command}", "In one call", explicit_bucket_boundaries_advisory=(1, 2, 4, 8, 16, 32, 64)
)
_Waiting = tuple[Append, "asyncio.Future[asyncpg.Record]"]


class Groups:
    """Asks `paraf.append`; one call at a time for each office, whose head row lets no more than one in anyway.

    `pool` is asked for each time: the database may be another one by then.
    """

    def __init__(self, pool: Callable[[], Pool], drift: timedelta | None, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._drift = drift
        self._clock = clock
        self._waiting: defaultdict[str, list[_Waiting]] = defaultdict(list)
        self._calling: dict[str, asyncio.Task[None]] = {}

    async def append(self, outcome: Append) -> asyncpg.Record:
        """Return what the database answers this command; raises `Unavailable`, `Unstorable`.

        Who asks may stop waiting: the command goes on like one whose answer was lost.
        """
        answer: asyncio.Future[asyncpg.Record] = asyncio.get_running_loop().create_future()
        self._waiting[outcome.office].append((outcome, answer))
        if outcome.office not in self._calling:
            self._calling[outcome.office] = asyncio.create_task(self._call(outcome.office), name="paraf-append")
        return await answer

    async def close(self) -> None:
        """Wait until everything that was asked is answered."""
        await asyncio.gather(*self._calling.values())

    async def _call(self, office: str) -> None:
        """Ask until nobody of the office waits."""
        try:
            while together := self._waiting[office][:_MOST]:
                del self._waiting[office][:_MOST]
                await self._answer(together)
        finally:
            for _, answer in self._waiting.pop(office):
                answer.cancel()
            del self._calling[office]

    async def _answer(self, together: list[_Waiting]) -> None:
        answers: list[asyncpg.Record] | Exception
        begun = time.perf_counter()
        try:
            answers = await self._asked([outcome for outcome, _ in together])
        except Unstorable as error:
            if len(together) > 1:  # the one must not take the others with it
                for each in together:
                    await self._answer([each])
                return
            answers = error
        except Exception as error:  # whoever asked is told of it
            answers = error
        _TOOK.record(time.perf_counter() - begun)
        _TOGETHER.record(len(together))
        for n, (_, answer) in enumerate(together):
            if answer.done():  # nobody waits for it any more
                continue
            if isinstance(answers, Exception):
                answer.set_exception(answers)
            else:
                answer.set_result(answers[n])

    async def _asked(self, together: list[Append]) -> list[asyncpg.Record]:
        now = self._clock(), self._drift
        arguments = together[0].arguments() if len(together) == 1 else ([each.arguments() for each in together],)
        with outages():
            async with self._pool().acquire() as connection:
                try:
                    return await connection.fetch(
                        _ONE if len(together) == 1 else _MANY, *arguments, *now, timeout=_LONG
                    )
                except (TimeoutError, asyncpg.ReadOnlySQLTransactionError):
                    # Who does not answer is not waited for until it lets go; who only reads is no longer the first.
                    connection.terminate()
                    raise
