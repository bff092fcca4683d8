"""The pages of the year: what an owner owes, what was typed comes back, who has not filed, and the leader's page."""

from domain.actor import Role
from tests.api.house import Kantor
from tests.api.year import Year, done


async def test_an_owner_sees_what_they_owe_and_files_it_through_the_form(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    asked = (await office.owner.get("/")).json()["filings"]
    assert (asked[-1]["plan"], asked[-1]["quarter"], asked[-1]["rows"], asked[-1]["over"]) == (
        f"rkt-{office.year}",
        1,
        31,
        False,
    )
    assert f'href="{year.quarter()}"' in (await office.owner.page("/")).text
    assert (await office.chair.get("/")).json()["filings"] == []
    page = await office.owner.page(year.quarter())
    assert page.status_code == 200, page.text
    assert 'id="mine"' in page.text
    where = f"{year.quarter()}/realisations/{row['id']}"
    assert f'action="{where}"' in (await office.owner.page(where)).text
    fields = {"based_on": "0", "reading": row["target"]["text"], "explanation": "Tercapai."}
    answer = await office.owner.press(where, fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{where}?recorded=1")
    assert f'action="{where}/corrections"' in (await office.owner.page(where)).text


async def test_what_was_typed_comes_back_with_the_fault_beside_it(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    where = f"{year.quarter()}/realisations/{row['id']}"
    fields = {"based_on": "0", "reading": "59.89", "explanation": "Kata-kata yang panjang. (contoh)"}
    answer = await office.owner.press(where, fields)
    assert answer.status_code == 422
    assert 'value="59.89"' in answer.text
    assert "Kata-kata yang panjang. (contoh)" in answer.text
    assert f'href="#{row["id"]}.realisation"' in answer.text


async def test_of_two_forms_for_one_row_the_second_comes_back_whole(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    where = f"{year.quarter()}/realisations/{row['id']}"
    fields = {"based_on": "0", "reading": row["target"]["text"], "explanation": "Milik yang kedua."}
    assert (await office.owner.press(where, {**fields, "explanation": "Yang pertama."})).status_code == 303
    answer = await office.owner.press(where, fields)
    assert answer.status_code == 409
    assert "Milik yang kedua." in answer.text


async def test_the_planning_section_verifies_and_returns_by_form(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    first, second = (await year.opened())["rows"][:2]
    for row in (first, second):
        done(await year.file(row, reading=row["target"]["text"]))
    page = await office.planner.page(f"{year.quarter()}/realisations/{first['id']}")
    assert 'id="check"' in page.text
    passed = await office.planner.press(f"{year.quarter()}/verifications", {"indicator": first["id"], "based_on": "1"})
    assert passed.status_code == 303, passed.text
    back = {"indicator": second["id"], "based_on": "1", "reason": ""}
    assert (await office.planner.press(f"{year.quarter()}/returns", back)).status_code == 422
    assert (await office.planner.press(f"{year.quarter()}/returns", {**back, "reason": "Mana?"})).status_code == 303
    standings = [row["standing"] for row in (await year.read(year.quarter()))["rows"][:2]]
    assert standings == ["verified", "returned"]


async def test_money_is_reported_by_form_one_programme_at_a_time(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    programme = (await year.opened())["budget"]["programmes"][0]["id"]
    fields = {"programme": programme, "based_on": "0", "realised": "10,274,076"}
    wrong = await office.planner.press(f"{year.quarter()}/budget", fields)
    assert wrong.status_code == 422
    assert 'value="10,274,076"' in wrong.text
    right = await office.planner.press(f"{year.quarter()}/budget", {**fields, "realised": "Rp 10.274.076"})
    assert right.status_code == 303, right.text


async def test_officials_sign_the_quarter_on_its_page(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    quarter = await year.verified()
    page = await office.secretary.page(year.quarter())
    assert f'action="{year.quarter()}/signatures"' in page.text
    assert f'action="{year.quarter()}/signatures"' not in (await office.chair.page(year.quarter())).text
    pdf = await office.auditor.get(f"{year.quarter()}/documents/{quarter['document']}", "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert (await office.auditor.get(f"{year.quarter()}/documents/{'0' * 64}", "application/pdf")).status_code == 404
    fields = {
        "step": "secretary",
        "digest": quarter["digest"],
        "document": quarter["document"],
        "text_version": str(quarter["version"]),
    }
    assert (await office.secretary.press(f"{year.quarter()}/signatures", fields)).status_code == 303


async def test_the_leader_sees_figures_that_lead_to_their_derivation(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    await year.closed()
    assert f'href="{office.path}/year"' in (await office.chair.page(office.path)).text
    page = await office.chair.page(f"{office.path}/year")
    assert page.status_code == 200, page.text
    where = f"{office.path}/year/{row['id']}"
    assert f'href="{where}#q1"' in page.text
    assert '<svg class="bars"' in page.text
    assert '<svg class="plane"' in page.text
    derived = (await office.chair.page(where)).text
    assert 'class="derivation"' in derived
    told = (await office.auditor.get(f"{office.path}/year")).json()["indicators"]
    rows = (await year.read(year.quarter()))["rows"]
    assert {cell["indicator"] for cell in told} == {row["id"] for row in rows}


async def test_every_role_of_the_office_may_look(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    row = (await year.opened())["rows"][0]
    for role in (Role.DRAFTER, Role.OWNER, Role.PLANNER, Role.SECRETARY, Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR):
        for path in (year.quarter(), f"{year.quarter()}/realisations/{row['id']}", f"{office.path}/year"):
            page = await office[role].page(path)
            assert page.status_code == 200, (role, path, page.text)
