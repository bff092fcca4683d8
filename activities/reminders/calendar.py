"""Working days in an office's time zone: when something is due, and what that was computed from.

Holidays are those of the `holidays` library for the zone's country, whose answers change with its version and with
each decree; so a due date carries what it was computed from and is recorded, never computed again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel.core import get_global

from domain.kernel.message import Message
from domain.office.events import DayDeclared

Overrides = Mapping[date, DayDeclared]
_LIBRARY = f"holidays {version('holidays')}"  # read once: its metadata is a page to parse
NONE: Overrides = {}

_DAY = timedelta(days=1)
_OPENING = time(8)  # when a reminder finds people at their desks
_LEAVE = "government"  # the library's name for collective leave (*cuti bersama*) and the like
_CATEGORIES = ("public", _LEAVE)


class Holiday(Message, frozen=True, tag="holiday"):
    """A day that would be a working day otherwise; `estimated` when no decree has fixed it yet."""

    day: date
    name: str
    estimated: bool = False


class DueDate(Message, frozen=True, tag="due-date"):
    """The instant (UTC) something is due, its day in the office, and the holidays that were passed over.

    `estimated` when a decree still to come may move it; `source` names library, version, country and decrees.
    """

    instant: datetime
    day: date
    estimated: bool
    holidays: tuple[Holiday, ...]
    source: str


def due(start: datetime, working_days: int, tz: str, overrides: Overrides = NONE) -> DueDate:
    """Return the end of the working day so many days after `start`; its own day does not count."""
    if start.tzinfo is None or working_days < 1:
        raise ValueError("a due date needs an aware start and at least one working day")
    days = _Days(tz, overrides)
    walked = days.walk(start.astimezone(ZoneInfo(tz)).date(), working_days)
    return days.dated(walked, days.instant(walked[-1] + _DAY, time.min))


def morning(day: date, working_days: int, tz: str, overrides: Overrides = NONE) -> DueDate:
    """Return eight o'clock so many working days after `day`, or before it where negative; 0 is the day itself."""
    days = _Days(tz, overrides)
    walked = days.walk(day, working_days) or [day]
    return days.dated(walked, days.instant(walked[-1], _OPENING))


def working_days_between(first: date, last: date, tz: str, overrides: Overrides = NONE) -> int:
    """Return how many working days come after `first` up to `last`; below zero when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, tz, overrides)
    days = _Days(tz, overrides)
    return sum(days.working(day) for day in _range(first + _DAY, last))


def time_zone_exists(name: str) -> bool:
    """Return whether the machine knows an IANA time zone."""
    return name in _zones()


@cache
def _zones() -> set[str]:
    return available_timezones()  # walks through six hundred files


@dataclass(frozen=True)
class _Year:
    """A country's holidays in a year; `decreed` unless the country decrees leave and has not done so yet."""

    days: Mapping[date, Holiday] = field(default_factory=dict)
    decreed: bool = True


@dataclass(frozen=True)
class _Days:
    """The days of one office."""

    tz: str
    overrides: Overrides

    @property
    def country(self) -> str:
        zone: str = get_global("zone_aliases").get(self.tz, self.tz)
        territory: str = get_global("zone_territories").get(zone, "")
        return territory

    def working(self, day: date) -> bool:
        if day in self.overrides:
            return self.overrides[day].working
        return day.weekday() not in _calendar(self.country).weekend and day not in _year(self.country, day.year).days

    def walk(self, day: date, working_days: int) -> list[date]:
        """Return every day after `day`, or before it, until so many were working days."""
        step = _DAY if working_days > 0 else -_DAY
        left = abs(working_days)
        walked = []
        while left:
            day += step
            left -= self.working(day)
            walked.append(day)
        return walked

    def instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.tz)).astimezone(UTC)

    def dated(self, walked: list[date], instant: datetime) -> DueDate:
        """Return the due date that the last of the days walked is, and what it rests on."""
        first, last = min(walked), max(walked)
        # An estimated day may come a day earlier or later than thought, into the period or out of it.
        near = _range(first - _DAY, last + _DAY)
        estimated = any(day not in self.overrides and _estimated(self.country, day) for day in near)
        passed = tuple(holiday for day in sorted(walked) if (holiday := self._holiday(day)))
        return DueDate(instant, walked[-1], estimated, passed, self._source(first, last))

    def _holiday(self, day: date) -> Holiday | None:
        """The holiday on a day that would be a working day otherwise."""
        decreed = self.overrides.get(day)
        if decreed is not None:
            return None if decreed.working else Holiday(day, f"{decreed.name} ({decreed.decree})")
        weekend = day.weekday() in _calendar(self.country).weekend
        return None if weekend else _year(self.country, day.year).days.get(day)

    def _source(self, first: date, last: date) -> str:
        names = ", ".join(_calendar(self.country).categories)
        calendar = f"{self.country} ({names})" if names else "weekends only"
        decrees = sorted({o.decree for day, o in self.overrides.items() if first <= day <= last})
        return "; ".join([f"{_LIBRARY}: {calendar}", *decrees])


@dataclass(frozen=True)
class _Calendar:
    """What the library knows of a country; no categories where it does not know it."""

    weekend: frozenset[int] = frozenset({5, 6})
    categories: tuple[str, ...] = ()
    language: str | None = None


def _range(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _estimated(country: str, day: date) -> bool:
    year = _year(country, day.year)
    return not year.decreed or (day in year.days and year.days[day].estimated)


@lru_cache
def _calendar(country: str) -> _Calendar:
    if country not in holidays.list_supported_countries(include_aliases=False):
        return _Calendar()
    known = holidays.country_holidays(country)
    language = "id" if "id" in known.supported_languages else None  # else the country's own
    return _Calendar(
        frozenset(known.weekend), tuple(c for c in _CATEGORIES if c in known.supported_categories), language
    )


@lru_cache(maxsize=256)
def _year(country: str, year: int) -> _Year:
    calendar = _calendar(country)
    if not calendar.categories:
        return _Year()
    found = holidays.country_holidays(country, years=year, categories=calendar.categories, language=calendar.language)
    label = found.tr(getattr(found, "estimated_label", "")).replace("%s", "").strip()
    days = {day: Holiday(day, name, bool(label) and label in name) for day, name in found.items() if day.year == year}
    if _LEAVE not in calendar.categories:
        return _Year(days)
    return _Year(days, bool(holidays.country_holidays(country, years=year, categories=(_LEAVE,))))
