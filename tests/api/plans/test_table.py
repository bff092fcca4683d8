"""The rows of a plan for spreadsheets: every column as printed, figures as numbers too, and nothing is a formula."""

import csv
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from tests.api.house import Kantor, Person
from tests.api.kinds.test_kinds import drafted, text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def table(reader: Person, path: str) -> list[list[Any]]:
    """Return the rows of the sheet with every row and column."""
    answer = await reader.get(f"{path}/table.xlsx", XLSX)
    assert answer.status_code == 200, answer.text
    book = load_workbook(BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book["Rencana"].iter_rows()]


async def test_every_column_is_there_as_printed_and_as_a_number(office: Kantor) -> None:
    await drafted(office, {"column": "capaian-lalu", "text": "75,5%"}, {"column": "lokasi", "text": "=1+1"})
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    heads, goal, indicator = await table(office.auditor, path)
    assert heads[:6] == ["Bagian", "Baris", "Nomor", "Uraian", "Target", "Target (angka)"]
    assert dict(zip(heads, goal, strict=True))["Kode"] == "1.02"
    shown = dict(zip(heads, indicator, strict=True))
    assert (shown["Target"], shown["Target (angka)"]) == ("77%", 77)
    last = f"Capaian {office.year - 1}"
    assert (shown[last], shown[f"{last} (angka)"]) == ("75,5%", 75.5)
    assert shown["Lokasi"] == "'=1+1"


async def test_csv_says_the_same_and_is_sent_once(office: Kantor) -> None:
    await drafted(office)
    path = f"/offices/{office.id}/plans/renja-{office.year}"
    answer = await office.auditor.get(f"{path}/table.csv", "text/csv")
    read = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in read[1:]] == ["Pelayanan", "Cakupan"]
    again = await office.auditor.get(f"{path}/table.csv", "text/csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    sent = text(office, {"column": "lokasi", "text": "Siak"})
    assert (await office.drafter.ask(f"{path}/text", sent, 1)).status_code == 201
    newer = await office.auditor.get(f"{path}/table.csv", "text/csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert newer.status_code == 200


async def test_a_plan_without_a_kind_has_its_four_columns(office: Kantor) -> None:
    await office.draft()
    rows = await table(office.auditor, office.path)
    assert len(rows[0]) == 8
    assert sum(row[1] == "Indikator" for row in rows) == 31
    assert sum(row[7] for row in rows[1:] if row[7]) == 43_484_684_000


async def test_a_part_is_printed_on_a_sheet_of_its_own_before_the_data(office: Kantor) -> None:
    await office.draft()
    answer = await office.auditor.get(f"{office.path}/table.xlsx", XLSX)
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["Laporan A", "Laporan B", "Anggaran B", "Rencana"]
    rows = [[cell.value for cell in row] for row in book["Anggaran B"].iter_rows()]
    assert rows[-1] == ["JUMLAH", None, 43_484_684_000]
    assert book["Anggaran B"]["C5"].number_format == '"Rp "#,##0'
