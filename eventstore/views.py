"""Read models: ready bytes made of a stream's events, stored by `append` and made again by `rebuild`, byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import assert_never

import msgspec

from domain.action.state import Action
from domain.events import Event
from domain.kernel.message import canonical
from domain.office.state import Office
from domain.plan.state import Plan
from domain.quarter.state import Quarter
from eventstore.replay import kind_of
from views.action import action_json
from views.desk import desk_json
from views.plan import plan_json, summary_json
from views.quarter import quarter_summary_json

# What an office says of itself since its rows were first stored: left out while empty, so that what was stored before
# is still what its events make.
_LATER = ("filing", "practices", "lines", "duties")
# Kinds of rows. A key is the end of its stream's name: `rkt-2024` of a plan or an action plan, `rkt-2024-q1`; on desks,
# where all three are looked through together, it is the whole name.
PLAN, SUMMARY, OFFICE, ACTION, QUARTER, DESK = "plan", "summary", "office", "action", "quarter", "desk"


@dataclass(frozen=True, slots=True)
class View:
    """A row of a read model: `key` is unique within office and kind."""

    kind: str
    key: str
    body: bytes


AnyState = Plan | Action | Quarter | Office


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
            return View(PLAN, key, plan_json(state)), View(SUMMARY, key, summary_json(state)), _desk(stream, state)
        case Action():
            return View(ACTION, key, action_json(state)), _desk(stream, state)
        case Quarter():
            return View(QUARTER, key, quarter_summary_json(state)), _desk(stream, state)
        case Office():
            # Days are keys of a mapping, and in JSON only texts are.
            told = msgspec.to_builtins(state, str_keys=True, order="deterministic")
            return (View(OFFICE, office, canonical({k: v for k, v in told.items() if v or k not in _LATER})),)
        case _:
            assert_never(state)


def _desk(stream: str, state: Plan | Action | Quarter) -> View:
    return View(DESK, stream, desk_json(state))
