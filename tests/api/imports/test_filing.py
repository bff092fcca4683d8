"""Figures of a quarter out of the lists that offices keep: shown row by row, typed where they are filed, and filed."""

import io
from typing import Any

import docx
import openpyxl
import pytest

from domain.kernel.actor import Role
from tests.api.forms import fields
from tests.api.house import HTML, Kantor, key
from tests.api.imports.test_import import XLSX, send
from tests.api.played import Year, aim

Lines = list[list[object]]


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year whose first quarter is open."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


def workbook(lines: Lines, formats: dict[tuple[int, int], str] | None = None) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    for at, shown in (formats or {}).items():
        book.active.cell(*at).number_format = shown  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(lines: Lines) -> bytes:
    """Return a Word document with one table."""
    document = docx.Document()
    table = document.add_table(len(lines), len(lines[0]))
    for n, line in enumerate(lines):
        for m, text in enumerate(line):
            table.cell(n, m).text = str(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


async def rows(year: Year, number: int = 1) -> list[dict[str, Any]]:
    """Return the rows that nobody has filed."""
    return [row for row in (await year.read(year.quarter(number)))["rows"] if row["filing"] is None]


def figure(row: dict[str, Any]) -> str:
    """Return a figure that reaches a row's target, as it is typed."""
    return aim(row).replace(".", ",")


async def listed(year: Year, data: bytes, name: str = "realisasi.xlsx") -> Any:
    """Send a list as an owner, and return what becomes of it."""
    answer = await send(year.office.owner, year.quarter(), name, data)
    assert answer.status_code == 201, answer.text
    return answer.json()


def results(preview: Any) -> list[str]:
    """Return what becomes of each row."""
    return [row["result"] for row in preview["rows"]]


async def filed(year: Year, **more: Any) -> tuple[dict[str, str], Any]:
    """Take the list that was sent last to where it is filed, and file what the page then shows."""
    where = f"{year.quarter()}/import/mapping"
    mapping = (await year.office.owner.get(f"{year.quarter()}/import")).json()["mapping"]
    assert (await year.office.owner.ask(where, {"mapping": mapping, "take": True, **more})).status_code == 200
    page = (await year.office.owner.page(f"{year.quarter()}/filing")).text
    form = fields(page, f"{year.quarter()}/filing")
    answer = await year.office.owner.client.post(
        f"{year.quarter()}/filing",
        data={"command_id": key(), **form},
        files=[("none", ("", b""))],
        headers={"Accept": HTML},
    )
    return form, answer


async def discard(year: Year) -> None:
    """Forget what is typed where rows are filed."""
    body = {"page": f"{year.quarter()}/filing", "discard": True, "fields": []}
    await year.office.owner.ask(f"/offices/{year.office.id}/kept", body)


async def test_a_list_is_filed_row_by_row_and_the_same_list_again_changes_nothing(year: Year) -> None:
    one, two = (await rows(year))[:2]
    lines: Lines = [
        ["No", "Sasaran", "Indikator Kinerja", "Target", "Realisasi", "Penjelasan"],
        [1, "", one["text"], "", figure(one), "Sesuai rencana. (contoh)"],
        [2, "", two["text"].upper(), "", figure(two), ""],
        [3, "", "Indikator yang tidak ada di rencana", "", "80", ""],
    ]
    preview = await listed(year, workbook(lines))
    assert results(preview) == ["new", "new", "not-found"]
    assert [row["row"] for row in preview["rows"]] == [one["id"], two["id"], ""]
    assert preview["rows"][0]["place"] == "Sheet!C2"
    _, answer = await filed(year)
    assert (answer.status_code, answer.headers.get("Location")) == (303, f"{year.quarter()}/filing?recorded=2"), answer
    kept = (await year.row(one["id"]))["filing"]
    assert kept["explanation"] == "Sesuai rencana. (contoh)"
    assert results(await listed(year, workbook(lines))) == ["unchanged", "unchanged", "not-found"]
    lines[1][5] = "Sesuai rencana, dan lebih. (contoh)"
    assert results(await listed(year, workbook(lines))) == ["changes", "unchanged", "not-found"]
    form, answer = await filed(year)
    assert sum(name.endswith(".reason") for name in form) == 1  # asked of the row that is filed already
    assert answer.status_code == 422
    assert "Sesuai rencana, dan lebih. (contoh)" in answer.text
    await discard(year)


async def test_what_can_be_read_in_two_ways_is_asked_with_both_readings(year: Year) -> None:
    row = next(row for row in await rows(year) if row["policy"]["scale"]["type"] == "percentage-scale")
    preview = await listed(year, b"Indikator;Realisasi\n" + f"{row['text']};59.125\n".encode(), "a.csv")
    (outcome,) = preview["rows"]
    assert outcome["result"] == "doubtful"
    assert "59,125" in outcome["why"]
    assert "59.125" in outcome["why"]
    _, answer = await filed(year)
    assert answer.status_code == 422
    await discard(year)
    await listed(year, b"Indikator;Realisasi\n" + f"{row['text']};59.125\n".encode(), "a.csv")
    form, _ = await filed(year, numbers="en")
    assert "59,1250" in form.values()
    await discard(year)


async def test_a_percentage_of_a_sheet_is_what_the_sheet_shows(year: Year) -> None:
    row = next(row for row in await rows(year) if row["policy"]["scale"]["type"] == "percentage-scale")
    lines: Lines = [["Indicator", "Actual"], [row["text"], 0.905]]
    (outcome,) = (await listed(year, workbook(lines, {(2, 2): "0.0%"})))["rows"]
    assert outcome["fields"]["reading"] == "90,5%"


async def test_of_columns_for_each_quarter_only_those_of_this_one_are_taken(year: Year) -> None:
    (row,) = (await rows(year))[:1]
    lines: Lines = [
        ["Indikator Kinerja", "Target", "Triwulan I", "", "Triwulan II", "", "Realisasi s.d. TW I"],
        ["", "", "Target", "Realisasi", "Target", "Realisasi", ""],
        [row["text"], "", "9", figure(row), "9", "7", "3"],
    ]
    preview = await listed(year, word(lines), "matriks.docx")
    (outcome,) = preview["rows"]
    assert outcome["fields"]["reading"] == figure(row)
    assert {left["text"] for left in preview["left"]} >= {"7", "3"}


async def test_who_does_not_own_a_row_is_told_so_and_files_nothing(year: Year) -> None:
    (row,) = (await rows(year))[:1]
    owner = year.office.owner
    other = await year.office.house.person(year.office, Role.OWNER, "Made Wirawan")
    year.office.people[Role.OWNER] = owner
    data = b"Kode;Realisasi\n" + f"{row['id']};80\n".encode()
    answer = await send(other, year.quarter(), "a.csv", data)
    assert results(answer.json()) == ["not-yours"]
    body = {"mapping": answer.json()["mapping"], "take": True}
    refused = await other.ask(f"{year.quarter()}/import/mapping", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing-to-take")


async def test_a_line_may_be_said_to_be_of_a_row_that_it_resembles(year: Year) -> None:
    (row,) = (await rows(year))[:1]
    data = b"Indikator;Realisasi\n" + f"{row['text'][:-3]}xyz;{figure(row)}\n".encode()
    preview = await listed(year, data, "a.csv")
    (outcome,) = preview["rows"]
    assert (outcome["result"], outcome["like"]) == ("not-found", row["id"])
    preview["mapping"]["tables"][0]["lines"] = [{"line": 2, "becomes": "indicator", "key": row["id"]}]
    answer = await year.office.owner.ask(f"{year.quarter()}/import/mapping", {"mapping": preview["mapping"]})
    assert results(answer.json()) == ["new"]
    page = (await year.office.owner.page(f"{year.quarter()}/import")).text
    assert row["text"] in page


async def test_money_of_programmes_comes_from_the_same_file(year: Year) -> None:
    programme = (await year.read(year.quarter()))["budget"]["programmes"][0]
    lines: Lines = [
        ["Program/Kegiatan", "Realisasi Anggaran (Rp juta)"],
        [programme["text"], "1,25"],
        ["JUMLAH", "9"],
    ]
    preview = await listed(year, workbook(lines))
    (outcome,) = preview["programmes"]
    assert (outcome["result"], outcome["fields"]["realised"]) == ("new", "1250000")
    assert {left["why"] for left in preview["left"]} == {"total"}
    page = (await year.office.owner.page(f"{year.quarter()}/import")).text
    form = fields(page, f"{year.quarter()}/budget")
    answer = await year.office.owner.press(f"{year.quarter()}/budget", {**form, "command_id": key()})
    assert answer.status_code == 303
    assert results({"rows": (await listed(year, workbook(lines)))["programmes"]}) == ["unchanged"]


async def test_the_list_that_paraf_makes_comes_back_by_its_hidden_ids(year: Year) -> None:
    answer = await year.office.owner.get(f"{year.quarter()}/list.xlsx", XLSX)
    assert answer.status_code == 200, answer.text
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["Indikator"]
    assert sheet.column_dimensions["A"].hidden
    heads = [cell.value for cell in sheet[1]]
    row = (await rows(year))[-1]
    line = next(cells for cells in sheet.iter_rows(min_row=2) if cells[0].value == row["id"])
    line[1].value = "Rumusan yang diubah di lembar"
    line[heads.index("Realisasi")].value = figure(row)
    out = io.BytesIO()
    book.save(out)
    preview = await listed(year, out.getvalue())
    found = {each["row"]: each["result"] for each in preview["rows"]}
    assert found[row["id"]] == "new"
    filed_already = {r["id"] for r in (await year.read(year.quarter()))["rows"] if r["filing"]}
    assert {key for key, result in found.items() if result == "unchanged"} == filed_already
    assert set(found.values()) <= {"new", "unchanged", "nothing"}
