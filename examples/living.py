"""A living office: the published plan signed and amended, three quarters of its year closed, the fourth filed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from examples.amending import Amending
from examples.amendment import AMENDED_IN
from examples.banjarmasin import kind, plan_text, year
from examples.cast import Cast
from examples.official import PLAN, PLANS, quarter
from examples.year import Done, Script, Year, command_id
from views.text import text_view

UNFILED = ("a-i07", "a-i08", "a-i09", "b-i10", "b-i12")  # in the fourth quarter: each owner has some to file
RETURNED: Mapping[str, str] = {
    "a-i13": "Mohon disebutkan nomor perkara yang dikabulkan sebagian.",
    "b-i18": "Mohon disebutkan tanggal serah terima pekerjaan.",
}
PASSED = ("a-i01", "a-i02", "a-i10", "b-i01", "b-i03")
DRAFTED = command_id("draft")  # the first act
LAST = command_id(f"q4.return.{[*RETURNED][-1]}")  # the last act of all
_PASSING = timedelta(days=1)  # a window for what is filed at once
_OPEN = timedelta(days=30)  # one for whoever tries it out


async def live(cast: Cast, done: Done) -> None:
    """Play it from wherever it is. Raises `StoryFailed`."""
    script = Script(done)
    await sign_plan(cast, script)
    played, now = Year(cast, script), datetime.now(UTC)
    await played.begin_action()
    await played.write_action()
    await played.send_action()
    await played.sign_action()
    for number in (1, 2, 3):
        if number == AMENDED_IN:
            await _amend(cast, script, played)
        await played.extend(number, now + _PASSING)
        await played.file(number)
        await played.verify(number)
        await played.close(number)
    await played.extend(4, now + _OPEN)
    await played.file(4, left_out=UNFILED)
    await played.verify(4, PASSED)
    for row, reason in RETURNED.items():
        await played.send_back(4, row, reason)


async def _amend(cast: Cast, script: Script, played: Year) -> None:
    """Amend the plan, and let its action plan and the quarters that are open follow."""
    amending = Amending(cast, script)
    await amending.begin()
    await amending.write()
    await amending.explain()
    await amending.sign()
    await played.amend_action()
    for number in (3, 4):
        await cast.planner.seen(quarter(number), lambda found: found["plan"]["amendment"])


async def sign_plan(cast: Cast, script: Script) -> None:
    """Have the published plan drafted, reviewed and signed."""
    drafter = cast.drafter
    text = {"kind": kind(), "year": year(), "text": text_view(plan_text())}
    await script.once("draft", lambda key: drafter.ask(PLANS, text, key=key))

    async def send(key: str) -> None:
        await drafter.ask(f"{PLAN}/submission", {"note": ""}, (await drafter.plan(PLAN))["version"], key)

    await script.once("submit", send)
    for door in ("parafs", "signatures"):
        for who, official in cast.officials.items():
            await script.endorse(f"{door}.{who}", official, PLAN, door)
