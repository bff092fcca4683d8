"""Read models: ready bytes made of a stream's events, stored by `append` and made again by `rebuild`, byte for byte."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import msgspec

from domain import office as office_state
from domain import plan as plan_state
from domain.canonical import canonical
from domain.events import Event
from domain.office_events import OfficeEvent
from domain.plan import PlanEvent
from domain.plan_json import plan_json, summary_json
from domain.year import action, quarter
from domain.year.action_events import ActionEvent
from domain.year.action_json import action_json
from domain.year.quarter_events import QuarterEvent
from domain.year.quarter_json import quarter_json

# What an office says of itself since its rows were first stored: left out while empty, so that what was stored before
# is still what its events make.
_LATER = ("filing", "practices", "lines")
# Kinds of rows. A key is the end of its stream's name: `rkt-2024` of a plan or an action plan, `rkt-2024-q1`.
PLAN, SUMMARY, OFFICE, ACTION, QUARTER = "plan", "summary", "office", "action", "quarter"


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
    if not events:
        return ()
    kind, _, key = stream.partition("/")
    if kind == "plan" and key:
        plan = plan_state.fold(cast(Sequence[PlanEvent], events))
        return View(PLAN, key, plan_json(plan)), View(SUMMARY, key, summary_json(plan))
    if kind == "action" and key:
        return (View(ACTION, key, action_json(action.fold(cast(Sequence[ActionEvent], events)))),)
    if kind == "quarter" and key:
        return (View(QUARTER, key, quarter_json(quarter.fold(cast(Sequence[QuarterEvent], events)))),)
    if stream == office_state.STREAM:
        state = office_state.fold(cast(Sequence[OfficeEvent], events))
        # Days are keys of a mapping, and in JSON only texts are.
        told = msgspec.to_builtins(state, str_keys=True, order="deterministic")
        return (View(OFFICE, office, canonical({k: v for k, v in told.items() if v or k not in _LATER})),)
    return ()
