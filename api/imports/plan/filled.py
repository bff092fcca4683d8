"""What a file adds to a text: cells and rows as if they were typed, the rows that are there already found again."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from api.imports.given import GivenCell
from api.plans.form import FormRow, TextForm
from api.plans.patch import PlacedRow, TextPatch, cells_of
from domain.kernel.errors import PlanError
from domain.kernel.numbers import number
from domain.kind.kind import RowKind
from domain.measure.reading.convention import Convention, MoneyUnit, convention, proposed
from domain.measure.reading.target import kind_printed
from domain.measure.scale import OrdinalScale
from domain.sheet.laid import Laid, LaidRow, Piece

_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True)
class Filled:
    """What changes; `rows` says which row of the text each row of the file is, `absent` are those it does not have."""

    patch: TextPatch
    rows: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[FormRow, ...] = ()
    new: int = 0
    given: tuple[GivenCell, ...] = ()


def said_by(laid: Mapping[str, Sequence[Laid]], heads: Sequence[str], said: Convention) -> Convention:
    """Return how the file writes figures: what is said already, else what its own cells and headings prove.

    Nothing more is said than what some cell needs. Cells that hold a figure prove nothing: how they are separated is
    ours, and said where it could be read otherwise.
    """
    pieces = [piece for row in _rows(laid) for piece in (row.figure, *row.cells.values()) if piece is not None]
    doubtful = [piece for piece in pieces if _two_ways(piece.text)]
    proven = proposed(said, (piece.text for piece in pieces if not piece.number), heads)
    numbers = proven.numbers or (convention("id").numbers if any(piece.number for piece in doubtful) else said.numbers)
    money = proven.money if proven.money is not MoneyUnit.RUPIAH else said.money
    return Convention(numbers if doubtful else said.numbers, money)


def _two_ways(text: str) -> bool:
    found = re.search(r"[0-9]+(?:[.,][0-9]+)+", text)
    try:
        return found is not None and number(found[0]) is None
    except PlanError:
        return True


def _rows(laid: Mapping[str, Sequence[Laid]]) -> Iterator[LaidRow]:
    for tables in laid.values():
        for table in tables:
            yield from table.rows


def filled(
    laid: Mapping[str, Sequence[Laid]],
    form: TextForm,
    said: Convention,
    scales: Sequence[OrdinalScale],
    new_id: Callable[[], str],
) -> Filled:
    """Return what makes the form say what the file says; rows that the file does not have stay.

    A row is found again by its code, or by its wording under the same row, or by its wording alone.
    """
    english = said.numbers == convention("en").numbers
    known = {row.id: row for row in form.rows}
    found = found_again(laid, form)
    cells: dict[tuple[str, str], str] = {}
    for name, answer in (("numbers", said.numbers), ("money", said.money)):
        if answer and form.cover.get(name, "") != answer:
            cells["", name] = str(answer)
    ids: dict[str, str] = {}
    rows: list[PlacedRow] = []
    last: dict[tuple[str, str, str], str] = {}
    given: list[GivenCell] = []
    for part, tables in laid.items():
        for row in (row for table in tables for row in table.rows):
            here = ids[row.id] = found.get(row.id) or new_id()
            home = (part, row.kind.value, ids.get(row.parent, ""))
            old = known.get(here, FormRow("", "", ""))
            if not old.id:
                behind = last.get(home) or _last(form, home)
                rows.append(PlacedRow(here, *home, behind))
            last[home] = here
            has = dict(cells_of(old))
            told = dict(_told(row, old, english, scales))
            new = {column: text for column, text in told.items() if has.get(column, "") != text}
            cells |= {(here, column): text for column, text in new.items()}
            given += _given(here, row, new)
    gone = tuple(row for row in form.rows if row.id not in set(ids.values()) and row.part in laid and laid[row.part])
    return Filled(TextPatch(cells, tuple(rows)), ids, gone, len(rows), tuple(given))


def _given(here: str, row: LaidRow, told: Mapping[str, str]) -> Iterator[GivenCell]:
    """Yield where each cell that is told stands in the file."""
    pieces = {"text": row.text, **row.cells}
    if row.figure is not None:
        pieces["target" if row.kind is RowKind.INDICATOR else "allotted"] = row.figure
    for column, text in told.items():
        if column in pieces:
            yield GivenCell(f"{here}.{column}", text, pieces[column].place, pieces[column].text)


def _told(row: LaidRow, old: FormRow, english: bool, scales: Sequence[OrdinalScale]) -> Iterator[tuple[str, str]]:
    """Yield what the file says of a row, by the fields of the form."""
    yield "text", row.text.text
    for key, piece in row.cells.items():
        yield key, _written(piece, english)
    figure = "" if row.figure is None else _written(row.figure, english)
    match row.kind:
        case RowKind.INDICATOR:
            # What the paper leaves open is no target; a file without the column says nothing of one.
            if row.figure is not None or not old.id:
                yield "target", figure
                yield "target_kind", _kind(figure, row.text.text, old, scales)
        case RowKind.PROGRAMME if figure:
            yield "allotted", figure


def _written(piece: Piece, english: bool) -> str:
    """A figure of the file is separated as the document is; words stay as they are."""
    return piece.text.translate(_SWAPPED) if piece.number and english else piece.text


def _kind(text: str, wording: str, old: FormRow, scales: Sequence[OrdinalScale]) -> str:
    try:
        return kind_printed(text, wording, "", scales)
    except PlanError:
        return old.target_kind or "percentage"  # two readings: the editor asks for one


def _last(form: TextForm, home: tuple[str, str, str]) -> str:
    return next((row.id for row in reversed(form.rows) if (row.part, row.kind, row.parent) == home), "")


def found_again(
    laid: Mapping[str, Sequence[Laid]], form: TextForm, known: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Return which row of the form each row of the file is, by the file's ids, `known` first; one is never two."""
    found = dict(known)
    used = set(found.values())

    def mark(row: LaidRow, part: str, loosely: bool) -> tuple[str, ...]:
        code = next((p.text.strip() for key, p in row.cells.items() if (part, row.kind.value, key) in codes), "")
        words = _folded(row.text.text)
        return (row.kind.value, code or words) if loosely else (row.kind.value, found.get(row.parent, ""), code, words)

    codes = {
        (row.part, row.kind, key)
        for row in form.rows
        for key, value in row.cells.items()
        if isinstance(value, str) and "." in value and value.replace(".", "").replace(" ", "").isdecimal()
    }
    for loosely in (False, True):
        there: dict[tuple[str, ...], list[str]] = {}
        for row in form.rows:
            code = next((str(v).strip() for k, v in row.cells.items() if (row.part, row.kind, k) in codes), "")
            words = _folded(row.text)
            key = (row.kind, code or words) if loosely else (row.kind, row.parent, code, words)
            there.setdefault((row.part, *key), []).append(row.id)
        for part, tables in laid.items():
            for one in (one for table in tables for one in table.rows if one.id not in found):
                free = [each for each in there.get((part, *mark(one, part, loosely)), []) if each not in used]
                if free:
                    found[one.id] = free[0]
                    used.add(free[0])
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
