"""Wakes those who follow an office's log: by NOTIFY, and by the clock where a notice was lost."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from eventstore.errors import Unavailable
from eventstore.pool import Pool, outages
from eventstore.telemetry import TRACER, cause, caused_by

_CHANNEL = "paraf"
# How late a follower can be, in seconds, when the listening connection is lost without a word.
_POLL = 2.0
# How long what has grown is gathered, in seconds, before it is told once more.
_BREATH = 0.02
# Waiting for the disk is for what must not be lost: whoever missed a notice looks by the clock.
_NOTIFY = """
SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, notice) FROM unnest($2::text[]) notice
"""


class Bell(asyncio.Event):
    """Rings for one who waits; `cause` is the span that it last rang for."""

    cause = ""


@contextmanager
def told(cause: str) -> Iterator[None]:
    """Trace what is made of a notice, as a part of what caused it."""
    if not cause:
        yield
        return
    with TRACER.start_as_current_span("follow", context=caused_by(cause)):
        yield


class Bells:
    """Holds one connection of the pool as long as anybody follows; where none can listen, there is the clock."""

    def __init__(self, pool: Pool, *, listens: bool = True) -> None:
        self._pool = pool
        self._listens = listens
        self._bells: dict[str, set[Bell]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None
        self._untold: dict[str, str] = {}  # by the office the last cause

    def tell(self, office: str) -> None:
        """Say, soon and once for many, that the office's log has grown.

        Not in the append's own transaction: commits that notify follow one another in the whole cluster.
        """
        self._untold[office] = cause()
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(), name="paraf-tell")

    async def _tell(self) -> None:
        while self._untold:
            untold, self._untold = self._untold, {}
            notices = [f"{office} {cause}".rstrip() for office, cause in untold.items()]
            with suppress(Unavailable), outages():
                await self._pool.execute(_NOTIFY, _CHANNEL, notices)
            await asyncio.sleep(_BREATH)

    @asynccontextmanager
    async def woken(self, office: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """Give a function that waits until the office's log may have grown since it was last called.

        It returns the span that caused it, as `caused_by` takes it, where somebody traces.
        """
        bell = Bell()
        self._bells[office].add(bell)
        if self._listens and (self._listening is None or self._listening.done()):
            self._listening = asyncio.create_task(self._listen(), name="paraf-listener")

        async def wait() -> str:
            with suppress(TimeoutError):
                await asyncio.wait_for(bell.wait(), _POLL)
            bell.clear()
            cause, bell.cause = bell.cause, ""
            return cause

        try:
            yield wait
        finally:
            self._bells[office].discard(bell)
            if not self._bells[office]:
                del self._bells[office]
            if not self._bells:
                await self._stop()

    async def close(self) -> None:
        """Give the connection back, and let what is being told be told."""
        await self._stop()
        if self._telling is not None:
            await self._telling

    async def _stop(self) -> None:
        task, self._listening = self._listening, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _listen(self) -> None:
        while True:
            with suppress(Unavailable), outages():
                await self._hear()
            await asyncio.sleep(_POLL / 10)

    async def _hear(self) -> None:
        """Ring until the connection is lost."""
        async with self._pool.acquire() as connection:
            lost = asyncio.Event()

            def terminated(_: object) -> None:
                lost.set()

            connection.add_termination_listener(terminated)
            try:
                await connection.add_listener(_CHANNEL, self._ring)
                # What came while nobody listened is read now.
                for office in list(self._bells):
                    self._ring(connection, 0, _CHANNEL, office)
                await lost.wait()
            finally:
                if not connection.is_closed():
                    connection.remove_termination_listener(terminated)
                    await connection.remove_listener(_CHANNEL, self._ring)

    def _ring(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        office, _, cause = str(payload).partition(" ")
        for bell in self._bells.get(office, ()):
            bell.cause = cause or bell.cause
            bell.set()
