"""Action plans and quarters to print in tests: the published plan with a year that is invented."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from activities.documents.execution import render_execution
from activities.documents.paper import ExecutionPaper, Signature, SignaturePlace, Status, YearTablePaper
from activities.documents.year.editions import render_year_table
from domain.action.commands import BeginAction, EditAction
from domain.action.row import ActionRow, Owner, Steps
from domain.action.rules import decide as decide_action
from domain.action.state import Action, ActionPhase, action_digest
from domain.action.state import fold as fold_action
from domain.kernel.actor import Capacity
from domain.kernel.streams import QUARTERS
from domain.measure.budget import Lines
from domain.measure.policy import Aggregation, Component, Components, MeasurementPolicy
from domain.measure.proposal import propose
from domain.measure.realisation import Absent, Aim, Bounds, Measured, Ratio, Reading, State, aim_of
from domain.measure.target import Percentage
from domain.plan.basis import PlanBasis
from domain.plan.text import Indicator, Part
from domain.quarter.commands import (
    CloseQuarter,
    FileBudget,
    FileRealisation,
    QuarterCommand,
    RowVersion,
    Spent,
    VerifyRealisations,
)
from domain.quarter.content import quarter_digest
from domain.quarter.filing import Evidence, Filing, FollowUpAnswer
from domain.quarter.opening import opening
from domain.quarter.row import QuarterRow, Window
from domain.quarter.rules import decide
from domain.quarter.state import Quarter, QuarterPhase, fold
from domain.route.route import default_action_route, default_quarter_route
from examples import banjarmasin
from tests.activities.documents.printed import Printed
from tests.domain.office.office_life import CHAIR, DRAFTER, SYSTEM
from tests.domain.quarter.life import OTHER, OWNER, PLANNER

AT = datetime(2024, 4, 5, 2, 30, tzinfo=UTC)
OWNERS = (Owner(OWNER.person, "Oka Wirawan"), Owner(OTHER.person, "Wayan Sudarma"))
EVIDENCE = Evidence(sha256(b"rekap").hexdigest(), "rekap-triwulan.pdf", "application/pdf", 120_000)
SIGNED = (
    Signature("secretary", "Sari Dewi", "Sekretaris", Capacity.DEFINITIVE, AT, "", 61),
    Signature("chair", "Ketut Arta", "Ketua", Capacity.PLH, AT, "Keputusan Nomor 12 Tahun 2024", 63),
)


def policy_of(indicator: Indicator) -> MeasurementPolicy:
    """The proposed policy; shares are measured from components."""
    policy = propose(indicator.text, indicator.target).policy
    if isinstance(indicator.target, Percentage):
        sides = Components(Component("terlayani", "orang"), Component("seluruhnya", "orang"))
        return msgspec.structs.replace(policy, components=sides)
    return policy


def action(parts: tuple[Part, ...] | None = None, trial: bool = False) -> Action:
    """The action plan with every row."""
    basis = PlanBasis(3, "d" * 64, parts or banjarmasin.plan_text().parts)
    begun = decide_action(
        BeginAction(
            by=DRAFTER,
            at=AT,
            office="kpu-contoh",
            kind="rkt",
            year=2024,
            trial=trial,
            route=default_action_route(),
            basis=basis,
        ),
        Action(),
    )
    state = fold_action(begun)
    rows = tuple(_action_row(n, indicator) for n, indicator in enumerate(basis.indicators().values()))
    return fold_action(decide_action(EditAction(by=DRAFTER, at=AT, based_on=0, rows=rows), state), state)


def _action_row(number: int, indicator: Indicator) -> ActionRow:
    policy, year = policy_of(indicator), aim_of(indicator.target)
    quarters: tuple[Aim | None, ...] = (year,) * 4
    if policy.aggregation is Aggregation.SUM and isinstance(year, Bounds):
        quarters = (None, None, None, year)
    steps = Steps("", ("Menyusun jadwal dan menunjuk petugas", "", "Melaksanakan", "Melaporkan hasil"))
    return ActionRow(indicator.id, policy, quarters, (OWNERS[number % 2],), steps)


def signed_action(parts: tuple[Part, ...] | None = None, trial: bool = False) -> Action:
    """The action plan as if its route were walked: what a quarter may be opened from."""
    return replace(action(parts, trial), phase=ActionPhase.SIGNED)


def quarter(
    number: int = 1,
    *earlier: Quarter,
    parts: tuple[Part, ...] | None = None,
    trial: bool = False,
    words: str = "",
    settled: bool = True,
    filed: bool = True,
) -> Quarter:
    """A quarter in which every row is filed and verified; `words` stand wherever an owner may write."""
    window = Window(datetime(2024, 4, 1, tzinfo=UTC), datetime(2024, 4, 10, tzinfo=UTC), (), False, "tz", "SE 1/2024")
    command = opening(
        signed_action(parts, trial),
        number,
        window=window,
        ended=datetime(2024, 3, 31, tzinfo=UTC),
        route=default_quarter_route(),
        earlier=earlier,
        by=SYSTEM,
        at=window.opens,
    )
    state = _after(Quarter(), command)
    if not filed:
        return state
    for n, line in enumerate(list(state.lines.values())):
        state = _after(state, _filing(n, number, line.row, words))
    spent = tuple(Spent(key, 0, spending.of.allotted * number / 5) for key, spending in list(state.budget.items()))
    if spent:
        state = _after(state, FileBudget(by=OWNER, at=AT, amounts=spent, reason=""))
    if settled:
        rows = tuple(RowVersion(key, 1) for key in state.lines)
        state = _after(state, VerifyRealisations(by=PLANNER, at=AT, rows=rows))
    return state


def _filing(n: int, number: int, row: QuarterRow, words: str) -> FileRealisation:
    by = OWNER if row.owners[0].person == OWNER.person else OTHER
    told = Filing(
        _reading(n, row),
        words or "Kegiatan dilaksanakan sesuai jadwal; data dihimpun dari laporan bidang.",
        obstacles=words or "Sebagian data terlambat diterima dari kecamatan.",
        follow_up=words or "Menetapkan tenggat internal tiga hari lebih awal.",
        justification=words or "Realisasi masih berjalan.",
        answer=FollowUpAnswer(True, words or "Tenggat internal telah ditetapkan.") if _asked(row) else None,
        evidence=(EVIDENCE,),
    )
    return FileRealisation(by=by, at=AT, indicator=row.indicator.id, based_on=0, filing=told)


def _asked(row: QuarterRow) -> bool:
    return row.previous is not None and bool(row.previous.follow_up)


def _reading(n: int, row: QuarterRow) -> Reading:
    if n % 7 == 3:
        return Absent(State.NOT_RELEASED)
    aim = row.year_target
    if not isinstance(aim, Bounds):
        return aim or Absent(State.NOT_APPLICABLE)
    if row.policy.components is not None:
        return Ratio(Decimal(7000 + 113 * (n % 20)), None if n % 11 == 5 else Decimal(9500))
    return Measured(aim.high - (1 if n % 3 == 0 and aim.high > 1 else 0))


def whole_year() -> tuple[Quarter, ...]:
    """Four quarters, each closed by its signatures before the next."""
    quarters: list[Quarter] = []
    for number in QUARTERS:
        quarters.append(closed(quarter(number, *quarters)))
    return tuple(quarters)


def closed(of: Quarter) -> Quarter:
    """The quarter as if its route were walked, with the figures it is closed with."""
    return _after(replace(of, phase=QuarterPhase.SIGNED), CloseQuarter(by=CHAIR, at=AT))


def _after(state: Quarter, command: QuarterCommand) -> Quarter:
    return fold(decide(command, state), state)


def execution_paper(content: Action | Quarter, **changes: Any) -> ExecutionPaper:
    """The content on paper, unsigned."""
    digest = action_digest(content) if isinstance(content, Action) else quarter_digest(content)
    titles = {"secretary": "Sekretaris KPU Kota Banjarmasin", "chair": "Ketua KPU Kota Banjarmasin"}
    keys = ("secretary",) if isinstance(content, Action) else ("secretary", "chair")
    paper = {
        "content": content,
        "office": banjarmasin.office().name,
        "time_zone": banjarmasin.office().time_zone,
        "version": content.version,
        "text_digest": digest,
        "position": 60,
        "hash": sha256(b"event").hexdigest(),
        "trial": content.trial,
        "status": Status.DRAFT,
        "places": tuple(SignaturePlace(titles[key], None) for key in keys),
        "made_at": AT,
    }
    return ExecutionPaper(**{**paper, **changes})


def signed(content: Action | Quarter, **changes: Any) -> ExecutionPaper:
    """The content on paper, signed by everybody."""
    paper = execution_paper(content)
    places = tuple(
        SignaturePlace(place.title, signature) for place, signature in zip(paper.places, SIGNED, strict=False)
    )
    return execution_paper(content, **{"status": Status.SIGNED, "places": places, **changes})


def printed_year(paper: ExecutionPaper) -> Printed:
    """The paper as a PDF, and what can be read on it."""
    return as_read(render_execution(paper))


def table_paper(*quarters: Quarter, indicators: tuple[str, ...] = (), lines: Lines | None = None) -> YearTablePaper:
    """The year's table on paper by the same lines in every quarter, or sheets of its indicators."""
    return YearTablePaper(
        quarters=quarters,
        lines=(lines,) * len(quarters),
        office=banjarmasin.office().name,
        text_digest=sha256(b"year").hexdigest(),
        position=90,
        hash=sha256(b"event").hexdigest(),
        made_at=AT,
        indicators=indicators,
    )


def printed_table(paper: YearTablePaper) -> Printed:
    """The table as a PDF, and what can be read on it."""
    return as_read(render_year_table(paper))


def as_read(pdf: bytes) -> Printed:
    """A PDF and what can be read on it."""
    text = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return Printed(pdf, tuple(text.split("\f")[:-1]))
