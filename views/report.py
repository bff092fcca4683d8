"""An annual report as its readers get it: the one JSON spelling that the API serves, and the short one that is kept."""

from collections import Counter
from collections.abc import Iterator

from domain.kernel.message import canonical
from domain.measure.target import spell_target
from domain.report.doubts import doubts
from domain.report.rules import unwritten
from domain.report.state import Report, figure_digest, report_digest, section_digest
from domain.report.text import HEADINGS, Composed, explained
from views.models.report import (
    ReportInForce,
    ReportSection,
    ReportSummary,
    ReportView,
)
from views.models.shared import ReturnView
from views.plan import actor_view, instant_view
from views.route import step_view


def report_json(report: Report) -> bytes:
    """Return the whole report as canonical JSON."""
    return canonical(report_view(report))


def report_summary_json(report: Report) -> bytes:
    """Return what desks and lists need: where the report stands, and with whom."""
    return canonical(report_summary(report))


def report_summary(report: Report) -> ReportSummary:
    """Return it as plain values."""
    return {
        "office": report.office,
        "kind": report.kind,
        "year": report.year,
        "phase": report.phase,
        "version": report.version,
        "since": instant_view(report.since),
        "in_force": None if report.in_force is None else report.in_force.version,
        "makers": sorted(report.authors),
        "reviewed": report.review is not None,
        "route": [step_view(report, step) for step in report.route],
        "returned": _returned(report),
        "document": report.document.document if report.document else None,
    }


def report_view(report: Report) -> ReportView:
    """Return the report as plain values and messages."""
    composed = report.year_taken
    return {
        "office": report.office,
        "kind": report.kind,
        "year": report.year,
        "trial": report.trial,
        "phase": report.phase,
        "version": report.version,
        "digest": report_digest(report),
        "round": report.round,
        "since": instant_view(report.since),
        "composed": composed,
        "composed_at": instant_view(report.composed_at),
        "sections": list(_sections(report)),
        "stated": [
            {
                "indicator": key,
                "what": what,
                "figure": named,
                "text": spell_target(named.value),
                "digest": figure_digest(named),
            }
            for (key, what), named in sorted(report.stated.items())
        ],
        "counts": categories(composed),
        "missing": unwritten(report),
        "asked": [
            {"code": doubt.code, "place": doubt.place, "message": doubt.message, "params": doubt.params}
            for doubt in doubts(report)
        ],
        "makers": sorted(report.authors),
        "in_force": _in_force(report),
        "route": [step_view(report, step) for step in report.route],
        "void": [
            {
                "step": e.step,
                "official": actor_view(e.official),
                "given": instant_view(e.given),
                "document": e.document,
                "cause": e.cause,
                "by": actor_view(e.by),
                "at": instant_view(e.at),
            }
            for e in report.void
        ],
        "reviews": [
            {
                "by": actor_view(each.by),
                "at": instant_view(each.at),
                "version": each.version,
                "digest": each.digest,
                "document": each.document,
                "review": each.review,
                "holds": each == report.review,
            }
            for each in report.reviews
        ],
        "returned": _returned(report),
        "document": report.document.document if report.document else None,
        "documents": [
            {
                "document": d.document,
                "version": d.version,
                "digest": d.digest,
                "shown": d.shown,
                "template": d.template,
                "pages": d.pages,
                "signatures": d.signatures,
                "at": instant_view(d.at),
            }
            for d in report.documents
        ],
    }


def categories(composed: Composed) -> dict[str, int]:
    """Return how many indicators are of each category of the report's scale, best first; under "" those of none."""
    counts = Counter(row.category for row in composed.indicators())
    return {name: counts[name] for name in (*(rung.name for rung in composed.categories.rungs), "")}


def section_view(report: Report, key: str) -> ReportSection:
    """Return a section of the report; raises StopIteration where it has none of that key."""
    return next(section for section in _sections(report) if section["key"] == key)


def _sections(report: Report) -> Iterator[ReportSection]:
    headings = {heading.key: heading for heading in HEADINGS}
    rows = {row.indicator.id: row.indicator.text for row in report.year_taken.indicators()}
    for section in report.text.sections:
        heading = headings.get(section.key)
        yield {
            "key": section.key,
            "chapter": heading.chapter if heading else headings["performance"].chapter,
            "title": heading.title if heading else rows[explained(section.key)],
            "body": section.body,
            "digest": section_digest(section.body),
            "drafted": section.key not in report.written,
        }


def _returned(report: Report) -> ReturnView | None:
    if (returned := report.returned) is None:
        return None
    return {"by": actor_view(returned.by), "at": instant_view(returned.at), "reason": returned.reason}


def _in_force(report: Report) -> ReportInForce | None:
    if (signed := report.in_force) is None:
        return None
    return {
        "version": signed.version,
        "digest": report_digest(signed),
        "since": instant_view(signed.since),
        "document": signed.document.document if signed.document else None,
    }
