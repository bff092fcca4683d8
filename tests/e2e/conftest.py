"""A real Chromium before the running application."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, async_playwright

from cli.embedded.postgres import EmbeddedPostgres
from domain.kernel.actor import Role
from tests.api.conftest import api_data, api_temporal, house, office
from tests.api.house import PASSWORD, Kantor
from tests.check import falsified, verified
from tests.conftest import Database, prepare

__all__ = ["api_data", "api_temporal", "falsified", "house", "office", "verified"]

WIDE, NARROW = (1366, 768), (360, 740)
Open = Callable[..., Awaitable[Page]]
# Without them the browser looks for its maker's hosts at every start.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="package")
async def api_database(shared_postgres: EmbeddedPostgres) -> Database:
    """The database of the application that is looked at."""
    return await prepare(shared_postgres, "paraf_e2e")


@pytest.fixture(scope="package")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The browser."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield opened
        await opened.close()


@pytest.fixture
async def new_page(browser: Browser, office: Kantor) -> AsyncIterator[Open]:
    """Open pages, each in a window of its own; what goes wrong in one fails the test."""
    faults: list[str] = []
    contexts = []

    async def open_page(
        role: Role | None = None,
        size: tuple[int, int] = WIDE,
        *,
        scripts: bool = True,
        dark: bool = False,
        language: str = "id",
        touch: bool = False,
    ) -> Page:
        context = await browser.new_context(
            base_url=office.house.base_url,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            locale=language,
            reduced_motion="reduce",
            has_touch=touch,
            is_mobile=touch,
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        if role is not None:
            token = await office.house.services.sessions.open(office[role].account)
            await context.add_cookies([{"name": "paraf", "value": token, "url": office.house.base_url}])
        return page

    yield open_page
    for context in contexts:
        await context.close()
    # A browser tells of every 4xx answer on its console, and of a server that is away: those are asked for.
    assert [fault for fault in faults if "Failed to load resource" not in fault] == []


async def sign_in(page: Page, office: Kantor, role: Role) -> None:
    """Sign in through the form, as people do."""
    await page.goto("/sign-in")
    await page.fill("#username", office[role].account.username)
    await page.fill("#password", PASSWORD)
    await page.click("form[action='/sign-in'] button")
    await page.wait_for_url("**/")
