"""The action plan through the public API: proposals, rows, refusals that name their place, and its route."""

from typing import Any

from domain.actor import Role
from tests.api.house import Kantor, key
from tests.api.year import Year, done


async def test_an_action_plan_is_written_accepted_verified_and_signed(office: Kantor) -> None:
    action = await Year(office).signed()
    assert (action["phase"], action["missing"], action["version"]) == ("signed", [], 1)
    assert [step["state"] for step in action["route"]] == ["done"] * 3


async def test_no_action_plan_begins_before_the_plan_is_signed(office: Kantor) -> None:
    await office.draft()
    answer = await office.drafter.ask(f"{office.path}/action", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "plan-unsigned")
    assert (await office.auditor.get(f"{office.path}/action")).status_code == 404


async def test_who_may_not_write_is_refused(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.CHAIR):
        answer = await office[role].ask(f"{year.action}/rows", {"rows": [{"indicator": "x"}]}, 0)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_a_retry_gets_the_same_receipt_and_records_nothing_more(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    rows, command_id = {"rows": await year.rows()}, key()
    first = done(await office.planner.ask(f"{year.action}/rows", rows, 0, command_id))
    again = await office.planner.ask(f"{year.action}/rows", rows, 0, command_id)
    assert (again.status_code, again.content) == (201, first.content)
    assert first.headers["ETag"] == '"1"'


async def test_rows_are_read_back_as_they_were_sent(office: Kantor) -> None:
    year = Year(office)
    action = await year.written()
    again = [_sent_back(row) for part in action["parts"] for row in part["indicators"]]
    answer = await office.planner.ask(f"{year.action}/rows", {"rows": again}, action["version"])
    assert (answer.status_code, answer.json()["events"]) == (200, [])


async def test_rows_seen_in_an_older_version_are_refused(office: Kantor) -> None:
    year = Year(office)
    await year.written()
    rows = await year.rows()
    rows[0]["steps"] = {"year": "Lain."}
    answer = await office.planner.ask(f"{year.action}/rows", {"rows": rows[:1]}, 0)
    assert (answer.status_code, answer.json()["code"]) == (412, "text-changed")
    assert (await office.planner.ask(f"{year.action}/rows", {"rows": rows[:1]})).status_code == 428


async def test_every_cell_that_cannot_be_read_is_named_with_both_readings(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    rows = await year.rows()
    first, second, third = rows[:3]
    first["targets"] = ["59.89", *first["targets"][1:]]
    second["owners"] = ["nobody"]
    third["policy"] = {**third["policy"], "rounding": "sideways"}
    answer = await office.planner.ask(f"{year.action}/rows", {"rows": rows}, 0)
    assert answer.status_code == 422
    faults = {fault["place"]: fault for fault in answer.json()["errors"]}
    ambiguous = faults[f"{first['indicator']}.targets.1"]
    assert (ambiguous["code"], "59,89" in ambiguous["detail_id"], "5989" in ambiguous["detail_en"]) == (
        "number-ambiguous",
        True,
        True,
    )
    assert faults[f"{second['indicator']}.owners"]["code"] == "person-unknown"
    assert faults[f"{third['indicator']}.policy.rounding"]["code"] == "policy-unreadable"
    assert (await year.read(year.action))["version"] == 0


async def test_quarters_that_cannot_give_the_year_are_refused_with_the_difference(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    row = next(r for r in await year.rows() if r["targets"][0] == "90%")
    row["targets"] = ["20%", "40%", "60%", "80%"]
    answer = await office.planner.ask(f"{year.action}/rows", {"rows": [row]}, 0)
    assert (answer.status_code, answer.json()["code"]) == (422, "quarters-off")
    assert answer.json()["place"].startswith(row["indicator"])


async def test_an_owner_writes_the_steps_of_their_own_rows_only(office: Kantor) -> None:
    year = Year(office)
    action = await year.written()
    row = _sent_back(action["parts"][0]["indicators"][0])
    row["steps"] = {"year": "Turun ke lapangan."}
    done(await office.owner.ask(f"{year.action}/rows", {"rows": [row]}, 1))
    row["owners"] = []
    answer = await office.owner.ask(f"{year.action}/rows", {"rows": [row]}, 2)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-row")


async def test_an_incomplete_action_plan_stays_at_home(office: Kantor) -> None:
    year = Year(office)
    await year.begun()
    answer = await office.planner.ask(f"{year.action}/submission", {}, 0)
    assert (answer.status_code, answer.json()["code"]) == (409, "action-incomplete")


async def test_an_official_returns_it_with_a_reason(office: Kantor) -> None:
    year = Year(office)
    action = await year.written()
    done(await office.drafter.ask(f"{year.action}/submission", {}, action["version"]))
    answer = await office.owner.ask(f"{year.action}/returns", {"step": "owners", "reason": ""})
    assert (answer.status_code, answer.json()["code"]) == (422, "reason-missing")
    done(await office.owner.ask(f"{year.action}/returns", {"step": "owners", "reason": "Terlalu rendah."}))
    returned = await year.read(year.action)
    assert (returned["phase"], returned["returned"]["reason"]) == ("drafting", "Terlalu rendah.")


def _sent_back(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "indicator": row["id"],
        "policy": row["policy"],
        "targets": [target and target["text"] for target in row["targets"]],
        "owners": [owner["person"] for owner in row["owners"]],
        "steps": {"year": row["steps"]["year"], "quarters": row["steps"]["quarters"]},
    }
