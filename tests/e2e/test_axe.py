"""Every page meets WCAG 2.2 AA as far as axe can tell, by day and by night."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from domain.kernel.actor import Role
from tests.api.house import Kantor
from tests.api.plans.test_versions import edited
from tests.e2e.conftest import NARROW, WIDE, Open

pytestmark = pytest.mark.browser
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of all that passes, which takes most of its time, one element is told
}
_PUBLIC = ("/sign-in", "/bootstrap")
_PAGES: tuple[tuple[Role, str], ...] = (
    (Role.DRAFTER, "/"),
    (Role.SECRETARY, "/"),
    (Role.DRAFTER, "/offices"),
    (Role.DRAFTER, "/tokens"),
    (Role.DRAFTER, "/password"),
    (Role.CHAIR, "/account"),
    (Role.CHAIR, "/help"),
    (Role.CHAIR, "/help/words"),
    (Role.CHAIR, "/help/tour"),
    (Role.CHAIR, "/help/sign"),
    (Role.CHAIR, "/"),
    (Role.AUDITOR, "{office}/access-log"),
    (Role.ADMINISTRATOR, "{office}/people/{chair}"),
    (Role.ADMINISTRATOR, "{office}/people/{guest}"),
    (Role.DRAFTER, "{office}"),
    (Role.ADMINISTRATOR, "{office}"),
    (Role.ADMINISTRATOR, "{office}/people"),
    (Role.ADMINISTRATOR, "{office}/officials/new"),
    (Role.AUDITOR, "{office}/people?name=a"),
    (Role.AUDITOR, "{office}/policies"),
    (Role.DRAFTER, "{office}/kinds"),
    (Role.ADMINISTRATOR, "{office}/kinds"),
    (Role.ADMINISTRATOR, "{office}/kinds/renja"),
    (Role.ADMINISTRATOR, "{office}/kinds/pk/copy"),
    (Role.DRAFTER, "{office}/plans"),
    (Role.DRAFTER, "{office}/plans/new"),
    (Role.DRAFTER, "{plan}"),
    (Role.DRAFTER, "{plan}/edit"),
    (Role.DRAFTER, "{plan}/check"),
    (Role.AUDITOR, "{plan}/history"),
    (Role.AUDITOR, "{plan}/differences?from=1&to=2"),
    (Role.AUDITOR, "/offices/tidak-ada"),
)
_WAITING: tuple[tuple[Role, str], ...] = (
    (Role.SECRETARY, "{plan}/review"),
    (Role.AUDITOR, "{plan}"),
    (Role.CHAIR, "{plan}/review"),
)


async def faults(page: Page) -> list[str]:
    """Return what axe finds, each with the first element that it is about.

    A bar that stays in sight covers half a button while one scrolls: that makes no button too small.
    """
    bars = "position => document.querySelectorAll('.bar').forEach(bar => { bar.style.position = position })"
    await page.evaluate(bars, "static")
    found: Any = await Axe().run(page, options=_RULES)
    await page.evaluate(bars, "")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]


async def overflow(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def drafted(office: Kantor) -> None:
    plan = await office.draft()
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    await office.drafter.ask(f"{office.path}/comments", {"row": "a-i08", "text": "Mengapa dinaikkan?"})


async def asked(office: Kantor) -> str:
    """Let another office ask for the Chair's account, and this one for one of the other's; return whose."""
    other = await office.house.office()
    for each, who in ((other, office.chair), (office, other.chair)):
        people, person = f"/offices/{each.id}/people", who.account.person
        assert (await each.administrator.ask(people, {"person": person, "name": "Ketut Wijaya"})).is_success
        assert (await each.administrator.ask(f"{people}/{person}/account/membership", {})).is_success
    await office.house.services.accounts.invite(office.chair.account)
    return other.chair.account.person


def address(office: Kantor, path: str, guest: str = "") -> str:
    chair = office.chair.account.person
    return path.format(office=f"/offices/{office.id}", plan=office.path, chair=chair, guest=guest)


@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide by day", "narrow by night"])
async def test_every_page_is_accessible_and_fits(
    office: Kantor, new_page: Open, size: tuple[int, int], dark: bool
) -> None:
    found: dict[str, list[str]] = {}

    async def look(page: Page, name: str) -> None:
        wrong = await faults(page)
        if (wide := await overflow(page)) > 0:
            wrong.append(f"{wide} pixels too wide")
        if wrong:
            found[name] = wrong

    page = await new_page(size=size, dark=dark)
    for path in _PUBLIC:
        await page.goto(path)
        await look(page, path)
    await drafted(office)
    guest = await asked(office)
    for role, path in _PAGES:
        page = await new_page(role, size, dark=dark)
        await page.goto(address(office, path, guest))
        await look(page, f"{role} {path}")
    comment = next(iter((await office.plan())["comments"]))["id"]
    await office.drafter.ask(f"{office.path}/comments/{comment}/settlement", {"answer": "Sesuai arahan"})
    await office.submit("Mohon diperiksa")
    for role, path in _WAITING:
        page = await new_page(role, size, dark=dark)
        await page.goto(address(office, path))
        await look(page, f"{role} {path}")
    receipt = (await office.endorse(Role.SECRETARY)).json()
    await office.endorse(Role.CHAIR)
    await office.shown()
    for role, path in ((Role.SECRETARY, f"{{plan}}/receipts/{receipt['command_id']}"), (Role.SECRETARY, "{plan}/sign")):
        page = await new_page(role, size, dark=dark)
        await page.goto(address(office, path))
        await look(page, f"{role} {path}")
    assert found == {}
