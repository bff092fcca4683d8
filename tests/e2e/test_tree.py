"""The tree of performance is read at every width, without scripts, by eye and by ear, and printed across."""

import os
from pathlib import Path

import pytest

from domain.kernel.actor import Role
from tests.api.house import House, Kantor
from tests.api.linked import cascade
from tests.e2e.conftest import Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser
_SHOTS = os.environ.get("PARAF_SHOTS", "")  # a folder to look at them in


@pytest.mark.parametrize("size", [(360, 740), (768, 1024), (1366, 768), (1920, 1080)])
async def test_the_tree_is_read_at_every_width(
    house: House, office: Kantor, new_page: Open, size: tuple[int, int]
) -> None:
    await cascade(house, office, await house.office())
    page = await new_page(Role.DRAFTER, size, scripts=size[0] > 360, language="en" if size[0] == 768 else "id")
    await page.goto(f"/offices/{office.id}/tree?year={office.year}")
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    if _SHOTS:
        await page.screenshot(path=Path(_SHOTS) / f"tree-{size[0]}.png", full_page=True)
    if size[0] == 1366:
        await page.pdf(path=Path(_SHOTS or "/tmp") / "tree.pdf", prefer_css_page_size=True)


@pytest.mark.parametrize("dark", [False, True])
async def test_the_tree_and_its_picker_are_accessible(house: House, office: Kantor, new_page: Open, dark: bool) -> None:
    await cascade(house, office, await house.office())
    page = await new_page(Role.DRAFTER, dark=dark)
    for path in (f"/offices/{office.id}/tree",):
        await page.goto(path)
        assert await faults(page) == []
        assert await overflow(page) == 0
