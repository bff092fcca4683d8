"""Rows of a plan that are out of step with the plan they come from, and the change of them, put into the editor."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any, TypedDict

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from api.http import reading
from api.http.acts import tell_recorded
from api.http.address import plan_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import Body
from api.http.described import reads, writes
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.plans.editing import other_plans
from api.plans.form import FormRow
from api.plans.pages.upstream import upstream_page
from api.plans.patch import PlacedRow, TextPatch, cells_of, told_patch
from api.plans.typing import into_editor, require_nothing_typed
from api.reads.plan import read_past
from api.reads.upstream import apart
from api.reads.years import earlier_years
from domain.plan.apart import Apart, OutOfStep
from domain.plan.check import MAX_ROWS
from domain.plan.derived import Upstream
from domain.plan.state import Plan
from domain.plan.text import PlanText, container, kind_of_row
from domain.report.years import YearValue

router = APIRouter(tags=["text"])
_PATH = "/offices/{office}/plans/{plan}/upstream"
_COLUMN = {Apart.WORDING: ("text",), Apart.TARGET: ("target", "target_kind"), Apart.MONEY: ("allotted",)}


class RowOutOfStep(TypedDict):
    """A row that the plan has otherwise than the plan it comes from: what is printed here, and there."""

    apart: Apart
    place: str
    part: str
    row: str
    here: str
    there: str


class EarlierYear(TypedDict):
    """A cell that prints an earlier year: what stands here, and what `plan` came to; empty where nothing says it."""

    place: str
    row: str
    column: str
    year: int
    plan: str
    here: str
    there: str


class UpstreamView(TypedDict):
    """The plan that this one comes from (null: none), what is out of step, and the change that `PATCH …/text` takes.

    `years` are its cells of earlier years that do not say what those came to; what is known of them is among the
    changes.
    """

    version: int
    source: str | None
    source_version: int
    rows: list[RowOutOfStep]
    years: list[EarlierYear]
    changes: dict[str, Any]


class Following(Body):
    """Take these places over from the plan that this one comes from; none named: all of them."""

    places: Annotated[list[Annotated[str, Field(max_length=4200)]], Field(max_length=MAX_ROWS)] = Field(
        default_factory=list
    )


@router.get(
    _PATH,
    **reads(
        "What is out of step with the plan that this one comes from, row by row",
        UpstreamView,
        operation="read_upstream",
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("open-plan"))]) -> Response:
    """Show it."""
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    there, found = await apart(other_plans(visit), plan)
    years = await earlier_years(other_plans(visit), plan)
    tell_recorded(visit)
    if visit.html:
        return page_answer(upstream_page(visit.frame, visit.office, plan, there, found, years))
    return json_answer(_told(plan, there, found, years))


@router.post(
    _PATH,
    **writes(
        "Put what the plan says that this one comes from into the editor, unsaved",
        Following,
        shape=UpstreamView,
        operation="follow_upstream",
        command=False,
    ),
)
async def follow(visit: Annotated[Visit, Depends(Way("edit-text", most=reading.LARGEST))]) -> Response:
    """Put it into the editor, where nothing is saved yet."""
    await visit.read()
    if visit.form is None:
        places = (await visit.sent(Following)).body.places
    else:
        places = [value for name, value in visit.form if name == "place"]
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    there, found = await apart(other_plans(visit), plan)
    chosen = [each for each in found if each.place in places or not places]
    years = [y for y in await earlier_years(other_plans(visit), plan) if y.place in places or not places]
    editor = f"{plan_path(visit.office, visit.plan)}/edit"
    await require_nothing_typed(visit, editor)
    if patch := following(plan.text, chosen, years):
        await into_editor(visit, visit.plan, plan.version, patch)
    return see_other(editor) if visit.html else json_answer(_told(plan, there, chosen, years))


def following(text: PlanText, found: Collection[OutOfStep], years: Collection[YearValue]) -> TextPatch:
    """Return the change that brings these rows into step, and fills in what is known of earlier years."""
    cells = {(each.row.id, each.column.key): each.there for each in years if each.there}
    placed: list[PlacedRow] = []
    for each in found:
        if each.apart is Apart.GONE:
            continue
        row, told = each.row, dict(cells_of(FormRow.of(each.part, each.row)))
        columns: Collection[str] = told if each.apart is Apart.NEW else _COLUMN[each.apart]
        cells |= {(row.id, column): told.get(column, "") for column in columns}
        if each.apart is Apart.NEW:
            placed.append(PlacedRow(row.id, each.part, kind_of_row(row).value, container(row), each.after))
    gone = tuple(each.row.id for each in found if each.apart is Apart.GONE and each.row.id in text.rows())
    return TextPatch(cells, tuple(placed), gone)


def _told(plan: Plan, there: Upstream | None, found: Sequence[OutOfStep], years: Sequence[YearValue]) -> UpstreamView:
    return {
        "version": plan.version,
        "source": None if there is None else there.key,
        "source_version": 0 if there is None else there.version,
        "rows": [
            {
                "apart": each.apart,
                "place": each.place,
                "part": each.part,
                "row": each.row.id,
                "here": each.here,
                "there": each.there,
            }
            for each in found
        ],
        "years": [
            {
                "place": each.place,
                "row": each.row.id,
                "column": each.column.key,
                "year": each.year,
                "plan": each.plan,
                "here": each.here,
                "there": each.there,
            }
            for each in years
        ],
        "changes": told_patch(following(plan.text, found, years)),
    }
