"""What is typed is read by the one reader, and said back with what would be asked."""

from urllib.parse import urlencode

import pytest

from tests.api.house import Kantor


@pytest.mark.parametrize(
    ("typed", "said", "asked"),
    [
        ({"kind": "percentage", "text": "≥ 95 %"}, "95 per cent", []),
        ({"kind": "rupiah", "text": "Rp 1,5 M"}, "Rp 1,5 billion", ["M is read as miliar, a thousand million."]),
        ({"text": "12 bundel"}, "12 bundel", ["Is “bundel” the unit?"]),
        ({"kind": "index", "text": "0.7", "numbers": "en"}, "a score of 0,7", []),
        ({"kind": "percentage", "text": "banyak"}, "", []),
        ({"text": ""}, "", []),
        (
            {"kind": "quantity", "text": "25,000 orang"},
            "",
            ["“25,000” can be read as 25 or as 25.000; write the one you mean."],
        ),
    ],
)
async def test_a_cell_is_said_back_and_never_guessed(
    office: Kantor, typed: dict[str, str], said: str, asked: list[str]
) -> None:
    await office.draft()
    office.drafter.client.cookies.set("lang", "en")
    found = await office.drafter.get(f"{office.path}/cell?{urlencode(typed)}")
    assert found.status_code == 200
    assert (found.json()["said"], found.json()["asked"]) == (said, asked)
