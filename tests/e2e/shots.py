"""Takes the pictures of the documentation: `python -m tests.e2e.shots` lives the sample plan and year in Chromium."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from cli.demo import throwaway
from cli.embedded.process import free_port
from cli.settings import read_settings
from cli.system import System
from cli.trial import SampleSignIn, inside, load_sample
from domain.kernel.actor import Role
from examples import official as paths
from examples.banjarmasin import kind, office, year
from examples.cast import Cast, signed_in
from examples.living import PASSED, RETURNED, UNFILED, sign_plan
from examples.official import Official
from examples.year import Script, Year
from examples.year_files import printed
from tests.conftest import browser as find_browser

HOME = Path(__file__).parents[2] / "docs" / "screens"
# The pictures of help are the same, smaller: of each job the page that it is done on.
HELP = HOME.parents[1] / "static" / "help"
JOBS = {"editor": "write", "review": "review", "sign": "sign", "action": "action", "row": "file", "board": "verify",
        "year": "year", "history": "history", "official": "official", "office": "office"}  # fmt: skip
_HELP_SIZE, _HELP_COLOURS = (720, 474), 16
SIZES = {"wide": (1366, 900), "narrow": (390, 844)}
PLAN = f"/offices/{office().id}/plans/{kind()}-{year() + 1}"
ROW = "a-i08"
_OPEN = timedelta(days=30)  # a window of a quarter
_COLOURS = 64  # of a picture: paper and ink need no more, and files stay small
_REASON = "Target partisipasi perempuan masih di bawah capaian terakhir; mohon dinaikkan."


class Camera:
    """Looks at the running system as each of its people."""

    def __init__(self, browser: Browser, base_url: str, sign_ins: dict[Role, SampleSignIn]) -> None:
        self._browser = browser
        self._base_url = base_url
        self._sign_ins = sign_ins
        self._pages: dict[tuple[Role | None, str], Page] = {}

    async def page(self, role: Role | None, size: str, *, dark: bool = False) -> Page:
        """Return the window of somebody, signed in."""
        known = (role, size + "-dark" * dark)
        if known not in self._pages:
            width, height = SIZES[size]
            context = await self._browser.new_context(
                base_url=self._base_url,
                viewport={"width": width, "height": height},
                locale="id",
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
            )
            page = await context.new_page()
            if role is not None:
                await page.goto("/sign-in")
                await page.fill("#username", self._sign_ins[role].username)
                await page.fill("#password", self._sign_ins[role].password)
                await page.click("form[action='/sign-in'] button")
                await page.wait_for_url("**/")
            self._pages[known] = page
        return self._pages[known]

    async def shoot(
        self,
        name: str,
        role: Role | None,
        path: str,
        then: Callable[[Page], Awaitable[object]] | None = None,
        *,
        dark: bool = False,
    ) -> None:
        """Take a page wide and narrow."""
        for size in SIZES:
            page = await self.page(role, size, dark=dark)
            await page.goto(path)
            await page.wait_for_load_state()
            if then is not None:
                await then(page)
            picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
            small = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
            small.save(HOME / f"{name}-{size}.png", optimize=True)
            if size == "wide" and name in JOBS:
                shrunk = picture.resize(_HELP_SIZE, Image.Resampling.LANCZOS)
                shrunk = shrunk.quantize(_HELP_COLOURS, dither=Image.Dither.NONE)
                shrunk.save(HELP / f"{JOBS[name]}.png", optimize=True)


async def main() -> None:
    """Live the plan once more, and look at every page on the way."""
    chromium = find_browser()
    if chromium is None:
        raise SystemExit("There is no Chromium here.")
    HOME.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        data = stack.enter_context(throwaway())
        environment = {"PARAF_DATA": str(data), "PARAF_PORT": str(free_port()), "PARAF_TRIAL": "1"}
        system = await stack.enter_async_context(System(read_settings(environment)))
        async with inside(system.settings) as services:
            sample = await load_sample(services, system.settings)
            for each in sample:  # nobody is new here
                if (account := await services.accounts.of_person(each.person)) is not None:
                    await services.profiles.toured(account)
        sign_ins = {each.role: each for each in reversed(sample)}  # of two owners the first
        known = {each.person: (each.username, each.password) for each in sample}
        cast = await stack.enter_async_context(signed_in(system.settings.base_url, known))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        stack.push_async_callback(browser.close)
        camera = Camera(browser, system.settings.base_url, sign_ins)
        await _walk(camera, cast)
        await _walk_the_year(camera, cast)


async def _walk(camera: Camera, cast: Cast) -> None:
    drafter, secretary, chair = cast.drafter, cast.secretary, cast.chair
    await camera.shoot("sign-in", None, "/sign-in")
    await camera.shoot("editor", Role.DRAFTER, f"{PLAN}/edit", _type_a_target)
    await camera.shoot("check", Role.DRAFTER, f"{PLAN}/check")
    await _send(drafter, "Mohon diperiksa; target disusun menurut Renstra 2020–2024.")
    await camera.shoot("desk", Role.SECRETARY, "/")
    await camera.shoot("first-review", Role.SECRETARY, f"{PLAN}/review")
    await secretary.ask(f"{PLAN}/comments", {"row": ROW, "text": _REASON})
    step = {"step": "secretary-review"}
    await secretary.ask(f"{PLAN}/returns", step | {"reason": _REASON})
    await camera.shoot("returned", Role.DRAFTER, "/")
    plan = await drafter.plan(PLAN)
    for comment in plan["comments"]:
        await drafter.ask(f"{PLAN}/comments/{comment['id']}/settlement", {"answer": "Dinaikkan menjadi 79%."})
    text = {name: value for name, value in plan["text"].items() if name != "budget"}
    next(i for part in text["parts"] for i in part["indicators"] if i["id"] == ROW)["target"]["text"] = "79%"
    await drafter.ask(f"{PLAN}/text", text, plan["version"])
    await _send(drafter, "Target partisipasi perempuan dinaikkan.")
    await camera.shoot("review", Role.SECRETARY, f"{PLAN}/review")
    await _endorse(secretary, "parafs")
    await _endorse(chair, "parafs")
    await camera.shoot("sign", Role.SECRETARY, f"{PLAN}/sign")
    receipt = await _endorse(secretary, "signatures")
    await camera.shoot("proof", Role.SECRETARY, f"{PLAN}/receipts/{receipt}")
    await camera.shoot("plan", Role.AUDITOR, PLAN)
    await camera.shoot("plan-dark", Role.AUDITOR, PLAN, dark=True)
    await _endorse(chair, "signatures")
    await drafter.shown(PLAN)
    await camera.shoot("history", Role.AUDITOR, f"{PLAN}/history?row={ROW}.target")
    await camera.shoot("differences", Role.AUDITOR, f"{PLAN}/differences?from=1&to=2")
    await camera.shoot("plans", Role.AUDITOR, f"/offices/{office().id}/plans")
    await camera.shoot("people", Role.ADMINISTRATOR, f"/offices/{office().id}/people")
    await camera.shoot("official", Role.ADMINISTRATOR, f"/offices/{office().id}/officials/new")
    await camera.shoot("office", Role.ADMINISTRATOR, f"/offices/{office().id}")
    await camera.shoot("kind", Role.ADMINISTRATOR, f"/offices/{office().id}/kinds/renja/copy", _scroll_to_columns)
    await camera.shoot("tokens", Role.AUDITOR, "/tokens")
    await camera.shoot("nothing", Role.AUDITOR, "/offices/kantor-lain/plans/rkt-2024")


async def _walk_the_year(camera: Camera, cast: Cast) -> None:
    script = Script()
    played, now = Year(cast, script), datetime.now(UTC)
    await sign_plan(cast, script)
    await played.begin_action()
    await camera.shoot("action-proposals", Role.DRAFTER, f"{paths.ACTION}/proposals")
    await played.write_action()
    await played.send_action()
    await cast.planner.shown(paths.ACTION)
    await camera.shoot("action-review", Role.OWNER, f"{paths.ACTION}/review")
    await played.sign_action()
    for number in (1, 2, 3):
        await played.extend(number, now + _OPEN)
        await played.file(number)
        await played.verify(number)
        if number == 3:
            await cast.secretary.shown(paths.quarter(3))
            await camera.shoot("quarter-signing", Role.SECRETARY, paths.quarter(3))
        await played.close(number)
    await played.extend(4, now + _OPEN)
    await played.file(4, left_out=UNFILED)
    await played.verify(4, PASSED)
    for row, reason in RETURNED.items():
        await played.send_back(4, row, reason)
    await _look_at_the_year(camera, cast)


async def _look_at_the_year(camera: Camera, cast: Cast) -> None:
    await camera.shoot("action", Role.PLANNER, paths.ACTION)
    await camera.shoot("owner-desk", Role.OWNER, "/")
    await camera.shoot("row", Role.OWNER, f"{paths.quarter(4)}/realisations/{UNFILED[0]}")
    await camera.shoot("board", Role.PLANNER, paths.quarter(4))
    await camera.shoot("year", Role.CHAIR, paths.YEAR)
    await camera.shoot("year-dark", Role.CHAIR, paths.YEAR, dark=True)
    await camera.shoot("indicator", Role.CHAIR, f"{paths.YEAR}/{UNFILED[0]}")
    await camera.shoot("quarter-history", Role.AUDITOR, f"{paths.quarter(4)}/history?row={next(iter(RETURNED))}")
    await printed(cast.chair)
    await camera.shoot("year-documents", Role.CHAIR, paths.DOCUMENTS)


async def _scroll_to_columns(page: Page) -> None:
    await page.locator("[id='parts.0.levels.0']").evaluate("row => row.scrollIntoView()")


async def _type_a_target(page: Page) -> None:
    field = page.locator(f"[id='{ROW}.target']")
    await field.scroll_into_view_if_needed()
    await field.fill("79%")


async def _send(drafter: Official, note: str) -> None:
    await drafter.ask(f"{PLAN}/submission", {"note": note}, (await drafter.plan(PLAN))["version"])
    await drafter.shown(PLAN)


async def _endorse(official: Official, door: str) -> str:
    plan = await official.shown(PLAN)
    step = next(s["key"] for s in plan["route"] if s["state"] == "open")
    body = {"step": step, "digest": plan["text_digest"], "document": plan["document"]}
    receipt = await official.ask(f"{PLAN}/{door}", body, plan["version"])
    await official.shown(PLAN)
    return str(receipt["command_id"])


if __name__ == "__main__":
    asyncio.run(main())
