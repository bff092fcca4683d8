"""Annual reports of the published plan to print in tests, over a year that is invented."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

import msgspec

from activities.documents.execution import render_execution
from activities.documents.paper import ExecutionPaper, SignaturePlace, Status
from domain.measure.budget import Lines
from domain.measure.practice import DEFAULT
from domain.plan.basis import PlanBasis
from domain.plan.text import Part
from domain.quarter.state import Quarter
from domain.report.beside import YearBefore
from domain.report.compose import Year, compose, outcomes
from domain.report.events import ReportBegun, SectionWritten
from domain.report.state import Report, evolve, fold, report_digest
from domain.route.route import default_report_route
from examples import banjarmasin
from tests.activities.documents.printed import Printed
from tests.activities.documents.year_printed import AT, SIGNED, as_read, whole_year
from tests.domain.office.office_life import DRAFTER

LINES = Lines(Decimal(90), Decimal(80), "Keputusan 7 Tahun 2024")
PROMISED = "Menyusun jadwal pengumpulan data yang tetap."


@cache
def year() -> tuple[Quarter, ...]:
    """Four closed quarters."""
    return whole_year()


def reported(
    quarters: tuple[Quarter, ...] | None = None, parts: tuple[Part, ...] | None = None, **sections: str
) -> Report:
    """A report over these quarters, with these sections written by somebody (`_` for `-`)."""
    basis = PlanBasis(3, "d" * 64, parts or banjarmasin.plan_text().parts)
    known = year() if quarters is None else quarters
    before = YearBefore("rkt-2023", 2023, outcomes(basis, known[:3], DEFAULT), PROMISED) if known else None
    composed = compose(Year(banjarmasin.office().name, "plan/rkt-2024", 2024, basis, known, DEFAULT, LINES), before)
    begun = ReportBegun(
        by=DRAFTER,
        at=AT,
        office="kpu-contoh",
        kind="rkt",
        year=2024,
        trial=False,
        route=default_report_route(),
        composed=composed,
    )
    report = fold([begun])
    for version, (key, words) in enumerate(sections.items(), 1):
        written = SectionWritten(by=DRAFTER, at=AT, version=version, key=key.replace("_", "-"), old="", new=words)
        report = evolve(report, written)
    return report


def report_paper(of: Report, **changes: Any) -> ExecutionPaper:
    """The report on paper, signed by both."""
    titles = ("Sekretaris KPU Kota Banjarmasin", "Ketua KPU Kota Banjarmasin")
    paper = ExecutionPaper(
        content=of,
        office=banjarmasin.office().name,
        time_zone=banjarmasin.office().time_zone,
        version=of.version,
        text_digest=report_digest(of),
        position=160,
        hash=sha256(b"event").hexdigest(),
        trial=of.trial,
        status=Status.SIGNED,
        places=tuple(SignaturePlace(title, signature) for title, signature in zip(titles, SIGNED, strict=True)),
        made_at=AT,
        place="Banjarmasin",
    )
    return replace(paper, **changes)


def printed_report(of: Report, **changes: Any) -> Printed:
    """The report as a PDF, and what can be read on it."""
    return as_read(render_execution(report_paper(of, **changes)))


def many_rows(count: int) -> tuple[Part, ...]:
    """One part of so many indicators in goals of ten."""
    part = banjarmasin.plan_text().part("A")
    goal, indicator = part.goals[1], part.indicators[0]
    goals = tuple(
        msgspec.structs.replace(goal, id=f"g{n}", parent="", text=f"Meningkatnya mutu layanan {n}")
        for n in range(-(-count // 10))
    )
    rows = tuple(
        msgspec.structs.replace(indicator, id=f"r{n}", goal=f"g{n // 10}", text=f"Persentase layanan tuntas {n}")
        for n in range(count)
    )
    return (msgspec.structs.replace(part, goals=goals, indicators=rows, programmes=()),)
