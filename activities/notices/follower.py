"""Follows the log of every office, and writes down once what is told of it, to whom and how."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Record

from activities.notices.hearing import Hearing, hears
from activities.recording.states import ACTION, OFFICE, PLAN, QUARTER, REPORT, States
from domain.kernel.message import canonical
from domain.notice.notice import Notice, Party, Told
from domain.notice.telling import TAGS, notice
from domain.office.state import STREAM, Office
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.pool import Connection, outages, transaction
from eventstore.telemetry import METER

_LOG = logging.getLogger(__name__)
_EVERY = 2.0  # seconds between two looks
_MORNING = time(7)  # when the one mail of the day goes out, on the clock of the office
_FOLDED = {decider.kind: decider for decider in (PLAN, ACTION, QUARTER, REPORT)}
_LAG = METER.create_gauge("paraf.projection.lag", "{entry}", "Entries that a follower has not yet told of")
_BEHIND = """
SELECT h.office, h.position - coalesce(f.position, 0) AS behind
FROM paraf.heads h LEFT JOIN access.followed f USING (office)
WHERE h.position > coalesce(f.position, 0) ORDER BY h.office
"""
_NEXT = """
SELECT stream, version, position, recorded_at FROM paraf.events
WHERE office = $1 AND position > $2 AND position <= $3 AND tag = ANY ($4) ORDER BY position LIMIT 1
"""
_MOVE = "UPDATE access.followed SET position = $3 WHERE office = $1 AND position = $2 RETURNING quiet"
_HAPPENED = "INSERT INTO access.happenings (office, position, at, kind, said) VALUES ($1, $2, $3, $4, $5) RETURNING id"
_TELL = """
INSERT INTO access.notices (happening, person, home, letter, due, mail)
SELECT $1::uuid, $2::text, $3::text, $4::text, $5::timestamptz, CASE WHEN $4 IS NOT NULL THEN 'waits' END
ON CONFLICT DO NOTHING
"""
_DELIVER = """
INSERT INTO access.deliveries (webhook, happening) SELECT id, $1 FROM access.webhooks
WHERE office = $2 AND $3 = ANY (kinds) AND disabled_at IS NULL AND removed_at IS NULL RETURNING id::text
"""
# The log keeps what happened. In the order of keys, which is that of time, and a few at once: whoever tells waits.
_FORGET = """
DELETE FROM access.happenings h WHERE at < clock_timestamp() - $1::interval
AND id IN (SELECT id FROM access.happenings ORDER BY id LIMIT 50)
AND NOT EXISTS (SELECT FROM access.notices n WHERE n.happening = h.id AND n.mail = 'waits')
AND NOT EXISTS (SELECT FROM access.deliveries d WHERE d.happening = h.id AND d.state = 'waits')
"""
_TOLD_FOR = timedelta(days=400)  # a year and the month in which its report is written


@dataclass(frozen=True)
class Letter:
    """A mail that waits until it is `due`; its key is the same for all that it tells."""

    key: str
    due: datetime


@dataclass(frozen=True)
class Words:
    """What is to go out: letters, and deliveries of webhooks by their ids."""

    letters: frozenset[Letter] = frozenset()
    deliveries: tuple[str, ...] = ()


Send = Callable[[Words], Awaitable[None]]


class Follower:
    """Moves each office's position with what it writes, in one transaction: so nothing is told twice, or lost.

    Several may follow at once: whoever comes second writes nothing.
    """

    def __init__(self, states: States, send: Send) -> None:
        self._states = states
        self._store = states.store
        self._send = send

    async def run(self, stop: asyncio.Event) -> None:
        """Follow until `stop` is set; whatever fails is tried again."""
        while not stop.is_set():
            try:
                await self.look()
            except (Unavailable, OSError) as error:
                _LOG.warning("what happened is told later: %s", error)
            except Exception:  # who follows goes on, whatever one office's log holds
                _LOG.exception("what happened is told later")
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _EVERY)

    async def look(self) -> None:
        """Tell what was recorded since the last look. Raises `Unavailable`."""
        with outages():
            behind = {row["office"]: row["behind"] for row in await self._store.pool.fetch(_BEHIND)}
        _LAG.set(sum(behind.values()), {"checkpoint": "notices"})
        for office in behind:
            while await self._step(office):
                pass

    async def _step(self, office: str) -> bool:
        """Go on to the next event that is told, or to the end of the log; return whether there may be more."""
        pool = self._store.pool
        with outages():
            await pool.execute("INSERT INTO access.followed VALUES ($1, 0) ON CONFLICT DO NOTHING", office)
            position = await pool.fetchval("SELECT position FROM access.followed WHERE office = $1", office)
            head = (await self._store.head(office)).position
            row = await pool.fetchrow(_NEXT, office, position, head, list(TAGS))
        found = None if row is None else await self._told(office, row)
        home: Office = (await self._states.of(OFFICE, office, STREAM)).state
        people = frozenset[Party]() if found is None else await self._people(found, home)
        async with transaction(pool) as connection:
            quiet = await connection.fetchval(_MOVE, office, position, head if row is None else row["position"])
            if quiet is None or row is None or found is None:
                return row is not None  # it concerns nobody, or another worker has told it
            happening = await connection.fetchval(
                _HAPPENED, office, row["position"], row["recorded_at"], found.told.happening, canonical(found.told)
            )
            loud = row["position"] > quiet
            words = await tell(connection, happening, found.told, people, home, mailed=loud)
            if loud:
                deliveries = await connection.fetch(_DELIVER, happening, office, found.told.happening)
                words = replace(words, deliveries=tuple(each["id"] for each in deliveries))
        await self._send(words)
        return True

    async def _told(self, office: str, row: Record) -> Notice | None:
        """Return what is told of an entry; of one that cannot be told, the log of this program says so."""
        try:
            entries = await self._store.read(office, row["stream"], upto=row["version"])
            return _notice(entries)
        except Unavailable:
            raise
        except Exception:  # the rest of the log is told all the same
            _LOG.exception("what happened in %s at %s is told nobody", office, row["position"])
            return None

    async def _people(self, found: Notice, office: Office) -> frozenset[Party]:
        """Return whom it concerns: those who are named, and those who hold a duty today."""
        people = set(found.people)
        for duty in found.duties:
            home = office
            if duty.office not in ("", office.id):
                home = (await self._states.of(OFFICE, duty.office, STREAM)).state
            if home.exists:
                today = datetime.now(UTC).astimezone(ZoneInfo(home.time_zone)).date()
                people |= {Party(home.id, person) for person in home.on_duty(duty._replace(office=""), today)}
        return frozenset(party for party in people if party.person != found.told.person)


def _notice(entries: list[Entry]) -> Notice | None:
    """Return what is told of the last entry, by what its stream was before the command that made it."""
    decider = _FOLDED[entries[-1].stream.partition("/")[0]]
    events = [decode(entry.body) for entry in entries]
    command = entries[-1].command_id
    before = decider.fold([e for e, entry in zip(events, entries, strict=True) if entry.command_id != command])
    return notice(events[-1], before, decider.fold(events))


async def tell(
    connection: Connection, happening: UUID, told: Told, people: Iterable[Party], office: Office, *, mailed: bool = True
) -> Words:
    """Write down who is told of a happening, and return the letters that are to go out; forget what is long past."""
    await connection.execute(_FORGET, _TOLD_FOR)
    letters = await _letters(connection, people, told, happening, office) if mailed else {}
    for party in people:
        letter = letters.get(party)
        key, due = (letter.key, letter.due) if letter else (None, None)
        await connection.execute(_TELL, happening, party.person, party.office, key, due)
    return Words(frozenset(letters.values()))


async def _letters(
    connection: Connection, people: Iterable[Party], told: Told, happening: UUID, office: Office
) -> dict[Party, Letter]:
    """Return the letter in which each hears of it; who has no address, or wants none, hears by the desk alone."""
    rows = await connection.fetch(
        "SELECT person, offices, hears FROM access.known"
        " WHERE person = ANY ($1) AND email IS NOT NULL AND NOT disabled",
        [party.person for party in people],
    )
    known = {row["person"]: row for row in rows}
    now, letters = datetime.now(UTC), {}
    for party in people:
        row = known.get(party.person)
        if row is None or party.office not in row["offices"]:
            continue
        how = hears(row["hears"])[told.happening]
        if how is Hearing.MAIL:
            letters[party] = Letter(f"{party.person}/{happening}", now)
        elif how is Hearing.DAILY:
            due = next_morning(now, office.time_zone or "UTC")
            letters[party] = Letter(f"{party.person}/{due.date()}", due)
    return letters


def next_morning(now: datetime, zone: str) -> datetime:
    """Return when the next mail of the day goes out."""
    here = now.astimezone(ZoneInfo(zone))
    day: date = here.date() if here.time() < _MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, _MORNING, ZoneInfo(zone))
