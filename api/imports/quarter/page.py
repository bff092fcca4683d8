"""The page on which a list of a quarter is sent, and what becomes of each of its rows is shown and corrected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.imports.quarter.filled import TYPED, FilingPreview, Outcome, Result
from api.imports.sent import ImportFile
from api.imports.shown import Option, ShownTable, shown_table, unread
from api.quarters.pages.quarter import title, window
from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.quarter.lists import INDICATOR_LIST, PROGRAMME_LIST, lists
from domain.quarter.state import Quarter, QuarterPhase
from domain.sheet.listing import Found, FoundLine
from domain.sheet.table import TableLine

_RESULTS = {
    Result.NEW: (N_("will be filed"), "done"),
    Result.CHANGES: (N_("changes what is filed"), "late"),
    Result.UNCHANGED: (N_("unchanged"), "ahead"),
    Result.DOUBTFUL: (N_("to be cleared up"), "returned"),
    Result.NOTHING: (N_("says nothing"), "ahead"),
    Result.NOT_YOURS: (N_("not yours"), "ahead"),
    Result.NOT_FOUND: (N_("not found"), "void"),
    Result.TWICE: (N_("stands twice; the first is taken"), "void"),
}
_FIELDS = {
    "reading": N_("Realisation"),
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "explanation": N_("Explanation"),
    "justification": N_("Why below the target or the previous quarter"),
    "obstacles": N_("Obstacles"),
    "follow_up": N_("Follow-up in the next quarter"),
    "follow_up_done": N_("Follow-up of the previous quarter done"),
    "follow_up_answer": N_("What became of it"),
    "reason": N_("Reason for the correction"),
    "realised": N_("Rupiah spent since the year began"),
}


@dataclass(frozen=True)
class ShownOutcome:
    """What becomes of a line, in words; `told` are the texts beside the figures; `wording` is that of the row found."""

    of: Outcome
    state: str
    tone: str
    wording: str
    like: str
    told: tuple[tuple[str, str], ...]
    version: int = 0


def filing_import_page(
    frame: Frame,
    office: Office,
    quarter: Quarter,
    sent: ImportFile | None,
    every: Sequence[Found],
    preview: FilingPreview | None,
    problem: Problem | None,
) -> str:
    """Return the page; without a file that was sent, it asks for one."""
    words, base = frame.words, plan_path(office, f"{quarter.kind}-{quarter.year}")
    rows = [_shown(words, quarter, each) for each in preview.rows] if preview else []
    money = [_shown(words, quarter, each) for each in preview.programmes] if preview else []
    return page(
        frame,
        "imports/filing.html",
        office=office,
        problem=problem,
        quarter=quarter,
        base=base,
        here=f"{base}/quarters/{quarter.quarter}",
        title=title(frame, quarter),
        window=window(frame, office, quarter),
        sent=sent,
        rows=rows,
        money=money,
        spends=[each for each in money if each.of.result in TYPED],
        typed=sum(row.of.result in TYPED for row in rows),
        tables=list(_tables(words, quarter, sent, every)) if sent else [],
        left=unread(words, preview.left) if preview else [],
        outside=sent.source.left if sent else (),
        may_file=quarter.phase is not QuarterPhase.CLOSED and quarter.window.holds(frame.now),
        said_once={name: [(a, words(text)) for a, text in answers] for name, answers in names.SAID_ONCE.items()},
        command_id=frame.new_id(),
    )


def _shown(words: Words, quarter: Quarter, of: Outcome) -> ShownOutcome:
    state, tone = _RESULTS[of.result]
    figures = ("reading", "numerator", "denominator", "realised", "state")
    told = tuple((words(_FIELDS[name]), text) for name, text in of.fields.items() if text and name not in figures)
    spending = quarter.budget.get(of.row)
    version = spending.version if spending else 0
    return ShownOutcome(of, words(state), tone, _wording(quarter, of.row), _wording(quarter, of.like), told, version)


def _wording(quarter: Quarter, row: str) -> str:
    if row in quarter.lines:
        return quarter.lines[row].row.indicator.text
    return quarter.budget[row].of.programme.text if row in quarter.budget else ""


def _tables(words: Words, quarter: Quarter, sent: ImportFile, every: Sequence[Found]) -> Iterator[ShownTable]:
    called = {INDICATOR_LIST: words("Indicators"), PROGRAMME_LIST: words("Programmes")}
    choices = (("", words("is not taken")), *called.items())
    by_key = {each.key: each for each in lists(quarter)}
    for n, (taken, found) in enumerate(zip(sent.mapping.tables, every, strict=True)):
        listed = by_key.get(taken.part) or by_key[INDICATOR_LIST]
        columns = [(f"column:{each.key}", words(_FIELDS[each.key])) for each in listed.columns if each.key]
        name = words("Indicator") if listed.key == INDICATOR_LIST else words("Programme")
        options = (
            ("nothing", words("nothing")),
            (str(listed.becomes), name),
            ("number", words("the row's number or code")),
            *columns,
        )
        missing = {line.line for line in found.lines if not line.row} | {line.line for line in taken.lines}
        rows = tuple((f"{listed.becomes}:{row.id}", row.text) for row in listed.rows)

        def could(line: TableLine, missing: set[int] = missing, rows: Sequence[Option] = rows) -> Sequence[Option]:
            return rows if line.number in missing else ()

        made = {line.place: (_called(quarter, line, name),) for line in found.lines}
        table = sent.source.tables[taken.table]
        yield shown_table(words, n, sent.name, taken, table, choices, options, made, could, found.left)


def _called(quarter: Quarter, line: FoundLine, name: str) -> str:
    return _wording(quarter, line.row) or f"{name}?"
