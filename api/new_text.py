"""The text that a new plan starts from: what the office and its route already say, and no rows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.office import Office
from domain.route import Step, StepAct
from domain.text import Part, PartDetails, PlanDetails, PlanText

_TITLES = {"rkt": "RENCANA KINERJA TAHUNAN"}  # documents are Indonesian only


def empty_text(office: Office, kind: str, year: int, title: str, at: datetime) -> PlanText:
    """Return a text with a part for each signature of the route."""
    signing = sorted((s for s in office.route(kind) if s.act is StepAct.SIGN), key=lambda s: s.part)
    name = _TITLES.get(kind, kind.upper())
    cover = title or f"{name} {office.name} TAHUN {year}"
    heading = f"{name} {year}\n{office.name}"
    parts = tuple(_part(office, step, heading, at) for step in signing)
    return PlanText(PlanDetails(cover, office.address, ""), parts)


def _part(office: Office, step: Step, heading: str, at: datetime) -> Part:
    today = at.astimezone(ZoneInfo(office.time_zone)).date()
    holders = office.holders(step.role, today)
    details = PartDetails(
        heading=heading,
        goals_heading="SASARAN",
        place="",
        date="",
        capacity="",
        signatory=office.title(step.role),
        name=office.people[holders[0]] if holders else "",
    )
    return Part(step.part, details)
