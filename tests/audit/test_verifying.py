"""`docs/verifying.md` tells the truth: its code is run as it stands there, on a real log."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from audit.export import export
from eventstore.errors import Fault
from eventstore.store import Store
from tests.audit.test_export import SPELLINGS, respelled
from tests.domain.office.office_life import OFFICE
from tests.eventstore.life import PLAN

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "verifying.md").read_text()
CHAIN, FOLD = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture
async def lines(record: Store) -> list[bytes]:
    """The exported log of the record."""
    return [line async for line in export(record, OFFICE)]


def run(code: str, folder: Path, lines: list[bytes], *more: str, alone: bool) -> subprocess.CompletedProcess[str]:
    """Run the code on a file of these lines; `alone` leaves it nothing but the standard library."""
    file = folder / "history.jsonl"
    file.write_bytes(b"".join(lines))
    # -I takes no paths or settings of ours, -S no installed packages.
    words = [sys.executable, *(("-I", "-S") if alone else ()), "-c", code, str(file), *more]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder if alone else ROOT)


def test_the_check_without_paraf_is_a_screen_of_the_standard_library() -> None:
    assert len([line for line in CHAIN.splitlines() if line]) <= 24
    imported = re.findall(r"^(?:import|from) ([\w, ]+)", CHAIN, re.MULTILINE)
    assert {name for names in imported for name in re.split(", | import.*", names) if name} <= sys.stdlib_module_names


async def test_it_finds_the_head_that_the_database_has(record: Store, lines: list[bytes], tmp_path: Path) -> None:
    done = run(CHAIN, tmp_path, lines, alone=True)
    assert (done.returncode, done.stdout) == (0, f"23 entries, head {await record.head(OFFICE)}\n"), done.stderr


@pytest.mark.parametrize(
    "field", ["office", "stream", "command_id", "fingerprint", "recorded_at", "tag", "body", "hash"]
)
async def test_it_finds_whatever_was_edited(lines: list[bytes], tmp_path: Path, field: str) -> None:
    entry = json.loads(lines[14])
    old = json.dumps(entry[field], ensure_ascii=False, separators=(",", ":")).encode()
    new = old.replace(b"0", b"1", 1) if b"0" in old else old.replace(b"e", b"a", 1) if b"e" in old else old[:-1] + b'x"'
    assert old != new
    edited = [*lines[:14], lines[14].replace(old, new, 1), *lines[15:]]
    done = run(CHAIN, tmp_path, edited, alone=True)
    assert (done.returncode, done.stderr) == (1, "position 15 is not what was written there\n")


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_it_refuses_another_spelling(lines: list[bytes], tmp_path: Path, spelling: str) -> None:
    """Fault 14 of trying: it took a doctored line for the true one."""
    edited = [*lines[:3], respelled(lines[3], spelling), *lines[4:]]
    assert run(CHAIN, tmp_path, edited, alone=True).returncode == 1


async def test_it_finds_what_was_taken_out_put_in_or_moved(lines: list[bytes], tmp_path: Path) -> None:
    for changed, position in (
        ([*lines[:4], *lines[5:]], 5),
        ([*lines[:4], lines[3], *lines[4:]], 5),
        ([*lines[:4], lines[5], lines[14], *lines[6:]], 5),
        (lines[1:], 1),
    ):
        done = run(CHAIN, tmp_path, changed, alone=True)
        assert (done.returncode, done.stderr) == (1, f"position {position} is not what was written there\n")


async def test_the_log_folds_to_the_text_that_was_signed(lines: list[bytes], tmp_path: Path) -> None:
    submitted = next(line for line in lines if b'"plan-submitted"' in line)
    digest = json.loads(submitted)["body"]["digest"]
    done = run(FOLD, tmp_path, lines, OFFICE, PLAN, alone=False)
    assert (done.returncode, done.stdout) == (0, f"{PLAN}: version 1, text {digest}\n"), done.stderr
    swapped = [line.replace(digest.encode(), bytes(32).hex().encode()) for line in lines]
    done = run(FOLD, tmp_path, swapped, OFFICE, PLAN, alone=False)
    assert (done.returncode, done.stderr) == (1, "position 18 names a text that its past does not make\n")


def test_every_fault_is_explained() -> None:
    table = DOCUMENT.split("## What `paraf verify` finds")[1].split("## ")[0]
    assert set(re.findall(r"`([a-z]+)`(?=,| \|)", table)) == set(Fault)
