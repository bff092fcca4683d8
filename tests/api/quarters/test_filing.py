"""All rows that one owes of a quarter on one page: what is right is recorded, the rest stays as it was typed."""

import asyncio
from typing import Any

import httpx
import pytest

from domain.kernel.actor import Role
from tests.activities.evidence.evidence_files import PDF
from tests.api.forms import fields
from tests.api.house import HTML, Kantor, key
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year: the first quarter is closed, and of the second each test files rows of its own."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    await year.closed()
    await year.opened(2)
    return year


def filing(year: Year) -> str:
    """Where the rows are filed."""
    return f"{year.quarter(2)}/filing"


async def unfiled(year: Year, count: int) -> list[dict[str, Any]]:
    """Return rows that nobody has filed."""
    rows = [row for row in (await year.read(year.quarter(2)))["rows"] if row["filing"] is None]
    return rows[:count]


async def typed(year: Year, answers: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the page's form with these fields of its rows filled in."""
    page = (await year.office.owner.page(filing(year))).text
    form = fields(page, filing(year))
    numbers = {form[name]: name.split(".")[1] for name in form if name.endswith(".indicator")}
    for row, given in answers.items():
        form |= {f"rows.{numbers[row]}.{name}": value for name, value in given.items()}
    return form


async def press(year: Year, form: dict[str, str], *files: tuple[str, tuple[str, bytes]]) -> httpx.Response:
    """Send the form, as a browser does."""
    sent = [(name, (title, data, "application/octet-stream")) for name, (title, data) in files]
    told = {"command_id": key(), **form}
    return await year.office.owner.client.post(
        filing(year), data=told, files=sent or [("none", ("", b""))], headers={"Accept": HTML}
    )


async def standing(year: Year, row: dict[str, Any]) -> str:
    """Return where a row stands."""
    return str((await year.row(row["id"], 2))["standing"])


async def test_what_is_right_is_recorded_and_the_rest_stays_typed_with_its_reason(year: Year) -> None:
    right, below, unreadable, empty = await unfiled(year, 4)
    sent = await typed(
        year,
        {
            right["id"]: {"reading": right["target"]["text"].rstrip("%")},
            below["id"]: {"state": "not-released", "obstacles": "Rilis BPS tertunda. (contoh)"},
            unreadable["id"]: {"reading": "59.89"},
        },
    )
    answer = await press(year, sent)
    assert answer.status_code == 422
    assert [await standing(year, row) for row in (right, below, unreadable, empty)] == ["filed", *["waiting"] * 3]
    for told in ("1 baris tercatat", "59.89", "Rilis BPS tertunda. (contoh)", "Jelaskan mengapa tidak ada angkanya"):
        assert told in answer.text
    assert f'id="fault-{below["id"]}.explanation"' in answer.text
    again = fields(answer.text, filing(year))
    number = next(name.split(".")[1] for name, value in again.items() if value == below["id"])
    other = next(name.split(".")[1] for name, value in again.items() if value == unreadable["id"])
    put_right = {f"rows.{number}.explanation": "Rilis bulan depan. (contoh)", f"rows.{other}.reading": ""}
    answer = await press(year, again | put_right)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{filing(year)}?recorded=1")
    assert await standing(year, below) == "filed"


async def test_a_program_gets_a_result_for_each_row_and_the_same_again(year: Year) -> None:
    good, bad = await unfiled(year, 2)
    rows = [
        {"indicator": good["id"], "based_on": 0, "reading": aim(good)},
        {"indicator": bad["id"], "based_on": 7, "reading": aim(bad)},
    ]
    command_id = key()
    answers = [(await year.office.owner.ask(filing(year), {"rows": rows}, None, command_id)).json() for _ in range(2)]
    first, second = answers[0]["results"]
    assert (first["of"], first["problem"], first["receipt"]["events"][0]["type"]) == (
        good["id"],
        None,
        "realisation-filed",
    )
    assert (second["receipt"], second["problem"]["code"]) == (None, "row-changed")
    assert answers[0] == answers[1]


async def test_rows_sent_again_are_recorded_once_and_a_changed_one_is_judged_by_its_version(year: Year) -> None:
    """The answer was lost: the same form goes once more, with one row changed meanwhile."""
    one, two = await unfiled(year, 2)
    sent = await typed(year, {row["id"]: {"reading": aim(row).replace(".", ",")} for row in (one, two)})
    sent["command_id"] = key()
    assert [answer.status_code for answer in await asyncio.gather(press(year, sent), press(year, sent))] == [303, 303]
    number = next(name.split(".")[1] for name, value in sent.items() if value == two["id"])
    answer = await press(year, sent | {f"rows.{number}.obstacles": "Ada. (contoh)"})
    assert answer.status_code == 422
    assert "mengubah baris ini" in answer.text
    assert [(await year.row(row["id"], 2))["version"] for row in (one, two)] == [1, 1]
    assert (await year.row(two["id"], 2))["filing"]["obstacles"] == ""


async def test_a_row_that_changed_meanwhile_shows_what_it_says_and_is_not_overwritten(year: Year) -> None:
    row = (await unfiled(year, 1))[0]
    sent = await typed(year, {row["id"]: {"state": "not-applicable", "explanation": "Tidak ada tahun ini. (contoh)"}})
    done(await year.file(row, 2, reading=aim(row)))
    answer = await press(year, sent)
    assert answer.status_code == 422
    assert "Tidak ada tahun ini. (contoh)" in answer.text
    assert "Sekarang tertulis" in answer.text
    assert (await year.row(row["id"], 2))["version"] == 1
    # Whoever has seen it says why it is another, and then it is.
    again = fields(answer.text, filing(year))
    number = next(name.split(".")[1] for name, value in again.items() if value == row["id"])
    assert (await press(year, again | {f"rows.{number}.reason": ""})).status_code == 422
    answer = await press(year, again | {f"rows.{number}.reason": "Yang pertama keliru. (contoh)"})
    assert answer.status_code == 303
    assert (await year.row(row["id"], 2))["reading"]["state"] == "not-applicable"


async def test_a_figure_that_leaps_is_asked_about_once_and_what_is_said_is_the_answer(year: Year) -> None:
    row = next(row for row in await unfiled(year, 40) if aim(row).isdecimal() and int(aim(row)) >= 20)
    tenth = str(int(aim(row)) // 10)
    answer = await press(year, await typed(year, {row["id"]: {"reading": tenth}}))
    assert answer.status_code == 422
    assert "Realisasi jauh dari" in answer.text
    again = fields(answer.text, filing(year))
    number = next(name.split(".")[1] for name, value in again.items() if value == row["id"])
    said = {f"rows.{number}.justification": "Baru mulai. (contoh)"}
    assert (await press(year, again | said)).status_code == 303
    assert await standing(year, row) == "filed"


async def test_files_go_with_their_rows(year: Year) -> None:
    one, two = await unfiled(year, 2)
    sent = await typed(year, {row["id"]: {"reading": aim(row).replace(".", ",")} for row in (one, two)})
    numbers = [next(name.split(".")[1] for name, value in sent.items() if value == row["id"]) for row in (one, two)]
    files = ((f"rows.{numbers[0]}.file", ("rekap.pdf", PDF)), (f"rows.{numbers[1]}.file", ("jahat.exe", b"MZ")))
    answer = await press(year, sent, *files)
    assert answer.status_code == 422
    assert "jahat.exe" in answer.text
    assert [await standing(year, row) for row in (one, two)] == ["filed", "waiting"]
    filed = (await year.row(one["id"], 2))["filing"]["evidence"]
    assert [file["name"] for file in filed] == ["rekap.pdf"]


async def test_nothing_typed_is_no_row(year: Year) -> None:
    answer = await press(year, await typed(year, {}))
    assert answer.status_code == 422
    assert "Belum ada baris yang diisi" in answer.text


async def test_the_page_says_why_there_is_nothing_to_file(year: Year, office: Kantor) -> None:
    planner = (await year.office.planner.page(filing(year))).text
    assert "Anda bukan penanggung jawab" in planner
    closed = (await year.office.owner.page(f"{year.quarter(1)}/filing")).text
    assert "Tidak ada baris triwulan ini yang masih harus Anda isi" in closed
    over = Year(office)
    await over.signed()
    await over.opened(1, over=True)
    page = (await office[Role.OWNER].page(f"{over.quarter(1)}/filing")).text
    assert "dapat memperpanjangnya" in page
    assert "<form" not in page.split("<main")[1]
