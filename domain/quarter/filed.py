"""What owners may file of a quarter, and what the planning section makes of it."""

from datetime import datetime
from typing import TypedDict, assert_never

import msgspec

from domain.action.row import checked_owners
from domain.kernel.actor import Actor, Command, Role, require_role
from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import N_, PlanError, Refused, require
from domain.kernel.exact import printable
from domain.kernel.message import plain
from domain.kernel.numbers import spell_rupiah
from domain.kernel.source import checked_source
from domain.measure.derivation import spell_reading
from domain.measure.policy import check_reading
from domain.quarter.commands import (
    CorrectPolicy,
    CorrectRealisation,
    FileBudget,
    FileRealisation,
    HandOverRealisation,
    ReturnRealisation,
    Spent,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.events import (
    BudgetRealised,
    PolicyCorrected,
    QuarterChange,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
)
from domain.quarter.filing import checked_filing, spent_beyond
from domain.quarter.line import Line, Spending, Standing
from domain.quarter.row import check_measured
from domain.quarter.state import Quarter

FilingCommand = (
    FileRealisation
    | CorrectRealisation
    | FileBudget
    | VerifyRealisations
    | ReturnRealisation
    | WaiveRealisation
    | HandOverRealisation
    | CorrectPolicy
)


class _Stamp(TypedDict):
    by: Actor
    at: datetime
    version: int


def _stamp(command: Command, quarter: Quarter) -> _Stamp:
    return {"by": command.by, "at": command.at, "version": quarter.version + 1}


def filed(command: FilingCommand, quarter: Quarter) -> list[QuarterChange]:
    """Return what changes (nothing, where nothing does), or raise Refused or Unreadable, naming the cell."""
    match command:
        case FileRealisation():
            return [_file(command, quarter)]
        case CorrectRealisation():
            return _correct(command, quarter)
        case FileBudget():
            return _spend(command, quarter)
        case VerifyRealisations():
            return _verify(command, quarter)
        case ReturnRealisation():
            return [_return(command, quarter)]
        case WaiveRealisation():
            return [_waive(command, quarter)]
        case HandOverRealisation():
            return _hand_over(command, quarter)
        case CorrectPolicy():
            return _measure(command, quarter)
        case _:
            assert_never(command)


def _file(command: FileRealisation, quarter: Quarter) -> RealisationFiled:
    line = _own_line(command, quarter)
    filed_already = N_("This row is filed; to change it, correct it and say why.")
    require(line.filing is None, "already-filed", filed_already, command.indicator)
    return RealisationFiled(
        **_stamp(command, quarter),
        indicator=command.indicator,
        row_version=line.version + 1,
        filing=checked_filing(command.filing, line.row),
        source=checked_source(command.source),
    )


def _correct(command: CorrectRealisation, quarter: Quarter) -> list[QuarterChange]:
    line = _own_line(command, quarter)
    if line.filing is None:
        raise Refused("nothing-filed", "Nothing is filed in this row yet.", command.indicator)
    new = checked_filing(command.filing, line.row)
    if new == line.filing and line.standing in (Standing.FILED, Standing.VERIFIED):
        return []
    return [
        RealisationCorrected(
            **_stamp(command, quarter),
            indicator=command.indicator,
            row_version=line.version + 1,
            old=line.filing,
            new=new,
            reason=reason(command.reason, f"{command.indicator}.reason"),
            source=checked_source(command.source),
        )
    ]


def _own_line(command: FileRealisation | CorrectRealisation, quarter: Quarter) -> Line:
    line, by = _line(command.indicator, quarter), command.by
    owns = by.role is Role.OWNER and by.person in {owner.person for owner in line.row.owners}
    require(owns, "not-your-row", "Only an owner of this indicator files it.", command.indicator)
    _require_window(command, quarter, command.indicator)
    _require_seen(command.based_on, line, command.indicator)
    return line


def _spend(command: FileBudget, quarter: Quarter) -> list[QuarterChange]:
    require_role(command.by, Role.OWNER, Role.PLANNER, Role.DRAFTER)
    _require_window(command, quarter, "budget")
    keys = [amount.programme for amount in command.amounts]
    require(len(set(keys)) == len(keys), "duplicate-row-id", "The same programme stands twice.", "budget")
    facts: list[QuarterChange] = []
    for amount in command.amounts:
        spending = quarter.budget.get(amount.programme)
        if spending is None:
            raise Refused("unknown-row", "The plan has no row “{row}”.", "budget", row=amount.programme)
        facts += _spent(command, quarter, amount, spending)
    return facts


def _spent(command: FileBudget, quarter: Quarter, amount: Spent, spending: Spending) -> list[QuarterChange]:
    place = f"{amount.programme}.realised"
    require(printable(amount.realised), "not-a-number", "The budget is not a number.", place)
    require(amount.realised >= 0, "negative-budget", "An amount of money cannot be negative.", place)
    if amount.based_on != spending.version:
        now = "—" if spending.realised is None else spell_rupiah(spending.realised)
        raise Refused("row-changed", _CHANGED, amount.programme, now=now, version=str(spending.version))
    new = plain(amount.realised)
    if new == spending.realised:
        return []
    beyond, source = spent_beyond(spending.of, new), checked_source(command.source)
    if beyond is not None and not command.reason.strip():
        raise beyond
    corrects = spending.realised is not None
    why = f"{amount.programme}.reason"
    return [
        BudgetRealised(
            **_stamp(command, quarter),
            programme=amount.programme,
            row_version=spending.version + 1,
            old=spending.realised,
            new=new,
            reason=reason(command.reason, why) if corrects else paragraphs(command.reason, why),
            source=source and source.of(lambda cell: "realised" if cell == place else ""),
        )
    ]


def _verify(command: VerifyRealisations, quarter: Quarter) -> list[QuarterChange]:
    require_role(command.by, Role.PLANNER)
    keys = [row.indicator for row in command.rows]
    require(len(set(keys)) == len(keys), "duplicate-row-id", "The same indicator stands twice.")
    facts: list[QuarterChange] = []
    for row in command.rows:
        line, key = _line(row.indicator, quarter), row.indicator
        _require_seen(row.based_on, line, key)
        if line.standing is Standing.VERIFIED:
            continue
        require(line.filing is not None, "nothing-filed", "Nothing is filed in this row yet.", key)
        _require_filed(line, key)
        maker = N_("You filed this row, so you cannot check it.")
        require(command.by.person not in line.makers, "maker-is-checker", maker, key)
        facts.append(RealisationVerified(**_stamp(command, quarter), indicator=key, row_version=line.version))
    return facts


def _return(command: ReturnRealisation, quarter: Quarter) -> RealisationReturned:
    require_role(command.by, Role.PLANNER, Role.SECRETARY, Role.CHAIR)
    line = _line(command.indicator, quarter)
    _require_seen(command.based_on, line, command.indicator)
    require(line.filing is not None, "nothing-filed", "Nothing is filed in this row yet.", command.indicator)
    if line.standing is not Standing.VERIFIED:
        _require_filed(line, command.indicator)
    return RealisationReturned(
        **_stamp(command, quarter),
        indicator=command.indicator,
        row_version=line.version,
        reason=reason(command.reason),
    )


def _waive(command: WaiveRealisation, quarter: Quarter) -> RealisationWaived:
    require_role(command.by, Role.PLANNER)
    spending = quarter.budget.get(command.row)
    owed = not spending.settled if spending else _line(command.row, quarter).standing.owed
    require(owed, "row-filed", "This row is filed, or waived already.", command.row)
    open_yet = N_("The window is open until {at}: whoever owns this row may still file it.")
    closes = quarter.window.closes
    require(command.at >= closes, "window-open", open_yet, command.row, at=closes.isoformat())
    return RealisationWaived(**_stamp(command, quarter), row=command.row, reason=reason(command.reason))


def _hand_over(command: HandOverRealisation, quarter: Quarter) -> list[QuarterChange]:
    require_role(command.by, Role.PLANNER, Role.SECRETARY)
    line = _line(command.indicator, quarter)
    owners = checked_owners(command.owners, f"{command.indicator}.owners")
    require(bool(owners), "owner-missing", "A row needs somebody who answers for it.", f"{command.indicator}.owners")
    if owners == line.row.owners:
        return []
    return [
        RealisationHandedOver(
            **_stamp(command, quarter),
            indicator=command.indicator,
            old=line.row.owners,
            new=owners,
            reason=reason(command.reason),
        )
    ]


def _measure(command: CorrectPolicy, quarter: Quarter) -> list[QuarterChange]:
    require_role(command.by, Role.PLANNER)
    line, policy = _line(command.indicator, quarter), command.policy
    _require_seen(command.based_on, line, command.indicator)
    if policy == line.row.policy:
        return []
    check_measured(msgspec.structs.replace(line.row, policy=policy))
    if line.filing is not None and line.standing in (Standing.FILED, Standing.VERIFIED):
        try:
            check_reading(policy, line.filing.reading)
        except PlanError:
            unfit = N_("What is filed cannot be measured so; return the row to its owners first.")
            raise Refused("filing-unfit", unfit, command.indicator) from None
    return [
        PolicyCorrected(
            **_stamp(command, quarter),
            indicator=command.indicator,
            old=line.row.policy,
            new=policy,
            reason=reason(command.reason),
        )
    ]


_CHANGED = N_("The row changed while you had it open; it now says {now}.")
_CHANGED_BY = N_("{name} changed this row on {at}, while you had it open; it now says {now}.")


def _line(key: str, quarter: Quarter) -> Line:
    line = quarter.lines.get(key)
    if line is None:
        raise Refused("unknown-row", "The plan has no row “{row}”.", "row", row=key)
    return line


def _require_window(command: Command, quarter: Quarter, place: str) -> None:
    window = quarter.window
    early = N_("The window opens on {at}; nothing can be filed before.")
    require(window.opens <= command.at, "window-not-open", early, place, at=window.opens.isoformat())
    late = N_("The window closed on {at}; somebody has to extend it before anything can be filed.")
    require(command.at < window.closes, "window-closed", late, place, at=window.closes.isoformat())


def _require_seen(based_on: int, line: Line, key: str) -> None:
    if based_on == line.version:
        return
    if line.filing is None or line.filed_by is None or line.filed_at is None:
        raise Refused("row-changed", _CHANGED, key, now="—", version=str(line.version))
    raise Refused(
        "row-changed",
        _CHANGED_BY,
        key,
        name=line.filed_by.name,
        at=line.filed_at.isoformat(),
        now=spell_reading(line.filing.reading),
        version=str(line.version),
    )


def _require_filed(line: Line, key: str) -> None:
    gone_back = N_("This row is with its owners again.")
    require(line.standing is Standing.FILED, "row-returned", gone_back, key)
