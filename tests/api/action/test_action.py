"""The action plan through the public API: proposals, rows, refusals that name their place, and its route."""

from typing import Any

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor, key
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """An action plan that is being written and never whole, which the tests share: each takes rows of its own."""
    year = Year(shared)
    await year.begun()
    return year


async def version(year: Year) -> int:
    """Return the version of the action plan."""
    return int((await year.read(year.action))["version"])


async def test_an_action_plan_is_written_accepted_verified_and_signed(office: Kantor) -> None:
    action = await Year(office).signed()
    assert (action["phase"], action["missing"], action["version"]) == ("signed", [], 1)
    assert [step["state"] for step in action["route"]] == ["done"] * 3


async def test_no_action_plan_begins_before_the_plan_is_signed(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.ask(f"{office.path}/action", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-unsigned")
    assert (await office.drafter.press(f"{office.path}/action", {})).status_code == 409
    assert (await office.auditor.get(f"{office.path}/action")).status_code == 404
    assert (await office.auditor.page(f"{office.path}/action")).status_code == 404


async def test_who_may_not_write_is_refused(year: Year) -> None:
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.CHAIR):
        for path, body in (
            ("rows", {"rows": [{"indicator": "x"}]}),
            ("rows/a-i01", {}),
            ("proposals", {"indicators": ["x"], "seen": "0" * 64}),
            ("owners", {"goal": "x", "owners": ["x"]}),
        ):
            answer = await year.office[role].ask(f"{year.action}/{path}", body, 0)
            assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_a_retry_gets_the_same_receipt_and_records_nothing_more(year: Year) -> None:
    rows, command_id, seen = {"rows": (await year.rows())[:2]}, key(), await version(year)
    first = done(await year.office.planner.ask(f"{year.action}/rows", rows, seen, command_id))
    again = await year.office.planner.ask(f"{year.action}/rows", rows, seen, command_id)
    assert (again.status_code, again.content) == (201, first.content)
    assert first.headers["ETag"] == f'"{seen + 1}"'


async def test_rows_are_read_back_as_they_were_sent(year: Year) -> None:
    rows = (await year.rows())[2:4]
    done(await year.office.planner.ask(f"{year.action}/rows", {"rows": rows}, await version(year)))
    action = await year.read(year.action)
    again = [_sent_back(row) for part in action["parts"] for row in part["indicators"] if row["policy"]]
    answer = await year.office.planner.ask(f"{year.action}/rows", {"rows": again}, action["version"])
    assert (answer.status_code, answer.json()["events"]) == (200, [])


async def test_one_row_is_written_at_its_own_address(year: Year) -> None:
    row = (await year.rows())[7]
    where = f"{year.action}/rows/{row.pop('indicator')}"
    done(await year.office.planner.ask(where, row, await version(year)))
    assert (await year.read(where))["steps"]["year"] == row["steps"]["year"]
    row["targets"] = ["59,89", "x", None, None]
    answer = await year.office.planner.ask(where, row, await version(year))
    assert [fault["code"] for fault in answer.json()["errors"]] == ["not-a-decimal"] * 2


async def test_rows_seen_in_an_older_version_are_refused(year: Year) -> None:
    rows, seen = (await year.rows())[5:6], await version(year)
    done(await year.office.planner.ask(f"{year.action}/rows", {"rows": rows}, seen))
    rows[0]["steps"] = {"year": "Lain."}
    one = {name: value for name, value in rows[0].items() if name != "indicator"}
    for path, body in (("rows", {"rows": rows}), (f"rows/{rows[0]['indicator']}", one)):
        answer = await year.office.planner.ask(f"{year.action}/{path}", body, seen)
        assert (answer.status_code, answer.json()["code"]) == (412, "text-changed")
        assert (await year.office.planner.ask(f"{year.action}/{path}", body)).status_code == 428


async def test_every_cell_that_cannot_be_read_is_named(year: Year) -> None:
    rows, seen = await year.rows(), await version(year)
    first, second, third = rows[:3]
    first["targets"] = ["59,89", *first["targets"][1:]]
    second["owners"] = ["nobody"]
    third["policy"] = {**third["policy"], "rounding": "sideways"}
    answer = await year.office.planner.ask(f"{year.action}/rows", {"rows": rows}, seen)
    assert answer.status_code == 422
    faults = {fault["place"]: fault for fault in answer.json()["errors"]}
    assert faults[f"{first['indicator']}.targets.1"]["code"] == "not-a-decimal"
    assert faults[f"{second['indicator']}.owners"]["code"] == "person-unknown"
    assert faults[f"{third['indicator']}.policy.rounding"]["code"] == "policy-unreadable"
    assert await version(year) == seen


async def test_quarters_that_cannot_give_the_year_are_refused_with_the_difference(year: Year) -> None:
    row = next(r for r in await year.rows() if r["targets"][0] == "90")
    row["targets"] = ["20", "40", "60", "80"]
    answer = await year.office.planner.ask(f"{year.action}/rows", {"rows": [row]}, await version(year))
    assert (answer.status_code, answer.json()["code"]) == (422, "quarters-off")
    assert answer.json()["place"].startswith(row["indicator"])


async def test_proposals_are_confirmed_as_they_were_seen(year: Year) -> None:
    where, rows = f"{year.action}/proposals", ["b-i01", "b-i02"]
    seen = (await year.read(where))["digest"]
    body = {"indicators": rows, "seen": "f" * 64}
    answer = await year.office.planner.ask(where, body, await version(year))
    assert (answer.status_code, answer.json()["code"]) == (409, "proposal-changed")
    receipt = done(await year.office.planner.ask(where, body | {"seen": seen}, await version(year))).json()
    assert [event["type"] for event in receipt["events"]] == ["policy-confirmed"] * 2


async def test_a_goal_is_given_as_a_whole(year: Year) -> None:
    row = (await year.read(f"{year.action}/rows/b-i03"))["goal"]
    body = {"goal": row, "owners": [year.office.owner.account.person]}
    done(await year.office.planner.ask(f"{year.action}/owners", body, await version(year)))
    assert len((await year.read(f"{year.action}/rows/b-i03"))["owners"]) == 1
    answer = await year.office.planner.ask(f"{year.action}/owners", body | {"goal": "x"}, await version(year))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-row")


async def test_an_owner_writes_the_steps_of_their_own_rows_only(year: Year) -> None:
    rows = (await year.rows())[6:7]
    done(await year.office.planner.ask(f"{year.action}/rows", {"rows": rows}, await version(year)))
    row = _sent_back(await year.read(f"{year.action}/rows/{rows[0]['indicator']}"))
    row["steps"] = {"year": "Turun ke lapangan."}
    done(await year.office.owner.ask(f"{year.action}/rows", {"rows": [row]}, await version(year)))
    row["owners"] = []
    answer = await year.office.owner.ask(f"{year.action}/rows", {"rows": [row]}, await version(year))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-row")


async def test_an_incomplete_action_plan_stays_at_home(year: Year) -> None:
    answer = await year.office.planner.ask(f"{year.action}/submission", {}, await version(year))
    assert (answer.status_code, answer.json()["code"]) == (409, "action-incomplete")


def _sent_back(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "indicator": row["id"],
        "policy": row["policy"],
        "targets": [target and aim({"target": target}) for target in row["targets"]],
        "owners": [owner["person"] for owner in row["owners"]],
        "steps": {"year": row["steps"]["year"], "quarters": row["steps"]["quarters"]},
    }
