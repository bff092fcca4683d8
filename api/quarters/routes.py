"""The quarters of a year: what is filed, spent, checked, extended, signed and reopened in each."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.reminders.windows import reminders
from api.http.address import page_of
from api.http.answers import etag, receipt_answer, shown, told
from api.http.bodies import EndorsementBody
from api.http.described import reads, reference, writes
from api.http.figures import read_money
from api.http.forms import kept
from api.http.problems import Problem
from api.http.visit import B, Sent, Visit, account_id, see_other
from api.http.way import Way
from api.plans.routes import instant
from api.quarters import pages
from api.quarters.bodies import BudgetBody, HandOver, NewEnd, RowReturn, Verification, Waiver
from api.quarters.rows import with_row
from api.reads.year import owners_named, quarter_of, read_quarter
from api.usecases import YearlyCommand
from domain.kernel.actor import Actor
from domain.kernel.streams import last_day
from domain.quarter.commands import (
    ExtendWindow,
    FileBudget,
    HandOverRealisation,
    ReopenQuarter,
    ReturnRealisation,
    RowVersion,
    SignQuarter,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.window import QuarterReminder
from views.quarter import quarter_json

router = APIRouter(tags=["quarters"])
_QUARTER = "/offices/{office}/plans/{plan}/quarters/{quarter}"


@router.get(_QUARTER, **reads("A quarter with its figures and their derivations", reference("Quarter")))
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))], quarter: str) -> Response:
    """Show what is owed, filed and to be signed."""
    state = await read_quarter(visit, quarter)
    if visit.html:
        unsaved = await kept(visit)
        fields, problem = unsaved or ([], None)
        if visit.request.query_params.get("recorded") == "1":
            visit.notice = visit.frame.words("It is recorded")
        return shown(pages.year_quarter(visit.frame, visit.office, state, problem, visit.services.new_id(), fields))
    return told(quarter_json(state), headers={"ETag": etag(state.version)})


@router.post(_QUARTER + "/budget", **writes("Report what was spent", BudgetBody))
async def budget(visit: Annotated[Visit, Depends(Way("file-budget"))], quarter: str) -> Response:
    """Report it, since the year began."""
    _with_page(visit, quarter)
    sent = await visit.command(BudgetBody)
    amounts = tuple(
        Spent(a.programme, a.based_on, read_money(a.realised, f"{a.programme}.realised")) for a in sent.body.amounts
    )

    def command(by: Actor, at: datetime) -> FileBudget:
        return FileBudget(by=by, at=at, amounts=amounts, reason=sent.body.reason)

    return await _act(visit, quarter, "file-budget", sent, command)


@router.post(_QUARTER + "/verifications", **writes("Pass rows as they were seen", Verification))
async def verify(visit: Annotated[Visit, Depends(Way("verify-realisations"))], quarter: str) -> Response:
    """Pass them."""
    await visit.read()
    with_row(visit, quarter, visit.typed("indicator"))
    sent = await visit.command(Verification)
    rows = tuple(RowVersion(row.indicator, row.based_on) for row in sent.body.rows)

    def command(by: Actor, at: datetime) -> VerifyRealisations:
        return VerifyRealisations(by=by, at=at, rows=rows)

    return await _act(visit, quarter, "verify-realisations", sent, command)


@router.post(_QUARTER + "/returns", **writes("Return a row to its owners", RowReturn))
async def send_back(visit: Annotated[Visit, Depends(Way("return-realisation"))], quarter: str) -> Response:
    """Return it."""
    await visit.read()
    with_row(visit, quarter, visit.typed("indicator"))
    sent = await visit.command(RowReturn)
    body = sent.body

    def command(by: Actor, at: datetime) -> ReturnRealisation:
        return ReturnRealisation(by=by, at=at, indicator=body.indicator, based_on=body.based_on, reason=body.reason)

    return await _act(visit, quarter, "return-realisation", sent, command)


@router.post(_QUARTER + "/waivers", **writes("Go on without a row that nobody filed in time", Waiver))
async def waive(visit: Annotated[Visit, Depends(Way("waive-realisation"))], quarter: str) -> Response:
    """Waive it."""
    await visit.read()
    if visit.typed("programme"):
        _with_page(visit, quarter)
    else:
        with_row(visit, quarter, visit.typed("row"))
    sent = await visit.command(Waiver)

    def command(by: Actor, at: datetime) -> WaiveRealisation:
        return WaiveRealisation(by=by, at=at, row=sent.body.row, reason=sent.body.reason)

    return await _act(visit, quarter, "waive-realisation", sent, command)


@router.post(_QUARTER + "/owners", **writes("Give a row to other owners", HandOver))
async def hand_over(visit: Annotated[Visit, Depends(Way("hand-over-realisation"))], quarter: str) -> Response:
    """Give it."""
    _with_page(visit, quarter)
    sent = await visit.command(HandOver)
    body = sent.body
    owners = owners_named(visit, body.owners, f"{body.indicator}.owners")

    def command(by: Actor, at: datetime) -> HandOverRealisation:
        return HandOverRealisation(by=by, at=at, indicator=body.indicator, owners=owners, reason=body.reason)

    return await _act(visit, quarter, "hand-over-realisation", sent, command)


@router.post(_QUARTER + "/extension", **writes("Let people file for longer", NewEnd))
async def extend(visit: Annotated[Visit, Depends(Way("extend-window"))], quarter: str) -> Response:
    """Extend the window; whoever has not filed is reminded of the new end."""
    _with_page(visit, quarter)
    sent = await visit.command(NewEnd)
    closes = instant(sent.body.closes, visit.office, "closes")
    again = await _reminders(visit, quarter, closes)

    def command(by: Actor, at: datetime) -> ExtendWindow:
        return ExtendWindow(
            by=by,
            at=at,
            closes=closes,
            reminders=again,
            reason=sent.body.reason,
        )

    return await _act(visit, quarter, "extend-window", sent, command)


@router.post(_QUARTER + "/reopening", **writes("Reopen a closed quarter", NewEnd))
async def reopen(visit: Annotated[Visit, Depends(Way("reopen-quarter"))], quarter: str) -> Response:
    """Let it be corrected until then."""
    _with_page(visit, quarter)
    sent = await visit.command(NewEnd)
    closes = instant(sent.body.closes, visit.office, "closes")
    again = await _reminders(visit, quarter, closes)

    def command(by: Actor, at: datetime) -> ReopenQuarter:
        return ReopenQuarter(
            by=by,
            at=at,
            closes=closes,
            reminders=again,
            reason=sent.body.reason,
        )

    return await _act(visit, quarter, "reopen-quarter", sent, command)


@router.post(_QUARTER + "/signatures", **writes("Sign the quarter", EndorsementBody, versioned=True))
async def sign(visit: Annotated[Visit, Depends(Way("sign-quarter"))], quarter: str) -> Response:
    """Sign it."""
    _with_page(visit, quarter)
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
    where = f"/offices/{visit.office.id}/plans/{visit.plan}/quarters/{quarter}"
    await visit.services.unsaved.drop(account_id(visit), page_of(visit.request.url.path, visit.form or ()))
    return see_other(f"{where}?recorded=1") if visit.html else receipt_answer(receipt, where)


async def _reminders(visit: Visit, quarter: str, closes: datetime) -> tuple[QuarterReminder, ...]:
    state = await read_quarter(visit, quarter)
    return reminders(visit.office, last_day(state.year, state.quarter), closes)


def _with_page(visit: Visit, quarter: str) -> None:
    """Show the quarter's page again, with what was typed, when its command fails."""

    async def again(problem: Problem, command_id: str) -> str:
        state = await read_quarter(visit, quarter)
        return pages.year_quarter(visit.frame, visit.office, state, problem, command_id, visit.form or [])

    visit.again = again
