"""A row of the action plan as its form has it: every field as it was typed, and the whole row that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import msgspec

from api.policy_form import PolicyForm
from api.reading import Fields
from domain.canonical import canonical, digest
from domain.measurement import MeasurementPolicy
from domain.year.action_row import ActionRow
from domain.year.quarters import QUARTERS
from domain.year.spelled import spell_aim

STEPS = ("steps.year", *(f"steps.{n}" for n in QUARTERS))


class Measure(StrEnum):
    """What is said of how the indicator is measured; OPEN: nobody has said it yet."""

    OPEN = "open"
    KEPT = "kept"
    PROPOSED = "proposed"
    OTHER = "other"


@dataclass(frozen=True)
class RowForm:
    """The row in its fields; `seen` is the digest of the row that they were filled from, `steps` the year's first."""

    measure: Measure
    policy: PolicyForm
    targets: tuple[str, ...]
    owners: tuple[str, ...]
    steps: tuple[str, ...]
    seen: str

    @classmethod
    def from_row(cls, row: ActionRow, proposed: MeasurementPolicy) -> "RowForm":
        """Return the form of a row as it is recorded; what is proposed fills what nobody has confirmed."""
        aims = row.targets or (None,) * len(QUARTERS)
        return cls(
            Measure.KEPT if row.policy else Measure.OPEN,
            PolicyForm.from_policy(row.policy or proposed),
            tuple("" if aim is None else spell_aim(aim) for aim in aims),
            tuple(owner.person for owner in row.owners),
            (row.steps.year, *row.steps.quarters),
            row_digest(row),
        )

    def typed(self, fields: Fields) -> "RowForm":
        """Return the form as it was sent; fields that it does not have stay as they are."""
        told = dict(fields)
        form = self
        if "measure" in told:
            known = {measure.value: measure for measure in Measure}
            form = replace(form, measure=known.get(told["measure"], Measure.OPEN))
            form = replace(form, policy=PolicyForm.from_fields(told))
        if "targets.1" in told:
            form = replace(form, targets=tuple(told.get(f"targets.{n}", "") for n in QUARTERS))
        if "owners" in told:
            form = replace(form, owners=tuple(v for name, v in fields if name == "owners" and v))
        steps = tuple(told.get(name, text) for name, text in zip(STEPS, form.steps, strict=True))
        return replace(form, steps=steps, seen=told.get("seen", ""))

    def sent(self, row: ActionRow, proposed: MeasurementPolicy) -> dict[str, Any]:
        """Return the row as a program sends it. Raises `Unprocessable` that names every field of its policy."""
        year, *quarters = self.steps
        return {
            "policy": self._policy(row, proposed),
            "targets": [text.strip() or None for text in self.targets] if any(map(str.strip, self.targets)) else [],
            "owners": list(self.owners),
            "steps": {"year": year, "quarters": quarters},
        }

    def _policy(self, row: ActionRow, proposed: MeasurementPolicy) -> Mapping[str, Any] | None:
        match self.measure:
            case Measure.OTHER:
                return self.policy.sent(f"{row.indicator}.policy")
            case Measure.PROPOSED:
                return _plain(proposed)
            case _:
                return None if row.policy is None else _plain(row.policy)


def row_digest(row: ActionRow) -> str:
    """Return what tells a row from what it was."""
    return digest(canonical(row))


def _plain(policy: MeasurementPolicy) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(policy)
    return told
