"""A law: what holds of every fact since it came into force; and what holds of whoever acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.kernel.actor import Actor, Role, system
from domain.office.state import OFFICIALS, Office

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Law:
    """`name` stands in docs/verifying.md; nothing that was recorded before `since` is judged by it."""

    name: str
    since: datetime = ALWAYS

    def unless(self, kept: bool, how: str) -> "Iterator[Breach]":
        """Yield the breach, where the law is not kept."""
        if not kept:
            yield Breach(self, how)


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that a fact does not keep, and how."""

    law: Law
    how: str


PHASE = Law("phase")  # phases follow one another
ROLE = Law("role")  # an act is one of the role in which it was done
VERSION = Law("version")  # versions are counted one by one
CONTENT = Law("content")  # what names a version or a digest names those that the past makes
NAME = Law("name")  # what begins in a stream is what the stream is called after
PAST = Law("past")  # what a fact says was there before it was there
WITHIN = Law("office")
EVER = Law("role-ever")


# Before, the right to act was read ahead of the append: it could be revoked in between.
HELD = Law("role-held", datetime(2026, 12, 1, tzinfo=UTC))
POSITION = Law("position")


def acting(office: Office, ever: set[tuple[str, Role]], by: Actor, at: datetime) -> Iterator[Breach]:
    """Judge who acts in the office as it is; `ever` are all roles that anybody held in it so far.

    Whether an official of another office was one is for that office's log to say (`official`).
    """
    if by.role is Role.SYSTEM:
        yield from WITHIN.unless(by == system(office.id), f"{by.person} of {by.office} acts as the system")
        return
    if by.authority:
        yield from WITHIN.unless(
            by.office != office.id and by.role is Role.OFFICIAL, f"{by.person} is of no other office"
        )
        return
    yield from WITHIN.unless(by.office == office.id, f"{by.person} acts for the office {by.office}")
    if by.role is Role.OFFICIAL:
        yield from official(office, by, at)
        return
    granted = (by.person, by.role) in ever
    yield from EVER.unless(granted, f"{by.person} never held the role {by.role}")
    held = by.role in office.roles_of(by.person)
    yield from HELD.unless(held or not granted, f"{by.person} no longer holds the role {by.role}")
    if by.role in OFFICIALS and granted:
        appointed = _appointed(office, by, at)
        yield from POSITION.unless(appointed, f"{by.person} has no appointment as {by.position or by.role}")


def official(office: Office, by: Actor, at: datetime) -> Iterator[Breach]:
    """Judge whether somebody held, in their office as it was, the position that they acted from."""
    named = office.positions.get(by.position_key or "")
    printed = named is not None and named.title == by.position
    yield from POSITION.unless(printed, f"the office has no position {by.position_key} that is printed {by.position}")
    held = _appointed(office, by, at)
    yield from POSITION.unless(held, f"{by.person} has no appointment as {by.position or by.position_key}")


def _appointed(office: Office, by: Actor, at: datetime) -> bool:
    """Whether an appointment serves the role; the day was read shortly before, so it may be the day before."""
    day = at.astimezone(ZoneInfo(office.time_zone)).date()
    named = by.role is Role.OFFICIAL  # then by its key: what it is printed as may have changed since
    return any(
        (held.person, held.capacity, held.decree) == (by.person, by.capacity, by.decree)
        and ((held.position_key == by.position_key) if named else (held.role, held.position) == (by.role, by.position))
        and (held.holds(day) or held.holds(day - timedelta(days=1)))
        for held in office.appointments.values()
    )
