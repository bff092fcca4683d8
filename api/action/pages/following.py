"""What an action plan must follow, or has followed, row by row: the old wording and target beside the new."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from api.plans.redline import added, redline, struck
from api.words.words import Words
from domain.action.following import RowFollowed, changes, to_look_at
from domain.action.state import Action
from domain.kernel.errors import N_
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import RowKind
from domain.measure.target import spell_target
from domain.plan.basis import PlanBasis
from domain.plan.text import Indicator, Programme, Row, kind_of_row

_KINDS: Mapping[RowKind, str] = {
    RowKind.GOAL: N_("Goal"),
    RowKind.INDICATOR: N_("Indicator"),
    RowKind.PROGRAMME: N_("Programme or activity"),
}


@dataclass(frozen=True)
class FollowedShown:
    """A row that became another: its kind, what became of it, its wording and its figure with what went struck.

    `where` is the row of the action plan, empty where it has none; `looks` says that it still says what it said before.
    """

    kind: str
    became: str
    text: Markup
    figure: Markup
    where: str
    looks: bool


def to_follow(words: Words, action: Action, newer: PlanBasis) -> list[FollowedShown]:
    """Return what the amended plan has otherwise than the one that the action plan was made for."""
    return [_shown(words, each, lambda _: "", frozenset()) for each in changes(action.basis, newer)]


def followed(words: Words, action: Action, here: str) -> list[FollowedShown]:
    """Return what is other than in the version that is signed, while the next is on its way."""
    if action.signed is None or action.followed is None:
        return []
    looks = frozenset(to_look_at(action))

    def where(key: str) -> str:
        return f"{here}/rows/{quote(key, safe='')}" if key in action.rows else ""

    return [_shown(words, each, where, looks) for each in changes(action.signed.basis, action.basis)]


def marked(words: Words, action: Action) -> Mapping[str, str]:
    """Return what a row of the action plan is marked with since it followed an amended plan, by its indicator."""
    if action.signed is None or action.followed is None:
        return {}
    found = changes(action.signed.basis, action.basis)
    return {each.row.id: words(_became(each)) for each in found if each.row.id in action.rows}


def _shown(words: Words, each: RowFollowed, where: Callable[[str], str], looks: frozenset[str]) -> FollowedShown:
    row = each.row
    return FollowedShown(
        kind=words(_KINDS[kind_of_row(row)]),
        became=words(_became(each)),
        text=_between(words, each.old, each.new, lambda one: one.text, redline),
        figure=_between(words, each.old, each.new, _figure, _replaced),
        where=where(row.id),
        looks=row.id in looks,
    )


def _became(each: RowFollowed) -> str:
    if each.old is None:
        return N_("new")
    if each.new is None:
        return N_("gone")
    if each.retargeted:
        return N_("another target")
    if each.reallotted:
        return N_("another amount")
    return N_("worded otherwise") if each.old.text != each.new.text else N_("changed")


def _between(
    words: Words,
    old: Row | None,
    new: Row | None,
    said: Callable[[Row], str],
    both: Callable[[Words, str, str], Markup],
) -> Markup:
    was, now = "" if old is None else said(old), "" if new is None else said(new)
    if old is None:
        return added(words, now)
    return struck(words, was) if new is None else both(words, was, now)


def _replaced(words: Words, old: str, new: str) -> Markup:
    return Markup("{}").format(new) if old == new else Markup(" ").join((struck(words, old), added(words, new)))


def _figure(row: Row) -> str:
    match row:
        case Indicator(target=target):
            return spell_target(target)
        case Programme(allotted=allotted):
            return "" if allotted is None else spell_rupiah(allotted)
        case _:
            return ""
