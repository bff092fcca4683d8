"""People who act at random on the plans of an office, send everything twice, and hang up on some answers."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Any

import httpx

from cli.soak.ledger import Answer, Ledger
from cli.soak.offices import Person, SoakOffice
from domain.kernel.actor import Role
from examples.banjarmasin import plan_text
from examples.official import JSON
from views.text import text_view

_PAUSE = 0.1  # seconds until what nobody answered is sent again
_HUNG_UP = 0.2  # share of commands whose first answer nobody waits for
_LONGEST = 0.05  # seconds after which somebody hangs up
_OUT_OF_TURN = 0.1  # share of acts by whoever, whatever the plan's phase
_KEPT = 0.1  # share of acts that are only typing, kept while one types
_PLANS = 3  # of an office at once
_AMENDED = 2  # times that a signed plan is amended, before the one of a later year is begun
_FIRST = 2020
_AWAY = (429, 503)


class Actor:
    """One hand that acts for everybody in an office until the time is over."""

    def __init__(self, office: SoakOffice, hand: int, ledger: Ledger, dice: Random, clock: Callable[[], float]) -> None:
        self._office = office
        self._ledger = ledger
        self._dice = dice
        self._clock = clock
        self._hand = hand
        self._number = hand

    async def act_until(self, end: float) -> None:
        """Act; what was begun before the end is asked until it is answered."""
        while self._clock() < end:
            await self._act()

    async def _act(self) -> None:
        year = _FIRST + self._dice.randrange(_PLANS)
        plan = await self._plan(year)
        while plan is not None and plan["phase"] == "signed" and len(plan.get("amended", ())) > _AMENDED:
            year += _PLANS
            plan = await self._plan(year)
        self._number += 100
        if self._dice.random() < _KEPT:
            await self._type(f"/offices/{self._office.id}/plans/rkt-{year}/edit")
            return
        path = f"/offices/{self._office.id}/plans"
        if plan is None:
            body = {"kind": "rkt", "year": year, "text": text_view(plan_text())}
            await self._ask(Role.DRAFTER, path, body)
            return
        path, phase = f"{path}/rkt-{year}", "any" if self._dice.random() < _OUT_OF_TURN else plan["phase"]
        acts: Mapping[str, tuple[Callable[[str, Any], Any], ...]] = {
            "drafting": (self._edit, self._edit, self._comment, self._send),
            "review": (self._endorse, self._endorse, self._endorse, self._edit, self._return, self._comment),
            "signing": (self._endorse, self._endorse, self._endorse, self._endorse, self._return),
            "signed": (self._amend,),
        }
        everything = (
            *(self._edit, self._comment, self._send, self._endorse, self._return, self._withdraw),
            *(self._amend, self._reject, self._give_up),
        )
        await self._dice.choice(acts.get(phase, everything))(path, plan)

    async def _edit(self, path: str, plan: Any) -> None:
        text = plan["text"]
        row = self._dice.choice(text["parts"][0]["indicators"])
        row["target"] = {"kind": "percentage", "text": f"{self._dice.randrange(1, 100)}%"}
        await self._ask(Role.DRAFTER, f"{path}/text", text, plan["version"])

    async def _comment(self, path: str, plan: Any) -> None:
        body = {"row": "", "text": f"Catatan {self._number}"}
        who = self._dice.choice((Role.DRAFTER, Role.SECRETARY, Role.CHAIR))
        await self._ask(who, f"{path}/comments", body)

    async def _amend(self, path: str, plan: Any) -> None:
        body = {
            "grounds": ["strategy"],
            "basis": {"title": "Revisi", "number": str(self._number), "day": "2026-01-02"},
            "effective": f"{path[-4:]}-07-01",
            "reason": "Anggaran berubah.",
        }
        await self._ask(Role.DRAFTER, f"{path}/amendment", body)

    async def _give_up(self, path: str, _: Any) -> None:
        await self._ask(Role.DRAFTER, f"{path}/amendment/withdrawal", {"reason": "Tidak jadi."})

    async def _reject(self, path: str, plan: Any) -> None:
        steps = [step["key"] for step in plan["route"] if step["state"] == "open"]
        body = {"step": self._dice.choice(steps or ["chair-review"]), "reason": "Tidak disetujui."}
        await self._ask(self._dice.choice((Role.SECRETARY, Role.CHAIR)), f"{path}/rejections", body)

    async def _type(self, page: str) -> None:
        """Have what is typed kept; what was kept last is what is given back, whatever died meanwhile."""
        who, typed = self._office.people[Role.AUDITOR], f"Naskah {self._number}"
        page = f"{page}?hand={self._hand}"
        body = {"page": page, "fields": [["title", typed]]}
        answer = await self._answered(who, f"/offices/{self._office.id}/kept", body, {"Accept": JSON})
        if answer.is_success:
            self._ledger.typed[self._office.id, page] = typed

    async def _send(self, path: str, plan: Any) -> None:
        if "amendment" in plan:
            redline = await self._read(f"{path}/redline")
            said = [{"place": each["place"], "reason": "Sesuai."} for each in (redline or {"changes": ()})["changes"]]
            await self._ask(Role.DRAFTER, f"{path}/amendment/reasons", {"reasons": said})
        for comment in plan["comments"]:
            if comment["settled_at"] is None and comment["carried"] <= plan["round"]:
                where = f"{path}/comments/{comment['id']}/settlement"
                await self._ask(Role.DRAFTER, where, {"answer": "Sudah."})
        await self._ask(Role.DRAFTER, f"{path}/submission", {"note": ""}, plan["version"])

    async def _endorse(self, path: str, plan: Any) -> None:
        steps = [step for step in plan["route"] if step["state"] == "open"]
        if not steps or not plan["document"]:
            await asyncio.sleep(_PAUSE)
            return
        step = self._dice.choice(steps)
        door = "signatures" if step["act"] == "sign" else "parafs"
        body = {"step": step["key"], "digest": plan["text_digest"], "document": plan["document"]}
        await self._ask(Role(step["role"]), f"{path}/{door}", body, plan["version"])

    async def _return(self, path: str, plan: Any) -> None:
        steps = [step["key"] for step in plan["route"] if step["state"] == "open"] or ["chair-sign"]
        who = self._dice.choice((Role.SECRETARY, Role.CHAIR))
        await self._ask(who, f"{path}/returns", {"step": self._dice.choice(steps), "reason": "Perbaiki."})

    async def _withdraw(self, path: str, _: Any) -> None:
        await self._ask(Role.DRAFTER, f"{path}/withdrawals", {"reason": "Ditarik."})

    async def _plan(self, year: int) -> Any:
        """Read a plan; None where there is none."""
        return await self._read(f"/offices/{self._office.id}/plans/rkt-{year}")

    async def _read(self, path: str) -> Any:
        """Read as the auditor does; None where there is nothing."""
        reader = self._office.people[Role.AUDITOR].client
        while True:
            try:
                found = await reader.get(path, headers={"Accept": JSON})
            except httpx.TransportError:
                found = None
            if found is not None and found.status_code == httpx.codes.NOT_FOUND:
                return None
            if found is not None and found.is_success:
                return found.json()
            await asyncio.sleep(_PAUSE)

    async def _ask(self, role: Role, path: str, body: Any, version: int | None = None) -> None:
        """Send a command until it is answered, and then once more: the answers are the same."""
        key = str(uuid.UUID(int=self._dice.getrandbits(128), version=4))
        headers = {"Accept": JSON, "Idempotency-Key": key}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        who, began = self._office.people[role], self._clock()
        if self._dice.random() < _HUNG_UP:
            await self._hang_up(who, path, body, headers)
        for _ in range(2):
            answer = await self._answered(who, path, body, headers)
            told = Answer(self._office.id, path, key, answer.status_code, said(answer))
            self._ledger.answered(told, began, self._clock())

    async def _hang_up(self, who: Person, path: str, body: Any, headers: Mapping[str, str]) -> None:
        self._ledger.sent += 1
        try:
            async with asyncio.timeout(self._dice.random() * _LONGEST):
                await who.client.post(path, json=body, headers=headers)
        except (TimeoutError, httpx.TransportError):
            self._ledger.unanswered += 1

    async def _answered(self, who: Person, path: str, body: Any, headers: Mapping[str, str]) -> httpx.Response:
        return await until_answered(self._ledger, lambda: who.client.post(path, json=body, headers=headers))


async def until_answered(ledger: Ledger, send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send until there is an answer that says what came of it."""
    while True:
        ledger.sent += 1
        with suppress(httpx.TransportError):
            if (answer := await send()).status_code not in _AWAY:
                return answer
        ledger.unanswered += 1
        await asyncio.sleep(_PAUSE)


def said(answer: httpx.Response) -> Any:
    """Return what counts of an answer: a problem names the request by an id of its own."""
    said = answer.json()
    return said if answer.is_success else {name: said.get(name) for name in ("code", "detail", "params")}


def seconds() -> Callable[[], float]:
    """Return a clock that begins now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
