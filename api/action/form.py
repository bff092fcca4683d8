"""A row of the action plan as its form has it: every field as it was typed, and the whole row that they make."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import msgspec

from api.http.forms import FormReader, RungForm, no_rungs, read_rungs, rung_forms, spelled, typed_rungs
from api.http.problems import Unprocessable
from api.http.reading import Fields
from domain.action.row import ActionRow
from domain.kernel.exact import Rounding
from domain.kernel.message import canonical, digest
from domain.kernel.numbers import typed
from domain.kernel.streams import QUARTERS
from domain.measure.formula import Direction, Formula
from domain.measure.policy import Aggregation, MeasurementPolicy
from domain.measure.reading.cell import PERCENT
from domain.measure.realisation import Aim, Bounds, Level
from domain.measure.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Scale

SCALES = ("percentage", "number", "index", "ordinal")
_TAGS = {name: f"{name}-scale" for name in SCALES}
_PREFIX = "policy."


@dataclass(frozen=True)
class PolicyForm:
    """The fields, empty where nothing is said; those of a scale that is not chosen say nothing."""

    direction: str = Direction.HIGHER
    scale: str = SCALES[0]
    highest: str = "100"
    unit: str = ""
    count: bool = True
    lowest_index: str = ""
    highest_index: str = ""
    scale_name: str = ""
    scale_citation: str = ""
    thresholds: bool = False
    rungs: tuple[RungForm, ...] = field(default_factory=no_rungs)
    aggregation: str = Aggregation.LAST
    formula: str = Formula.RATIO
    cap: str = ""
    floor: str = ""
    places: str = "2"
    rounding: str = Rounding.HALF_AWAY
    ratio: bool = False
    numerator: str = ""
    numerator_unit: str = ""
    denominator: str = ""
    denominator_unit: str = ""
    times: str = "100"
    part_of_whole: bool = True
    citation: str = ""
    effective: str = ""

    @classmethod
    def from_policy(cls, policy: MeasurementPolicy) -> "PolicyForm":
        """Return the form that says what a policy says."""
        ratio: dict[str, Any] = {}
        if (parts := policy.components) is not None:
            ratio = {
                "ratio": True,
                "numerator": parts.numerator.name,
                "numerator_unit": parts.numerator.unit,
                "denominator": parts.denominator.name,
                "denominator_unit": parts.denominator.unit,
                "times": spelled(parts.times),
                "part_of_whole": parts.part_of_whole,
            }
        return cls(
            direction=policy.direction,
            aggregation=policy.aggregation,
            formula=policy.formula,
            cap=spelled(policy.cap),
            floor=spelled(policy.floor),
            places=str(policy.places),
            rounding=policy.rounding,
            citation=policy.citation,
            effective=policy.effective.isoformat() if policy.effective else "",
            **ratio,
            **_scale_fields(policy.scale),
        )

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> "PolicyForm":
        """Return the form as it was sent; a box that is not ticked is not sent."""
        typed = {name.removeprefix(_PREFIX): text for name, text in fields.items() if name.startswith(_PREFIX)}
        texts = {name: typed.get(name, "") for name, default in _DEFAULTS.items() if isinstance(default, str)}
        boxes = {name: name in typed for name, default in _DEFAULTS.items() if isinstance(default, bool)}
        return cls(rungs=typed_rungs(typed, "rungs"), **texts, **boxes)  # type: ignore[arg-type]

    def sent(self, place: str) -> dict[str, Any]:
        """Return the policy as a program sends it. Raises `Unprocessable` that names every field of `place`."""
        reader = FormReader(place)
        policy = {
            "citation": self.citation,
            "effective": reader.day("effective", self.effective),
            "direction": reader.choice("direction", self.direction, tuple(Direction)),
            "scale": self._scale(reader),
            "formula": reader.choice("formula", self.formula, tuple(Formula)),
            "aggregation": reader.choice("aggregation", self.aggregation, tuple(Aggregation)),
            "cap": reader.bound("cap", self.cap, PERCENT),
            "floor": reader.bound("floor", self.floor, PERCENT),
            "places": reader.whole("places", self.places),
            "rounding": reader.choice("rounding", self.rounding, tuple(Rounding)),
            "components": self._components(reader) if self.ratio else None,
        }
        if reader.wrong:
            raise Unprocessable(reader.wrong)
        return policy

    def _scale(self, reader: FormReader) -> dict[str, Any]:
        tag = {"type": _TAGS[reader.choice("scale", self.scale, SCALES) or SCALES[0]]}
        match self.scale:
            case "number":
                return {**tag, "unit": self.unit.strip(), "count": self.count}
            case "index":
                low = reader.bound("lowest_index", self.lowest_index)
                return {**tag, "lowest": low, "highest": reader.bound("highest_index", self.highest_index)}
            case "ordinal":
                rungs = read_rungs(reader, "rungs", self.rungs)
                named = {"name": self.scale_name.strip(), "citation": self.scale_citation.strip()}
                return {**tag, **named, "rungs": rungs, "thresholds": self.thresholds}
            case _:
                return {**tag, "highest": reader.bound("highest", self.highest, PERCENT)}

    def _components(self, reader: FormReader) -> dict[str, Any]:
        return {
            "numerator": {"name": self.numerator.strip(), "unit": self.numerator_unit.strip()},
            "denominator": {"name": self.denominator.strip(), "unit": self.denominator_unit.strip()},
            "times": reader.bound("times", self.times) or "100",
            "part_of_whole": self.part_of_whole,
        }


_DEFAULTS: Mapping[str, object] = {
    name: getattr(PolicyForm(), name) for name in PolicyForm.__dataclass_fields__ if name != "rungs"
}


def _scale_fields(scale: Scale) -> dict[str, Any]:
    match scale:
        case PercentageScale(highest):
            return {"scale": "percentage", "highest": spelled(highest)}
        case NumberScale(unit, count):
            return {"scale": "number", "unit": unit, "count": count}
        case IndexScale(lowest, highest):
            return {"scale": "index", "lowest_index": spelled(lowest), "highest_index": spelled(highest)}
        case OrdinalScale(name, rungs, thresholds, citation):
            return {
                "scale": "ordinal",
                "scale_name": name,
                "scale_citation": citation,
                "thresholds": thresholds,
                "rungs": rung_forms(rungs),
            }


STEPS = ("steps.year", *(f"steps.{n}" for n in QUARTERS))


class Measure(StrEnum):
    """What is said of how the indicator is measured; OPEN: nobody has said it yet."""

    OPEN = "open"
    KEPT = "kept"
    PROPOSED = "proposed"
    OTHER = "other"


@dataclass(frozen=True)
class RowForm:
    """The row in its fields; `seen` is the digest of the row that they were filled from, `steps` the year's first.

    `start` is the number of the quarter in which the indicator starts.
    """

    measure: Measure
    policy: PolicyForm
    targets: tuple[str, ...]
    owners: tuple[str, ...]
    steps: tuple[str, ...]
    start: str
    start_reason: str
    seen: str

    @classmethod
    def from_row(cls, row: ActionRow, proposed: MeasurementPolicy) -> "RowForm":
        """Return the form of a row as it is recorded; what is proposed fills what nobody has confirmed."""
        aims = row.targets or (None,) * len(QUARTERS)
        return cls(
            Measure.KEPT if row.policy else Measure.OPEN,
            PolicyForm.from_policy(row.policy or proposed),
            tuple(map(spelled_aim, aims)),
            tuple(owner.person for owner in row.owners),
            (row.steps.year, *row.steps.quarters),
            str(row.begins),
            row.start.reason if row.start else "",
            row_digest(row),
        )

    def typed(self, fields: Fields) -> "RowForm":
        """Return the form as it was sent; fields that it does not have stay as they are."""
        typed = dict(fields)
        form = self
        if "measure" in typed:
            known = {measure.value: measure for measure in Measure}
            form = replace(form, measure=known.get(typed["measure"], Measure.OPEN))
            form = replace(form, policy=PolicyForm.from_fields(typed))
        if "targets.1" in typed:
            form = replace(form, targets=tuple(typed.get(f"targets.{n}", "") for n in QUARTERS))
        if "owners" in typed:
            form = replace(form, owners=tuple(v for name, v in fields if name == "owners" and v))
        steps = tuple(typed.get(name, text) for name, text in zip(STEPS, form.steps, strict=True))
        start, why = typed.get("start", form.start), typed.get("start_reason", form.start_reason)
        return replace(form, steps=steps, start=start, start_reason=why, seen=typed.get("seen", ""))

    def sent(self, row: ActionRow, proposed: MeasurementPolicy) -> dict[str, Any]:
        """Return the row as a program sends it. Raises `Unprocessable` that names every field of its policy."""
        year, *quarters = self.steps
        return {
            "policy": self._policy(row, proposed),
            "targets": [text.strip() or None for text in self.targets] if any(map(str.strip, self.targets)) else [],
            "owners": list(self.owners),
            "steps": {"year": year, "quarters": quarters},
            "start": None if self.start == "1" else {"quarter": _number(self.start), "reason": self.start_reason},
        }

    def _policy(self, row: ActionRow, proposed: MeasurementPolicy) -> Mapping[str, Any] | None:
        match self.measure:
            case Measure.OTHER:
                return self.policy.sent(f"{row.indicator}.policy")
            case Measure.PROPOSED:
                return _plain(proposed)
            case _:
                return None if row.policy is None else _plain(row.policy)


def _number(text: str) -> int | str:
    return int(text) if text in map(str, QUARTERS) else text


def spelled_aim(aim: Aim | None) -> str:
    """Write a target as it is typed."""
    match aim:
        case Bounds(low, high):
            return typed(low) if low == high else f"{typed(low)}–{typed(high)}"
        case Level(name):
            return name
        case None:
            return ""


def row_digest(row: ActionRow) -> str:
    """Return what tells a row from what it was."""
    return digest(canonical(row))


def _plain(policy: MeasurementPolicy) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(policy)
    return built
