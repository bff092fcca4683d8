"""Whom a page was shown to, and in which positions: every form says it, so that nobody else sends it by mistake."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import escape

from api.http.frame import Frame
from api.http.problems import HttpError
from api.rights import Viewer
from api.words import names
from api.words.words import Words
from domain.kernel.actor import Role
from domain.kernel.errors import Refused

TO, AS = "shown_to", "shown_as"
ANOTHER = "shown-to-another"
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
# Anybody's; and what goes back to the browser says already whom it was shown to.
_LEFT = ('action="/language"', 'action="/sign-out"', 'class="resend"')


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
    fields = f'<input type="hidden" name="{TO}" value="{escape(frame.viewer.person)}">'
    if frame.standing:
        fields += f'<input type="hidden" name="{AS}" value="{escape(frame.standing)}">'
    return _FORM.sub(lambda form: form[0] if any(left in form[0] for left in _LEFT) else form[0] + fields, html)


def require_person(shown_to: str, viewer: Viewer) -> None:
    """Raise `HttpError` 409 where the form was shown to somebody else."""
    if shown_to and shown_to != viewer.person:
        people = {person: name for m in viewer.memberships for person, name in m.office.people.items()}
        raise HttpError(
            409,
            ANOTHER,
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
            before=_told(shown_as, words),
            now=_told(now, words),
        )


def _told(text: str, words: Words) -> str:
    parts = (part.partition("=") for part in text[:1000].split("|"))
    return "; ".join(
        words(names.ROLES[Role(role)]) + (f" ({position})" if position else "")
        for role, _, position in parts
        if role in set(Role)
    )
