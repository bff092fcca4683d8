"""The editor: the form of a text, with what the kind of its plan asks of each row."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.plans.amendment.matrix import matrix, missing
from api.plans.form import FormRow, TextForm, scales_of
from api.plans.pages.plan import part_name
from api.plans.pages.remarks import remarks
from api.plans.patch import changed, told_patch
from api.readings.heard import CellHeard, heard_money, heard_target
from api.reads.upstream import ALONE, InStep
from api.words import names
from api.words.amounts import SCRIPT_WORDS
from api.words.words import Words
from domain.kernel.errors import PlanError
from domain.kernel.numbers import rupiah, spell_rupiah
from domain.kind.kind import PLAIN, BudgetTable, Column, Holds, Kind, PartKind, RowKind, numbers
from domain.measure.scale import OrdinalScale
from domain.measure.target import KINDS, TargetKind
from domain.office.state import Office
from domain.plan.state import Plan

Numbered = tuple[int, FormRow]


@dataclass
class _GoalForm:
    n: int
    row: FormRow
    number: str
    depth: int
    indicators: list[Numbered] = field(default_factory=list)


@dataclass(frozen=True)
class _ColumnForm:
    """A column of the kind as a field of each row; `holds` says which input it is."""

    key: str
    label: str
    on: RowKind
    holds: Holds
    choices: tuple[str, ...]


@dataclass(frozen=True)
class _Layout:
    """Where the columns of the kind stand in a grid: before the wording, before the figure, and behind it."""

    first: Sequence[_ColumnForm] = ()
    before: Sequence[_ColumnForm] = ()
    behind: Sequence[_ColumnForm] = ()

    @property
    def all(self) -> Sequence[_ColumnForm]:
        """Return all of them, as they stand."""
        return (*self.first, *self.before, *self.behind)


@dataclass
class _PartForm:
    """A part with its rows; the names of its levels and its columns are its kind's, and none without a kind."""

    key: str
    name: str
    details: Mapping[str, str]
    open: bool
    levels: tuple[str, ...] = ()
    numbering: tuple[str, ...] = ()
    rows: _Layout = _Layout()
    money: _Layout = _Layout()
    budget: BudgetTable | None = None
    goals: list[_GoalForm] = field(default_factory=list)
    programmes: list[tuple[int, FormRow, int]] = field(default_factory=list)  # with how deep each stands
    total: str = ""

    @property
    def has_programmes(self) -> bool:
        """Return whether it has a table of them; without a kind every part may."""
        return not self.levels or self.budget is not None or bool(self.programmes)


def editor(
    frame: Frame,
    office: Office,
    plan: Plan,
    form: TextForm,
    problem: Problem | None,
    command_id: str,
    based_on: int,
    typed: Mapping[str, str] | None = None,
    apart: InStep = ALONE,
) -> str:
    """Return the editor with the form as typed; `based_on` is the text version that the typing began from.

    `typed` are the other fields of the page, such as an answer to a remark; `apart` says how far the plan is in step
    with the one it comes from.
    """
    words = frame.words
    places = [place for place, _ in problem.errors] if problem else []
    altered = {each.place: each for each in matrix(words, plan)} if plan.amendment else {}
    blank = FormRow("ROW", "PART", RowKind.GOAL, "PARENT")
    recorded = TextForm.from_text(plan.text, plan.shape)
    return page(
        frame,
        "plans/editor.html",
        office=office,
        problem=problem,
        plan=plan,
        apart=apart,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        form=form,
        undecided=form.undecided,
        remarked=remarks(frame, office, plan, typed or {}),
        altered=altered,
        unreasoned=len(missing(altered.values())),
        typed=typed or {},
        parts=_parts(plan, form, places),
        kinds=[
            ("", words("As typed")),
            *((kind, names.target_kind(words, kind)) for kind in _targets(plan.shape)),
        ],
        heard=dict(_heard(words, form, plan.shape, scales_of(office, plan.year, plan.shape))),
        command_id=command_id,
        based_on=based_on,
        dirty=form != recorded,
        recorded=json.dumps(told_patch(changed(form, recorded)), ensure_ascii=False) if form != recorded else "",
        open_cover=any(place in form.cover for place in places),
        script_words=json.dumps({name: words(msgid) for name, msgid in SCRIPT_WORDS.items()}, ensure_ascii=False),
        said_once={
            name: [(answer, words(text)) for answer, text in answers] for name, answers in names.SAID_ONCE.items()
        },
        blank_goal=blank,
        blank_indicator=FormRow("ROW", "PART", RowKind.INDICATOR, "PARENT"),
        blank_programme=FormRow("ROW", "PART", RowKind.PROGRAMME, "PARENT" if plan.shape else ""),
    )


def _heard(
    words: Words, form: TextForm, shape: Kind | None, scales: Sequence[OrdinalScale]
) -> Iterator[tuple[str, CellHeard]]:
    """Yield what each figure of the form says, by its place."""
    for row in form.rows:
        match row.kind:
            case RowKind.INDICATOR:
                of = row.target_kind, row.target, form.said, row.text, scales, _targets(shape)
                yield f"{row.id}.target", heard_target(words, *of)
            case RowKind.PROGRAMME:
                yield f"{row.id}.allotted", heard_money(words, row.allotted, form.said)
        part = None if shape is None else shape.part(row.part)
        for key, typed in row.cells.items():
            column = part.column(key, RowKind(row.kind)) if part is not None and row.kind in set(RowKind) else None
            if column is None or not column.holds.figure or not isinstance(typed, str):
                continue
            money = column.holds is Holds.MONEY
            yield (
                f"{row.id}.{key}",
                heard_money(words, typed, form.said)
                if money
                else heard_target(words, "", typed, form.said, "", scales),
            )


def _targets(shape: Kind | None) -> Sequence[TargetKind]:
    return KINDS if shape is None or not shape.targets else shape.targets


def _parts(plan: Plan, form: TextForm, places: Sequence[str]) -> list[_PartForm]:
    parts = {}
    for key, details in form.parts.items():
        wrong = any(place.startswith(f"{key}.") and place.partition(".")[2] in details for place in places)
        parts[key] = _PartForm(key, part_name(plan.text, key), details, wrong)
        if (asked := None if plan.shape is None else plan.shape.part(key)) is not None:
            parts[key].levels = tuple(level.name for level in asked.levels)
            parts[key].numbering = tuple(level.numbering for level in asked.levels)
            parts[key].rows, parts[key].money = _rows(asked, plan.year), _money(asked, plan.year)
            parts[key].budget = asked.budget
    numbered = list(enumerate(form.rows))
    parents = {row.id: row.parent for row in form.rows if row.kind != RowKind.INDICATOR}
    goals: dict[str, _GoalForm] = {}
    for n, row in numbered:
        if row.part not in parts:
            continue
        part = parts[row.part]
        if row.kind == RowKind.GOAL:
            goals[row.id] = _GoalForm(n, row, "", _depth(row.id, parents))
            part.goals.append(goals[row.id])
        elif row.kind == RowKind.PROGRAMME:
            part.programmes.append((n, row, _depth(row.id, parents)))
    for n, row in numbered:
        if row.kind == RowKind.INDICATOR and row.parent in goals:
            goals[row.parent].indicators.append((n, row))
    for part in parts.values():
        asked = None if plan.shape is None else plan.shape.part(part.key)
        printed = numbers(((g.row.id, g.row.parent) for g in part.goals), PLAIN if asked is None else asked.levels)
        for goal in part.goals:
            goal.number = printed[goal.row.id]
        part.total = _total(row for _, row, depth in part.programmes if not depth)
    return list(parts.values())


def _rows(part: PartKind, year: int) -> _Layout:
    """Of goals and indicators, as the paper has them."""
    own = [[c for c in columns if c.on is not RowKind.PROGRAMME] for columns in part.layout()]
    return _Layout(*([_column(column, year) for column in columns] for columns in own))


def _money(part: PartKind, year: int) -> _Layout:
    """Of programmes: a code before the wording, what is ahead before the money."""
    own = [_column(column, year) for column in part.on(RowKind.PROGRAMME)]
    ahead = {column.key for column in part.on(RowKind.PROGRAMME) if column.ahead}
    codes = [c for c in own if c.holds is Holds.CODE]
    rest = [c for c in own if c.holds is not Holds.CODE]
    return _Layout(codes, [c for c in rest if c.key in ahead], [c for c in rest if c.key not in ahead])


def _column(column: Column, year: int) -> _ColumnForm:
    return _ColumnForm(column.key, column.head_in(year), column.on, column.holds, column.choices)


def _depth(goal: str, parents: Mapping[str, str]) -> int:
    depth, above = 0, parents[goal]
    while above in parents and depth < 4:
        depth, above = depth + 1, parents[above]
    return depth


def _total(rows: Iterable[FormRow]) -> str:
    """The sum of the programmes, as long as every one can be read."""
    try:
        amounts = [rupiah(row.allotted) for row in rows]
    except PlanError:
        return ""
    return spell_rupiah(sum(amounts[1:], amounts[0])) if amounts else ""
