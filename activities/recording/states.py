"""The states of the streams that were used last: of what is recorded, only what is new is read."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from activities.recording.deciders import Decider
from domain.office.state import STREAM, Office
from eventstore.append import Seen
from eventstore.codec import decode
from eventstore.entry import BEGINNING
from eventstore.store import Store

_MOST = 64  # streams beside the offices, which are small; a quarter of 500 indicators takes some 2 MB
S = TypeVar("S")


@dataclass(frozen=True)
class StreamState(Generic[S]):
    """A stream's state at a version; `hash` is that of its last entry, so what came before can be nothing else."""

    state: S
    version: int = 0
    hash: bytes = BEGINNING.hash

    def seen(self, stream: str) -> Seen:
        """Return what is to be said of it where something is decided on it."""
        return Seen(stream, self.version, self.hash if self.version else None)


class States:
    """Remembers states; whether they still hold is for the store to say, before or with what is recorded.

    One for all of a process.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._offices: dict[str, StreamState[Office]] = {}  # each command asks who acts
        self._kept: OrderedDict[tuple[str, str], StreamState[Any]] = OrderedDict()

    async def last(self, decider: Decider[Any, S], office: str, stream: str) -> StreamState[S]:
        """Return a stream as it is remembered, without asking the store where it is: that `append` does by the hash."""
        return self._recalled(office, stream) or await self.of(decider, office, stream)

    async def of(self, decider: Decider[Any, S], office: str, stream: str) -> StreamState[S]:
        """Return a stream as it is recorded."""
        held: StreamState[S] = self._recalled(office, stream) or StreamState(decider.empty)
        new = await self.store.since(office, stream, held.version, held.hash)
        if new is None:  # the database is another one, restored while we ran
            held = StreamState(decider.empty)
            new = await self.store.read(office, stream)
        if new:
            state = decider.fold([decode(entry.body) for entry in new], held.state)
            held = StreamState(state, new[-1].version, new[-1].hash)
        self.keep(office, stream, held)
        return held

    def keep(self, office: str, stream: str, held: StreamState[Any]) -> None:
        """Remember a state, and forget that of the stream which nobody has used for the longest time."""
        if stream == STREAM:
            self._offices[office] = held
            return
        self._kept[office, stream] = held
        self._kept.move_to_end((office, stream))
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def _recalled(self, office: str, stream: str) -> StreamState[Any] | None:
        if stream == STREAM:
            return self._offices.get(office)
        if (office, stream) in self._kept:
            self._kept.move_to_end((office, stream))
        return self._kept.get((office, stream))
