"""Of a year the one judge says what a row comes to: as it is measured, as it will be recorded, with what is needed."""

from typing import Any

import pytest

from tests.api.house import JSON, Kantor
from tests.api.played import Year, aim, done


@pytest.fixture(scope="module")
async def year(shared: Kantor) -> Year:
    """A signed year that the tests share: the first quarter can be filed."""
    year = Year(shared)
    await year.signed()
    await year.opened()
    return year


async def hear(year: Year, *cells: dict[str, Any]) -> list[Any]:
    year.office.owner.client.cookies.set("lang", "en")
    path = f"{year.office.path}/readings"
    answer = await year.office.owner.client.post(path, json={"cells": cells}, headers={"Accept": JSON})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["cells"])


def cell(row: Any, text: str, holds: str = "realisation") -> dict[str, Any]:
    return {"holds": holds, "row": row["id"], "quarter": 1, "text": text}


async def test_achievement_is_told_as_it_will_be_recorded(year: Year) -> None:
    row = await year.unfiled(target="90")
    (heard,) = await hear(year, cell(row, "85"))
    done(await year.file(row, reading="85", justification="Baru mulai. (contoh)"))
    filed = await year.row(row["id"])
    recorded = filed["quarter"]["figure"].replace(".", ",")
    assert heard["achievement"].startswith(f"Achievement {recorded}%")
    assert heard["needs"] == ["justification"]
    assert (heard["said"], heard["fault"]) == ("85 per cent", "")


async def test_what_needs_no_words_asks_for_none(year: Year) -> None:
    row = await year.unfiled()
    (heard,) = await hear(year, cell(row, aim(row).replace(".", ",")))
    assert (heard["needs"], heard["fault"]) == ([], "")
    assert heard["achievement"].startswith("Achievement 100,00%")


async def test_a_realisation_that_can_be_read_in_two_ways_is_offered_as_it_can_have_come_out(year: Year) -> None:
    row = await year.unfiled()
    (heard,) = await hear(year, cell(row, "59.89"))
    assert (heard["said"], heard["achievement"]) == ("", "")
    assert heard["fault"] == "“59.89” is not written so here; do you mean 59,89 per cent?"
    assert [each["text"] for each in heard["readings"]] == ["59,89"]


async def test_what_cannot_come_out_is_said_before_it_is_sent(year: Year) -> None:
    row = next(
        r for r in (await year.read(year.quarter()))["rows"] if r["policy"]["scale"]["type"] == "percentage-scale"
    )
    (heard,) = await hear(year, cell(row, "101"))
    assert heard["fault"] == "101 is above 100, the highest that can come out."


async def test_a_target_of_a_quarter_is_read_as_its_row_is_measured(year: Year) -> None:
    row = next(r for r in (await year.read(year.quarter()))["rows"] if r["policy"]["direction"] == "higher")
    good, strict, none = await hear(year, *(cell(row, text, "aim") for text in ("≥ 80", "> 80", "-")))
    assert (good["fault"], none["said"]) == ("", "no target")
    assert "80" in good["said"]
    assert strict["fault"] == "“> 80” says more than a figure, and only 80 would be kept."
    assert [each["text"] for each in strict["readings"]] == ["80"]


async def test_a_row_that_nobody_knows_says_nothing(year: Year) -> None:
    (heard,) = await hear(year, {"holds": "numerator", "row": "x", "quarter": 4, "text": "9"})
    assert heard["said"] == ""
