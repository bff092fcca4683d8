"""The pages of the drafter: the editor, and the check before sending."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.plans.form import FormRow, TextForm
from api.plans.pages.plan import counts, part_name, told, wordings
from api.words import names
from api.words.amounts import SCRIPT_WORDS, said_rupiah, said_target
from api.words.refusals import explained
from api.words.words import Words
from domain.kernel.errors import N_, PlanError
from domain.kernel.numbers import rupiah, spell_rupiah
from domain.kind.column import RowKind
from domain.measure.target import KINDS, read_target
from domain.office.state import Office
from domain.plan.facts import Change
from domain.plan.questions import Question, questions
from domain.plan.state import Answer, Plan

_FEW = 30  # changes told before sending
Numbered = tuple[int, FormRow]


@dataclass
class _GoalForm:
    n: int
    row: FormRow
    number: str
    depth: int
    indicators: list[Numbered] = field(default_factory=list)


@dataclass
class _PartForm:
    key: str
    name: str
    details: Mapping[str, str]
    open: bool
    goals: list[_GoalForm] = field(default_factory=list)
    programmes: list[Numbered] = field(default_factory=list)
    total: str = ""


def editor(
    frame: Frame,
    office: Office,
    plan: Plan,
    form: TextForm,
    problem: Problem | None,
    command_id: str,
    based_on: int,
    *,
    restored: bool = False,
) -> str:
    """Return the editor with the form as typed; `based_on` is the text version that the typing began from."""
    words, clock = frame.words, frame.clock(office)
    places = [place for place, _ in problem.errors] if problem else []
    stale = problem.stale if problem else None
    blank = FormRow("ROW", "PART", RowKind.GOAL, "PARENT")
    return page(
        frame,
        "plans/editor.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        form=form,
        parts=_parts(plan, form, places),
        kinds=[(kind, names.target_kind(words, kind)) for kind in KINDS],
        said={row.id: said(words, row) for row in (*form.rows, blank)},
        command_id=command_id,
        based_on=based_on,
        restored=restored,
        dirty=form != TextForm.from_text(plan.text),
        told=told(words, clock, stale.changes, plan) if stale else [],
        open_cover=any(place in form.cover for place in places),
        script_words=json.dumps({name: words(msgid) for name, msgid in SCRIPT_WORDS.items()}, ensure_ascii=False),
        blank_goal=blank,
        blank_indicator=FormRow("ROW", "PART", RowKind.INDICATOR, "PARENT", target_kind=KINDS[0]),
        blank_programme=FormRow("ROW", "PART", RowKind.PROGRAMME),
    )


def said(words: Words, row: FormRow) -> str:
    """Read the row's figure aloud; empty where it cannot be read."""
    try:
        if row.kind == RowKind.INDICATOR:
            return said_target(words, read_target(row.target_kind, row.target))
        if row.kind == RowKind.PROGRAMME:
            return said_rupiah(words, rupiah(row.allotted))
    except PlanError:
        return ""
    return ""


def _parts(plan: Plan, form: TextForm, places: Sequence[str]) -> list[_PartForm]:
    parts = {}
    for key, details in form.parts.items():
        wrong = any(place.startswith(f"{key}.") and place.partition(".")[2] in details for place in places)
        parts[key] = _PartForm(key, part_name(plan.text, key), details, wrong)
    numbered = list(enumerate(form.rows))
    parents = {row.id: row.parent for row in form.rows if row.kind == RowKind.GOAL}
    goals: dict[str, _GoalForm] = {}
    for n, row in numbered:
        if row.part not in parts:
            continue
        part = parts[row.part]
        if row.kind == RowKind.GOAL:
            top = sum(not goal.row.parent for goal in part.goals)
            goals[row.id] = _GoalForm(n, row, "" if row.parent else f"{top + 1}.", _depth(row.id, parents))
            part.goals.append(goals[row.id])
        elif row.kind == RowKind.PROGRAMME:
            part.programmes.append((n, row))
    for n, row in numbered:
        if row.kind == RowKind.INDICATOR and row.parent in goals:
            goals[row.parent].indicators.append((n, row))
    for part in parts.values():
        part.total = _total(row for _, row in part.programmes)
    return list(parts.values())


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


@dataclass(frozen=True)
class _QuestionGroup:
    """Questions of one kind, and how many nobody has answered."""

    title: str
    items: tuple["_Item", ...]
    open: int


@dataclass(frozen=True)
class _Item:
    """A question with its cell, the wording of its row, and its answer."""

    question: Question
    message: str
    wording: str
    answer: Answer | None


_TITLES: Mapping[str, str] = {
    "dates-differ": N_("The dates differ"),
    "undated": N_("No date at the signature"),
    "count-in-percent": N_("A count with a target in per cent"),
    "value-in-percent": N_("A score with a target in per cent"),
    "share-of-one": N_("A share of a single office"),
    "repeated": N_("A repeated phrase"),
    "triple-letter": N_("Perhaps a misspelling"),
    "comma-glued": N_("Perhaps a missing space"),
    "goal-unmeasured": N_("A goal without an indicator"),
    "indicator-twice": N_("The same indicator twice"),
    "programmes-unpaired": N_("Goals and programmes do not pair"),
    "no-total": N_("The budget total is not in the text"),
    "programme-unlinked": N_("A programme without a goal"),
    "total-differs": N_("A printed total that differs"),
}


def check(
    frame: Frame,
    office: Office,
    plan: Plan,
    changes: Sequence[Change],
    typed: Mapping[str, str],
    problem: Problem | None,
    command_id: str,
    *,
    first: bool,
) -> str:
    """Return what would be sent; `changes` are those since the last submission, `first` where there was none."""
    words, clock = frame.words, frame.clock(office)
    waiting = [c for c in plan.comments.values() if c.open and c.carried <= plan.round]
    heading = words("What you send") if first else words("What changed since it was last sent")
    blocked = ""
    if plan.text.is_empty():
        blocked = words("The plan has no indicator yet; there is nothing to review.")
    elif waiting:
        blocked = words("Settle the comments or carry them over first.")
    steps = [names.step(words, step, office) for step in plan.route if step.order == plan.route[0].order]
    return page(
        frame,
        "plans/check.html",
        office=office,
        problem=problem,
        plan=plan,
        base=plan_path(office, f"{plan.kind}-{plan.year}"),
        command_id=command_id,
        typed=typed,
        waiting=waiting,
        wordings=wordings(plan.text),
        counts=counts(words, plan.text, plan.shape),
        questions=_questions(words, plan),
        heading=heading,
        told=[] if first else told(words, clock, changes[:_FEW], plan),
        first=first,
        more=0 if first else max(0, len(changes) - _FEW),
        means=words(
            "This version goes to the officials, first to: {steps}. You can take it back before the first signature.",
            steps=words(" and ").join(steps),
        ),
        blocked=blocked,
    )


def _questions(words: Words, plan: Plan) -> list[_QuestionGroup]:
    groups: dict[str, list[Question]] = {}
    for question in questions(plan.text, plan.shape):
        groups.setdefault(question.code, []).append(question)
    rows = wordings(plan.text)
    return [
        _QuestionGroup(
            words(_TITLES[code]),
            tuple(
                _Item(
                    q,
                    Markup("{}").format(explained(words, None, q.message, q.params)),
                    rows.get(q.place.partition(".")[0], ""),
                    plan.answers.get(q.name),
                )
                for q in asked
            ),
            sum(q.name not in plan.answers for q in asked),
        )
        for code, asked in groups.items()
    ]
