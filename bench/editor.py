"""A plan of 500 indicators in the editor: a row added and a cell saved, from the key to what is painted."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from playwright.async_api import Page, async_playwright

from bench import large
from bench.measure import Measure
from cli.demo import throwaway
from cli.embedded.process import free_port
from cli.settings import read_settings
from cli.system import System
from cli.trial import inside, load_sample
from domain.kernel.actor import Role
from examples.banjarmasin import kind, office
from examples.cast import signed_in
from tests.conftest import browser as find_browser
from views.text import text_view

_TIMES = 9
_PLANS = f"/offices/{office().id}/plans"
_PLAN = f"{_PLANS}/{kind()}-{large.YEAR}"
_ROW = large.key(3)

# Both until the browser has painted what came of it.
_PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_ADD = f"""async () => {{
    const began = performance.now();
    const detail = {{ key: "Insert", altKey: true, bubbles: true, cancelable: true }};
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", detail));
    document.body.offsetHeight;
    const taken = performance.now() - began;
    await {_PAINTED};
    return taken;
}}"""
_SAVE = f"""async () => {{
    const form = document.getElementById("editor");
    const field = document.activeElement;
    grid.set(field, field.value === "12 dokumen" ? "13 dokumen" : "12 dokumen");
    const saved = new Promise((done) => form.addEventListener("saving:done", done, {{ once: true }}));
    const began = performance.now();
    form.requestSubmit();
    await saved;
    await {_PAINTED};
    return performance.now() - began;
}}"""
# The same change without the page.
_TELL = """async (row) => {
    const form = document.getElementById("editor");
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    headers["Idempotency-Key"] = crypto.randomUUID();
    headers["If-Match"] = `"${form.elements.text_version.value}"`;
    const text = `${Math.round(performance.now())} dokumen`;
    const body = JSON.stringify({ cells: [{ row, column: "target", text }] });
    const began = performance.now();
    const answer = await fetch(form.action, { method: "PATCH", body, headers });
    form.elements.text_version.value = (await answer.json()).version;
    return performance.now() - began;
}"""
# The same cells without anything that knows of them.
_BARE = """() => {
    const table = document.createElement("table");
    table.style.cssText = "table-layout: fixed; width: 100%";
    const line =
        "<td></td><td><textarea rows=1>Indikator</textarea></td><td><input value='90%'><output>90</output></td><td>" +
        "<select><option>Persen</select></td><td><button>a</button><button>b</button><button>c</button></td>";
    for (let n = 0; n < 525; n += 1) table.insertRow().innerHTML = line;
    document.body.replaceChildren(table);
}"""
_ADD_BARE = f"""async () => {{
    const table = document.querySelector("table");
    const began = performance.now();
    table.rows[3].after(table.rows[3].cloneNode(true));
    document.body.offsetHeight;
    const taken = performance.now() - began;
    await {_PAINTED};
    return taken;
}}"""


async def measure() -> list[Measure]:
    """Return how long a row and a save take, beside a bare table and beside the request alone."""
    chromium = find_browser()
    if chromium is None:
        return []
    async with AsyncExitStack() as stack:
        data = stack.enter_context(throwaway())
        system = await stack.enter_async_context(
            System(read_settings({"PARAF_DATA": str(data), "PARAF_PORT": str(free_port()), "PARAF_TRIAL": "1"}))
        )
        async with inside(system.settings) as services:
            sample = await load_sample(services, system.settings)
        known = {each.person: (each.username, each.password) for each in sample}
        cast = await stack.enter_async_context(signed_in(system.settings.base_url, known))
        await cast.drafter.ask(_PLANS, {"kind": kind(), "year": large.YEAR, "text": text_view(large.plan_text())})
        playwright = await stack.enter_async_context(async_playwright())
        opened = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        stack.push_async_callback(opened.close)
        page = await opened.new_page(base_url=system.settings.base_url, locale="id")
        drafter = next(each for each in sample if each.role is Role.DRAFTER)
        await page.goto("/sign-in")
        await page.fill("#username", drafter.username)
        await page.fill("#password", drafter.password)
        await page.click("form[action='/sign-in'] button")
        await page.wait_for_url("**/")
        await page.goto(f"{_PLAN}/edit")
        await page.click(f"[id='{_ROW}.target']")
        saved = await _median(lambda: page.evaluate(_SAVE))

        told = await _median(lambda: page.evaluate(_TELL, _ROW))
        added = await _median(lambda: page.evaluate(_ADD))
        return [
            Measure("a row added", added, "to a bare table", await _bare(page), "ms", "525 rows"),
            Measure("a cell saved from the page", saved, "the request alone", told, "ms", "525 rows"),
        ]


async def _bare(page: Page) -> float:
    await page.goto("about:blank")
    await page.evaluate(_BARE)
    return await _median(lambda: page.evaluate(_ADD_BARE))


async def _median(act: Callable[[], Awaitable[float]]) -> float:
    taken = []
    for _ in range(_TIMES):
        taken.append(await act())
        await asyncio.sleep(0)
    return statistics.median(taken)
