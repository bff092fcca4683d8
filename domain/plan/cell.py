"""What stands in a column of a row beside its wording, its target and its money."""

from collections.abc import Sequence
from decimal import Decimal

from domain.kernel.message import Message
from domain.kernel.numbers import spell_rupiah
from domain.kind.kind import Column, Holds
from domain.measure.reading.convention import UNSAID, Convention
from domain.measure.reading.figure import read_money
from domain.measure.reading.target import SCALES, kind_printed, read_target
from domain.measure.scale import OrdinalScale
from domain.measure.target import Target, spell_target


class Cell(Message, frozen=True, omit_defaults=True, tag="cell"):
    """One cell. Words have a `text`, a measure has a target's value, money an amount of rupiah.

    Beside money, `text` is how the paper prints it where that is not how we spell it. What prints nothing has no cell.
    """

    column: str
    text: str = ""
    value: Target | Decimal | None = None


def spell_cell(cell: Cell) -> str:
    """Return what the paper prints."""
    match cell.value:
        case None:
            return cell.text
        case Decimal() as amount:
            return cell.text or spell_rupiah(amount)
        case target:
            return spell_target(target)


def read_cell(column: Column, text: str, said: Convention = UNSAID, scales: Sequence[OrdinalScale] = SCALES) -> Cell:
    """Read what somebody typed into a column, whatever its row says; raises Unreadable or Ambiguous, never guesses."""
    match column.holds:
        case Holds.TEXT | Holds.CODE | Holds.CHOICE:
            return Cell(column.key, text)
        case Holds.MEASURE | Holds.WEIGHT:
            return Cell(column.key, value=read_target(kind_printed(text, scales=scales), text, said, scales=scales))
        case Holds.MONEY:
            return Cell(column.key, text.strip(), read_money(text, said))
