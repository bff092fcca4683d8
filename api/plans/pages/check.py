"""The check before sending: what changed, open comments, and what a careful reviewer would ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.http.address import plan_path
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import Problem
from api.plans.amendment.asking import asking
from api.plans.amendment.matrix import matrix, missing
from api.plans.pages.plan import counts, told, wordings
from api.reads.upstream import AmendedSource
from api.words import names
from api.words.refusals import explained
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.plan.comment import Answer
from domain.plan.facts import Change
from domain.plan.questions import Question
from domain.plan.state import Plan

_FEW = 30  # changes told before sending


@dataclass(frozen=True)
class _QuestionGroup:
    """Questions of one kind, and how many nobody has answered."""

    title: str
    items: tuple["_Item", ...]
    open: int


@dataclass(frozen=True)
class _Item:
    """A question with the address of its cell, the wording of its row, and its answer."""

    question: Question
    message: Markup
    where: str
    wording: str
    answer: Answer | None


_TITLES: Mapping[str, str] = {
    "dates-differ": N_("The dates differ"),
    "undated": N_("No date at the signature"),
    "count-in-percent": N_("A count with a target in per cent"),
    "value-in-percent": N_("A score with a target in per cent"),
    "share-of-one": N_("A share of a single office"),
    "unit-unknown": N_("An unusual unit"),
    "multiple-short": N_("Money in short"),
    "target-missing": N_("No target printed"),
    "target-leapt": N_("A figure far from last year's"),
    "repeated": N_("A repeated phrase"),
    "triple-letter": N_("Perhaps a misspelling"),
    "comma-glued": N_("Perhaps a missing space"),
    "goal-unmeasured": N_("A goal without an indicator"),
    "indicator-twice": N_("The same indicator twice"),
    "programmes-unpaired": N_("Goals and programmes do not pair"),
    "no-total": N_("The budget total is not in the text"),
    "budget-restated": N_("Amounts that are not parts of one sum"),
    "programme-unlinked": N_("A programme without a goal"),
    "total-differs": N_("A printed total that differs"),
    "support-gone": N_("A row of another plan that is gone"),
    "support-changed": N_("A row of another plan that reads otherwise now"),
    "support-short": N_("A target below its reference"),
    "support-wording": N_("A wording that differs from the other plan's"),
    "support-missing": N_("A row of another plan that nothing here supports"),
}


def check(
    frame: Frame,
    office: Office,
    plan: Plan,
    changes: Sequence[Change],
    questions: Sequence[Question],
    typed: Mapping[str, str],
    problem: Problem | None,
    command_id: str,
    lowered: frozenset[str],
    *,
    source: AmendedSource | None,
    first: bool,
) -> str:
    """Return what would be sent; `changes` are those since the last submission, `first` where there was none.

    `source` is an amendment upstream, whose reasons are proposed.
    """
    words, clock = frame.words, frame.clock(office)
    waiting = [c for c in plan.comments.values() if c.open and c.carried <= plan.round]
    heading = words("What you send") if first else words("What changed since it was last sent")
    altered = matrix(words, plan) if plan.amendment else ()
    unreasoned = len(missing(altered))
    blocked = ""
    if plan.amendment is not None and not altered:
        blocked = words("The amendment changes nothing yet.")
    elif unreasoned:
        blocked = words("Say why each change is made first.")
    elif plan.text.is_empty():
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
        altered=altered,
        lowered=lowered,
        proposed={each.place: source.reason(each.place, plan) for each in missing(altered)} if source else {},
        unreasoned=unreasoned,
        reasons_id=typed["command_id"]
        if problem and problem.unknown and typed.get("comment") == "reasons"
        else frame.new_id(),
        asking=asking(frame, office, plan),
        typed=typed,
        waiting=waiting,
        wordings=wordings(plan.text),
        counts=counts(words, plan.text, plan.shape),
        questions=_questions(frame, office, plan, questions),
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


def _questions(frame: Frame, office: Office, plan: Plan, questions: Iterable[Question]) -> list[_QuestionGroup]:
    words = frame.words
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.code, []).append(question)
    rows = wordings(plan.text)
    return [
        _QuestionGroup(
            words(_TITLES[code]),
            tuple(
                _Item(
                    q,
                    asked_in_words(frame, q),
                    _where(office, plan, q.place),
                    rows.get(q.place.partition(".")[0], ""),
                    plan.answers.get(q.name),
                )
                for q in asked
            ),
            sum(q.name not in plan.answers for q in asked),
        )
        for code, asked in groups.items()
    ]


def asked_in_words(frame: Frame, question: Question) -> Markup:
    """Return what is asked; another plan's office goes by its name, where the reader knows it."""
    params = question.params
    there = frame.viewer.office(params.get("office", "")) if frame.viewer else None
    named = params if there is None else {**params, "office": there.name}
    return Markup("{}").format(explained(frame.words, None, question.message, named))


def _where(office: Office, plan: Plan, place: str) -> str:
    """The address of a cell: in the editor, among the rows of other plans, or (`office/plan/row`) there itself."""
    if "/" in place:
        there, key, row = place.split("/", 2)
        return f"{plan_path(there, key)}#{row}"
    row, _, cell = place.partition(".")
    base = plan_path(office, plan.key)
    return f"{base}/{cell}#{row}" if cell in ("supports", "serves") else f"{base}/edit#{place}"
