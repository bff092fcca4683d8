"""The years of every office that somebody may read, each plan with what its quarters came to: a dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.responses import Response

from api.http.address import plan_path
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.frame import Frame
from api.http.html import page
from api.http.paging import Page, page_asked, pages_asked
from api.http.visit import Visit
from api.http.way import Way
from api.reads.execution import opened
from api.rights import may
from api.words import measuring, names
from api.year.figures import quarter_bars
from api.year.shortfalls import REACHED
from domain.kernel.streams import QUARTERS
from domain.measure.achievement import Achievement
from domain.office.state import Office
from domain.quarter.outcome import absorbed, figures, latest
from domain.quarter.state import Quarter
from eventstore.views import QUARTER
from views.models.shared import ShareView
from views.year import share_view

router = APIRouter(tags=["quarters"])
_YEARS = 5  # of each plan


class YearTold(TypedDict):
    """A plan's year by the last quarter that anything is known of: `reached` of the `known` of its `indicators`."""

    office: str
    plan: str
    quarter: int
    indicators: int
    known: int
    reached: int
    absorption: ShareView


class YearsTold(TypedDict):
    """A page of the offices, with the years of their plans; `total` counts the offices."""

    years: list[YearTold]
    total: int


@dataclass(frozen=True)
class _Year:
    """A plan's year: the quarter that is shown last, and what it came to."""

    office: Office
    kind: str
    year: int
    quarters: Sequence[Quarter]

    @property
    def last(self) -> Quarter:
        """The last quarter that anything is known of."""
        return latest(self.quarters)

    @property
    def known(self) -> list[Decimal]:
        """What the indicators came to, as far as they have figures."""
        return [found.year.figure for found in figures(self.last) if found.year.figure is not None]

    @property
    def reached(self) -> int:
        """How many of them reached their target."""
        return sum(figure >= REACHED for figure in self.known)


@dataclass(frozen=True)
class YearShown:
    """A plan's year in a cell of the dashboard."""

    path: str
    reached: int
    known: int
    total: int
    absorption: str
    until: str
    tone: str
    phase: str
    chart: Markup


@dataclass(frozen=True)
class PlanYears:
    """A row of the dashboard: a kind of plan of an office, with a cell for each year, None where it has none."""

    office: Office
    kind: str
    cells: tuple[YearShown | None, ...]


@router.get(
    "/years",
    **reads(
        "What the years of your offices came to",
        YearsTold,
        operation="read_years",
        headers=[*pages_asked(), query("office", "Only this office", {"type": "string"})],
        tells=("Link",),
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-desk"))]) -> Response:
    """Show them, the newest first; an office in which nothing may be read is not there."""
    only = visit.request.query_params.get("office", "")
    offices = [m.office for m in visit.who.memberships if may("read-plan", m.roles) and only in ("", m.office.id)]
    asked = page_asked(visit.request, len(offices))
    found = [year for office in asked.of(offices) for year in await _of(visit, office)]
    if visit.html:
        return page_answer(_page(visit.frame, found, asked))
    answer: YearsTold = {"years": [_told(year) for year in found], "total": len(offices)}
    return json_answer(answer, headers=asked.headers)


async def _of(visit: Visit, office: Office) -> list[_Year]:
    """Return the newest years of each of the office's plans that a quarter was opened of."""
    keys = {key.rpartition("-q")[0] for key, _ in await visit.services.store.views(office.id, QUARTER)}
    kinds: dict[str, list[int]] = {}
    for key in keys:
        kind, _, year = key.rpartition("-")
        kinds.setdefault(kind, []).append(int(year))
    return [
        _Year(office, kind, year, quarters)
        for kind in sorted(kinds)
        for year in sorted(kinds[kind], reverse=True)[:_YEARS]
        if (quarters := await opened(visit.services.recorder, office.id, kind, year))
    ]


def _told(found: _Year) -> YearTold:
    return {
        "office": found.office.id,
        "plan": f"{found.kind}-{found.year}",
        "quarter": found.last.quarter,
        "indicators": len(found.last.lines),
        "known": len(found.known),
        "reached": found.reached,
        "absorption": share_view(absorbed(found.last)),
    }


def _page(frame: Frame, found: Sequence[_Year], asked: Page) -> str:
    years = sorted({each.year for each in found}, reverse=True)
    rows: dict[tuple[str, str], dict[int, _Year]] = {}
    for each in found:
        rows.setdefault((each.office.id, each.kind), {})[each.year] = each
    shown = [
        PlanYears(
            next(iter(of.values())).office,
            names.kind(frame.words, kind, next(iter(of.values())).office.kind(kind)),
            tuple(_shown(frame, of[year]) if year in of else None for year in years),
        )
        for (_, kind), of in rows.items()
    ]
    return page(frame, "year/years.html", years=years, rows=shown, listed=asked)


def _shown(frame: Frame, found: _Year) -> YearShown:
    words, last = frame.words, found.last
    of = {quarter.quarter: _share([each.quarter for each in figures(quarter)]) for quarter in found.quarters}
    money = absorbed(last)
    return YearShown(
        plan_path(found.office, f"{found.kind}-{found.year}") + "/year",
        found.reached,
        len(found.known),
        len(last.lines),
        measuring.share_of(words, money, complete=all(each.settled for each in last.budget.values()))
        if last.budget
        else "",
        names.quarter(last.quarter),
        measuring.PHASE_TONES[last.phase],
        words(measuring.PHASES[last.phase]),
        quarter_bars(words, [of.get(number) for number in QUARTERS]),
    )


def _share(found: Sequence[Achievement]) -> Decimal | None:
    """How many per cent of those that have a figure reached their target."""
    known = [each.figure for each in found if each.figure is not None]
    reached = sum(figure >= REACHED for figure in known)
    return (Decimal(100 * reached) / len(known)).quantize(Decimal(1)) if known else None
