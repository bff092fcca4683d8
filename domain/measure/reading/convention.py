"""What a document says once about all its cells: how numbers are separated, and what its money is counted in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.kernel.numbers import Numbers, proof


class MoneyUnit(StrEnum):
    """What an amount without a unit is counted in."""

    UNSAID = ""
    RUPIAH = "rupiah"
    THOUSANDS = "thousands"
    MILLIONS = "millions"

    @property
    def times(self) -> Decimal:
        """How many rupiah one of it is."""
        return Decimal({MoneyUnit.THOUSANDS: 1_000, MoneyUnit.MILLIONS: 1_000_000}.get(self, 1))


@dataclass(frozen=True)
class Convention:
    """The answers of one document; what is not said is asked."""

    numbers: Numbers = Numbers.UNSAID
    money: MoneyUnit = MoneyUnit.UNSAID


UNSAID = Convention()
_FIGURE = re.compile(r"(?<![\w.,])[0-9]+(?:[.,][0-9]+)*(?![\w.,]*[0-9])")
_IN = r"(?:dalam |in )?(?:(?:rp|idr|php)\.? ?)?"
_MONEY = (
    (rf"{_IN}(?:juta(?:an)?|jt|millions?|000[.,]?000)(?: (?:rupiah|rp|pesos))?", MoneyUnit.MILLIONS),
    (rf"{_IN}(?:ribu(?:an)?|rb|thousands?|[x.]? ?1?[.,]?000)(?: (?:rupiah|rp|pesos))?", MoneyUnit.THOUSANDS),
    (r"(?:dalam |in )?(?:rp\.?|rupiah|idr)", MoneyUnit.RUPIAH),
)
_BRACKETED = re.compile(r"\(([^()]*)\)")


def convention(numbers: str = "", money: str = "") -> Convention:
    """Return the answers as they are stored or typed; one that nobody knows counts as not said."""
    return Convention(
        Numbers(numbers) if numbers in list(Numbers) else Numbers.UNSAID,
        MoneyUnit(money) if money in list(MoneyUnit) else MoneyUnit.UNSAID,
    )


def proposed(said: Convention, cells: Iterable[str], headings: Iterable[str] = ()) -> Convention:
    """Return what is said, and for what is not what the document's own cells prove, if they agree."""
    numbers = {proof(found) for cell in cells for found in _FIGURE.findall(cell)} - {Numbers.UNSAID}
    money = {unit for heading in headings if (unit := _headed(heading)) is not MoneyUnit.UNSAID}
    return Convention(
        said.numbers or (numbers.pop() if len(numbers) == 1 else Numbers.UNSAID),
        said.money or (money.pop() if len(money) == 1 else MoneyUnit.UNSAID),
    )


def _headed(heading: str) -> MoneyUnit:
    """What a heading such as *Anggaran (Rp juta)* says of the money below it."""
    for said in _BRACKETED.findall(heading) or [heading]:
        for words, unit in _MONEY:
            if re.fullmatch(words, said.strip(), re.IGNORECASE):
                return unit
    return MoneyUnit.UNSAID
