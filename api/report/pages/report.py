"""The annual report as one page: chapters, words and composed tables; and the page to begin it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.http.address import plan_path
from api.http.frame import Frame, duties, roles
from api.http.html import page
from api.http.problems import Problem
from api.report.named import chapter_name
from api.report.pages import tables
from api.report.sentences import CONCLUSIONS
from api.report.standing import standing, stations
from api.rights import may
from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.plan.state import Plan
from domain.report.difference import Told, YearDifference
from domain.report.state import Report, report_digest
from domain.report.text import CHAPTERS, HEADINGS, Composed, about, explained
from domain.route.route import report_kind

CHANGED = {
    Told.QUARTER: N_("Quarter"),
    Told.ROW: N_("Indicator"),
    Told.TARGET: N_("Target"),
    Told.REALISED: N_("Realisation"),
    Told.ACHIEVEMENT: N_("Achievement"),
    Told.BESIDE: N_("What it stands beside"),
    Told.WORDS: N_("What its owners said"),
    Told.MONEY: N_("Spent / budget"),
}
_TABLES = {"performance", "budget", "efficiency"}  # sections that composed tables follow


@dataclass(frozen=True)
class SectionShown:
    """A section as the page shows it: `table` is what follows its words, `drafted` while nobody wrote another one."""

    key: str
    title: str
    lines: tuple[str, ...]
    drafted: bool
    table: str


@dataclass(frozen=True)
class ChapterShown:
    """A chapter with its sections."""

    key: str
    title: str
    sections: tuple[SectionShown, ...]


def report_begin(
    frame: Frame, office: Office, plan: Plan, taken: Composed, problem: Problem | None, command_id: str
) -> str:
    """Return the page of a report that nobody has begun yet, with what the year would give."""
    words = frame.words
    return page(
        frame,
        "report/begin.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        course=[names.step(words, step, office) for step in office.route(report_kind(plan.kind))],
        counts=tables.counts(words, taken),
        gaps=[tables.gap_said(words, taken, gap) for gap in taken.gaps],
        citation=taken.categories.citation,
        may_begin=may("begin-report", roles(frame, office)),
        command_id=command_id,
    )


def report(
    frame: Frame,
    office: Office,
    shown: Report,
    changed: Sequence[YearDifference],
    problem: Problem | None,
    command_id: str,
) -> str:
    """Return the page; `changed` is what the year says otherwise than when it was composed."""
    words, held, taken = frame.words, roles(frame, office), shown.year_taken
    person = frame.viewer.person if frame.viewer else ""
    return page(
        frame,
        "report/report.html",
        office=office,
        problem=problem,
        report=shown,
        base=plan_path(office, shown.plan_key),
        standing=standing(words, office, shown, person, duties(frame, office)),
        chapters=list(chapters(words, shown)),
        parts=[tables.goals(words, shown, part) for part in taken.parts],
        rows={row.key: row for row in tables.every_row(words, shown)},
        money=[tables.money(words, one) for one in taken.programmes()],
        total=tables.total(words, taken),
        counts=tables.counts(words, taken),
        gaps=[tables.gap_said(words, taken, gap) for gap in taken.gaps],
        changed=[(words(CHANGED[each.what]), each, tables.stood(words, each)) for each in changed],
        writes=may("write-section", held, shown.phase),
        composes=may("compose-report", held, shown.phase),
        opens=opens_again(words, shown),
        reviews=[(each, words(CONCLUSIONS[each.review.conclusion])) for each in reversed(shown.reviews)],
        stations=stations(words, frame.clock(office), office, shown),
        digest_now=report_digest(shown),
        void=shown.void_documents,
        citation=taken.categories.citation,
        command_id=command_id,
    )


def chapters(words: Words, report: Report) -> Iterator[ChapterShown]:
    """Yield the chapters in printed order."""
    bodies = {section.key: section.body for section in report.text.sections}
    rows = {row.indicator.id: row.indicator.text for row in report.year_taken.indicators()}
    for chapter in CHAPTERS:
        found = []
        for heading in HEADINGS:
            if heading.chapter == chapter:
                found.append(_section(report, heading.key, heading.title, bodies[heading.key]))
            if heading.chapter == chapter and heading.key == "performance":
                found += [_section(report, about(key), text, bodies[about(key)]) for key, text in rows.items()]
        yield ChapterShown(chapter, chapter_name(words, chapter), tuple(found))


def _section(report: Report, key: str, title: str, body: str) -> SectionShown:
    table = "indicator" if explained(key) else key if key in _TABLES else ""
    return SectionShown(key, title, tuple(body.splitlines()), key not in report.written and bool(body), table)


def opens_again(words: Words, report: Report) -> str:
    """Say what a change ends; empty where nothing ends."""
    if report.in_force is report:
        return words(
            "This report is signed and stays in force. A change begins its next version, which goes on its own route "
            "and takes its place once it is signed."
        )
    if report.routed:
        return words(
            "This report is on its route. A change takes it back to its writers, and voids every paraf and the "
            "statement of review."
        )
    return ""
