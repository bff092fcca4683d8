"""The papers of a year are read at every width, begun by one press each and brought into step, without scripts."""

import os
from pathlib import Path

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.test_derive import KINDS
from tests.api.plans.test_together import change as change_text
from tests.e2e.conftest import Open
from tests.e2e.test_axe import overflow

pytestmark = pytest.mark.browser
_SHOTS = os.environ.get("PARAF_SHOTS", "")  # a folder to look at them in


@pytest.mark.parametrize(("size", "dark"), [((360, 740), False), ((1366, 768), True)])
async def test_papers_are_begun_and_followed_without_scripts(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    await office.draft()
    page = await new_page(Role.DRAFTER, size, scripts=False, dark=dark)
    here = f"/offices/{office.id}/set/{office.year}"
    for kind in KINDS:
        await page.goto(here)
        await page.click(f"form:has(input[value='{kind}']) button")  # one press
        await page.wait_for_url(f"**/{kind}-{office.year}/edit")
    row = (await office.plan())["text"]["parts"][0]["indicators"][0]["id"]
    cells = [{"row": row, "column": "target", "text": "55%"}, {"row": row, "column": "text", "text": "Bunyi baru"}]
    assert (await change_text(office.drafter, office.path, 1, {"cells": cells})).status_code == 200
    for path in (here, f"/offices/{office.id}/plans/pk-ketua-{office.year}/upstream"):
        await page.goto(path)
        assert await overflow(page) == 0
        if _SHOTS:
            name = path.rsplit("/", 1)[-1]
            await page.screenshot(path=Path(_SHOTS) / f"set-{name}-{size[0]}.png", full_page=True)
    await page.click("form[action$='/upstream'] button")
    await page.wait_for_url("**/edit")
    await page.click(".bar button[name=do][value=save]")
    await page.wait_for_url("**saved=1**")
    told = (await office.drafter.get(f"/offices/{office.id}/plans/pk-ketua-{office.year}/upstream")).json()
    assert told["rows"] == []
