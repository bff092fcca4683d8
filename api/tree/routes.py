"""The tree of performance (*pohon kinerja*) of an office's year, as a picture with its table, and for programs."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.plans.bodies import FIRST_YEAR, LAST_YEAR
from api.reads.supports import OtherPlans
from api.reads.tree import grown, years_of
from api.tree.page import tree_page
from views.models.tree import TreeView
from views.tree import tree_view

router = APIRouter(tags=["plans"])


@router.get(
    "/offices/{office}/tree",
    **reads(
        "The plans of a year with what they answer to and what answers to them, row by row",
        TreeView,
        operation="read_tree",
        headers=[
            query(
                "year",
                "Its year; left out, the newest that the office has a plan of",
                {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
            )
        ],
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Show it; of other offices' plans only what the reader may read, else the rows as they were linked."""
    store = visit.services.store
    years = await years_of(store, visit.office.id)
    year = _year(visit, next(iter(years), visit.services.clock().year))
    others = OtherPlans(visit.who, visit.services.recorder)
    found = await grown(store, others, visit.office.id, year)
    tree = tree_view(visit.office.id, year, found.branches, found.left_out)
    return page_answer(tree_page(visit.frame, visit.office, tree, years)) if visit.html else json_answer(tree)


def _year(visit: Visit, newest: int) -> int:
    asked = visit.request.query_params.get("year", "").strip()
    if not asked:
        return newest
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= LAST_YEAR):
        raise HttpError(422, "not-a-year", "“{text}” is not a year such as 2024.", "year", text=asked[:40])
    return int(asked)
