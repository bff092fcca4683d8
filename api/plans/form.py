"""A plan's text while it is being typed: everything as it stands in the fields, readable or not."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from msgspec import structs

from api.http.figures import FORM, PROGRAM, Writing, rupiah_printed
from api.http.problems import FormErrors, Unprocessable
from api.plans.bodies import TextBody
from api.plans.columns import printed_cells, sent_cells
from api.plans.details import details_of, details_sent, part_details
from domain.kernel.errors import N_, PlanError, Unreadable
from domain.kernel.streams import last_day
from domain.kind.kind import Kind, PartKind, RowKind
from domain.measure.reading.convention import Convention, convention
from domain.measure.reading.target import SCALES, kind_printed, read_target
from domain.measure.scale import OrdinalScale
from domain.measure.target import Target, kind_of, spell_target
from domain.office.state import Office
from domain.plan.cell import Cell, read_cell, spell_cell
from domain.plan.facts import BLOCK_FIELDS, BLOCKS, DETAILS
from domain.plan.money import spell_allotted
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part, PlanDetails, PlanText, Programme, Row, container, kind_of_row

_Value = TypeVar("_Value")
_Errors = list[tuple[str, PlanError]]
_Scales = Sequence[OrdinalScale]
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
COVER = PlanDetails.__struct_fields__
_BLOCK = re.compile(rf"detail-(?P<part>[A-Za-z0-9]+)-(?P<detail>{BLOCKS}[a-z0-9-]+[.](?:{'|'.join(BLOCK_FIELDS)}))")
_COLUMNS = ("id", "part", "kind", "parent", "text", "target_kind", "target", "allotted", "serves")
_MOST_ROWS = 5000  # far beyond what the domain takes: what is more is no typing


@dataclass(frozen=True)
class FormRow:
    """One row as typed; `parent` is the row above it, or the goal of an indicator.

    `serves` are the ids of what a programme pays for, with spaces between; `supports` are the rows of other plans that
    an indicator answers to, None where the form says nothing of them: then they stay as they are. A program tells how
    what is `allotted` is `printed`; a person types it so.
    """

    id: str
    part: str
    kind: str
    parent: str = ""
    text: str = ""
    target_kind: str = ""
    target: str = ""
    allotted: str = ""
    serves: str = ""
    printed: str = ""
    cells: Mapping[str, str | Cell] = field(default_factory=dict)  # by column; a program's may be read already
    supports: tuple[Support, ...] | None = field(default=None, compare=False)

    @classmethod
    def of(cls, part: str, row: Row) -> "FormRow":
        """Return how a row stands in the fields."""
        told = cls(row.id, part, kind_of_row(row), container(row), row.text, cells=printed_cells(row))
        match row:
            case Indicator(target=aim):
                return replace(told, target_kind=kind_of(aim), target=spell_target(aim))
            case Programme():
                return replace(told, allotted=spell_allotted(row), serves=" ".join(row.serves))
            case Goal():
                return told


@dataclass(frozen=True)
class TextForm:
    """The fields of the editor. Part keys keep their order; rows are in document order.

    `undecided` are places that two wrote, where nobody has chosen between the two.
    """

    cover: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]
    rows: tuple[FormRow, ...] = ()
    writing: Writing = FORM
    undecided: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def from_text(cls, text: PlanText, shape: Kind | None = None) -> "TextForm":
        """Return the form that shows a text, with every signature block that its kind has."""
        rows: list[FormRow] = []
        for part in text.parts:
            for goal in part.goals:
                rows += [FormRow.of(part.key, goal)]
                rows += [FormRow.of(part.key, indicator) for indicator in part.indicators if indicator.goal == goal.id]
            rows += [FormRow.of(part.key, programme) for programme in part.programmes]
        cover = {name: getattr(text.details, name) for name in COVER}
        return cls(cover, {part.key: details_of(part, shape) for part in text.parts}, tuple(rows))

    @classmethod
    def from_fields(cls, fields: Mapping[str, str] | Iterable[tuple[str, str]]) -> "TextForm":
        """Return what a browser sent: `detail-title`, `detail-A-place`, `rows-3-target`, `rows-3-cell-unit`.

        The order in which rows appear is their order; their numbers only hold the fields of one row together.
        Fields of other names are not ours to read.
        """
        cover = dict.fromkeys(COVER, "")
        parts: dict[str, dict[str, str]] = {}
        rows: dict[str, dict[str, str]] = {}
        cells: dict[str, dict[str, str | Cell]] = {}
        undecided: set[str] = set()
        for name, sent in fields.items() if isinstance(fields, Mapping) else fields:
            value = sent.replace("\r\n", "\n")  # as browsers send lines
            if block := _BLOCK.fullmatch(name):
                parts.setdefault(block["part"], dict.fromkeys(DETAILS, ""))[block["detail"]] = value
            match name.split("-"):
                case ["undecided"]:
                    undecided.add(value)
                case ["detail", detail] if detail in COVER:
                    cover[detail] = value
                case ["detail", *key, detail] if key and detail in DETAILS:
                    parts.setdefault("-".join(key), dict.fromkeys(DETAILS, ""))[detail] = value
                case ["rows", number, column] if column in _COLUMNS and len(rows) <= _MOST_ROWS:
                    row = rows.setdefault(number, dict.fromkeys(_COLUMNS, ""))
                    # What is linked is sent once for each row that is chosen.
                    row[column] = f"{row[column]} {value}".strip() if column == "serves" else value
                case ["rows", number, "cell", *key] if key and number in rows:
                    cells.setdefault(number, {})["-".join(key)] = value
        typed = tuple(FormRow(**row, cells=cells.get(number, {}), supports=None) for number, row in rows.items())
        return cls(cover, parts, typed, undecided=frozenset(undecided))

    @classmethod
    def from_body(cls, body: TextBody) -> "TextForm":
        """Return what a client sent. Raises `Unprocessable` where a part stands twice."""
        keys = [part.key for part in body.parts]
        twice = [n for n, key in enumerate(keys) if key in keys[:n]]
        if twice:
            stands = N_("The part “{part}” stands twice.")
            raise Unprocessable([Unreadable("part-twice", stands, f"parts.{n}.key", part=keys[n][:40]) for n in twice])
        rows: list[FormRow] = []
        for part in body.parts:
            rows += [
                FormRow(g.id, part.key, RowKind.GOAL, g.parent, g.text, cells=sent_cells(g.id, g.cells))
                for g in part.goals
            ]
            rows += [
                FormRow(
                    i.id,
                    part.key,
                    RowKind.INDICATOR,
                    i.goal,
                    i.text,
                    i.target.kind,
                    i.target.text,
                    cells=sent_cells(i.id, i.cells),
                    supports=tuple(Support(s.office, s.plan, s.row, s.version) for s in i.supports),
                )
                for i in part.indicators
            ]
            rows += [
                FormRow(
                    p.id,
                    part.key,
                    RowKind.PROGRAMME,
                    p.parent,
                    p.text,
                    allotted=p.allotted or "",
                    printed=p.printed,
                    serves=" ".join(p.serves),
                    cells=sent_cells(p.id, p.cells),
                )
                for p in part.programmes
            ]
        parts = {part.key: details_sent(part.details) for part in body.parts}
        return cls({name: getattr(body, name) for name in COVER}, parts, tuple(rows), PROGRAM)

    def text(self, shape: Kind | None = None, base: PlanText | None = None, scales: _Scales = SCALES) -> PlanText:
        """Read everything, the cells as the kind's columns hold. Raises FormErrors with every unreadable place.

        A figure that still stands as `base` prints it is that one, also where it would be asked about today.
        """
        known = {} if base is None else base.rows()
        errors: _Errors = []
        parts = []
        above = {row.parent for row in self.rows if row.kind == RowKind.PROGRAMME}
        for key, details in self.parts.items():
            goals: list[Goal] = []
            indicators: list[Indicator] = []
            programmes: list[Programme] = []
            for row in self.rows:
                if row.part != key:
                    continue
                old = known.get(row.id)
                cells = self._cells(row, None if shape is None else shape.part(key), old, scales, errors)
                match row.kind:
                    case RowKind.GOAL:
                        goals.append(Goal(row.id, row.parent, row.text, cells))
                    case RowKind.INDICATOR:
                        kept = old.target if isinstance(old, Indicator) and _stands(old.target, row) else None
                        target = kept or _read(lambda row: self._target(row, scales), row, "target", errors)
                        supports = row.supports
                        if supports is None:
                            supports = old.supports if isinstance(old, Indicator) else ()
                        if target is not None:
                            indicators.append(Indicator(row.id, row.parent, row.text, target, cells, supports))
                    case RowKind.PROGRAMME:
                        added_up = row.id in above and not (row.allotted + row.printed).strip()
                        money = (None, "") if added_up else _read(self._allotted, row, "allotted", errors)
                        if money is not None:
                            amount, printed = money
                            serves = tuple(row.serves.split())
                            programmes.append(Programme(row.id, row.text, amount, row.parent, cells, serves, printed))
                    case _:
                        unknown = Unreadable(
                            "unknown-row-kind", "“{kind}” is not a kind of row.", row.id, kind=row.kind[:40]
                        )
                        errors.append((row.id, unknown))
            parts.append(Part(key, part_details(details), tuple(goals), tuple(indicators), tuple(programmes)))
        for row in self.rows:
            if row.part not in self.parts:
                stray = Unreadable("unknown-part", "The plan has no part “{part}”.", row.id, part=row.part[:40])
                errors.append((row.id, stray))
        if errors:
            raise FormErrors(errors)
        return PlanText(PlanDetails(**self.cover), tuple(parts))

    @property
    def said(self) -> Convention:
        """What the cover says of all figures, else what is said by how they were sent."""
        told = convention(self.cover.get("numbers", ""), self.cover.get("money", ""))
        return told if self.writing is FORM else Convention(told.numbers, told.money or self.writing.said.money)

    def _target(self, row: FormRow, scales: _Scales) -> Target:
        """A program's target that is sent as it is printed is that one; otherwise its numbers are a program's.

        Where nobody has chosen a kind, it is what the target is printed as.
        """
        try:
            kind = row.target_kind or kind_printed(row.target, row.text, "", scales)
            return read_target(kind, row.target, self.said, indicator=row.text, scales=scales)
        except PlanError:
            if self.writing is FORM:
                raise
        typed = _NUMBER.sub(lambda found: self.writing.typed(found[0]), row.target)
        read = read_target(row.target_kind, typed, self.writing.said, indicator=row.text, scales=scales)
        # A bare number is what a program computes with, and no spelling of a paper.
        return structs.replace(read, printed="") if _NUMBER.fullmatch(row.target.strip()) else read

    def _cells(
        self, row: FormRow, asked: PartKind | None, old: Row | None, scales: _Scales, errors: _Errors
    ) -> tuple[Cell, ...]:
        """What is filled of the row's columns; one that its kind does not have is for the rules to refuse."""
        stand = {cell.column: cell for cell in (old.cells if old is not None else ())}
        cells = []
        for key, typed in row.cells.items():
            if isinstance(typed, Cell):
                cells.append(typed)
                continue
            if not typed.strip():
                continue
            if key in stand and spell_cell(stand[key]) == typed.strip():
                cells.append(stand[key])
                continue
            column = asked.column(key, RowKind(row.kind)) if asked and row.kind in set(RowKind) else None
            try:
                cells.append(Cell(key, typed) if column is None else read_cell(column, typed, self.said, scales))
            except PlanError as no:
                errors.append((f"{row.id}.{key}", no.at(f"{row.id}.{key}")))
        return tuple(cells)

    def _allotted(self, row: FormRow) -> tuple[Decimal, str]:
        if not (row.allotted + row.printed).strip():
            raise Unreadable("budget-missing", "The budget is empty.")
        return rupiah_printed(row.allotted.strip(), row.printed.strip(), self.writing, self.said)


def scales_of(office: Office, year: int, shape: Kind | None) -> tuple[OrdinalScale, ...]:
    """Return the scales that a plan's grades may be of: of its kind, of the office, then of everybody."""
    return (*(shape.scales if shape else ()), *office.practice(last_day(year, 1)).scales, *SCALES)


def _stands(target: Target, row: FormRow) -> bool:
    return row.target_kind in ("", kind_of(target)) and spell_target(target) == row.target.strip()


def _read(read: Callable[[FormRow], _Value], row: FormRow, column: str, errors: _Errors) -> _Value | None:
    place = f"{row.id}.{column}"
    try:
        return read(row)
    except PlanError as no:
        errors.append((place, no.at(place)))
        return None
