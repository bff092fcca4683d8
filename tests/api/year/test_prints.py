"""The year's downloads: tables for spreadsheets, PDFs that are printed once with their progress, and void copies."""

from html import unescape

from activities.documents.sheets import XLSX
from activities.documents.year.editions import YearEdition
from tests.api.house import Kantor
from tests.api.played import Year, done
from workflows.printing import printing_id

PDF = "application/pdf"


async def ready(office: Kantor, path: str) -> dict[str, dict[str, str]]:
    """Wait until what was asked for is printed; return the documents by their parts."""
    plans = office.house.services.plans
    await plans.close()  # Temporal knows of it
    edition = (await office.auditor.get(path)).json()["edition"]
    of = YearEdition(office.id, f"rkt-{office.year}", edition, 1)
    await plans._client.get_workflow_handle(printing_id(of)).result()
    told = (await office.auditor.get(path)).json()
    assert 0 < told["done"] == told["of"]
    return {each["part"]: each for each in told["documents"]}


async def test_the_year_is_downloaded_printed_once_and_void_where_it_no_longer_holds(office: Kantor) -> None:
    year = Year(office)
    await year.signed()
    await year.opened()
    path = f"{office.path}/year-documents"
    answer = await office.auditor.get(path)
    assert answer.status_code == 200, answer.text
    first = answer.json()
    assert (first["done"], first["of"]) == (0, 0)
    assert "Siapkan dokumen" in (await office.auditor.page(path)).text
    asked = await office.auditor.press(path, {})
    assert (asked.status_code, asked.headers["Location"]) == (303, path)
    found = await ready(office, path)
    assert {part: each["state"] for part, each in found.items() if part != "quarter-1"}.keys() >= {"table", "sheets-1"}
    table = await office.auditor.get(f"{path}/{found['table']['document']}", PDF)
    assert table.content.startswith(b"%PDF-")
    again = await office.auditor.client.post(path, json={}, headers={"Accept": "application/json"})
    assert again.status_code == 202
    assert (await ready(office, path))["table"] == found["table"]
    same = {"Accept": PDF, "If-None-Match": table.headers["ETag"]}
    where = f"{path}/{found['table']['document']}"
    assert (await office.auditor.client.get(where, headers=same)).status_code == 304
    assert (await office.auditor.get(f"{path}/{'0' * 64}", PDF)).status_code == 404
    indicator = (await year.read(year.quarter()))["rows"][0]
    shown = await office.auditor.page(f"{office.path}/year/{indicator['id']}")
    assert f'name="indicator" value="{indicator["id"]}"' in shown.text
    single = await office.auditor.press(path, {"indicator": indicator["id"]})
    assert single.headers["Location"] == f"{path}#sheet-{indicator['id']}"
    await ready(office, path)
    assert f"Lembar: {indicator['text']} (PDF)" in unescape((await office.auditor.page(path)).text)
    unknown = await office.auditor.client.post(path, json={"indicator": "x"}, headers={"Accept": "application/json"})
    assert unknown.status_code == 422

    tables = (
        ("year.xlsx", XLSX, b"PK"),
        ("year.csv", "text/csv", b"\xef\xbb\xbfBagian;Sasaran;"),
        ("year-budget.csv", "text/csv", b"\xef\xbb\xbfBagian;Program;"),
    )
    known = {}
    for name, media, start in tables:
        file = await office.auditor.get(f"{office.path}/{name}", media)
        assert file.content.startswith(start)
        assert file.headers["Content-Disposition"].startswith("attachment;")
        known[name] = {"Accept": media, "If-None-Match": file.headers["ETag"]}
        assert (await office.auditor.client.get(f"{office.path}/{name}", headers=known[name])).status_code == 304
    edition = (await office.auditor.get(path)).json()["edition"]
    lines = {"achievement": "90", "absorption": "80", "citation": "SK 7 (contoh)", "effective": f"{office.year}-01-01"}
    done(await office.administrator.ask(f"/offices/{office.id}/quadrant-lines", lines))
    # What the lines say is news to whoever has the tables or the documents.
    for name, headers in known.items():
        assert (await office.auditor.client.get(f"{office.path}/{name}", headers=headers)).status_code == 200
    assert (await office.auditor.get(path)).json()["edition"] != edition

    shown = await year.verified()
    row = shown["rows"][0]
    done(
        await office.planner.ask(
            f"{year.quarter()}/returns",
            {"indicator": row["id"], "reason": "Mohon diperbaiki. (contoh)"},
            row["version"],
        )
    )
    old = f"{year.quarter()}/documents/{shown['document']}"
    kept, void = await office.auditor.get(old, PDF), await office.auditor.get(f"{old}?void=1", PDF)
    assert kept.status_code == void.status_code == 200
    assert kept.content != void.content
    assert "dibatalkan" in void.headers["Content-Disposition"]
    assert f'href="{old}?void=1"' in (await office.auditor.page(year.quarter())).text
