"""What is proposed for the indicators of an action plan: shown with its reasons, and confirmed as it was shown."""

from dataclasses import replace
from typing import Annotated, TypedDict

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.action import pages
from api.action.bodies import Confirmation
from api.action.routes import ACTS, action_path
from api.http.acts import recorded, tell_recorded
from api.http.answers import json_answer, page_answer
from api.http.bodies import MOST_ROWS
from api.http.described import reads
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.reads.execution import read_action
from api.words.refusals import explained
from domain.action.commands import EditAction
from domain.action.edit import row_of
from domain.action.row import ActionRow
from domain.action.state import Action
from domain.kernel.errors import Refused, Unreadable
from domain.kernel.message import canonical, digest
from domain.kernel.streams import last_day
from domain.measure.policy import MeasurementPolicy
from domain.measure.proposal import Proposal, propose

router = APIRouter(tags=["action plan"])
_PROPOSALS = "/offices/{office}/plans/{plan}/action/proposals"


class ReasonView(TypedDict):
    """Why a field of a policy is proposed so."""

    field: str
    text: str


class ProposalView(TypedDict):
    """How an indicator could be measured, and why."""

    indicator: str
    policy: MeasurementPolicy
    reasons: list[ReasonView]


class ProposalsListed(TypedDict):
    """What is proposed; a confirmation names the `digest` as what it has `seen`."""

    proposals: list[ProposalView]
    digest: str


def proposal_of(visit: Visit, action: Action, indicator: str) -> Proposal:
    """Return what wording, target and the office's practice suggest for an indicator."""
    # One that only takes effect later would leave the first quarter without any.
    practice = visit.office.practice(last_day(action.year, 1))
    shape = action.basis.shape
    practice = practice.knowing(shape.scales if shape else ())
    asked = action.basis.indicators()[indicator]
    return propose(asked.text, asked.target, practice)


def _proposals(visit: Visit, action: Action) -> dict[str, Proposal]:
    return {indicator: proposal_of(visit, action, indicator) for indicator in action.rows}


def _digest(proposals: dict[str, Proposal]) -> str:
    return digest(canonical({indicator: proposal.policy for indicator, proposal in proposals.items()}))


@router.get(
    _PROPOSALS, **reads("How each indicator could be measured, and why", ProposalsListed, operation="list_proposals")
)
async def proposals(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Propose a policy for each indicator; nothing is confirmed by it. The page has those that nobody confirmed."""
    action = await read_action(visit)
    if visit.html:
        typed, problem = [], None
        unsaved = await kept(visit)
        if unsaved is not None:
            typed, problem = [value for name, value in unsaved[0] if name == "indicators"], unsaved[1]
        tell_recorded(visit)
        return page_answer(_page(visit, action, problem, visit.services.new_id(), typed))
    words, found = visit.frame.words, _proposals(visit, action)
    listed: list[ProposalView] = [
        {
            "indicator": indicator,
            "policy": proposal.policy,
            "reasons": [
                {"field": reason.field, "text": explained(words, None, reason.message, reason.params)}
                for reason in proposal.reasons
            ],
        }
        for indicator, proposal in found.items()
    ]
    return json_answer({"proposals": listed, "digest": _digest(found)})


def _page(visit: Visit, action: Action, problem: Problem | None, command_id: str, typed: list[str]) -> str:
    every = _proposals(visit, action)
    waiting = {key: every[key] for key, row in action.rows.items() if row.policy is None}
    return pages.action_proposals(
        visit.frame, visit.office, action, waiting, MOST_ROWS, _digest(every), problem, command_id, typed
    )


def _confirmed(action: Action, key: str, found: dict[str, Proposal]) -> ActionRow:
    old = row_of(action, key)
    version = old.policy.version + 1 if old.policy else 1
    return msgspec.structs.replace(old, policy=msgspec.structs.replace(found[key].policy, version=version))


async def _again(visit: Visit, problem: Problem, command_id: str) -> str:
    ticked = [value for name, value in visit.form or [] if name == "indicators"]
    return _page(visit, await read_action(visit), problem, command_id, ticked)


async def _ticked(visit: Visit) -> Sent[Confirmation]:
    await visit.read()
    if visit.form is not None and not visit.typed("indicators"):
        raise Unreadable("nothing-ticked", "Tick at least one indicator.", "indicators")
    return await visit.command(Confirmation, versioned=True)


async def _rows(visit: Visit, sent: Sent[Confirmation]) -> dict[str, tuple[ActionRow, ...]]:
    """Confirm what was shown; the rest of each row stays."""
    action = await read_action(visit)
    found = _proposals(visit, action)
    if sent.body.seen != _digest(found):
        raise Refused("proposal-changed", "What is proposed changed after you opened it; look at it again.", "seen")
    return {"rows": tuple(_confirmed(action, key, found) for key in dict.fromkeys(sent.body.indicators))}


replace(ACTS, router=router, again=_again, then=recorded(lambda visit: f"{action_path(visit)}/proposals")).add(
    "/proposals", "edit-action", "Confirm what is proposed, as it was shown", Confirmation, EditAction,
    operation="confirm_proposals", versioned=True, read=_ticked, fields=_rows,
)  # fmt: skip
