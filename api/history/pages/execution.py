"""The histories of an action plan, a quarter or a report: what happened, and beside it the rows as they then were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.action import standing as action_standing
from api.history.looking import Looking
from api.history.pages.plan import Go, cell_name, story
from api.history.sentences import rows_of
from api.history.story import Told, touched_rows
from api.http.frame import Frame
from api.http.html import page
from api.reads.chains import Checked
from api.report import standing as report_standing
from api.report.pages.tables import row_shown
from api.words import measuring, names
from api.words.names import called
from api.year.figures import figure_shown
from domain.action.state import Action
from domain.kernel.numbers import spell_rupiah
from domain.kernel.streams import QUARTERS
from domain.office.state import Office
from domain.quarter.line import Line, Spending
from domain.quarter.outcome import absorbed, figures
from domain.quarter.state import Quarter
from domain.report.state import Report
from domain.report.text import about

_SHOWN = 12  # rows beside an act that touched many


@dataclass(frozen=True)
class Detail:
    """One thing that held of a row; `derivation` is the line a figure can be checked by."""

    name: str
    text: str
    derivation: str = ""


@dataclass(frozen=True)
class RowThen:
    """A row as it stood."""

    key: str
    text: str
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class StateShown:
    """The stream as it stood, and the rows that are asked for or that the act touched; `more` are not shown."""

    tone: str
    phase: str
    version: int
    details: tuple[Detail, ...]
    rows: tuple[RowThen, ...]
    more: int


def execution_history(
    moment: Callable[[Frame, Any, Looking[Any]], StateShown],
    frame: Frame,
    office: Office,
    name: str,
    looking: Looking[Any],
    told: Sequence[Told],
    checked: Checked,
    go: Go,
    streams: Sequence[tuple[str, str]],
) -> str:
    """Return the acts in time order, and beside them the rows after the chosen one."""
    rows = rows_of(looking.acts[-1].after)
    cell = cell_name(frame.words, rows, looking.filters.row)
    return page(
        frame,
        "history/execution.html",
        **story(frame, office, name, looking, told, checked, go, streams, rows, cell),
        moment=moment(frame, looking.deed.after, looking),
    )


def action_moment(frame: Frame, action: Action, looking: Looking[Action]) -> StateShown:
    """Return the action plan as it stood."""
    words = frame.words
    steps = [names.step(words, step) for step in action.open_steps()]
    details = (Detail(words("Waiting for"), "; ".join(steps)),) if steps else ()
    tone, phase = action_standing.TONES[action.phase], words(action_standing.PHASES[action.phase])
    rows, more = _rows(looking, lambda key: _action_row(frame, action, key) if key in action.rows else None)
    return StateShown(tone, phase, action.version, details, rows, more)


def quarter_moment(frame: Frame, quarter: Quarter, looking: Looking[Quarter]) -> StateShown:
    """Return the quarter as it stood."""
    words, clock = frame.words, frame.clock(frame.viewer.office(quarter.office) if frame.viewer else None)
    standings = [
        f"{words(name)}: {count}"
        for standing, name in measuring.STANDINGS.items()
        if (count := sum(line.standing is standing for line in quarter.lines.values()))
    ]
    details = (
        Detail(words("Rows"), "; ".join(standings)),
        Detail(words("Absorption"), measuring.figure(words, absorbed(quarter)), measuring.sums(absorbed(quarter).line)),
        Detail(words("Filing ends"), clock.due(quarter.window.closes)),
    )
    tone, phase = measuring.PHASE_TONES[quarter.phase], words(measuring.PHASES[quarter.phase])
    rows, more = _rows(looking, lambda key: _quarter_row(frame, quarter, key))
    return StateShown(tone, phase, quarter.version, details, rows, more)


def report_moment(frame: Frame, report: Report, looking: Looking[Report]) -> StateShown:
    """Return the report as it stood."""
    words = frame.words
    steps = [names.step(words, step) for step in report.open_steps()]
    details = (Detail(words("Waiting for"), "; ".join(steps)),) if steps else ()
    tone, phase = report_standing.TONES[report.phase], words(report_standing.PHASES[report.phase])
    rows, more = _rows(looking, lambda key: _report_row(frame, report, key))
    return StateShown(tone, phase, report.version, details, rows, more)


def _rows(looking: Looking[Any], then: Callable[[str], RowThen | None]) -> tuple[tuple[RowThen, ...], int]:
    """The row that is asked for, else those that the act touched, or the one entry that is open."""
    deed, asked = looking.deed, looking.filters.row.partition(".")[0]
    opened = [e for e in deed.recorded if looking.entry in (None, e[0].position)]
    keys = dict.fromkeys(key for _, event in opened for key in sorted(touched_rows(event, deed.after)))
    found = [row for key in ([asked] if asked else keys) if (row := then(key)) is not None]
    return tuple(found[:_SHOWN]), max(0, len(found) - _SHOWN)


def _action_row(frame: Frame, action: Action, key: str) -> RowThen:
    words, row = frame.words, action.rows[key]
    details = []
    if row.policy is not None:
        measured = words(
            "{direction}; {aggregation}.",
            direction=words(measuring.DIRECTIONS[row.policy.direction]),
            aggregation=words(measuring.AGGREGATIONS[row.policy.aggregation]),
        )
        source = measuring.versioned(words, row.policy)
        details.append(Detail(words("How it is measured"), f"{measured} {source}"))
    for n, aim in zip(QUARTERS, row.targets, strict=False):
        details.append(
            Detail(words("Target of quarter {number}", number=names.quarter(n)), measuring.aim(words, row.policy, aim))
        )
    if row.owners:
        details.append(Detail(words("Who answers for it"), ", ".join(owner.name for owner in row.owners)))
    if row.steps:
        steps = [row.steps.year, *row.steps.quarters]
        details.append(Detail(words("Steps"), "; ".join(text for text in steps if text)))
    if (first := action.starts(key)) > 1:
        why = f": {row.start.reason}" if row.start else ""
        details.append(Detail(words("Starts in"), words("Quarter {number}", number=names.quarter(first)) + why))
    return RowThen(key, _called(action, key), tuple(details))


def _quarter_row(frame: Frame, quarter: Quarter, key: str) -> RowThen | None:
    if key in quarter.lines:
        return RowThen(key, _called(quarter, key), tuple(_line(frame, quarter, key, quarter.lines[key])))
    if key in quarter.budget:
        return RowThen(key, _called(quarter, key), tuple(_spending(frame, quarter.budget[key])))
    return None


def _report_row(frame: Frame, report: Report, key: str) -> RowThen | None:
    words = frame.words
    row = next((row for row in report.year_taken.indicators() if row.indicator.id == key), None)
    if row is None:
        return None
    shown = row_shown(words, report, row)
    details = [
        Detail(words("Target"), shown.target),
        Detail(words("Realisation"), shown.realised),
        Detail(words("Achievement"), shown.figure),
        *(Detail(figure.name, figure.said) for figure in shown.beside),
        Detail(words("Words"), report.body(about(key))),
    ]
    return RowThen(key, _called(report, key), tuple(details))


def _line(frame: Frame, quarter: Quarter, key: str, line: Line) -> list[Detail]:
    words, filing = frame.words, line.filing
    found = next(figure for figure in figures(quarter) if figure.indicator == key)
    of_quarter, of_year = (figure_shown(frame, one, line.standing) for one in (found.quarter, found.year))
    details = [
        Detail(words("Where it stands"), words(measuring.STANDINGS[line.standing])),
        Detail(words("Target of this quarter"), measuring.aim(words, line.row.policy, line.row.target)),
        Detail(words("Realisation"), measuring.reading(words, line.row.policy, line.reading) if filing else "—"),
        Detail(words("Against the target of this quarter"), of_quarter.text, of_quarter.derivation),
        Detail(words("Against the target of the year"), of_year.text, of_year.derivation),
        Detail(words("How it is measured"), measuring.versioned(words, line.row.policy)),
        Detail(words("Who answers for it"), ", ".join(owner.name for owner in line.row.owners)),
    ]
    if filing is not None:
        told = (
            (words("Explanation"), filing.explanation),
            (words("Why below the target or the previous quarter"), filing.justification),
            (words("Obstacles"), filing.obstacles),
            (words("Follow-up in the next quarter"), filing.follow_up),
            (words("Evidence"), "; ".join(file.name for file in filing.evidence)),
        )
        details += [Detail(name, text) for name, text in told if text]
    if line.reason:
        details.append(Detail(words("Reason"), line.reason))
    return details


def _spending(frame: Frame, spending: Spending) -> list[Detail]:
    words = frame.words
    realised = "—" if spending.realised is None else spell_rupiah(spending.realised)
    details = [
        Detail(words("Budget"), spell_rupiah(spending.of.allotted)),
        Detail(words("Spent this year"), realised),
    ]
    return [*details, Detail(words("Reason"), spending.waived)] if spending.waived else details


def _called(state: Action | Quarter | Report, key: str) -> str:
    return str(called(rows_of(state), key).striptags())
