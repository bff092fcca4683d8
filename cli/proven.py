"""What a demo left, proven without any server: the history alone makes everything else, or names its digest."""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from activities.documents.execution import render_word
from activities.documents.moment import execution_moment, execution_paper
from activities.documents.plan import paper_of, plan_moments, render_redline
from activities.documents.press import place_in
from activities.documents.statement import render_statement, statement_moment, statement_paper
from activities.documents.year.editions import YearRecord, held, render_year_table, table_paper, year_record
from activities.documents.year.tables import year_csv, year_xlsx
from api.year.routes import year_of
from audit.export import Export
from audit.verify import verify
from cli.console import Failed
from domain.action.events import ActionDocumentRendered
from domain.action.state import Action
from domain.action.state import fold as fold_action
from domain.kernel.message import canonical
from domain.kernel.streams import QUARTERS, action_stream, last_day, quarter_stream, report_stream
from domain.office.state import STREAM, Office, fold
from domain.office.state import fold as fold_office
from domain.plan.events import DocumentRendered
from domain.plan.evolution import fold as fold_plan
from domain.plan.state import stream_of
from domain.quarter.events import QuarterDocumentRendered, RealisationFiled
from domain.quarter.state import Quarter
from domain.quarter.state import fold as fold_quarter
from domain.report.events import ReportDocumentRendered
from eventstore.codec import decode
from eventstore.entry import Entry, Head
from eventstore.replay import REPORT, replay
from examples import amendment_story, report_story, set_story, story, year_files, year_story
from examples.banjarmasin import kind, year
from views.plan import plan_json

_MADE_AT = "docProps/core.xml"  # of a workbook: when it was written


def editions_follow(folder: Path, streams: Mapping[str, Sequence[Entry]]) -> None:
    """Make redline, documents and tables of the year of the log alone; raises `Failed` where one is another. Blocks."""
    past = streams[STREAM]
    record = year_record([past, *(streams[quarter_stream(kind(), year(), number)] for number in QUARTERS)])
    if record is None:
        raise Failed("The exported history has no year.")
    for part, name in year_files.DOCUMENTS.items():
        _same(folder / name, _reprinted(record, past, part))
    _same(folder / amendment_story.REDLINE, _compared(streams[stream_of(kind(), year())], past))
    _reported(folder, streams)
    _same(folder / year_files.TABLE, year_csv(record.quarters))
    workbook = folder / year_files.WORKBOOK
    if _cells(workbook.read_bytes()) != _cells(
        year_xlsx(record.quarters, _office(past).quadrant_lines, _office(past).name)
    ):
        raise Failed(f"The exported history does not make {workbook}.")


def _compared(plan: Sequence[Entry], past: Sequence[Entry]) -> bytes:
    """Print the comparison of the amendment once more."""
    *_, (_, shown) = plan_moments(plan)
    return render_redline(paper_of(shown, _office_at(past, shown.made)))


def _reported(folder: Path, streams: Mapping[str, Sequence[Entry]]) -> None:
    """Write the annual report for Word, and print the statement on it, once more."""
    past, stream = streams[STREAM], report_stream(kind(), year())

    def place(newest: Entry) -> str:
        plan = streams[stream_of(kind(), year())]
        return place_in([entry for entry in plan if entry.recorded_at <= newest.recorded_at])

    *_, last = replay(REPORT, streams[stream])
    shown = execution_moment(streams[stream], stream, last.state.version, len(last.state.signatures))
    paper = execution_paper(shown, _office_at(past, shown.newest), place(shown.newest))
    _same(folder / report_story.WORD, render_word(paper))
    stated = statement_moment(streams[stream])
    if stated is None:
        raise Failed("The exported history has no statement of review.")
    statement = statement_paper(stated, _office_at(past, stated.entry), place(stated.entry))
    _same(folder / report_story.STATEMENT, render_statement(statement))


def _reprinted(record: YearRecord, past: Sequence[Entry], part: str) -> bytes:
    as_it_was = _office_at(past, record.newest)
    return render_year_table(table_paper(record, as_it_was, held(part, record.indicators)))


def _office_at(past: Sequence[Entry], newest: Entry) -> Office:
    return _office([entry for entry in past if entry.recorded_at <= newest.recorded_at])


def _office(past: Sequence[Entry]) -> Office:
    events: list[Any] = [decode(entry.body) for entry in past]
    return fold(events)


def _same(file: Path, made: bytes) -> None:
    if file.read_bytes() != made:
        raise Failed(f"The exported history does not make {file}.")


def _cells(workbook: bytes) -> Mapping[str, bytes]:
    """Return what is in a workbook but for when it was written."""
    with ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != _MADE_AT}


_STORIES = (story, set_story, year_story, report_story)  # each says what it leaves, and which of it the log names
LEFT = (*(name for told in _STORIES for name in told.LEFT), year_story.HISTORY)


async def proven(folder: Path) -> Head:
    """Return the head of the exported log.

    Raises `Failed` unless it is whole, makes plan and year, names the documents that were signed and the evidence that
    was filed, and makes redline and editions of the year, of which no fact speaks, once more byte by byte.
    """
    export = Export(folder / year_story.HISTORY)
    report = await verify(export)
    if not report.ok or len(report.offices) != 1:
        raise Failed("\n".join(["The exported history is not whole.", *map(str, report.findings)]))
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in export:
        entries[entry.stream].append(entry)
    streams: dict[str, list[Any]] = defaultdict(list)
    for name, past in entries.items():
        streams[name] = [decode(entry.body) for entry in past]
    quarters = tuple(fold_quarter(streams[quarter_stream(kind(), year(), number)]) for number in QUARTERS)
    _same_documents(folder / story.PLAN, plan_json(fold_plan(streams[stream_of(kind(), year())])))
    office = fold_office(streams[STREAM])
    _same_documents(folder / year_story.YEAR, canonical({"note": year_story.NOTE, **year_of(office, quarters)}))
    _measured_as_planned(fold_action(streams[action_stream(kind(), year())]), quarters)
    _named(folder, {digest for events in streams.values() for event in events for digest in _digests(event)})
    await asyncio.to_thread(editions_follow, folder, entries)
    return report.offices[0].head


def _measured_as_planned(action: Action, quarters: Iterable[Quarter]) -> None:
    for quarter in quarters:
        last = last_day(quarter.year, quarter.quarter)
        signed = action.in_force_on(last)
        if signed is None or signed.basis.digest != quarter.plan_digest:
            raise Failed(f"Quarter {quarter.quarter} is not measured by the plan in force on its last day.")
        for key, line in quarter.lines.items():
            planned = signed.rows[key].targets[quarter.quarter - 1], signed.policy(key, last)
            if (line.row.target, line.row.policy) != planned:
                raise Failed(f"Quarter {quarter.quarter} measures {key} otherwise than the action plan says.")


def _same_documents(file: Path, made: bytes) -> None:
    if json.loads(made) != json.loads(file.read_text()):
        raise Failed(f"The exported history does not make {file}.")


def _named(folder: Path, recorded: Collection[str]) -> None:
    for file in (folder / name for told in _STORIES for name in told.FACTS):
        if hashlib.sha256(file.read_bytes()).hexdigest() not in recorded:
            raise Failed(f"The exported history does not name {file}.")


def _digests(event: object) -> Iterable[str]:
    """Return what a fact names by its SHA-256: the document that was shown, or the evidence that was filed."""
    match event:
        case DocumentRendered() | ActionDocumentRendered() | QuarterDocumentRendered() | ReportDocumentRendered():
            return [event.document]
        case RealisationFiled():
            return [evidence.digest for evidence in event.filing.evidence]
        case _:
            return []
