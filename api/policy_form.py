"""A measurement policy as its form has it: every field as it was typed, and what a program would send instead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from api.errors import Unprocessable
from domain.errors import PlanError, Unreadable
from domain.exact import Rounding
from domain.formula import Direction, Formula
from domain.measurement import Aggregation, MeasurementPolicy
from domain.numbers import index, number, spell
from domain.scale import IndexScale, NumberScale, OrdinalScale, PercentageScale, Rung, Scale

SCALES = ("percentage", "number", "index", "ordinal")
_RUNGS = 8  # rows of the table at the least: an ordered scale seldom has more values
_SPARE = 2  # empty rows behind those that are filled
_TAGS = {name: f"{name}-scale" for name in SCALES}
_PREFIX = "policy."


@dataclass(frozen=True)
class RungForm:
    """One value of an ordered scale, with the scores it stands for."""

    name: str = ""
    low: str = ""
    low_closed: bool = False
    high: str = ""
    high_closed: bool = True
    worth: str = ""

    @property
    def filled(self) -> bool:
        """Return whether anything was typed into the row."""
        return any(text.strip() for text in (self.name, self.low, self.high, self.worth))


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
    rungs: tuple[RungForm, ...] = (RungForm(),) * _RUNGS
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
                "times": _spelled(parts.times),
                "part_of_whole": parts.part_of_whole,
            }
        return cls(
            direction=policy.direction,
            aggregation=policy.aggregation,
            formula=policy.formula,
            cap=_spelled(policy.cap),
            floor=_spelled(policy.floor),
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
        told = {name.removeprefix(_PREFIX): text for name, text in fields.items() if name.startswith(_PREFIX)}
        texts = {name: told.get(name, "") for name, default in _DEFAULTS.items() if isinstance(default, str)}
        boxes = {name: name in told for name, default in _DEFAULTS.items() if isinstance(default, bool)}
        rows = 1 + max((int(n) for n in _row_numbers(told)), default=-1)
        rungs = tuple(
            RungForm(
                name=told.get(f"rungs.{n}.name", ""),
                low=told.get(f"rungs.{n}.low", ""),
                low_closed=f"rungs.{n}.low_closed" in told,
                high=told.get(f"rungs.{n}.high", ""),
                high_closed=f"rungs.{n}.high_closed" in told,
                worth=told.get(f"rungs.{n}.worth", ""),
            )
            for n in range(rows)
        )
        return cls(rungs=_with_spare(rungs), **texts, **boxes)  # type: ignore[arg-type]

    def sent(self, place: str) -> dict[str, Any]:
        """Return the policy as a program sends it. Raises `Unprocessable` that names every field of `place`."""
        reader = _Reader(place)
        told = {
            "citation": self.citation,
            "effective": reader.day("effective", self.effective),
            "direction": reader.choice("direction", self.direction, tuple(Direction)),
            "scale": self._scale(reader),
            "formula": reader.choice("formula", self.formula, tuple(Formula)),
            "aggregation": reader.choice("aggregation", self.aggregation, tuple(Aggregation)),
            "cap": reader.bound("cap", self.cap),
            "floor": reader.bound("floor", self.floor),
            "places": reader.whole("places", self.places),
            "rounding": reader.choice("rounding", self.rounding, tuple(Rounding)),
            "components": self._components(reader) if self.ratio else None,
        }
        if reader.wrong:
            raise Unprocessable(reader.wrong)
        return told

    def _scale(self, reader: "_Reader") -> dict[str, Any]:
        tag = {"type": _TAGS[reader.choice("scale", self.scale, SCALES) or SCALES[0]]}
        match self.scale:
            case "number":
                return {**tag, "unit": self.unit.strip(), "count": self.count}
            case "index":
                low = reader.bound("lowest_index", self.lowest_index)
                return {**tag, "lowest": low, "highest": reader.bound("highest_index", self.highest_index)}
            case "ordinal":
                rungs = [_rung(reader, n, rung) for n, rung in enumerate(self.rungs) if rung.filled]
                named = {"name": self.scale_name.strip(), "citation": self.scale_citation.strip()}
                return {**tag, **named, "rungs": rungs, "thresholds": self.thresholds}
            case _:
                return {**tag, "highest": reader.bound("highest", self.highest)}

    def _components(self, reader: "_Reader") -> dict[str, Any]:
        return {
            "numerator": {"name": self.numerator.strip(), "unit": self.numerator_unit.strip()},
            "denominator": {"name": self.denominator.strip(), "unit": self.denominator_unit.strip()},
            "times": reader.bound("times", self.times) or "100",
            "part_of_whole": self.part_of_whole,
        }


_DEFAULTS: Mapping[str, object] = {
    name: getattr(PolicyForm(), name) for name in PolicyForm.__dataclass_fields__ if name != "rungs"
}


@dataclass
class _Reader:
    """Reads fields one by one, and notes each that cannot be read."""

    place: str
    wrong: list[PlanError] = field(default_factory=list)

    def bound(self, name: str, text: str) -> str | None:
        """Return a number as JSON has it, None where the field is empty."""
        if not text.strip():
            return None
        try:
            return str(index(text))
        except PlanError as no:
            self.wrong.append(no.at(f"{self.place}.{name}"))
            return None

    def whole(self, name: str, text: str) -> int:
        """Return a small whole number."""
        try:
            read = number(text)
        except PlanError as no:
            self.wrong.append(no.at(f"{self.place}.{name}"))
            return 0
        if read != read.to_integral_value() or abs(read) > 99:
            self.wrong.append(Unreadable("not-a-whole-number", "This must be a whole number.", f"{self.place}.{name}"))
            return 0
        return int(read)

    def day(self, name: str, text: str) -> str | None:
        """Return a day as JSON has it, None where the field is empty."""
        if not text.strip():
            return None
        try:
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError:
            not_a_date = "This must be a date such as 2024-01-16."
            self.wrong.append(Unreadable("not-a-date", not_a_date, f"{self.place}.{name}"))
            return None

    def choice(self, name: str, text: str, known: tuple[str, ...]) -> str:
        """Return one of the known words."""
        if text in known:
            return str(text)
        one_of = "This must be one of {known}."
        self.wrong.append(Unreadable("unknown-value", one_of, f"{self.place}.{name}", known=", ".join(known)))
        return ""


def _rung(reader: _Reader, n: int, rung: RungForm) -> dict[str, Any]:
    return {
        "name": rung.name.strip(),
        "low": reader.bound(f"rungs.{n}.low", rung.low),
        "high": reader.bound(f"rungs.{n}.high", rung.high),
        "low_closed": rung.low_closed,
        "high_closed": rung.high_closed,
        "worth": reader.bound(f"rungs.{n}.worth", rung.worth),
    }


def _scale_fields(scale: Scale) -> dict[str, Any]:
    match scale:
        case PercentageScale(highest):
            return {"scale": "percentage", "highest": _spelled(highest)}
        case NumberScale(unit, count):
            return {"scale": "number", "unit": unit, "count": count}
        case IndexScale(lowest, highest):
            return {"scale": "index", "lowest_index": _spelled(lowest), "highest_index": _spelled(highest)}
        case OrdinalScale(name, rungs, thresholds, citation):
            return {
                "scale": "ordinal",
                "scale_name": name,
                "scale_citation": citation,
                "thresholds": thresholds,
                "rungs": _with_spare(tuple(_rung_form(rung) for rung in rungs)),
            }


def _rung_form(rung: Rung) -> RungForm:
    low, high, worth = _spelled(rung.low), _spelled(rung.high), _spelled(rung.worth)
    return RungForm(rung.name, low, rung.low_closed, high, rung.high_closed, worth)


def _with_spare(rungs: tuple[RungForm, ...]) -> tuple[RungForm, ...]:
    filled = sum(1 for rung in rungs if rung.filled)
    return (*rungs, *(RungForm(),) * (max(_RUNGS, filled + _SPARE) - len(rungs)))


def _row_numbers(told: Mapping[str, str]) -> Iterator[str]:
    for name in told:
        first, _, rest = name.partition(".")
        n = rest.partition(".")[0]
        if first == "rungs" and n.isascii() and n.isdecimal() and len(n) < 3:
            yield n


def _spelled(value: Decimal | None) -> str:
    return "" if value is None else spell(value, grouped=False)
