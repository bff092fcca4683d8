"""Several rows that stand in one line of a table, each in a line of its cells."""

import re
from collections.abc import Iterator, Sequence

from msgspec import structs

from domain.sheet.heads import Becomes, Taken
from domain.sheet.outline import MARKED
from domain.sheet.table import SourceCell, TableLine


def apart(line: TableLine, taken: Sequence[Taken]) -> Iterator[TableLine]:
    """Yield a line for each of its indicators: there are several where as many targets stand beside them.

    That words only go on in the next line of a cell is likelier, unless they are counted or each target is a figure.
    """
    becomes = {each.column: each.becomes for each in taken}
    pieces = {cell.column: [text for each in cell.text.splitlines() if (text := each.strip())] for cell in line.cells}
    indicator = next((pieces[c] for c in pieces if becomes.get(c) is Becomes.INDICATOR), [])
    target = next((pieces[c] for c in pieces if becomes.get(c) is Becomes.TARGET), [])
    counted = all(map(MARKED.fullmatch, indicator))
    if len(indicator) < 2 or len(indicator) != len(target) or not (counted or all(map(_figure, target))):
        yield line
        return
    whole = [column for column, each in becomes.items() if each is Becomes.LEVEL]  # a goal's words only go on
    several = {c: each for c, each in pieces.items() if len(each) == len(indicator) and c not in whole}
    for n in range(len(indicator)):
        cells = [_piece(cell, several.get(cell.column), n) for cell in line.cells if not n or cell.column in several]
        yield structs.replace(line, cells=tuple(cells))


def _figure(text: str) -> bool:
    return re.search("[0-9]", text) is not None


def _piece(cell: SourceCell, pieces: Sequence[str] | None, n: int) -> SourceCell:
    """Return what of a cell stands in one of its lines, without what counts it."""
    if pieces is None:
        return cell
    marked = MARKED.fullmatch(pieces[n])
    return structs.replace(cell, text=marked["rest"] if marked else pieces[n])
