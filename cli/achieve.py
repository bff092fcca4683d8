"""`paraf achieve`: check a published table against its own arithmetic, without an office."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from rich.table import Table as Grid
from rich.text import Text

from achieve.recount import Recount, recount
from achieve.table import ACHIEVEMENTS, PUBLISHED, Table, read_table
from cli.console import Failed, as_typed, complain, printed_text, wide
from domain.kernel.errors import PlanError
from domain.kernel.exact import spell_plain
from domain.kernel.message import canonical
from domain.measure.derivation import STATES, line, terms, working
from domain.measure.flags import Flag
from domain.measure.formula import WRITTEN
from domain.measure.practice import DEFAULT, Practice, check_practice
from domain.measure.reading.convention import Convention, proposed

_PRINTED = ("target", "realisation", PUBLISHED)
_WIDE = 100  # from here on there is room for the cells beside the sums

_FLAGS = {
    Flag.DIRECTION_SUSPECTED: "is the direction inverted?",
    Flag.ABOVE_200: "above 200%",
    Flag.SPENT_WITHOUT_OUTPUT: "money spent, nothing achieved",
    Flag.PUBLISHED_DIFFERS: "the published figure does not follow",
    Flag.ABOVE_WHOLE: "more than the whole was measured",
    Flag.PUBLISHED_ROUNDED: "the published figure is rounded otherwise",
    Flag.SEVERAL_MEASURES: "several measures in one row",
    Flag.TARGET_LOWERED: "target lowered after the result was known",
}


def achieve(file: Path, policy: Path | None, said: Convention, *, as_json: bool) -> None:
    """Print every row computed again; raises Failed where the file or the policy cannot be read at all."""
    practice = DEFAULT if policy is None else _practice(policy)
    try:
        table = read_table(printed_text(file), ACHIEVEMENTS)
    except PlanError as error:
        raise Failed(f"{file}: {error}") from None
    if table.unread:
        complain(f"Columns that are not read: {', '.join(table.unread)}.")
    cells = [text for row in table.rows for name, text in row.cells.items() if name in _PRINTED]
    document = proposed(said, cells, table.headings)
    counts = (recount(row, practice, document) for row in table.rows)
    if as_json:
        for count in counts:
            sys.stdout.buffer.write(msgspec.json.encode(_object(count, table)) + b"\n")
        sys.stdout.buffer.flush()
    else:
        _print(list(counts), table)


def _practice(file: Path) -> Practice:
    try:
        practice = msgspec.json.decode(printed_text(file), type=Practice)
        check_practice(practice)
    except msgspec.DecodeError as error:
        raise Failed(f"{file} is not a policy: {error}.") from None
    except PlanError as error:
        place = f" (at {error.place})" if error.place else ""
        raise Failed(f"{file} is not a policy that can be followed: {error}{place}") from None
    return practice


def _object(count: Recount, table: Table) -> dict[str, Any]:
    head = {"line": count.row.line, "indicator": count.row.cells.get("indicator")}
    whole = {**head, **_counted(count, table)}
    return whole | {"measures": [_counted(each, table) for each in count.measures]} if count.measures else whole


def _counted(count: Recount, table: Table) -> dict[str, Any]:
    result = count.result
    found: dict[str, Any] = {
        "achievement": None if result is None or result.figure is None else str(result.figure),
        "state": None if result is None else result.state,
        "derivation": None,
        "flags": [] if result is None else list(result.flags),
    }
    if result is not None and result.derivation is not None:
        derivation = result.derivation
        data = msgspec.json.decode(canonical(derivation))
        formula = WRITTEN[derivation.policy.formula]
        found["derivation"] = {"text": line(derivation), "formula": formula, **data}
    if PUBLISHED in table.columns:
        found["follows"] = None if count.comparison is None else count.comparison.follows
        found["explained_by"] = None if count.comparison is None else count.comparison.explained_by
    if count.error is not None:
        column = count.error.place or None
        found["error"] = {"code": count.error.code, "column": column, "message": _message(count)}
    return found


def _message(count: Recount) -> str:
    error = count.error
    if error is None:
        return ""
    where = f"Line {count.row.line}, column {error.place}" if error.place else f"Line {count.row.line}"
    return f"{where}: {error}"


def _print(counts: list[Recount], table: Table) -> None:
    console = wide()
    # On a narrow screen the sums have the room; they say target and realisation anyway.
    columns = ["target", "realisation"] if console.width >= _WIDE else []
    after = [PUBLISHED] if PUBLISHED in table.columns else []
    grid = Grid(show_lines=True)
    grid.add_column("Line", justify="right")
    grid.add_column("Indicator and derivation", ratio=1)
    for name in (*columns, "achievement", *after):
        grid.add_column(name.capitalize(), justify="right", max_width=16)
    for count in counts:
        before, published = ([_cell(count, name) for name in names] for names in (columns, after))
        grid.add_row(str(count.row.line), Text("\n").join(_about(count)), *before, _figure(count), *published)
    console.print(grid)
    for derivation in [c.result.derivation for c in counts if c.result is not None and c.result.derivation][:1]:
        console.print(f"Each figure: {terms(derivation)}.", markup=False)
    console.print(_summary(counts, table), markup=False)


def _cell(count: Recount, name: str) -> Text:
    return as_typed(count.row.cells.get(name, "").strip())


def _about(count: Recount) -> Iterator[Text]:
    yield as_typed(count.row.cells.get("indicator", "").strip(), "bold")
    result, comparison = count.result, count.comparison
    if result is not None and result.derivation is not None:
        yield Text(working(result.derivation))
    if comparison is not None and comparison.explained_by is not None:
        yield Text(f"The published figure comes from: {comparison.explained_by}.", style="yellow")
    for flag in () if result is None else result.flags:
        yield Text(f"! {_FLAGS[flag]}", style="yellow")
    for each in count.measures:
        yield from (Text(f"  {part}") for part in _about(each))
    if count.error is not None:
        yield as_typed(_message(count), "red")


def _figure(count: Recount) -> Text:
    result = count.result
    if result is None:
        return Text("not read", style="red")
    return Text(STATES[result.state] if result.figure is None else f"{spell_plain(result.figure)}%")


def _summary(counts: list[Recount], table: Table) -> str:
    unread = sum(count.error is not None for count in counts)
    said = f"{len(counts)} rows, {unread} with something that cannot be read"
    if PUBLISHED in table.columns:
        follow = [count.comparison.follows for count in counts if count.comparison is not None]
        said += f"; published figures: {follow.count(True)} follow, {follow.count(False)} do not"
    return f"{said}."
