"""`paraf demo`: run once as a newcomer runs it; then what it said, what it left, and what it did not leave."""

import csv
import json
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from openpyxl import load_workbook

from activities.documents.year.tables import year_xlsx
from audit.export import Export
from audit.verify import verify
from cli.console import Failed
from cli.embedded.postgres_home import ELSEWHERE
from cli.embedded.process import command
from cli.proven import LEFT, proven
from domain.events import CommandRefused
from domain.measure.achievement import Derivation, recompute
from domain.plan.events import PartSigned, PlanReturned
from domain.plan.evolution import fold
from domain.plan.facts import TargetChanged
from domain.plan.state import PlanEvent, stream_of
from domain.quarter.events import (
    QuarterClosed,
    QuarterFollowed,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationReturned,
    WindowExtended,
)
from eventstore.codec import decode
from examples.amendment import JOINED, LOWERED, REALLOTTED, TARGET, amended
from examples.amendment_story import FACTS as AMENDED_PAPERS
from examples.amendment_story import LEFT as AMENDMENT
from examples.banjarmasin import kind, plan_text, year
from examples.report_story import LEFT as ANNUAL
from examples.set_story import AGREEMENTS, KEY_INDICATORS
from examples.story import CORRECTED, CORRECTED_TARGET, DRAFT, FIRST_DRAFT, PLAN, SIGNED
from examples.year_files import DOCUMENTS, EVIDENCE, TABLE, WORKBOOK
from examples.year_story import ACTION_PLAN, HISTORY, REPORTS, YEAR
from tests.cli.terminal import Command, ran
from tests.conftest import throwaway
from views.plan import plan_json
from views.text import text_view

_FIGURE = "Capaian triwulan (%)"  # the column of numbers
_EMPTY_BOOK = year_xlsx(())


@dataclass(frozen=True)
class Played:
    """One demo that has ended: what it printed, what it left, and where it had its data."""

    command: Command
    out: Path
    temporary: Path

    @property
    def plan(self) -> Any:
        """The plan that it left."""
        return json.loads((self.out / PLAN).read_text())

    @property
    def events(self) -> list[Any]:
        """The events of the history that it left."""
        return [decode(entry.body) for entry in Export(self.out / HISTORY)]


@pytest.fixture(scope="module")
def temporary() -> Iterator[Path]:
    """Where the demo may keep what it throws away."""
    folder = throwaway()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
async def played(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The demo, beside settings of an installation that it must not touch."""
    out = tmp_path_factory.mktemp("demo") / "out"
    demo = await Command.start(
        *("demo", "--out", str(out)),
        TMPDIR=str(temporary),
        PARAF_DATABASE_URL="postgresql://paraf_runtime:x@127.0.0.1:1/paraf",
        TEMPORAL_ADDRESS="127.0.0.1:1",
    )
    await demo.end()
    return Played(demo, out, temporary)


def kept(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(file.name for file in folder.iterdir())


def running() -> str:
    """Return the command lines of everything that runs."""
    return "\n".join(command(int(entry.name)) for entry in Path("/proc").glob("[0-9]*"))


def elsewhere() -> set[Path]:
    """Return what is kept of databases outside their data directories."""
    return set(ELSEWHERE.iterdir()) if ELSEWHERE.exists() else set()


def test_it_tells_the_story_to_its_end(played: Played) -> None:
    assert played.command.process.returncode == 0, played.command.text
    told = played.command.text
    for sentence in ("Penyusun memasukkan", "menandatangani bagian A", "kurang 10", "Triwulan IV diverifikasi", "utuh"):
        assert sentence in told


def test_the_tables_hold_what_the_year_holds(played: Played) -> None:
    cells = json.loads((played.out / YEAR).read_text())["indicators"]
    figures = [cell["achievement"]["figure"] for cell in cells]
    with (played.out / TABLE).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row[_FIGURE].replace(",", ".") for row in rows] == [figure or "" for figure in figures]
    heading, *lines = load_workbook(played.out / WORKBOOK)["Capaian"].iter_rows(values_only=True)
    column = heading.index(_FIGURE)
    assert [line[column] for line in lines] == [None if figure is None else float(figure) for figure in figures]


async def test_what_the_history_does_not_give_is_found(played: Played, tmp_path: Path) -> None:
    papers = (SIGNED, *AGREEMENTS.values(), KEY_INDICATORS, *REPORTS.values(), *AMENDMENT, *ANNUAL)
    for name in (TABLE, WORKBOOK, *DOCUMENTS.values(), *EVIDENCE, *papers):
        left = shutil.copytree(played.out, tmp_path / name)
        (left / name).write_bytes(_EMPTY_BOOK if name == WORKBOOK else b"another")
        with pytest.raises(Failed, match=re.escape(name)):
            await proven(left)


def test_it_leaves_history_plan_and_documents_and_nothing_else(played: Played) -> None:
    assert kept(played.out) == sorted(LEFT)
    assert kept(played.temporary) == []


def test_the_plan_is_the_published_text_cell_by_cell_apart_from_what_was_corrected_and_amended(played: Played) -> None:
    published = json.loads(json.dumps(text_view(plan_text())))
    changed = [i for part in published["parts"] for i in part["indicators"] if i["id"] == CORRECTED]
    assert [i["target"]["text"] for i in changed] == ["77%"]
    changed[0]["target"]["text"] = CORRECTED_TARGET
    (reallotted,) = (row for part in published["parts"] for row in part["programmes"] if row["id"] == REALLOTTED)
    reallotted["printed"] = "Rp 15.000.000"
    assert played.plan["text"]["parts"] == amended(published)["parts"]
    assert played.plan["text"]["budget"]["total"] == "43479734000"
    assert (played.plan["phase"], played.plan["trial"]) == ("signed", True)


def test_the_history_folds_back_to_the_plan(played: Played) -> None:
    stream = stream_of(kind(), year())
    events = [cast(PlanEvent, decode(e.body)) for e in Export(played.out / HISTORY) if e.stream == stream]
    assert json.loads(plan_json(fold(events))) == played.plan


async def test_the_history_is_whole_as_anybody_can_check(played: Played) -> None:
    report = await verify(Export(played.out / HISTORY))
    assert report.ok
    head = str(report.offices[0].head)
    done = await ran("verify", "--export", str(played.out / HISTORY), "--against", head)
    assert done.process.returncode == 0, done.text
    assert f"--against {head}" in played.command.text


def test_every_indicator_is_in_every_quarter_with_a_figure_that_its_own_derivation_gives(played: Played) -> None:
    cells = json.loads((played.out / YEAR).read_text())["indicators"]
    rows = [i.id for part in plan_text().parts for i in part.indicators]
    every = [*((row, n) for row in rows for n in (1, 2, 3, 4)), *((JOINED.id, n) for n in (3, 4))]
    assert [(c["indicator"], c["quarter"]) for c in cells] == every
    assert all(cell["closed"] and cell["policy"]["citation"] and cell["reading"] for cell in cells)
    for found in (cell[of] for cell in cells for of in ("achievement", "year_to_date")):
        assert (found["figure"] is not None) == (found["state"] == "computed") == (found["derivation"] is not None)
        if found["derivation"] is not None:
            assert recompute(msgspec.convert(found["derivation"], Derivation)) == Decimal(found["figure"])


def test_a_year_has_what_can_happen_in_one(played: Played) -> None:
    cells = json.loads((played.out / YEAR).read_text())["indicators"]
    found = [cell[of] for cell in cells for of in ("achievement", "year_to_date")]
    assert {"computed", "not-released", "not-applicable", "missing-denominator"} == {each["state"] for each in found}
    assert {"above-200", "spent-without-output", "target-lowered"} == {flag for each in found for flag in each["flags"]}
    counted = Counter(type(event) for event in played.events)
    assert (counted[RealisationFiled], counted[RealisationReturned], counted[RealisationCorrected]) == (126, 1, 2)
    assert (counted[WindowExtended], counted[QuarterSigned], counted[QuarterClosed]) == (4, 8, 4)


def test_closed_quarters_keep_their_plan_and_open_ones_follow_the_amendment(played: Played) -> None:
    cells = json.loads((played.out / YEAR).read_text())["indicators"]
    versions = [event.plan_version for event in played.events if isinstance(event, QuarterClosed)]
    followed = [event for event in played.events if isinstance(event, QuarterFollowed)]
    assert [event.basis.amendment for event in followed] == [1, 1]
    assert versions[0] == versions[1] < versions[2] == versions[3] == followed[0].basis.version
    targets = [c["year_target"]["text"] for c in cells if c["indicator"] == LOWERED]
    assert targets == ["100%", "100%", TARGET, TARGET]
    aims = {c["quarter"]: c["achievement"]["derivation"] for c in cells if c["indicator"] == LOWERED}
    assert {n: d["plan_version"] for n, d in aims.items()} == dict(enumerate(versions, 1))


def test_one_return_corrected_cells_refusals_and_the_signatures_of_all_plans_are_in_it(
    played: Played,
) -> None:
    counted = Counter(type(event) for event in played.events)
    assert {kind: counted[kind] for kind in (PlanReturned, TargetChanged, CommandRefused, PartSigned)} == {
        PlanReturned: 1,
        TargetChanged: 2,
        CommandRefused: 3,
        PartSigned: 7,  # two of the plan, one of its amendment, three of the agreements, one of the key indicators
    }
    assert [event.code for event in played.events if isinstance(event, CommandRefused)] == [
        "text-changed",
        "quarters-off",
        "reason-missing",
    ]


@pytest.mark.parametrize("name", [FIRST_DRAFT, DRAFT, SIGNED])
def test_the_documents_are_whole_and_only_drafts_say_so(played: Played, name: str) -> None:
    file = played.out / name
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    assert ("Ditandatangani secara elektronik" in text) == (name == SIGNED)
    assert "77%" in text
    assert ("79%" in text) == (name != FIRST_DRAFT)
    watermark = "".join(text.split())
    assert ("RANCANGAN" in watermark) == (name != SIGNED)


@pytest.mark.parametrize("name", DOCUMENTS.values())
def test_the_editions_of_the_year_are_whole_and_marked_as_a_trial(played: Played, name: str) -> None:
    checked = subprocess.run(["qpdf", "--check", played.out / name], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    read = subprocess.run(["pdftotext", "-raw", played.out / name, "-"], capture_output=True, text=True, check=True)
    assert "UJI COBA — bukan dokumen resmi" in read.stdout


@pytest.mark.parametrize("name", [ACTION_PLAN, *REPORTS.values(), *AMENDED_PAPERS])
def test_the_documents_of_the_year_are_whole_signed_and_marked_as_a_trial(played: Played, name: str) -> None:
    checked = subprocess.run(["qpdf", "--check", played.out / name], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    read = subprocess.run(["pdftotext", "-raw", played.out / name, "-"], capture_output=True, text=True, check=True)
    assert "Ditandatangani secara elektronik" in read.stdout
    assert "UJI COBA — bukan dokumen resmi" in read.stdout


async def test_ctrl_c_leaves_nothing_running_and_no_data_behind(temporary: Path, tmp_path: Path) -> None:
    before = elsewhere()
    demo = await Command.start("demo", "--out", str(tmp_path), TMPDIR=str(temporary))
    await demo.line("Sekretaris memeriksa")
    assert await demo.end(signal.SIGINT) == 130
    assert kept(temporary) == []
    assert elsewhere() == before
    assert str(temporary) not in running()
