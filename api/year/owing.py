"""Who owes what of the quarters that are not closed: rows to file, rows to check, budgets to report, signatures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.http.frame import Frame
from api.words import names
from domain.kernel.actor import Role
from domain.office.state import Office
from domain.quarter.line import Standing
from domain.quarter.state import Quarter, QuarterPhase


@dataclass(frozen=True)
class Owing:
    """Something that a quarter waits for; `due` is empty where no day is set, `late` where it has gone by."""

    who: str
    what: str
    path: str
    due: str = ""
    late: bool = False


def owing(frame: Frame, office: Office, base: str, quarters: Sequence[Quarter]) -> tuple[Owing, ...]:
    """Return it by quarter, of each whoever owes the most first."""
    open_ones = [quarter for quarter in quarters if quarter.phase is not QuarterPhase.CLOSED]
    return tuple(each for quarter in open_ones for each in _of(frame, office, base, quarter))


def _of(frame: Frame, office: Office, base: str, quarter: Quarter) -> Iterator[Owing]:
    words, here = frame.words, f"{base}/quarters/{quarter.quarter}"
    number = names.quarter(quarter.quarter)
    lines = quarter.lines.values()
    owed = Counter(owner.name for line in lines if line.standing.owed for owner in line.row.owners)
    due, late = frame.clock(office).due(quarter.window.closes), quarter.window.closes <= frame.now
    for name, count in sorted(owed.items(), key=lambda each: (-each[1], each[0])):
        what = words.plural(
            "Quarter {number}: {n} row not filed", "Quarter {number}: {n} rows not filed", count, number=number
        )
        yield Owing(name, what, f"{here}#rows", due, late)
    planners = words(" and ").join(office.people[person] for person in office.holders(Role.PLANNER))
    checks = sum(line.standing is Standing.FILED for line in lines)
    if checks:
        what = words.plural(
            "Quarter {number}: {n} row to check", "Quarter {number}: {n} rows to check", checks, number=number
        )
        yield Owing(planners or words("Planning section"), what, f"{here}?standing={Standing.FILED}#rows")
    unreported = sum(not spending.settled for spending in quarter.budget.values())
    if unreported:
        what = words.plural(
            "Quarter {number}: the spending of {n} programme", "Quarter {number}: the spending of {n} programmes",
            unreported, number=number,
        )  # fmt: skip
        yield Owing(planners or words("Planning section"), what, f"{here}#money", due, late)
    for step in quarter.open_steps():
        today = frame.clock(office).date(frame.now)
        people = [office.people[person] for person in office.on_duty(step.duty, today)]
        who = words(" and ").join(people) or names.holder(words, step, office)
        yield Owing(who, words("Quarter {number}: signature", number=number), here)
