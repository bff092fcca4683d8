"""The quarters on a desk: to be checked by the planning section or signed, and who is waited for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from api.desk.desk import Item, Summary, item_of
from api.rights import Membership, may
from domain.kernel.actor import Role
from domain.quarter.line import Standing
from domain.quarter.state import QuarterPhase


class _Step(msgspec.Struct):
    key: str
    role: Role
    act: str
    state: str
    since: str | None


class _Quarter(msgspec.Struct):
    office: str
    kind: str
    year: int
    quarter: int
    phase: QuarterPhase
    version: int
    since: str | None
    window: dict[str, Any]
    owing: dict[str, int]  # rows by person
    rows: dict[Standing, int]
    unreported: int  # programmes
    makers: list[str]
    route: list[_Step]

    @property
    def summary(self) -> Summary:
        """Return what a list says of it, as it is said of a plan."""
        told = {"office": self.office, "kind": self.kind, "year": self.year, "quarter": self.quarter}
        left = {"filed": self.rows.get(Standing.FILED, 0), "unreported": self.unreported}
        unfiled = self.rows.get(Standing.WAITING, 0) + self.rows.get(Standing.RETURNED, 0)
        return {**told, **left, "unfiled": unfiled, "phase": self.phase, "version": self.version, "since": self.since,
                "window": self.window, "signed_at": None, "returned": None, "open_comments": 0,
                "drafters": self.makers}  # fmt: skip


def quarter_items(membership: Membership, person: str, body: bytes, now: datetime) -> Iterator[Item]:
    """Yield what a stored quarter waits for: each open step by itself, before those its rows."""
    quarter = msgspec.json.decode(body, type=_Quarter)
    waiting = [step for step in quarter.route if step.state == "open"]
    for step in waiting:
        yield _signature(membership, person, quarter, step, now)
    if not waiting:
        yield _report(membership, quarter, now)


def _signature(membership: Membership, person: str, quarter: _Quarter, step: _Step, now: datetime) -> Item:
    told = {"key": step.key, "role": step.role, "act": step.act, "part": "", "since": step.since, "due": None}
    holds = step.role in membership.roles
    barred = holds and person in quarter.makers
    act = step.act if holds and not barred else "read"
    return replace(item_of(membership.office, quarter.summary, act, told, now, barred), of="quarter")


def _report(membership: Membership, quarter: _Quarter, now: datetime) -> Item:
    """A quarter whose signatures do not wait: while it is open the planning section checks what is filed."""
    office, summary = membership.office, quarter.summary
    is_open = quarter.phase is QuarterPhase.OPEN
    checks = summary["filed"] or (summary["unreported"] and not summary["unfiled"])
    act = "check" if is_open and checks and may("verify-realisations", membership.roles) else "read"
    holders = tuple(quarter.owing) if summary["unfiled"] else office.holders(Role.PLANNER)
    names = tuple(office.people.get(each, each) for each in holders) if is_open else ()
    return replace(item_of(office, summary, act, None, now), of="quarter", holders=names)
