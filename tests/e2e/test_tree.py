"""The tree of performance is read at every width, without scripts, by eye and by ear, and printed across."""

import os
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from domain.kernel.actor import Role
from tests.api.house import House, Kantor
from tests.api.linked import cascade, joined
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
    assert await overflow(page) == 0
    if _SHOTS:
        await page.screenshot(path=Path(_SHOTS) / f"tree-{size[0]}.png", full_page=True)
    assert await page.locator("svg.tree rect.indicator").count() == await page.locator("tr.indicator").count()
    if size[0] == 1366:
        printed = await page.pdf(prefer_css_page_size=True)
        with pikepdf.open(BytesIO(printed)) as document:
            assert all(float(sheet.mediabox[2]) > float(sheet.mediabox[3]) for sheet in document.pages)
        if _SHOTS:
            (Path(_SHOTS) / "tree.pdf").write_bytes(printed)
    await page.goto(f"{office.path}/supports?propose=1")
    assert await overflow(page) == 0
    if _SHOTS:
        await page.screenshot(path=Path(_SHOTS) / f"supports-{size[0]}.png")


async def test_links_are_ticked_and_saved_without_scripts(house: House, office: Kantor, new_page: Open) -> None:
    other = await house.office()
    await joined(house, office, other)
    await other.draft()
    await office.draft()
    page = await new_page(Role.DRAFTER, scripts=False)
    await page.goto(f"{office.path}/supports")
    await page.click("button[name=propose]")
    await page.fill('[id="a-i01.supports"]', "3")
    await page.click("text=Simpan tautan")
    await page.wait_for_url("**saved=1**")
    plan = await office.plan()
    links = [i.get("supports", []) for part in plan["text"]["parts"] for i in part["indicators"]]
    assert [len(each) for each in links] == [2, *[1] * 30]


@pytest.mark.parametrize("dark", [False, True])
async def test_the_tree_and_its_picker_are_accessible(house: House, office: Kantor, new_page: Open, dark: bool) -> None:
    await cascade(house, office, await house.office())
    page = await new_page(Role.DRAFTER, dark=dark)
    for path in (f"/offices/{office.id}/tree", f"{office.path}/supports"):
        await page.goto(path)
        assert await faults(page) == []
        assert await overflow(page) == 0
