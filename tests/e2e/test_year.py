"""The pages of the year meet WCAG 2.2 AA as far as axe can tell, and fit, by day and by night."""

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.played import Year, aim, done
from tests.e2e.conftest import NARROW, WIDE, Open
from tests.e2e.test_axe import faults, overflow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_every_page_of_the_year_is_accessible_and_fits(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    await year.closed()
    first, second = (await year.opened(2))["rows"][:2]
    done(await year.file(first, 2, reading=aim(first), follow_up="Sosialisasi ulang. (contoh)"))
    row, filed = f"{year.quarter(2)}/realisations/{second['id']}", f"{year.quarter(2)}/realisations/{first['id']}"
    found: dict[str, list[str]] = {}
    for role, path in (
        (Role.OWNER, "/"),
        (Role.OWNER, year.quarter(2)),
        (Role.OWNER, row),
        (Role.OWNER, filed),
        (Role.PLANNER, year.quarter(2)),
        (Role.PLANNER, filed),
        (Role.SECRETARY, year.quarter(2)),
        (Role.CHAIR, year.quarter()),
        (Role.CHAIR, f"{office.path}/year"),
        (Role.CHAIR, f"{office.path}/year/{first['id']}"),
        (Role.CHAIR, "/years"),
    ):
        page = await new_page(role, size=size, dark=dark)
        await page.goto(path)
        await page.evaluate("() => document.querySelectorAll('main details').forEach(it => { it.open = true })")
        wrong = await faults(page)
        if (wide := await overflow(page)) > 0:
            wrong.append(f"{wide} pixels too wide")
        if wrong:
            found[f"{role} {path}"] = wrong
    assert found == {}


async def test_a_row_is_filed_with_the_keyboard_alone(office: Kantor, new_page: Open) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    page = await new_page(Role.OWNER)
    await page.goto(f"{year.quarter()}/realisations/{row['id']}")
    await page.focus("input[name=reading]")
    await page.keyboard.type(row["target"]["text"])
    await page.keyboard.press("Enter")
    await page.wait_for_url("**recorded=1")
    assert (await year.read(year.quarter()))["rows"][0]["standing"] == "filed"
