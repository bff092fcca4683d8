"""What a cell would be read as, for whoever types it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer
from api.http.described import query, reads
from api.http.visit import Visit
from api.http.way import Way
from api.plans.heard import CellRead, heard
from domain.measure.reading.convention import convention
from domain.measure.target import KINDS

router = APIRouter(tags=["text"])


@router.get(
    "/offices/{office}/plans/{plan}/cell",
    **reads(
        "What a cell would be read as",
        CellRead,
        operation="read_cell",
        headers=[
            query("text", "What is typed", {"type": "string", "maxLength": 400}),
            query("kind", "The kind that is chosen; left out, it is what the text looks like", {"enum": list(KINDS)}),
            query("wording", "The wording of its row", {"type": "string"}),
            query("numbers", "How the document writes numbers", {"enum": ["id", "en"]}),
            query("money", "What it counts money in", {"enum": ["rupiah", "thousands", "millions"]}),
        ],
    ),
)
async def cell(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Read what is typed as the save would."""
    asked = visit.request.query_params
    said = convention(asked.get("numbers", ""), asked.get("money", ""))
    return json_answer(
        heard(visit.frame.words, asked.get("kind", ""), asked.get("text", ""), said, asked.get("wording", ""))
    )
