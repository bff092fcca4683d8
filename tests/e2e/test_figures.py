"""The editor's script adds up what is written in full; reading is the server's."""

import pytest
from playwright.async_api import Browser

from api.http.html import STATIC

pytestmark = pytest.mark.browser


async def test_sum_is_as_printed_or_not_there(browser: Browser) -> None:
    page = await browser.new_page()
    await page.add_script_tag(path=STATIC / "figures.js")
    sums = await page.evaluate(
        "(all) => all.map((each) => figures.total(each))",
        [["Rp 1.000", "2.500,50"], ["30.275.016.000", "1"], ["1", "1,234"], []],
    )
    await page.close()
    assert sums == ["Rp 3.500,50", "Rp 30.275.016.001", None, None]
