"""Read models: ready bytes made of a stream's events, stored by `append`, made again by `rebuild`; and each desk's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import assert_never

import msgspec

from domain.action.state import Action
from domain.events import Event
from domain.kernel.message import canonical
from domain.office.state import Office
from domain.plan.state import Plan
from domain.quarter.state import Quarter
from domain.report.state import Report
from eventstore.pool import Pool, outages
from eventstore.replay import kind_of
from views.action import action_summary_json
from views.desk import desk_json, parties
from views.plan import plan_json, summary_json
from views.quarter import quarter_summary_json
from views.report import report_summary_json

# What an office says of itself since its rows were first stored: left out while empty, so that what was stored before
# is still what its events make.
_LATER = ("filing", "practices", "lines", "duties", "acting", "kinds", "positions", "papers")
# Kinds of rows. A key is the end of its stream's name: `rkt-2024` of a plan, an action plan or a report, `rkt-2024-q1`;
# on desks, where all are looked through together, it is the whole name. A plan that another office's official signs is
# on the desk of that position, too: `desk@rsud/direktur`.
PLAN, SUMMARY, OFFICE, ACTION, QUARTER, DESK = "plan", "summary", "office", "action", "quarter", "desk"
REPORT = "report"
AnyState = Plan | Action | Quarter | Report | Office
MINE, OTHERS, DONE, FILINGS = "mine", "others", "done", "filings"
_ORDERS = {
    MINE: "late DESC, came_back DESC, due NULLS LAST, since, office, stream",
    OTHERS: "late DESC, due NULLS LAST, since, office, stream",
    DONE: "since DESC NULLS LAST, office, stream",
    FILINGS: "closes <= $7 DESC, came_back DESC, closes, office, stream",
}
# A row is somebody's where one of those who may act is their role or position, or they themselves in a role that they
# hold. What another office begun is there for who holds a position that it names, and for nobody else.
_SORTED = """
WITH kept AS (
    SELECT v.office, v.key AS stream, v.body FROM paraf.views v WHERE v.kind = 'desk' AND v.office = ANY($1)
    UNION ALL
    SELECT DISTINCT v.office, v.key, v.body FROM paraf.views v
    WHERE v.kind LIKE 'desk@%' AND v.kind = ANY($6) AND v.office <> ALL($1)
), here AS (
    SELECT kept.office, kept.stream, d.* FROM kept,
        jsonb_to_record(convert_from(kept.body, 'UTF8')::jsonb) AS d(
            waits text[], barred text[], owes text[], returned text[], over boolean, signing boolean, unbegun boolean,
            holds integer,
            since text, due text, closes text)
), asked AS (
    SELECT here.*, coalesce(due <= $7, false) AS late,
        EXISTS (SELECT FROM unnest(returned) r WHERE office || ' ' || r = ANY($2)) AS came_back,
        coalesce(acts.any_mine, false) AS acts, coalesce(acts.any_other, true) AS waits_for_others,
        $3 = ANY (owes) AND office = ANY($4) AS filings,
        unbegun AND office = ANY($5) AND NOT EXISTS (
            SELECT FROM paraf.views a
            WHERE a.office = here.office AND a.kind = 'action' AND a.key = split_part(stream, '/', 2)
                AND (convert_from(a.body, 'UTF8')::jsonb ->> 'plan_version')::integer >= holds) AS begins
    FROM here, LATERAL (
        SELECT bool_or(own) AS any_mine, bool_or(NOT own) AS any_other FROM (
            SELECT EXISTS (
                SELECT FROM unnest(string_to_array(w, ' ')) t
                WHERE (office || ' ' || t = ANY($2) OR 'desk' || t = ANY($6))
                    AND (t LIKE '%:%' OR $3 <> ALL (barred))) AS own
            FROM unnest(waits) w) each) acts
), lists AS (
    SELECT office, stream, since, due, closes, late, came_back, filings, over AS done,
        (acts AND (signing OR NOT filings)) OR begins AS mine,
        NOT over AND waits_for_others AND (signing OR NOT filings) AS others
    FROM asked
)
"""
_COUNTS = f"""{_SORTED}
SELECT count(*) FILTER (WHERE mine) AS mine, count(*) FILTER (WHERE others) AS others,
    count(*) FILTER (WHERE done) AS done, count(*) FILTER (WHERE filings) AS filings,
    count(*) FILTER (WHERE (mine AND late) OR (filings AND closes <= $7)) AS late
FROM lists
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class View:
    """A row of a read model: `key` is unique within office and kind."""

    kind: str
    key: str
    body: bytes


def views(office: str, stream: str, events: Sequence[Event]) -> tuple[View, ...]:
    """Return every row that the stream's events make; pure, and without positions or hashes.

    `events` are all of the stream, the oldest first.
    """
    kind = kind_of(stream)
    return rows(office, stream, reduce(kind.evolve, events, kind.empty)) if events and kind is not None else ()


def rows(office: str, stream: str, state: AnyState) -> tuple[View, ...]:
    """Return every row of a stream that is in this state."""
    key = stream.partition("/")[2]
    match state:
        case Plan():
            desk = _desk(stream, state)
            elsewhere = (View(f"{DESK}{position}", stream, desk.body) for position in parties(state))
            return View(PLAN, key, plan_json(state)), View(SUMMARY, key, summary_json(state)), desk, *elsewhere
        case Action():
            return View(ACTION, key, action_summary_json(state)), _desk(stream, state)
        case Quarter():
            return View(QUARTER, key, quarter_summary_json(state)), _desk(stream, state)
        case Report():
            return View(REPORT, key, report_summary_json(state)), _desk(stream, state)
        case Office():
            # Days are keys of a mapping, and in JSON only texts are.
            fields = msgspec.to_builtins(state, str_keys=True, order="deterministic")
            return (View(OFFICE, office, canonical({k: v for k, v in fields.items() if v or k not in _LATER})),)
        case _:
            assert_never(state)


def _desk(stream: str, state: Plan | Action | Quarter | Report) -> View:
    return View(DESK, stream, desk_json(state))


_PAGES = " UNION ALL ".join(
    f"(SELECT '{name}' AS list, row_number() OVER (ORDER BY {order}) AS n, office, stream FROM lists"  # noqa: S608
    f" WHERE {name} ORDER BY {order} LIMIT $8 OFFSET ${place})"
    for place, (name, order) in enumerate(_ORDERS.items(), 9)
)
_ROWS = f"""{_SORTED}
SELECT page.list, page.office, page.stream, b.body FROM ({_PAGES}) page JOIN paraf.views b
    ON b.office = page.office AND b.key = split_part(stream, '/', 2)
    AND b.kind = replace(split_part(stream, '/', 1), 'plan', 'summary')
ORDER BY page.list, page.n
"""  # noqa: S608


@dataclass(frozen=True)
class DeskRows:
    """Whose desk it is: under what they can act by office, as waits name it, and what they go on with.

    `begins` are the offices whose signed plans they may go on from, `parties` their positions as other offices' waits
    name them.
    """

    person: str
    now: datetime
    duties: Mapping[str, Sequence[str]]
    begins: Sequence[str]
    parties: Sequence[str] = ()

    def _asked(self) -> tuple[list[str], list[str], str, list[str], list[str], list[str], str]:
        held = [(office, role) for office, roles in self.duties.items() for role in roles]
        tokens = [token for office, role in held for token in (f"{office} {role}", f"{office} {role}:{self.person}")]
        owning = [office for office, role in held if role == "owner"]
        elsewhere = [f"desk{position}" for position in self.parties]
        now = self.now.isoformat(timespec="microseconds")
        return list(self.duties), tokens, self.person, owning, list(self.begins), elsewhere, now

    async def counts(self, pool: Pool) -> dict[str, int]:
        """Return how many rows each list has, and how many of those to be done are late. Raises `Unavailable`."""
        with outages():
            row = await pool.fetchrow(_COUNTS, *self._asked())
        return dict(row or {})

    async def rows(self, pool: Pool, size: int, offsets: Mapping[str, int]) -> dict[str, list[tuple[str, str, bytes]]]:
        """Return so many rows of each list, each with office, stream and what is stored of it. Raises `Unavailable`."""
        with outages():
            rows = await pool.fetch(_ROWS, *self._asked(), size, *(offsets[name] for name in _ORDERS))
        found: dict[str, list[tuple[str, str, bytes]]] = {name: [] for name in _ORDERS}
        for row in rows:
            found[row["list"]].append((row["office"], row["stream"], row["body"]))
        return found
