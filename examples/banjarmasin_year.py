"""A year over the published plan: how it is measured, what it was to reach and what it came to. All of it is invented.

`banjarmasin-year-2024.json` holds it; whatever is said of it in words is marked *(contoh)* before it leaves here.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from domain.measure.policy import Aggregation
from domain.measure.realisation import Bounds, Level, State, aim_of
from domain.measure.target import Target

YEAR = "year"  # for a quarter's target: that of the year, as the plan has it
_DATA = Path(__file__).with_name("banjarmasin-year-2024.json")
_CITATION = "Kebijakan pengukuran contoh"


class Filing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an owner files, in the fields of the API."""

    reading: str = ""
    numerator: str = ""
    denominator: str = ""
    state: State | None = None
    explanation: str = ""
    obstacles: str = ""
    follow_up: str = ""
    justification: str = ""
    follow_up_done: bool | None = None
    follow_up_answer: str = ""

    def body(self) -> dict[str, Any]:
        """Return what is sent of it, its words marked."""
        sent = {field: getattr(self, field) for field in Filing.__struct_fields__}
        marked = {field: invented(sent[field]) for field in _WORDS if sent[field]}
        return {field: value for field, value in sent.items() if value not in ("", None)} | marked


_WORDS = ("explanation", "obstacles", "follow_up", "justification", "follow_up_answer")


class Mistaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was filed at first, why the planning section returned it (empty: it did not), and why it was corrected."""

    filing: Filing
    reason: str
    returned: str = ""


class Report(Filing, frozen=True):
    """What stands at the end of a quarter, what stood before it, and the names of its files of evidence."""

    before: Mistaken | None = None
    evidence: tuple[str, ...] = ()

    def files(self) -> dict[str, bytes]:
        """Return the files of evidence by their names; they lie beside this module."""
        return {name: _DATA.with_name(name).read_bytes() for name in self.evidence}


class YearRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator's year; `components` names numerator and denominator; one step is for the year, four for quarters.

    Without components or aggregation it is measured as it is proposed.
    """

    id: str
    owner: str
    targets: tuple[str | None, str | None, str | None, str | None]
    steps: tuple[str, ...]
    quarters: tuple[Report, Report, Report, Report]
    components: tuple[str, str] | None = None
    aggregation: Aggregation | None = None

    def body(self, target: str | Mapping[str, str], proposed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of the action plan, by the yearly target and the policy that is proposed."""
        steps = [invented(step) for step in self.steps]
        return {
            "indicator": self.id,
            "policy": {**proposed, **self._measured()},
            "targets": [target if text == YEAR else text for text in self.targets],
            "owners": [self.owner],
            "steps": {"quarters": steps} if len(steps) > 1 else {"year": steps[0]},
        }

    def _measured(self) -> dict[str, Any]:
        """What is confirmed otherwise than it is proposed."""
        changed: dict[str, Any] = {}
        if self.aggregation is not None:
            changed["aggregation"] = self.aggregation
        if self.components is not None:
            above, below = ({"type": "component", "name": name} for name in self.components)
            changed["components"] = {"type": "components", "numerator": above, "denominator": below}
        return changed | {"citation": invented(_CITATION)} if changed else changed


class _Year(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    indicators: tuple[YearRow, ...]
    spending: dict[str, tuple[str, str, str, str]]


def invented(text: str) -> str:
    """Return words of the sample with their mark; no words need none."""
    return f"{text} (contoh)" if text else ""


def aimed(target: Target) -> str | dict[str, str]:
    """Return the yearly target as a program sends it for a quarter."""
    match aim_of(target):
        case Level(name):
            return name
        case Bounds(low, high):
            return str(low) if low == high else {"low": str(low), "high": str(high)}
        case None:
            raise ValueError("a row of the sample prints no target")


@cache
def _year() -> _Year:
    return msgspec.json.decode(_DATA.read_bytes(), type=_Year)


def execution_rows() -> tuple[YearRow, ...]:
    """Return each indicator's year, in the order of the plan."""
    return _year().indicators


def spent(quarter: int) -> dict[str, str]:
    """Return what was spent on each programme from the year's beginning to the end of a quarter, in rupiah."""
    return {programme: amounts[quarter - 1] for programme, amounts in _year().spending.items()}
