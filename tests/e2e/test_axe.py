"""Every page that the router has meets WCAG 2.2 AA as far as axe can tell, and fits, by day and by night."""

from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from msgspec.structs import replace
from playwright.async_api import Page

from api.app import routes
from domain.kernel.actor import Role
from domain.plan.text import PlanText
from examples import banjarmasin
from tests.api.house import Kantor
from tests.api.plans.amendment import said
from tests.api.plans.test_versions import edited
from tests.api.played import Year, aim, done
from tests.api.webhooks.test_webhooks import made
from tests.e2e.conftest import NARROW, WIDE, Open

pytestmark = pytest.mark.browser
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],  # of all that passes, which takes most of its time, one element is told
}
_GOALS = ("a-g2", "b-g1", "b-g2")
_LOOKS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = ((WIDE, "light"), (NARROW, "dark"))
_OFFICE, _PLAN = "/offices/{office}", "/offices/{office}/plans/{plan}"
_QUARTER = _PLAN + "/quarters/{quarter}"


async def faults(page: Page) -> list[str]:
    """Return what axe finds, each with the first element that it is about.

    A bar that stays in sight covers half a button while one scrolls: that makes no button too small.
    """
    bars = "position => document.querySelectorAll('.bar').forEach(bar => { bar.style.position = position })"
    await page.evaluate(bars, "static")
    found: Any = await Axe().run(page, options=_RULES)
    await page.evaluate(bars, "")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found.response["violations"]]


async def wrong_with(page: Page) -> list[str]:
    """Return what axe finds with everything open, what has no room, and whether the page is wider than its window."""
    await page.evaluate("() => document.querySelectorAll('main details').forEach(it => { it.open = true })")
    wide = await overflow(page)
    return [*await faults(page), *await squeezed(page), *([f"{wide} pixels too wide"] if wide > 0 else [])]


async def squeezed(page: Page) -> list[str]:
    """Return the fields that leave less than three letters beside each other to a text of several."""
    narrow: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll("main :is(textarea, select, input:is([type=text], :not([type])))")]
        .filter(it => it.offsetParent && it.clientWidth - parseFloat(getComputedStyle(it).paddingLeft) * 2 < 24)
        .map(it => it.name || it.id)"""
    )
    return [f"{name} has no room" for name in narrow]


async def overflow(page: Page) -> int:
    """Return how many pixels the page is wider than its window."""
    return int(await page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def some_rows() -> PlanText:
    """Return the sample plan with some of its goals: axe takes its time for each row, and says the same of all."""
    text = banjarmasin.plan_text()
    for part in text.parts:
        goals = tuple(goal for goal in part.goals if goal.id.startswith(_GOALS))
        rows = tuple(row for row in part.indicators if row.goal.startswith(_GOALS))
        text = text.with_part(replace(part, goals=goals, indicators=rows, programmes=part.programmes[:2]))
    return text


async def drafted(office: Kantor) -> Any:
    """Draft the plan twice, with a comment; return it."""
    plan = await office.draft(some_rows())
    await office.drafter.ask(f"{office.path}/text", edited(plan, "79%"), 1)
    await office.drafter.ask(f"{office.path}/comments", {"row": "a-i08", "text": "Mengapa dinaikkan?"})
    return await office.plan()


async def asked(office: Kantor) -> str:
    """Let another office ask for the Chair's account, and this one for one of the other's; return whose."""
    other = await office.house.office()
    for each, who in ((other, office.chair), (office, other.chair)):
        people, person = f"/offices/{each.id}/people", who.account.person
        assert (await each.administrator.ask(people, {"person": person, "name": "Ketut Wijaya"})).is_success
        assert (await each.administrator.ask(f"{people}/{person}/account/membership", {})).is_success
    return other.chair.account.person


def pages() -> set[str]:
    """Return every address at which the router answers with a page."""
    shown = [route for route in routes() if "text/html" in (route.responses.get(200) or {}).get("content", {})]
    return {route.path_format for route in shown if "GET" in (route.methods or ())}


@dataclass
class Walk:
    """Looks at pages as somebody, whose window stays open, and knows which of the router's are left."""

    new_page: Open
    values: dict[str, str]
    left: set[str] = field(default_factory=pages)
    windows: dict[Role | None, Page] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)

    async def look(self, role: Role | None, *addresses: str, status: int = 200) -> None:
        """Look at addresses as somebody, or as a stranger: wide by day, then narrow by night."""
        if role not in self.windows:
            self.windows[role] = await self.new_page(role)
        page = self.windows[role]
        for address in addresses:
            self.left.discard(address.partition("?")[0])
            answer = await page.goto(address.format(**self.values))
            if answer is None or answer.status != status:
                self.found[f"{role} {address}"] = [f"answers {answer and answer.status}"]
            for (width, height), colours in _LOOKS:
                await page.set_viewport_size({"width": width, "height": height})
                await page.emulate_media(color_scheme=colours)
                if wrong := await wrong_with(page):
                    self.found[f"{role} {address} {width}"] = wrong


@pytest.mark.timeout(900)  # some ninety pages, each looked at twice
async def test_every_page_is_accessible_and_fits(office: Kantor, new_page: Open) -> None:
    """A browser. What is not named is looked at last, by who reads everything: what asks for more fails there."""
    year = Year(office)
    plan = await drafted(office)
    values = {
        "office": office.id,
        "plan": f"rkt-{office.year}",
        "year": str(office.year),
        "kind": "rkt",
        "quarter": "1",
        "indicator": plan["text"]["parts"][0]["indicators"][0]["id"],
        "person": office.chair.account.person,
        "guest": await asked(office),
        "secret": await office.house.services.accounts.invite(office.chair.account),
        "webhook": (await made(office, "https://contoh.example/kabar", "rejected"))["webhook"]["id"],
        "job": "write",
        "code": "not-a-date",
    }
    walk = Walk(new_page, values)
    await walk.look(None, "/sign-in", "/bootstrap", "/invitations/{secret}")
    await _look_at_the_office(walk)
    await _look_at_the_plan(walk, office)
    await _look_at_the_year(walk, year)
    await _look_at_the_report(walk, year)
    await _look_at_the_amendment(walk, office)
    await walk.look(Role.AUDITOR, *sorted(walk.left))
    assert walk.found == {}


async def _look_at_the_office(walk: Walk) -> None:
    await walk.look(Role.CHAIR, "/", "/account", "/help/sign", "/offices", "/tokens", "/password")
    await walk.look(Role.DRAFTER, _OFFICE, _OFFICE + "/kinds", _OFFICE + "/plans", _OFFICE + "/plans/new")
    below = ("", "/people", "/officials/new", "/kinds", "/kinds/renja", "/kinds/pk/copy", "/webhooks", "/positions")
    await walk.look(Role.ADMINISTRATOR, *(_OFFICE + path for path in below))
    more = ("/people/{person}", "/people/{guest}", "/kinds/{kind}/copy", "/kinds/{kind}/edit", "/webhooks/{webhook}")
    await walk.look(
        Role.ADMINISTRATOR, *(_OFFICE + path for path in (*more, "/paper-policies", "/measurement-practices"))
    )
    await walk.look(Role.AUDITOR, _OFFICE + "/people?name=a")
    await walk.look(Role.AUDITOR, "/offices/tidak-ada", status=404)


async def _look_at_the_plan(walk: Walk, office: Kantor) -> None:
    below = ("", "/edit", "/check", "/import", "/upstream", "/supports", "/serves")
    await walk.look(Role.DRAFTER, "/", *(_PLAN + path for path in below))
    await walk.look(Role.AUDITOR, _PLAN + "/history", _PLAN + "/differences?from=1&to=2")
    comment = next(iter((await office.plan())["comments"]))["id"]
    done(await office.drafter.ask(f"{office.path}/comments/{comment}/settlement", {"answer": "Sesuai arahan"}))
    await office.submit("Mohon diperiksa")
    await walk.look(Role.SECRETARY, "/", _PLAN + "/review")
    await walk.look(Role.AUDITOR, _PLAN)
    await walk.look(Role.CHAIR, _PLAN + "/review")
    walk.values["command_id"] = done(await office.endorse(Role.SECRETARY)).json()["command_id"]
    done(await office.endorse(Role.CHAIR))
    step = next(s["key"] for s in (await office.shown())["route"] if s["state"] == "open")
    papers = f"/papers?papers={office.id}/plan-rkt-{office.year}/{step}"
    await walk.look(Role.SECRETARY, _PLAN + "/receipts/{command_id}", _PLAN + "/sign", papers)
    for role in (Role.SECRETARY, Role.CHAIR):
        done(await office.endorse(role, "signatures"))


async def _look_at_the_year(walk: Walk, year: Year) -> None:
    office, house = year.office, year.office.house
    await house.person(office, Role.OWNER, "Oka Saputra")
    writer = await house.person(office, Role.PLANNER, "Putu Lestari")
    action = _PLAN + "/action"
    await walk.look(Role.PLANNER, action)
    done(await office.planner.ask(year.action, {}))
    below = ("", "/proposals", "/edit", "/import", "/rows/{indicator}")
    await walk.look(Role.PLANNER, *(action + path for path in below))
    done(await office.planner.ask(f"{year.action}/rows", {"rows": await year.rows()}, 0))
    checker = await house.person(office, Role.PLANNER, "Wayan Sudarma")
    office.people[Role.PLANNER] = writer
    done(await office.drafter.ask(f"{year.action}/submission", {}, (await year.read(year.action))["version"]))
    await year.printed()
    await walk.look(Role.OWNER, "/", action + "/review")
    walk.values["command_id"] = done(await year.endorse(office.owner, "parafs")).json()["command_id"]
    await walk.look(Role.OWNER, action + "/receipts/{command_id}")
    for person, door in ((checker, "parafs"), (office.secretary, "signatures")):
        done(await year.endorse(person, door))
    await _look_at_a_quarter(walk, year)


async def _look_at_a_quarter(walk: Walk, year: Year) -> None:
    office = year.office
    row = (await year.opened())["rows"][0]
    walk.values["indicator"] = row["id"]
    await walk.look(
        Role.OWNER, "/", *(_QUARTER + path for path in ("", "/filing", "/import", "/realisations/{indicator}"))
    )
    done(await year.file(row, reading=aim(row), follow_up="Sosialisasi ulang. (contoh)"))
    await walk.look(Role.OWNER, _QUARTER + "/realisations/{indicator}")
    await walk.look(Role.PLANNER, "/", *(_QUARTER + path for path in ("", "/checking", "/realisations/{indicator}")))
    await year.verified()
    await walk.look(Role.SECRETARY, _QUARTER, _QUARTER + "/sign")
    walk.values["command_id"] = done(await year.sign_quarter(office.secretary)).json()["command_id"]
    await walk.look(Role.SECRETARY, _QUARTER + "/receipts/{command_id}")
    done(await year.sign_quarter(office.chair))
    await walk.look(Role.CHAIR, _QUARTER, _PLAN + "/year", _PLAN + "/year/{indicator}", "/years")


async def _look_at_the_report(walk: Walk, year: Year) -> None:
    report = _PLAN + "/report"
    await walk.look(Role.DRAFTER, report)
    walk.values["key"] = (await year.report_written())["sections"][0]["key"]
    below = ("", "/sections/{key}", "/figures/{indicator}", "/check")
    await walk.look(Role.DRAFTER, *(report + path for path in below))
    version = (await year.read(year.report))["version"]
    sent = done(await year.office.drafter.ask(f"{year.report}/submission", {}, version))
    walk.values["command_id"] = sent.json()["command_id"]
    await year.report_printed()
    await walk.look(Role.DRAFTER, report + "/receipts/{command_id}")
    await walk.look(Role.SECRETARY, report + "/review")
    await walk.look(Role.AUDITOR, report + "/statement")


async def _look_at_the_amendment(walk: Walk, office: Kantor) -> None:
    await walk.look(Role.DRAFTER, _PLAN + "/amendment")
    assert (await office.drafter.press(f"{office.path}/amendment", said(office))).status_code == 303
    plan = await office.plan()
    done(await office.drafter.ask(f"{office.path}/text", edited(plan, "80%"), plan["version"]))
    below = ("", "/amendment", "/edit", "/check", "/redline", "?version=1")
    await walk.look(Role.DRAFTER, *(_PLAN + path for path in below))
