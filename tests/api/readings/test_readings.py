"""What is typed is read by the one reader: said back, asked, offered in its readings, and never guessed."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs

from domain.measure.target import Percentage
from examples.banjarmasin import plan_text
from tests.api.house import Kantor


async def hear(office: Kantor, cell: dict[str, Any], path: str = "", **cover: str) -> Any:
    office.drafter.client.cookies.set("lang", "en")
    address = f"{path or office.path}/readings"
    answer = await office.drafter.client.post(
        address, json={"cells": [cell], **cover}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 200, answer.text
    (heard,) = answer.json()["cells"]
    return heard


@pytest.mark.parametrize(
    ("typed", "said", "asked"),
    [
        ({"kind": "percentage", "text": "≥ 95 %"}, "at least 95 per cent", []),
        ({"kind": "percentage", "text": "162,0810%"}, "162,081 per cent", []),
        ({"kind": "rupiah", "text": "Rp 1,5 M"}, "Rp 1,5 billion", ["M is read as miliar, a thousand million."]),
        ({"text": "12 bundel"}, "12 bundel", ["Is “bundel” the unit?"]),
        ({"text": "157.020 orang"}, "157.020 orang", []),
        ({"text": ""}, "", []),
        ({"holds": "rupiah", "text": "1.500.000.000"}, "Rp 1,5 billion", []),
        ({"holds": "weight", "text": "25%"}, "25 per cent", []),
        ({"holds": "percent", "text": "77,5"}, "77,5 per cent", []),
        ({"holds": "whole", "text": "2"}, "2", []),
    ],
)
async def test_a_cell_is_said_back(office: Kantor, typed: dict[str, str], said: str, asked: list[str]) -> None:
    await office.draft()
    heard = await hear(office, typed)
    assert (heard["said"], heard["asks"], heard["fault"]) == (said, asked, "")


@pytest.mark.parametrize(
    ("typed", "fault", "readings"),
    [
        (
            {"kind": "percentage", "text": "162.081"},
            "“162.081” can be read in two ways.",
            [("162,0810", "", "162,081 per cent"), ("162081", "", "162.081 per cent")],
        ),
        # Half a person is none: there is one reading, and it is asked for all the same.
        (
            {"kind": "quantity", "text": "≥ 157,020 orang"},
            "“≥ 157,020 orang” is not written so here; do you mean at least 157.020 orang?",
            [("≥ 157.020 orang", "", "at least 157.020 orang")],
        ),
        (
            {"kind": "rupiah", "text": "1.325"},
            "“1.325” can be read in two ways.",
            [("Rp 1.325", "", "Rp 1.325"), ("Rp 1.325.000.000", "", "about Rp 1,3 billion")],
        ),
        (
            {"kind": "percentage", "text": "Paripurna"},
            "“Paripurna” is not a number. It looks like “Grade”.",
            [("Paripurna", "grade", "grade Paripurna")],
        ),
        (
            {"kind": "quantity", "text": "WTP"},
            "“WTP” is not a number. It looks like “Audit opinion”.",
            [("WTP", "opinion", "opinion WTP")],
        ),
        (
            {"kind": "percentage", "text": "7O%"},
            "“7O%” is not a number; do you mean 70%?",
            [("70%", "", "70 per cent")],
        ),
        (
            {"holds": "score", "text": "> 80"},
            "“> 80” says more than a figure, and only 80 would be kept.",
            [("80", "", "80")],
        ),
    ],
)
async def test_what_cannot_be_read_is_told_with_what_may_be_meant(
    office: Kantor, typed: dict[str, str], fault: str, readings: list[tuple[str, str, str]]
) -> None:
    await office.draft()
    heard = await hear(office, typed)
    assert (heard["said"], heard["fault"]) == ("", fault)
    assert [(each["text"], each["kind"], each["said"]) for each in heard["readings"]] == readings


async def test_each_reading_can_be_put_in_and_is_read_without_a_question(office: Kantor) -> None:
    await office.draft()
    for text, kind in (("59.89", "index"), ("162.081%", "percentage"), ("10,274", "quantity"), ("12/11/2026", "date")):
        heard = await hear(office, {"text": text, "kind": kind})
        assert len(heard["readings"]) == 2
        for each in heard["readings"]:
            again = await hear(office, {"text": each["text"], "kind": kind})
            assert (again["said"], again["fault"], again["readings"]) == (each["said"], "", [])


async def test_the_cover_says_once_how_numbers_are_written(office: Kantor) -> None:
    await office.draft()
    assert (await hear(office, {"text": "0.7", "kind": "index"}, numbers="en"))["said"] == "a score of 0,7"


async def test_many_cells_are_answered_in_their_order_and_no_more_than_a_page_has(office: Kantor) -> None:
    await office.draft()
    cells = [{"text": f"{n}%", "kind": "percentage"} for n in range(500)]
    answer = await office.drafter.client.post(f"{office.path}/readings", json={"cells": cells})
    assert [each["said"] for each in answer.json()["cells"]][:3] == ["0 persen", "1 persen", "2 persen"]
    more = await office.drafter.client.post(f"{office.path}/readings", json={"cells": [*cells, cells[0]]})
    assert (more.status_code, more.json()["errors"][0]["place"]) == (422, "cells")


async def test_nobody_from_elsewhere_is_answered(office: Kantor) -> None:
    await office.draft()
    answer = await (await office.house.client()).post(f"{office.path}/readings", json={"cells": []})
    assert answer.status_code == 401


async def test_a_figure_far_from_last_years_is_asked_until_it_is_answered_on_record(office: Kantor) -> None:
    await office.draft()
    text = plan_text()
    part = text.parts[0]
    first, *others = part.indicators
    assert first.target == Percentage(Decimal(90))
    risen = structs.replace(first, target=Percentage(Decimal(900)))
    office.year += 1
    await office.draft(text.with_part(structs.replace(part, indicators=(risen, *others))))
    typed = {"row": first.id, "wording": first.text, "kind": "percentage", "text": "900%"}
    told = f"900% is far from 90%, which RKT {office.year - 1} had: is it right?"
    assert (await hear(office, typed))["asks"] == [told]
    asked = (await office.drafter.get(f"{office.path}/check")).json()["questions"]
    (question,) = (each for each in asked if each["code"] == "target-leapt")
    path = f"{office.path}/questions/{question['question']}/answer"
    assert (await office.drafter.ask(path, {"reason": "Rumusnya lain. (contoh)"})).status_code == 201
    assert (await hear(office, typed))["asks"] == []
