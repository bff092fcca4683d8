"""The year's downloads: tables for spreadsheets, PDFs that are printed once with their progress, and void copies."""

import asyncio

from activities.year_tables import XLSX
from tests.api.house import Kantor
from tests.api.year import Year, done

PDF = "application/pdf"


async def ready(office: Kantor, path: str) -> dict[str, dict[str, str]]:
    """Look until nothing is being prepared, as a page does; return the documents by their parts."""
    async with asyncio.timeout(60):
        while True:
            told = (await office.auditor.get(path)).json()
            if told["of"] and told["done"] == told["of"]:
                return {each["part"]: each for each in told["documents"]}
            await asyncio.sleep(0)


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
    unknown = await office.auditor.client.post(path, json={"indicator": "x"}, headers={"Accept": "application/json"})
    assert unknown.status_code == 422

    for ending, media, start in (("xlsx", XLSX, b"PK"), ("csv", "text/csv", b"\xef\xbb\xbfBagian;")):
        file = await office.auditor.get(f"{office.path}/year.{ending}", media)
        assert file.content.startswith(start)
        assert file.headers["Content-Disposition"].startswith("attachment;")
        known = {"Accept": media, "If-None-Match": file.headers["ETag"]}
        assert (await office.auditor.client.get(f"{office.path}/year.{ending}", headers=known)).status_code == 304

    shown = await year.verified()
    row = shown["rows"][0]
    done(
        await office.planner.ask(
            f"{year.quarter()}/returns",
            {"indicator": row["id"], "based_on": row["version"], "reason": "Mohon diperbaiki. (contoh)"},
        )
    )
    old = f"{year.quarter()}/documents/{shown['document']}"
    kept, void = await office.auditor.get(old, PDF), await office.auditor.get(f"{old}?void=1", PDF)
    assert kept.status_code == void.status_code == 200
    assert kept.content != void.content
    assert "dibatalkan" in void.headers["Content-Disposition"]
    assert f'href="{old}?void=1"' in (await office.auditor.page(year.quarter())).text
