"""The pages of an office's dated policies: all of them, and its practice of measurement with the form of another."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from api.http.forms import at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem
from api.offices.forms import PracticeForm
from api.readings.heard import heard_number
from api.rights import may
from api.words import measuring
from api.words.clock import Clock
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kernel.exact import spell_plain
from domain.measure.derivation import ROUNDED
from domain.measure.formula import FITTING, WRITTEN, Direction
from domain.measure.practice import Practice
from domain.office.state import Office

_TITLES = {
    "reminders": N_("When steps are due"),
    "filing": N_("When quarters are filed"),
    "measured": N_("How indicators are measured"),
    "duties": N_("One person in two roles"),
    "acting": N_("Officials who only act, and amendments"),
    "quadrant": N_("Achievement against absorption"),
}


def practice(frame: Frame, office: Office, typed: PracticeForm | None, problem: Problem | None, command_id: str) -> str:
    """Return the page; `typed` is a form that was refused, else it holds what is in force."""
    words, clock = frame.words, frame.clock(office)
    today = clock.date(frame.now)
    now = office.practice(today)
    form = typed or PracticeForm.from_practice(now, clock.typed_day(today))
    found = at_fields(problem, form.places_of())
    others = sorted(((day, other) for day, other in office.practices.items() if other is not now), reverse=True)
    return page(
        frame,
        "offices/practice.html",
        office=office,
        problem=found,
        form=form,
        faulty=_faulty(found),
        facts=facts(words, clock, now),
        others=[(day, facts(words, clock, other)) for day, other in others],
        may_change=may("set-measurement-practice", roles(frame, office)),
        command_id=command_id,
        heard_number=partial(heard_number, words),
        choices={
            "lower": _formulas(words, Direction.LOWER),
            "ordinal": _formulas(words, Direction.ORDINAL),
            "rounding": [(rounding.value, words(text)) for rounding, text in ROUNDED.items()],
        },
    )


def facts(words: Words, clock: Clock, practice: Practice) -> list[tuple[str, str]]:
    """Return what a practice says, field by field."""
    return [
        (words("Lower is better"), words(WRITTEN[practice.lower])),
        (words("Values in order"), words(WRITTEN[practice.ordinal])),
        (words("Bounds of the figure"), "; ".join(measuring.bounds(words, practice))),
        (words("Ordered scales"), "\n".join(measuring.scale(words, scale) for scale in practice.scales) or "—"),
        (words("Categories of the annual report"), measuring.scale(words, practice.called)),
        (words("Source"), measuring.source(words, clock, practice)),
    ]


def _faulty(problem: Problem | None) -> set[str]:
    """Which scales have something to be mended."""
    places = [place.split(".") for place, _ in problem.errors] if problem else []
    return {".".join(parts[:2]) if parts[0] == "scales" else parts[0] for parts in places}


def _formulas(words: Words, direction: Direction) -> Sequence[tuple[str, str]]:
    return [(formula.value, words(WRITTEN[formula])) for formula in FITTING[direction]]


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
