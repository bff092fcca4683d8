"""`paraf achieve` as a shell meets it: objects by the row, a table for people, and exit codes."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.measure.achievement import Derivation, recompute

TABLE = """\
indicator;direction;target;realisation;published
Indeks Reformasi Birokrasi;higher;72,84;72,97;100,18
Waktu layanan;lower;149,12;138,43;107,72%
Pengaduan;lower;49,34;110,84;-24,65
Partisipasi;higher;7;76,4;
Rentang;range;80–90%;70%;87,5
Opini BPK;ordinal;WTP;WTP;100
Nilai SAKIP;ordinal;BB;B;90
Belum ada;higher;80;Belum Rilis;
Tidak jelas;higher;59.89;60;100
Kurang;higher;1
"""


def paraf(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "paraf", "achieve", *arguments],
        capture_output=True,
        check=False,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", **environment},
        cwd=Path(__file__).parents[2],
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "capaian.csv"
    file.write_text(TABLE)
    return file


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_json_prints_one_object_a_row(table: Path) -> None:
    rows = objects(paraf(str(table), "--json"))
    assert [row["line"] for row in rows] == list(range(2, 12))
    assert [row["achievement"] for row in rows] == [
        *("100.18", "107.17", "-24.65", "1091.43", "87.50", "100.00"),
        *(None, None, None, None),
    ]
    assert [row["state"] for row in rows] == [*["computed"] * 6, "no-policy", "not-released", None, None]
    assert [row["follows"] for row in rows] == [True, False, True, None, True, True, None, None, None, None]
    assert rows[1]["explained_by"] == "formula T / R x 100"
    assert rows[3]["flags"] == ["direction-suspected", "above-200"]
    assert [row["error"]["code"] for row in rows if "error" in row] == ["number-ambiguous", "cells-too-few"]
    assert rows[8]["error"]["message"] == (
        "Line 10, column target: “59.89” can be read as 59,89 or as 5.989; write the one you mean."
    )


def test_a_derivation_is_data_that_gives_the_figure_again(table: Path) -> None:
    for row in objects(paraf(str(table), "--json")):
        if row["achievement"] is None:
            assert row["derivation"] is None
            continue
        data = row["derivation"]
        assert data.pop("text").count("\n") == 0
        assert data.pop("formula")
        derivation = msgspec.json.decode(msgspec.json.encode(data), type=Derivation)
        assert recompute(derivation) == Decimal(row["achievement"])


def test_without_a_published_column_nothing_is_compared(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('\ufeffindicator,direction,target,realisation\r\na,higher,"60","53"\r\n')
    (row,) = objects(paraf(str(file), "--json"))
    assert list(row) == ["line", "indicator", "achievement", "state", "derivation", "flags"]


def test_a_person_sees_the_sums(table: Path) -> None:
    done = paraf(str(table))
    assert done.returncode == 0
    said = done.stdout.decode()
    assert "R / T x 100 = 72,97 / 72,84 x 100 = 100,178473… → 100,18" in said
    assert "The published figure comes from: formula T / R x 100." in said
    assert "10 rows, 2 with something that cannot be read; published figures: 4 follow, 1 do not." in said


def test_on_a_narrow_screen_the_sums_have_the_room(table: Path) -> None:
    said = paraf(str(table), COLUMNS="80").stdout.decode()
    assert max(map(len, said.partition("Each figure")[0].splitlines())) == 80
    assert "Realisation" not in said
    assert "R / T x 100 = 72,97 / 72,84 x 100" in said


def test_a_policy_file(tmp_path: Path, table: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text('{"citation": "SK 1/2024", "lower": "inverse", "cap": 120, "places": 0, "rounding": "truncate"}')
    rows = objects(paraf(str(table), "--policy", str(policy), "--json"))
    assert [row["achievement"] for row in rows][:4] == ["100", "107", "44", "120"]
    assert "SK 1/2024" in rows[0]["derivation"]["text"]


def test_the_policy_of_the_documentation(tmp_path: Path) -> None:
    documentation = (Path(__file__).parents[2] / "docs" / "achieve.md").read_text()
    policy, file = tmp_path / "policy.json", tmp_path / "a.csv"
    policy.write_text(documentation.partition("```json")[2].partition("```")[0])
    file.write_text(
        "indicator;direction;target;realisation\na;ordinal;Baik;79,9\nb;ordinal;Baik;baik\nc;lower;5;4\nd;lower;5;0\n"
    )
    rows = objects(paraf(str(file), "--policy", str(policy), "--json"))
    assert [row["achievement"] for row in rows] == ["75", "100", "120", None]
    assert rows[3]["state"] == "not-computable"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{", "is not a policy"),
        ("{}", "`citation`"),
        ('{"citation": "a", "caps": 1}', "`caps`"),
        ('{"citation": "a", "rounding": "up and down"}', "$.rounding"),
        ('{"citation": "a", "cap": "NaN"}', "(at cap)"),
        ('{"citation": "a", "floor": 100, "cap": 100}', "(at floor)"),
        (
            '{"citation": "a", "scales": [{"name": "s", "thresholds": true, '
            '"rungs": [{"name": "A", "low": 80}, {"name": "B", "high": 79}]}]}',
            "(at scales.s.B)",
        ),
    ],
)
def test_a_policy_that_cannot_be_followed(tmp_path: Path, table: Path, policy: str, said: str) -> None:
    file = tmp_path / "policy.json"
    file.write_text(policy)
    done = paraf(str(table), "--policy", str(file), "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"a;b\n1;2\n", "Line 1 does not name the column"),
        (b"indicator;direction;target;realisation\na;range;80\x9690;85\n", "line 2: this is not UTF-8"),
        ("indicator;direction".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(content)
    done = paraf(str(file), "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        done = paraf(str(path))
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"cannot be read" in done.stderr


def test_columns_that_are_not_read_are_named_beside_the_output(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("no;indicator;direction;target;realisation\n1;a;higher;60;53\n")
    done = paraf(str(file), "--json", LANG="C")
    assert done.returncode == 0
    assert json.loads(done.stdout)["achievement"] == "88.33"
    assert done.stderr.decode() == "Columns that are not read: no.\n"
