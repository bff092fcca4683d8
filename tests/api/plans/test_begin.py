"""A plan begins empty, or with the text of another year: its rows, this year's title, and no dates."""

from typing import Any

from tests.api.house import HTML, Kantor, key


async def test_next_years_plan_begins_with_this_years_text(office: Kantor) -> None:
    plan = await office.draft()
    page = await office.drafter.page(f"/offices/{office.id}/plans/new")
    assert f'value="{office.year + 1}"' in page.text  # the next year, from the last plan
    fields = {"kind": "rkt", "year": str(office.year + 1), "source": f"rkt-{office.year}", "title": ""}
    command_id = key()
    for _ in range(2):
        answer = await office.drafter.press(f"/offices/{office.id}/plans", fields, command_id)
        assert answer.status_code == 303, answer.text
    begun = (await office.drafter.get(f"/offices/{office.id}/plans/rkt-{office.year + 1}")).json()
    assert begun["version"] == 1
    for now, before in zip(begun["text"]["parts"], plan["text"]["parts"], strict=True):
        for rows in ("goals", "indicators", "programmes"):
            assert now[rows] == before[rows]
        assert now["details"]["date"] == ""
        assert str(office.year) not in now["details"]["heading"]
    assert begun["text"]["cover_date"] == ""
    assert begun["text"]["title"] == plan["text"]["title"].replace(str(office.year), str(office.year + 1))


async def test_a_plan_that_is_not_there_is_no_source(office: Kantor) -> None:
    await office.draft()
    for source in ("rkt-1999", "x", "../rkt-2024"):
        body = {"kind": "rkt", "year": office.year + 1, "source": source}
        answer = await office.drafter.ask(f"/offices/{office.id}/plans", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-source"), source


def begun_by(office: Kantor, file: bytes, kind: str, year: int) -> dict[str, Any]:
    """Return the form that brings a file."""
    fields = {"command_id": key(), "kind": kind, "year": str(year), "title": "", "source": ""}
    return {"data": fields, "files": {"file": ("rencana.json", file, "application/json")}}


async def test_a_plan_begins_with_the_file_that_another_was_sent_as(office: Kantor) -> None:
    plan = await office.draft()
    file = (await office.auditor.get(office.path)).content
    where, year = f"/offices/{office.id}/plans", office.year + 1
    answer = await office.drafter.client.post(where, **begun_by(office, file, "rkt", year), headers={"Accept": HTML})
    assert answer.status_code == 303, answer.text
    begun = (await office.drafter.get(f"{where}/rkt-{year}")).json()
    assert [part["indicators"] for part in begun["text"]["parts"]] == [
        part["indicators"] for part in plan["text"]["parts"]
    ]
    assert str(office.year) not in begun["text"]["title"]
    for wrong in (b"", b"{}", b"PK\x03\x04"):
        sent = begun_by(office, wrong, "rkt", year + 1)
        answer = await office.drafter.client.post(where, **sent, headers={"Accept": HTML})
        assert (answer.status_code, 'href="#file"' in answer.text) == (422, True), wrong


async def test_a_plan_of_another_kind_begins_with_what_it_can_hold(office: Kantor) -> None:
    plan = await office.draft()
    fields = {"kind": "renja", "year": str(office.year), "source": f"rkt-{office.year}", "title": ""}
    answer = await office.drafter.press(f"/offices/{office.id}/plans", fields)
    assert answer.status_code == 303, answer.text
    begun = (await office.drafter.get(f"/offices/{office.id}/plans/renja-{office.year}")).json()
    (part,) = begun["text"]["parts"]
    assert [row["text"] for row in part["goals"]] == [row["text"] for row in plan["text"]["parts"][0]["goals"]]
    assert begun["text"]["title"].startswith("RENCANA KERJA")
    # And the other way round the columns stay behind.
    back = {"kind": "rkt", "year": str(office.year + 1), "source": f"renja-{office.year}", "title": ""}
    assert (await office.drafter.press(f"/offices/{office.id}/plans", back)).status_code == 303


async def test_an_empty_plan_has_the_offices_name_as_such_papers_print_it(office: Kantor) -> None:
    sent = {"kind": "rkt", "year": office.year}
    assert (await office.drafter.ask(f"/offices/{office.id}/plans", sent)).status_code == 201
    text = (await office.plan())["text"]
    assert text["title"] == f"RENCANA KINERJA TAHUNAN KANTOR CONTOH TAHUN {office.year}"
    assert text["parts"][0]["details"]["heading"] == f"RENCANA KINERJA TAHUNAN {office.year}\nKANTOR CONTOH"
