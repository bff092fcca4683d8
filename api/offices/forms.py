"""What an office types: a route as a table of steps, and a practice of measurement, every field as it stands."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from api.http import reading
from api.http.forms import FormReader, RungForm, no_rungs, read_rungs, row_numbers, rung_forms, spelled, typed_rungs
from api.http.problems import Unprocessable
from api.offices.bodies import PracticeBody, RouteBody
from domain.kernel.actor import Role
from domain.kernel.message import canonical
from domain.measure.practice import Practice
from domain.measure.reading.cell import PERCENT
from domain.measure.scale import OrdinalScale
from domain.route.route import Route, Step

_NAME = re.compile(r"steps-(?P<n>[0-9]{1,3})-(?P<column>key|order|role|act|part|need|block|elsewhere)")
_MOST = 50  # rows


@dataclass(frozen=True)
class RouteRow:
    """One step as typed; `key` is empty where the row is new.

    `role` is a role, or an own position as `@kepala-dinas`; `elsewhere` is one of another office: `rsud/direktur`.
    """

    key: str = ""
    order: str = ""
    role: str = ""
    act: str = ""
    part: str = ""
    need: str = ""
    block: str = ""
    elsewhere: str = ""

    def sent(self) -> dict[str, object]:
        """Return the row as the body of a route has it."""
        row: dict[str, object] = asdict(self) | {"order": _number(self.order)}
        office, _, key = str(row.pop("elsewhere")).partition("/")
        if office:
            row |= {"role": Role.OFFICIAL, "position": key, "office": office}
        elif self.role.startswith("@"):
            row |= {"role": Role.OFFICIAL, "position": self.role.removeprefix("@")}
        row["need"] = _number(self.need)
        return {name: value for name, value in row.items() if value or name not in ("need", "block")}


def _row(step: Step) -> RouteRow:
    who = f"@{step.position}" if step.position and not step.office else "" if step.position else step.role
    elsewhere = f"{step.office}/{step.position}" if step.office else ""
    need = str(step.need or "")
    return RouteRow(step.key, str(step.order), who, step.act, step.part, need, step.block or "", elsewhere)


@dataclass(frozen=True)
class RouteForm:
    """The rows that are steps, in the order in which they stand."""

    kind: str
    rows: tuple[RouteRow, ...]

    @classmethod
    def from_route(cls, kind: str, route: Route) -> "RouteForm":
        """Return the form that shows a route."""
        return cls(kind, tuple(_row(step) for step in route))

    @classmethod
    def from_fields(cls, fields: Iterable[tuple[str, str]]) -> "RouteForm":
        """Return what a browser sent: `kind`, `steps-0-role` and its like. Fields of other names are not ours."""
        kind, rows = "", dict[int, RouteRow]()
        for name, value in fields:
            if name == "kind":
                kind = value
            elif found := _NAME.fullmatch(name):
                n = int(found["n"])
                rows[n] = replace(rows.get(n, RouteRow()), **{found["column"]: value.strip()})
        return cls(kind, tuple(row for _, row in sorted(rows.items()) if row.act)[:_MOST])

    def body(self) -> RouteBody:
        """Return the command's body. Raises `Unprocessable` that names every wrong field (`steps.0.order`)."""
        named = self.named()
        steps = [row.sent() for row in named.rows]
        return reading.filled(RouteBody, canonical({"kind": self.kind, "steps": steps}), None)

    def named(self) -> "RouteForm":
        """Return the form with a key for every row: a new one is called by what it asks, as long as that is free."""
        keys = {row.key for row in self.rows if row.key}
        rows = []
        for row in self.rows:
            key = row.key
            if not key:
                stem = "-".join(re.findall("[a-z0-9]+", f"{row.role} {row.elsewhere} {row.act} {row.part}".lower()))
                free = [stem, *(f"{stem}-{n}" for n in range(2, len(self.rows) + 2))]
                key = next(name for name in free if name not in keys)
                keys.add(key)
            rows.append(replace(row, key=key))
        return replace(self, rows=tuple(rows))


def _number(text: str) -> int | str:
    # What is no number stays as it was typed, to be refused at its place.
    return int(text) if re.fullmatch("[0-9]{1,4}", text) else text


_MOST_RUNGS = 20  # scales
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

    @classmethod
    def from_fields(cls, fields: Mapping[str, str], at: str) -> "ScaleForm":
        """Return the form as it was sent, as `AT.name`, `AT.rungs.0.low` and their like."""
        texts = fields.get(f"{at}.name", ""), fields.get(f"{at}.citation", "")
        return cls(*texts, f"{at}.thresholds" in fields, typed_rungs(fields, f"{at}.rungs"))

    def body(self, reader: FormReader, at: str) -> dict[str, Any]:
        """Return the scale as a program sends it; what is wrong stands in the reader."""
        return {
            "name": self.name.strip(),
            "citation": self.citation.strip(),
            "thresholds": self.thresholds,
            "rungs": read_rungs(reader, f"{at}.rungs", self.rungs),
        }

    def places_of(self, named: str, at: str) -> dict[str, str]:
        """Return where in the form the places of a scale are that the domain calls so."""
        rows = [(row, rung) for row, rung in enumerate(self.rungs) if rung.filled]
        places = {f"{named}.{_line(rung.name)}": f"{at}.rungs.{row}.name" for row, rung in reversed(rows)}
        return {named: f"{at}.name", **places}

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
    categories: ScaleForm

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
            categories=ScaleForm.from_scale(practice.called),
        )

    @classmethod
    def from_fields(cls, fields: Mapping[str, str]) -> "PracticeForm":
        """Return the form as it was sent: `scales.0.name`, `scales.0.rungs.0.low` and their like."""
        last = max((int(n) for n in row_numbers(fields, "scales")), default=-1)
        scales = tuple(ScaleForm.from_fields(fields, f"scales.{n}") for n in range(min(last + 1, _MOST_RUNGS)))
        spare = () if scales and not scales[-1].filled else (_NEW,)
        texts = {name: fields.get(name, "") for name in _TEXTS}
        return cls(scales=(*scales, *spare), categories=ScaleForm.from_fields(fields, "categories"), **texts)

    def body(self) -> PracticeBody:
        """Return the command's body. Raises `Unprocessable` that names every wrong field."""
        reader = FormReader()
        typed: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        typed |= {name: reader.bound(name, typed[name], PERCENT) for name in ("cap", "floor")}
        typed["effective"] = reader.day("effective", self.effective) or ""
        typed["places"] = reader.whole("places", self.places)
        typed["scales"] = [scale.body(reader, f"scales.{n}") for n, scale in enumerate(self.scales) if scale.filled]
        typed["categories"] = self.categories.body(reader, "categories") if self.categories.filled else None
        if reader.wrong:
            raise Unprocessable(reader.wrong)
        return reading.filled(PracticeBody, canonical(typed), None)

    def places_of(self) -> dict[str, str]:
        """Return where in the form the domain's places are: it calls a scale and its values by their names."""
        found = {"scales": "scales.0.name"}
        for n, scale in reversed(list(enumerate(self.scales))):
            found |= scale.places_of(f"scales.{_line(scale.name)}", f"scales.{n}")
        return found | self.categories.places_of("categories", "categories")


_NEW = ScaleForm("", "", thresholds=False, rungs=no_rungs())


def _line(text: str) -> str:
    return " ".join(text.split())
