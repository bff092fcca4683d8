"""The grid of an action plan: shown with what was typed, and saved; what is right is recorded, the rest stays typed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.grid import GridRow, Judged, judged, people_of, typed_rows
from api.action.proposals import proposal_of
from api.action.routes import action_path
from api.http import reading
from api.http.acts import tell_recorded
from api.http.answers import page_answer
from api.http.bodies import MOST_ROWS, Nothing
from api.http.described import reads, writes
from api.http.forms import kept
from api.http.negotiate import HTML
from api.http.problems import Problem, RefusedCommand
from api.http.visit import Visit, account_id, see_other
from api.http.way import Way
from api.imports.given import source_of
from api.reads.execution import action_of, read_action
from api.usecases import Intent
from domain.action.commands import EditAction
from domain.action.events import (
    OwnersAssigned,
    PolicyConfirmed,
    QuarterTargetsSet,
    RowChange,
    StartDecided,
    StepsPlanned,
)
from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.actor import Actor
from eventstore.codec import decode

router = APIRouter(tags=["action plan"])
_EDIT = "/offices/{office}/plans/{plan}/action/edit"
_TRIES = 3  # of a save that somebody else's came before
_KINDS: Mapping[type[RowChange], str] = {
    PolicyConfirmed: "policy",
    QuarterTargetsSet: "targets",
    OwnersAssigned: "owners",
    StepsPlanned: "steps",
    StartDecided: "start",
}


@router.get(_EDIT, **reads("The grid of the action plan", operation="edit_action_page"))
async def show(visit: Annotated[Visit, Depends(Way("edit-action", (HTML,)))]) -> Response:
    """Show it, with what was typed and kept."""
    typed: list[GridRow] = []
    problem = None
    unsaved = await kept(visit)
    if unsaved is not None:
        typed, problem = typed_rows(unsaved[0]), unsaved[1]
    tell_recorded(visit)
    action = await read_action(visit)
    return page_answer(
        await _page(visit, action, [_as_typed(action, row) for row in typed if row.key in action.rows], problem)
    )


def _as_typed(action: Action, row: GridRow) -> Judged:
    """A row that nobody has judged yet: every cell stays as it was typed."""
    return Judged(row, action.rows[row.key], sent=False)


async def _page(
    visit: Visit, action: Action, found: Sequence[Judged], problem: Problem | None, recorded: int | None = None
) -> str:
    who = await _last_writers(visit) if any(each.stale for each in found) else {}
    proposed = {key: proposal_of(visit, action, key).policy for key, row in action.rows.items() if row.policy is None}
    return pages.action_grid(
        visit.frame,
        visit.office,
        action,
        proposed,
        people_of(visit.office),
        {each.typed.key: each for each in found},
        who,
        problem,
        recorded,
        visit.services.new_id(),
    )


async def _last_writers(visit: Visit) -> Mapping[tuple[str, str], str]:
    """Return who changed each part of a row last, by indicator and part."""
    found = {}
    for entry in await visit.services.store.read(visit.office.id, action_of(visit)):
        event = decode(entry.body)
        if isinstance(event, RowChange):
            found[event.indicator, _KINDS[type(event)]] = event.by.name
    return found


@router.post(
    _EDIT,
    **writes(
        "Save what is right of the grid; the rest comes back as it was typed", Nothing, operation="save_action_grid"
    ),
)
async def save(
    visit: Annotated[Visit, Depends(Way("edit-action", (HTML,), most=reading.LARGEST))],
) -> Response:
    """Record every cell that can be recorded, as one command, and show the others again with the reason."""

    async def again(problem: Problem, _: str) -> str:
        action = await read_action(visit)
        typed = [row for row in typed_rows(visit.form or []) if row.key in action.rows]
        return await _page(visit, action, [_as_typed(action, row) for row in typed], problem)

    visit.again = again
    await visit.read()
    if visit.form is None:  # a program has nothing to say here
        reading.filled(Nothing, visit.body or b"", None)
    command_id, typed = visit.command_id(), typed_rows(visit.form or [])
    for attempt in range(_TRIES):
        action = await read_action(visit)
        found = await asyncio.to_thread(_judged, visit, action, typed)
        rows = [each.row for each in found if each.row != action.rows[each.typed.key]]
        try:
            await _record(visit, action, rows, command_id if not attempt else f"{command_id}~{attempt}")
            break
        except RefusedCommand as no:
            refusal = no.receipt.refusal
            if refusal is None or refusal.code != "text-changed" or attempt + 1 == _TRIES:
                raise
    wrong = [each for each in found if not each.clean]
    if not wrong:
        where = action_path(visit)
        await visit.services.unsaved.drop(account_id(visit), visit.path)
        await visit.services.imports.files.settle(account_id(visit), f"{where}/import")
        return see_other(where if visit.typed("do") == "check" else f"{where}/edit?recorded=1")
    return page_answer(await _page(visit, await read_action(visit), wrong, None, len(rows)))


def _judged(visit: Visit, action: Action, typed: Sequence[GridRow]) -> list[Judged]:
    people, names = people_of(visit.office), visit.office.people
    known = {row.key: row for row in typed if row.key in action.rows}
    return [judged(action, row, proposal_of(visit, action, key).policy, people, names) for key, row in known.items()]


async def _record(visit: Visit, action: Action, rows: Sequence[ActionRow], command_id: str) -> None:
    """Send the rows, in as many commands as they need; what a form sent tells a retry."""
    typed = {f"{row.key}.{cell}": text for row in typed_rows(visit.form or []) for cell, text in row.cells.items()}
    sent = [[name, text] for name, text in visit.form or [] if name not in reading.CONTROLS]
    for n, first in enumerate(range(0, len(rows), MOST_ROWS)):
        batch, based_on = tuple(rows[first : first + MOST_ROWS]), action.version + n  # a command makes one version

        async def build(
            by: Actor, at: datetime, batch: tuple[ActionRow, ...] = batch, based_on: int = based_on
        ) -> EditAction:
            source = await source_of(visit, f"{action_path(visit)}/import", action_of(visit), typed)
            return EditAction(by=by, at=at, based_on=based_on, rows=batch, source=source)

        own_id = command_id if not n else f"{command_id}.{n}"
        intent = Intent(visit.office.id, "edit-action", action_of(visit), own_id, sent)
        await visit.usecases.plan(visit.who, intent, build)
