"""`paraf read` as a shell meets it: an object a row, a table for people, and exit codes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CELLS = """\
kind;text;indicator
;0.7;Keluaran penelitian per dosen
rupiah;1.325;Pagu
quantity;25,000 orang;
percentage;50% 50%;Perkara yang tidak mengajukan upaya hukum: - Kasasi - PK
;paling lama 3 hari;Waktu tunggu
quantity;3 sd 6 hari;AvLOS
percentage;;
;Tepat waktu;
"""


def paraf(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "paraf", "read", *arguments],
        capture_output=True,
        check=False,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        cwd=Path(__file__).parents[2],
    )


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    file = tmp_path / "sel.csv"
    file.write_text(CELLS)
    return file


def objects(*arguments: str) -> list[dict[str, Any]]:
    done = paraf(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_json_prints_one_object_a_row_and_no_value_where_two_readings_are(cells: Path) -> None:
    rows = objects(str(cells))
    assert [row["line"] for row in rows] == list(range(2, 10))
    assert [row["state"] for row in rows] == [
        *("asked", "asked", "asked", "read", "read", "unreadable", "not-printed", "in-words"),
    ]
    assert [row["value"] for row in rows[:3]] == [None, None, None]
    assert all(row["asks"][0]["document"] for row in rows[:3])
    assert [reading["value"] for reading in rows[1]["asks"][0]["readings"]] == ["1325", "1325000", "1325000000"]
    assert [(m["label"], m["value"], m["unit"]) for m in rows[3]["value"]] == [("Kasasi", "50", "%"), ("PK", "50", "%")]
    assert (rows[4]["value"], rows[4]["unit"], rows[4]["comparator"]) == ("3", "hari", "at most")
    assert rows[4]["proposal"]["direction"]["value"] == "lower"
    assert rows[5]["error"]["column"] == "text"
    read = [row["printed"] for row in rows if row["state"] in ("read", "in-words")]
    assert read == ["50% 50%", "paling lama 3 hari", "Tepat waktu"]


def test_what_is_said_of_the_document_settles_its_cells(cells: Path) -> None:
    rows = objects(str(cells), "--numbers", "en", "--money", "thousands")
    assert [row["value"] for row in rows[:3]] == ["0.7", "1325", "25000"]


def test_the_files_own_evidence_proposes_the_answer(tmp_path: Path) -> None:
    file = tmp_path / "en.csv"
    file.write_text('text (Rp juta),kind,indicator\n"12,345.67",,\n0.7,,\n"1,325",rupiah,\n')
    rows = objects(str(file))
    assert [row["value"] for row in rows] == ["12345.67", "0.7", "1325000000"]
    assert rows[0]["convention"] == {"numbers": "en", "money": "millions"}


def test_people_get_a_table(cells: Path) -> None:
    done = paraf(str(cells))
    assert done.returncode == 0
    assert "paling lama 3 hari" in done.stdout.decode()
    assert "8 rows: 3 to be asked, 1 that cannot be read." in done.stdout.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kind;indicator\nx;y\n", "does not name the column text"),
        (b"", "The file is empty"),
        (b"text\n\xff\n", "this is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "sel.csv"
    file.write_bytes(content)
    done = paraf(str(file), "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()


def test_a_wrong_option_is_a_wrong_command_line(cells: Path) -> None:
    assert paraf(str(cells), "--numbers", "fr").returncode == 2


def test_no_file_steers_the_terminal(tmp_path: Path) -> None:
    """A refused cell was printed with its escape sequence."""
    file = tmp_path / "sel.csv"
    file.write_text("kind,text\n,\x1b[31m90\n\x1b]0;x\x07,\u202e90\n")
    said = paraf(str(file)).stdout.decode()
    assert "[31m90" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
