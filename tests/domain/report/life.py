"""A small office's annual report, for the tests of its rules, its laws and its pages."""

from typing import Any

import msgspec

from domain.kernel.actor import Actor, Role
from domain.kernel.streams import QUARTERS
from domain.measure.practice import DEFAULT
from domain.quarter.state import Quarter
from domain.report.beside import YearBefore
from domain.report.commands import (
    BeginReport,
    ComposeReport,
    GiveReportParaf,
    RecordReportDocument,
    ReportCommand,
    ReturnReport,
    SignReport,
    StateFigure,
    StateReview,
    SubmitReport,
    WriteSection,
)
from domain.report.compose import Year, compose
from domain.report.events import ReportEvent
from domain.report.rules import NEEDED, decide
from domain.report.state import Report, figure_digest, fold, report_digest, section_digest
from domain.report.statement import POINTS, Conclusion, Met, Point, Review
from domain.report.text import Beside, Compared, Composed
from domain.route.route import default_report_route
from tests.domain.office.office_life import AT, CHAIR, DRAFTER, OFFICE, SECRETARY, SYSTEM, person
from tests.domain.quarter.life import (
    BASIS,
    answered,
    close,
    measured,
    open_quarter,
    print_quarter,
    quarter_spec,
    ratio,
    sign_quarter,
    spend,
    verify,
)
from tests.domain.quarter.life import report as file_row
from tests.spec import Spec

AUDITOR = person("Indra", Role.AUDITOR)
ReportSpec = Spec[ReportCommand, Report, ReportEvent]


def one_quarter(number: int, *earlier: Quarter) -> Quarter:
    """A quarter of the year, filed, verified, signed and closed."""
    promise = answered() if number > 1 else None
    spec = quarter_spec().done(open_quarter(number, *earlier))
    rows = {
        "i1": file_row(
            "i1", ratio("9", "10"), explanation="Nine of ten.", follow_up="Answer the tenth.", answer=promise
        ),
        "i2": file_row("i2", measured("2"), justification="The hall was closed."),
        "i3": file_row("i3", explanation="Comes in October."),
    }
    spec = spec.done(*rows.values(), spend(("p1", 0, str(250 * number)), ("p2", 0, str(100 * number))))
    spec = spec.done(verify(*rows))
    spec = spec.done(print_quarter(spec.state))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(sign_quarter(spec.state, step, by))
        if step == "secretary":
            spec = spec.done(print_quarter(spec.state))
    return spec.done(close()).state


def quarters(count: int = 4) -> tuple[Quarter, ...]:
    """So many closed quarters."""
    found: tuple[Quarter, ...] = ()
    for number in QUARTERS[:count]:
        found = (*found, one_quarter(number, *found))
    return found


def year(*of: Quarter) -> Year:
    """The year with these quarters; without any, all four closed."""
    return Year("KPU Contoh", "plan/rkt-2024", 2024, BASIS, of or quarters(), DEFAULT)


def composed(*of: Quarter, before: YearBefore | None = None) -> Composed:
    """What the year gives."""
    return compose(year(*of), before)


def report_spec() -> ReportSpec:
    """The report's decider, with no past."""
    return Spec(decide, fold)


def begin(by: Actor = DRAFTER, **changed: Any) -> BeginReport:
    """The command that begins the report."""
    command = BeginReport(
        by=by,
        at=AT,
        office=OFFICE,
        kind="rkt",
        year=2024,
        trial=False,
        route=default_report_route(),
        composed=composed(),
    )
    return msgspec.structs.replace(command, **changed)


def again(taken: Composed, by: Actor = DRAFTER) -> ComposeReport:
    """The command that composes it again."""
    return ComposeReport(by=by, at=AT, kind="rkt", year=2024, composed=taken)


def write(report: Report, key: str, body: str, by: Actor = DRAFTER, seen: str | None = None) -> WriteSection:
    """The command that writes a section, whose words were seen as they are."""
    return WriteSection(by=by, at=AT, key=key, seen=seen or section_digest(report.body(key)), body=body)


def state_figure(
    report: Report, indicator: str, new: Compared | None, what: Beside = Beside.NATIONAL, by: Actor = DRAFTER
) -> StateFigure:
    """The command that names a figure beside an indicator's."""
    seen = figure_digest(report.stated.get((indicator, what)))
    return StateFigure(by=by, at=AT, indicator=indicator, what=what, seen=seen, new=new)


def send(report: Report, by: Actor = DRAFTER) -> SubmitReport:
    """The command that sends it on its route."""
    return SubmitReport(by=by, at=AT, based_on=report.version, note="Siap direviu.")


def print_report(report: Report) -> RecordReportDocument:
    """What the rendering activity asks for."""
    return RecordReportDocument(
        by=SYSTEM,
        at=AT,
        version=report.version,
        digest=report_digest(report),
        document=f"report-{report.version}-{len(report.signatures)}",
        template="t1",
        pages=30,
        signatures=len(report.signatures),
    )


def _seen(report: Report) -> dict[str, Any]:
    return {
        "based_on": report.version,
        "digest": report_digest(report),
        "document": report.document.document if report.document else "nothing-shown",
    }


def paraf(report: Report, by: Actor = SECRETARY) -> GiveReportParaf:
    """A paraf on what is shown now."""
    return GiveReportParaf(by=by, at=AT, step="secretary", **_seen(report))


def sign(report: Report, by: Actor = CHAIR) -> SignReport:
    """A signature on what is shown now."""
    return SignReport(by=by, at=AT, step="chair", **_seen(report))


def send_back(by: Actor = SECRETARY, step: str = "secretary", reason: str = "Bab III belum lengkap.") -> ReturnReport:
    """The command that returns the report."""
    return ReturnReport(by=by, at=AT, step=step, reason=reason)


SOUND = Review(
    tuple(Point(key, Met.YES) for key in POINTS),
    "",
    Conclusion.SOUND,
    "Kami telah mereviu Laporan Kinerja ini.",
)


def state_review(report: Report, review: Review = SOUND, by: Actor = AUDITOR) -> StateReview:
    """The auditor's statement on what is shown now."""
    return StateReview(by=by, at=AT, review=review, **_seen(report))


def begun() -> ReportSpec:
    """A report that was begun."""
    return report_spec().done(begin())


def written() -> ReportSpec:
    """A report with every section that people must write."""
    spec = begun()
    for key in NEEDED:
        if not spec.state.body(key):
            spec = spec.done(write(spec.state, key, f"Uraian {key}."))
    return spec


def sent() -> ReportSpec:
    """A report on its route, its document shown."""
    spec = written()
    spec = spec.done(send(spec.state))
    return spec.done(print_report(spec.state))


def reviewed() -> ReportSpec:
    """A report that the Secretary passed."""
    spec = sent()
    return spec.done(paraf(spec.state))


def signed() -> ReportSpec:
    """A report that the Chair signed, its document printed."""
    spec = reviewed()
    spec = spec.done(sign(spec.state))
    return spec.done(print_report(spec.state))
