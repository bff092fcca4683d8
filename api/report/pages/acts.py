"""The pages of a report on its route: checked before it is sent, the exact document to be endorsed, and the proof."""

from collections.abc import Mapping, Sequence

from api.history.proof import Title, proof_page
from api.http.address import plan_path
from api.http.frame import Frame, duties, endorsing
from api.http.html import page
from api.http.leaves import Viewing, headed, leaves, signing_before
from api.http.problems import Problem
from api.report.named import section_name
from api.report.pages.report import chapters
from api.report.pages.tables import every_row
from api.report.standing import standing
from api.words import names
from api.words.refusals import explained
from api.words.words import Words
from domain.events import Event
from domain.office.state import Office
from domain.report.difference import YearDifference
from domain.report.doubts import doubts
from domain.report.events import ReportParafGiven, ReportReturned, ReportSigned, ReportSubmitted, ReviewStated
from domain.report.rules import unwritten
from domain.report.state import Report, report_digest
from domain.report.text import explained as about
from eventstore.entry import Receipt


def check(
    frame: Frame,
    office: Office,
    shown: Report,
    changed: Sequence[YearDifference],
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return what is missing, what a careful reader would ask by section, and the form to send it."""
    words = frame.words
    rows = {row.indicator.id: row.indicator.text for row in shown.year_taken.indicators()}
    asked: dict[str, list[str]] = {}
    alone = []
    for doubt in doubts(shown):
        if doubt.code == "not-compared":
            alone.append((doubt.place, doubt.params["text"]))
        else:
            asked.setdefault(doubt.place, []).append(explained(words, None, doubt.message, doubt.params))
    first = [step for step in shown.route if step.order == min(each.order for each in shown.route)]
    people = list(dict.fromkeys(names.holder(words, step, office) for step in first))
    return page(
        frame,
        "report/check.html",
        office=office,
        problem=problem,
        report=shown,
        base=plan_path(office, shown.plan_key),
        missing=[(key, section_name(words, key)) for key in unwritten(shown)],
        asked=[(key, rows.get(about(key)) or section_name(words, key), told) for key, told in asked.items()],
        alone=alone,
        changed=len(changed),
        means=words("This version goes on its route, first to: {people}.", people=words(" and ").join(people)),
        command_id=command_id,
        typed=typed,
    )


def review(
    frame: Frame,
    office: Office,
    shown: Report,
    reading: Viewing,
    problem: Problem | None,
    command_id: str,
    typed: Mapping[str, str],
) -> str:
    """Return the document, or its text, with what the viewer's act means; `why` says why they have none."""
    words, held = frame.words, duties(frame, office)
    person = frame.viewer.person if frame.viewer else ""
    step = shown.step_for(person, held)
    before = signing_before(shown, step)
    stands = standing(words, office, shown, person, held)
    endorser, why = endorsing(frame, office, step, stands.why or stands.sentence)
    return page(
        frame,
        "report/review.html",
        office=office,
        problem=problem,
        report=shown,
        base=plan_path(office, shown.plan_key),
        step=step,
        shown=None if reading.layout is None else leaves(reading.layout, *headed(reading.layout, before)),
        as_text=reading.as_text,
        chapters=list(chapters(words, shown)) if reading.as_text else (),
        rows={row.key: row for row in every_row(words, shown)} if reading.as_text else {},
        act=step.act if step else "",
        acts_as=endorser,
        why=why,
        digest_now=report_digest(shown),
        command_id=command_id,
        typed=typed,
    )


def report_proof(frame: Frame, office: Office, shown: Report, receipt: Receipt) -> str:
    """Return what a command made happen, where it stands in the log, and what happens next."""
    person = frame.viewer.person if frame.viewer else ""
    return proof_page(
        frame,
        office,
        shown,
        receipt,
        base=f"{plan_path(office, shown.plan_key)}/report",
        whole=frame.words("To the annual report"),
        stands=standing(frame.words, office, shown, person, duties(frame, office)),
        titled=lambda event: _titled(frame.words, event),
    )


def _titled(words: Words, event: Event) -> Title | None:
    match event:
        case ReportSigned():
            return words("The annual report is signed"), "done", "pen"
        case ReportParafGiven():
            return words("Your paraf is recorded"), "done", "paraf"
        case ReportSubmitted():
            return words("The annual report is on its way"), "waiting", "send"
        case ReportReturned():
            return words("The annual report was returned"), "returned", "back"
        case ReviewStated():
            return words("The review is stated"), "done", "check"
        case _:
            return None
