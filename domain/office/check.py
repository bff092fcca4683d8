"""Whether what somebody typed can stand in an office's log; refused with the place, or made clean."""

import re
import unicodedata
from decimal import Decimal

import msgspec

from domain.kernel.characters import NO_NUMBERS, clean
from domain.kernel.errors import N_, Refused, Unreadable, require
from domain.kernel.exact import printable
from domain.kernel.message import plain
from domain.measure.budget import Lines
from domain.measure.practice import Practice, check_practice
from domain.measure.scale import OrdinalScale
from domain.office.events import FilingPolicy, PrintedTitle, ReminderPolicy
from domain.office.papers import PaperPolicy, YearPaper
from domain.office.state import GRANTED
from domain.route.route import (
    Route,
    StepAct,
    check_quarter_route,
    check_route,
    check_whole_route,
    of_action,
    of_quarter,
    of_report,
    plan_kind,
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
# An identity number has 16 digits and a civil servant's 18; both are often typed beside a name.
_PERSONAL = re.compile(r"@|(?:[0-9][ .-]?){16,}")
_LONGEST_SLUG, _LONGEST_LINE = 63, 300  # characters
_MOST_DAYS = 250  # working days: about a year
_LAST_CLOSING = 90  # days after a quarter: then the next one ends
_MOST_PAPERS, _LONGEST_PERIOD = 30, 10  # a period in years
_MOST_SCALES, _MOST_RUNGS = 20, 50


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


def slug_of(text: str) -> str:
    """Return the id that a text gives, as far as it has letters and digits that an id can have."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:_LONGEST_SLUG].strip("-")


def person_id(text: str) -> str:
    """Return the id of a person: not an identity number, nor the one that timers act under."""
    require(text != "system", "id-reserved", "The id “{text}” is not for a person.", "person", text=text)
    require(re.search("[a-z]", text) is not None, "personal-number", NO_NUMBERS, "person")
    return slug(text, "person")


def name(text: str) -> str:
    """Return a person's name as printed."""
    cleaned = line(text, "name")
    require(_PERSONAL.search(cleaned) is None, "personal-number", NO_NUMBERS, "name")
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


def route_kind(text: str) -> str:
    """Return the kind of a route: that of plans, or of the action plans or quarters of such plans."""
    slug(plan_kind(text), "kind")
    return text


def steps(kind: str, route: Route) -> Route:
    """Return a route that what is of its kind can walk, whichever parts its plans will have."""
    for step in route:
        slug(step.key, "steps")
    if of_action(kind) or of_report(kind):
        check_whole_route(route)
    elif of_quarter(kind):
        check_quarter_route(route)
    else:
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


def filing(given: FilingPolicy) -> FilingPolicy:
    """Return a filing policy whose days are possible, its reminders in the order in which they come."""
    for place, day in (("opens", given.opens), ("closes", given.closes)):
        possible = 1 <= day <= _LAST_CLOSING
        require(possible, "days-out-of-range", "Give days from 1 to {most}.", place, most=str(_LAST_CLOSING))
    require(given.opens <= given.closes, "window-inverted", "The window closes before it opens.", "closes")
    counted = all(n >= 1 for n in given.before)
    most = {"most": str(given.closes - given.opens)}
    require(counted, "days-out-of-range", "Give days from 1 to {most}.", "before", **most)
    within = all(n <= given.closes - given.opens for n in given.before)
    early = N_("A reminder would come before the window has opened.")
    require(within, "reminder-before-opening", early, "before")
    for place, day in (("secretary", given.secretary), ("chair", given.chair)):
        possible = 1 <= day <= _MOST_DAYS
        require(possible, "days-out-of-range", "Give working days from 1 to {most}.", place, most=str(_MOST_DAYS))
    after = N_("The Chair hears of it after the Secretary, on a later day.")
    require(given.secretary < given.chair, "escalation-order", after, "chair")
    before = tuple(sorted(set(given.before), reverse=True))
    return msgspec.structs.replace(given, before=before, citation=line(given.citation, "citation"))


def practice(given: Practice, version: int) -> Practice:
    """Return a practice that every indicator can follow, as that version; the place names field, scale and value."""
    require(given.effective is not None, "effective-missing", "Say from which day on it is in force.", "effective")
    cited = msgspec.structs.replace(given, version=version, citation=line(given.citation, "citation"))
    if cited.categories:
        cited = msgspec.structs.replace(cited, categories=_scale(cited.categories, "categories"))
    return msgspec.structs.replace(cited, scales=scales(cited, given.scales))


def scales(practised: Practice, given: tuple[OrdinalScale, ...]) -> tuple[OrdinalScale, ...]:
    """Return scales that an indicator can be measured on as it is practised."""
    require(len(given) <= _MOST_SCALES, "too-many", "At most {most} of them.", "scales", most=str(_MOST_SCALES))
    cleaned = tuple(_scale(scale) for scale in given)
    check_practice(msgspec.structs.replace(practised, scales=cleaned))
    return cleaned


def _scale(given: OrdinalScale, of: str = "scales") -> OrdinalScale:
    name = line(given.name, of)
    place = of if of != "scales" else f"{of}.{name}"
    require(len(given.rungs) <= _MOST_RUNGS, "too-many", "At most {most} of them.", place, most=str(_MOST_RUNGS))
    rungs = tuple(msgspec.structs.replace(rung, name=line(rung.name, place)) for rung in given.rungs)
    return OrdinalScale(name, rungs, given.thresholds, line(given.citation, place, needed=False))


def quadrant(given: Lines) -> Lines:
    """Return lines in per cent that a figure can reach."""
    return Lines(
        _line_at(given.achievement, "achievement"),
        _line_at(given.absorption, "absorption"),
        line(given.citation, "citation"),
    )


def _line_at(value: Decimal, place: str) -> Decimal:
    drawn = printable(value) and value > 0
    require(drawn, "line-not-positive", "Give a line above 0%.", place)
    return plain(value)


def papers(given: PaperPolicy) -> PaperPolicy:
    """Return a policy whose days are possible; raises Refused with the place, such as `papers.2.day`."""
    some = 0 < len(given.papers) <= _MOST_PAPERS
    require(some, "papers-few", "Name one to {most} papers.", "papers", most=str(_MOST_PAPERS))
    owed = tuple(_paper(paper, f"papers.{n}") for n, paper in enumerate(given.papers))
    kinds = [paper.kind for paper in owed]
    for n, kind in enumerate(kinds):
        require(kind not in kinds[:n], "paper-twice", "This paper stands twice.", f"papers.{n}.kind")
    return PaperPolicy(given.effective, owed, line(given.citation, "citation"))


def _paper(paper: YearPaper, place: str) -> YearPaper:
    try:
        kind = route_kind(paper.kind)
    except Refused as no:
        raise no.at(f"{place}.kind") from None
    held = N_("A paper holds for one to {most} years.")
    require(1 <= paper.holds <= _LONGEST_PERIOD, "paper-holds", held, f"{place}.holds", most=str(_LONGEST_PERIOD))
    alone = N_("Only a plan holds for several years.")
    require(paper.holds == 1 or plan_kind(kind) == kind, "paper-holds", alone, f"{place}.holds")
    due = paper.due
    if due is not None:
        filed = N_("When quarters are filed is a policy of its own.")
        require(not of_quarter(kind), "paper-filing", filed, f"{place}.day")
        possible = 1 <= due.month <= 12 and 1 <= due.day <= 31 and -1 <= due.years <= 2
        require(possible, "paper-day", "There is no such day.", f"{place}.day")
    return YearPaper(kind, due, line(paper.citation, f"{place}.citation", needed=False), paper.holds)
