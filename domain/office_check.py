"""Whether what somebody typed can stand in an office's log; refused with the place, or made clean."""

import re

from domain.characters import clean
from domain.errors import Refused, Unreadable, require
from domain.office import GRANTED
from domain.office_events import PrintedTitle, ReminderPolicy
from domain.route import Route, StepAct, check_route

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
# An identity number has 16 digits and a civil servant's 18; both are often typed beside a name.
_PERSONAL = re.compile(r"@|(?:[0-9][ .-]?){16,}")
_LONGEST_SLUG, _LONGEST_LINE = 63, 300  # characters
_MOST_DAYS = 250  # working days: about a year


def slug(text: str, place: str) -> str:
    """Return an id of small letters, digits and hyphens."""
    require(
        len(text) <= _LONGEST_SLUG and _SLUG.fullmatch(text) is not None,
        "not-an-id",
        "“{text}” is not an id: use small letters, digits and hyphens.",
        place,
        text=text[:_LONGEST_SLUG],
    )
    return text


def person_id(text: str) -> str:
    """Return the id of a person: not an identity number, nor the one that timers act under."""
    require(text != "system", "id-reserved", "The id “{text}” is not for a person.", "person", text=text)
    require(re.search("[a-z]", text) is not None, "personal-number", _NO_NUMBERS, "person")
    return slug(text, "person")


def name(text: str) -> str:
    """Return a person's name as printed."""
    cleaned = line(text, "name")
    require(_PERSONAL.search(cleaned) is None, "personal-number", _NO_NUMBERS, "name")
    return cleaned


def line(text: str, place: str, *, needed: bool = True) -> str:
    """Return one line of text, its spaces single."""
    try:
        cleaned = " ".join(clean(text, place).split())
    except Unreadable as no:
        raise Refused(no.code, no.message, no.place, **no.params) from None
    require(bool(cleaned) or not needed, "text-missing", "This may not be empty.", place)
    require(len(cleaned) <= _LONGEST_LINE, "too-long", "At most {most} characters.", place, most=str(_LONGEST_LINE))
    return cleaned


def time_zone(text: str) -> str:
    """Return a well-formed IANA name; whether the zone exists is for those who have the tables."""
    require(
        _ZONE.fullmatch(text) is not None,
        "time-zone-unknown",
        "“{text}” is not a time zone such as Asia/Makassar.",
        "time_zone",
        text=text[:_LONGEST_SLUG],
    )
    return text


def titles(given: tuple[PrintedTitle, ...]) -> tuple[PrintedTitle, ...]:
    """Return titles of roles that people can hold, at most one each."""
    roles = [title.role for title in given]
    require(len(set(roles)) == len(roles), "title-twice", "A role has two titles.", "titles")
    require(
        all(role in GRANTED for role in roles), "role-not-granted", "This role is never given to a person.", "titles"
    )
    return tuple(PrintedTitle(title.role, line(title.text, f"titles.{title.role}")) for title in given)


def steps(route: Route) -> Route:
    """Return a route that can be walked, whichever parts its plans will have."""
    for step in route:
        slug(step.key, "steps")
    check_route(route, frozenset(s.part for s in route if s.act is StepAct.SIGN) - {""})
    return route


def policy(given: ReminderPolicy) -> ReminderPolicy:
    """Return a reminder policy whose days are possible, its reminders in the order in which they come."""
    days = (given.due, *given.before, given.escalate)
    require(
        all(1 <= n <= _MOST_DAYS for n in days),
        "days-out-of-range",
        "Give working days from 1 to {most}.",
        "policy",
        most=str(_MOST_DAYS),
    )
    require(
        all(n < given.due for n in given.before),
        "reminder-before-opening",
        "A reminder would come before the step has opened.",
        "policy.before",
    )
    before = tuple(sorted(set(given.before), reverse=True))
    citation = line(given.citation, "policy.citation")
    return ReminderPolicy(given.effective, given.due, before, given.escalate, citation)


_NO_NUMBERS = "Leave e-mail addresses and personal numbers out: the log cannot forget them."
