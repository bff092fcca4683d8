"""What is signed of a quarter, and its digest; windows, reminders and signatures are no part of it."""

from decimal import Decimal

from msgspec import UNSET, UnsetType

from domain.kernel.message import Message, canonical, digest
from domain.quarter.filing import Filing
from domain.quarter.row import LaterRow, QuarterProgramme, QuarterRow
from domain.quarter.state import Quarter


class _Row(Message, frozen=True, tag="content-row"):
    row: QuarterRow
    standing: str
    filing: Filing | None
    filed_by: str
    reason: str


class _Spending(Message, frozen=True, tag="content-spending"):
    programme: QuarterProgramme
    realised: Decimal | None
    waived: str


class _Content(Message, frozen=True, tag="quarter-content"):
    office: str
    kind: str
    year: int
    quarter: int
    plan_version: int
    plan_digest: str
    rows: tuple[_Row, ...]
    budget: tuple[_Spending, ...]
    later: tuple[LaterRow, ...] | UnsetType = UNSET


def quarter_digest(quarter: Quarter) -> str:
    """Return the SHA-256 (hex) of the canonical content: the rows, what was filed and how it was checked, budgets."""
    content = _Content(
        quarter.office,
        quarter.kind,
        quarter.year,
        quarter.quarter,
        quarter.plan_version,
        quarter.plan_digest,
        tuple(
            _Row(line.row, line.standing, line.filing, line.filed_by.person if line.filed_by else "", line.reason)
            for line in quarter.lines.values()
        ),
        tuple(_Spending(spending.of, spending.realised, spending.waived) for spending in quarter.budget.values()),
        quarter.later or UNSET,
    )
    return digest(canonical(content))
