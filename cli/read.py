"""`paraf read`: what the one reader makes of printed cells, without an office."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from rich.table import Table as Grid
from rich.text import Text

from achieve.table import CELLS, PrintedRow, Table, read_table
from cli.console import Failed, as_typed, complain, printed_text, wide
from domain.kernel.errors import PlanError
from domain.kernel.message import plain
from domain.measure.proposal import Proposal, propose
from domain.measure.reading.convention import Convention, proposed
from domain.measure.reading.question import Ask, Possible, Read, read
from domain.measure.scale import IndexScale, PercentageScale
from domain.measure.target import (
    Grade,
    Index,
    Measure,
    Missing,
    Moment,
    Opinion,
    Percentage,
    Proportion,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Several,
    Target,
    Worded,
    plainly_spelled,
    spell_target,
)


def read_cells(file: Path, said: Convention, *, as_json: bool) -> None:
    """Print what every cell says; raises Failed where the file cannot be read at all."""
    try:
        table = read_table(printed_text(file), CELLS)
    except PlanError as error:
        raise Failed(f"{file}: {error}") from None
    if table.unread:
        complain(f"Columns that are not read: {', '.join(table.unread)}.")
    document = evidence(table, said)
    if as_json:
        for row in table.rows:
            sys.stdout.buffer.write(msgspec.json.encode(row_object(row, document)) + b"\n")
        sys.stdout.buffer.flush()
    else:
        _print([(row, _read(row, document)) for row in table.rows], document)


def evidence(table: Table, said: Convention) -> Convention:
    """Return what is said of the document, and where nothing is what its own cells and headings prove."""
    cells = [row.cells.get("text", "") for row in table.rows]
    return proposed(said, cells, (*table.headings, *(row.cells.get("indicator", "") for row in table.rows)))


def _read(row: PrintedRow, document: Convention) -> Read:
    if row.error is not None:
        return Read("", None, error=row.error)
    cells = {name: " ".join(row.cells.get(name, "").split()) for name in ("kind", "indicator")}
    return read(row.cells["text"], cells["kind"].casefold(), document, indicator=cells["indicator"])


def row_object(row: PrintedRow, document: Convention) -> dict[str, Any]:
    """Return what is said of a row, as JSON has it."""
    indicator, found = row.cells.get("indicator", ""), _read(row, document)
    said: dict[str, Any] = {
        "line": row.line,
        "kind": found.kind or None,
        "value": None,
        "unit": None,
        "comparator": None,
        "printed": row.cells.get("text", ""),
        "state": _state(found),
        "asks": [_asked(ask) for ask in found.asks],
        "proposal": None,
        "error": None,
        "convention": {"numbers": document.numbers, "money": document.money},
    }
    if found.target is not None:
        said |= _value(found.target)
        said["proposal"] = _proposal(propose(indicator, found.target))
    if found.error is not None:
        no = found.error
        said["error"] = {"code": no.code, "column": no.place or (None if row.error else "text"), "message": str(no)}
    return said


def _state(found: Read) -> str:
    match found.target:
        case None:
            return "asked" if found.asks else "unreadable"
        case Missing():
            return "not-printed"
        case Worded():
            return "in-words"
        case _:
            return "read"


def _value(target: Target) -> dict[str, Any]:
    """The value as programs write it, its unit, and what is printed beside it."""
    beside: dict[str, Any] = {"comparator": target.comparator or None, "also": target.also or None}
    match target:
        case Percentage(value):
            return {**beside, "value": str(plain(value)), "unit": "%"}
        case Quantity(value, unit):
            return {**beside, "value": str(plain(value)), "unit": unit}
        case Index(value, highest):
            return {**beside, "value": str(plain(value)), "scale_max": None if highest is None else str(highest)}
        case Rupiah(value):
            return {**beside, "value": str(plain(value)), "unit": "rupiah"}
        case Rank(value, word):
            return {**beside, "value": str(plain(value)), "unit": word or None, "ordinal": True}
        case Range(low, high, unit):
            return {**beside, "value": {"low": str(plain(low)), "high": str(plain(high))}, "unit": unit or None}
        case Proportion(left, right):
            return {**beside, "value": f"{plain(left)}:{plain(right)}"}
        case Grade(value) | Opinion(value) | Moment(value):
            return {**beside, "value": value}
        case Several(measures):
            return {**beside, "value": [_measure(each) for each in measures]}
        case Worded() | Missing():
            return beside


def _measure(each: Measure) -> dict[str, Any]:
    return {"label": each.label, "printed": spell_target(each.target), **_value(each.target)}


def _asked(ask: Ask) -> dict[str, Any]:
    return {
        "code": ask.code,
        "message": ask.message.format(**ask.params),
        "readings": [_possible(each) for each in ask.readings],
        "document": ask.document,
    }


def _possible(each: Possible) -> dict[str, Any]:
    value = None if each.target is None else _value(each.target).get("value")
    return {"text": each.text, "value": value, "answer": each.answer or None}


def _proposal(found: Proposal) -> dict[str, Any]:
    why = {reason.field: reason.message.format(**reason.params) for reason in found.reasons}
    scale = found.policy.scale
    bound = scale.highest if isinstance(scale, PercentageScale | IndexScale) else None
    return {
        "direction": {"value": found.better, "reason": why["direction"]},
        "aggregation": {"value": found.policy.aggregation, "reason": why["aggregation"]},
        "bound": {"value": None if bound is None else str(plain(bound)), "reason": why["scale"]},
    }


def _print(rows: list[tuple[PrintedRow, Read]], document: Convention) -> None:
    grid = Grid(show_lines=True)
    grid.add_column("Line", justify="right")
    grid.add_column("Printed", ratio=1)
    grid.add_column("Kind")
    grid.add_column("Read as", ratio=1)
    grid.add_column("To ask, and what is proposed", ratio=2)
    for row, found in rows:
        printed = as_typed(row.cells.get("text", ""))
        shown = Text("–" if found.target is None else plainly_spelled(found.target) or "–")
        grid.add_row(str(row.line), printed, as_typed(found.kind), shown, Text("\n").join(_notes(row.cells, found)))
    console = wide()
    console.print(grid)
    console.print(_summary([found for _, found in rows], document), markup=False)


def _notes(cells: Mapping[str, str], found: Read) -> Iterator[Text]:
    for ask in found.asks:
        yield as_typed(f"? {ask.message.format(**ask.params)}", style="yellow")
    if found.error is not None:
        yield as_typed(str(found.error), "red")
    if found.target is not None:
        proposal = propose(cells.get("indicator", ""), found.target)
        yield Text(f"{proposal.better}, {proposal.policy.aggregation}", style="dim")


def _summary(found: list[Read], document: Convention) -> str:
    asked = sum(each.target is None and bool(each.asks) for each in found)
    refused = sum(each.error is not None for each in found)
    said = f"{len(found)} rows: {asked} to be asked, {refused} that cannot be read."
    if any(ask.document for each in found for ask in each.asks):
        said += " One answer for the document settles some: --numbers id|en, --money rupiah|thousands|millions."
    numbers = {"id": "1.234,5", "en": "1,234.5"}.get(document.numbers)
    return said + (f" Numbers are read as {numbers}." if numbers else "")
