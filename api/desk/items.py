"""What is on a desk: a plan, its action plan or a quarter, each open step by itself; and what of them owners owe."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from activities.reminders.calendar import working_days_between
from api.http.address import plan_key
from api.rights import Membership, may
from domain.action.state import ActionPhase
from domain.kernel.actor import Duty, Role
from domain.kernel.streams import action_stream
from domain.office.state import Office
from domain.plan.state import Phase
from domain.quarter.line import Standing
from domain.quarter.state import QuarterPhase
from domain.report.state import ReportPhase

Summary = Mapping[str, Any]  # what `views.plan.summary_json` writes, and the same of what follows from a plan


@dataclass(frozen=True)
class Item:
    """One plan on the desk, its action plan or a quarter of its year (`of` is plan, action or quarter).

    `act` is what the person can do (begin, follow, edit, review, sign, check, read), `step` the open step of it;
    `since` and `due` are its instants, `waited` and `late` working days (`late` 0: in time, or no due date). `holders`
    are the people who can act, none where a role has nobody. `barred` says that the person helped to write it.
    """

    of: str
    office: Office
    stream: str
    summary: Summary
    act: str
    step: Mapping[str, Any] | None
    holders: tuple[str, ...]
    barred: bool
    since: datetime | None
    due: datetime | None
    waited: int
    late: int

    @property
    def plan(self) -> str:
        """Return the plan that it is of."""
        return plan_key(self.summary)

    @property
    def returned(self) -> bool:
        """Return whether somebody else sent it back to be changed."""
        back = self.summary["returned"] if self.summary["phase"] == Phase.DRAFTING else None
        return back is not None and back["by"]["role"] != Role.DRAFTER

    @property
    def over(self) -> bool:
        """Return whether nobody has anything to do with it any more."""
        ends = (QuarterPhase.CLOSED,) if self.of == "quarter" else (Phase.SIGNED, Phase.REJECTED)
        return self.summary["phase"] in ends


@dataclass(frozen=True)
class Owed:
    """A quarter in which somebody has `rows` to file, so many `returned`; `over` says that its window has closed."""

    office: Office
    plan: str
    quarter: int
    year: int
    rows: int
    returned: int
    opens: datetime
    closes: datetime
    over: bool


@dataclass(frozen=True)
class _Stored:
    """What is stored of one as a desk looks at it: its open `steps`, which none of the `makers` takes.

    Where no step is open, `act` is what the person can do, and `holders` (ids) are who can. Of a step that its owners
    take, each for themselves, `owing` names by its key those who have not.
    """

    summary: Summary
    makers: Collection[str]
    steps: Sequence[Mapping[str, Any]]
    act: str
    holders: Collection[str]
    owing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def items(
    member: Membership, person: str, stream: str, body: bytes, now: datetime, offices: Mapping[str, Office]
) -> Iterator[Item]:
    """Yield what is stored of one waits for; `offices` are those whose positions it may ask."""
    office = member.office
    stored = _READ[stream.partition("/")[0]](member, person, body)
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    if not stored.steps or stored.act == "state":
        yield _item(stream, office, stored.summary, stored.act, None, _names(office, stored.holders), now)
    for step in stored.steps:
        duty, owing = duty_of(step), stored.owing.get(step["key"])
        holds = duty in member.duties
        barred = holds and owing is None and person in stored.makers
        acts = holds and not barred and (owing is None or person in owing)
        home = offices.get(duty.office, office)
        people = home.on_duty(duty, today) if owing is None else ()
        holders = _names(home, people) if owing is None else tuple(owing.values())
        yield _item(stream, office, stored.summary, step["act"] if acts else "read", step, holders, now, barred)


def duty_of(step: Mapping[str, Any]) -> Duty:
    """Return under what a step is done, by what is stored of it."""
    return Duty(Role(step["role"]), step.get("position", ""), step.get("office", ""))


def unbegun(office: Office, summary: Summary, now: datetime, *, begun: bool) -> Item:
    """Return the action plan that a signed plan waits for: to be begun, or to follow an amendment."""
    holders = _names(office, summary["drafters"])
    stream = action_stream(summary["kind"], summary["year"])
    return _item(stream, office, {**summary, "returned": None}, "follow" if begun else "begin", None, holders, now)


def owed(office: Office, person: str, body: bytes, now: datetime) -> Owed:
    """Return what an owner owes of a stored quarter of the office."""
    stored = msgspec.json.decode(body, type=_Quarter)
    opens, closes = (datetime.fromisoformat(stored.window[end]) for end in ("opens", "closes"))
    plan, rows, returned = f"{stored.kind}-{stored.year}", stored.owing.get(person, 0), stored.returned.get(person, 0)
    return Owed(office, plan, stored.quarter, stored.year, rows, returned, opens, closes, closes <= now)


def _names(office: Office, people: Collection[str]) -> tuple[str, ...]:
    return tuple(office.people.get(person, person) for person in people)


def _item(
    stream: str,
    office: Office,
    summary: Summary,
    act: str,
    step: Mapping[str, Any] | None,
    holders: tuple[str, ...],
    now: datetime,
    barred: bool = False,
) -> Item:
    """Return what waits, with how long it has waited and how late it is."""
    since = _instant((step or {}).get("since") or summary["signed_at"] or summary["since"])
    due = _instant(step["due"]) if step else None
    zone = ZoneInfo(office.time_zone)

    def working_days(day: datetime) -> int:
        return working_days_between(day.astimezone(zone).date(), now.astimezone(zone).date(), zone.key, office.days)

    waited = 0 if since is None else max(0, working_days(since))
    # At least one, since late is late on a Saturday too; the instant is the end of the day when it was due.
    late = 0 if due is None or due > now else max(1, working_days(due - timedelta(microseconds=1)))
    of = stream.partition("/")[0]
    return Item(of, office, stream, summary, act, step, holders, barred, since, due, waited, late)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plan(member: Membership, person: str, body: bytes) -> _Stored:
    summary = msgspec.json.decode(body)
    makers, phase = summary["drafters"], summary["phase"]
    edits = phase == Phase.DRAFTING and Role.DRAFTER in member.roles and person in makers
    return _Stored(summary, makers, summary["steps"], "edit" if edits else "read", makers)


class _Step(msgspec.Struct):
    key: str
    role: Role
    act: str
    state: str
    since: str | None
    given: list["_Given"] = []
    position: str = ""
    title: str = ""

    def shown(self) -> Mapping[str, Any]:
        """Return it as the step of a plan is stored."""
        asked = {"role": self.role, "position": self.position, "title": self.title}
        return {"key": self.key, **asked, "act": self.act, "part": "", "since": self.since, "due": None}


class _By(msgspec.Struct):
    person: str


class _Given(msgspec.Struct):
    by: _By


class _Routed(msgspec.Struct):
    office: str
    kind: str
    year: int
    phase: str
    version: int
    since: str | None
    makers: list[str]
    route: list[_Step]

    def open(self) -> list[_Step]:
        """Return the steps that wait."""
        return [step for step in self.route if step.state == "open"]

    def summary(self, **own: object) -> Summary:
        """Return what a list says of it, as it is said of a plan."""
        shared = {"office": self.office, "kind": self.kind, "year": self.year, "phase": self.phase}
        shared |= {"version": self.version, "since": self.since, "drafters": self.makers, "open_comments": 0}
        return shared | {"signed_at": None, "returned": None} | own


class _Action(_Routed, kw_only=True):
    owners: dict[str, str]  # names by person
    returned: dict[str, Any] | None


def _action(member: Membership, _: str, body: bytes) -> _Stored:
    action = msgspec.json.decode(body, type=_Action)
    owing = {}
    for step in action.open():
        if step.role is Role.OWNER:
            acted = {given.by.person for given in step.given}
            owing[step.key] = {person: name for person, name in action.owners.items() if person not in acted}
    signed = action.since if action.phase == ActionPhase.SIGNED else None
    writes = action.phase == ActionPhase.DRAFTING and may("begin-action", member.roles)
    return _Stored(
        action.summary(signed_at=signed, returned=action.returned),
        action.makers,
        [step.shown() for step in action.open()],
        "edit" if writes else "read",
        member.office.holders(Role.PLANNER) or member.office.holders(Role.DRAFTER),
        owing,
    )


class _Quarter(_Routed, kw_only=True):
    quarter: int
    window: dict[str, Any]
    owing: dict[str, int]  # rows by person
    returned: dict[str, int]
    rows: dict[Standing, int]
    unreported: int  # programmes


def _quarter(member: Membership, _: str, body: bytes) -> _Stored:
    """Until its signatures wait, the planning section checks what is filed."""
    quarter = msgspec.json.decode(body, type=_Quarter)
    filed = quarter.rows.get(Standing.FILED, 0)
    unfiled = quarter.rows.get(Standing.WAITING, 0) + quarter.rows.get(Standing.RETURNED, 0)
    counts = {"filed": filed, "unfiled": unfiled, "unreported": quarter.unreported}
    is_open = quarter.phase == QuarterPhase.OPEN
    checks = is_open and (filed or (quarter.unreported and not unfiled)) and may("verify-realisations", member.roles)
    holders: Collection[str] = quarter.owing if unfiled else member.office.holders(Role.PLANNER)
    return _Stored(
        quarter.summary(quarter=quarter.quarter, window=quarter.window, **counts),
        quarter.makers,
        [step.shown() for step in quarter.open()],
        "check" if checks else "read",
        holders if is_open else (),
    )


class _Report(_Routed, kw_only=True):
    reviewed: bool
    returned: dict[str, Any] | None


def _report(member: Membership, person: str, body: bytes) -> _Stored:
    """Beside its steps it waits for an auditor, who is no part of its route."""
    report = msgspec.json.decode(body, type=_Report)
    reviews = person not in report.makers and may("state-review", member.roles, ReportPhase(report.phase))
    writes = report.phase == ReportPhase.DRAFTING and may("begin-report", member.roles)
    return _Stored(
        report.summary(returned=report.returned),
        report.makers,
        [step.shown() for step in report.open()],
        "edit" if writes else "state" if reviews and not report.reviewed else "read",
        member.office.holders(Role.PLANNER) or member.office.holders(Role.DRAFTER),
    )


_READ: Mapping[str, Callable[[Membership, str, bytes], _Stored]] = {
    "plan": _plan,
    "action": _action,
    "quarter": _quarter,
    "report": _report,
}
