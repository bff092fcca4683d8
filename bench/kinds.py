"""A plan of a kind, 500 rows of four levels with twelve columns, beside the seed's plan: what each row takes."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from statistics import median

import httpx
import msgspec

from activities.documents.paper import PlanPaper, Status
from activities.documents.plan import render
from activities.recording.recorder import Recorder
from activities.recording.states import States
from api.app import create_app
from api.plans.form import TextForm
from api.services import build_services
from bench import large
from bench.measure import Measure
from bench.servers import database, installed, temporal
from domain.kernel.actor import Actor, Capacity, Role, system
from domain.kind.kind import Column, Holds, Kind, RowKind
from domain.kind.shipped import RENJA
from domain.measure.target import Index, Quantity
from domain.office.commands import DeclareKind, GrantRole, RegisterPerson
from domain.office.state import STREAM
from domain.plan.cell import Cell
from domain.plan.difference import difference
from domain.plan.shape import empty_form
from domain.plan.text import Goal, Indicator, PlanText
from eventstore.pool import open_pool
from eventstore.store import Store
from examples import banjarmasin
from workflows.client import Plans
from workflows.worker import workers

ROWS = 500
_ROUNDS, _WARM, _MANY = 5, 2, 9
_AT = datetime(large.YEAR, 1, 2, tzinfo=UTC)
_PERSON = "penyusun"
_BY = Actor(_PERSON, "Penyusun (contoh)", Role.DRAFTER, "", Capacity.DEFINITIVE, large.OFFICE)
_PART = RENJA.parts[0]
_MORE = tuple(
    Column(f"tahun-{n}", "Target {year}", RowKind.INDICATOR, Holds.MEASURE, year=n)
    for n in range(2, 2 + 12 - len(_PART.columns))
)
KIND = msgspec.structs.replace(RENJA, parts=(msgspec.structs.replace(_PART, columns=(*_PART.columns, *_MORE)),))


async def measure() -> list[Measure]:
    """Return what a row takes in the editor's answer to a save, in the PDF, and in the difference of two texts."""
    plans = {RENJA.code: (plan_text(), KIND), "rkt": (banjarmasin.plan_text(), None)}
    saved = await _saved({code: text for code, (text, _) in plans.items()})
    printed = _by_turns({code: _printing(code, text, kind) for code, (text, kind) in plans.items()}, _ROUNDS)
    compared = _by_turns({code: _comparing(text) for code, (text, _) in plans.items()}, _MANY)
    rows = {code: len(text.rows()) for code, (text, _) in plans.items()}
    return [
        _measure("a save in the editor", saved, rows),
        _measure("the PDF of a kind", printed, rows),
        _measure("the difference of two texts", compared, rows),
    ]


def plan_text() -> PlanText:
    """Return the text of the plan."""
    goals: list[Goal] = []
    indicators: list[Indicator] = []
    for n in range(5):
        goals.append(Goal(f"s{n}", "", f"Meningkatnya derajat kesehatan masyarakat {n} (contoh)"))
        for p in range(2):
            goals.append(program := _coded(f"s{n}", f"p{p}", f"Program Pemenuhan Upaya Kesehatan {p}"))
            for k in range(2):
                goals.append(activity := _coded(program.id, f"k{k}", f"Penyediaan layanan {k}"))
                goals += [_coded(activity.id, f"u{u}", f"Pengelolaan pelayanan ibu hamil {u}") for u in range(3)]
    leaves = [goal for goal in goals if goal.id.count("-") == 3]
    while len(goals) + len(indicators) < ROWS:
        number = len(indicators)
        indicators.append(_indicator(number, leaves[number * len(leaves) // (ROWS - len(goals))].id))
    text = empty_form(KIND, large.YEAR, "")
    part = msgspec.structs.replace(text.parts[0], goals=tuple(goals), indicators=tuple(indicators))
    return text.with_part(part)


def _coded(above: str, key: str, words: str) -> Goal:
    code = f"{above}.{key}"
    cells = (Cell("kode", code), Cell("pagu", value=Decimal(456_789_000)), Cell("sumber-dana", "DAK"))
    more = Cell("pagu-maju", value=Decimal(500_000_000))
    return Goal(f"{above}-{key}", above, f"{words} (contoh)", (*cells, more))


def _indicator(number: int, goal: str) -> Indicator:
    words = {
        "satuan": "Orang",
        "lokasi": f"Kecamatan {number % 7}, semua desa (contoh)",
        "penanggung-jawab": "Bidang Kesehatan Masyarakat (contoh)",
    }
    cells = tuple(
        Cell(column.key, words[column.key])
        if column.holds is Holds.TEXT
        else Cell(column.key, value=Index(Decimal(90)))
        for column in KIND.parts[0].on(RowKind.INDICATOR)
    )
    text = f"Jumlah ibu hamil yang dilayani sesuai standar {number} (contoh)"
    return Indicator(f"i{number}", goal, text, Quantity(Decimal(1000 + number), "orang"), cells)


async def _saved(texts: dict[str, PlanText]) -> dict[str, list[float]]:
    """Save each plan by turns with one row reworded; return how many milliseconds each answer took."""
    taken: dict[str, list[float]] = {code: [] for code in texts}
    async with _browser() as browser:
        for code in texts:
            begun = {"command_id": code, "kind": code, "year": str(large.YEAR), "title": ""}
            answer = await browser.post(f"/offices/{large.OFFICE}/plans", data=begun)
            if answer.status_code != httpx.codes.SEE_OTHER:
                raise RuntimeError(answer.text)
        for turn in range(_WARM + _MANY):
            for code, text in texts.items():
                fields = dict(_fields(_reworded(text, turn)))
                plan = f"/offices/{large.OFFICE}/plans/{code}-{large.YEAR}"
                now = (await browser.get(plan, headers={"Accept": "application/json"})).json()
                fields |= {"command_id": f"save-{code}-{turn}", "text_version": str(now["version"])}
                began = time.perf_counter()
                answer = await browser.post(f"{plan}/text", data=fields)
                if turn >= _WARM:
                    taken[code].append((time.perf_counter() - began) * 1000)
                if answer.status_code != httpx.codes.SEE_OTHER:
                    raise RuntimeError(answer.text)
    return taken


@asynccontextmanager
async def _browser() -> AsyncIterator[httpx.AsyncClient]:
    async with database() as url, temporal() as server:
        client = await installed(server)
        pool = await open_pool(url)
        store = Store(pool)
        recorder = Recorder(States(store))
        await large.open_office(recorder)
        by = system(large.OFFICE)
        registered = RegisterPerson(by=by, at=_AT, person=_PERSON, name=_BY.name)
        await large.do(recorder, registered, STREAM, "person")
        await large.do(recorder, GrantRole(by=by, at=_AT, person=_PERSON, role=Role.DRAFTER), STREAM, "role")
        await large.do(recorder, DeclareKind(by=by, at=_AT, kind=KIND), STREAM, "kind")
        plans = Plans(client, store)
        services = build_services(store, plans)
        token = await services.sessions.open(await services.accounts.create(_PERSON, _PERSON, home=large.OFFICE))
        documents, drafting = workers(client, store)
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(services)),
            base_url="http://localhost",
            headers={"Accept": "text/html"},
            cookies={"paraf": token},
            timeout=60,
        )
        async with documents, drafting, browser:
            yield browser
        await plans.close()
        await store.close()
        await pool.close()


def _reworded(text: PlanText, turn: int) -> PlanText:
    part = text.parts[-1]
    first, *others = part.indicators
    again = msgspec.structs.replace(first, text=f"{first.text} {turn}")
    return text.with_part(msgspec.structs.replace(part, indicators=(again, *others)))


def _fields(text: PlanText) -> Iterator[tuple[str, str]]:
    form = TextForm.from_text(text)
    yield from ((f"detail-{name}", value) for name, value in form.cover.items())
    for key, details in form.parts.items():
        yield from ((f"detail-{key}-{name}", value) for name, value in details.items())
    for n, row in enumerate(form.rows):
        for name in ("id", "part", "kind", "parent", "text", "target_kind", "target", "allotted"):
            yield f"rows-{n}-{name}", getattr(row, name)
        yield from ((f"rows-{n}-cell-{key}", str(value)) for key, value in row.cells.items())


def _printing(code: str, text: PlanText, kind: Kind | None) -> Callable[[], object]:
    paper = PlanPaper(
        text=text,
        office="Kantor Ukur (contoh)",
        time_zone="Asia/Makassar",
        plan=f"{code}-{large.YEAR}",
        year=large.YEAR,
        version=1,
        text_digest="0" * 64,
        position=1,
        hash="0" * 64,
        trial=True,
        status=Status.DRAFT,
        signatures=(),
        made_at=_AT,
        shape=kind,
    )
    return lambda: render(paper)


def _comparing(text: PlanText) -> Callable[[], object]:
    changed = _reworded(text, 1)
    return lambda: list(difference(text, changed, _BY, _AT, 1))


def _by_turns(acts: dict[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Return how many milliseconds each took; by turns, so that all meet the same weather."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(times):
        for name, act in acts.items():
            began = time.perf_counter()
            act()
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def _measure(what: str, taken: dict[str, list[float]], rows: dict[str, int]) -> Measure:
    whole = {code: median(times) for code, times in taken.items()}
    each = {code: whole[code] / rows[code] for code in whole}
    note = "; ".join(f"{code}: {rows[code]} rows, {whole[code]:.4g} ms" for code in whole)
    return Measure(what, each[RENJA.code], "of the seed's plan", each["rkt"], "ms a row", note=note)
