"""What a plan that was sent as a file of ours adds to another's text: its rows with all that stands in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from api.imports.given import GivenCell
from api.imports.plan.filled import Filled, found_again
from api.plans.file import PlanFile
from api.plans.form import FormRow, TextForm
from api.plans.patch import cells_of, changed
from domain.kind.kind import Kind, RowKind
from domain.plan.facts import printed_details
from domain.plan.shape import fitted, years_on
from domain.plan.state import Plan
from domain.plan.text import PlanText
from domain.sheet.laid import Laid, LaidRow, Left, Piece

_FIGURES = {"indicator": "target", "programme": "allotted"}
_SAID_ONCE = ("numbers", "money")  # how all figures are written, which belongs to them


@dataclass(frozen=True)
class WholePlan:
    """The rows of the file by part, what becomes nothing, and what changes in the plan."""

    laid: Mapping[str, list[Laid]]
    filled: Filled


def whole(file: PlanFile, plan: Plan, kind: Kind) -> WholePlan:
    """Return what the file makes of the plan; rows that the file does not have stay.

    Of another kind or year, columns and parts that this plan does not have stay behind, and what is printed around.
    """
    alike = (file.kind, file.year) == (plan.kind, plan.year)
    text = file.text if alike else years_on(fitted(file.text, kind), kind, plan.year - file.year)
    form, there = TextForm.from_text(plan.text, plan.shape), TextForm.from_text(text, plan.shape)
    left = [*_lost(file.text, text), *_strays(there, form), *_links(file, plan)]
    rows = tuple(row for row in there.rows if row.part in form.parts)
    cover = {**form.cover, **{key: there.cover[key] for key in _SAID_ONCE if there.cover[key]}}
    parts = dict(form.parts)
    if alike:
        cover, parts = dict(there.cover), {key: there.parts.get(key, details) for key, details in form.parts.items()}
    else:
        left += list(_around(file.text))
    laid = {key: [Laid(tuple(_laid(row) for row in rows if row.part == key), ())] for key in form.parts}
    laid[next(iter(form.parts))].append(Laid((), tuple(left)))
    known = {row.id: row.id for row in rows if row.id in {other.id for other in form.rows}}
    ids = found_again(laid, form, known)
    now = tuple(_called(row, ids) for row in rows)
    patch = replace(changed(form, TextForm(cover, parts, now)), removed=())
    names = {ids.get(row.id, row.id): row.id for row in rows}
    given = tuple(
        GivenCell(f"{row}.{column}", typed, f"{names[row]}.{column}", typed)
        for (row, column), typed in patch.cells.items()
        if row in names and column != "target_kind" and typed
    )
    absent = tuple(row for row in form.rows if row.id not in names)
    return WholePlan(laid, Filled(patch, ids, absent, len(names.keys() - {row.id for row in form.rows}), given))


def _called(row: FormRow, ids: Mapping[str, str]) -> FormRow:
    """Return a row of the file under the ids that the plan has for it and for what it names."""
    serves = " ".join(ids.get(each, each) for each in row.serves.split())
    return replace(row, id=ids.get(row.id, row.id), parent=ids.get(row.parent, row.parent), serves=serves)


def _laid(row: FormRow) -> LaidRow:
    told = dict(cells_of(row))
    pieces = {column: Piece(text, f"{row.id}.{column}") for column, text in told.items() if column in row.cells}
    column = _FIGURES.get(row.kind, "")
    figure = Piece(told[column], f"{row.id}.{column}") if column in told else None
    return LaidRow(row.id, RowKind(row.kind), row.parent, Piece(row.text, f"{row.id}.text"), figure, pieces)


def _lost(sent: PlanText, text: PlanText) -> Iterator[Left]:
    """Yield the cells for whose columns this plan has no place."""
    kept = {(row.id, column) for row in TextForm.from_text(text).rows for column, _ in cells_of(row)}
    for row in TextForm.from_text(sent).rows:
        for column, typed in cells_of(row):
            if (row.id, column) not in kept:
                yield Left(typed, f"{row.id}.{column}", "column")


def _strays(there: TextForm, form: TextForm) -> Iterator[Left]:
    for row in there.rows:
        if row.part not in form.parts:
            yield from (Left(typed, f"{row.id}.{column}", "part") for column, typed in cells_of(row))


def _links(file: PlanFile, plan: Plan) -> Iterator[Left]:
    known = plan.text.rows()
    for row, support in file.links:
        has = {each.address for each in getattr(known.get(row), "supports", ())}
        if support.address not in has:
            yield Left(support.address, row, "link")


def _around(text: PlanText) -> Iterator[Left]:
    for name in text.details.__struct_fields__:
        if name not in _SAID_ONCE and (printed := getattr(text.details, name)):
            yield Left(printed, name, "cover")
    for part in text.parts:
        told = printed_details(part.details).items()
        yield from (Left(printed, f"{part.key}.{name}", "cover") for name, printed in told if printed)
