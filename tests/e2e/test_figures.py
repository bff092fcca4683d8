"""The editor's script reads figures as the server does, and is silent where the server refuses."""

import json
import random

import pytest
from playwright.async_api import Browser

from api.http.html import STATIC
from api.plans.form import FormRow
from api.plans.pages.editor import said
from api.words.amounts import SCRIPT_WORDS
from api.words.words import Words, words
from domain.kind.column import RowKind
from domain.measure.target import KINDS

pytestmark = pytest.mark.browser
_WRITTEN = (
    *(
        "77",
        "77%",
        "77,5 %",
        "0,16%",
        "100,00%",
        "-1%",
        "1.000",
        "1000",
        "1.000,5",
        "59.89",
        "lOO%",
        "007",
        "80,00",
        "",
    ),
    *(
        "B",
        "bb",
        "AAA",
        "wtp",
        "WTP ",
        "12 laporan",
        "1.000 orang",
        "12laporan",
        "-3 unit",
        "80–90%",
        "80 - 90",
        "90–80%",
    ),
    *("80 s.d. 90 hari", "80 sd 90%", "1 sampai 2 kali", "1.000–2.000%", "1.000–2.000 orang", "0,5–0,50 km"),
    *("Rp 30.275.016.000", "Rp. 30.275.016.000,00", "rp19.950.000,-", "Rp 1,5", "Rp 1,50", "Rp 1,234", "1.500", "-5"),
    *("-0", "999.949.999", "999.950.000", "1.050.000", "1.150.000", "999.999.999.999", "1.000.000", "999.999,99"),
    *("123456789012345678", "1234567890123456789", "1.234.567.890.123.456,78", "\u202e77", "７７", "7 7", "7\u00a0"),
)
_ALPHABET = "0011579.,-%– Rp"
_MANY = 4000


def texts() -> list[str]:
    """Return what people write, and what falls out of a keyboard."""
    chance = random.Random(20240116)
    return [*_WRITTEN, *("".join(chance.choices(_ALPHABET, k=chance.randint(1, 11))) for _ in range(_MANY))]


def by_server(language: Words, text: str) -> list[str]:
    """Return how the server reads the text as a target of each kind, and as an amount."""
    rows = [FormRow("i", "A", RowKind.INDICATOR, target_kind=kind, target=text) for kind in KINDS]
    return [said(language, row) for row in (*rows, FormRow("p", "B", RowKind.PROGRAMME, allotted=text))]


@pytest.mark.parametrize("language", ["id", "en"])
async def test_script_and_server_read_the_same_aloud(browser: Browser, language: str) -> None:
    told = words(language)
    given = {name: told(msgid) for name, msgid in SCRIPT_WORDS.items()}
    page = await browser.new_page()
    await page.add_script_tag(path=STATIC / "figures.js")
    read = await page.evaluate(
        """([words, kinds, texts]) => texts.map((text) =>
            [...kinds.map((kind) => figures.target(words, kind, text)), figures.rupiah(words, text)]
                .map((heard) => heard ?? ""))""",
        [given, list(KINDS), texts()],
    )
    await page.close()
    heard = dict(zip(texts(), read, strict=True))
    wrong = {
        json.dumps(text): (mine, theirs) for text, theirs in heard.items() if (mine := by_server(told, text)) != theirs
    }
    assert wrong == {}
    assert sum(any(figures) for figures in heard.values()) > _MANY // 20  # not all of it was noise


async def test_sum_is_as_printed_or_not_there(browser: Browser) -> None:
    page = await browser.new_page()
    await page.add_script_tag(path=STATIC / "figures.js")
    sums = await page.evaluate(
        "(all) => all.map((each) => figures.total(each))",
        [["Rp 1.000", "2.500,50"], ["30.275.016.000", "1"], ["1", "1,234"], []],
    )
    await page.close()
    assert sums == ["Rp 3.500,50", "Rp 30.275.016.001", None, None]
