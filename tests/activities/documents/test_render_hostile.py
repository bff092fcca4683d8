"""No typed text is ever code, wherever it stands, and every character is printed or spelled."""

from decimal import Decimal

import msgspec
import pytest

from activities.documents.kind.source import plan_source
from domain.plan.facts import DETAILS
from domain.plan.text import Programme
from tests.activities.documents.printed import SECRETARY, bare, paper, printed, with_goal

HOSTILE = [
    'tanda "kutip" dan \\ garis miring',
    '") #panic("keluar") #text("',
    '\\") #panic("keluar") #text("\\',
    "#panic(1)",
    '#import "@preview/cetz:0.1.0": *',
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "$x^2$ *tebal* _miring_ `kode` = judul",
    "/* komentar */ // komentar",
    "<label> @rujukan ~ --- -- ... 'a' \"b\"",
    "\\u{41} \\n \\t \\\\",
    "{{ 7 * 7 }} {% raw %} {# komentar #} {{ paper }}",
    "]) [#strong[x]] }) { } ( )",
    "#let x = 1; #sys.version #{ 1 + 1 }",
    "- daftar\n+ nomor\n/ istilah: arti",
    "baris satu\nbaris dua\ttab",
    "&lt;b&gt; <b>tebal</b> &amp;",
    "%!PS (berkas) /Title [] << >> endobj",
    "satu; dua, tiga: empat # lima",
    "\u2028garis\u2029paragraf",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_is_printed_literally(words: str) -> None:
    page = bare(printed(paper(with_goal(words))).text)
    assert page.count(bare(words)) == 2


_KINDS = ("pledge", "numbers", "money")  # what only a plan with a kind prints, or nobody does


def test_is_printed_literally_everywhere_else() -> None:
    words = HOSTILE[1]
    text = with_goal("Sasaran")
    part = text.parts[0]
    details = {field: f"{field}{words}" for field in DETAILS if field not in _KINDS}
    cover = {field: f"{field}{words}" for field in text.details.__struct_fields__ if field not in _KINDS}
    programme = Programme("p", f"programme{words}", Decimal(1))
    hostile = msgspec.structs.replace(
        text,
        details=msgspec.structs.replace(text.details, **cover),
        parts=(
            msgspec.structs.replace(
                part, details=msgspec.structs.replace(part.details, **details), programmes=(programme,)
            ),
        ),
    )
    signature = msgspec.structs.replace(
        SECRETARY, part="A", name=f"signer{words}", position=f"position{words}", decree=f"decree{words}"
    )
    page = bare(printed(paper(hostile, office=words, plan=f"plan{words}", signatures=(signature,))).text)
    for field in (*details, *cover, "programme", "signer", "position", "decree", "plan"):
        assert bare(f"{field}{words}") in page, field


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("senang 😀 sekali", "senang[U+1F600]sekali"),
        ("你好, naskah", "[U+4F60][U+597D],naskah"),
        ("\ue000 pribadi", "[U+E000]pribadi"),
        ("é ≥ → ✓ ½ Ω", "é≥→✓½Ω"),
    ],
)
def test_what_no_font_shows_is_spelled_out(words: str, shown: str) -> None:
    assert bare(printed(paper(with_goal(words))).text).count(shown) == 2


def test_only_values_become_code() -> None:
    shown = plan_source(paper(with_goal(HOSTILE[1])))
    assert '\\") #panic(\\"keluar\\") #text(\\"' in shown
    assert "Undefined" not in shown
