"""The tree of performance (*pohon kinerja*) of an office's year, as a picture with its table, and for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from markupsafe import Markup
from starlette.responses import Response

from api.http.address import part, plan_path
from api.http.answers import json_answer, page_answer
from api.http.described import query, reads
from api.http.frame import Frame
from api.http.html import page
from api.http.problems import HttpError
from api.http.visit import Visit
from api.http.way import Way
from api.plans.bodies import FIRST_YEAR, LAST_YEAR
from api.plans.pages.check import asked_in_words
from api.reads.supports import OtherPlans, grown, years_of
from api.tree.layout import Inscription, Key, key_of
from api.tree.picture import HUES, pictures
from api.words import names
from domain.kernel.errors import N_
from domain.office.state import Office
from domain.plan.questions import Question
from views.models.tree import TreeDoubtView, TreePlanView, TreeRowView, TreeView
from views.tree import tree_view

# What a box has room for; the table says it in full.
_SHORT: Mapping[str, str] = {
    "support-gone": N_("The row above is gone"),
    "support-changed": N_("The row above reads otherwise now"),
    "support-short": N_("Target below the row above"),
    "support-wording": N_("Wording differs from the row above"),
    "support-missing": N_("Nothing below answers to it"),
    "support-none": N_("Answers to no row above"),
}


@dataclass(frozen=True)
class _Doubt:
    """What disagrees, in words; a `question` that nobody answered is to be answered at the plan's check."""

    text: Markup
    answered: bool
    question: str


@dataclass(frozen=True)
class _Linked:
    """A row that another answers to: what it is called, and its place on this page."""

    name: str
    anchor: str


@dataclass(frozen=True)
class _Line:
    """A row of the table."""

    row: TreeRowView
    anchor: str
    path: str
    supports: tuple[_Linked, ...]
    doubts: tuple[_Doubt, ...]


@dataclass(frozen=True)
class _Plan:
    """A plan with its rows, its colour, and its address where it may be read."""

    plan: TreePlanView
    name: str
    hue: int
    path: str
    rows: tuple[_Line, ...]


def tree_page(frame: Frame, office: Office, tree: TreeView, years: Sequence[int]) -> str:
    """Return the page."""
    rows = {key_of(row): row for row in tree["rows"]}
    of = {(plan["office"], plan["plan"]): plan for plan in tree["plans"]}
    called = [_called(frame, office, plan) for plan in tree["plans"]]
    inscriptions = {key: _inscription(frame, row) for key, row in rows.items()}
    label = frame.words("Tree of performance {year} of {office}", year=tree["year"], office=office.name)
    return page(
        frame,
        "tree/tree.html",
        office=office,
        tree=tree,
        years=sorted({*years, tree["year"]}, reverse=True),
        pictures=pictures(tree["plans"], tree["rows"], inscriptions, called, label),
        plans=[
            _plan(frame, plan, name, n % HUES, [_line(frame, row, rows, of) for row in _of(plan, tree["rows"])])
            for n, (plan, name) in enumerate(zip(tree["plans"], called, strict=True))
        ],
        doubts=sum(not doubt["answered"] for row in tree["rows"] for doubt in row["doubts"]),
    )


def _of(plan: TreePlanView, rows: Sequence[TreeRowView]) -> list[TreeRowView]:
    return [row for row in rows if (row["office"], row["plan"]) == (plan["office"], plan["plan"])]


def _plan(frame: Frame, plan: TreePlanView, name: str, hue: int, rows: Sequence[_Line]) -> _Plan:
    return _Plan(plan, name, hue, plan_path(plan["office"], plan["plan"]) if plan["read"] else "", tuple(rows))


def _called(frame: Frame, office: Office, plan: TreePlanView) -> str:
    """Name a plan, and its office where that is another one."""
    short = names.other_plan(plan["plan"])
    if plan["office"] == office.id:
        return short
    there = frame.viewer.office(plan["office"]) if frame.viewer else None
    return f"{short}, {there.name if there else plan['office']}"


def _inscription(frame: Frame, row: TreeRowView) -> Inscription:
    words = frame.words
    goal = row["kind"] == "goal"
    named = words("Goal {number}", number=row["number"]) if goal else words("Indicator {number}", number=row["number"])
    head = f"{row['called']} {row['number']}" if row["called"] else named
    target = words("Target: {target}", target=row["target"]["text"]) if row["target"] else ""
    notes = dict.fromkeys(_SHORT[doubt["code"]] for doubt in row["doubts"] if not doubt["answered"])
    more = len(row["supports"]) - 1
    also = words.plural("Answers to {n} more row", "Answers to {n} more rows", more) if more > 0 else ""
    return Inscription(head.strip(), target, also, tuple(words(note) for note in notes))


def _line(
    frame: Frame, row: TreeRowView, rows: Mapping[Key, TreeRowView], of: Mapping[tuple[str, str], TreePlanView]
) -> _Line:
    plan = of[row["office"], row["plan"]]
    path = f"{plan_path(plan['office'], plan['plan'])}#{part(row['row'])}" if plan["read"] else ""
    linked = []
    for support in row["supports"]:
        key = support["office"], support["plan"], support["row"]
        above = rows.get(key)
        linked.append(
            _Linked(_cited(frame, row, names.other_plan(key[1]), above), "" if above is None else _anchor(above))
        )
    return _Line(row, _anchor(row), path, tuple(linked), tuple(_doubt(frame, doubt) for doubt in row["doubts"]))


def _cited(frame: Frame, row: TreeRowView, plan: str, above: TreeRowView | None) -> str:
    """Call a row above by its number, and by its wording where that is not the row's own."""
    if above is None:
        return plan
    number = frame.words("{plan}, indicator {number}", plan=plan, number=above["number"]) if above["number"] else plan
    return number if above["text"] == row["text"] else f"{number}: {above['text']}"


def _doubt(frame: Frame, doubt: TreeDoubtView) -> _Doubt:
    question = Question(doubt["code"], doubt["message"], "", doubt["params"])
    return _Doubt(asked_in_words(frame, question), doubt["answered"], doubt["question"])


def _anchor(row: TreeRowView) -> str:
    return part(f"{row['office']}/{row['plan']}/{row['row']}")


router = APIRouter(tags=["plans"])


@router.get(
    "/offices/{office}/tree",
    **reads(
        "The plans of a year with what they answer to and what answers to them, row by row",
        TreeView,
        operation="read_tree",
        headers=[
            query(
                "year",
                "Its year; left out, the newest that the office has a plan of",
                {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
            )
        ],
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-plan"))]) -> Response:
    """Show it; of other offices' plans only what the reader may read, else the rows as they were linked."""
    store = visit.services.store
    years = await years_of(store, visit.office.id)
    year = _year(visit, next(iter(years), visit.services.clock().year))
    others = OtherPlans(visit.who, visit.services.recorder)
    found = await grown(store, others, visit.office.id, year)
    tree = tree_view(visit.office.id, year, found.branches, found.left_out)
    return page_answer(tree_page(visit.frame, visit.office, tree, years)) if visit.html else json_answer(tree)


def _year(visit: Visit, newest: int) -> int:
    asked = visit.request.query_params.get("year", "").strip()
    if not asked:
        return newest
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= LAST_YEAR):
        raise HttpError(422, "not-a-year", "“{text}” is not a year such as 2024.", "year", text=asked[:40])
    return int(asked)
