"""What an annual report allows, in which phase: decide turns a command into events, or refuses."""

from typing import assert_never

from msgspec import structs

from domain.kernel.actor import Command, Role, require_role
from domain.kernel.characters import paragraphs, reason
from domain.kernel.errors import N_, Refused, require
from domain.office.check import line, slug
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
from domain.report.events import (
    FigureStated,
    ReportBegun,
    ReportCause,
    ReportChange,
    ReportComposed,
    ReportDocumentRendered,
    ReportEvent,
    ReportParafGiven,
    ReportParafVoided,
    ReportReturned,
    ReportSignatureVoided,
    ReportSigned,
    ReportSubmitted,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.state import Report, ReportPhase, figure_digest, report_digest, section_digest
from domain.report.statement import checked_review
from domain.report.text import Beside, Compared, Composed
from domain.route.endorsement import (
    acted,
    ended,
    own_open_step,
    printed,
    require_current,
    require_not_done,
    require_unsigned,
)
from domain.route.messages import Endorse
from domain.route.route import StepAct, check_whole_route

_ROUTED = (ReportPhase.REVIEW, ReportPhase.SIGNING)
_WRITTEN_IN = (ReportPhase.DRAFTING, *_ROUTED, ReportPhase.SIGNED)
REPORT_ALLOWED: dict[type[ReportCommand], tuple[ReportPhase, ...]] = {
    BeginReport: (ReportPhase.ABSENT,),
    ComposeReport: _WRITTEN_IN,
    WriteSection: _WRITTEN_IN,
    StateFigure: _WRITTEN_IN,
    SubmitReport: (ReportPhase.DRAFTING,),
    GiveReportParaf: _ROUTED,
    SignReport: _ROUTED,
    ReturnReport: _ROUTED,
    RecordReportDocument: tuple(ReportPhase),  # what comes late records nothing
    StateReview: (*_ROUTED, ReportPhase.SIGNED),
}
REPORT_REFUSALS: dict[ReportPhase, tuple[str, str]] = {
    ReportPhase.ABSENT: ("report-absent", N_("There is no such annual report.")),
    ReportPhase.DRAFTING: ("report-drafting", N_("The annual report is still being written.")),
    ReportPhase.REVIEW: ("report-in-review", N_("The annual report is being reviewed.")),
    ReportPhase.SIGNING: ("report-in-signing", N_("The annual report is being signed.")),
    ReportPhase.SIGNED: ("report-signed", N_("The annual report is signed.")),
}
MOST = 20_000  # characters of a section
_WRITERS = (Role.PLANNER, Role.DRAFTER)
_MAKER = N_("You wrote in this report or sent it, so you can neither review nor sign it.")
# What nobody but people can say, or what the year always has something to say of.
NEEDED = ("foreword", "summary", "background", "tasks", "issues", "strategy", "performance", "conclusion")


def require_report_phase(command: ReportCommand, report: Report) -> None:
    """Refuse a command that has no place in the report's phase."""
    if report.phase in REPORT_ALLOWED[type(command)]:
        return
    if isinstance(command, BeginReport):
        raise Refused("report-exists", "This plan's year already has its report.")
    raise Refused(*REPORT_REFUSALS[report.phase])


def decide(command: ReportCommand, report: Report) -> list[ReportEvent]:
    """Return what the command makes happen (nothing, where nothing changes), or raise Refused."""
    if isinstance(command, Endorse):
        require_not_done(report, command)
    require_report_phase(command, report)
    match command:
        case BeginReport():
            return [_begin(command)]
        case ComposeReport():
            return _compose(command, report)
        case WriteSection():
            return _write(command, report)
        case StateFigure():
            return _state(command, report)
        case SubmitReport():
            return [_submit(command, report)]
        case GiveReportParaf():
            return [ReportParafGiven(**acted(report, command, StepAct.REVIEW, report_digest, _MAKER)[1])]
        case SignReport():
            return [ReportSigned(**acted(report, command, StepAct.SIGN, report_digest, _MAKER)[1])]
        case ReturnReport(by=by, at=at):
            step, why = own_open_step(report, command.step, by, _MAKER), reason(command.reason)
            back = ReportReturned(by=by, at=at, step=step.key, version=report.version, reason=why)
            return [*_voided(command, report, ReportCause.RETURNED), back]
        case RecordReportDocument():
            noted = printed(report.paper, command, report_digest)
            return [] if noted is None else [ReportDocumentRendered(**noted)]
        case StateReview():
            return [_review(command, report)]
        case _:
            assert_never(command)


def _begin(command: BeginReport) -> ReportBegun:
    require_role(command.by, *_WRITERS)
    slug(command.kind, "kind")
    check_whole_route(command.route)
    return ReportBegun(
        by=command.by,
        at=command.at,
        office=command.office,
        kind=command.kind,
        year=command.year,
        trial=command.trial,
        route=command.route,
        composed=_taken(command.composed),
    )


def _taken(composed: Composed | None) -> Composed:
    """Return what the year gave; a year without a signed plan gives nothing."""
    if composed is None:
        raise Refused("plan-unsigned", "The plan is not signed yet.")
    return composed


def _compose(command: ComposeReport, report: Report) -> list[ReportEvent]:
    require_role(command.by, *_WRITERS)
    composed = _taken(command.composed)
    if composed == report.composed:
        return []
    return _change(
        command,
        report,
        ReportComposed(by=command.by, at=command.at, version=report.version + 1, composed=composed),
    )


def _write(command: WriteSection, report: Report) -> list[ReportEvent]:
    require_role(command.by, *_WRITERS)
    if command.key not in report.year_taken.section_keys():
        raise Refused("unknown-section", "The report has no section “{key}”.", "key", key=command.key[:60])
    old, new = report.body(command.key), paragraphs(command.body, command.key, MOST)
    if old == new:
        return []
    meanwhile = N_("Somebody else wrote in this section meanwhile.")
    require(command.seen == section_digest(old), "section-changed", meanwhile, command.key)
    version = report.version + 1
    written = SectionWritten(by=command.by, at=command.at, version=version, key=command.key, old=old, new=new)
    return _change(command, report, written)


def _state(command: StateFigure, report: Report) -> list[ReportEvent]:
    require_role(command.by, *_WRITERS)
    key, what = command.indicator, command.what
    place = f"{key}.{what}"
    known = {row.indicator.id for row in report.year_taken.indicators()}
    require(key in known, "unknown-row", "The plan has no row “{row}”.", "indicator", row=key[:60])
    old = report.stated.get((key, what))
    new = None if command.new is None else _named(command.new, report, place)
    if old == new:
        return []
    meanwhile = N_("Somebody else named another figure meanwhile.")
    require(command.seen == figure_digest(old), "figure-changed", meanwhile, place)
    stated = FigureStated(
        by=command.by, at=command.at, version=report.version + 1, indicator=key, what=what, old=old, new=new
    )
    return _change(command, report, stated)


def _named(new: Compared, report: Report, place: str) -> Compared:
    """Return a figure that a person named: it has a source, and a year that fits what it is."""
    fits = {
        Beside.LAST_YEAR: new.year == report.year - 1,
        Beside.END_TARGET: report.year <= new.year <= report.year + 10,
        Beside.NATIONAL: report.year - 5 <= new.year <= report.year,
    }
    require(fits[new.what], "figure-year", "This is no year that such a figure can be of.", f"{place}.year")
    return structs.replace(new, row="", source=line(new.source, f"{place}.source"))


def _change(command: Command, report: Report, fact: ReportChange) -> list[ReportEvent]:
    """Return the fact, after the end of what was given on the content before; what is signed stays in force."""
    if report.phase is ReportPhase.SIGNED:
        return [fact]
    require_unsigned(report)
    ends: list[ReportEvent] = [*_voided(command, report, ReportCause.EDITED)]
    if (held := report.review) is not None:
        ends.append(ReviewVoided(by=command.by, at=command.at, auditor=held.by, given=held.at, version=held.version))
    return [*ends, fact]


def _submit(command: SubmitReport, report: Report) -> ReportSubmitted:
    require_role(command.by, *_WRITERS)
    require_current(command.based_on, report.version)
    missing = unwritten(report)
    if missing:
        sentence = N_("Sections that nobody has written yet: {count}.")
        raise Refused("report-incomplete", sentence, missing[0], count=str(len(missing)))
    return ReportSubmitted(
        by=command.by,
        at=command.at,
        version=report.version,
        digest=report_digest(report),
        round=report.round + 1,
        note=paragraphs(command.note, "note"),
        separate=command.separate,
    )


def unwritten(report: Report) -> list[str]:
    """Return the sections that must say something before the report can go on its route."""
    return [section.key for section in report.text.sections if section.key in NEEDED and not section.body]


def _review(command: StateReview, report: Report) -> ReviewStated:
    by = command.by
    require_role(by, Role.AUDITOR)
    require(by.person not in report.authors, "maker-is-checker", _MAKER)
    require_current(command.based_on, report.version)
    current = report_digest(report)
    require(command.digest == current, "text-changed", "The text changed after you opened it.")
    if report.document is None:
        raise Refused("document-not-ready", "The document of this text is still being prepared.")
    same = command.document == report.document.document
    require(same, "document-changed", "The document changed after you opened it.")
    return ReviewStated(
        by=by,
        at=command.at,
        version=report.version,
        digest=current,
        document=command.document,
        review=checked_review(command.review),
    )


def _voided(command: Command, report: Report, cause: ReportCause) -> list[ReportEvent]:
    """Return an event for each paraf and signature that no longer holds."""
    return [
        (ReportSignatureVoided if e.signs else ReportParafVoided)(**end, cause=cause)
        for e, end in ended(command, report.given)
    ]
