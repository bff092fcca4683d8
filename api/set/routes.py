"""The papers of an office's year, for people and for programs."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.negotiate import HTML
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.plans.bodies import FIRST_YEAR, LAST_YEAR
from api.reads.plan import unknown_plan
from api.reads.supports import OtherPlans, years_of
from api.set.found import Difference, PaperFound, YearSet, year_set
from api.set.page import set_page
from domain.plan.apart import OutOfStep

router = APIRouter(tags=["plans"])
_SET = "/offices/{office}/set"


class PaperStanding(TypedDict):
    """A paper of the year; `plan` is null where there is none that it could be of, `quarter` 0 but of a quarter.

    `late` counts the days after `due`, until it was `done` or until today; `lacking` its rows that nobody has filled.
    """

    kind: str
    plan: str | None
    quarter: int
    phase: str
    version: int
    waits: list[str]
    due: str | None
    done: str | None
    late: int
    citation: str
    lacking: int
    comments: int
    differences: int


class PaperDifference(TypedDict):
    """Where a paper differs from the plan `beside` it: `code` says in what, at a place of the paper."""

    kind: str
    plan: str
    beside: str
    code: str
    place: str
    here: str
    there: str


class SetView(TypedDict):
    """The papers of a year; `agrees` is null where nothing can be compared."""

    office: str
    year: int
    agrees: bool | None
    papers: list[PaperStanding]
    differences: list[PaperDifference]


@router.get(_SET, **reads("The newest year's papers", operation="read_newest_set"))
async def newest(visit: Annotated[Visit, Depends(Way("read-plan", (HTML,)))]) -> Response:
    """Go on to the newest year that the office has a plan of."""
    years = await years_of(visit.services.store, visit.office.id)
    year = next(iter(years), visit.frame.clock(visit.office).date(visit.services.clock()).year)
    return see_other(f"{office_path(visit.office)}/set/{year}")


@router.get(
    _SET + "/{year}",
    **reads("The papers of a year: where each stands, and whether they agree", SetView, operation="read_set"),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Show them."""
    asked = visit.part("year")
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= LAST_YEAR):
        raise unknown_plan()
    others = OtherPlans(visit.who, visit.services.recorder)
    found = await year_set(others, visit.office, int(asked))
    if not visit.html:
        return json_answer(_told(visit, found))
    years = await years_of(visit.services.store, visit.office.id)
    return page_answer(set_page(visit.frame, visit.office, found, years, visit.services.new_id()))


def _told(visit: Visit, found: YearSet) -> SetView:
    today = visit.frame.clock(visit.office).date(visit.services.clock())

    def standing(each: PaperFound) -> PaperStanding:
        return {
            "kind": each.paper.kind,
            "plan": each.plan or None,
            "quarter": each.quarter,
            "phase": each.phase,
            "version": each.version,
            "waits": [step.key for step in each.waits],
            "due": None if each.due is None else each.due.isoformat(),
            "done": None if each.done is None else each.done.isoformat(),
            "late": each.late(today),
            "citation": each.paper.citation,
            "lacking": each.lacking,
            "comments": each.comments,
            "differences": sum(difference.paper is each.paper for difference in found.differences),
        }

    return {
        "office": visit.office.id,
        "year": found.year,
        "agrees": found.agrees,
        "papers": [standing(each) for each in found.papers],
        "differences": [_difference(each) for each in found.differences],
    }


def _difference(each: Difference) -> PaperDifference:
    said = each.said
    return {
        "kind": each.paper.kind,
        "plan": each.plan,
        "beside": each.beside,
        "code": said.apart if isinstance(said, OutOfStep) else said.code,
        "place": said.place,
        "here": said.here if isinstance(said, OutOfStep) else "",
        "there": said.there if isinstance(said, OutOfStep) else "",
    }
