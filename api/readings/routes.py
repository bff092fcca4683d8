"""The one judge of what is typed: what each of many cells would be read as, while somebody types."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypedDict, get_args
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.responses import Response

from activities.recording.recorder import PlanStream
from api.action.proposals import proposal_of
from api.http import reading
from api.http.answers import json_answer
from api.http.bodies import Body, RowId
from api.http.described import writes
from api.http.negotiate import JSON
from api.http.visit import Visit
from api.http.way import Way
from api.plans.form import scales_of
from api.readings.heard import (
    Alone,
    CellHeard,
    Filed,
    heard_aim,
    heard_money,
    heard_number,
    heard_row,
    heard_spent,
    heard_target,
    silent,
)
from api.reads.execution import action_now, quarter_of
from api.reads.plan import unknown_plan
from api.reads.supports import OtherPlans
from api.words.words import Words
from domain.action.state import Action
from domain.measure.policy import MeasurementPolicy
from domain.measure.reading.convention import Convention, convention
from domain.measure.reading.target import SCALES
from domain.measure.scale import OrdinalScale
from domain.measure.target import KINDS, Target, TargetKind
from domain.plan.across import by_wording, leap_of
from domain.plan.questions import Question
from domain.plan.state import Phase
from domain.plan.support import Support
from domain.quarter.state import Quarter

router = APIRouter(tags=["readings"])
_MOST = 500  # cells: a page that changes more asks again
# What a cell holds: of a plan, of its action plan, of a quarter; and a figure in a field of its own.
OfPlan = Literal["target", "measure", "weight", "money", "rupiah"]
OfAction = Literal["aim"]
OfQuarter = Literal["realisation", "numerator", "denominator", "spent"]
_OF_QUARTER = get_args(OfQuarter)


class CellTyped(Body):
    """A cell: what it holds, what is typed, and of a target the kind that is chosen and the wording of its row.

    `row` and `quarter` say where in the plan's year it stands; a quarter's target may be said to be of a `kind`, while
    nobody has confirmed yet how it is measured, and then of how many of what (`unit`).
    """

    text: Annotated[str, Field(max_length=4000)]
    holds: OfPlan | OfAction | OfQuarter | Alone = "target"
    kind: TargetKind | Literal[""] = ""
    unit: Annotated[str, Field(max_length=200)] = ""
    wording: Annotated[str, Field(max_length=4000)] = ""
    row: RowId = ""
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None


class CellsTyped(Body):
    """Cells, and what the cover says of all of them."""

    cells: Annotated[list[CellTyped], Field(max_length=_MOST)]
    numbers: Literal["", "id", "en"] = ""
    money: Literal["", "rupiah", "thousands", "millions"] = ""


class CellsHeard(TypedDict):
    """What the cells say, in the order in which they were sent."""

    cells: list[CellHeard]


def _described(operation: str) -> dict[str, Any]:
    said = "What cells would be read as while somebody types them; nothing is recorded"
    return writes(said, CellsTyped, shape=CellsHeard, operation=operation, command=False, created=200)


@router.post("/offices/{office}/readings", **_described("read_cells"))
@router.post("/offices/{office}/plans/{plan}/readings", **_described("read_plan_cells"))
async def readings(visit: Annotated[Visit, Depends(Way("read-plan", (JSON,)))]) -> Response:
    """Read what is typed as the save would; of a plan by its kind's scales, of its year as each row is measured."""
    sent = (await visit.sent(CellsTyped)).body
    paper = await _paper(visit, sent.cells)
    said = convention(sent.numbers, sent.money)
    heard = await reading.beside(len(visit.body or b""), lambda: paper.heard(visit.frame.words, sent.cells, said))
    answer: CellsHeard = {"cells": heard}
    return json_answer(answer)


@dataclass(frozen=True)
class _Paper:
    """What the cells are of: scales and kinds of their targets, last year's, how a row is measured, its quarters.

    `before` are the rows of last year's plan by their wording, `answered` the questions that are on record.
    A row that nobody has confirmed a policy of is read as it is proposed to be measured.
    """

    scales: Sequence[OrdinalScale]
    kinds: Sequence[TargetKind] = KINDS
    before: Mapping[tuple[str, ...], Support] = field(default_factory=dict)
    answered: Collection[str] = ()
    policies: Mapping[str, MeasurementPolicy] = field(default_factory=dict)
    quarters: Mapping[int, Quarter] = field(default_factory=dict)

    def heard(self, words: Words, cells: Sequence[CellTyped], said: Convention) -> list[CellHeard]:
        """Return what the cells say; those of one row of a quarter are read together."""
        rows: dict[tuple[int, str], dict[str, CellHeard]] = {}
        found = []
        for cell in cells:
            if cell.holds not in _OF_QUARTER:
                found.append(self._cell(words, cell, said))
                continue
            at = (cell.quarter or 0, cell.row)
            if at not in rows:
                rows[at] = self._row(words, *at, [each for each in cells if (each.quarter or 0, each.row) == at])
            found.append(rows[at].get(cell.holds, silent()))
        return found

    def _cell(self, words: Words, cell: CellTyped, said: Convention) -> CellHeard:
        text = cell.text
        if cell.unit and re.fullmatch(r"[\d.,\s]*\d\s*", text):
            text = f"{text.strip()} {cell.unit}"
        match cell.holds:
            case "money":
                return heard_money(words, text, said)
            case "rupiah":
                return heard_money(words, text, said, self._doubt(cell))
            case "measure" | "weight":
                return heard_target(words, "", text, said, "", self.scales)
            case "score" | "percent" | "whole":
                return heard_number(words, cell.holds, text)
            case "aim" if not cell.kind:
                policy = self.policies.get(cell.row)
                return silent() if policy is None else heard_aim(words, policy, text)
            case "target" | "aim":
                of = cell.kind, text, said, cell.wording, self.scales, self.kinds
                return heard_target(words, *of, self._doubt(cell))
            case _:
                return silent()

    def _doubt(self, cell: CellTyped) -> Callable[[Target], Question | None]:
        """What is asked beside last year's, unless it was answered."""
        place = f"{cell.row}.{'allotted' if cell.holds == 'rupiah' else 'target'}"

        def doubt(target: Target) -> Question | None:
            asked = leap_of(place, cell.wording, target, self.before)
            return None if asked is None or asked[0].name in self.answered else asked[0]

        return doubt

    def _row(self, words: Words, number: int, key: str, cells: Sequence[CellTyped]) -> dict[str, CellHeard]:
        quarter = self.quarters.get(number)
        typed = {cell.holds: cell.text for cell in cells}
        figure, above, below, spent = (typed.get(holds, "") for holds in _OF_QUARTER)
        if quarter is not None and key in quarter.budget:
            return {"spent": heard_spent(words, quarter.budget[key].of, spent)}
        if quarter is None or key not in quarter.lines:
            return {}
        return heard_row(words, quarter.lines[key].row, quarter.plan_version, Filed(figure, above, below))


async def _paper(visit: Visit, cells: Sequence[CellTyped]) -> _Paper:
    """Read what the cells need to be known of, and nothing else."""
    today = visit.services.clock().astimezone(ZoneInfo(visit.office.time_zone)).date()
    if "plan" not in visit.request.path_params:
        return _Paper((*visit.office.practice(today).scales, *SCALES))
    plan = await visit.services.recorder.plan(PlanStream(visit.office.id, visit.stream))
    if plan.phase is Phase.ABSENT:
        raise unknown_plan()
    numbers = {cell.quarter for cell in cells if cell.holds in _OF_QUARTER and cell.quarter}
    written = any(cell.wording for cell in cells)
    others = OtherPlans(visit.who, visit.services.recorder)
    return _Paper(
        scales_of(visit.office, plan.year, plan.shape),
        (plan.shape.targets if plan.shape else ()) or KINDS,
        by_wording(await others.rows(*plan.year_before)) if written else {},
        plan.answers,
        await _policies(visit, {cell.row for cell in cells if cell.holds == "aim"}),
        {n: await visit.services.recorder.quarter(visit.office.id, quarter_of(visit, str(n))) for n in numbers},
    )


async def _policies(visit: Visit, rows: set[str]) -> Mapping[str, MeasurementPolicy]:
    """Return how each row of the action plan is measured, or would be."""
    action = await action_now(visit) if rows else Action()
    return {row: action.rows[row].policy or proposal_of(visit, action, row).policy for row in rows & action.rows.keys()}
