"""What is right of a form that was typed, put into what others made of its text meanwhile; the rest is held back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from api.http.problems import FormErrors
from api.plans.clash import Clash, clash_of, gone, otherwise, waiting, written
from api.plans.details import dated
from api.plans.form import FormRow, TextForm
from api.plans.patch import PlacedRow, TextPatch, cells_of, fields_of, held_back, patched, split
from api.reads.plan import Past
from domain.kernel.errors import N_, PlanError, Refused
from domain.measure.scale import OrdinalScale
from domain.plan.check import checked
from domain.plan.facts import Change
from domain.plan.merge import Merged, merged
from domain.plan.state import Plan
from domain.plan.text import PlanText

Faults = tuple[tuple[str, PlanError], ...]


@dataclass(frozen=True)
class Taken:
    """What is right of what was `typed`, in the text of `plan`; `rest` is held back, at fault or written by two."""

    plan: Plan
    based_on: int
    text: PlanText
    right: PlanText  # what is right of what was typed, before it was put into the text
    typed: TextForm
    rest: TextPatch
    faults: Faults
    clashes: tuple[Clash, ...]
    by: Mapping[str, str]  # who wrote since the typing began, by place and by row

    @cached_property
    def saved(self) -> TextForm:
        """Return the form of the text."""
        return TextForm.from_text(self.text, self.plan.shape)

    @cached_property
    def form(self) -> TextForm:
        """Return the form to go on with: the text, and what is held back as it was typed."""
        return patched(self.saved, self.rest)

    @property
    def errors(self) -> list[tuple[str, PlanError]]:
        """Return what is to be told, by its places."""
        return [*self.faults, *((clash.place, clash.told) for clash in self.clashes)]


def taken(past: Past, based_on: int, typed: TextForm, scales: Sequence[OrdinalScale]) -> Taken:
    """Return what can be recorded of a form that was begun on a version. What is wrong at no place is raised.

    Raises `FormErrors` or `PlanError`.
    """
    plan, began = past.now, past.text_at(based_on)
    if began is None or [part.key for part in began.parts] != [part.key for part in plan.text.parts]:
        began, based_on = plan.text, plan.version
    base = TextForm.from_text(began, plan.shape)
    form, cells, rows = held_back(typed, base, [*typed.undecided, *_blank(typed, base)])
    faults: list[tuple[str, PlanError]] = []
    while True:
        wrong, read = _read(form, began, plan, scales)
        if read is not None:
            right, both = read
            break
        narrower, more, out = held_back(form, base, [place for place, _ in wrong])
        if narrower == form:
            raise FormErrors(wrong)
        form, cells, rows = narrower, cells | more, rows | out
        faults += wrong
    theirs, saved = past.since_version(based_on), TextForm.from_text(both.text, plan.shape)
    facts = past.since_version(0) if typed.undecided else theirs
    found = [clash_of(fact, theirs, saved) for fact in both.conflicts]
    found += [clash for at in typed.undecided if (clash := waiting(at, facts, saved, typed)) is not None]
    known, every = {row.id for row in saved.rows}, {row.id: row for row in typed.rows}
    lost = [clash.place for clash in found if clash.place in every.keys() - known]
    whole = _with_above(every, {*lost, *rows}, known)
    was = {row.id for row in base.rows}
    found += [gone(row, facts) for row in whole & was if row not in lost]
    clashes = {clash.place: clash for clash in found}
    open_ = frozenset(clash.place for clash in found if clash.open)
    rest = _rest(typed, cells | open_, whole, open_)
    told = tuple(faults), tuple(clashes.values())
    return Taken(plan, based_on, both.text, right, typed, rest, *told, writers(theirs))


def linked_together(past: Past, based_on: int, linked: Callable[[PlanText], PlanText]) -> tuple[int, PlanText]:
    """Return the version and the text with links that a page was begun on an older version of; row by row.

    Raises `FormErrors` where somebody else linked the same rows: told so, whoever sends it again takes their place.
    """
    plan, base = past.now, past.text_at(based_on)
    if base is None or based_on >= plan.version:
        return based_on, linked(plan.text)
    both = merged(base, linked(base), plan.text)
    if both.conflicts:
        theirs = past.since_version(based_on)
        raise FormErrors([(written(fact).place, otherwise(written(fact), theirs)) for fact in both.conflicts])
    return plan.version, both.text


def writers(facts: Iterable[Change]) -> dict[str, str]:
    """Return who wrote last, by place and by row."""
    return {name: fact.by.name for fact in facts for name in (written(fact).place, written(fact).row)}


def _blank(typed: TextForm, base: TextForm) -> Iterator[str]:
    """Yield the new rows in which nothing is written yet, nor under them: they are no fault."""
    before, above = {row.id for row in base.rows}, {row.id: row.parent for row in typed.rows}
    written_on = {row.id for row in typed.rows if any(name != "target_kind" for name, _ in cells_of(row))}
    reached = set(written_on)
    while reached:
        reached = {above[row] for row in reached if row in above} & above.keys() - written_on
        written_on |= reached
    yield from (row.id for row in typed.rows if row.id not in before | written_on)


def _read(
    form: TextForm, base: PlanText, plan: Plan, scales: Sequence[OrdinalScale]
) -> tuple[list[tuple[str, PlanError]], tuple[PlanText, Merged] | None]:
    """Return the text that the form says, and it merged; or what is wrong in it."""
    kinds = dict(plan.kinds)
    empty = [f"{row.id}.text" for row in form.rows if not row.text.strip()]
    wrong: list[tuple[str, PlanError]] = [
        (place, Refused("row-empty", N_("The row has no text."), place)) for place in empty
    ]
    try:
        printed = replace(form, cover=dated(form.cover), parts={key: dated(told) for key, told in form.parts.items()})
        right = printed.text(plan.shape, base, scales)
        if wrong:
            return wrong, None
        mine = checked(right, base, kinds, plan.shape)
        if base is plan.text:
            return [], (right, Merged(mine, ()))
        both = merged(base, mine, plan.text)
        return [], (right, Merged(checked(both.text, plan.text, kinds, plan.shape), both.conflicts))
    except FormErrors as no:
        return [*wrong, *no.errors], None
    except PlanError as no:
        return [(no.place, no)], None


def _rest(typed: TextForm, places: set[str], whole: set[str], undecided: frozenset[str]) -> TextPatch:
    """What is held back: cells as they were typed, and rows with everything in them."""
    cells: dict[tuple[str, str], str] = {}
    for row_id, column in (split(place, typed) for place in places):
        if column:
            cells |= {(row_id, name): text for name, text in fields_of(typed, row_id, column).items()}
    previous: dict[tuple[str, str, str], str] = {}
    rows = []
    for row in typed.rows:
        home = (row.part, row.kind, row.parent)
        if row.id in whole:
            rows.append(PlacedRow(row.id, *home, previous.get(home, "")))
            cells |= {(row.id, column): text for column, text in cells_of(row)}
        previous[home] = row.id
    return TextPatch(cells, tuple(rows), (), undecided)


def _with_above(every: Mapping[str, FormRow], rows: set[str], known: set[str]) -> set[str]:
    """The rows, and those above them that are not there any more."""
    found, above = set(rows), set(rows)
    while above:
        above = {every[row].parent for row in above if row in every} & every.keys() - known - found
        found |= above
    return found & every.keys()
