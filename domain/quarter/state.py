"""A quarter as its events made it: the state, and how each event changes it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

import msgspec

from domain.action.row import Owner
from domain.kernel.actor import Actor
from domain.kernel.state import replace
from domain.kernel.streams import last_day, quarter_stream
from domain.plan.text import Goal
from domain.quarter.events import (
    BudgetRealised,
    EarlierAdopted,
    FilingReminded,
    PolicyCorrected,
    QuarterChange,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterEvent,
    QuarterFollowed,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    VerificationVoided,
    WindowExtended,
    WindowRearmed,
)
from domain.quarter.followed import Following, carried, carried_money, noted_following
from domain.quarter.line import Line, Spending, Standing, changed, noted, spent, unspent, waived
from domain.quarter.row import LaterRow, QuarterBasis, QuarterReminder, Window
from domain.quarter.tally import Tally, tally
from domain.route.endorsed import Endorsed


class QuarterPhase(StrEnum):
    """Where a quarter stands."""

    ABSENT = "absent"
    OPEN = "open"  # rows are filed and checked
    SIGNING = "signing"  # every row is verified or waived
    SIGNED = "signed"
    CLOSED = "closed"


_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_SHUT = Window(_NEVER, _NEVER, (), False, "", "")
_NO_BASIS = QuarterBasis(0, "")


@dataclass(frozen=True)
class Quarter(Endorsed[QuarterSigned, QuarterSignatureVoided, QuarterDocumentRendered]):
    """The state of one quarter; the default is one that was not opened. `round` counts the windows."""

    phase: QuarterPhase = QuarterPhase.ABSENT
    office: str = ""
    kind: str = ""
    year: int = 0
    quarter: int = 0
    trial: bool = False
    basis: QuarterBasis = _NO_BASIS
    window: Window = _SHUT
    armed: datetime = _NEVER  # when this window was set
    granted: bool = False  # whether a person gave the window its end
    goals: tuple[Goal, ...] = ()
    lines: Mapping[str, Line] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)  # of the lines
    budget: Mapping[str, Spending] = field(default_factory=dict)
    reminded: Mapping[tuple[int, str], FilingReminded] = field(default_factory=dict)
    closings: tuple[QuarterClosed, ...] = ()
    reopenings: tuple[QuarterReopened, ...] = ()
    extensions: tuple[WindowExtended, ...] = ()
    followings: tuple[Following, ...] = ()
    later: tuple[LaterRow, ...] = ()  # what starts in a later quarter
    ended: Mapping[str, Line] = field(default_factory=dict)  # what was taken away, as it stood
    spent: Mapping[str, Spending] = field(default_factory=dict)  # and its money

    @property
    def stream(self) -> str:
        """Return the name of its stream in its office's log."""
        return quarter_stream(self.kind, self.year, self.quarter)

    @property
    def plan_version(self) -> int:
        """Return the version of the plan that it is measured by."""
        return self.basis.version

    @property
    def plan_digest(self) -> str:
        """Return the digest of that plan's text."""
        return self.basis.digest

    @property
    def known_lines(self) -> dict[str, Line]:
        """Return every line that it has or had."""
        return {**self.ended, **self.lines}

    @property
    def follows(self) -> bool:
        """Return whether it goes on by an amended plan: what was closed once keeps the plan that it was measured by."""
        return not self.closings and self.phase not in (QuarterPhase.ABSENT, QuarterPhase.CLOSED)

    def behind(self, plan: Sequence[QuarterBasis]) -> QuarterBasis | None:
        """Return which of the signed versions of its plan it is to go on by, and does not yet; None where it does."""
        last = last_day(self.year, self.quarter)
        held = next((each for each in reversed(plan) if each.effective is None or each.effective <= last), None)
        return held if held is not None and self.follows and held.version > self.plan_version else None

    @property
    def closing(self) -> QuarterClosed | None:
        """Return the closing that holds."""
        return self.closings[-1] if self.phase is QuarterPhase.CLOSED else None

    @property
    def settled(self) -> bool:
        """Return whether nothing is left to file or to check."""
        return self.tally.settled and all(spending.settled for spending in self.budget.values())

    @property
    def owing(self) -> tuple[Owner, ...]:
        """Return the owners who have something to file, each once."""
        owed = (o for line in self.lines.values() if line.standing.owed for o in line.row.owners)
        return tuple({owner.person: owner for owner in owed}.values())

    @property
    def returned(self) -> dict[str, int]:
        """Return how many rows came back to each of their owners."""
        back = (line.row.owners for line in self.lines.values() if line.standing is Standing.RETURNED)
        return dict(Counter(owner.person for owners in back for owner in owners))

    @property
    def makers(self) -> frozenset[str]:
        """Return who ever filed a row, and who reported the money that counts, or went on without it."""
        spent = frozenset(spending.by.person for spending in self.budget.values() if spending.by is not None)
        return self.tally.makers | spent

    @property
    def authors(self) -> frozenset[str]:
        """Return the makers, and who went on without a row: the quarter says what they said of it."""
        waived = [line.checked_by for line in self.lines.values() if line.standing is Standing.WAIVED]
        return self.makers | {by.person for by in waived if by is not None}

    def reminders(self) -> tuple[QuarterReminder, ...]:
        """Return the reminders still to be sent; those of before the window was set never are."""
        left = (r for r in self.window.reminders if r.at > self.armed and (self.round, r.key) not in self.reminded)
        return tuple(left) if self.tally.owing else ()

    def acted(self) -> Iterable[Actor]:
        """Return who verified a row, and who signed."""
        verified = (line.checked_by for line in self.lines.values() if line.standing is Standing.VERIFIED)
        return (*(by for by in verified if by is not None), *super().acted())

    @property
    def routed(self) -> bool:
        """Return whether officials are asked for their signatures."""
        return self.phase is QuarterPhase.SIGNING

    @property
    def printed(self) -> bool:
        """Return whether the content as it stands is shown to anybody."""
        return self.phase in (QuarterPhase.SIGNING, QuarterPhase.SIGNED, QuarterPhase.CLOSED)


def fold(events: Iterable[QuarterEvent], quarter: Quarter | None = None) -> Quarter:
    """Return the quarter that the events make."""
    state = Quarter() if quarter is None else quarter
    for event in events:
        state = evolve(state, event)
    return state


def evolve(quarter: Quarter, event: QuarterEvent) -> Quarter:
    """Return the quarter after one event; never refuses."""
    match event:
        case QuarterOpened():
            lines = {row.indicator.id: Line(row) for row in event.rows}
            opened = Quarter(
                office=event.office,
                kind=event.kind,
                year=event.year,
                quarter=event.quarter,
                trial=event.trial,
                basis=QuarterBasis(event.plan_version, event.plan_digest, event.effective, event.amendment),
                route=event.route,
                window=event.window,
                round=1,
                armed=event.at,
                goals=event.goals,
                lines=lines,
                tally=tally(lines.values()),
                budget={p.programme.id: Spending(p) for p in event.programmes},
                separate=event.separate,
                later=event.later,
            )
            return _weighed(quarter, opened, event.at)
        case WindowRearmed():
            return replace(quarter, window=event.window, round=event.round, armed=event.at)
        case WindowExtended():
            return replace(_until(quarter, event), extensions=(*quarter.extensions, event))
        case (
            RealisationFiled()
            | RealisationCorrected()
            | RealisationVerified()
            | VerificationVoided()
            | RealisationReturned()
            | RealisationWaived()
            | RealisationHandedOver()
            | PolicyCorrected()
            | BudgetRealised()
            | EarlierAdopted()
            | QuarterFollowed()
        ):
            return _weighed(quarter, replace(_changed(quarter, event), version=event.version, document=None), event.at)
        case QuarterDocumentRendered():
            return replace(quarter, document=event, documents=(*quarter.documents, event))
        case QuarterSigned():
            return _weighed(quarter, replace(quarter, given=(*quarter.given, event), document=None), event.at)
        case QuarterSignatureVoided():
            kept = tuple(e for e in quarter.given if e.step != event.step)
            voided = replace(quarter, given=kept, void=(*quarter.void, event), document=None)
            return voided if quarter.phase is QuarterPhase.CLOSED else _weighed(quarter, voided, event.at)
        case QuarterClosed():
            return replace(quarter, phase=QuarterPhase.CLOSED, closings=(*quarter.closings, event), since=event.at)
        case QuarterReopened():
            reopened = _until(quarter, event)
            return _weighed(quarter, replace(reopened, reopenings=(*quarter.reopenings, event)), event.at)
        case FilingReminded():
            return replace(quarter, reminded={**quarter.reminded, (event.round, event.reminder): event})
        case _:
            assert_never(event)


def _until(quarter: Quarter, event: WindowExtended | QuarterReopened) -> Quarter:
    window = msgspec.structs.replace(quarter.window, closes=event.closes, reminders=event.reminders, estimated=False)
    return replace(quarter, window=window, round=event.round, armed=event.at, granted=True)


def _changed(quarter: Quarter, event: QuarterChange) -> Quarter:
    match event:
        case BudgetRealised(programme=key):
            return replace(quarter, budget={**quarter.budget, key: spent(quarter.budget[key], event)})
        case RealisationWaived(row=key) if key in quarter.budget:
            return replace(quarter, budget={**quarter.budget, key: unspent(quarter.budget[key], event)})
        case RealisationWaived(row=key):
            return _with(quarter, {key: waived(quarter.lines[key], event)})
        case QuarterFollowed():
            return _followed(quarter, event)
        case EarlierAdopted():
            return _with(quarter, {c.indicator: noted(quarter.lines[c.indicator], c.now) for c in event.rows})
        case _:
            key = event.indicator
            return _with(quarter, {key: changed(quarter.lines[key], event)})


def _followed(quarter: Quarter, event: QuarterFollowed) -> Quarter:
    known, money = quarter.known_lines, {**quarter.spent, **quarter.budget}
    lines = carried(known, event)
    budget = {each.programme.id: carried_money(money, each) for each in event.programmes}
    return replace(
        quarter,
        basis=event.basis,
        goals=event.goals,
        lines=lines,
        tally=tally(lines.values()),
        budget=budget,
        later=event.later or (),
        ended={key: line for key, line in known.items() if key not in lines},
        spent={key: spending for key, spending in money.items() if key not in budget},
        followings=(*quarter.followings, noted_following(quarter.lines, quarter.budget, event)),
    )


def _with(quarter: Quarter, lines: Mapping[str, Line]) -> Quarter:
    counted = quarter.tally
    for key, line in lines.items():
        counted = counted.moved(quarter.lines[key], line)
    return replace(quarter, lines={**quarter.lines, **lines}, tally=counted)


def _weighed(before: Quarter, quarter: Quarter, at: datetime) -> Quarter:
    """Set the phase that lines and signatures ask for."""
    phase = QuarterPhase.OPEN
    if quarter.settled:
        phase = QuarterPhase.SIGNING if quarter.next_act() else QuarterPhase.SIGNED
    weighed = replace(quarter, phase=phase)
    return weighed if phase is before.phase and weighed.waits_as(before) else replace(weighed, since=at)
