"""A quarter through the public API: filed, checked, waived, extended, signed, closed and reopened."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor, key
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year that the tests share: the first quarter can be filed, and each test takes rows of its own."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


async def test_a_quarter_is_filed_verified_signed_and_closed(year: Year) -> None:
    quarter = await year.opened(2)
    assert (quarter["phase"], len(quarter["owing"])) == ("open", 1)
    closed = await year.closed(2)
    assert closed["phase"] == "closed"
    assert {row["quarter"]["figure"] for row in closed["rows"]} == {"100.00"}
    assert all(row["quarter"]["line"] for row in closed["rows"])


@pytest.mark.parametrize("sent", ["59,89", "1.000,5", "90%", "1e2", "+9", "09", ".5", "٣"])
async def test_a_program_sends_decimals_and_nothing_else(year: Year, sent: str) -> None:
    """fault 13: what `GET` says is refused by `POST`, and what is no thousand is read as one."""
    row = await year.unfiled()
    answer = await year.file(row, reading=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-decimal")
    assert answer.json()["place"] == f"{row['id']}.realisation"


async def test_a_figure_is_sent_as_it_is_answered(year: Year) -> None:
    row = await year.unfiled(target="90")
    done(await year.file(row, reading="1.234", justification="Baru mulai. (contoh)"))
    said = (await year.row(row["id"]))["reading"]["value"]
    assert said == "1.234"
    body = {"reading": said, "reason": "Sama. (contoh)", "justification": "Baru mulai. (contoh)"}
    corrected = await year.office.owner.ask(f"{year.quarter()}/realisations/{row['id']}/corrections", body, 1)
    assert (corrected.status_code, corrected.json()["events"]) == (200, [])


async def test_a_typed_figure_that_can_be_read_in_two_ways_is_refused_with_both(year: Year) -> None:
    row = await year.unfiled()
    where = f"{year.quarter()}/realisations/{row['id']}"
    page = await year.office.owner.press(where, {"text_version": "0", "reading": "59.89"})
    assert page.status_code == 422
    assert all(reading in page.text for reading in ("59,89", "5989", 'value="59.89"'))


async def test_what_cannot_be_filed_is_refused_at_its_cell(year: Year) -> None:
    row = await year.unfiled(target="90")
    for body, code, cell in (
        ({}, "realisation-missing", "realisation"),
        ({"reading": "9", "state": "not-released"}, "realisation-twice", "realisation"),
        ({"reading": "101"}, "above-scale", "realisation"),
        ({"reading": "-1"}, "negative-percentage", "realisation"),
        ({"reading": "70"}, "justification-missing", "justification"),
        ({"numerator": "7", "denominator": "9"}, "components-unexpected", "realisation"),
        ({"state": "not-released"}, "explanation-missing", "explanation"),
        ({"reading": "90", "follow_up_done": True}, "follow-up-unknown", "answer"),
    ):
        answer = await year.file(row, **body)
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["place"]) == (422, code, f"{row['id']}.{cell}")
        assert problem["detail_id"] != problem["detail_en"]
    done(await year.file(row, state="not-released", explanation="Rilis BPS bulan depan. (contoh)"))


async def test_of_two_owners_at_once_one_wins_and_the_other_is_told(year: Year) -> None:
    row = await year.unfiled()
    answers = await asyncio.gather(*(year.file(row, reading=aim(row)) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 412]
    lost = next(answer for answer in answers if answer.status_code == 412)
    assert lost.json()["code"] == "row-changed"


async def test_a_correction_needs_a_reason_and_the_version_that_was_seen(year: Year) -> None:
    row = await year.unfiled()
    target = aim(row)
    done(await year.file(row, reading=target))
    corrections = f"{year.quarter()}/realisations/{row['id']}/corrections"
    late = await year.office.owner.ask(corrections, {"reading": target, "reason": "Kurang."}, 9)
    assert (late.status_code, late.json()["code"]) == (412, "row-changed")
    body = {"reading": target, "explanation": "Lengkap.", "reason": ""}
    answer = await year.office.owner.ask(corrections, body, 1)
    assert (answer.status_code, answer.json()["place"]) == (422, f"{row['id']}.reason")
    command_id = key()
    for _ in range(2):
        done(await year.office.owner.ask(corrections, {**body, "reason": "Kurang."}, 1, command_id))
    assert (await year.row(row["id"]))["version"] == 2


async def test_what_is_said_of_a_row_names_the_version_that_was_read_as_its_etag(year: Year) -> None:
    """fault 21: one way to say what a write was based on, and what it is by now where that is stale."""
    row, office = await year.unfiled(), year.office
    where = f"{year.quarter()}/realisations/{row['id']}"
    filing = {"reading": aim(row)}
    returning = {"indicator": row["id"], "reason": "Mana buktinya?"}
    for person, path, body in (
        (office.owner, where, filing),
        (office.owner, f"{where}/corrections", {**filing, "reason": "Kurang."}),
        (office.planner, f"{year.quarter()}/returns", returning),
    ):
        unsaid = await person.ask(path, {**body, "based_on": 0})
        assert (unsaid.status_code, unsaid.json()["place"]) == (428, "If-Match"), path
    filed = done(await office.owner.ask(where, filing, 0))
    assert filed.headers["etag"] == (await office.owner.get(filed.headers["location"])).headers["etag"] == '"1"'
    for person, path, body in (
        (office.owner, f"{where}/corrections", {**filing, "reason": "Kurang."}),
        (office.planner, f"{year.quarter()}/returns", returning),
    ):
        late = await person.ask(path, body, 0)
        told = late.json()
        assert (late.status_code, told["seen_version"], told["current_version"]) == (412, 0, 1), path
    done(await office.planner.ask(f"{year.quarter()}/returns", returning, 1))


async def test_only_an_owner_files_and_only_the_planning_section_verifies(year: Year) -> None:
    row = await year.unfiled()
    body = {"reading": aim(row)}
    assert (await year.office.drafter.ask(f"{year.quarter()}/realisations/{row['id']}", body, 0)).status_code == 403
    done(await year.file(row, reading=aim(row)))
    rows = {"rows": [{"indicator": row["id"], "based_on": 1}]}
    assert (await year.office.secretary.ask(f"{year.quarter()}/verifications", rows)).status_code == 403
    done(await year.office.planner.ask(f"{year.quarter()}/verifications", rows))


async def test_a_returned_row_is_with_its_owner_again(year: Year) -> None:
    row = await year.unfiled()
    done(await year.file(row, reading=aim(row)))
    body = {"indicator": row["id"], "reason": "Mana buktinya?"}
    done(await year.office.planner.ask(f"{year.quarter()}/returns", body, 1))
    returned = await year.row(row["id"])
    assert (returned["standing"], returned["reason"]) == ("returned", "Mana buktinya?")


async def test_nothing_is_filed_after_the_window_until_somebody_extends_it(year: Year) -> None:
    row = (await year.opened(4, over=True))["rows"][0]
    late = await year.file(row, 4, reading=aim(row))
    assert (late.status_code, late.json()["code"]) == (409, "window-closed")
    until = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    answer = await year.office.secretary.ask(f"{year.quarter(4)}/extension", {"closes": until, "reason": ""})
    assert (answer.status_code, answer.json()["code"]) == (422, "reason-missing")
    done(await year.office.secretary.ask(f"{year.quarter(4)}/extension", {"closes": until, "reason": "Banjir."}))
    again = [reminder.key for reminder in (await year.quarter_state(4)).window.reminders]
    assert again[-3:] == ["due", "escalation-secretary", "escalation-chair"]
    done(await year.file(row, 4, reading=aim(row)))


async def test_a_row_nobody_filed_in_time_is_waived_with_a_reason(year: Year) -> None:
    row = (await year.opened(3, over=True))["rows"][0]
    done(await year.office.planner.ask(f"{year.quarter(3)}/waivers", {"row": row["id"], "reason": "Cuti."}))
    waived = await year.row(row["id"], 3)
    assert (waived["standing"], waived["quarter"]["state"]) == ("waived", "not-released")


async def test_a_rate_that_falls_is_filed_once_the_planning_section_takes_its_bounds_away(year: Year) -> None:
    """fault 2: −2,07% could not be filed, and the way out was to sign the action plan again."""
    rows = (await year.read(year.quarter()))["rows"]
    rates = [r for r in rows if r["filing"] is None and r["policy"]["scale"]["type"] == "percentage-scale"]
    row = next(r for r in rates if r["policy"]["direction"] == "higher")
    where = f"{year.quarter()}/realisations/{row['id']}"
    typed = {"text_version": "0", "reading": "−2,07%", "justification": "Ekonomi menyusut. (contoh)"}
    page = await year.office.owner.press(where, typed)
    assert page.status_code == 422
    assert "bagian perencanaan dapat membolehkannya" in page.text
    body = {"reason": "Laju dapat turun. (contoh)"}
    assert (await year.office.owner.ask(f"{where}/bounds", body, 0)).status_code == 403
    changed = done(await year.office.planner.ask(f"{where}/bounds", body, 0)).json()["events"][0]
    assert changed["type"] == "policy-corrected"
    assert changed["new"] == changed["old"] | {"scale": {"type": "percentage-scale", "highest": None}}
    assert (await year.office.owner.press(where, typed)).status_code == 303
    filed = await year.row(row["id"])
    assert filed["reading"]["value"] == "-2.07"
    assert filed["quarter"]["figure"].startswith("-2.")
    # Nothing else is offered as a correction: the action plan says the same but for the bounds.
    assert "Rencana aksi kini" not in (await year.office.planner.page(where)).text


async def test_a_row_is_handed_over_and_its_old_owner_files_it_no_more(year: Year) -> None:
    row = await year.unfiled()
    body = {"indicator": row["id"], "owners": [year.office.drafter.account.person], "reason": "Mutasi."}
    done(await year.office.planner.ask(f"{year.quarter()}/owners", body))
    answer = await year.file(row, reading=aim(row))
    assert (answer.status_code, answer.json()["code"]) == (403, "not-your-row")


async def test_money_is_a_decimal_and_corrected_with_a_reason(year: Year) -> None:
    programme = (await year.read(year.quarter()))["budget"]["programmes"][0]["id"]

    def amount(text: str, version: int) -> dict[str, object]:
        return {"amounts": [{"programme": programme, "based_on": version, "realised": text}]}

    wrong = await year.office.planner.ask(f"{year.quarter()}/budget", amount("10,274,076", 0))
    assert (wrong.status_code, wrong.json()["place"]) == (422, f"{programme}.realised")
    done(await year.office.planner.ask(f"{year.quarter()}/budget", amount("30275016.00", 0)))
    unsaid = await year.office.planner.ask(f"{year.quarter()}/budget", amount("31000000", 1))
    assert (unsaid.status_code, unsaid.json()["code"]) == (422, "reason-missing")
    spent = (await year.read(year.quarter()))["budget"]["programmes"][0]
    assert spent["realised"] == "30275016"


async def test_a_closed_quarter_is_reopened_by_an_official_with_a_reason(year: Year) -> None:
    await year.opened(3)
    await year.closed(3)
    until = (datetime.now(UTC) + timedelta(days=5)).isoformat()
    done(await year.office.chair.ask(f"{year.quarter(3)}/reopening", {"closes": until, "reason": "Salah hitung."}))
    again = await year.read(year.quarter(3))
    assert (again["phase"], again["closings"], len(again["window"]["reopenings"])) == ("signing", 1, 1)


async def test_there_is_no_fifth_quarter_and_none_before_it_is_opened(office: Kantor) -> None:
    year = Year(office)
    await office.draft()
    for number in (1, 5):
        assert (await office.auditor.get(year.quarter(number))).status_code == 404
    answer = await office.secretary.ask(f"{year.quarter(1)}/extension", {"closes": "2030-01-01", "reason": "x"})
    assert answer.status_code == 404


async def test_a_planner_moves_an_open_row_to_the_corrected_policy(office: Kantor) -> None:
    """fault 26: a wording that says *inflasi* was measured as if more were better, and the quarter kept it."""
    year = Year(office)
    signed = await year.signed()
    await year.opened()
    row = await year.unfiled()
    where = f"{year.quarter()}/realisations/{row['id']}"
    same = await office.planner.ask(f"{where}/policy", {"reason": "Sama. (contoh)"}, 0)
    assert (same.status_code, same.json()["events"]) == (200, [])
    assert f"{where}/policy" not in (await office.planner.page(where)).text

    written = next(r for p in signed["parts"] for r in p["indicators"] if r["id"] == row["id"])
    changed = {
        "policy": {**written["policy"], "places": 1, "citation": "SK 4/2024 (contoh)"},
        "targets": [aim({"target": target}) for target in written["targets"]],
        "owners": [owner["person"] for owner in written["owners"]],
        "steps": {"year": written["steps"]["year"]},
    }
    done(await office.planner.ask(f"{year.action}/rows/{row['id']}", changed, signed["version"]))
    assert f"{where}/policy" not in (await office.planner.page(where)).text  # not signed yet
    planner = office.planner
    await year.passed(await office.house.person(office, Role.PLANNER, "Made Sukerti"))

    assert f"{where}/policy" in (await planner.page(where)).text
    assert f"{where}/policy" not in (await office.owner.page(where)).text
    refused = await office.owner.ask(f"{where}/policy", {"reason": "Salah. (contoh)"}, 0)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    moved = done(await planner.ask(f"{where}/policy", {"reason": "Salah. (contoh)"}, 0))
    assert [event["type"] for event in moved.json()["events"]] == ["policy-corrected"]
    now = (await year.row(row["id"]))["policy"]
    assert (now["places"], now["citation"]) == (1, "SK 4/2024 (contoh)")
    told = (await office.auditor.page(f"{year.quarter()}/history")).text
    assert "mengubah cara mengukur" in told
