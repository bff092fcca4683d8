"""What surrounds every page: who looks, in which language, where, when; and whom its forms were shown to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from markupsafe import escape

from api.http.problems import HttpError
from api.rights import Viewer
from api.words import names
from api.words.clock import Clock
from api.words.refusals import explained
from api.words.words import Words, words
from domain.kernel.actor import Actor, Duty, Role
from domain.kernel.errors import Refused
from domain.office.state import Office
from domain.route.route import Step

SHOWN_TO, SHOWN_AS, SHOWN_VERSION = "shown_to", "shown_as", "shown_version"
ANOTHER = "shown-to-another"
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
# Anybody's; and what goes back to the browser says already whom it was shown to.
_LEFT = ('action="/language"', 'action="/sign-out"', 'class="resend"')


@dataclass(frozen=True)
class Frame:
    """`path` is that of the request with its query; `notice` is a sentence to show once, in the reader's language."""

    viewer: Viewer | None
    language: str
    trial: bool
    path: str
    now: datetime
    notice: str = ""
    kept_at: datetime | None = None  # since when the page's form has what was typed and not recorded
    standing: str = ""  # the viewer's roles and positions in the office of the page
    version: int = 0  # of the office, where the page is about it
    proving: bool = False  # signing asks for the password again
    fresh: bool = False  # the viewer has not seen the tour
    abroad: Mapping[str, Office] = field(default_factory=dict)  # offices that the route on the page asks too

    @property
    def words(self) -> Words:
        """Return the words of the page's language."""
        return words(self.language)

    def clock(self, office: Office | None = None) -> Clock:
        """Return the office's clock; without an office that of the viewer's first one, else UTC."""
        offices = [m.office for m in self.viewer.memberships] if self.viewer else []
        zone = next((o.time_zone for o in [office, *offices] if o is not None and o.time_zone), "UTC")
        return Clock(self.words, zone, self.now)

    def new_id(self) -> str:
        """Return an id for one more form on the page."""
        return str(uuid4())


def roles(frame: Frame, office: Office) -> frozenset[Role]:
    """Return what the viewer is in the office."""
    return frame.viewer.roles(office.id) if frame.viewer else frozenset()


def standing(viewer: Viewer | None, office: str, now: datetime) -> str:
    """Return the person's roles in the office, each with the position that it is acted from today."""
    where = viewer.office(office) if viewer else None
    if viewer is None or where is None:
        return ""
    today = now.astimezone(ZoneInfo(where.time_zone)).date()

    def position(role: Role) -> str:
        try:
            by = where.actor(viewer.person, role, today)
            return names.PREFIXES[by.capacity] + by.position
        except Refused:  # an official without a position of today
            return ""

    return "|".join(f"{role}={position(role)}" for role in sorted(viewer.roles(office)))


def marked(html: str, frame: Frame) -> str:
    """Return the page with every form saying whom it was shown to."""
    if frame.viewer is None:
        return html
    fields = f'<input type="hidden" name="{SHOWN_TO}" value="{escape(frame.viewer.person)}">'
    if frame.standing:
        fields += f'<input type="hidden" name="{SHOWN_AS}" value="{escape(frame.standing)}">'
    if frame.version:
        fields += f'<input type="hidden" name="{SHOWN_VERSION}" value="{frame.version}">'
    return _FORM.sub(lambda form: form[0] if any(left in form[0] for left in _LEFT) else form[0] + fields, html)


def require_person(shown_to: str, viewer: Viewer) -> None:
    """Raise `HttpError` 409 where the form was shown to somebody else."""
    if shown_to and shown_to != viewer.person:
        people = {person: name for m in viewer.memberships for person, name in m.office.people.items()}
        raise HttpError(
            409,
            "shown-to-another",
            "This page was shown to {before}, but {now} is signed in here now. Nothing was recorded.",
            before=people.get(shown_to, shown_to)[:300],
            now=viewer.name,
        )


def require_standing(shown_as: str, now: str, words: Words) -> None:
    """Raise `HttpError` 409 where the person's roles or positions are others than those that the page was made for."""
    if shown_as and shown_as != now:
        raise HttpError(
            409,
            "shown-in-another-position",
            "When this page was shown, you acted as: {before}. Now you act as: {now}. Nothing was recorded.",
            before=_positions(shown_as, words),
            now=_positions(now, words),
        )


def _positions(text: str, words: Words) -> str:
    parts = (part.partition("=") for part in text[:1000].split("|"))
    return "; ".join(
        words(names.ROLES[Role(role)]) + (f" ({position})" if position else "")
        for role, _, position in parts
        if role in set(Role)
    )


def duties(frame: Frame, office: Office) -> frozenset[Duty]:
    """Return under what the viewer can act in the office."""
    return frame.viewer.duties(office.id) if frame.viewer else frozenset()


def acts_as(frame: Frame, office: Office, step: Step) -> Actor:
    """Return the viewer as they would act at a step today. Raises Refused."""
    viewer = frame.viewer
    home = (viewer.office(step.office) if viewer and step.office else office) or office
    person, today = viewer.person if viewer else "", frame.clock(home).date(frame.now)
    if step.role is Role.OFFICIAL:
        return home.official(person, step.position or "", today)
    return home.actor(person, step.role, today)


def endorsing(frame: Frame, office: Office, step: Step | None, otherwise: str) -> tuple[Actor | None, str]:
    """Return the viewer as they would act at their step, and why they cannot; `otherwise` where none is theirs."""
    if step is None:
        return None, otherwise
    try:
        return acts_as(frame, office, step), ""
    except Refused as no:
        return None, explained(frame.words, frame.clock(office), no.message, no.params)
