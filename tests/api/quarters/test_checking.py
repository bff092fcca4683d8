"""Rows that wait to be verified: many at once where nothing stands against them, then straight from one to the next."""

from typing import Any

import pytest

from tests.api.forms import fields
from tests.api.house import Kantor, key
from tests.api.played import Year, aim, done
from tests.api.quarters.test_evidence import own, send


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year that the tests share: each test takes rows of its own."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


async def filed(year: Year, count: int, **body: Any) -> list[dict[str, Any]]:
    """File so many rows, each with a file of its own, and return them."""
    rows = []
    for _ in range(count):
        row = await year.unfiled()
        digest = (await send(year, row, "rekap.pdf", own(row["id"]))).json()["digest"]
        done(await year.file(row, **{"reading": aim(row), "evidence": [digest], **body}))
        rows.append(row)
    return rows


def checking(year: Year) -> str:
    """Where rows are verified."""
    return f"{year.quarter()}/checking"


async def test_rows_with_nothing_against_them_are_verified_at_once_each_with_its_result(year: Year) -> None:
    good, other = await filed(year, 2)
    bare = await year.unfiled()
    done(await year.file(bare, reading=aim(bare)))
    page = (await year.office.planner.page(checking(year))).text
    clear, rest = page.split('id="others"')
    assert all(row["text"] in clear for row in (good, other))
    assert bare["text"] in rest
    assert "belum ada bukti" in rest
    sent = fields(page, checking(year))
    # One of them changes before the button is pressed: the others are recorded all the same.
    done(
        await year.office.owner.ask(
            f"{year.quarter()}/realisations/{other['id']}/corrections",
            {"reading": aim(other), "obstacles": "Ada. (contoh)", "reason": "Kurang."},
            1,
        )
    )
    answer = await year.office.planner.press(checking(year), sent)
    assert answer.status_code == 422
    assert "mengubah baris ini" in answer.text
    assert [(await year.row(row["id"]))["standing"] for row in (good, other)] == ["verified", "filed"]


async def test_a_program_gets_a_result_for_each_row(year: Year) -> None:
    rows = await filed(year, 2)
    body = {"rows": [{"indicator": row["id"], "based_on": version} for row, version in zip(rows, (1, 9), strict=True)]}
    command_id = key()
    answers = [(await year.office.planner.ask(checking(year), body, None, command_id)).json() for _ in range(2)]
    first, second = answers[0]["results"]
    assert first["receipt"]["events"][0]["type"] == "realisation-verified"
    assert second["problem"]["code"] == "row-changed"
    assert answers[0] == answers[1]


async def test_who_verifies_a_row_is_led_straight_to_the_next(year: Year) -> None:
    first, second = await filed(year, 2)
    order = [row["id"] for row in (await year.read(year.quarter()))["rows"] if row["standing"] == "filed"]
    where = f"{year.quarter()}/realisations"
    page = (await year.office.planner.page(f"{where}/{first['id']}")).text
    assert f"{len(order)} lagi belum diperiksa" in page
    sent = fields(page, f"{year.quarter()}/verifications")
    answer = await year.office.planner.press(f"{year.quarter()}/verifications", sent)
    following = order[(order.index(first["id"]) + 1) % len(order)]
    assert answer.headers["Location"] == f"{where}/{following}?verified=1"
    sent = {"indicator": second["id"], "text_version": "1", "reason": "Mana buktinya?"}
    answer = await year.office.planner.press(f"{year.quarter()}/returns", sent)
    assert answer.headers["Location"].endswith("?recorded=1")
    assert second["id"] not in answer.headers["Location"]


async def test_who_may_not_check_reads_who_does(year: Year) -> None:
    page = (await year.office.owner.page(checking(year))).text
    assert "Yang memeriksa baris triwulan adalah bagian perencanaan" in page
    assert f'action="{checking(year)}"' not in page
    body = {"rows": [{"indicator": "x", "based_on": 1}]}
    assert (await year.office.owner.ask(checking(year), body)).status_code == 403


async def test_a_form_without_a_version_is_refused_in_words(year: Year) -> None:
    (row,) = await filed(year, 1)
    for typed in ({}, {"rows.0.based_on": "satu"}):
        sent = {"rows.0.indicator": row["id"], "rows.0.verify": "1", **typed}
        answer = await year.office.planner.press(checking(year), sent)
        assert answer.status_code == 422, answer.text
    assert (await year.row(row["id"]))["standing"] == "filed"
