"""The event store: one PostgreSQL, one log per office, one call for each append."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import asyncpg

from domain.events import CommandRefused, Event
from eventstore.append import Append
from eventstore.codec import decode
from eventstore.entry import BEGINNING, REFUSALS, Entry, Head, Receipt
from eventstore.errors import ClockApart, CommandIdReused, Conflict, StoreError, Unavailable
from eventstore.follow import Bells, told
from eventstore.group import Groups
from eventstore.pool import Pool, clocks, outages, this_machines
from eventstore.telemetry import TRACER

_ENTRY = "office, position, stream, version, command_id, fingerprint, recorded_at, tag, body, hash"
# Of what was read before only the hash is wanted again.
_SINCE = f"""
SELECT {_ENTRY.replace("body", "CASE WHEN version = $3 THEN '' ELSE body END")} FROM paraf.events
WHERE office = $1 AND stream = $2 AND version >= $3 ORDER BY version
"""  # noqa: S608
_REFUSED = f"""
SELECT {", ".join(f"e.{column}" for column in _ENTRY.split(", "))}
FROM paraf.receipts r JOIN paraf.events e ON e.office = r.office AND e.position = r.first
WHERE r.office = $1 AND r.stream = $2 AND e.stream = $3 ORDER BY e.position
"""  # noqa: S608


class Store:
    """Reads and appends; close the pool yourself, after `close`.

    `drift` is by how much `clock`, this machine's, may differ from the database's; None: they are not compared.
    `listens`: a connection keeps its session, so that whoever follows hears of what came.
    """

    def __init__(
        self,
        pool: Pool,
        drift: timedelta | None = None,
        clock: Callable[[], datetime] = this_machines,
        *,
        listens: bool = True,
    ) -> None:
        self.pool = pool
        self.drift = drift
        self._clock = clock
        self._groups = Groups(lambda: self.pool, drift, clock)
        self._bells = Bells(pool, listens=listens)

    async def close(self) -> None:
        """Let what is being recorded be recorded, and end every `follow`."""
        await self._groups.close()
        await self._bells.close()

    async def append(self, outcome: Append) -> Receipt:
        """Record a command's outcome once and return its receipt; again, and the same receipt comes back.

        Raises `Conflict`, `CommandIdReused`, `ClockApart` or `Unavailable`: then it is unknown whether it was recorded.
        """
        receipt, _ = await self.record(outcome)
        return receipt

    async def record(self, outcome: Append) -> tuple[Receipt, bool]:
        """Do as `append` does; also return whether it was recorded just now."""
        of = {"paraf.office": outcome.office, "paraf.stream": outcome.stream, "paraf.command": outcome.command_id}
        with TRACER.start_as_current_span("append", attributes=of) as span:
            row = await self._groups.append(outcome)
            span.set_attributes({"paraf.outcome": row["outcome"], "paraf.position": row["first"] or 0})
            return self._recorded(outcome, row)

    def _recorded(self, outcome: Append, row: asyncpg.Record) -> tuple[Receipt, bool]:
        match row["outcome"]:
            case "appended":
                if row["first"] is not None:
                    self._bells.tell(outcome.office)
                return self._receipt(
                    outcome.office, outcome.command_id, outcome.fingerprint, row, outcome.events, outcome.refusal
                ), True
            case "repeated":
                said = tuple(decode(body) for body in row["bodies"] or ())
                return self._answered(outcome.office, outcome.command_id, outcome.fingerprint, row, said), False
            case "reused":
                raise CommandIdReused(outcome.office, outcome.command_id)
            case "clock":
                raise ClockApart(
                    f"the database's clock says {row['recorded_at']}: this machine's or the log is not near it"
                )
            case "conflict":
                expected = {outcome.stream: outcome.expected, **{seen.stream: seen.version for seen in outcome.also}}
                raise Conflict(row["stream"], expected[row["stream"]], row["version"])
        raise StoreError(f"paraf.append returned {row['outcome']}")

    async def on_time(self, office: str) -> None:
        """Raise `ClockApart` where this machine's clock, or the end of the office's log, is not the database's time."""
        if self.drift is not None:
            (await clocks(self.pool, office, self._clock)).require(self.drift)

    async def receipt(self, office: str, command_id: str) -> Receipt | None:
        """Return the answer the command got, None where it is unknown."""
        with outages():
            row = await self.pool.fetchrow(
                "SELECT r.stream, r.fingerprint, r.first, r.last, r.head, r.recorded_at,"
                " (SELECT array_agg(e.body ORDER BY e.position) FROM paraf.events e"
                "  WHERE e.office = r.office AND e.position BETWEEN r.first AND r.last) AS bodies"
                " FROM paraf.receipts r WHERE r.office = $1 AND r.command_id = $2",
                office,
                command_id,
            )
        if row is None:
            return None
        said = tuple(decode(body) for body in row["bodies"] or ())
        return self._answered(office, command_id, row["fingerprint"], row, said)

    def _answered(
        self, office: str, command_id: str, fingerprint: bytes, row: asyncpg.Record, said: tuple[Event, ...]
    ) -> Receipt:
        match said:
            case (CommandRefused() as refusal,):
                return self._receipt(office, command_id, fingerprint, row, (), refusal)
        return self._receipt(office, command_id, fingerprint, row, said, None)

    @staticmethod
    def _receipt(
        office: str,
        command_id: str,
        fingerprint: bytes,
        row: asyncpg.Record,
        events: tuple[Event, ...],
        refusal: CommandRefused | None,
    ) -> Receipt:
        return Receipt(
            office=office,
            stream=row["stream"],
            command_id=command_id,
            fingerprint=fingerprint.hex(),
            first=row["first"],
            last=row["last"],
            head=row["head"].hex(),
            recorded_at=row["recorded_at"],
            events=events,
            refusal=refusal,
        )

    async def read(
        self, office: str, stream: str, *, after: int = 0, upto: int | datetime | None = None
    ) -> list[Entry]:
        """Return the stream's entries behind version `after`, up to a version or to what was recorded by an instant."""
        until = {int: "AND version <= $4", datetime: "AND recorded_at <= $4"}.get(type(upto), "")
        with outages():
            rows = await self.pool.fetch(
                f"SELECT {_ENTRY} FROM paraf.events WHERE office = $1 AND stream = $2 AND version > $3 {until}"  # noqa: S608
                " ORDER BY version",
                *(office, stream, after),
                *(() if upto is None else (upto,)),
            )
        return [Entry(*row) for row in rows]

    async def refused(self, office: str, stream: str) -> list[Entry]:
        """Return the refused attempts at a stream, in the log's order."""
        with outages():
            rows = await self.pool.fetch(_REFUSED, office, stream, REFUSALS)
        return [Entry(*row) for row in rows]

    async def since(self, office: str, stream: str, version: int, hash_: bytes) -> list[Entry] | None:
        """Return the stream's entries behind one that was read before, None where that is not there with this hash."""
        with outages():
            rows = await self.pool.fetch(_SINCE, office, stream, version)
        if version:
            if not rows or rows[0]["hash"] != hash_:
                return None
            del rows[0]
        return [Entry(*row) for row in rows]

    async def log(self, office: str, after: int = 0, limit: int = 1000, stream: str | None = None) -> list[Entry]:
        """Return up to `limit` entries behind position `after`, of one stream or of all."""
        with outages():
            rows = await self.pool.fetch(
                f"SELECT {_ENTRY} FROM paraf.events WHERE office = $1 AND position > $2"  # noqa: S608
                " AND ($4::text IS NULL OR stream = $4) ORDER BY position LIMIT $3",
                office,
                after,
                limit,
                stream,
            )
        return [Entry(*row) for row in rows]

    async def head(self, office: str) -> Head:
        """Return how far the office's log goes: `BEGINNING` where it has none."""
        with outages():
            row = await self.pool.fetchrow(
                "SELECT position, hash, recorded_at FROM paraf.heads WHERE office = $1", office
            )
        return Head(*row) if row else BEGINNING

    async def offices(self) -> list[str]:
        """Return the offices that have a log."""
        return list(await self.heads())

    async def heads(self) -> dict[str, Head]:
        """Return how far each office's log goes, by the offices' ids."""
        with outages():
            rows = await self.pool.fetch(
                'SELECT office, position, hash, recorded_at FROM paraf.heads ORDER BY office COLLATE "C"'
            )
        return {office: Head(*head) for office, *head in rows}

    async def view(self, office: str, kind: str, key: str) -> bytes | None:
        """Return a row of a read model."""
        with outages():
            body: bytes | None = await self.pool.fetchval(
                "SELECT body FROM paraf.views WHERE office = $1 AND kind = $2 AND key = $3", office, kind, key
            )
        return body

    async def views(self, office: str, kind: str) -> list[tuple[str, bytes]]:
        """Return the rows of a read model with their keys, in the keys' order."""
        with outages():
            rows = await self.pool.fetch(
                'SELECT key, body FROM paraf.views WHERE office = $1 AND kind = $2 ORDER BY key COLLATE "C"',
                office,
                kind,
            )
        return [(row[0], row[1]) for row in rows]

    async def page(
        self, office: str, kind: str, limit: int, offset: int = 0, phase: str = "", part: str = ""
    ) -> tuple[list[bytes], int]:
        """Return so many rows of a read model, those of the newest year first, and how many there are.

        Only of that phase, and only those that are called so or have it in their title, where that is said.
        """
        said = "convert_from(body, 'UTF8')::jsonb"
        of = (
            f"FROM paraf.views WHERE office = $1 AND kind = $2 AND ($3 = '' OR {said} ->> 'phase' = $3)"
            " AND ($4 = '' OR strpos(lower(replace(key, '-', ' ')), lower($4)) > 0"
            f" OR strpos(lower({said} ->> 'title'), lower($4)) > 0)"
        )
        given = (office, kind, phase, part)
        last = len(given)
        with outages():
            total = await self.pool.fetchval(f"SELECT count(*) {of}", *given)
            rows = await self.pool.fetch(
                f"SELECT body {of} ORDER BY right(key, 4) DESC, key LIMIT ${last + 1} OFFSET ${last + 2}",
                *(*given, limit, offset),
            )
        return [row[0] for row in rows], total

    async def put_document(self, data: bytes, media_type: str) -> str:
        """Store the document once and return its SHA-256 in hexadecimal."""
        with outages():
            row = await self.pool.fetchrow("SELECT * FROM paraf.put_document($1, $2)", data, media_type)
        if row is None or row["media_type"] != media_type:
            raise StoreError(f"these bytes are stored as {row and row['media_type']}, not as {media_type}")
        return str(row["digest"].hex())

    async def document(self, digest: str) -> tuple[str, bytes] | None:
        """Return the media type and the bytes of the document with this SHA-256 in hexadecimal."""
        try:
            key = bytes.fromhex(digest)
        except ValueError:
            return None
        with outages():
            row = await self.pool.fetchrow("SELECT media_type, data FROM paraf.documents WHERE digest = $1", key)
        return (row[0], row[1]) if row else None

    def woken(self, office: str) -> AbstractAsyncContextManager[Callable[[], Awaitable[str]]]:
        """Give a function that waits, not for ever, until something of the office may have changed; see `Bells`."""
        return self._bells.woken(office)

    def wake(self, office: str) -> None:
        """Let those look who wait for something of the office."""
        self._bells.tell(office)

    async def follow(self, office: str, after: int = 0) -> AsyncGenerator[Entry, None]:
        """Yield the office's entries behind position `after`, then each new one, without a gap, until cancelled."""
        async with self._bells.woken(office) as wait:
            cause = ""
            while True:
                with told(cause):
                    try:
                        entries = await self.log(office, after, 200)
                    except Unavailable:
                        entries = []
                for entry in entries:
                    yield entry
                    after = entry.position
                cause = "" if entries else await wait()
