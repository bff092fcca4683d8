"""What stands in the columns of a row, as a form shows it and as a program sends it."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from api.plans.bodies import CellBody
from domain.kernel.errors import N_, Unreadable
from domain.measure.target import Target
from domain.plan.cell import Cell, spell_cell
from domain.plan.text import Row
from views.text import MONEY


def printed_cells(row: Row) -> dict[str, str | Cell]:
    """Return the cells of a row by their columns, as printed."""
    return {cell.column: spell_cell(cell) for cell in row.cells}


def sent_cells(row: str, cells: Iterable[CellBody]) -> dict[str, str | Cell]:
    """Return the cells that a program sent; a column that is sent twice keeps what was sent last."""
    return {cell.column: _sent_value(row, cell) if cell.text is None else cell.text for cell in cells}


def _sent_value(row: str, cell: CellBody) -> str | Cell:
    """What a program sends by its value alone. Raises Unreadable at the cell."""
    if cell.value is None:
        return ""
    sent = {"type" if name == "kind" else name: of for name, of in cell.value.items()}
    try:
        value = msgspec.convert(sent, _Money).value if sent.get("type") == MONEY else msgspec.convert(sent, Target)
    except (msgspec.ValidationError, ArithmeticError) as error:
        unknown = N_("This is no value of a cell, such as a plan has them.")
        raise Unreadable("cell-value", unknown, f"{row}.{cell.column}") from error
    return Cell(cell.column, value=value)


class _Money(msgspec.Struct, tag=MONEY, forbid_unknown_fields=True):
    value: Decimal
