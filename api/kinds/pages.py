"""The pages of kinds: those an office has, one as its paper looks, and the one that makes another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.http.forms import at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.problems import Problem, Unprocessable
from api.kinds import form, origin
from api.kinds.preview import preview
from api.kinds.signing import Tree
from api.plans.sheet import PaperShown
from api.rights import may
from api.words import names
from api.words.words import Words
from domain.kernel.errors import N_
from domain.kind.kind import Holds, Kind, Language, Numbering, Paper, RowKind, Side
from domain.office.state import Office
from domain.route.route import orders

_FURTHEST = 10  # years of a column, before and after the plan's
_ON = {RowKind.INDICATOR: N_("indicator"), RowKind.GOAL: N_("goal"), RowKind.PROGRAMME: N_("programme")}
_HOLDS = {
    Holds.TEXT: N_("words"),
    Holds.MEASURE: N_("a figure, as a target is"),
    Holds.MONEY: N_("rupiah"),
    Holds.WEIGHT: N_("a weight in per cent"),
    Holds.CODE: N_("a code"),
    Holds.CHOICE: N_("one of these"),
}
_NUMBERING = [
    (Numbering.NUMBER.value, "1. 2. 3."),
    (Numbering.NESTED.value, "1.1 1.2 1.3"),
    (Numbering.LETTER.value, "a. b. c."),
    (Numbering.ROMAN.value, "I. II. III."),
]
_SIDES = {Side.LEFT: N_("at the left"), Side.RIGHT: N_("at the right"), Side.MIDDLE: N_("in the middle")}
_PAPERS = {Paper.PORTRAIT: N_("upright"), Paper.LANDSCAPE: N_("lengthwise")}
_LANGUAGES = [(Language.INDONESIAN.value, "Bahasa Indonesia"), (Language.ENGLISH.value, "English")]


@dataclass(frozen=True)
class KindRow:
    """A kind in the list."""

    kind: Kind
    name: str
    own: bool


def kinds(frame: Frame, office: Office, known: Mapping[str, Kind], problem: Problem | None) -> str:
    """Return the list, and the way to another."""
    return page(
        frame,
        "kinds/kinds.html",
        office=office,
        problem=problem,
        rows=[KindRow(kind, names.kind(frame.words, code, kind), code in office.kinds) for code, kind in known.items()],
        may_declare=may("declare-kind", roles(frame, office)),
    )


def kind(frame: Frame, office: Office, shown: Kind, newest: Kind) -> str:
    """Return a version of a kind as its paper looks."""
    clock = frame.clock(office)
    return page(
        frame,
        "kinds/kind.html",
        office=office,
        kind=shown,
        newest=newest,
        name=names.kind(frame.words, shown.code, shown),
        own=shown.code in office.kinds,
        stations=_stations(frame, office, shown),
        origin=names.kind(frame.words, shown.origin.kind, office.known_kinds().get(shown.origin.kind))
        if shown.origin
        else "",
        paper=preview(frame.words, shown, clock.date(frame.now).year, office.address),
        may_declare=may("declare-kind", roles(frame, office)),
    )


def edit(frame: Frame, office: Office, tree: Tree, problem: Problem | None, command_id: str) -> str:
    """Return the form as typed, with the paper that comes of it beside it."""
    words, year = frame.words, frame.clock(office).date(frame.now).year
    made, paper = _made(words, office, tree, year)
    known = office.known_kinds()
    return page(
        frame,
        "kinds/edit.html",
        office=office,
        problem=at_fields(problem, form.places(tree)),
        tree=tree,
        command_id=command_id,
        known=office.kinds.get(tree["code"]),
        paper=paper,
        stations=[] if made is None else _stations(frame, office, made),
        choices={
            "on": _named(words, _ON),
            "holds": _named(words, _HOLDS),
            "numbering": [(Numbering.NONE.value, words("no number")), *_NUMBERING],
            "side": _named(words, _SIDES),
            "paper": _named(words, _PAPERS),
            "language": _LANGUAGES,
            "year": _years(words, year),
            **origin.choices(words, tree, known, {code: names.kind(words, code, kind) for code, kind in known.items()}),
        },
        year=year,
    )


def _made(words: Words, office: Office, tree: Tree, year: int) -> tuple[Kind | None, PaperShown | None]:
    """The kind as far as it was typed, and its paper; an empty name is shown as one that is yet to come."""
    try:
        made = form.body(tree).kind()
    except Unprocessable:
        return None, None
    return made, preview(words, made, year, office.address)


def _named(words: Words, choices: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), words(name)) for value, name in choices.items()]


def _years(words: Words, year: int) -> list[tuple[str, str]]:
    """The years that a column can be of, as they would be in a plan of this year."""
    named = {0: words("the plan's year"), -1: words("the year before"), 1: words("the year after")}
    many = [words("{n} years before"), words("{n} years after")]
    return [("", words("no year"))] + [
        (str(n), f"{named.get(n) or many[n > 0].format(n=abs(n))} ({year + n})")
        for n in range(-_FURTHEST, _FURTHEST + 1)
    ]


def _stations(frame: Frame, office: Office, kind: Kind) -> list[list[str]]:
    """What each order of its route asks, in words; those side by side together."""
    return [
        [names.step(frame.words, s, office) for s in kind.route if s.order == order] for order in orders(kind.route)
    ]
