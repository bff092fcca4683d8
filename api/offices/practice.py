"""A practice of measurement as its form has it: every field as it was typed, and what a program would send instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.http import reading
from api.http.fields import FormReader, spelled
from api.http.problems import Unprocessable
from api.http.rungs import RungForm, no_rungs, read_rungs, row_numbers, rung_forms, typed_rungs
from api.offices.bodies import PracticeBody
from domain.kernel.canonical import canonical
from domain.measure.practice import Practice
from domain.measure.scale import OrdinalScale

_MOST = 20  # scales
_TEXTS = ("effective", "citation", "lower", "ordinal", "cap", "floor", "places", "rounding")


@dataclass(frozen=True)
class ScaleForm:
    """One ordered scale; without a name and a value it says nothing."""

    name: str
    citation: str
    thresholds: bool
    rungs: tuple[RungForm, ...]

    @classmethod
    def from_scale(cls, scale: OrdinalScale) -> "ScaleForm":
        """Return the form that says what a scale says."""
        return cls(scale.name, scale.citation, scale.thresholds, rung_forms(scale.rungs))

    @property
    def filled(self) -> bool:
        """Return whether anything was typed into it."""
        return bool(self.name.strip() or self.citation.strip()) or any(rung.filled for rung in self.rungs)


@dataclass(frozen=True)
class PracticeForm:
    """The fields; the last scale is an empty one, for one that is new."""

    effective: str
    citation: str
    lower: str
    ordinal: str
    cap: str
    floor: str
    places: str
    rounding: str
    scales: tuple[ScaleForm, ...]

    @classmethod
    def from_practice(cls, practice: Practice, effective: str) -> "PracticeForm":
        """Return the form that changes a practice from a day on; its source is yet to be said."""
        return cls(
            effective=effective,
            citation="",
            lower=practice.lower,
            ordinal=practice.ordinal,
            cap=spelled(practice.cap),
            floor=spelled(practice.floor),
            places=str(practice.places),
            rounding=practice.rounding,
            scales=(*(ScaleForm.from_scale(scale) for scale in practice.scales), _NEW),
        )

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> "PracticeForm":
        """Return the form as it was sent: `scales.0.name`, `scales.0.rungs.0.low` and their like."""
        last = max((int(n) for n in row_numbers(fields, "scales")), default=-1)
        scales = tuple(
            ScaleForm(
                fields.get(f"scales.{n}.name", ""),
                fields.get(f"scales.{n}.citation", ""),
                f"scales.{n}.thresholds" in fields,
                typed_rungs(fields, f"scales.{n}.rungs"),
            )
            for n in range(min(last + 1, _MOST))
        )
        spare = () if scales and not scales[-1].filled else (_NEW,)
        texts = {name: fields.get(name, "") for name in _TEXTS}
        return cls(scales=(*scales, *spare), **texts)

    def body(self) -> PracticeBody:
        """Return the command's body. Raises `Unprocessable` that names every wrong field."""
        reader = FormReader()
        told: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        told |= {name: reader.bound(name, told[name]) for name in ("cap", "floor")}
        told["places"] = reader.whole("places", self.places)
        told["scales"] = [
            {
                "name": scale.name.strip(),
                "citation": scale.citation.strip(),
                "thresholds": scale.thresholds,
                "rungs": read_rungs(reader, f"scales.{n}.rungs", scale.rungs),
            }
            for n, scale in enumerate(self.scales)
            if scale.filled
        ]
        if reader.wrong:
            raise Unprocessable(reader.wrong)
        return reading.filled(PracticeBody, canonical(told), None)

    def places_of(self) -> dict[str, str]:
        """Return where in the form the domain's places are: it calls a scale and its values by their names."""
        found = {"scales": "scales.0.name"}
        for n, scale in enumerate(self.scales):
            named = f"scales.{_line(scale.name)}"
            found.setdefault(named, f"scales.{n}.name")
            for row, rung in enumerate(scale.rungs):
                if rung.filled:
                    found.setdefault(f"{named}.{_line(rung.name)}", f"scales.{n}.rungs.{row}.name")
        return found


_NEW = ScaleForm("", "", thresholds=False, rungs=no_rungs())


def _line(text: str) -> str:
    return " ".join(text.split())
