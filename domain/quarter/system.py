"""What timers and rendering may note on a quarter; whatever comes too late records nothing, so it may be repeated."""

from collections.abc import Mapping
from typing import assert_never

from msgspec import UNSET

from domain.kernel.actor import Command, Role, require_role
from domain.quarter.commands import AdoptEarlier, FollowAction, RearmWindow, RecordQuarterDocument, RemindFiling
from domain.quarter.content import quarter_digest
from domain.quarter.events import (
    EarlierAdopted,
    FilingReminded,
    QuarterDocumentRendered,
    QuarterEvent,
    QuarterFollowed,
    VerificationVoided,
    WindowRearmed,
)
from domain.quarter.followed import differs, unfit
from domain.quarter.line import Line, Standing
from domain.quarter.phases import LIVE
from domain.quarter.row import check_rows, check_window, checked_row
from domain.quarter.state import Quarter
from domain.route.endorsement import printed

QuarterSystemCommand = RearmWindow | AdoptEarlier | FollowAction | RecordQuarterDocument | RemindFiling


def decide_system(command: QuarterSystemCommand, quarter: Quarter) -> list[QuarterEvent]:
    """Return the events that note it, or nothing; refuses everybody but the system."""
    require_role(command.by, Role.SYSTEM)
    match command:
        case RearmWindow():
            return _rearm(command, quarter)
        case AdoptEarlier():
            return _earlier(command, quarter)
        case FollowAction():
            return _follow(command, quarter)
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
    return [noted, *_unverified(command, quarter.version, lines)]


def _follow(command: FollowAction, quarter: Quarter) -> list[QuarterEvent]:
    # One that closed once keeps its plan.
    if not quarter.follows or (command.basis == quarter.basis and command.later == quarter.later):
        return []
    check_rows(command.rows, command.later, command.programmes)
    known = quarter.known_lines
    followed = QuarterFollowed(
        by=command.by,
        at=command.at,
        version=quarter.version + 1,
        basis=command.basis,
        goals=command.goals,
        rows=tuple(checked_row(row, quarter.quarter) for row in command.rows),
        programmes=command.programmes,
        unfit=tuple(row.indicator.id for row in command.rows if unfit(known.get(row.indicator.id), row)),
        later=command.later or UNSET,
    )
    kept = {row.indicator.id: row for row in followed.rows if row.indicator.id in known}
    changed = (key for key, row in kept.items() if key not in followed.unfit and differs(known[key].row, row))
    return [followed, *_unverified(command, quarter.version, {key: known[key] for key in changed})]


def _unverified(command: Command, version: int, lines: Mapping[str, Line]) -> list[QuarterEvent]:
    """Return an event for each of these rows that was verified: it waits to be checked again."""
    return [
        VerificationVoided(by=command.by, at=command.at, version=version + 1, indicator=key, row_version=line.version)
        for key, line in lines.items()
        if line.standing is Standing.VERIFIED
    ]


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
