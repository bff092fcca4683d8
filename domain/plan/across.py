"""What a careful reviewer would question between a text and rows of others: those it answers to, and last year's."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from domain.kernel.errors import N_
from domain.measure.flags import leap
from domain.measure.formula import Direction
from domain.measure.proposal import propose
from domain.measure.target import (
    GRADES,
    OPINIONS,
    Grade,
    Index,
    Opinion,
    Percentage,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Target,
)
from domain.measure.target import spell_target as spelled
from domain.plan.questions import Question
from domain.plan.support import Support
from domain.plan.text import Indicator, PlanText, Programme


def across(text: PlanText, there: Iterable[Support]) -> list[tuple[Question, Support]]:
    """Return every doubt in printed order, then the rows that nothing here answers to; each with the other plan's row.

    `there` is how rows of other plans read now; of one that is not among them, how it read when it was linked holds.
    """
    now = {row.address: row for row in there}
    linked = supported(text)
    found = [
        (doubt, there)
        for row, support in linked
        for there in (now.get(support.address, support),)
        for doubt in _doubts(row, support, there)
    ]
    answered, plans = {support.address for _, support in linked}, {support.of for _, support in linked}
    unanswered = N_("Nothing here answers to “{text}” of {plan} ({office}), target {target}.")
    for row in now.values():
        if row.of in plans and row.address not in answered and row.target is not None:
            missing = _question("support-missing", unanswered, row.address, row, target=spelled(row.target))
            found.append((missing, row))
    return found


def supported(text: PlanText) -> list[tuple[Indicator, Support]]:
    """Return every link to a row of another plan, in printed order."""
    return [(row, support) for part in text.parts for row in part.indicators for support in row.supports]


def read_now(office: str, plan: str, version: int, text: PlanText, linked: Collection[Support]) -> list[Support]:
    """Return how the linked rows read in a plan's text, and their neighbours: the other rows of the same parts.

    One that is not there any more has no target.
    """
    known = {each.row for each in linked}
    found = []
    for part in text.parts:
        if known.intersection(row.id for row in part.indicators):
            found += [Support(office, plan, row.id, version, row.text, row.target) for row in part.indicators]
    there = {each.row for each in found}
    gone = {e.row: Support(office, plan, e.row, version, e.text) for e in linked if e.row not in there}
    return [*found, *gone.values()]


def rows_of(office: str, plan: str, version: int, text: PlanText) -> list[Support]:
    """Return the figures of a plan, of indicators and of programmes, as they read."""
    found = []
    for part in text.parts:
        found += [Support(office, plan, row.id, version, row.text, row.target) for row in part.indicators]
        money = [(row, row.allotted) for row in part.programmes]
        found += [Support(office, plan, r.id, version, r.text, Rupiah(sum_)) for r, sum_ in money if sum_ is not None]
    return found


def leapt(text: PlanText, before: Iterable[Support]) -> list[tuple[Question, Support]]:
    """Return every figure that is far from what the row of the same wording had `before`; each with that row."""
    known, found = by_wording(before), []
    for row in rows_of("", "", 0, text):
        money = isinstance(text.rows()[row.row], Programme)
        place = f"{row.row}.{'allotted' if money else 'target'}"
        if row.target is not None and (asked := leap_of(place, row.text, row.target, known)) is not None:
            found.append(asked)
    return found


def by_wording(rows: Iterable[Support]) -> dict[tuple[str, ...], Support]:
    """Return the rows by their wording; of those that read the same none."""
    found: dict[tuple[str, ...], list[Support]] = {}
    for row in rows:
        found.setdefault(_folded(row.text), []).append(row)
    return {wording: same[0] for wording, same in found.items() if len(same) == 1}


def leap_of(
    place: str, wording: str, target: Target, before: Mapping[tuple[str, ...], Support]
) -> tuple[Question, Support] | None:
    """Return what is asked of a figure that is far from that of the row of its wording, with that row."""
    row = before.get(_folded(wording))
    if row is None or row.target is None or not far(target, row.target):
        return None
    message = N_("{target} is far from {was}, which {plan} had: is it right?")
    return _question("target-leapt", message, place, row, target=spelled(target), was=spelled(row.target)), row


def far(target: Target, before: Target) -> bool:
    """Return whether one is ten times the other or more, where both are measured in the same."""
    own, other = _span(target), _span(before)
    return own is not None and other is not None and own[0] == other[0] and leap(own[2], other[2])


def _doubts(row: Indicator, linked: Support, there: Support) -> Iterator[Question]:
    place = f"{row.id}.supports"
    if there.target is None:
        gone = N_("“{text}” is not in {plan} ({office}) any more.")
        yield _question("support-gone", gone, place, linked)
        return
    if linked.target is not None and (there.text, there.target) != (linked.text, linked.target):
        changed = N_("{plan} ({office}) had “{old}”, target {was}, when it was linked; now “{text}”, target {target}.")
        was, target = spelled(linked.target), spelled(there.target)
        yield _question("support-changed", changed, place, there, old=linked.text, was=was, target=target)
    if falls_short(row, there.target):
        short = N_("The target {target} falls short of {reference}, which {plan} ({office}) has for “{text}”.")
        target, reference = spelled(row.target), spelled(there.target)
        yield _question("support-short", short, f"{row.id}.target", there, target=target, reference=reference)
    if _folded(row.text) != _folded(there.text):
        otherwise = N_("In {plan} ({office}) the row that it answers to reads otherwise: “{text}”.")
        yield _question("support-wording", otherwise, f"{row.id}.text", there, own=row.text)


def falls_short(row: Indicator, reference: Target) -> bool:
    """Return whether the indicator aims at less than the reference; what cannot be compared does not."""
    own, other = _span(row.target), _span(reference)
    if own is None or other is None or own[0] != other[0]:
        return False
    lower = propose(row.text, row.target).better in (Direction.LOWER, Direction.RANGE_LOWER)
    return own[2] > other[2] if lower else own[1] < other[1]


def _span(target: Target) -> tuple[str, Decimal, Decimal] | None:
    """What it is measured in, and its lowest and highest value; of a grade, how far it is from the best."""
    match target:
        case Percentage(value):
            return "%", value, value
        case Quantity(value, unit):
            return unit.casefold(), value, value
        case Index(value, highest):
            return f"/{highest or ''}", value, value
        case Range(low, high, unit):
            return unit.casefold(), low, high
        case Rupiah(value):
            return "rupiah", value, value
        case Rank(value, word):
            return f"#{word.casefold()}", value, value
        case Grade(value) | Opinion(value) if value in (GRADES if isinstance(target, Grade) else OPINIONS):
            scale = GRADES if isinstance(target, Grade) else OPINIONS
            place = Decimal(-scale.index(value))
            return scale[0], place, place
        case _:
            return None


def _folded(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _question(code: str, message: str, place: str, row: Support, **params: str) -> Question:
    named = {"text": row.text, "plan": row.plan.replace("-", " ").upper(), "office": row.office}
    return Question(code, message, place, named | params)
