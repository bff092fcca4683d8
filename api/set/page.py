"""The page of the papers of an office's year: where each stands, whose turn it is, by when, and whether they agree."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.action.standing import PHASES as OF_ACTION
from api.action.standing import TONES as ACTION_TONES
from api.http.address import office_path, part, plan_path
from api.http.frame import Frame, roles
from api.http.html import page
from api.plans.pages.check import asked_in_words
from api.plans.pages.upstream import APART
from api.plans.standing import TONES
from api.rights import may
from api.set.found import ABSENT, Difference, PaperFound, YearSet
from api.words import measuring, names
from api.words.words import Words
from domain.action.state import ActionPhase
from domain.office.state import Office
from domain.plan.apart import OutOfStep
from domain.plan.state import Phase
from domain.quarter.state import QuarterPhase
from domain.route.route import of_action, of_quarter, of_report, plan_kind


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list; `begin` are the fields of the form that begins it, `act` a link to where it is begun."""

    name: str
    path: str
    tone: str
    state: str
    whose: str
    when: str
    late: bool
    rule: str
    missing: Sequence[str]
    apart: int
    apart_path: str
    begin: Mapping[str, str] | None
    act: str


@dataclass(frozen=True)
class DifferenceLine:
    """Where two papers differ: said in words, with what stands in each."""

    paper: str
    path: str
    beside: str
    text: str | Markup
    row: str
    here: str
    there: str


def set_page(frame: Frame, office: Office, found: YearSet, years: Sequence[int], command_id: str) -> str:
    """Return the page."""
    here = {each.plan for each in found.papers if each.phase != ABSENT}
    lines = [_line(frame, office, found, each, here) for each in found.papers]
    return page(
        frame,
        "set/set.html",
        office=office,
        found=found,
        years=sorted({*years, found.year}, reverse=True),
        lines=lines,
        late=sum(line.late for line in lines),
        differences=[_difference(frame, office, each) for each in found.differences],
        command_id=command_id,
    )


def called(words: Words, office: Office, each: PaperFound) -> str:
    """Name a paper as people call it."""
    kind = plan_kind(each.paper.kind)
    if of_quarter(each.paper.kind):
        return words("Quarter {number}", number=names.quarter(each.quarter))
    if of_action(each.paper.kind):
        return words("Action plan of {plan}", plan=kind.upper())
    if of_report(each.paper.kind):
        return words("Annual performance report")
    return names.kind(words, kind, office.known_kinds().get(kind))


def address(office: Office, each: PaperFound) -> str:
    """Return where a paper is read; empty where there is none."""
    if not each.plan or each.phase == ABSENT:
        return ""
    base = plan_path(office, each.plan)
    if of_quarter(each.paper.kind):
        return f"{base}/quarters/{each.quarter}"
    return f"{base}/action" if of_action(each.paper.kind) else f"{base}/report" if of_report(each.paper.kind) else base


def _line(frame: Frame, office: Office, found: YearSet, each: PaperFound, here: set[str]) -> PaperLine:
    words, clock = frame.words, frame.clock(office)
    today = clock.date(frame.now)
    tone, state = _stands(words, each)
    apart = sum(difference.paper is each.paper for difference in found.differences)
    base = plan_path(office, each.plan) if each.plan else ""
    derives = apart and any(isinstance(d.said, OutOfStep) for d in found.differences if d.paper is each.paper)
    upstream = f"{base}/upstream" if derives and "/" not in each.paper.kind else "#differences"
    begin, act = _begin(frame, office, found.year, each, here)
    return PaperLine(
        called(words, office, each),
        address(office, each),
        tone,
        state,
        _whose(words, office, each),
        _when(words, clock.day, each, today),
        each.late(today) > 0 and each.done is None,
        each.paper.citation,
        list(_missing(words, each)),
        apart,
        upstream,
        begin,
        act,
    )


def _stands(words: Words, each: PaperFound) -> tuple[str, str]:
    kind, phase = each.paper.kind, each.phase
    if of_quarter(kind):
        return measuring.PHASE_TONES[QuarterPhase(phase)], words(measuring.PHASES[QuarterPhase(phase)])
    if phase == ABSENT or of_action(kind) or of_report(kind):
        return ACTION_TONES[ActionPhase(phase)], words(OF_ACTION[ActionPhase(phase)])
    if each.amended:
        return "waiting", words("Signed; an amendment is under way")
    return TONES[Phase(phase)], words(names.PHASES[Phase(phase)])


def _whose(words: Words, office: Office, each: PaperFound) -> str:
    if each.waits:
        return words(
            "Waiting for: {steps}.", steps=words(" and ").join(names.step(words, s, office) for s in each.waits)
        )
    if each.phase == Phase.DRAFTING:
        return words("With the drafter.")
    if each.phase == QuarterPhase.OPEN and each.lacking:
        return words("With the owners of its rows.")
    return words("With the planning section.") if each.phase == QuarterPhase.OPEN else ""


def _when(words: Words, day: Callable[[date], str], each: PaperFound, today: date) -> str:
    """Say by when it is due, or when it was done, and how late that is."""
    late = each.late(today)
    if each.done is not None:
        done = words("Signed on {day}", day=day(each.done))
        return (
            f"{done}, {words.plural('{n} day after it was due', '{n} days after it was due', late)}" if late else done
        )
    if each.due is None:
        return ""
    due = words("Due {day}", day=day(each.due))
    return f"{due}: {words.plural('{n} day late', '{n} days late', late)}" if late else due


def _missing(words: Words, each: PaperFound) -> Sequence[str]:
    found = []
    if each.lacking:
        rows = words.plural("{n} row not filed", "{n} rows not filed", each.lacking)
        cells = words.plural("{n} row is not complete", "{n} rows are not complete", each.lacking)
        found.append(rows if of_quarter(each.paper.kind) else cells)
    if each.comments:
        found.append(words.plural("{n} open comment", "{n} open comments", each.comments))
    return found


def _begin(
    frame: Frame, office: Office, year: int, each: PaperFound, here: set[str]
) -> tuple[Mapping[str, str] | None, str]:
    held, kind = roles(frame, office), each.paper.kind
    if each.phase != ABSENT or of_quarter(kind):
        return None, ""
    if of_action(kind):
        able = each.plan in here and may("begin-action", held)
        return None, f"{plan_path(office, each.plan)}/action" if able else ""
    if of_report(kind):
        able = each.plan in here and may("begin-report", held)
        return None, f"{plan_path(office, each.plan)}/report" if able else ""
    if not may("draft-plan", held):
        return None, ""
    shape = office.kind(kind)
    source = shape.origin.key(year) if shape is not None and shape.origin else ""
    if source in here:
        return {"kind": kind, "year": str(year), "source": source, "title": ""}, ""
    return None, f"{office_path(office)}/plans/new"


def _difference(frame: Frame, office: Office, each: Difference) -> DifferenceLine:
    paper = names.other_plan(each.plan)
    if of_action(each.paper.kind):
        paper = frame.words("Action plan of {plan}", plan=paper)
    elif of_report(each.paper.kind):
        paper = frame.words("Annual performance report")
    beside, base = names.other_plan(each.beside), plan_path(office, each.plan)
    said = each.said
    if isinstance(said, OutOfStep):
        path = f"{base}#{part(said.row.id)}"
        row = said.row.text if said.here != said.row.text and said.there != said.row.text else ""
        return DifferenceLine(paper, path, beside, frame.words(APART[said.apart]), row, said.here, said.there)
    path = f"{base}#{part(said.place.partition('.')[0])}"
    return DifferenceLine(paper, path, beside, asked_in_words(frame, said), "", "", "")
