"""The documents of a year with 500 indicators, beside the PDF of its plan: each in a process of its own."""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import typst

from activities.documents.execution import execution_source, render_execution
from activities.documents.moment import execution_moment, execution_paper
from activities.documents.paper import PlanPaper, Status
from activities.documents.plan import render
from activities.documents.press import Press, page_count
from activities.documents.year.editions import held, read_year, render_year_table, table_paper, whole
from activities.recording.recorder import Recorder
from activities.recording.states import States
from bench import large
from bench.measure import Measure
from bench.servers import database
from domain.office.state import Office
from eventstore.pool import open_pool
from eventstore.store import Store

_ROUNDS = 3
_QUARTER = 4
_PLAN, _QUARTERS, _ALONE = "the plan", "a quarter's report", "typst alone"
Printing = tuple[str, Callable[[Any], bytes], object]
Weight = tuple[float, int, int]  # seconds, MiB that typst had at most, pages


async def measure() -> list[Measure]:
    """Return how long each document takes; memory and pages stand in the note."""
    async with database() as url:
        pool = await open_pool(url)
        printings = await _printings(Store(pool))
        await pool.close()
    # By turns, so that all meet the same weather; nobody inherits what another had.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as apart:
        rounds = [
            [apart.submit(_weighed, make, paper).result() for _, make, paper in printings] for _ in range(_ROUNDS)
        ]
    found = {what: _middle([weights[n] for weights in rounds]) for n, (what, *_) in enumerate(printings)}
    plan, alone, quarter = found.pop(_PLAN), found.pop(_ALONE), found[_QUARTERS]
    return [
        *(_measure(what, weight, plan) for what, weight in found.items()),
        Measure(_QUARTERS, quarter[0], _ALONE, alone[0], "s", f"{large.INDICATORS} indicators", aim=1.2),
    ]


async def _printings(store: Store) -> list[Printing]:
    await large.file_year(Recorder(States(store)))
    record = await read_year(store, large.OFFICE, f"rkt-{large.YEAR}")
    if record is None:
        raise RuntimeError("no quarter was opened")
    stream = large.stream(_QUARTER)
    past = await store.read(large.OFFICE, stream)
    moment = execution_moment(past, stream, record.quarters[-1].version, 0)
    at = await Press(store).office(large.OFFICE, record.newest)
    table, volume, *_ = whole(record.indicators)
    return [
        (_PLAN, render, _paper(at)),
        (_QUARTERS, render_execution, execution_paper(moment, at)),
        (_ALONE, _alone, execution_source(execution_paper(moment, at))),
        ("the year's table", render_year_table, table_paper(record, at, held(table, record.indicators))),
        ("a volume of sheets", render_year_table, table_paper(record, at, held(volume, record.indicators))),
    ]


def _alone(source: str) -> bytes:
    """Typeset with nothing around it."""
    with TemporaryDirectory() as name:
        root = Path(name)
        Path(root, "together").write_text("")
        file = Path(root, "paper.typ")
        file.write_text(source, encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False)
        return typst.compile(file, root=root, font_paths=fonts, format="pdf", pdf_standards=["a-2a", "ua-1"])


def _paper(at: Office) -> PlanPaper:
    return PlanPaper(
        text=large.plan_text(),
        office=at.name,
        time_zone=at.time_zone,
        plan=f"rkt-{large.YEAR}",
        year=large.YEAR,
        version=1,
        text_digest="0" * 64,
        position=1,
        hash="0" * 64,
        trial=True,
        status=Status.DRAFT,
        signatures=(),
        made_at=datetime(large.YEAR, 1, 2, tzinfo=UTC),
    )


def _weighed(make: Callable[[Any], bytes], paper: object) -> Weight:
    began = time.perf_counter()
    pdf = make(paper)
    taken = time.perf_counter() - began
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10, page_count(pdf)


def _middle(weights: list[Weight]) -> Weight:
    return median(each[0] for each in weights), max(each[1] for each in weights), weights[0][2]


def _measure(what: str, weight: Weight, plan: Weight) -> Measure:
    note = f"{weight[2]} pages, typst {weight[1]} MiB; the plan's {plan[2]} pages, {plan[1]} MiB"
    return Measure(what, weight[0], "the plan's PDF", plan[0], "s", f"{large.INDICATORS} indicators", note)
