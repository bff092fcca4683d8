"""The quarters of a year: what is filed, spent, checked, extended, signed and reopened in each."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.answers import etag, receipt_answer, told
from api.bodies import EndorsementBody
from api.described import reads, reference, writes
from api.figures import read_money
from api.negotiate import JSON
from api.past import unknown_plan
from api.plans import instant
from api.realisations import filing_of
from api.usecases import YearlyCommand
from api.visit import B, Sent, Visit
from api.way import Way
from api.year_bodies import BudgetBody, HandOver, NewEnd, RealisationBody, RowReturn, Verification, Waiver
from api.year_reminders import reminders_before
from api.year_stream import owners_named, quarter_of, read_quarter, version_of
from domain.actor import Actor
from domain.year.quarter_commands import (
    CorrectRealisation,
    ExtendWindow,
    FileBudget,
    FileRealisation,
    HandOverRealisation,
    ReopenQuarter,
    ReturnRealisation,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from eventstore.views import QUARTER

router = APIRouter(tags=["quarters"])
_QUARTER = "/offices/{office}/plans/{plan}/quarters/{quarter}"
_ONLY = (JSON,)


@router.get(_QUARTER, **reads("A quarter with its figures and their derivations", reference("Quarter"), html=False))
async def show(visit: Annotated[Visit, Depends(Way("read-plan", _ONLY))], quarter: str) -> Response:
    """Send the stored bytes as they are."""
    key = quarter_of(visit, quarter).partition("/")[2]
    body = await visit.services.store.view(visit.office.id, QUARTER, key)
    if body is None:
        raise unknown_plan()
    return told(body, headers={"ETag": etag(version_of(body))})


@router.post(
    _QUARTER + "/realisations/{indicator}",
    **writes("File what an indicator came to, or correct it", RealisationBody),
)
async def file(
    visit: Annotated[Visit, Depends(Way("file-realisation", _ONLY))], quarter: str, indicator: str
) -> Response:
    """File the row; what is filed already is corrected, with a reason. Evidence stays as it is."""
    sent = await visit.command(RealisationBody)
    body = sent.body
    state = await read_quarter(visit, quarter)
    filing = filing_of(state, indicator, body)

    def command(by: Actor, at: datetime) -> FileRealisation | CorrectRealisation:
        if body.based_on == 0:
            return FileRealisation(by=by, at=at, indicator=indicator, based_on=0, filing=filing)
        return CorrectRealisation(
            by=by, at=at, indicator=indicator, based_on=body.based_on, filing=filing, reason=body.reason
        )

    act = "correct-realisation" if body.based_on else "file-realisation"
    return await _act(visit, quarter, act, sent, command, about=indicator)


@router.post(_QUARTER + "/budget", **writes("Report what was spent", BudgetBody))
async def budget(visit: Annotated[Visit, Depends(Way("file-budget", _ONLY))], quarter: str) -> Response:
    """Report it, since the year began."""
    sent = await visit.command(BudgetBody)
    amounts = tuple(
        Spent(a.programme, a.based_on, read_money(a.realised, f"{a.programme}.realised")) for a in sent.body.amounts
    )

    def command(by: Actor, at: datetime) -> FileBudget:
        return FileBudget(by=by, at=at, amounts=amounts, reason=sent.body.reason)

    return await _act(visit, quarter, "file-budget", sent, command)


@router.post(_QUARTER + "/verifications", **writes("Pass rows as they were seen", Verification))
async def verify(visit: Annotated[Visit, Depends(Way("verify-realisations", _ONLY))], quarter: str) -> Response:
    """Pass them."""
    sent = await visit.command(Verification)
    rows = tuple(RowVersion(row.indicator, row.based_on) for row in sent.body.rows)

    def command(by: Actor, at: datetime) -> VerifyRealisations:
        return VerifyRealisations(by=by, at=at, rows=rows)

    return await _act(visit, quarter, "verify-realisations", sent, command)


@router.post(_QUARTER + "/returns", **writes("Return a row to its owners", RowReturn))
async def send_back(visit: Annotated[Visit, Depends(Way("return-realisation", _ONLY))], quarter: str) -> Response:
    """Return it."""
    sent = await visit.command(RowReturn)
    body = sent.body

    def command(by: Actor, at: datetime) -> ReturnRealisation:
        return ReturnRealisation(by=by, at=at, indicator=body.indicator, based_on=body.based_on, reason=body.reason)

    return await _act(visit, quarter, "return-realisation", sent, command)


@router.post(_QUARTER + "/waivers", **writes("Go on without a row that nobody filed in time", Waiver))
async def waive(visit: Annotated[Visit, Depends(Way("waive-realisation", _ONLY))], quarter: str) -> Response:
    """Waive it."""
    sent = await visit.command(Waiver)

    def command(by: Actor, at: datetime) -> WaiveRealisation:
        return WaiveRealisation(by=by, at=at, row=sent.body.row, reason=sent.body.reason)

    return await _act(visit, quarter, "waive-realisation", sent, command)


@router.post(_QUARTER + "/owners", **writes("Give a row to other owners", HandOver))
async def hand_over(visit: Annotated[Visit, Depends(Way("hand-over-realisation", _ONLY))], quarter: str) -> Response:
    """Give it."""
    sent = await visit.command(HandOver)
    body = sent.body
    owners = owners_named(visit, body.owners, f"{body.indicator}.owners")

    def command(by: Actor, at: datetime) -> HandOverRealisation:
        return HandOverRealisation(by=by, at=at, indicator=body.indicator, owners=owners, reason=body.reason)

    return await _act(visit, quarter, "hand-over-realisation", sent, command)


@router.post(_QUARTER + "/extension", **writes("Let people file for longer", NewEnd))
async def extend(visit: Annotated[Visit, Depends(Way("extend-window", _ONLY))], quarter: str) -> Response:
    """Extend the window; whoever has not filed is reminded of the new end."""
    sent = await visit.command(NewEnd)
    closes = instant(sent.body.closes, visit.office, "closes")

    def command(by: Actor, at: datetime) -> ExtendWindow:
        return ExtendWindow(
            by=by,
            at=at,
            closes=closes,
            reminders=reminders_before(closes, visit.office.time_zone),
            reason=sent.body.reason,
        )

    return await _act(visit, quarter, "extend-window", sent, command)


@router.post(_QUARTER + "/reopening", **writes("Reopen a closed quarter", NewEnd))
async def reopen(visit: Annotated[Visit, Depends(Way("reopen-quarter", _ONLY))], quarter: str) -> Response:
    """Let it be corrected until then."""
    sent = await visit.command(NewEnd)
    closes = instant(sent.body.closes, visit.office, "closes")

    def command(by: Actor, at: datetime) -> ReopenQuarter:
        return ReopenQuarter(
            by=by,
            at=at,
            closes=closes,
            reminders=reminders_before(closes, visit.office.time_zone),
            reason=sent.body.reason,
        )

    return await _act(visit, quarter, "reopen-quarter", sent, command)


@router.post(_QUARTER + "/signatures", **writes("Sign the quarter", EndorsementBody, versioned=True))
async def sign(visit: Annotated[Visit, Depends(Way("sign-quarter", _ONLY))], quarter: str) -> Response:
    """Sign it."""
    sent = await visit.command(EndorsementBody, versioned=True)
    body, based_on = sent.body, sent.based_on or 0

    def command(by: Actor, at: datetime) -> SignQuarter:
        return SignQuarter(by=by, at=at, step=body.step, based_on=based_on, digest=body.digest, document=body.document)

    return await _act(visit, quarter, "sign-quarter", sent, command, body.step)


async def _act(
    visit: Visit,
    quarter: str,
    act: str,
    sent: Sent[B],
    build: Callable[[Actor, datetime], YearlyCommand],
    step: str = "",
    *,
    about: str = "",
) -> Response:
    receipt = await visit.usecases.plan(
        visit.who, sent.asked(act, quarter_of(visit, quarter), about=about), build, step
    )
    return receipt_answer(receipt, f"/offices/{visit.office.id}/plans/{visit.plan}/quarters/{quarter}")
