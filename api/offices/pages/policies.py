"""The page of an office's dated policies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.http.frame import Frame
from api.http.html import page
from api.offices.pages.practice import facts
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.measure.practice import Practice
from domain.office.state import Office

_TITLES = {
    "reminders": N_("When steps are due"),
    "filing": N_("When quarters are filed"),
    "measured": N_("How indicators are measured"),
    "duties": N_("One person in two roles"),
    "quadrant": N_("Achievement against absorption"),
}


def policies(frame: Frame, office: Office, found: Mapping[str, Sequence[tuple[date | None, bool, Any]]]) -> str:
    """Return the page, the newest policy of each kind first."""
    words, clock = frame.words, frame.clock(office)
    kinds = [
        (
            kind,
            words(title),
            [
                (day, in_force, policy, facts(words, clock, policy) if isinstance(policy, Practice) else [])
                for day, in_force, policy in reversed(found[kind])
            ],
        )
        for kind, title in _TITLES.items()
    ]
    return page(frame, "offices/policies.html", office=office, kinds=kinds, number=spell_plain)
