"""The pages of a quarter: what an owner owes, who has not filed, and what was typed comes back, whatever happened."""

import re
from typing import Any

import pytest

from domain.kernel.actor import Role
from tests.api.house import Kantor, Person
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year that the tests share: two quarters can be filed, and each test takes rows of its own."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    await year.opened(2)
    return year


async def on_desk(person: Person, side: str, quarter: int) -> list[Any]:
    """Return what a side of somebody's desk has of a quarter."""
    items = (await person.get("/")).json()[side]
    return [item for item in items if item["of"] == "quarter" and item["summary"]["quarter"] == quarter]


async def ended(office: Kantor, role: Role) -> None:
    """Let the person's session have ended while they typed."""
    await office.house.store.pool.execute(
        "UPDATE access.sessions SET touched_at = touched_at - interval '1 year' WHERE account = $1",
        office[role].account.id,
    )


async def test_an_owner_sees_what_they_owe_and_files_it_through_the_form(year: Year) -> None:
    office, row = year.office, await year.unfiled()
    asked = (await office.owner.get("/")).json()["filings"]
    assert {(each["plan"], each["over"]) for each in asked if each["quarter"] == 1} == {(f"rkt-{office.year}", False)}
    assert f'href="{year.quarter()}"' in (await office.owner.page("/")).text
    assert (await office.chair.get("/")).json()["filings"] == []
    page = await office.owner.page(year.quarter())
    assert page.status_code == 200, page.text
    assert 'id="mine"' in page.text
    where = f"{year.quarter()}/realisations/{row['id']}"
    assert f'action="{where}"' in (await office.owner.page(where)).text
    fields = {"text_version": "0", "reading": row["target"]["text"], "explanation": "Tercapai."}
    answer = await office.owner.press(where, fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{where}?recorded=1")
    assert f'action="{where}/corrections"' in (await office.owner.page(where)).text


async def test_rows_are_found_by_their_words_and_by_who_answers_for_them(year: Year) -> None:
    """What is sought goes on with a state that is chosen, and what nobody has is said so."""
    office, row = year.office, await year.unfiled()
    board = (await office.planner.page(year.quarter())).text
    path = f"{year.quarter()}/realisations/"
    every = board.count(f'href="{path}')
    words = row["text"][:40].upper()
    found = (await office.planner.get(year.quarter(), "text/html", params={"row": words})).text
    assert 0 < found.count(f'href="{path}') < every
    assert f'href="{path}{row["id"]}"' in found
    owner = office.owner.account.person
    name = (await office.auditor.get(f"/offices/{office.id}")).json()["people"][owner]
    mine = (await office.planner.get(year.quarter(), "text/html", params={"row": name})).text
    assert mine.count(f'href="{path}') == every
    none = (await office.planner.get(year.quarter(), "text/html", params={"row": "tidak ada <i>"})).text
    assert "Tidak ada baris yang cocok." in none
    assert "tidak ada &lt;i&gt;" in none


async def test_what_was_typed_comes_back_with_the_fault_beside_it(year: Year) -> None:
    row = await year.unfiled()
    where = f"{year.quarter()}/realisations/{row['id']}"
    fields = {"text_version": "0", "reading": "59.89", "explanation": "Kata-kata yang panjang. (contoh)"}
    answer = await year.office.owner.press(where, fields)
    assert answer.status_code == 422
    assert 'value="59.89"' in answer.text
    assert "Kata-kata yang panjang. (contoh)" in answer.text
    assert f'href="#{row["id"]}.realisation"' in answer.text


async def test_of_two_forms_for_one_row_the_second_comes_back_whole(year: Year) -> None:
    row = await year.unfiled()
    where = f"{year.quarter()}/realisations/{row['id']}"
    fields = {"text_version": "0", "reading": row["target"]["text"], "explanation": "Milik yang kedua."}
    assert (await year.office.owner.press(where, {**fields, "explanation": "Yang pertama."})).status_code == 303
    answer = await year.office.owner.press(where, fields)
    assert answer.status_code == 412
    assert '<input type="hidden" name="text_version" value="1">' in answer.text
    assert "Milik yang kedua." in answer.text


async def test_the_planning_section_verifies_and_returns_by_form(year: Year) -> None:
    planner = year.office.planner
    taken = []
    for _ in range(2):
        taken.append(await year.unfiled())
        done(await year.file(taken[-1], reading=aim(taken[-1])))
    first, second = taken
    filed = {row["id"] for row in (await year.read(year.quarter()))["rows"] if row["standing"] == "filed"}
    (waiting,) = await on_desk(planner, "mine", 1)
    assert (waiting["act"], waiting["summary"]["filed"]) == ("check", len(filed))
    assert f"{len(filed)} baris perlu diperiksa" in (await planner.page("/")).text
    board = (await planner.page(f"{year.quarter()}?standing=filed")).text
    listed = set(re.findall(r'<th scope="row"><a href="[^"]*/realisations/([^"]+)"', board))
    assert listed == filed
    assert f'class="button" href="{year.quarter()}/checking"' in board
    checking = (await planner.page(f"{year.quarter()}/checking")).text
    assert {row for row in filed if row in checking} == filed
    page = await planner.page(f"{year.quarter()}/realisations/{first['id']}")
    assert f'action="{year.quarter()}/verifications"' in page.text
    passed = await planner.press(f"{year.quarter()}/verifications", {"indicator": first["id"], "based_on": "1"})
    assert passed.status_code == 303, passed.text
    back = {"indicator": second["id"], "text_version": "1", "reason": ""}
    assert (await planner.press(f"{year.quarter()}/returns", back)).status_code == 422
    assert (await planner.press(f"{year.quarter()}/returns", {**back, "reason": "Mana?"})).status_code == 303
    assert [(await year.row(row["id"]))["standing"] for row in taken] == ["verified", "returned"]


async def test_money_is_reported_by_form_one_programme_at_a_time(year: Year) -> None:
    programme = (await year.read(year.quarter()))["budget"]["programmes"][0]["id"]
    fields = {"programme": programme, "based_on": "0", "realised": "10,274,076"}
    wrong = await year.office.planner.press(f"{year.quarter()}/budget", fields)
    assert wrong.status_code == 422
    assert 'value="10,274,076"' in wrong.text
    right = await year.office.planner.press(f"{year.quarter()}/budget", {**fields, "realised": "Rp 10.274.076"})
    assert right.status_code == 303, right.text
    page = (await year.office.chair.page(year.quarter())).text
    assert "Rp 10.274.076 / Rp " in page


async def test_a_row_is_handed_over_where_its_owners_are_looked_at(year: Year) -> None:
    office, row = year.office, await year.unfiled()
    page = (await office.planner.page(year.quarter())).text
    assert f'href="?hand-over={row["id"]}#hand-over"' in page
    assert "#hand-over" not in (await office.owner.page(year.quarter())).text
    form = (await office.planner.page(f"{year.quarter()}?hand-over={row['id']}")).text
    assert f'action="{year.quarter()}/owners"' in form
    owner = office.owner
    other = await office.house.person(office, Role.OWNER, "Ni Luh Sari")
    office.people[Role.OWNER] = owner
    fields = {"indicator": row["id"], "owners": other.account.person, "reason": ""}
    wrong = await office.planner.press(f"{year.quarter()}/owners", fields)
    assert wrong.status_code == 422
    assert f'value="{other.account.person}" checked' in wrong.text
    handed = await office.planner.press(f"{year.quarter()}/owners", {**fields, "reason": "Mutasi."})
    assert handed.status_code == 303, handed.text
    assert [owner["name"] for owner in (await year.row(row["id"]))["owners"]] == ["Ni Luh Sari"]


async def test_a_programme_that_nobody_reports_is_gone_on_without(year: Year) -> None:
    quarter = await year.opened(3, over=True)
    programme = quarter["budget"]["programmes"][0]["id"]
    page = (await year.office.planner.page(year.quarter(3))).text
    assert f'action="{year.quarter(3)}/waivers"' in page
    fields = {"programme": programme, "reason": ""}
    wrong = await year.office.planner.press(f"{year.quarter(3)}/waivers", fields)
    assert wrong.status_code == 422
    right = await year.office.planner.press(f"{year.quarter(3)}/waivers", {**fields, "reason": "Belum ada data."})
    assert right.status_code == 303, right.text
    assert (await year.read(year.quarter(3)))["budget"]["programmes"][0]["waived"] == "Belum ada data."


async def test_what_was_typed_survives_the_end_of_the_session(year: Year) -> None:
    office, row = year.office, await year.unfiled(2)
    done(await year.file(row, 2, reading=aim(row)))
    programme = (await year.read(year.quarter(2)))["budget"]["programmes"][1]["id"]
    quarter, of_row = year.quarter(2), f"{year.quarter(2)}/realisations/{row['id']}"
    for act, fields, page, kept in (
        ("budget", {"programme": programme, "based_on": "0", "realised": "Rp 7.000"}, quarter, 'value="Rp 7.000"'),
        ("extension", {"closes": "2030-01-31T10:00", "reason": "Banjir besar."}, quarter, "Banjir besar."),
        ("waivers", {"programme": programme, "reason": "Tanpa program."}, quarter, "Tanpa program."),
        ("owners", {"indicator": row["id"], "owners": "x", "reason": "Mutasi pegawai."}, quarter, "Mutasi pegawai."),
        (
            "returns",
            {"indicator": row["id"], "text_version": "1", "reason": "Mana buktinya?"},
            of_row,
            "Mana buktinya?",
        ),
    ):
        await ended(office, Role.PLANNER)
        answer = await office.planner.press(f"{quarter}/{act}", fields)
        assert answer.status_code == 303, (act, answer.text)
        assert f"next={page.replace('/', '%2F')}" in answer.headers["Location"], act
        await office.house.sign_in(office.planner)
        if act != "waivers":  # its form stands there only once the window is over
            assert kept in (await office.planner.page(page)).text, act
    sent = {"programme": programme, "based_on": "0", "realised": "Rp 7.000"}
    assert (await office.planner.press(f"{quarter}/budget", sent)).status_code == 303
    assert "Mutasi pegawai." not in (await office.planner.page(quarter)).text


async def test_officials_sign_the_quarter_on_its_page(year: Year) -> None:
    office = year.office
    await year.opened(4)
    quarter = await year.verified(4)
    (waiting,) = await on_desk(office.secretary, "mine", 4)
    assert (waiting["act"], waiting["step"]["key"]) == ("sign", "secretary")
    (behind,) = await on_desk(office.chair, "others", 4)
    assert (behind["act"], behind["holders"]) == ("read", ["Sari Rahmawati"])
    assert f'href="{year.quarter(4)}/sign"' in (await office.secretary.page(year.quarter(4))).text
    assert f'href="{year.quarter(4)}/sign"' not in (await office.chair.page(year.quarter(4))).text
    page = await office.secretary.page(f"{year.quarter(4)}/sign")
    assert f'action="{year.quarter(4)}/signatures"' in page.text
    assert 'id="signature"' in page.text
    assert f'action="{year.quarter(4)}/signatures"' not in (await office.chair.page(f"{year.quarter(4)}/sign")).text
    pdf = await office.auditor.get(f"{year.quarter(4)}/documents/{quarter['document']}", "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    missing = await office.auditor.get(f"{year.quarter(4)}/documents/{'0' * 64}", "application/pdf")
    assert missing.status_code == 404
    fields = {
        "step": "secretary",
        "digest": quarter["digest"],
        "document": quarter["document"],
        "text_version": str(quarter["version"]),
    }
    signed = await office.secretary.press(f"{year.quarter(4)}/signatures", fields, "sign-quarter-4")
    assert (signed.status_code, signed.headers["Location"]) == (303, f"{year.quarter(4)}/receipts/sign-quarter-4")
    proof = (await office.secretary.page(signed.headers["Location"])).text
    assert "Triwulan telah ditandatangani" in proof
    following = proof[proof.index('class="following"') : proof.index('class="technical"')]
    assert "Ketut Wijaya" in following
    (entry,) = [
        entry
        for act in (await office.auditor.get(f"{year.quarter(4)}/history")).json()["acts"]
        for entry in act["entries"]
        if entry["event"]["type"] == "quarter-signed"
    ]
    facts = (await office.auditor.page(f"{year.quarter(4)}/history?entry={entry['position']}")).text
    assert f'href="{signed.headers["Location"]}"' in facts
    read = (await office.auditor.page(signed.headers["Location"])).text
    assert "Sari Rahmawati" in read
    assert "Triwulan telah ditandatangani" not in read  # that is said to whoever signed
