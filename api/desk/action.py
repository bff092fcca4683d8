"""The action plans on a desk: to be begun, written, accepted, verified or signed, and who is waited for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from api.desk.desk import Item, Summary, item_of
from api.rights import Membership, may
from domain.action.state import ActionPhase
from domain.kernel.actor import Role


class _By(msgspec.Struct):
    person: str
    name: str = ""


class _Owned(msgspec.Struct):
    owners: list[_By]


class _Part(msgspec.Struct):
    indicators: list[_Owned]


class _Given(msgspec.Struct):
    by: _By


class _Step(msgspec.Struct):
    key: str
    role: Role
    act: str
    state: str
    since: str | None
    given: list[_Given]


class _Action(msgspec.Struct):
    office: str
    kind: str
    year: int
    phase: ActionPhase
    version: int
    since: str | None
    makers: list[str]
    parts: list[_Part]
    route: list[_Step]
    returned: dict[str, Any] | None

    @property
    def summary(self) -> Summary:
        """Return what a list says of it, as it is said of a plan."""
        told = {"office": self.office, "kind": self.kind, "year": self.year, "phase": self.phase}
        ended = self.since if self.phase is ActionPhase.SIGNED else None
        return {**told, "version": self.version, "since": self.since, "signed_at": ended, "returned": self.returned,
                "open_comments": 0, "drafters": self.makers}  # fmt: skip

    @property
    def owners(self) -> dict[str, str]:
        """Return the names of everybody who owns a row, by person."""
        return {o.person: o.name for part in self.parts for row in part.indicators for o in row.owners}


def unbegun(membership: Membership, summary: Summary, now: datetime) -> Item:
    """Return the action plan that a signed plan waits for."""
    return replace(item_of(membership.office, {**summary, "returned": None}, "begin", None, now), of="action")


def action_items(membership: Membership, person: str, body: bytes, now: datetime) -> Iterator[Item]:
    """Yield what a stored action plan waits for, each open step by itself."""
    action = msgspec.json.decode(body, type=_Action)
    waiting = [step for step in action.route if step.state == "open"]
    if not waiting:
        writes = may("begin-action", membership.roles) and action.phase is ActionPhase.DRAFTING
        item = item_of(membership.office, action.summary, "edit" if writes else "read", None, now)
        writers = membership.office.holders(Role.PLANNER) or membership.office.holders(Role.DRAFTER)
        yield replace(item, of="action", holders=tuple(membership.office.people[p] for p in writers))
    for step in waiting:
        yield _waiting(membership, person, action, step, now)


def _waiting(membership: Membership, person: str, action: _Action, step: _Step, now: datetime) -> Item:
    told = {"key": step.key, "role": step.role, "act": step.act, "part": "", "since": step.since, "due": None}
    holds = step.role in membership.roles
    if step.role is Role.OWNER:
        acted = {given.by.person for given in step.given}
        missing = {key: name for key, name in action.owners.items() if key not in acted}
        act = step.act if holds and person in missing else "read"
        item = item_of(membership.office, action.summary, act, told, now)
        return replace(item, of="action", holders=tuple(missing.values()))
    barred = holds and person in action.makers
    act = step.act if holds and not barred else "read"
    return replace(item_of(membership.office, action.summary, act, told, now, barred), of="action")
