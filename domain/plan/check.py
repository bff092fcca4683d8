"""Whether a text that somebody sent can stand as a plan's text; refused with the place, or put in order."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec

from domain.kernel.characters import clean
from domain.kernel.errors import N_, require
from domain.kernel.message import plain
from domain.kind.kind import Kind, RowKind
from domain.measure.target import (
    Grade,
    Index,
    Missing,
    Moment,
    Opinion,
    Percentage,
    Proportion,
    Quantity,
    Range,
    Rank,
    Rupiah,
    Several,
    Single,
    Target,
    Worded,
)
from domain.measure.wording import falling
from domain.office.check import slug
from domain.plan.cell import Cell, spell_cell
from domain.plan.money import spell_allotted
from domain.plan.shape import shaped
from domain.plan.support import PLAN_KEY
from domain.plan.text import Goal, Indicator, Part, PartDetails, PlanText, Programme, Row, kind_of_row, ordered

MAX_ROWS = 2000
MAX_CHARACTERS = 4000  # of one cell
MAX_SUPPORTS = 8  # of one indicator

_T = TypeVar("_T", bound=msgspec.Struct)


def checked(text: PlanText, base: PlanText, kinds: dict[str, RowKind], shape: Kind | None = None) -> PlanText:
    """Return the text in order, decimals plain; `kinds` are all ids the plan ever used. Raises Refused."""
    require(
        [p.key for p in text.parts] == [p.key for p in base.parts],
        "parts-fixed",
        "The parts of a plan are fixed when it is drafted.",
    )
    rows = [row for part in text.parts for row in part.rows()]
    require(len(rows) <= MAX_ROWS, "too-many-rows", "A plan holds at most {most} rows.", "", most=str(MAX_ROWS))
    seen: set[str] = set()
    home = {row.id: part.key for part in base.parts for row in part.rows()}
    details = {part.key: _checked_details(part.details, base.part(part.key).details, part.key) for part in text.parts}
    for part in text.parts:
        for row in part.rows():
            require(bool(row.id), "row-id-missing", "A row has no id.", part.key)
            if row.id not in kinds:  # older ones may be any text, and go on
                slug(row.id, row.id)
            require(row.id not in seen, "duplicate-row-id", "The row id “{row}” stands twice.", row.id, row=row.id)
            seen.add(row.id)
            require(
                kinds.get(row.id, kind_of_row(row)) == kind_of_row(row),
                "row-id-reused",
                "The row id “{row}” belonged to a row of another kind.",
                row.id,
                row=row.id,
            )
            require(
                home.get(row.id, part.key) == part.key,
                "row-in-other-part",
                "A row cannot go from one part to another: remove it here and add it there.",
                row.id,
            )
    return msgspec.structs.replace(
        text,
        details=_clean_fields(text.details, ""),
        parts=tuple(shaped(_checked_part(part, details[part.key]), shape) for part in text.parts),
    )


def _checked_part(part: Part, details: PartDetails) -> Part:
    goals = {goal.id: goal for goal in part.goals}
    programmes = {programme.id: programme for programme in part.programmes}
    for programme in part.programmes:
        require(
            not programme.parent or programme.parent in programmes,
            "unknown-programme",
            "Row “{row}” stands under the programme “{programme}”, which this part does not have.",
            programme.id,
            row=programme.id,
            programme=programme.parent,
        )
        _refuse_cycle(programme, programmes)
        _refuse_links(programme, part)
    above = {programme.parent for programme in part.programmes}
    for programme in part.programmes:
        stated = programme.allotted is not None or programme.id in above
        require(stated, "budget-missing", "The budget is empty.", f"{programme.id}.allotted")
    for goal in part.goals:
        require(
            not goal.parent or goal.parent in goals,
            "unknown-goal",
            "Row “{row}” stands under the goal “{goal}”, which this part does not have.",
            goal.id,
            row=goal.id,
            goal=goal.parent,
        )
        _refuse_cycle(goal, goals)
    for indicator in part.indicators:
        _refuse_supports(indicator)
        require(
            indicator.goal in goals,
            "unknown-goal",
            "Row “{row}” stands under the goal “{goal}”, which this part does not have.",
            indicator.id,
            row=indicator.id,
            goal=indicator.goal,
        )
    return ordered(
        msgspec.structs.replace(
            part,
            details=details,
            goals=tuple(_checked_row(goal) for goal in part.goals),
            indicators=tuple(_checked_row(indicator) for indicator in part.indicators),
            programmes=tuple(_checked_row(programme) for programme in part.programmes),
        )
    )


def _checked_details(told: PartDetails, base: PartDetails, place: str) -> PartDetails:
    """Where no block is told of, all stay as they were."""
    details = msgspec.structs.replace(_clean_fields(told, place), blocks=() if told.blocks else base.blocks)
    keys = [block.key for block in told.blocks]
    twice = N_("Two signature blocks have the same key.")
    require(len(set(keys)) == len(keys), "block-twice", twice, f"{place}.blocks")
    for block in told.blocks:
        slug(block.key, f"{place}.blocks")
        details = details.with_block(_clean_fields(block, f"{place}.blocks.{block.key}"))
    return details


def _refuse_cycle(row: Goal | Programme, rows: Mapping[str, Goal | Programme]) -> None:
    seen = {row.id}
    above = row.parent
    while above in rows:
        require(above not in seen, "goal-cycle", "The goal “{row}” stands under itself.", row.id, row=row.id)
        seen.add(above)
        above = rows[above].parent


def _refuse_links(programme: Programme, part: Part) -> None:
    place = f"{programme.id}.serves"
    known = {goal.id for goal in part.goals} | {indicator.id for indicator in part.indicators}
    require(len(set(programme.serves)) == len(programme.serves), "linked-twice", "A row is linked twice.", place)
    for linked in programme.serves:
        nowhere = N_("The programme pays for the row “{row}”, which this part does not have.")
        require(linked in known, "unknown-link", nowhere, place, row=linked[:40])


def _refuse_supports(indicator: Indicator) -> None:
    place, named = f"{indicator.id}.supports", [support.address for support in indicator.supports]
    require(len(set(named)) == len(named), "linked-twice", "A row is linked twice.", place)
    most = N_("An indicator answers to at most {most} rows of other plans.")
    require(len(named) <= MAX_SUPPORTS, "too-many-supports", most, place, most=str(MAX_SUPPORTS))
    for support in indicator.supports:
        slug(support.office, place)
        known = bool(support.row) and PLAN_KEY.fullmatch(support.plan) is not None
        address = support.address[:120]
        require(known, "support-unknown", "“{row}” names no row of another plan.", place, row=address)
        unread = N_("How “{row}” reads in its own plan is not said.")
        require(support.version > 0 and support.target is not None, "support-unread", unread, place, row=address)


def require_elsewhere(text: PlanText, office: str, plan: str) -> None:
    """Refuse an indicator that answers to a row of its own plan."""
    own = N_("An indicator answers to a row of another plan, not of its own.")
    for part in text.parts:
        for row in part.indicators:
            inside = any(support.of == (office, plan) for support in row.supports)
            require(not inside, "supports-itself", own, f"{row.id}.supports")


def _checked_row(row: Row) -> Row:
    text = _clean(row.text, f"{row.id}.text")
    require(bool(text), "row-empty", "The row has no text.", f"{row.id}.text")
    cells = tuple(_checked_cell(cell, f"{row.id}.{cell.column}", text) for cell in row.cells)
    match row:
        case Goal():
            return msgspec.structs.replace(row, text=text, cells=cells)
        case Indicator(target=target):
            read = _checked_target(target, f"{row.id}.target", text)
            return msgspec.structs.replace(row, text=text, target=read, cells=cells)
        case Programme():
            place, amount, printed = f"{row.id}.allotted", row.allotted, _clean(row.printed, f"{row.id}.allotted")
            if amount is None:
                return msgspec.structs.replace(row, text=text, cells=cells, printed="")
            require(amount.is_finite(), "not-a-number", "The budget is not a number.", place)
            require(amount >= 0, "negative-budget", "A budget cannot be negative.", place)
            exact = msgspec.structs.replace(row, text=text, allotted=plain(amount), cells=cells, printed="")
            return exact if printed == spell_allotted(exact) else msgspec.structs.replace(exact, printed=printed)


def _checked_cell(cell: Cell, place: str, wording: str) -> Cell:
    text = _short_enough(clean(cell.text, place).strip(), place)
    match cell.value:
        case None:
            return Cell(cell.column, text)
        case Decimal() as amount:
            require(amount.is_finite(), "not-a-number", "The amount is not a number.", place)
            exact = Cell(cell.column, value=plain(amount))
            return exact if text in ("", spell_cell(exact)) else Cell(cell.column, text, plain(amount))
        case target:
            return Cell(cell.column, "", _checked_target(target, place, wording))


def _checked_target(target: Target, place: str, wording: str) -> Target:
    cleaned = {"printed": _clean(target.printed, place), "also": _clean(target.also, place)}
    if isinstance(target, Several):
        measures = tuple(
            msgspec.structs.replace(m, label=_clean(m.label, place), target=_checked_single(m.target, place))
            for m in target.measures
        )
        return msgspec.structs.replace(target, measures=measures, **cleaned)
    falls = isinstance(target, Percentage) and falling(wording)
    return msgspec.structs.replace(_checked_single(target, place, falls=falls), **cleaned)


def _checked_single(target: Single, place: str, *, falls: bool = False) -> Single:
    match target:
        case Percentage(value) | Index(value) | Rupiah(value) | Rank(value):
            return msgspec.structs.replace(target, value=_measure(value, place, falls=falls))
        case Quantity(value, unit):
            return msgspec.structs.replace(target, value=_measure(value, place), unit=_clean(unit, place))
        case Range(low, high, unit):
            require(low < high, "range-inverted", "The range must rise from its lower to its upper bound.", place)
            low, high = _measure(low, place), _measure(high, place)
            return msgspec.structs.replace(target, low=low, high=high, unit=_clean(unit, place))
        case Proportion(left, right):
            return msgspec.structs.replace(target, left=_measure(left, place), right=_measure(right, place))
        case Grade(value) | Opinion(value) | Worded(value) | Moment(value):
            return msgspec.structs.replace(target, value=_clean(value, place))
        case Missing():
            return target


def _measure(value: Decimal, place: str, *, falls: bool = False) -> Decimal:
    require(value.is_finite(), "not-a-number", "The target is not a number.", place)
    require(value >= 0 or falls, "negative-target", "A target cannot be negative.", place)
    return plain(value)


def _clean(text: str, place: str) -> str:
    """A cell is one paragraph: however it was wrapped when typed, its words stand one space apart."""
    return _short_enough(" ".join(clean(text, place).split()), place)


def _clean_lines(text: str, place: str) -> str:
    """A printed detail keeps its lines."""
    lines = (" ".join(line.split()) for line in clean(text, place).strip().splitlines())
    return _short_enough("\n".join(lines), place)


def _short_enough(cleaned: str, place: str) -> str:
    require(len(cleaned) <= MAX_CHARACTERS, "too-long", "At most {most} characters.", place, most=str(MAX_CHARACTERS))
    return cleaned


def _clean_fields(record: _T, place: str) -> _T:
    told = {field: getattr(record, field) for field in record.__struct_fields__ if field not in ("key", "blocks")}
    cleaned = {f: _clean_lines(text, f"{place}.{f}" if place else f) for f, text in told.items()}
    return msgspec.structs.replace(record, **cleaned)
