"""What programs read of a plan a page at a time: its comments and its documents."""

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import query, reads
from api.http.negotiate import JSON
from api.http.paging import page_asked, pages_asked
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import read_past
from views.models.plan import CommentView, PlanDocument
from views.plan import plan_view

router = APIRouter(tags=["plans"])
MayRead = Annotated[Visit, Depends(Way("open-plan", (JSON,)))]
_PLAN = "/offices/{office}/plans/{plan}"


class CommentsListed(TypedDict):
    """A page of the comments, the oldest first; `total` counts what the filters keep."""

    comments: list[CommentView]
    total: int


class DocumentsListed(TypedDict):
    """A page of the PDFs that were made of the plan, the newest first."""

    documents: list[PlanDocument]
    total: int


@router.get(
    _PLAN + "/comments",
    **reads(
        "The comments on a plan",
        CommentsListed,
        operation="list_comments",
        html=False,
        tells=("Link",),
        headers=[
            *pages_asked(),
            query("row", "Only those on this row", {"type": "string"}),
            query("open", "1: only those that nobody has settled", {"type": "string", "enum": ["1"]}),
        ],
    ),
)
async def comments(visit: MayRead) -> Response:
    """List them."""
    asked = visit.request.query_params
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    waiting = {comment.id for comment in plan.comments.values() if comment.open}
    kept = [
        comment
        for comment in plan_view(plan)["comments"]
        if asked.get("row", comment["row"]) == comment["row"] and (asked.get("open") != "1" or comment["id"] in waiting)
    ]
    page = page_asked(visit.request, len(kept))
    answer: CommentsListed = {"comments": list(page.of(kept)), "total": len(kept)}
    return json_answer(answer, headers=page.headers)


@router.get(
    _PLAN + "/documents",
    **reads(
        "The documents of a plan",
        DocumentsListed,
        operation="list_documents",
        html=False,
        tells=("Link",),
        headers=pages_asked(),
    ),
)
async def documents(visit: MayRead) -> Response:
    """List them."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    every = plan_view(plan)["documents"][::-1]
    page = page_asked(visit.request, len(every))
    answer: DocumentsListed = {"documents": list(page.of(every)), "total": len(every)}
    return json_answer(answer, headers=page.headers)
