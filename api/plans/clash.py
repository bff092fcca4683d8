"""What two wrote at one place, or one wrote where the other took out: told to whoever has to choose."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.plans.form import TextForm
from api.plans.patch import TextPatch, families, fields_of, patched, split
from domain.kernel.errors import N_, PlanError, Refused
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
from domain.plan.text import container


@dataclass(frozen=True)
class Clash:
    """`told` says who wrote what at a place, `theirs` stands there now by column, and somebody has to choose.

    Where it is not `open`, what the other did stands, and nothing that was typed is lost.
    """

    place: str
    told: PlanError
    theirs: Mapping[str, str] = field(default_factory=dict)
    open: bool = True


@dataclass(frozen=True)
class Written:
    """Where a change writes: a row (or part) and its field."""

    row: str
    field: str

    @property
    def place(self) -> str:
        """Return the address of the cell, or the row's id."""
        return f"{self.row}.{self.field}" if self.row and self.field else self.row or self.field


def written(fact: Change) -> Written:
    """Return where a change writes."""
    match fact:
        case RowReworded(row=row):
            return Written(row, "text")
        case TargetChanged(indicator=row):
            return Written(row, "target")
        case ProgrammeAllotted(programme=row):
            return Written(row, "allotted")
        case ProgrammeLinked(programme=row):
            return Written(row, "serves")
        case IndicatorLinked(indicator=row):
            return Written(row, "supports")
        case CellChanged(row=row, new=new, old=old):
            written = new or old
            return Written(row, "" if written is None else written.column)
        case DetailChanged(part=part, detail=detail):
            return Written(part, detail)
        case RowMoved(row=row):
            return Written(row, "")
        case RowAdded(row=row) | RowRemoved(row=row):
            return Written(row.id, "")


def clash_of(fact: Change, theirs: Sequence[Change], saved: TextForm) -> Clash:
    """Return why a change was not made in the text that others made: `saved`."""
    here, known = written(fact), {row.id for row in saved.rows}
    touched = [change for change in theirs if here.row in (written(change).row, _under(change))]
    same = [change for change in touched if written(change) == here] or touched
    who = same[-1].by.name if same else ""
    match fact:
        case RowRemoved():
            stays = N_("You took this row out; {who} changed it meanwhile, so it is still here.")
            return Clash(here.row, Refused("edited-together", stays, here.row, who=who), open=False)
        case RowMoved() if here.row in known:
            moved = N_("You moved this row; {who} moved it elsewhere, or took out where it was to stand.")
            return Clash(here.row, Refused("edited-together", moved, here.row, who=who or _remover(theirs)), open=False)
        case RowAdded(row=row):
            return _homeless(row.id, row.text, theirs, container(row))
        case DetailChanged():
            return _both_wrote(here.place, who, fields_of(saved, here.row, here.field))
        case _ if here.row not in known:
            return gone(here.row, theirs)
        case _:
            return _both_wrote(here.place, who, fields_of(saved, here.row, here.field))


def waiting(place: str, facts: Sequence[Change], saved: TextForm, typed: TextForm) -> Clash | None:
    """Return what is still to be chosen at a place; None where both are alike by now, or one of them is away."""
    row_id, column = split(place, typed)
    known, rows = {row.id for row in saved.rows}, {row.id: row for row in typed.rows}
    if row_id in rows and row_id not in known:
        removed = [fact for fact in facts if isinstance(fact, RowRemoved) and fact.row.id == row_id]
        row = rows[row_id]
        return gone(row_id, removed) if removed else _homeless(row_id, row.text, facts, row.parent)
    stands = fields_of(saved, row_id, column) if column else {}
    if not column or stands == fields_of(typed, row_id, column):
        return None
    return _both_wrote(place, next((f.by.name for f in reversed(facts) if written(f).place == place), ""), stands)


def chosen(saved: TextForm, typed: TextForm, place: str, *, mine: bool) -> TextForm:
    """Return the form after somebody chose what stays at a place: what they typed there, or what is `saved`."""
    row_id, column = split(place, typed)
    undecided = typed.undecided - {place}
    above = {row.id: row.parent for row in typed.rows}
    if mine:
        while not column and row_id in above:  # it stays with all that it stands under
            row_id = above[row_id]
            undecided -= {row_id}
        return replace(typed, undecided=undecided)
    if not column and row_id in above:
        away = families(typed.rows, [row_id])
        rows = tuple(row for row in typed.rows if row.id not in away)
        return replace(typed, rows=rows, undecided=undecided - away)
    return patched(
        typed,
        TextPatch(
            {(row_id, name): text for name, text in fields_of(saved, row_id, column).items()}, undecided=undecided
        ),
    )


def otherwise(here: Written, theirs: Iterable[Change]) -> PlanError:
    """Return that another linked a row otherwise."""
    who = next((change.by.name for change in theirs if written(change).row == here.row), "")
    other = N_("{who} changed this row meanwhile. Saving again puts your links in the place of those.")
    return Refused("edited-together", other, here.place, who=who)


def _both_wrote(place: str, who: str, stands: Mapping[str, str]) -> Clash:
    wrote = N_("{who} wrote “{theirs}” here meanwhile. What stands here is yours: choose which one stays.")
    shown = [*stands.values(), ""][len(stands) - 1]
    return Clash(place, Refused("edited-together", wrote, place, who=who, theirs=shown), stands)


def gone(row: str, theirs: Iterable[Change]) -> Clash:
    """Return that another took out a row that is written on."""
    out = [change for change in theirs if isinstance(change, RowRemoved) and change.row.id == row]
    away = N_("{who} took out this row, which you had changed: choose whether it stays.")
    return Clash(row, Refused("edited-together", away, row, who=out[-1].by.name if out else ""))


def _homeless(row: str, text: str, theirs: Iterable[Change], above: str) -> Clash:
    nowhere = N_("{who} took out what the row “{text}” that you added stands under: choose whether both stay.")
    out = [change for change in theirs if isinstance(change, RowRemoved) and change.row.id == above]
    return Clash(row, Refused("edited-together", nowhere, row, who=_remover(out or theirs), text=text))


def _remover(theirs: Iterable[Change]) -> str:
    return next((change.by.name for change in theirs if isinstance(change, RowRemoved)), "")


def _under(fact: Change) -> str:
    """What a row now stands under; what another took out cannot have anything there."""
    match fact:
        case RowAdded(row=row):
            return container(row)
        case RowMoved(new=new):
            return new
        case _:
            return ""
