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

# Kinds of rows. A plan's key is the end of its stream's name, such as `rkt-2024`.
PLAN, SUMMARY, OFFICE = "plan", "summary", "office"


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
    if stream == office_state.STREAM:
        state = office_state.fold(cast(Sequence[OfficeEvent], events))
        # Days are keys of a mapping, and in JSON only texts are.
        told = msgspec.to_builtins(state, str_keys=True, order="deterministic")
        return (View(OFFICE, office, canonical(told)),)
    return ()
