"""The tree of performance: the plans of an office's year with what they answer to, row by row."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.kernel.errors import N_
from domain.kind.kind import PLAIN, numbers
from domain.plan.across import across, supported
from domain.plan.questions import Question
from domain.plan.state import Plan
from domain.plan.support import Support
from domain.plan.text import Goal, Indicator, Part
from views.models.tree import TreeDoubtView, TreeLinkView, TreePlanView, TreeRowView, TreeView
from views.text import target_view

Of = tuple[str, str]  # office and plan
_UNANSWERED = N_("Nothing below answers to it.")
_ALONE = N_("It answers to no row of another plan.")


@dataclass(frozen=True)
class Branch:
    """A plan of the tree; None where it may not be read. `there` is how the rows that it answers to read now."""

    office: str
    key: str
    plan: Plan | None
    there: Sequence[Support] = ()

    @property
    def of(self) -> Of:
        """Return office and plan."""
        return self.office, self.key

    @property
    def links(self) -> list[tuple[Indicator, Support]]:
        """Return its links to rows of other plans."""
        return [] if self.plan is None else supported(self.plan.text)


def tree_view(office: str, year: int, branches: Sequence[Branch], left_out: int = 0) -> TreeView:
    """Return the tree; of the plans of other offices that only stand above, only the rows that are answered to."""
    rank = _ranks(branches)
    placed = sorted(branches, key=lambda branch: (rank[branch.of], branch.office != office, branch.of))
    linked = [support for branch in placed for _, support in branch.links]
    rows = [row for branch in placed for row in _rows(branch, linked, whole=branch.office == office)]
    return {
        "office": office,
        "year": year,
        "plans": [_plan(branch, rank[branch.of]) for branch in placed],
        "rows": rows,
        "left_out": left_out,
    }


def _ranks(branches: Sequence[Branch]) -> dict[Of, int]:
    """How many plans stand above each, one over the other; a circle ends where every plan was counted once."""
    here = {branch.of for branch in branches}
    above = {branch.of: {support.of for _, support in branch.links} & here for branch in branches}
    rank = dict.fromkeys(above, 0)
    for _ in above:
        rank = {of: max((rank[each] + 1 for each in up), default=0) for of, up in above.items()}
    order = sorted(set(rank.values()))
    return {of: order.index(at) for of, at in rank.items()}


def _plan(branch: Branch, rank: int) -> TreePlanView:
    plan = branch.plan
    return {
        "office": branch.office,
        "plan": branch.key,
        "title": "" if plan is None else plan.text.details.title,
        "rank": rank,
        "version": 0 if plan is None else plan.version,
        "phase": None if plan is None else plan.phase,
        "read": plan is not None,
    }


def _rows(branch: Branch, linked: Collection[Support], *, whole: bool) -> Iterator[TreeRowView]:
    answered = {support.row: support for support in linked if support.of == branch.of}
    if branch.plan is None:
        for support in sorted(answered.values(), key=lambda each: each.row):
            if support.target is not None:
                yield _row(branch, Indicator(support.row, "", support.text, support.target), 0, "", ())
        return
    doubts = _doubts(branch)
    ordinals = {i.id: n for n, i in enumerate((i for p in branch.plan.text.parts for i in p.indicators), 1)}
    lower = bool(branch.links)
    for part in branch.plan.text.parts:
        shape = None if branch.plan.shape is None else branch.plan.shape.part(part.key)
        printed = numbers(((goal.id, goal.parent) for goal in part.goals), PLAIN if shape is None else shape.levels)
        here = {row.id for row in part.indicators}
        asked = bool(here & answered.keys())
        shown = here if whole or lower else here & answered.keys()
        for row, level in _printed(part, shown, every=whole):
            if isinstance(row, Goal):
                names = () if shape is None else tuple(each.name for each in shape.levels)
                yield _row(branch, row, level, printed[row.id], (), names[level] if level < len(names) else "")
                continue
            found = list(doubts.get(row.id, ()))
            if asked and row.id not in answered:
                found.append(_said("support-missing", _UNANSWERED))
            if lower and not row.supports and any(each.supports for each in part.indicators):
                found.append(_said("support-none", _ALONE))
            yield _row(branch, row, level, str(ordinals[row.id]), found)


def _printed(part: Part, shown: Collection[str], *, every: bool) -> Iterator[tuple[Goal | Indicator, int]]:
    """The indicators to be shown behind their goals, each with how many rows stand above; `every` goal, or theirs."""
    parents = {goal.id: goal.parent for goal in part.goals}
    wanted = set(parents) if every else set()
    for row in part.indicators:
        above = row.goal if row.id in shown else ""
        while above:
            wanted.add(above)
            above = parents[above]
    depth: dict[str, int] = {}
    for goal in part.goals:
        depth[goal.id] = depth[goal.parent] + 1 if goal.parent else 0
        if goal.id in wanted:
            yield goal, depth[goal.id]
            yield from ((i, depth[goal.id] + 1) for i in part.indicators if i.goal == goal.id and i.id in shown)


def _doubts(branch: Branch) -> dict[str, list[TreeDoubtView]]:
    """What disagrees between the plan and what it answers to, by its own rows."""
    if branch.plan is None:
        return {}
    found: dict[str, list[TreeDoubtView]] = {}
    for question, _ in across(branch.plan.text, branch.there):
        if question.code != "support-missing":  # the tree says it of the row above, whichever plan might answer to it
            doubt = _asked(question, answered=question.name in branch.plan.answers)
            found.setdefault(question.place.partition(".")[0], []).append(doubt)
    return found


def _asked(question: Question, *, answered: bool) -> TreeDoubtView:
    return {
        "code": question.code,
        "message": question.message,
        "params": question.params,
        "question": question.name,
        "answered": answered,
    }


def _said(code: str, message: str) -> TreeDoubtView:
    return {"code": code, "message": message, "params": {}, "question": "", "answered": False}


def _row(
    branch: Branch, row: Goal | Indicator, level: int, number: str, doubts: Sequence[TreeDoubtView], called: str = ""
) -> TreeRowView:
    goal = isinstance(row, Goal)
    return {
        "office": branch.office,
        "plan": branch.key,
        "row": row.id,
        "kind": "goal" if goal else "indicator",
        "parent": row.parent if isinstance(row, Goal) else row.goal,
        "level": level,
        "number": number,
        "called": called,
        "text": row.text,
        "target": None if isinstance(row, Goal) else target_view(row.target),
        "supports": [] if isinstance(row, Goal) else [_link(support) for support in row.supports],
        "doubts": list(doubts),
    }


def _link(support: Support) -> TreeLinkView:
    return {"office": support.office, "plan": support.plan, "row": support.row}
