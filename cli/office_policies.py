"""`paraf office filing-policy`, `practice`, `quadrant-lines`, `duty-policy` …: an office's dated policies."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from cli.console import Failed
from cli.ordered import OfficeId, record
from domain.kernel.actor import Actor
from domain.kernel.errors import PlanError
from domain.measure.budget import Lines
from domain.measure.reading.cell import PERCENT
from domain.measure.reading.figure import read_bare
from domain.office.commands import (
    SetActingPolicy,
    SetDutyPolicy,
    SetFilingPolicy,
    SetPaperPolicy,
    SetPractice,
    SetQuadrantLines,
)
from domain.office.events import ActingPolicy, DutyPolicy, FilingPolicy
from domain.office.state import Office

Effective = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="In force from this day on.")]
Citation = Annotated[str, typer.Option(help="Number and date of the rule that says so.")]


def filing_policy(
    office_id: OfficeId,
    effective: Effective,
    opens: Annotated[int, typer.Option(help="Opens on this day after the quarter.")],
    closes: Annotated[int, typer.Option(help="Closes with this day after the quarter.")],
    secretary: Annotated[int, typer.Option(help="Working days after it: the Secretary hears of what is missing.")],
    chair: Annotated[int, typer.Option(help="Working days after it: the Chair hears of what is missing.")],
    citation: Citation,
    before: Annotated[list[int] | None, typer.Option(help="Days before it: owners are reminded. Any number.")] = None,
) -> None:
    """Say when quarters are filed; those that run follow within a day."""
    policy = FilingPolicy(effective.date(), opens, closes, tuple(before or ()), secretary, chair, citation)
    record(office_id, lambda by, at, _: SetFilingPolicy(by=by, at=at, policy=policy))


def practice(
    office_id: OfficeId,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.json", exists=True, dir_okay=False, help='{"effective": …, "citation": …}'),
    ],
) -> None:
    """Say how indicators are measured by a file, in the shape of the API; what is left out is as paraf proposes it."""
    text = file.read_bytes()

    def build(by: Actor, at: datetime, _: Office) -> SetPractice:
        from api.http import reading
        from api.offices.bodies import PracticeBody

        return SetPractice(by=by, at=at, practice=reading.filled(PracticeBody, text, None).practice())

    record(office_id, build)


def quadrant_lines(
    office_id: OfficeId,
    effective: Effective,
    achievement: Annotated[str, typer.Option(metavar="PERCENT", help="From where on a result counts as reached.")],
    absorption: Annotated[str, typer.Option(metavar="PERCENT", help="From where on a budget counts as spent.")],
    citation: Citation,
) -> None:
    """Draw the lines between which achievement and absorption are compared."""
    lines = Lines(_per_cent(achievement), _per_cent(absorption), citation)
    day = effective.date()
    record(office_id, lambda by, at, _: SetQuadrantLines(by=by, at=at, effective=day, lines=lines))


def duty_policy(
    office_id: OfficeId,
    effective: Effective,
    citation: Citation,
    separate: Annotated[bool, typer.Option(help="Ask for another person in every role, or let one act in two.")] = True,
) -> None:
    """Say whether one person may act in two roles on what is sent from a day on."""
    policy = DutyPolicy(effective.date(), separate, citation)
    record(office_id, lambda by, at, _: SetDutyPolicy(by=by, at=at, policy=policy))


def papers(
    office_id: OfficeId,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.json", exists=True, dir_okay=False, help='{"effective": …, "papers": [{"kind": …'),
    ],
) -> None:
    """Say which papers there are of a year, and by when, by a file in the shape of the API."""
    text = file.read_bytes()

    def build(by: Actor, at: datetime, _: Office) -> SetPaperPolicy:
        from api.http import reading
        from api.offices.bodies import PaperPolicyBody

        return SetPaperPolicy(by=by, at=at, policy=reading.filled(PaperPolicyBody, text, None).policy())

    record(office_id, build)


def acting_policy(
    office_id: OfficeId,
    effective: Effective,
    citation: Citation,
    refused: Annotated[
        bool, typer.Option(help="Let no Plt. or Plh. sign an amendment, or tell them and let them.")
    ] = True,
) -> None:
    """Say whether Plt. and Plh. may sign an amendment that is sent from a day on."""
    policy = ActingPolicy(effective.date(), refused, citation)
    record(office_id, lambda by, at, _: SetActingPolicy(by=by, at=at, policy=policy))


def _per_cent(text: str) -> Decimal:
    try:
        return read_bare(text, PERCENT)
    except PlanError as no:
        raise Failed(str(no)) from None
