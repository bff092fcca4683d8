"""What a report takes from the record where it is recorded: the year as it then stands, and what it stands beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.recording.states import OFFICE, PLAN, QUARTER, REPORT, AnyCommand, States, StreamState
from domain.kernel.streams import QUARTERS, last_day, quarter_stream, report_stream
from domain.office.state import STREAM, Office
from domain.plan.basis import PlanBasis, basis_as, basis_of
from domain.plan.state import Plan, stream_of
from domain.plan.support import Support
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.beside import Above, YearBefore
from domain.report.commands import BeginReport, ComposeReport
from domain.report.compose import Year, compose, outcomes
from domain.report.text import Composed
from eventstore.append import StreamHead

_MOST_ABOVE = 40  # plans that are looked into


@dataclass(frozen=True)
class Taken:
    """What a report is composed of, None where its plan is not signed; `seen` is where its streams stood."""

    composed: Composed | None = None
    seen: tuple[StreamHead, ...] = ()


NOTHING = Taken()


class YearReader:
    """Reads years among all states."""

    def __init__(self, states: States) -> None:
        self._states = states

    async def taken(self, office_id: str, command: AnyCommand, office: Office) -> Taken:
        """Return what a command takes from the year; of one that composes no report, nothing."""
        if not isinstance(command, BeginReport | ComposeReport):
            return NOTHING
        return await self.of(office_id, command.kind, command.year, office, command.by.person)

    async def of(self, office_id: str, kind: str, year: int, office: Office, person: str) -> Taken:
        """Return what a report would be composed of now, with what the person may read of other offices."""
        name = stream_of(kind, year)
        plan = await self._states.of(PLAN, office_id, name)
        end = last_day(year, QUARTERS[-1])
        held = plan.state.in_force_on(end)
        if held is None:
            return Taken(None, (plan.seen(name),))
        quarters = await self._quarters(office_id, kind, year)
        told = Year(
            office=office.name,
            stream=name,
            year=year,
            basis=basis_as(held),
            quarters=_opened(quarters),
            practice=office.practice(end),
            lines=office.quadrant_lines(end),
        )
        composed = compose(
            told,
            await self._before(office_id, kind, year - 1, office),
            await self._above(office_id, told.basis, person),
        )
        return Taken(composed, (plan.seen(name), *(each.seen(stream) for stream, each in quarters.items())))

    async def _quarters(self, office: str, kind: str, year: int) -> Mapping[str, StreamState[Quarter]]:
        streams = [quarter_stream(kind, year, n) for n in QUARTERS]
        return {stream: await self._states.of(QUARTER, office, stream) for stream in streams}

    async def _before(self, office_id: str, kind: str, year: int, office: Office) -> YearBefore | None:
        """Return the year before as its report says, or where there is none, as its quarters do."""
        key = f"{kind}-{year}"
        report = (await self._states.of(REPORT, office_id, report_stream(kind, year))).state.in_force
        if report is not None:
            rows = tuple(report.year_taken.indicators())
            return YearBefore(key, year, rows, report.body("improvement"))
        plan = (await self._states.of(PLAN, office_id, stream_of(kind, year))).state
        end = last_day(year, QUARTERS[-1])
        if (held := plan.in_force_on(end)) is None:
            return None
        quarters = _opened(await self._quarters(office_id, kind, year))
        return YearBefore(key, year, outcomes(basis_as(held), quarters, office.practice(end)))

    async def _above(self, home: str, basis: PlanBasis, person: str) -> Mapping[tuple[str, str], Above]:
        """Return the signed plans that rows of this one answer to, and so on up."""
        found: dict[tuple[str, str], Above] = {}
        waiting = _supports(basis)
        while waiting and len(found) < _MOST_ABOVE:
            support = waiting.pop(0)
            if support.of in found or not (support.office == home or await self._may_read(support.office, person)):
                continue
            plan = (await self._states.of(PLAN, support.office, f"plan/{support.plan}")).state
            if plan.in_force is not None:
                found[support.of] = await self._told(plan)
                waiting += _supports(found[support.of].basis)
        return found

    async def _may_read(self, office: str, person: str) -> bool:
        """Whether they may know of another office's papers: through a report nobody reads what they may not."""
        return bool((await self._states.of(OFFICE, office, STREAM)).state.roles_of(person))

    async def _told(self, plan: Plan) -> Above:
        quarters = _opened(await self._quarters(plan.office, plan.kind, plan.year))
        closed = tuple(quarter for quarter in quarters if quarter.phase is QuarterPhase.CLOSED)
        office = (await self._states.of(OFFICE, plan.office, STREAM)).state
        until = office.paper_policy(plan.year).last_year(plan.kind, plan.year)
        return Above(plan.office, plan.key, plan.year, until, basis_of(plan), closed)


def _opened(quarters: Mapping[str, StreamState[Quarter]]) -> tuple[Quarter, ...]:
    return tuple(each.state for each in quarters.values() if each.state.phase is not QuarterPhase.ABSENT)


def _supports(basis: PlanBasis) -> list[Support]:
    return [support for indicator in basis.indicators().values() for support in indicator.supports]
