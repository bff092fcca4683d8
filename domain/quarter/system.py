"""What timers and rendering may note on a quarter; whatever comes too late records nothing, so it may be repeated."""

from typing import assert_never

from domain.kernel.actor import Role, require_role
from domain.quarter.commands import AdoptEarlier, RearmWindow, RecordQuarterDocument, RemindFiling
from domain.quarter.content import quarter_digest
from domain.quarter.events import (
    EarlierAdopted,
    FilingReminded,
    QuarterDocumentRendered,
    QuarterEvent,
    VerificationVoided,
    WindowRearmed,
)
from domain.quarter.line import Standing
from domain.quarter.phases import LIVE
from domain.quarter.row import check_window
from domain.quarter.state import Quarter
from domain.route.endorsement import printed

QuarterSystemCommand = RearmWindow | AdoptEarlier | RecordQuarterDocument | RemindFiling


def decide_system(command: QuarterSystemCommand, quarter: Quarter) -> list[QuarterEvent]:
    """Return the events that note it, or nothing; refuses everybody but the system."""
    require_role(command.by, Role.SYSTEM)
    match command:
        case RearmWindow():
            return _rearm(command, quarter)
        case AdoptEarlier():
            return _earlier(command, quarter)
        case RecordQuarterDocument():
            return _document(command, quarter)
        case RemindFiling():
            return _remind(command, quarter)
        case _:
            assert_never(command)


def _rearm(command: RearmWindow, quarter: Quarter) -> list[QuarterEvent]:
    check_window(command.window)
    # What a person granted, no rule takes away.
    shorter = quarter.granted and command.window.closes <= quarter.window.closes
    if quarter.phase not in LIVE or shorter or command.window == quarter.window:
        return []
    return [WindowRearmed(by=command.by, at=command.at, round=quarter.round + 1, window=command.window)]


def _earlier(command: AdoptEarlier, quarter: Quarter) -> list[QuarterEvent]:
    if quarter.phase not in LIVE:
        return []
    changes = tuple(
        change
        for change in command.rows
        if change.indicator in quarter.lines
        and change.now.quarter < quarter.quarter
        and change.now not in quarter.lines[change.indicator].row.earlier
    )
    if not changes:
        return []
    version = quarter.version + 1
    noted = EarlierAdopted(by=command.by, at=command.at, version=version, rows=changes)
    # What had to be said of a figure depends on the one before: who checked it saw another.
    lines = {change.indicator: quarter.lines[change.indicator] for change in changes}
    voided = [
        VerificationVoided(by=command.by, at=command.at, version=version, indicator=key, row_version=line.version)
        for key, line in lines.items()
        if line.standing is Standing.VERIFIED
    ]
    return [noted, *voided]


def _document(command: RecordQuarterDocument, quarter: Quarter) -> list[QuarterEvent]:
    noted = printed(quarter, command, quarter_digest)
    return [] if noted is None else [QuarterDocumentRendered(**noted)]


def _remind(command: RemindFiling, quarter: Quarter) -> list[QuarterEvent]:
    reminder = next((r for r in quarter.reminders() if r.key == command.reminder), None)
    if reminder is None or command.round != quarter.round or quarter.phase not in LIVE:
        return []
    return [
        FilingReminded(
            by=command.by,
            at=command.at,
            round=command.round,
            reminder=reminder.key,
            kind=reminder.kind,
            to=reminder.to,
            closes=quarter.window.closes,
            owners=quarter.owing,
        )
    ]
