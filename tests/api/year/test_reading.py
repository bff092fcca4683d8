"""The year as it is read: by goal, by indicator, by what the money bought, and how each figure came to be."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from api.history.kinds import EXECUTION_KINDS
from api.usecases import UseCases
from domain.kernel.actor import Role
from domain.measure.achievement import Derivation, recompute
from domain.measure.budget import Lines
from domain.office.commands import SetQuadrantLines
from tests.api.house import Kantor
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A year whose first quarter is closed, with one figure corrected, and whose second is being filed."""
    year = Year(shared)
    await year.signed()
    row = (await year.opened())["rows"][0]
    refused = await year.file(row, reading="59,89")
    assert refused.status_code == 422
    unjustified = await year.file(row, reading="1")
    assert unjustified.status_code == 422
    target = aim(row)
    done(await year.file(row, reading="1", justification="Baru mulai. (contoh)"))
    body = {"reading": target, "reason": "Salah hitung. (contoh)"}
    done(await year.office.owner.ask(f"{year.quarter()}/realisations/{row['id']}/corrections", body, 1))
    await year.closed()
    second = (await year.opened(2))["rows"]
    done(await year.file(second[0], 2, reading=aim(second[0])))
    return year


@pytest.fixture
async def first(year: Year) -> Any:
    """The indicator that was corrected."""
    return (await year.read(year.quarter()))["rows"][0]


async def entries(year: Year, path: str) -> list[Any]:
    """Return every entry of a history."""
    return [entry for act in (await year.read(path))["acts"] for entry in act["entries"]]


async def test_every_figure_of_the_leader_leads_to_where_it_comes_from(year: Year, first: Any) -> None:
    page = (await year.office.chair.page(f"{year.office.path}/year")).text
    where = f"{year.office.path}/year/{first['id']}"
    assert f'href="./year/{first["id"]}#q1"' in page
    assert '<svg class="bars"' in page
    assert '<svg class="plane"' in page
    derived = (await year.office.chair.page(where)).text
    assert derived.count('class="derivation"') >= 2
    assert "Salah hitung. (contoh)" in derived
    assert f'href="{year.quarter()}/history?row={first["id"]}"' in derived
    assert f'href="{year.quarter()}/realisations/{first["id"]}"' in derived
    assert (await year.office.chair.page(f"{year.office.path}/year/tidak-ada")).status_code == 404


async def test_what_is_not_filed_is_not_called_unreleased(year: Year) -> None:
    board = (await year.office.chair.page(year.quarter(2))).text
    assert "Belum diisi" in board
    assert "Belum lengkap" in board  # of programmes and the office
    assert "belum rilis" not in board


async def test_a_year_without_a_quarter_says_when_there_will_be_one(office: Kantor) -> None:
    assert (await office.chair.page(f"{office.path}/year")).status_code == 404
    await office.draft()
    page = await office.chair.page(f"{office.path}/year")
    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert (await office.auditor.get(f"{office.path}/year")).json() == {
        "indicators": [],
        "programmes": [],
        "office": [],
    }


async def test_the_year_as_json_can_be_computed_again(year: Year) -> None:
    told = await year.read(f"{year.office.path}/year")
    rows = (await year.read(year.quarter()))["rows"]
    assert {cell["indicator"] for cell in told["indicators"]} == {row["id"] for row in rows}
    for cell in told["indicators"]:
        if cell["achievement"]["derivation"]:
            derivation = msgspec.convert(cell["achievement"]["derivation"], Derivation, strict=False)
            assert str(recompute(derivation)) == cell["achievement"]["figure"]
    bought = [one for one in told["programmes"] if one["quarter"] == 1]
    assert len(bought) == 9
    assert all(one["efficiency"]["line"] and one["achievement"]["line"] for one in bought)
    (office, *_) = told["office"]
    assert (office["quarter"], office["absorption"]["state"], office["lines"]) == (1, "computed", None)


async def test_programmes_stand_in_quadrants_once_the_office_has_said_its_lines(year: Year) -> None:
    office = year.office
    plane = '<text class="corner'
    for path in (f"{office.path}/year", year.quarter()):
        assert plane not in (await office.chair.page(path)).text
    assert f'href="/offices/{office.id}"' in (await office.chair.page(f"{office.path}/year")).text
    by, at = UseCases(office.house.services).installation(office.id)
    lines = Lines(Decimal(100), Decimal(95), "SK 7/2024 (contoh)")
    await office.command(SetQuadrantLines(by=by, at=at, effective=date(office.year, 1, 1), lines=lines))
    page = (await office.chair.page(f"{office.path}/year")).text
    assert page.count(plane) == 4
    assert "SK 7/2024 (contoh)" in page
    assert "SK 7/2024 (contoh)" in (await office.chair.page(year.quarter())).text
    told = await year.read(f"{office.path}/year")
    assert {one["quadrant"] for one in told["programmes"] if one["quarter"] == 1} == {"efficient"}
    assert told["office"][0]["lines"]["citation"] == "SK 7/2024 (contoh)"


async def test_a_figure_tells_how_it_came_to_be(year: Year, first: Any) -> None:
    told = await entries(year, f"{year.quarter()}/history?row={first['id']}")
    events = [entry["event"]["type"] for entry in told]
    assert events == [
        "command-refused",
        "realisation-filed",
        "realisation-corrected",
        "realisation-verified",
    ]
    assert all(first["id"] in entry["rows"] for entry in told)
    assert "Salah hitung. (contoh)" in told[2]["sentence"]
    aims = await entries(year, f"{year.office.path}/action/history?row={first['id']}")
    assert [entry["event"]["type"] for entry in aims] == [
        "policy-confirmed",
        "quarter-targets-set",
        "owners-assigned",
        "steps-planned",
    ]


async def test_the_row_stands_beside_any_moment_as_it_was(year: Year, first: Any) -> None:
    history = f"{year.quarter()}/history"
    told = {entry["event"]["type"]: entry for entry in await entries(year, f"{history}?row={first['id']}")}
    for kind, reading, standing in (
        ("realisation-filed", "1", "filed"),
        ("realisation-corrected", first["target"]["text"], "filed"),
        ("realisation-verified", first["target"]["text"], "verified"),
    ):
        entry = told[kind]
        then = (await year.read(f"{history}?at={entry['position']}&limit=1"))["then"]
        row = next(row for row in then["rows"] if row["id"] == first["id"])
        assert (row["reading_text"], row["standing"]) == (reading, standing)
        page = (await year.office.auditor.page(f"{history}?entry={entry['position']}")).text
        assert f'id="then-{first["id"]}"' in page
        assert 'id="facts"' in page
        assert " ".join(re.findall("....", entry["hash"])) in page


async def test_histories_are_filtered_by_kind_and_person_and_lead_to_each_other(year: Year) -> None:
    office, history = year.office, f"{year.quarter()}/history"
    whole = await entries(year, f"{history}?limit=200")
    kinds = {entry["kind"] for entry in whole}
    assert kinds >= {"figures", "checks", "window", "route", "system", "refused"}
    for kind in kinds:
        assert {entry["kind"] for entry in await entries(year, f"{history}?kind={kind}")} == {kind}
    person = office.planner.account.person
    assert {e["event"]["by"]["person"] for e in await entries(year, f"{history}?person={person}")} == {person}
    assert "rows" in {e["kind"] for e in await entries(year, f"{office.path}/action/history")}
    assert set(EXECUTION_KINDS) >= kinds - {"route", "system", "refused"}
    for path in (f"{office.path}/history", f"{office.path}/action/history", f"{year.quarter(2)}/history"):
        page = (await office.auditor.page(path)).text
        for other in (f"{office.path}/history", f"{office.path}/action/history", history, f"{year.quarter(2)}/history"):
            assert f'href="{other}"' in page


@pytest.mark.parametrize(
    ("query", "status"), [("at=x", 422), ("at=0", 404), ("entry=1", 404), ("kind=nothing", 422), ("limit=0", 422)]
)
async def test_bad_questions_are_told_their_place(year: Year, query: str, status: int) -> None:
    answer = await year.office.auditor.get(f"{year.quarter()}/history?{query}")
    assert (answer.status_code, answer.json()["place"]) == (status, query.partition("=")[0])


async def test_there_is_no_history_of_what_is_not_there(office: Kantor) -> None:
    await office.draft()
    for path in ("action/history", "quarters/1/history", "quarters/5/history"):
        assert (await office.auditor.get(f"{office.path}/{path}")).status_code == 404
    assert 'class="streams"' not in (await office.auditor.page(f"{office.path}/history")).text


async def test_every_role_of_the_office_may_look(year: Year, first: Any) -> None:
    office = year.office
    for role in (Role.DRAFTER, Role.OWNER, Role.PLANNER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR):
        for path in (
            year.quarter(),
            f"{year.quarter()}/realisations/{first['id']}",
            f"{office.path}/year",
            f"{office.path}/year/{first['id']}",
            f"{year.quarter()}/history",
            f"{office.path}/action/history",
        ):
            page = await office[role].page(path)
            assert page.status_code == 200, (role, path, page.text)


async def test_a_row_whose_earlier_quarter_changed_says_why_it_is_to_be_verified_again(year: Year, first: Any) -> None:
    """The last of the file: it opens again what the others read."""
    office, key = year.office, first["id"]

    async def verify(number: int) -> None:
        rows = [{"indicator": key, "based_on": (await year.row(key, number))["version"]}]
        done(await office.planner.ask(f"{year.quarter(number)}/verifications", {"rows": rows}))

    await verify(2)
    closes = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    done(await office.chair.ask(f"{year.quarter()}/reopening", {"closes": closes, "reason": "Salah. (contoh)"}))
    less = {
        "reading": "1",
        "justification": "Belum. (contoh)",
        "reason": "Lagi. (contoh)",
    }
    done(await office.owner.ask(f"{year.quarter()}/realisations/{key}/corrections", less, first["version"]))
    await verify(1)
    for person in (office.secretary, office.chair):
        done(await year.sign_quarter(person))
    await year.quarter_where(2, lambda quarter: quarter.lines[key].again)
    again = await year.row(key, 2)
    assert (again["standing"], again["again"]) == ("filed", True)
    said = "sejak itu triwulan sebelumnya, rencananya atau cara mengukurnya berubah: menunggu diverifikasi lagi."
    assert said in (await office.planner.page(f"{year.quarter(2)}/realisations/{key}")).text
    assert "yang menjadi ukurannya berubah" in (await office.planner.page(year.quarter(2))).text
    assert "verification-voided" in {e["event"]["type"] for e in await entries(year, f"{year.quarter(2)}/history")}
