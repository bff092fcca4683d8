"""A form that was begun on an older text: put into what others made of it meanwhile, or shown again with both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from api.http.problems import FormErrors
from api.plans.form import FormRow, TextForm
from api.reads.plan import Past
from domain.kernel.errors import N_, PlanError, Refused
from domain.kernel.numbers import spell_rupiah
from domain.measure.target import spell_target
from domain.plan.cell import spell_cell
from domain.plan.check import checked
from domain.plan.facts import (
    CellChanged,
    Change,
    DetailChanged,
    IndicatorLinked,
    ProgrammeAllotted,
    ProgrammeLinked,
    RowAdded,
    RowMoved,
    RowRemoved,
    RowReworded,
    TargetChanged,
)
from domain.plan.merge import merged
from domain.plan.text import PlanText, Programme, container


class Clash(FormErrors):
    """Somebody else wrote where this form writes: `form` has the text of both, and this one's cells where they differ.

    It is to be saved again on `version`; then whoever saves has seen what they replace.
    """

    def __init__(self, errors: list[tuple[str, PlanError]], form: TextForm, version: int) -> None:
        super().__init__(errors)
        self.form = form
        self.version = version


def together(past: Past, based_on: int, typed: PlanText, form: TextForm) -> PlanText | None:
    """Return the text as it is now with what the form changed; None where the two have no text in common.

    Raises `Clash` where both wrote the same.
    """
    plan, base = past.now, past.text_at(based_on)
    if base is None or [part.key for part in base.parts] != [part.key for part in plan.text.parts]:
        return None
    both = merged(base, checked(typed, base, dict(plan.kinds), plan.shape), plan.text)
    if not both.conflicts:
        try:
            return checked(both.text, plan.text, dict(plan.kinds), plan.shape)
        except PlanError as no:  # each could stand alone: what is wrong is shown where both stand
            raise Clash([(no.place, no)], TextForm.from_text(both.text, plan.shape), plan.version) from no
    changes = past.since_version(based_on)
    errors = [_told(fact, changes) for fact in both.conflicts]
    raise Clash(errors, _with_mine(TextForm.from_text(both.text, plan.shape), form, both.conflicts), plan.version)


@dataclass(frozen=True)
class _Cell:
    """Where a change writes: a row (or part) and its field."""

    row: str
    field: str

    @property
    def place(self) -> str:
        return f"{self.row}.{self.field}" if self.row and self.field else self.row or self.field


def _cell(fact: Change) -> _Cell:
    match fact:
        case RowReworded(row=row):
            return _Cell(row, "text")
        case TargetChanged(indicator=row):
            return _Cell(row, "target")
        case ProgrammeAllotted(programme=row):
            return _Cell(row, "allotted")
        case ProgrammeLinked(programme=row):
            return _Cell(row, "serves")
        case IndicatorLinked(indicator=row):
            return _Cell(row, "supports")
        case CellChanged(row=row, new=new, old=old):
            written = new or old
            return _Cell(row, "" if written is None else written.column)
        case DetailChanged(part=part, detail=detail):
            return _Cell(part, detail)
        case RowMoved(row=row):
            return _Cell(row, "")
        case RowAdded(row=row) | RowRemoved(row=row):
            return _Cell(row.id, "")


def _held(fact: Change) -> tuple[str, ...]:
    """Return the rows that must be there for a change: what a row now stands under, and what it now pays for."""
    match fact:
        case RowAdded(row=row):
            return container(row), *(row.serves if isinstance(row, Programme) else ())
        case RowMoved(new=new):
            return (new,)
        case ProgrammeLinked(new=new):
            return new
        case _:
            return ()


def _told(fact: Change, theirs: Iterable[Change]) -> tuple[str, PlanError]:
    """What happened there, and what saving again will do."""
    here = _cell(fact)
    touched = [change for change in theirs if here.row in (_cell(change).row, *_held(change))]
    same = [change for change in touched if _cell(change) == here] or touched
    who = same[-1].by.name if same else ""
    gone = any(isinstance(change, RowRemoved) for change in touched)
    match fact:
        case RowRemoved():
            stays = N_("You took this row out; {who} changed it meanwhile, so it is still here.")
            return here.place, Refused("edited-together", stays, here.place, who=who)
        case RowMoved() if not gone:
            moved = N_("You moved this row; {who} moved it elsewhere, where it stands now.")
            return here.place, Refused("edited-together", moved, here.place, who=who)
        case RowAdded(row=row):
            nowhere = N_("The row “{text}” that you added has no place any more: {who} took out what it stood under.")
            return "", Refused("edited-together", nowhere, "", who=_of(theirs), text=row.text)
        case RowReworded(new=new) if gone:
            away = N_("{who} took out a row that you had changed to “{text}”.")
            return "", Refused("edited-together", away, "", who=who, text=new)
        case _ if gone:
            away = N_("{who} took out the row {text}, which you had changed.")
            return "", Refused("edited-together", away, "", who=who, text=here.place)
        case _:
            wrote = N_("{who} wrote “{theirs}” here meanwhile. What stands here is yours; saving puts it in its place.")
            return here.place, Refused("edited-together", wrote, here.place, who=who, theirs=_now(same))


def _now(changes: Iterable[Change]) -> str:
    """What somebody else's last change of a cell made of it, as printed."""
    match next(reversed(list(changes)), None):
        case RowReworded(new=text) | DetailChanged(new=text):
            return text
        case TargetChanged(new=target):
            return spell_target(target)
        case ProgrammeAllotted(new=amount):
            return "" if amount is None else spell_rupiah(amount)
        case CellChanged(new=cell):
            return "" if cell is None else spell_cell(cell)
        case _:
            return ""


def _of(changes: Iterable[Change]) -> str:
    return next((change.by.name for change in changes if isinstance(change, RowRemoved)), "")


def _with_mine(form: TextForm, mine: TextForm, conflicts: Iterable[Change]) -> TextForm:
    """Return the form with what was typed in the cells that both wrote."""
    typed = {row.id: row for row in mine.rows}
    cover, parts, rows = dict(form.cover), {key: dict(of) for key, of in form.parts.items()}, list(form.rows)
    for fact in conflicts:
        here = _cell(fact)
        if isinstance(fact, DetailChanged):
            where, other = (parts[here.row], mine.parts[here.row]) if here.row else (cover, mine.cover)
            where[here.field] = other[here.field]
            continue
        rows = [_typed(row, typed[row.id], here) if row.id == here.row and row.id in typed else row for row in rows]
    return replace(form, cover=cover, parts=parts, rows=tuple(rows))


_FIELDS: Mapping[str, Callable[[FormRow, FormRow], FormRow]] = {
    "text": lambda row, mine: replace(row, text=mine.text),
    "target": lambda row, mine: replace(row, target_kind=mine.target_kind, target=mine.target),
    "allotted": lambda row, mine: replace(row, allotted=mine.allotted, printed=mine.printed),
    "serves": lambda row, mine: replace(row, serves=mine.serves),
}


def _typed(row: FormRow, mine: FormRow, here: _Cell) -> FormRow:
    if here.field in _FIELDS:
        return _FIELDS[here.field](row, mine)
    return replace(row, cells={**row.cells, here.field: mine.cells.get(here.field, "")}) if here.field else row
