"""Answers that go on for as long as somebody listens: so many at once for one account."""

from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.http.negotiate import EVENTS
from api.http.problems import HttpError

_MOST = 20  # open at once in this process: a browser keeps six to a host, and somebody may have three


class OpenStreams:
    """How many streams each account has open here."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._open: Counter[UUID] = Counter()

    def require_room(self, account: UUID) -> None:
        """Raise `HttpError` 429 where the account has as many as it may."""
        if self._open[account] >= self._most:
            no = HttpError(429, "too-many-streams", "You follow too many pages at once.")
            raise no.telling(Retry_After="30")

    def begun(self, account: UUID) -> None:
        """Count one more."""
        self._open[account] += 1

    def ended(self, account: UUID) -> None:
        """Count one less; of who has none, nothing is remembered."""
        self._open[account] -= 1
        self._open += Counter()


class Stream(StreamingResponse):
    """Events for one account; raises `HttpError` 429 where it has too many of them."""

    def __init__(self, streams: OpenStreams, account: UUID, events: AsyncIterator[bytes]) -> None:
        streams.require_room(account)
        self._streams = streams
        self._account = account
        # A proxy that gathers the answer first would never send it on.
        super().__init__(events, media_type=EVENTS, headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the listener goes or the events end."""
        self._streams.begun(self._account)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.ended(self._account)
