"""The sample office, whose people live its year meanwhile: an amendment, owners with evidence, planner and auditor."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from random import Random
from typing import Any

import httpx

from cli.soak.ledger import Answer, Ledger
from cli.soak.people import said, until_answered
from cli.trial import SampleSignIn
from examples.banjarmasin import office
from examples.banjarmasin_year import execution_rows
from examples.cast import Cast, signed_in
from examples.living import live
from examples.official import LOG, Official, StoryFailed, quarter
from examples.year import LATE, nothing

_OPEN = 4  # the quarter that is not closed when the rest has been lived
_READS = 0.2  # share of acts that are the auditor's


class Witness(Official):
    """Somebody who asks until there is an answer, and sends every command once more."""

    def __init__(self, client: httpx.AsyncClient, ledger: Ledger, clock: Callable[[], float]) -> None:
        super().__init__(client)
        self._ledger = ledger
        self._clock = clock

    async def _answered(self, method: str, path: str, **sent: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            return await self._client.request(method, path, **sent)

        began = self._clock()
        answer = await until_answered(self._ledger, send)
        if key := sent.get("headers", {}).get("Idempotency-Key"):
            for each in (answer, await until_answered(self._ledger, send)):
                told = Answer(office().id, path, key, each.status_code, said(each))
                self._ledger.answered(told, began, self._clock())
        return answer


class SoakYear:
    """Lives the year to its open quarter, and goes on filing there until the time is over."""

    def __init__(self, cast: Cast, ledger: Ledger, dice: Random, clock: Callable[[], float]) -> None:
        self._cast = cast
        self._ledger = ledger
        self._dice = dice
        self._clock = clock
        self._reports = {row.id: (row.quarters[_OPEN - 1].body(), cast.owners[row.owner]) for row in execution_rows()}
        self._log = b""

    async def act_until(self, end: float) -> None:
        """Live, then act at random. Raises `StoryFailed` where the year cannot be lived."""
        await live(self._cast, nothing)
        while self._clock() < end:
            if self._dice.random() < _READS:
                await self._read()
            else:
                await self._act()
        await self._read()

    async def _act(self) -> None:
        planner, where = self._cast.planner, quarter(_OPEN)
        row = self._dice.choice([row for row in (await planner.plan(where))["rows"] if row["id"] in self._reports])
        match self._dice.randrange(4):
            case 0:
                seen = {"indicator": row["id"], "based_on": row["version"]}
                await planner.send(f"{where}/verifications", {"rows": [seen]})
            case 1:
                await planner.send(f"{where}/returns", {"indicator": row["id"], "reason": LATE}, row["version"])
            case _:
                await self._file(f"{where}/realisations/{row['id']}", row)

    async def _file(self, where: str, row: Any) -> None:
        body, owner = self._reports[row["id"]]
        with suppress(StoryFailed):  # a row takes so many files
            content = f"Uji;{self._dice.getrandbits(64)}\n".encode()
            body = {**body, "evidence": [await owner.attach(where, "uji.csv", content)]}
        if row["version"]:
            await owner.send(f"{where}/corrections", {**body, "reason": LATE}, row["version"])
        else:
            await owner.send(where, body, row["version"])

    async def _read(self) -> None:
        """Read the log as an auditor does: it begins with what was read before."""
        found = await self._cast.auditor.lines(LOG)
        if not found.startswith(self._log):
            self._ledger.faults.append(f"{LOG}: what was read before has changed")
        self._log = found


@asynccontextmanager
async def year(
    base_url: str, sample: tuple[SampleSignIn, ...], ledger: Ledger, dice: Random, clock: Callable[[], float]
) -> AsyncIterator[SoakYear]:
    """Yield the year, with everybody of the sample signed in."""
    sign_ins = {each.person: (each.username, each.password) for each in sample}
    async with signed_in(base_url, sign_ins, lambda client: Witness(client, ledger, clock)) as cast:
        yield SoakYear(cast, ledger, dice, clock)
