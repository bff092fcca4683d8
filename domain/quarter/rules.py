"""What a quarter allows: decide turns a command into events, or refuses."""

from datetime import datetime
from typing import assert_never

import msgspec

from domain.kernel.actor import Command, Role, require_role
from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import N_, require
from domain.kernel.streams import QUARTERS
from domain.office.check import slug
from domain.quarter.commands import (
    AdoptEarlier,
    CloseQuarter,
    CorrectPolicy,
    CorrectRealisation,
    ExtendWindow,
    FileBudget,
    FileRealisation,
    FollowAction,
    HandOverRealisation,
    OpenQuarter,
    QuarterCommand,
    RearmWindow,
    RecordQuarterDocument,
    RemindFiling,
    ReopenQuarter,
    ReturnRealisation,
    SignQuarter,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.content import quarter_digest
from domain.quarter.events import (
    QuarterCause,
    QuarterClosed,
    QuarterEvent,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationReturned,
    WindowExtended,
)
from domain.quarter.filed import filed
from domain.quarter.outcome import absorbed, absorptions, figures
from domain.quarter.phases import require_quarter_phase
from domain.quarter.row import QuarterReminder, Unfollowed, Window, check_rows, check_window, checked_row
from domain.quarter.state import Quarter
from domain.quarter.system import decide_system
from domain.route.endorsement import acted, ended, require_not_done
from domain.route.route import StepAct, check_quarter_route

_EXTENDERS = (Role.PLANNER, Role.SECRETARY, Role.CHAIR)
_OFFICIALS = (Role.SECRETARY, Role.CHAIR)
_MAKER = N_("You made part of what this quarter says, so you cannot sign it.")


def decide(command: QuarterCommand, quarter: Quarter) -> list[QuarterEvent]:
    """Return what the command makes happen (nothing, where nothing changes), or raise Refused."""
    if isinstance(command, SignQuarter):
        require_not_done(quarter, command)
    require_quarter_phase(command, quarter)
    match command:
        case OpenQuarter():
            return [_open(command)]
        case (
            FileRealisation()
            | CorrectRealisation()
            | FileBudget()
            | VerifyRealisations()
            | ReturnRealisation()
            | WaiveRealisation()
            | HandOverRealisation()
            | CorrectPolicy()
        ):
            changes = filed(command, quarter)
            returned = any(isinstance(change, RealisationReturned) for change in changes)
            cause = QuarterCause.RETURNED if returned else QuarterCause.CHANGED
            return [*_voided(command, quarter, cause), *changes] if changes else []
        case RearmWindow() | RecordQuarterDocument() | RemindFiling():
            return decide_system(command, quarter)
        case AdoptEarlier() | FollowAction():
            noted = decide_system(command, quarter)
            cause = QuarterCause.FOLLOWED if isinstance(command, FollowAction) else QuarterCause.CHANGED
            return [*_voided(command, quarter, cause), *noted] if noted else []
        case ExtendWindow():
            return [_extend(command, quarter)]
        case SignQuarter():
            return [_sign(command, quarter)]
        case CloseQuarter():
            return [_close(command, quarter)]
        case ReopenQuarter():
            return _reopen(command, quarter)
        case _:
            assert_never(command)


def _sign(command: SignQuarter, quarter: Quarter) -> QuarterSigned:
    given, newer = acted(quarter, command, StepAct.SIGN, quarter_digest, _MAKER)[1], quarter.behind(command.versions)
    if newer is None:
        return QuarterSigned(**given)
    why = paragraphs(command.unfollowed, "unfollowed")
    unsaid = N_(
        "An amendment of the plan is in force on the quarter's last day, and its action plan does not follow it yet: "
        "say why the quarter is signed by the plan as it was before, or let the action plan follow first."
    )
    require(bool(why), "plan-unfollowed", unsaid, "unfollowed")
    return QuarterSigned(**given, unfollowed=Unfollowed(newer, why))


def _open(command: OpenQuarter) -> QuarterOpened:
    require_role(command.by, Role.PLANNER, Role.SYSTEM)
    slug(command.kind, "kind")
    require(command.quarter in QUARTERS, "quarter-unknown", "A year has four quarters.", "quarter")
    check_quarter_route(command.route)
    check_window(command.window)
    check_rows(command.rows, command.later, command.programmes)
    return QuarterOpened(
        by=command.by,
        at=command.at,
        office=command.office,
        kind=command.kind,
        year=command.year,
        quarter=command.quarter,
        trial=command.trial,
        plan_version=command.plan_version,
        plan_digest=command.plan_digest,
        route=command.route,
        window=command.window,
        goals=command.goals,
        rows=tuple(checked_row(row, command.quarter) for row in command.rows),
        programmes=command.programmes,
        separate=command.separate,
        effective=command.effective,
        amendment=command.amendment,
        later=command.later,
    )


def _extend(command: ExtendWindow, quarter: Quarter) -> WindowExtended:
    require_role(command.by, *_EXTENDERS)
    old = quarter.window.closes
    later = N_("The window already closes on {at}; an extension ends later.")
    require(command.closes > old, "extension-not-later", later, "closes", at=old.isoformat())
    _check_end(quarter.window, command.closes, command.at, command.reminders)
    return WindowExtended(
        by=command.by,
        at=command.at,
        round=quarter.round + 1,
        old=old,
        closes=command.closes,
        reminders=command.reminders,
        reason=reason(command.reason),
    )


def _reopen(command: ReopenQuarter, quarter: Quarter) -> list[QuarterEvent]:
    require_role(command.by, *_OFFICIALS)
    _check_end(quarter.window, command.closes, command.at, command.reminders)
    reopened = QuarterReopened(
        by=command.by,
        at=command.at,
        round=quarter.round + 1,
        closes=command.closes,
        reminders=command.reminders,
        reason=reason(command.reason),
    )
    return [*_voided(command, quarter, QuarterCause.REOPENED), reopened]


def _check_end(window: Window, closes: datetime, now: datetime, reminders: tuple[QuarterReminder, ...]) -> None:
    require(closes > now, "window-over", "The new end of the window has passed already.", "closes")
    check_window(msgspec.structs.replace(window, closes=closes, reminders=reminders))


def _close(command: CloseQuarter, quarter: Quarter) -> QuarterClosed:
    require_role(command.by, *_EXTENDERS, Role.SYSTEM)
    return QuarterClosed(
        by=command.by,
        at=command.at,
        version=quarter.version,
        digest=quarter_digest(quarter),
        plan_version=quarter.plan_version,
        figures=figures(quarter),
        programmes=absorptions(quarter),
        absorption=absorbed(quarter),
    )


def _voided(command: Command, quarter: Quarter, cause: QuarterCause) -> list[QuarterEvent]:
    """Return an event for each signature that no longer holds."""
    return [QuarterSignatureVoided(**end, cause=cause) for _, end in ended(command, quarter.given)]
