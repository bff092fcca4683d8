"""The editions of a year made once more from an exported log: no fact names their bytes, so they must be these."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from activities.documents.year.editions import held, render_year_table
from activities.documents.year.record import YearRecord, table_paper, year_record
from activities.documents.year.tables import year_csv, year_xlsx
from cli.console import Failed
from domain.kernel.streams import QUARTERS, quarter_stream
from domain.office.state import STREAM, Office, fold
from eventstore.codec import decode
from eventstore.entry import Entry
from examples import year_files
from examples.banjarmasin import kind, year

_MADE_AT = "docProps/core.xml"  # of a workbook: when it was written


def editions_follow(folder: Path, streams: Mapping[str, Sequence[Entry]]) -> None:
    """Make the year's documents and tables of the log alone. Raises `Failed` where what was left is another. Blocks."""
    past = streams[STREAM]
    record = year_record([past, *(streams[quarter_stream(kind(), year(), number)] for number in QUARTERS)])
    if record is None:
        raise Failed("The exported history has no year.")
    for part, name in year_files.DOCUMENTS.items():
        _same(folder / name, _reprinted(record, past, part))
    _same(folder / year_files.TABLE, year_csv(record.quarters))
    workbook = folder / year_files.WORKBOOK
    if _cells(workbook.read_bytes()) != _cells(year_xlsx(record.quarters, _office(past).quadrant_lines)):
        raise Failed(f"The exported history does not make {workbook}.")


def _reprinted(record: YearRecord, past: Sequence[Entry], part: str) -> bytes:
    as_it_was = _office([entry for entry in past if entry.recorded_at <= record.newest.recorded_at])
    return render_year_table(table_paper(record, as_it_was, held(part, record.indicators)))


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
