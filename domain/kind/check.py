"""Whether a kind of plan can stand: keys, levels, columns and blocks that a paper can be drafted and printed with."""

import re
from collections.abc import Collection, Iterable

import msgspec

from domain.kernel.characters import clean
from domain.kernel.errors import N_, Refused, require
from domain.kind.kind import Block, BudgetTable, Column, GoalLevel, Holds, Kind, PartKind, RowKind
from domain.kind.origin import Known, Origin
from domain.route.route import Route, check_route

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PART = re.compile(r"[A-Za-z0-9]{1,8}")
_MOST_LEVELS, _MOST_COLUMNS, _MOST_PARTS, _MOST_BLOCKS = 5, 40, 12, 8
_LONGEST_CODE, _LONGEST_LINE, _LONGEST_PLEDGE = 40, 300, 8000  # characters
_FURTHEST_YEAR = 25
OWN_PLACES = frozenset({"text", "target", "allotted", "serves", "supports"})  # of a row without any column


def checked_kind(kind: Kind) -> Kind:
    """Return the kind with its words made clean; raises Refused with the place, such as `A.columns.unit.head`."""
    require(_is_code(kind.code), "not-an-id", _NO_CODE, "code", text=kind.code[:_LONGEST_CODE])
    require(0 < len(kind.parts) <= _MOST_PARTS, "kind-parts", "A kind has one to {most} parts.", "parts", most="12")
    _unlike((part.key for part in kind.parts), "parts")
    kept = msgspec.structs.replace(
        kind,
        title=_line(kind.title, "title"),
        citation=_words(kind.citation, "citation", _LONGEST_LINE),
        parts=tuple(_part(part) for part in kind.parts),
    )
    if kept.route:
        _check_steps(kept.route, kept)
    if kept.by_roles:
        _check_steps(kept.by_roles, kept)
        plain = N_("The route without positions names one.")
        require(not any(step.position for step in kept.by_roles), "route-position", plain, "by_roles")
    if kept.origin:
        _check_origin(kept.origin, kept)
    return kept


def _check_origin(origin: Origin, kind: Kind) -> None:
    itself = N_("A kind does not come from itself.")
    require(_is_code(origin.kind), "not-an-id", _NO_CODE, "origin", text=origin.kind[:_LONGEST_CODE])
    require(origin.kind != kind.code, "origin-itself", itself, "origin")
    for keys in zip(*((each.part, each.rows, each.budget) for each in origin.parts), strict=True):
        _unlike(filter(None, keys), "origin")  # a row stands in a plan once
    for each in origin.parts:
        part = kind.part(each.part)
        for key in (each.rows, each.budget):
            require(not key or _PART.fullmatch(key) is not None, "kind-part-key", _NO_KEY, "origin", text=key[:20])
        if part is None:
            raise Refused("origin-part", N_("The kind has no part “{part}”."), "origin", part=each.part[:20])
        spent = N_("Part {part} has no table of programmes to take them into.")
        require(not each.budget or part.budget is not None, "origin-budget", spent, "origin", part=part.key)
        _unlike((column.column for column in each.columns), "origin")
        for told in each.columns:
            column = next((column for column in part.columns if column.key == told.column), None)
            if column is None:
                missing = N_("Part {part} has no column “{column}”.")
                raise Refused("origin-column", missing, "origin", part=part.key, column=told.column[:_LONGEST_CODE])
            one = N_("The column “{column}” is filled from one column, or with one thing that is known.")
            require(bool(told.of) is (told.known is None), "origin-column", one, "origin", column=column.key)
            words = Holds.CHOICE if told.known is Known.DIRECTION else Holds.TEXT
            fits = told.known is None or (column.on is RowKind.INDICATOR and column.holds is words)
            unfit = N_("The column “{column}” cannot hold what it is to be filled with.")
            require(fits, "origin-column", unfit, "origin", column=column.key)


def _check_steps(route: Route, kind: Kind) -> None:
    check_route(route, frozenset(part.key for part in kind.parts))
    for step in route:
        part = kind.part(step.part)
        known = not step.block or (part is not None and step.block in {block.key for block in part.blocks})
        missing = N_("Step {step} fills the block “{block}”, which its part does not have.")
        require(known, "route-block", missing, step.key, step=step.key, block=step.block or "")


_NO_CODE = N_("“{text}” is not an id: use small letters, digits and hyphens.")


def _part(part: PartKind) -> PartKind:
    place = part.key
    require(_PART.fullmatch(part.key) is not None, "kind-part-key", _NO_KEY, "parts", text=place[:20])
    require(0 < len(part.levels) <= _MOST_LEVELS, "kind-levels", "A part has one to five levels of goals.", place)
    require(len(part.columns) <= _MOST_COLUMNS, "kind-columns", "A part has at most {most} columns.", place, most="40")
    require(len(part.blocks) <= _MOST_BLOCKS, "kind-blocks", "A part has at most {most} signatures.", place, most="8")
    for each in {column.on for column in part.columns}:
        _unlike((column.key for column in part.on(each)), f"{place}.columns")
    _unlike((block.key for block in part.blocks), f"{place}.blocks")
    budgets = [column for column in part.columns if column.budget]
    require(len({c.on for c in budgets}) == len(budgets), "kind-budget-twice", _ONE_BUDGET, f"{place}.columns")
    either = N_("A part has either a table of programmes or a column that is the budget.")
    require(not budgets or part.budget is None, "kind-budget-either", either, f"{place}.columns")
    return msgspec.structs.replace(
        part,
        heading=_words(part.heading, f"{place}.heading", _LONGEST_LINE),
        levels=tuple(
            GoalLevel(_line(level.name, f"{place}.levels.{n}"), level.numbering) for n, level in _from_one(part)
        ),
        indicator_head=_line(part.indicator_head, f"{place}.indicator_head"),
        target_head=_line(part.target_head, f"{place}.target_head"),
        columns=tuple(_column(column, f"{place}.columns.{column.key}") for column in part.columns),
        budget=None if part.budget is None else _budget(part.budget, f"{place}.budget"),
        blocks=tuple(_block(block, f"{place}.blocks.{block.key}") for block in part.blocks),
        pledge=_words(part.pledge, f"{place}.pledge", _LONGEST_PLEDGE),
    )


_NO_KEY = N_("“{text}” is not the key of a part: use one to eight letters and digits.")
_ONE_BUDGET = N_("Only one column of a kind of row can be the budget.")


def _from_one(part: PartKind) -> Iterable[tuple[int, GoalLevel]]:
    return enumerate(part.levels, 1)


def _column(column: Column, place: str) -> Column:
    require(_is_code(column.key), "not-an-id", _NO_CODE, place, text=column.key[:_LONGEST_CODE])
    own = N_("A row has “{text}” of its own; call the column something else.")
    require(column.key not in OWN_PLACES, "kind-column-own", own, place, text=column.key)
    choosing = column.holds is Holds.CHOICE
    require(choosing is bool(column.choices), "kind-choices", "A column of choices has choices, others none.", place)
    require(abs(column.year or 0) <= _FURTHEST_YEAR, "kind-year", "A column's year is too far from the plan's.", place)
    money = column.holds is Holds.MONEY or not column.budget
    require(money, "kind-budget-money", "Only a column of money can be the budget.", place)
    _unlike(column.choices, place)
    return msgspec.structs.replace(
        column,
        head=_line(column.head, f"{place}.head"),
        choices=tuple(_line(choice, f"{place}.choices") for choice in column.choices),
    )


def _budget(budget: BudgetTable, place: str) -> BudgetTable:
    require(len(budget.levels) <= _MOST_LEVELS, "kind-levels", "A part has one to five levels of goals.", place)
    return BudgetTable(
        _line(budget.head, f"{place}.head"),
        _line(budget.money_head, f"{place}.money_head"),
        tuple(_line(name, f"{place}.levels") for name in budget.levels),
    )


def _block(block: Block, place: str) -> Block:
    require(_is_code(block.key), "not-an-id", _NO_CODE, place, text=block.key[:_LONGEST_CODE])
    return msgspec.structs.replace(
        block,
        heading=_words(block.heading, f"{place}.heading", _LONGEST_LINE),
        capacity=_words(block.capacity, f"{place}.capacity", _LONGEST_LINE),
    )


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None


def _unlike(keys: Iterable[str], place: str) -> None:
    seen: Collection[str] = list(keys)
    require(len(set(seen)) == len(seen), "kind-key-twice", "Two of these have the same key.", place)


def _line(text: str, place: str) -> str:
    """One line that says something."""
    line = " ".join(clean(text, place).split())
    require(bool(line), "empty", "This cannot be empty.", place)
    require(len(line) <= _LONGEST_LINE, "too-long", "At most {most} characters.", place, most=str(_LONGEST_LINE))
    return line


def _words(text: str, place: str, most: int) -> str:
    """Lines that may say nothing."""
    words = "\n".join(" ".join(line.split()) for line in clean(text, place).strip().splitlines())
    require(len(words) <= most, "too-long", "At most {most} characters.", place, most=str(most))
    return words
