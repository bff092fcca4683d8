"""The page of an office's positions."""

from collections.abc import Mapping
from typing import Any

from api.http.forms import Typed
from api.http.frame import Frame, roles
from api.http.html import page
from api.rights import may
from api.words import names
from domain.office.state import Office


def positions(frame: Frame, office: Office, listed: Mapping[str, Any], typed: Typed) -> str:
    """Return the positions that are `listed`, each with who holds it today, and the forms that name one."""
    places = [place for place, _ in typed.problem.errors] if typed.problem else []
    return page(
        frame,
        "offices/positions.html",
        office=office,
        positions=[
            each
            | {"people": [(person, office.people[person]) for person in each["holders"]]}
            | {"kinds": _kinds(frame, each)}
            for each in listed["positions"]
        ],
        missing=[each | {"kinds": _kinds(frame, each)} for each in listed["missing"]],
        typed=typed,
        links={place: f"{typed.form}-{place}" for place in places},
        may_change=may("name-position", roles(frame, office)),
    )


def _kinds(frame: Frame, each: Mapping[str, Any]) -> list[str]:
    return [names.kind(frame.words, kind) for kind in each["asked_by"]]
