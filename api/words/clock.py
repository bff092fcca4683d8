"""Instants on the clock of an office: *Selasa, 16 Januari 2024 pukul 10.42 WITA*, *2 jam lalu*."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from markupsafe import Markup

from api.words.words import Words

# Where each zone's clock is that of a part of Indonesia; any other zone can be typed.
ZONES = (("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT"))
_RECENT = timedelta(days=7)
_SHORT = {"id": "d MMM y, HH.mm", "en": "d MMM y, HH:mm"}


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
