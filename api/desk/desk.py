"""The desk of one person: what waits for them, what they wait for, what is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from activities.reminders.calendar import working_days_between
from api.desk.owed import Owed
from api.http.address import plan_key
from api.http.paging import Page
from api.rights import Membership
from domain.kernel.actor import Role
from domain.office.state import Office
from domain.plan.state import Phase
from domain.quarter.state import QuarterPhase

Summary = Mapping[str, Any]  # what `views.plan.summary_json` writes


@dataclass(frozen=True)
class Item:
    """One plan on the desk, its action plan or a quarter of its year (`of` is plan, action or quarter).

    `act` is what the person can do (begin, edit, review, sign, check, read), `step` the open step that it is about;
    `since` and `due` are its instants, `waited` and `late` working days (`late` 0: in time, or no due date). `holders`
    are the people who can act, none where a role has nobody. `barred` says that the person helped to write it.
    """

    office: Office
    plan: str
    summary: Summary
    act: str
    step: Mapping[str, Any] | None
    holders: tuple[str, ...]
    since: datetime | None
    due: datetime | None
    waited: int
    late: int
    barred: bool = False
    of: str = "plan"

    @property
    def over(self) -> bool:
        """Return whether nobody has anything to do with it any more."""
        ends = (QuarterPhase.CLOSED,) if self.of == "quarter" else (Phase.SIGNED, Phase.REJECTED)
        return self.summary["phase"] in ends


@dataclass(frozen=True)
class Desk:
    """A page of each list; the first two begin with what is latest, the last with what was done last."""

    mine: tuple[Item, ...]
    others: tuple[Item, ...]
    done: tuple[Item, ...]
    filings: tuple[Owed, ...]
    pages: Mapping[str, Page]
    late: int


def plan_items(membership: Membership, person: str, summary: Summary, now: datetime) -> Iterator[Item]:
    """Yield what a plan waits for, each open step by itself."""
    office = membership.office
    if summary["phase"] in (Phase.SIGNED, Phase.REJECTED):
        yield item_of(office, summary, "read", None, now)
    elif summary["phase"] == Phase.DRAFTING:
        drafts = Role.DRAFTER in membership.roles and person in summary["drafters"]
        yield item_of(office, summary, "edit" if drafts else "read", None, now)
    else:
        for step in summary["steps"]:
            yield _step(person, membership, summary, step, now)


def _step(person: str, membership: Membership, summary: Summary, step: Mapping[str, Any], now: datetime) -> Item:
    role = Role(step["role"])
    holds = role in membership.roles
    barred = holds and person in summary["drafters"]
    return item_of(membership.office, summary, step["act"] if holds and not barred else "read", step, now, barred)


def item_of(
    office: Office, summary: Summary, act: str, step: Mapping[str, Any] | None, now: datetime, barred: bool = False
) -> Item:
    """Return what waits, with how long it has waited and how late it is."""
    since = _instant((step or {}).get("since") or summary["signed_at"] or summary["since"])
    due = _instant(step["due"]) if step else None
    zone = ZoneInfo(office.time_zone)
    today = now.astimezone(zone).date()
    if step is None:
        holders = tuple(office.people.get(person, person) for person in summary["drafters"])
    else:
        holders = tuple(office.people[person] for person in office.holders(Role(step["role"]), today))
    return Item(
        office,
        plan_key(summary),
        summary,
        act,
        step,
        holders,
        since,
        due,
        0
        if since is None
        else max(0, working_days_between(since.astimezone(zone).date(), today, zone.key, office.days)),
        0 if due is None or due > now else _late(due, now, zone, office),
        barred,
    )


def _late(due: datetime, now: datetime, zone: ZoneInfo, office: Office) -> int:
    """Working days begun since the day it was due, at least one: late is late on a Saturday too."""
    last = (due - timedelta(microseconds=1)).astimezone(zone).date()  # the instant is the end of that day
    return max(1, working_days_between(last, now.astimezone(zone).date(), zone.key, office.days))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
