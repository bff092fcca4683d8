"""A goal of the action plan that is given as a whole: every indicator under it gets the same owners."""

from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import with_action_page
from api.action_command import action_path, carried_out
from api.described import writes
from api.visit import Visit
from api.way import Way
from api.year_bodies import GoalOwners
from api.year_stream import owners_named, read_action
from domain.actor import Actor
from domain.errors import Refused
from domain.year.action_commands import EditAction

router = APIRouter(tags=["action plan"])


@router.post(
    "/offices/{office}/plans/{plan}/action/owners",
    **writes("Give every row of a goal to the same owners", GoalOwners, versioned=True),
)
async def give(visit: Annotated[Visit, Depends(Way("edit-action"))]) -> Response:
    """Give the rows; the rest of each stays."""
    with_action_page(visit)
    sent = await visit.command(GoalOwners, versioned=True)
    body, action = sent.body, await read_action(visit)
    owners = owners_named(visit, body.owners, "owners")
    indicators = [i.id for i in action.basis.indicators().values() if i.goal == body.goal]
    if not indicators:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "goal", row=body.goal)
    rows = tuple(msgspec.structs.replace(action.rows[key], owners=owners) for key in indicators)

    def command(by: Actor, at: datetime) -> EditAction:
        return EditAction(by=by, at=at, based_on=sent.based_on or 0, rows=rows)

    where = action_path(visit)
    return await carried_out(visit, "edit-action", sent, command, page=where, then=f"{where}?recorded=1")
