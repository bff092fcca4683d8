"""The acts of a plan's year, carried out by its people through the public API."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from domain.measure.reading.target import read_target
from examples.amendment import JOINED, LOWERED
from examples.banjarmasin import kind, year
from examples.banjarmasin_year import YearRow, aimed, execution_rows, invented, spent
from examples.cast import Cast
from examples.official import ACTION, Official, quarter

LATE = invented("Triwulan tahun lalu: masa pengisian diperpanjang.")

Done = Callable[[str], Awaitable[bool]]  # whether the command of an id was carried out
Act = Callable[[str], Awaitable[object]]  # carries out a command under an id


async def nothing(_: str) -> bool:
    """Say of every command that it was not carried out: the year begins."""
    return False


class Script:
    """Carries out each act under an id that is the same at each playing, and passes over what was carried out."""

    def __init__(self, done: Done = nothing) -> None:
        self._done = done

    async def once(self, name: str, act: Act) -> None:
        """Carry out an act unless it was."""
        key = command_id(name)
        if not await self._done(key):
            await act(key)

    async def endorse(self, name: str, official: Official, path: str, door: str) -> None:
        """Put a paraf or a signature on what is shown, unless it was put."""
        await self.once(name, lambda key: official.endorse(path, door, key=key))


class Year:
    """The year of the sample plan, which is signed."""

    def __init__(self, cast: Cast, script: Script) -> None:
        self._cast = cast
        self._script = script
        self._rows = execution_rows()

    async def begin_action(self) -> None:
        """Begin the action plan with the signed text."""
        await self._script.once("action.begin", lambda key: self._cast.drafter.ask(ACTION, {}, key=key))

    async def write_action(self) -> None:
        """Confirm how each indicator is measured, and fill every row."""
        await self._write(execution_rows(), "action")

    async def send_action(self) -> None:
        """Send the action plan on its route."""
        await self._send("action")

    async def sign_action(self) -> None:
        """Let owners accept the action plan, the planning section check it, and the Secretary sign it."""
        await self._sign("action")

    async def amend_action(self) -> None:
        """Let the action plan follow the amended plan, write the rows that it changed, and have it signed."""
        drafter = self._cast.drafter

        async def follow(key: str) -> None:
            await drafter.ask(f"{ACTION}/following", {}, (await drafter.plan(ACTION))["version"], key)

        await self._script.once("amended.follow", follow)
        self._rows = (*execution_rows(), JOINED)
        await self._write([row for row in self._rows if row.id in (LOWERED, JOINED.id)], "amended")
        await self._send("amended")
        await self._sign("amended")

    async def _write(self, rows: Sequence[YearRow], name: str) -> None:
        drafter = self._cast.drafter

        async def write(key: str) -> None:
            action = await drafter.plan(ACTION)
            indicators = {row["id"]: row for part in action["parts"] for row in part["indicators"]}
            proposals = (await drafter.plan(f"{ACTION}/proposals"))["proposals"]
            policies = {each["indicator"]: each["policy"] for each in proposals}
            bodies = []
            for row in rows:
                asked = indicators[row.id]
                body = row.body(aimed(read_target(**asked["target"])), policies[row.id])
                bodies.append(body if asked["policy"] is None else {**body, "policy": asked["policy"]})
            await drafter.ask(f"{ACTION}/rows", {"rows": bodies}, action["version"], key)

        await self._script.once(f"{name}.rows", write)

    async def _send(self, name: str) -> None:
        drafter = self._cast.drafter

        async def send(key: str) -> None:
            await drafter.ask(f"{ACTION}/submission", {}, (await drafter.plan(ACTION))["version"], key)

        await self._script.once(f"{name}.submit", send)

    async def _sign(self, name: str) -> None:
        acts = [(person, owner, "parafs") for person, owner in self._cast.owners.items()]
        acts += [("planner", self._cast.planner, "parafs"), ("secretary", self._cast.secretary, "signatures")]
        for who, official, door in acts:
            await self._script.endorse(f"{name}.{who}", official, ACTION, door)

    async def extend(self, number: int, closes: datetime) -> None:
        """Let the Secretary extend the window of a quarter, which the signature has opened."""

        async def grant(key: str) -> None:
            await self._cast.secretary.seen(quarter(number), lambda found: found["phase"] == "open")
            body = {"closes": closes.isoformat(), "reason": LATE}
            await self._cast.secretary.ask(f"{quarter(number)}/extension", body, key=key)

        await self._script.once(f"q{number}.extend", grant)

    async def file(self, number: int, left_out: Collection[str] = ()) -> None:
        """File every row that is not left out, with what was returned and corrected on the way, and the money spent."""
        known = await self._cast.planner.seen(quarter(number), _knows_the_quarter_before)
        rows = [row for row in self._rows if row.id not in left_out]
        await asyncio.gather(*(self._report(number, row) for row in rows))

        async def spend(key: str) -> None:
            seen = {p["id"]: p["version"] for p in known["budget"]["programmes"]}
            amounts = [
                {"programme": programme, "based_on": seen[programme], "realised": amount}
                for programme, amount in spent(number).items()
            ]
            await self._cast.planner.ask(f"{quarter(number)}/budget", {"amounts": amounts}, key=key)

        await self._script.once(f"q{number}.spend", spend)

    async def verify(self, number: int, only: Collection[str] = ()) -> None:
        """Let the planning section pass every row, or some of them."""

        async def check(key: str) -> None:
            found = await self._cast.planner.plan(quarter(number))
            passed = [row for row in found["rows"] if not only or row["id"] in only]
            rows = [{"indicator": row["id"], "based_on": row["version"]} for row in passed]
            await self._cast.planner.ask(f"{quarter(number)}/verifications", {"rows": rows}, key=key)

        await self._script.once(f"q{number}.verify", check)

    async def close(self, number: int) -> None:
        """Let Secretary and Chair sign a quarter, and wait until it has closed."""
        where = quarter(number)
        for who, official in self._cast.officials.items():
            await self._script.endorse(f"q{number}.{who}", official, where, "signatures")
        await self._cast.planner.seen(where, lambda found: found["phase"] == "closed")

    async def send_back(self, number: int, row: str, reason: str, version: int = 1) -> None:
        """Let the planning section return a row."""
        body = {"indicator": row, "reason": invented(reason)}
        where = f"{quarter(number)}/returns"
        await self._script.once(
            f"q{number}.return.{row}", lambda key: self._cast.planner.ask(where, body, version, key)
        )

    async def _report(self, number: int, row: YearRow) -> None:
        """File a row; where something stood before it, file that, and correct it."""
        report, owner = row.quarters[number - 1], self._cast.owners[row.owner]
        where, name = f"{quarter(number)}/realisations/{row.id}", f"q{number}.file.{row.id}"
        first = (report.before.filing if report.before else report).body()

        async def report_first(key: str) -> None:
            digests = [await owner.attach(where, *file) for file in report.files().items()]
            await owner.ask(where, {**first, "evidence": digests}, 0, key)

        await self._script.once(name, report_first)
        if report.before is None:
            return
        if report.before.returned:
            await self.send_back(number, row.id, report.before.returned)
        second = {**report.body(), "reason": invented(report.before.reason)}
        await self._script.once(f"{name}.correct", lambda key: owner.ask(f"{where}/corrections", second, 1, key))


def command_id(name: str) -> str:
    """Return the id of an act of the sample: the same at each playing."""
    return f"sample.{kind()}-{year()}.{name}"


def _knows_the_quarter_before(found: Any) -> bool:
    """Whether a quarter has heard what the one before came to: an owner answers to that."""
    earlier = found["rows"][0]["earlier"]  # of an indicator that has a figure in every quarter
    return not earlier or earlier[-1]["reading"]["type"] != "absent"
