"""Who may do what in which phase, asked by HTTP along the whole life of a plan and its year."""

import re
from typing import Any

import httpx
from fastapi.routing import APIRoute
from starlette.routing import Match

from api.app import routes, unserved
from api.http.openapi import description
from api.http.way import Way
from api.rights import AnyPhase, lets_in, may, rule
from domain.action.state import ActionPhase
from domain.kernel.actor import Role
from domain.plan.state import Phase
from domain.quarter.state import QuarterPhase
from domain.report.state import ReportPhase
from tests.api.house import JSON, House, Kantor, Person, key
from tests.api.played import Year, done
from tests.api.report.test_report import review

_PLANS = "/offices/{office}/plans"
_NOUNS = {ActionPhase: "/action", QuarterPhase: "/quarters", ReportPhase: "/report", Phase: ""}  # the plan's own last
_TYPED = ("/upstream", "/import", "/import/mapping")  # what they give is typed for somebody, and nothing is recorded


def act_of(route: APIRoute) -> str:
    """Return what the table of rights calls that which the route does."""
    return next(each.call.act for each in route.dependant.dependencies if isinstance(each.call, Way))


def asked() -> dict[type, list[APIRoute]]:
    """Return the routes of every act that has its phases, by whose phases they are."""
    found: dict[type, list[APIRoute]] = {noun: [] for noun in _NOUNS}
    for route in routes():
        posted = "POST" in (route.methods or ()) and not route.path.endswith(_TYPED)
        if posted and rule(act_of(route)).phases:
            within = route.path.removeprefix(f"{_PLANS}/{{plan}}")
            found[next(noun for noun, place in _NOUNS.items() if within.startswith(place))].append(route)
    return found


class Walk:
    """What was asked on the way, and by whom each act was carried out."""

    def __init__(self, office: Kantor) -> None:
        self.office = office
        self.done: set[tuple[str, Role]] = set()
        self._description = description(unserved(), secure=False)
        self._asked = asked()
        self._known: set[type] = set()

    def listen(self) -> None:
        """Hear what everybody does from now on."""
        for role, person in self.office.people.items():
            person.client.event_hooks = {"response": [self._hearing(role)]}

    async def at(self, phase: AnyPhase, version: int = 0) -> None:
        """Ask for whatever is not offered in the phase; whom the table keeps out is kept out in any, and asks once."""
        wrong: list[str] = []
        for route in self._asked[type(phase)]:
            act = act_of(route)
            for role, person in self.office.people.items():
                inside = lets_in(act, {role})
                if (inside and phase in (rule(act).phases or ())) or (not inside and type(phase) in self._known):
                    continue
                answer = await self._ask(person, route, version)
                told = answer.json()
                refused = answer.is_client_error or all(each.get("problem") for each in told.get("results", [{}]))
                code = told.get("code")
                by_role = code != "not-allowed" if may(act, {role}) else inside or code == "not-allowed"
                if not refused or not by_role:
                    wrong.append(f"{phase}: {role} {route.path} {answer.status_code} {code} {answer.text[:200]}")
        self._known.add(type(phase))
        assert not wrong, "\n".join(wrong)

    async def _ask(self, person: Person, route: APIRoute, version: int) -> httpx.Response:
        places = {"office": self.office.id, "plan": f"rkt-{self.office.year}", "quarter": "1", "key": "conclusion"}
        path = re.sub(r"{(\w+)(?::\w+)?}", lambda part: places.get(part[1], "a-i01"), route.path)
        body = self._description["paths"][route.path_format]["post"]["requestBody"]["content"].get(JSON)
        sent = self._sample(body["schema"]) if body else None
        headers = {"Accept": JSON, "Idempotency-Key": key(), "If-Match": f'"{version}"'}
        if sent is None:
            return await person.client.post(
                path, files={"file": ("a.csv", b"Sasaran;Indikator\nA;B\n")}, headers=headers
            )
        return await person.client.post(path, json=sent, headers=headers)

    def _sample(self, schema: Any) -> Any:
        """Return the least that the description takes."""
        if "$ref" in schema:
            return self._sample(self._description["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "default" in schema:
            return schema["default"]
        if "enum" in schema or "const" in schema:
            return schema.get("const", next(iter(schema.get("enum", ())), None))
        if "anyOf" in schema or "oneOf" in schema:
            return self._sample(next(iter(schema.get("anyOf") or schema["oneOf"])))
        match schema.get("type"):
            case "object":
                here = {"kind": "rkt", "year": self.office.year}
                required = schema.get("required", ())
                return {name: here.get(name) or self._sample(schema["properties"][name]) for name in required}
            case "array":
                each = schema.get("prefixItems") or [schema["items"]] * schema.get("minItems", 0)
                return [self._sample(item) for item in each]
            case "integer":
                return schema.get("minimum", 1)
            case "boolean":
                return True
        told = {"date": "2024-01-02", "date-time": "2024-01-02T03:04:05Z"}.get(schema.get("format", ""))
        return told or ("0" * 64 if "64" in schema.get("pattern", "") else "a" * max(1, schema.get("minLength", 1)))

    def _hearing(self, role: Role) -> Any:
        async def hear(answer: httpx.Response) -> None:
            if answer.is_success and answer.request.method == "POST":
                scope = {"type": "http", "path": answer.request.url.path, "method": "POST"}
                self.done.add((act_of(next(r for r in routes() if r.matches(scope)[0] is Match.FULL)), role))

        return hear


async def test_what_the_table_refuses_is_refused_in_every_phase(house: House, office: Kantor) -> None:
    """And nobody does on the way what it does not offer to their role."""
    walk, year = Walk(office), Year(office)
    await house.person(office, Role.OWNER, "Oka Saputra")
    checker = await house.person(office, Role.PLANNER, "Wayan Sudarma")  # who wrote does not check
    await house.person(office, Role.PLANNER, "Putu Lestari")
    walk.listen()
    for absent in (Phase.ABSENT, QuarterPhase.ABSENT, ReportPhase.ABSENT):
        await walk.at(absent)
    await office.draft()
    await walk.at(Phase.DRAFTING, 1)
    await office.submit()
    await walk.at(Phase.REVIEW, 1)
    for role in (Role.SECRETARY, Role.CHAIR):
        done(await office.endorse(role))
    await walk.at(Phase.SIGNING, 1)
    for role in (Role.SECRETARY, Role.CHAIR):
        done(await office.endorse(role, "signatures"))
    await walk.at(Phase.SIGNED, 1)
    await walk.at(ActionPhase.ABSENT)
    done(await office.planner.ask(year.action, {}))
    await walk.at(ActionPhase.DRAFTING)
    done(await office.planner.ask(f"{year.action}/rows", {"rows": await year.rows()}, 0))
    version = (await year.read(year.action))["version"]
    done(await office.drafter.ask(f"{year.action}/submission", {}, version))
    await walk.at(ActionPhase.REVIEW, version)
    for person in (office.owner, checker):
        done(await year.endorse(person, "parafs"))
    await walk.at(ActionPhase.SIGNING, version)
    done(await year.endorse(office.secretary, "signatures"))
    await walk.at(ActionPhase.SIGNED, version)
    row = (await year.opened())["rows"][0]
    await walk.at(QuarterPhase.OPEN)
    await _of_others(house, office, f"{year.quarter()}/realisations/{row['id']}", row["version"])
    version = (await year.verified())["version"]
    await walk.at(QuarterPhase.SIGNING, version)
    for person in (office.secretary, office.chair):
        done(await year.sign_quarter(person))
    await year.quarter_where(1, lambda quarter: quarter.closing is not None)
    await walk.at(QuarterPhase.CLOSED, version)
    await year.report_written()
    await walk.at(ReportPhase.DRAFTING)
    version = (await year.read(year.report))["version"]
    done(await office.drafter.ask(f"{year.report}/submission", {}, version))
    await year.report_printed()
    await walk.at(ReportPhase.REVIEW, version)
    done(await year.endorse_report(office.secretary, "parafs"))
    await walk.at(ReportPhase.SIGNING, version)
    report = await year.report_printed()
    done(await office.auditor.ask(f"{year.report}/reviews", review(report), report["version"]))
    done(await year.endorse_report(office.chair, "signatures"))
    await walk.at(ReportPhase.SIGNED, version)
    assert all(lets_in(act, {role}) for act, role in walk.done)
    assert len({act for act, _ in walk.done}) >= 20  # that they were heard


async def _of_others(house: House, office: Kantor, where: str, version: int) -> None:
    """Whoever has the role, and not the row, is refused what only its owner does."""
    owner = office.owner
    other = await house.person(office, Role.OWNER, "Nyoman Sari")
    office.people[Role.OWNER] = owner
    for path, body in ((where, {"reading": "1"}), (f"{where}/corrections", {"reading": "1", "reason": "Salah"})):
        answer = await other.ask(path, body, version)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-your-row"), path
    files = {"file": ("a.txt", b"a")}
    sent = await other.client.post(f"{where}/evidence", files=files, headers={"Accept": JSON})
    assert (sent.status_code, sent.json()["code"]) == (403, "not-your-row")
