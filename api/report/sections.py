"""A section of an annual report, written while others write in theirs; and the figures that people name beside it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from activities.recording.recorder import PlanStream
from api.http.acts import Acts, of_plan, recorded, tell_recorded
from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.forms import kept_form
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.visit import Sent, Visit
from api.http.way import Way
from api.plans.form import scales_of
from api.reads.execution import read_report, report_of
from api.reads.plan import unknown_plan
from api.report import pages
from api.report.bodies import FigureBody, SectionBody
from api.report.routes import REPORT, report_path
from domain.kernel.errors import Ambiguous, PlanError, Unreadable
from domain.measure.reading.question import read
from domain.measure.target import Missing, Target
from domain.report.commands import StateFigure, WriteSection
from domain.report.state import Report
from domain.report.text import Compared, ReportedIndicator, about
from eventstore.entry import Receipt
from views.models.report import ReportSection
from views.report import section_view

router = APIRouter(tags=["annual report"])
_SECTION = REPORT + "/sections/{key}"


@router.get(_SECTION, **reads("A section of the annual report", ReportSection, operation="read_report_section"))
async def section(visit: Annotated[Visit, Depends(Way("read-plan"))], key: str) -> Response:
    """Send it, or show it to be written, with what was typed and kept."""
    report = await read_report(visit)
    if key not in report.year_taken.section_keys():
        raise unknown_plan()
    if not visit.html:
        return json_answer(section_view(report, key))
    typed, problem = await kept_form(visit)
    tell_recorded(visit)
    return page_answer(pages.section(visit.frame, visit.office, report, key, problem, visit.services.new_id(), typed))


@router.get(
    REPORT + "/figures/{indicator:path}", **reads("Figures beside an indicator's", operation="report_figures_page")
)
async def figures(visit: Annotated[Visit, Depends(Way("state-figure", (HTML,)))], indicator: str) -> Response:
    """Show them, with a form to name another."""
    typed, problem = await kept_form(visit)
    tell_recorded(visit)
    return page_answer(_figures(visit, await read_report(visit), indicator, problem, visit.services.new_id(), typed))


def _figures(
    visit: Visit, report: Report, indicator: str, problem: Problem | None, command_id: str, typed: dict[str, str]
) -> str:
    row = _row(report, indicator)
    if row is None:
        raise unknown_plan()
    return pages.figures(visit.frame, visit.office, report, row, problem, command_id, typed)


def _row(report: Report, indicator: str) -> ReportedIndicator | None:
    return next((row for row in report.year_taken.indicators() if row.indicator.id == indicator), None)


async def _section_again(visit: Visit, problem: Problem, command_id: str) -> str:
    typed = dict(visit.form or [])
    return pages.section(
        visit.frame, visit.office, await read_report(visit), visit.part("key"), problem, command_id, typed
    )


async def _figures_again(visit: Visit, problem: Problem, command_id: str) -> str:
    return _figures(
        visit, await read_report(visit), visit.typed("indicator"), problem, command_id, dict(visit.form or [])
    )


async def _known(visit: Visit) -> None:
    """Find that there is such a section."""
    report = await read_report(visit)
    if visit.part("key") not in report.year_taken.section_keys():
        raise unknown_plan()


async def _figure(visit: Visit, sent: Sent[FigureBody]) -> dict[str, Any]:
    """Read what was typed as every figure is read. Raises Unreadable or Ambiguous at its field."""
    said, report = sent.body, await read_report(visit)
    if not said.value.strip():
        return {"new": None}
    row = _row(report, said.indicator)
    wording = row.indicator.text if row else ""
    plan = await visit.services.recorder.plan(PlanStream(visit.office.id, visit.stream))
    try:
        value = _target(said, wording, scales_of(visit.office, report.year, plan.shape))
    except PlanError as no:
        raise no.at("value") from None
    if not said.year:
        raise Unreadable("year-missing", "Say which year the figure is of.", "year")
    if not said.source.strip():
        raise Unreadable("source-missing", "Say where the figure is from.", "source")
    return {"new": Compared(said.what, value, int(said.year), source=said.source)}


def _target(said: FigureBody, wording: str, scales: Any) -> Target:
    found = read(said.value, said.kind or "", indicator=wording, scales=scales, chosen=said.kind is not None)
    if found.target is None:
        raise found.error or Ambiguous(found.asks[0].code, found.asks[0].message, **found.asks[0].params)
    if isinstance(found.target, Missing):
        raise Unreadable("not-a-number", "Here a number is expected, such as 12 or 1.234,5.")
    return found.target


async def _to_figures(visit: Visit, sent: Sent[FigureBody], _: Receipt) -> str:
    return f"{report_path(visit)}?recorded=1#{about(sent.body.indicator)}"


async def _to_section(visit: Visit, sent: Sent[SectionBody], _: Receipt) -> str:
    return f"{report_path(visit)}?recorded=1#{visit.part('key')}"


_ACTS = Acts(
    router=router,
    prefix=REPORT,
    carry=of_plan,
    stream=report_of,
    where=report_path,
    then=recorded(report_path),
    again=_section_again,
)
_ACTS.add(
    "/sections/{key}", "write-section", "Write a section of the annual report", SectionBody, WriteSection,
    about="key", first=_known, then=_to_section,
)  # fmt: skip
_ACTS.add(
    "/figures", "state-figure", "Name a figure beside an indicator's, with its source", FigureBody, StateFigure,
    fields=_figure, then=_to_figures, again=_figures_again,
)  # fmt: skip
