"""Instants on the clock of an office: *Selasa, 16 Januari 2024 pukul 10.42 WITA*, *2 jam lalu*; and read as typed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates
from markupsafe import Markup

from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.numbers import Numbers
from domain.measure.reading.moment import moment as read_moment

_ZONES_TOLD = {
    "Asia/Jakarta": N_("WIB: Sumatra, Java, West and Central Kalimantan"),
    "Asia/Makassar": N_("WITA: East, North and South Kalimantan, Sulawesi, Bali, Nusa Tenggara"),
    "Asia/Jayapura": N_("WIT: Maluku and Papua"),
}


def zones(words: Words) -> list[tuple[str, str]]:
    """Return the clocks of Indonesia, each with where it is followed."""
    return [(zone, words(told)) for zone, told in _ZONES_TOLD.items()]


def zone_told(words: Words, zone: str) -> str:
    """Name a zone as it is chosen; another one by its IANA name."""
    return words(_ZONES_TOLD[zone]) if zone in _ZONES_TOLD else zone


# A list says the same days again and again, and to format one takes longer than all else of its line.
format_date = lru_cache(4096)(dates.format_date)
format_datetime = lru_cache(4096)(dates.format_datetime)
_LONGEST = 100  # characters of a day with a time
_RECENT = timedelta(days=7)
_SHORT = {"id": "d MMM y, HH.mm", "en": "d MMM y, HH:mm"}
_TIMED = re.compile(
    r"(?P<day>.+?)(?:[\s,]+(?:pukul|jam|at))?[\s,T]+(?P<hour>[01]?[0-9]|2[0-3])[.:](?P<minute>[0-5][0-9])\s*(?:wib|wita|wit)?",
    re.IGNORECASE,
)


def read_day(text: str) -> date | None:
    """Read a day as people type it: *14 Januari 2027*, *14/1/2027*, `2027-01-14`; None where it is none."""
    read = read_moment(" ".join(text.split()), Numbers.ID) if len(text) <= _LONGEST else None
    try:
        return date.fromisoformat(read or "")
    except ValueError:  # a month, a day of every year, a time of day
        return None


def read_instant(text: str, zone: str) -> datetime | None:
    """Read a day and a time as people type them, *14 Januari 2027 pukul 16.00*, on the clock of a zone."""
    timed = _TIMED.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    day = read_day(timed["day"]) if timed else None
    if timed is None or day is None:
        return None
    return datetime.combine(day, time(int(timed["hour"]), int(timed["minute"])), ZoneInfo(zone))


@dataclass(frozen=True)
class Clock:
    """The time zone of an office, read at `now`."""

    words: Words
    zone: str
    now: datetime

    def moment(self, at: datetime) -> str:
        """Write day, date, time and zone in full."""
        # Only the Indonesian locale knows WIB, WITA and WIT by name.
        zone = format_datetime(at, "z", tzinfo=self._zone, locale="id")
        return self.words("{day} at {time} {zone}", day=self.day(at), time=self.time(at), zone=zone)

    def day(self, at: datetime | date) -> str:
        """Write the day of the week and the date."""
        return format_date(self.date(at), "EEEE, d MMMM y", locale=self.words.language)

    def short(self, at: datetime) -> str:
        """Write date and time where there is little room."""
        language = self.words.language
        return format_datetime(at, _SHORT[language], tzinfo=self._zone, locale=language)

    def typed_day(self, day: date) -> str:
        """Write a day as it is typed: *14 Januari 2027*."""
        return format_date(day, "d MMMM y", locale=self.words.language)

    def month(self, number: int) -> str:
        """Name a month."""
        return format_date(date(2000, number, 1), "MMMM", locale=self.words.language)

    def read_back(self, typed: str | date) -> str:
        """Say which day was typed; nothing where it is none."""
        day = read_day(typed) if isinstance(typed, str) else typed
        return self.day(day) if day else ""

    def short_day(self, at: datetime | date) -> str:
        """Write the date where there is little room."""
        return format_date(self.date(at), "d MMM y", locale=self.words.language)

    def time(self, at: datetime) -> str:
        """Write hour and minute."""
        language = self.words.language
        return format_datetime(at, "HH.mm" if language == "id" else "HH:mm", tzinfo=self._zone, locale=language)

    def exact(self, at: datetime) -> str:
        """Write the instant as the log holds it, in UTC with microseconds."""
        return at.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def date(self, at: datetime | date) -> date:
        """Return the day in the office."""
        return at.astimezone(self._zone).date() if isinstance(at, datetime) else at

    def due(self, at: datetime) -> str:
        """Write the day by whose end something is due: midnight belongs to the day it ends."""
        return self.day(at - timedelta(microseconds=1))

    def ago(self, at: datetime) -> str:
        """Say how long ago a recent instant was; empty where it is long past, or still to come."""
        past = self.now - at
        if past < -timedelta(minutes=1) or past > _RECENT:
            return ""
        minutes, days = int(past.total_seconds() // 60), (self.date(self.now) - self.date(at)).days
        if minutes < 1:
            return self.words("just now")
        if minutes < 60:
            return self.words.plural("{n} minute ago", "{n} minutes ago", minutes)
        if days == 0 or minutes < 12 * 60:
            return self.words.plural("{n} hour ago", "{n} hours ago", minutes // 60)
        if days == 1:
            return self.words("yesterday")
        return self.words.plural("{n} day ago", "{n} days ago", days)

    def tag(self, at: datetime, *, short: bool = False) -> Markup:
        """Write an instant for a page: the exact one is in its attribute, a recent one also says how long ago."""
        text, ago = self.short(at) if short else self.moment(at), self.ago(at)
        shown = f"{text} ({ago})" if ago and not short else ago if ago and short else text
        return Markup('<time datetime="{}"{}>{}</time>').format(
            self.exact(at), Markup(' title="{}"').format(self.moment(at)) if short else "", shown
        )

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
