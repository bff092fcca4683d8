"""An annual report (*Laporan Kinerja*) as its events made it: the state, and how each event changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from domain.kernel.message import Message, canonical, digest
from domain.kernel.state import replace
from domain.kernel.streams import report_stream
from domain.report.events import (
    FigureStated,
    ReportBegun,
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
from domain.report.text import Beside, Compared, Composed, ReportedIndicator, ReportText, Section
from domain.route.endorsed import Endorsed
from domain.route.route import StepAct


class ReportPhase(StrEnum):
    """Where a report stands."""

    ABSENT = "absent"
    DRAFTING = "drafting"
    REVIEW = "review"
    SIGNING = "signing"
    SIGNED = "signed"


@dataclass(frozen=True)
class Report(
    Endorsed[ReportParafGiven | ReportSigned, ReportParafVoided | ReportSignatureVoided, ReportDocumentRendered]
):
    """The state of one report; the default is one that does not exist. `written` are the sections of people."""

    phase: ReportPhase = ReportPhase.ABSENT
    office: str = ""
    kind: str = ""
    year: int = 0
    trial: bool = False
    composed: Composed | None = None
    composed_at: datetime | None = None
    composed_by: str = ""  # the person, who may read what it was composed of
    written: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[tuple[str, Beside], Compared] = field(default_factory=dict)
    makers: frozenset[str] = frozenset()
    returned: ReportReturned | None = None
    submitted: ReportSubmitted | None = None  # the last time it was sent
    reviews: tuple[ReviewStated, ...] = ()  # every statement of an auditor
    review: ReviewStated | None = None  # the one that holds
    signed: "Report | None" = None  # the version that stays in force while the next is on its way

    @property
    def stream(self) -> str:
        """Return the name of its stream in its office's log."""
        return report_stream(self.kind, self.year)

    @property
    def plan_key(self) -> str:
        """Return how its plan is called in its office: `rkt-2024`."""
        return f"{self.kind}-{self.year}"

    @property
    def routed(self) -> bool:
        """Return whether somebody is asked for a paraf or a signature."""
        return self.phase in (ReportPhase.REVIEW, ReportPhase.SIGNING)

    @property
    def printed(self) -> bool:
        """Return whether the content as it stands is shown to anybody."""
        return self.routed or self.phase is ReportPhase.SIGNED

    @property
    def in_force(self) -> "Report | None":
        """Return the version that was signed last; None before there is any."""
        return self if self.phase is ReportPhase.SIGNED else self.signed

    @property
    def paper(self) -> "Report":
        """Return what is to be printed next: what was signed last comes first, though the next is begun already."""
        return self.signed if self.signed and self.signed.unprinted else self

    @property
    def void_documents(self) -> frozenset[str]:
        """Return the documents (SHA-256) that no longer hold; that of the version in force does."""
        signed = self.signed.document if self.signed else None
        return super().void_documents - {signed.document if signed else ""}

    @property
    def authors(self) -> frozenset[str]:
        """Return who composed and wrote it, and who sent it last."""
        return self.makers | ({self.submitted.by.person} if self.submitted else frozenset())

    @property
    def year_taken(self) -> Composed:
        """Return what it takes from the year; raises ValueError of a report that does not exist."""
        if self.composed is None:
            raise ValueError("a report that was not begun")
        return self.composed

    @property
    def text(self) -> ReportText:
        """Return all words in printed order: those that people wrote, else those that the year gave."""
        given = {section.key: section.body for section in self.year_taken.drafted}
        keys = self.year_taken.section_keys()
        return ReportText(tuple(Section(key, self.written.get(key, given.get(key, ""))) for key in keys))

    def body(self, key: str) -> str:
        """Return the words of a section; raises KeyError where there is none of that key."""
        return {section.key: section.body for section in self.text.sections}[key]

    def beside(self, row: ReportedIndicator) -> tuple[Compared, ...]:
        """Return what an indicator is held against: what people named, else what the record knows."""
        known = {each.what: each for each in row.beside}
        named = {what: each for (key, what), each in self.stated.items() if key == row.indicator.id}
        return tuple({**known, **named}[what] for what in Beside if what in known or what in named)


class _Content(Message, frozen=True, tag="report-content"):
    office: str
    kind: str
    year: int
    composed: Composed
    text: ReportText
    stated: tuple[tuple[str, Compared], ...]


def report_digest(report: Report) -> str:
    """Return the SHA-256 (hex) of the canonical content: what the year gave, every word, every figure named."""
    stated = tuple((key, each) for (key, _), each in sorted(report.stated.items()))
    content = _Content(report.office, report.kind, report.year, report.year_taken, report.text, stated)
    return digest(canonical(content))


def section_digest(body: str) -> str:
    """Return the SHA-256 (hex) of a section's words: what its writer saw."""
    return digest(body.encode())


def figure_digest(named: Compared | None) -> str:
    """Return the SHA-256 (hex) of a figure that somebody named; empty where nobody did."""
    return "" if named is None else digest(canonical(named))


def fold(events: Iterable[ReportEvent], report: Report | None = None) -> Report:
    """Return the report that the events make."""
    state = Report() if report is None else report
    for event in events:
        state = evolve(state, event)
    return state


def evolve(report: Report, event: ReportEvent) -> Report:
    """Return the report after one event; never refuses."""
    match event:
        case ReportBegun():
            return Report(
                phase=ReportPhase.DRAFTING,
                office=event.office,
                kind=event.kind,
                year=event.year,
                trial=event.trial,
                route=event.route,
                composed=event.composed,
                composed_at=event.at,
                composed_by=event.by.person,
                makers=frozenset({event.by.person}),
                since=event.at,
            )
        case ReportComposed():
            person = event.by.person
            return replace(_changed(report, event), composed=event.composed, composed_at=event.at, composed_by=person)
        case SectionWritten():
            return replace(_changed(report, event), written={**report.written, event.key: event.new})
        case FigureStated(indicator=key, what=what):
            others = {known: each for known, each in report.stated.items() if known != (key, what)}
            named = others if event.new is None else {**others, (key, what): event.new}
            return replace(_changed(report, event), stated=named)
        case ReportSubmitted():
            submitted = replace(report, round=event.round, given=(), document=None, returned=None, submitted=event)
            return _passed(report, replace(submitted, separate=event.separate), event.at)
        case ReportDocumentRendered():
            documents = (*report.documents, event)
            if (signed := report.signed) and event.version == signed.version:
                return replace(report, signed=replace(signed, document=event, documents=documents), documents=documents)
            return replace(report, document=event, documents=documents)
        case ReportParafGiven():
            return _passed(report, replace(report, given=(*report.given, event)), event.at)
        case ReportSigned():
            return _passed(report, replace(report, given=(*report.given, event), document=None), event.at)
        case ReportParafVoided() | ReportSignatureVoided():
            ended = (event.step, event.official.person)
            kept = tuple(e for e in report.given if (e.step, e.by.person) != ended)
            return replace(report, given=kept, void=(*report.void, event))
        case ReportReturned():
            return replace(report, phase=ReportPhase.DRAFTING, document=None, since=event.at, returned=event)
        case ReviewStated():
            return replace(report, review=event, reviews=(*report.reviews, event))
        case ReviewVoided():
            return replace(report, review=None)
        case _:
            assert_never(event)


def _changed(report: Report, event: ReportChange) -> Report:
    if report.phase is ReportPhase.SIGNED and report.given:  # what was voided, as it once was, is in force no more
        report = replace(report, given=(), signed=report, review=None)
    return replace(
        report,
        phase=ReportPhase.DRAFTING,
        version=event.version,
        makers=report.makers | {event.by.person},
        document=None,
        since=report.since if report.phase is ReportPhase.DRAFTING else event.at,
    )


_PASSED = {StepAct.REVIEW: ReportPhase.REVIEW, StepAct.SIGN: ReportPhase.SIGNING, None: ReportPhase.SIGNED}


def _passed(before: Report, report: Report, at: datetime) -> Report:
    """Set the phase that the next steps ask for, and since when they wait."""
    phase = _PASSED[report.next_act()]
    passed = replace(report, phase=phase, signed=None if phase is ReportPhase.SIGNED else report.signed)
    return passed if passed.routed and passed.waits_as(before) else replace(passed, since=at)
