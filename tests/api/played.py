"""The year of an office as the tests of the API play it: an action plan from proposals, and a quarter that is open."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx

from domain.action.state import Action
from domain.kernel.actor import Role
from domain.kernel.streams import QUARTERS, action_stream, quarter_stream, report_stream
from domain.measure.reading.target import read_target
from domain.quarter.state import Quarter, QuarterPhase
from domain.report.state import Report
from examples.banjarmasin_year import aimed
from tests.api.house import Kantor, Person

S = TypeVar("S")


def aim(row: Any) -> str:
    """Return a figure that reaches the target of a quarter's row, as a program sends it."""
    target = row["target"]["aim"]
    return str(target["name"] if target["type"] == "level" else target["low"])


class Year:
    """The year of an office's plan."""

    def __init__(self, office: Kantor) -> None:
        self.office = office
        office.year -= 2  # so that every window has come, whatever day it is
        self.action = f"{office.path}/action"

    def quarter(self, number: int = 1) -> str:
        """Where a quarter is."""
        return f"{self.office.path}/quarters/{number}"

    async def read(self, path: str) -> Any:
        """Return what is there, as JSON."""
        answer = await self.office.auditor.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def signed_plan(self) -> None:
        """Sign the plan in an office that has an owner and a planner."""
        await self.office.house.person(self.office, Role.OWNER, "Oka Saputra")
        await self.office.house.person(self.office, Role.PLANNER, "Putu Lestari")
        await self.office.draft()
        await self.office.submit()
        await self.office.sign_all()

    async def begun(self) -> Any:
        """Sign the plan, begin its action plan, and return it."""
        await self.signed_plan()
        done(await self.office.planner.ask(self.action, {}))
        return await self.read(self.action)

    async def rows(self) -> list[dict[str, Any]]:
        """Return a whole row for each indicator, measured as it is proposed."""
        action = await self.read(self.action)
        proposed = (await self.read(f"{self.action}/proposals"))["proposals"]
        policies = {proposal["indicator"]: proposal["policy"] for proposal in proposed}
        return [
            {
                "indicator": indicator["id"],
                "policy": policies[indicator["id"]],
                "targets": [
                    aimed(read_target(**indicator["target"])) if n >= indicator["starts"] else None for n in QUARTERS
                ],
                "owners": [self.office.owner.account.person],
                "steps": {"year": "Menyusun laporan. (contoh)"},
            }
            for part in action["parts"]
            for indicator in part["indicators"]
        ]

    async def written(self) -> Any:
        """Begin the action plan and fill every row; return it."""
        await self.begun()
        done(await self.office.planner.ask(f"{self.action}/rows", {"rows": await self.rows()}, 0))
        return await self.read(self.action)

    async def signed(self) -> Any:
        """Take the action plan to its end, and return it."""
        await self.written()
        # Who wrote it does not check it.
        writer = self.office.planner
        checker = await self.office.house.person(self.office, Role.PLANNER, "Wayan Sudarma")
        self.office.people[Role.PLANNER] = writer
        return await self.passed(checker)

    async def passed(self, checker: Person) -> Any:
        """Take the action plan as it is along its route, and return it."""
        version = (await self.read(self.action))["version"]
        done(await self.office[Role.DRAFTER].ask(f"{self.action}/submission", {}, version))
        for person, door in ((self.office.owner, "parafs"), (checker, "parafs"), (self.office.secretary, "signatures")):
            done(await self.endorse(person, door))
        return await self.read(self.action)

    async def endorse(self, person: Person, door: str) -> httpx.Response:
        """Act on what is shown now in the first open step."""
        await self.printed()
        action = await self.read(self.action)
        step = next(s["key"] for s in action["route"] if s["state"] == "open")
        body = {"step": step, "digest": action["digest"], "document": action["document"]}
        return await person.ask(f"{self.action}/{door}", body, action["version"])

    async def printed(self) -> None:
        """Wait for the document of the action plan as it is."""
        await self._until(self.state, lambda action: action.document is not None)

    async def state(self) -> Action:
        """Return the action plan as it is recorded."""
        stream = action_stream("rkt", self.office.year)
        return await self.office.house.services.recorder.action(self.office.id, stream)

    async def quarter_state(self, number: int = 1) -> Quarter:
        """Return a quarter as it is recorded."""
        stream = quarter_stream("rkt", self.office.year, number)
        return await self.office.house.services.recorder.quarter(self.office.id, stream)

    async def quarter_where(self, number: int, seen: Callable[[Quarter], bool]) -> Quarter:
        """Wait until a quarter is as wanted, and return it."""
        await self._until(lambda: self.quarter_state(number), seen)
        return await self.quarter_state(number)

    async def opened(self, number: int = 1, *, over: bool = False) -> Any:
        """Wait until the signature has opened a quarter, and return it; unless its window is to be over, extend it."""
        await self._until(lambda: self.quarter_state(number), lambda q: q.phase is not QuarterPhase.ABSENT)
        if not over:
            closes = (datetime.now(UTC) + timedelta(days=9)).isoformat()
            body = {"closes": closes, "reason": "Tahun lalu. (contoh)"}
            done(await self.office.secretary.ask(f"{self.quarter(number)}/extension", body))
        return await self.read(self.quarter(number))

    async def row(self, indicator: str, number: int = 1) -> Any:
        """Return a row of a quarter."""
        return next(row for row in (await self.read(self.quarter(number)))["rows"] if row["id"] == indicator)

    async def unfiled(self, number: int = 1, target: str = "") -> Any:
        """Return a row of a quarter that nobody filed yet; of this target, if one is given."""
        rows = (await self.read(self.quarter(number)))["rows"]
        return next(r for r in rows if r["filing"] is None and target in ("", r["target"]["text"]))

    async def file(self, row: dict[str, Any], number: int = 1, **body: Any) -> httpx.Response:
        """File a row of a quarter as its owner."""
        return await self.office.owner.ask(f"{self.quarter(number)}/realisations/{row['id']}", body, row["version"])

    async def filed(self, number: int = 1) -> Any:
        """File every row that is not filed exactly at its target, and the budget; return the quarter."""
        quarter = await self.read(self.quarter(number))
        for row in (row for row in quarter["rows"] if row["filing"] is None):
            done(await self.file(row, number, reading=aim(row), explanation="Tercapai. (contoh)"))
        amounts = [
            {"programme": p["id"], "based_on": p["version"], "realised": "1000000"}
            for p in quarter["budget"]["programmes"]
        ]
        done(await self.office.planner.ask(f"{self.quarter(number)}/budget", {"amounts": amounts}))
        return await self.read(self.quarter(number))

    async def verified(self, number: int = 1) -> Any:
        """File everything and pass it; return the quarter with its document."""
        quarter = await self.filed(number)
        rows = [{"indicator": row["id"], "based_on": row["version"]} for row in quarter["rows"]]
        done(await self.office.planner.ask(f"{self.quarter(number)}/verifications", {"rows": rows}))
        return await self.quarter_printed(number)

    async def quarter_printed(self, number: int = 1) -> Any:
        """Wait for the document of the quarter as it is, and return the quarter."""
        await self._until(lambda: self.quarter_state(number), lambda quarter: quarter.document is not None)
        return await self.read(self.quarter(number))

    async def sign_quarter(self, person: Person, number: int = 1) -> httpx.Response:
        """Sign what is shown of a quarter in its open step."""
        quarter = await self.quarter_printed(number)
        step = next(s["key"] for s in quarter["route"] if s["state"] == "open")
        body = {"step": step, "digest": quarter["digest"], "document": quarter["document"]}
        return await person.ask(f"{self.quarter(number)}/signatures", body, quarter["version"])

    async def closed(self, number: int = 1) -> Any:
        """Verify, sign and close a quarter that is open; return it."""
        await self.verified(number)
        for person in (self.office.secretary, self.office.chair):
            done(await self.sign_quarter(person, number))
        await self._until(lambda: self.quarter_state(number), lambda quarter: quarter.closing is not None)
        return await self.read(self.quarter(number))

    @property
    def report(self) -> str:
        """Where the annual report is."""
        return f"{self.office.path}/report"

    async def report_state(self) -> Report:
        """Return the annual report as it is recorded."""
        stream = report_stream("rkt", self.office.year)
        return await self.office.house.services.recorder.report(self.office.id, stream)

    async def report_written(self) -> Any:
        """Begin the annual report and write what only people can; return it."""
        done(await self.office.drafter.ask(self.report, {}))
        for key in (await self.read(self.report))["missing"]:
            done(await self.write(key, f"Uraian {key}. (contoh)"))
        return await self.read(self.report)

    async def write(self, section: str, body: str, person: Person | None = None) -> httpx.Response:
        """Write a section of the annual report as it is now."""
        where = f"{self.report}/sections/{section}"
        seen = (await self.read(where))["digest"]
        return await (person or self.office.drafter).ask(where, {"seen": seen, "body": body})

    async def report_sent(self) -> Any:
        """Write the annual report and send it; return it with its document."""
        report = await self.report_written()
        done(await self.office.drafter.ask(f"{self.report}/submission", {}, report["version"]))
        return await self.report_printed()

    async def report_printed(self) -> Any:
        """Wait for the document of the annual report as it is, and return the report."""
        await self._until(self.report_state, lambda report: report.document is not None)
        return await self.read(self.report)

    async def endorse_report(self, person: Person, door: str) -> httpx.Response:
        """Act on what is shown of the annual report in its open step."""
        report = await self.report_printed()
        step = next(s["key"] for s in report["route"] if s["state"] == "open")
        body = {"step": step, "digest": report["digest"], "document": report["document"]}
        return await person.ask(f"{self.report}/{door}", body, report["version"])

    async def _until(self, state: Callable[[], Awaitable[S]], seen: Callable[[S], bool]) -> None:
        """Follow the office's log until what is recorded is as wanted."""
        store = self.office.house.store
        async with asyncio.timeout(30):
            head = await store.head(self.office.id)
            if seen(await state()):
                return
            async for _ in store.follow(self.office.id, max(0, head.position - 1)):
                if seen(await state()):
                    return


def done(answer: httpx.Response) -> httpx.Response:
    """Return an answer that must say that something was recorded."""
    assert answer.status_code == 201, answer.text
    return answer
