"""The action plan of a signed plan: how each indicator is measured, quarterly targets, owners, steps; and its route."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.answers import etag, receipt_answer, told
from api.bodies import EndorsementBody, Refusal, Submission
from api.described import reads, reference, writes
from api.errors import Unprocessable
from api.figures import read_aim, read_policy
from api.negotiate import JSON
from api.past import read_past, unknown_plan
from api.usecases import YearlyCommand
from api.visit import B, Sent, Visit
from api.way import Way
from api.year_bodies import ActionRowBody, ActionRows, ActionStart
from api.year_stream import action_of, owners_named, read_action, version_of
from domain.actor import Actor
from domain.errors import PlanError, Refused
from domain.proposal import propose
from domain.year.action import Action
from domain.year.action_commands import (
    BeginAction,
    EditAction,
    GiveActionParaf,
    ReturnAction,
    SignAction,
    SubmitAction,
)
from domain.year.action_row import ActionRow, Steps
from domain.year.basis import basis_of
from domain.year.routes import default_action_route
from eventstore.views import ACTION

router = APIRouter(tags=["action plan"])
_ACTION = "/offices/{office}/plans/{plan}/action"
_ONLY = (JSON,)
_PROPOSED = {"type": "object", "required": ["proposals"], "properties": {"proposals": {"type": "array"}}}
Reading = Annotated[Visit, Depends(Way("read-plan", _ONLY))]


@router.get(_ACTION, **reads("The action plan", reference("Action"), html=False))
async def show(visit: Reading) -> Response:
    """Send the stored bytes as they are."""
    body = await visit.services.store.view(visit.office.id, ACTION, visit.plan)
    if body is None:
        raise unknown_plan()
    return told(body, headers={"ETag": etag(version_of(body))})


@router.post(_ACTION, **writes("Begin the action plan of a signed plan", ActionStart))
async def begin(visit: Annotated[Visit, Depends(Way("begin-action", _ONLY))]) -> Response:
    """Begin it with the signed text; every indicator has an empty row."""
    sent = await visit.command(ActionStart)
    plan = (await read_past(visit.services.store, visit.office.id, visit.stream)).now
    basis = basis_of(plan)

    def command(by: Actor, at: datetime) -> BeginAction:
        return BeginAction(
            by=by,
            at=at,
            office=visit.office.id,
            kind=plan.kind,
            year=plan.year,
            trial=visit.services.trial,
            route=default_action_route(),
            basis=basis,
        )

    return await _act(visit, "begin-action", sent, command)


@router.get(_ACTION + "/proposals", **reads("How each indicator could be measured, and why", _PROPOSED, html=False))
async def proposals(visit: Reading) -> Response:
    """Propose a policy for each indicator; nothing is confirmed by it."""
    action = await read_action(visit)
    words = visit.frame.words
    found = []
    for indicator in action.basis.indicators().values():
        proposal = propose(indicator.text, indicator.target)
        reasons = [{"field": r.field, "text": words(r.message, **r.params)} for r in proposal.reasons]
        found.append({"indicator": indicator.id, "policy": proposal.policy, "reasons": reasons})
    return told({"proposals": found})


@router.post(_ACTION + "/rows", **writes("Make rows of the action plan so", ActionRows, versioned=True))
async def edit(visit: Annotated[Visit, Depends(Way("edit-action", _ONLY))]) -> Response:
    """Record one fact for each thing that changed; a policy in a row is thereby confirmed."""
    sent = await visit.command(ActionRows, versioned=True)
    rows = _rows(visit, await read_action(visit), sent.body.rows)

    def command(by: Actor, at: datetime) -> EditAction:
        return EditAction(by=by, at=at, based_on=sent.based_on or 0, rows=rows)

    return await _act(visit, "edit-action", sent, command)


def _rows(visit: Visit, action: Action, sent: list[ActionRowBody]) -> tuple[ActionRow, ...]:
    """Read the rows, and say everything that cannot be read at once."""
    rows: list[ActionRow] = []
    wrong: list[PlanError] = []
    for body in sent:
        try:
            rows.append(_row(visit, action, body))
        except PlanError as no:
            wrong.append(no)
    if wrong:
        raise Unprocessable(wrong)
    return tuple(rows)


def _row(visit: Visit, action: Action, body: ActionRowBody) -> ActionRow:
    key, old = body.indicator, action.rows.get(body.indicator)
    if old is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=key)
    policy = None
    if body.policy is not None:
        policy = read_policy(body.policy, (old.policy.version if old.policy else 0) + 1, f"{key}.policy")
    measured = policy or old.policy
    if body.targets and measured is None:
        unmeasured = "Before it has targets, confirm how this indicator is measured."
        raise Refused("policy-missing", unmeasured, f"{key}.policy")
    targets = tuple(
        None if text is None or measured is None else read_aim(measured, text, f"{key}.targets.{n}")
        for n, text in enumerate(body.targets, 1)
    )
    first, second, third, fourth = body.steps.quarters
    steps = Steps(body.steps.year, (first, second, third, fourth))
    return ActionRow(key, policy, targets, owners_named(visit, body.owners, f"{key}.owners"), steps)


@router.post(_ACTION + "/submission", **writes("Send the action plan on its route", Submission, versioned=True))
async def submit(visit: Annotated[Visit, Depends(Way("submit-action", _ONLY))]) -> Response:
    """Send it."""
    sent = await visit.command(Submission, versioned=True)

    def command(by: Actor, at: datetime) -> SubmitAction:
        return SubmitAction(by=by, at=at, based_on=sent.based_on or 0, note=sent.body.note)

    return await _act(visit, "submit-action", sent, command)


@router.post(_ACTION + "/parafs", **writes("Put the paraf of a review step", EndorsementBody, versioned=True))
async def give_paraf(visit: Annotated[Visit, Depends(Way("give-action-paraf", _ONLY))]) -> Response:
    """Put it: owners accept their rows, the planning section verifies."""
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> GiveActionParaf:
        return GiveActionParaf(
            by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document
        )

    return await _act(visit, "give-action-paraf", sent, command, body.step)


@router.post(_ACTION + "/signatures", **writes("Sign the action plan", EndorsementBody, versioned=True))
async def sign(visit: Annotated[Visit, Depends(Way("sign-action", _ONLY))]) -> Response:
    """Sign it."""
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> SignAction:
        return SignAction(by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document)

    return await _act(visit, "sign-action", sent, command, body.step)


@router.post(_ACTION + "/returns", **writes("Return the action plan", Refusal))
async def send_back(visit: Annotated[Visit, Depends(Way("return-action", _ONLY))]) -> Response:
    """Return it to whoever writes it."""
    sent = await visit.command(Refusal)
    body = sent.body

    def command(by: Actor, at: datetime) -> ReturnAction:
        return ReturnAction(by=by, at=at, step=body.step, reason=body.reason)

    return await _act(visit, "return-action", sent, command, body.step)


async def _act(
    visit: Visit, act: str, sent: Sent[B], build: Callable[[Actor, datetime], YearlyCommand], step: str = ""
) -> Response:
    receipt = await visit.usecases.plan(visit.who, sent.asked(act, action_of(visit)), build, step)
    return receipt_answer(receipt, f"/offices/{visit.office.id}/plans/{visit.plan}/action")
