"""The page on which a table of an action plan is sent, and what becomes of each of its rows is shown and corrected."""

from collections.abc import Sequence

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.imports.quarter.filled import Outcome, Result
from api.imports.sent import ImportFile
from api.imports.shown import ShownTable, shown_table, unread
from api.words import names
from api.words.words import Words
from domain.action.lists import action_list
from domain.action.state import Action
from domain.kernel.errors import N_
from domain.kernel.streams import QUARTERS
from domain.office.state import Office
from domain.sheet.listing import Found

_RESULTS = {
    Result.CHANGES: (N_("will be changed"), "done"),
    Result.UNCHANGED: (N_("unchanged"), "ahead"),
    Result.NOTHING: (N_("says nothing"), "ahead"),
    Result.NOT_FOUND: (N_("not found"), "void"),
    Result.TWICE: (N_("stands twice; the first is taken"), "void"),
}


def action_import_page(
    frame: Frame,
    office: Office,
    action: Action,
    sent: ImportFile | None,
    every: Sequence[Found],
    rows: Sequence[Outcome],
    problem: Problem | None,
) -> str:
    """Return the page; without a file that was sent, it asks for one."""
    words, base = frame.words, plan_path(office, f"{action.kind}-{action.year}")
    fields, known = _fields(words), action.basis.indicators()
    return page(
        frame,
        "imports/action.html",
        office=office,
        problem=problem,
        action=action,
        base=base,
        here=f"{base}/action",
        sent=sent,
        rows=[
            (
                row,
                known[row.row].text if row.row in known else row.text,
                known[row.like].text if row.like in known else "",
                [(fields[name], text) for name, text in row.fields.items()],
                *_said(words, row.result),
            )
            for row in rows
        ],
        typed=sum(row.result is Result.CHANGES for row in rows),
        tables=_tables(words, action, sent, every) if sent else [],
        left=unread(words, [*(sent.outside if sent else ()), *(left for each in every for left in each.left)]),
        outside=sent.source.left if sent else (),
        said_once={name: [(a, words(text)) for a, text in answers] for name, answers in names.SAID_ONCE.items()},
    )


def _said(words: Words, result: Result) -> tuple[str, str]:
    said, tone = _RESULTS[result]
    return words(said), tone


def _fields(words: Words) -> dict[str, str]:
    targets = {f"targets.{n}": words("Target of quarter {number}", number=names.quarter(n)) for n in QUARTERS}
    return {**targets, "owners": words("Who answers for it"), "steps": words("Steps"), "start": words("Starts in")}


def _tables(words: Words, action: Action, sent: ImportFile, every: Sequence[Found]) -> list[ShownTable]:
    listed, indicator = action_list(action), words("Indicator")
    choices = (("", words("is not taken")), (listed.key, words("Indicators")))
    columns = [(f"column:{key}", text) for key, text in _fields(words).items()]
    number = ("number", words("the row's number or code"))
    options = (("nothing", words("nothing")), (str(listed.becomes), indicator), number, *columns)
    rows = tuple((f"{listed.becomes}:{row.id}", row.text) for row in listed.rows)
    called = {row.id: row.text for row in listed.rows}
    shown = []
    for n, (taken, found) in enumerate(zip(sent.mapping.tables, every, strict=True)):
        open_ = {line.line for line in found.lines if not line.row} | {line.line for line in taken.lines}
        made = {line.place: (called.get(line.row, f"{indicator}?"),) for line in found.lines}
        could = dict.fromkeys(open_, rows)
        table = sent.source.tables[taken.table]
        shown.append(
            shown_table(words, n, sent.name, taken, table, choices, options, made,
                        lambda line, could=could: could.get(line.number, ()), found.left)  # type: ignore[misc]
        )  # fmt: skip
    return shown
