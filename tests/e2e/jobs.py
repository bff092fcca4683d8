"""A job that somebody does in a browser, counted in actions: a click, a key, a text that is typed."""

from playwright.async_api import Locator, Page


class Job:
    """Does things on a page and counts them."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name
        self.actions = 0

    async def click(self, what: str | Locator) -> None:
        """Press something."""
        self.actions += 1
        await (self.page.locator(what) if isinstance(what, str) else what).click()

    async def press(self, key: str) -> None:
        """Press a key."""
        self.actions += 1
        await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self.actions += 1
        await self.page.keyboard.type(text)
