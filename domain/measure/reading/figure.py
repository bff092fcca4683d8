"""Digits read under their unit: what is counted is whole, and what can be read in two ways is asked."""

from decimal import Decimal

from domain.kernel.errors import N_, Ambiguous, Unreadable
from domain.kernel.message import plain
from domain.kernel.numbers import Numbers, index, number, percentage, rupiah, spell
from domain.measure.reading.cell import PERCENT, Cell, taken_apart, tidy
from domain.measure.reading.convention import UNSAID, Convention, MoneyUnit
from domain.measure.reading.unit import CURRENCIES, Sort, sort_of
from domain.measure.target import Comparator

_LEAST = Decimal(1_000_000)  # rupiah: a bare amount below may be counted in thousands or millions
_MOST = Decimal(10) ** 15  # and one above, where it is multiplied, was printed in full


def figure(digits: str, unit: str, said: Convention, *, counted: bool = False, multiple: str = "") -> Decimal:
    """Read digits of a unit (`%` for per cent); `counted` where the wording says so, but not in millions."""
    if unit == PERCENT:
        # A rate may fall below zero, which a share cannot: that is for whoever knows what it is a rate of.
        digits, sign = (digits[1:], -1) if digits.startswith("-") else (digits, 1)
        return percentage(digits, said.numbers) * sign
    if unit.split(" ")[0].casefold() in CURRENCIES:
        return _with_cents(digits, said.numbers)
    if not multiple and (sort_of(unit) is Sort.COUNTED or (counted and not unit)):
        return _whole(digits, unit, said.numbers)
    return index(digits, said.numbers)


def read_bare(text: str, unit: str = "", said: Convention = UNSAID) -> Decimal:
    """Read a figure that stands alone in a field of its own: a score, or per cent with or without their sign."""
    cell = alone(tidy(text), said)
    require_unit(cell.unit or cell.money, unit)
    return figure(cell.figure, unit, said) * cell.times


def alone(printed: str, said: Convention, implied: Comparator = Comparator.NONE) -> Cell:
    """Take a cell apart that holds one figure and says nothing else, for nothing else would be kept of it."""
    cell = taken_apart(printed)
    if cell is None:
        (percentage if PERCENT in printed else index)(printed, said.numbers)  # says what is wrong with it
        raise Unreadable("number-unreadable", "“{text}” is not a number.", text=printed[:40])
    if cell.comparator not in (Comparator.NONE, implied) or cell.also or cell.highest:
        more = N_("“{text}” says more than a figure, and only {suggestion} would be kept.")
        raise Unreadable("figure-alone", more, text=printed[:40], suggestion=_figure_of(cell))
    return cell


def _figure_of(cell: Cell) -> str:
    unit = "%" if cell.unit == PERCENT else f" {cell.unit}" if cell.unit else ""
    return " ".join(filter(None, (cell.money.capitalize(), cell.figure, cell.multiple))) + unit


def require_unit(printed: str, unit: str) -> None:
    """Refuse another unit than the one that is measured in; none is that one."""
    if printed and printed.casefold() != unit.casefold():
        message = N_("One value is in {first}, the other in {second}.")
        raise Unreadable("units-differ", message, first=unit or "…", second=printed)


def read_money(text: str, said: Convention = UNSAID) -> Decimal:
    """Read an amount as it is printed or typed, in whole rupiah."""
    printed = tidy(text)
    cell = taken_apart(printed)
    return rupiah(text, said.numbers) if cell is None else money(cell, printed, said)


def money(cell: Cell, text: str, said: Convention) -> Decimal:
    """Read an amount in whole rupiah; a small one without a unit is asked what it is counted in."""
    if cell.unit.casefold() not in ("", "rupiah"):
        raise Unreadable("unit-unexpected-money", "This is an amount of money, not of {unit}.", unit=cell.unit)
    if cell.multiple:
        return plain(_not_negative(index(cell.figure, said.numbers), text) * cell.times)
    if said.money.times == 1:
        if not cell.money and not cell.unit and said.money is MoneyUnit.UNSAID:
            bare = number(cell.figure, said.numbers)
            if 0 < bare < _LEAST:  # 1,5 is no rupiah at all
                raise _unit_of_money(text, bare if bare == int(bare) else bare * 1_000, bare * 1_000_000)
        return rupiah(cell.figure, said.numbers)
    amount = _not_negative(number(cell.figure, said.numbers), text)
    if cell.money and amount >= _LEAST:
        return plain(amount)  # Rp 1.325.000.000 is printed in full
    if amount and (cell.money or amount * said.money.times >= _MOST):
        raise _unit_of_money(text, amount, amount * said.money.times)
    return plain(amount * said.money.times)


def _unit_of_money(text: str, first: Decimal, second: Decimal) -> Ambiguous:
    return Ambiguous(
        "money-unit-ambiguous",
        "“{text}” can be read as {first} or as {second}; write “Rp” before the one you mean.",
        text=text[:40],
        first=f"Rp {spell(plain(first))}",
        second=f"Rp {spell(plain(second))}",
    )


def _not_negative(value: Decimal, text: str) -> Decimal:
    if value < 0:
        raise Unreadable("negative-budget", "“{text}” is below zero; a budget is not.", text=text[:40])
    return value


def _with_cents(digits: str, said: Numbers) -> Decimal:
    """An amount of foreign money: three decimals are none, whatever the document says."""
    value = index(digits, said)
    if -int(value.as_tuple().exponent) == 3:
        index(digits, Numbers.UNSAID)
    return value


def _whole(digits: str, unit: str, said: Numbers) -> Decimal:
    value = number(digits, said)
    three = -int(value.as_tuple().exponent) == 3 and abs(value) >= 1
    if three and said is not Numbers.UNSAID:
        index(digits, Numbers.UNSAID)  # a count is not printed with three decimals, whatever the document says
    if value != value.to_integral_value():
        message = N_("“{text}” is no whole number, and {unit} are counted.")
        raise Unreadable("count-not-whole", message, text=digits, unit=unit or "…")
    return value
