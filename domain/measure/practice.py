"""An office's practice of measurement: what is said once for all its indicators, as data with a source."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import UNSET, UnsetType, structs

from domain.kernel.errors import PlanError, require
from domain.kernel.exact import Rounding
from domain.kernel.message import Message
from domain.measure.formula import Direction, Formula
from domain.measure.policy import Aggregation, Components, MeasurementPolicy, check_policy
from domain.measure.scale import BPK, CATEGORIES, SAKIP, NumberScale, OrdinalScale, Scale, check_scale


class Practice(Message, frozen=True, tag="measurement-practice"):
    """One version of an office's practice; cap and floor in per cent, `effective` None: from the beginning."""

    citation: str
    version: int = 1
    effective: date | None = None
    lower: Formula = Formula.MIRROR
    ordinal: Formula = Formula.MET
    cap: Decimal | None = None
    floor: Decimal | None = None
    places: int = 2
    rounding: Rounding = Rounding.HALF_AWAY
    scales: tuple[OrdinalScale, ...] = (SAKIP, BPK)
    categories: OrdinalScale | UnsetType = UNSET

    @property
    def called(self) -> OrdinalScale:
        """Return the scale on which an achievement in per cent is called a success or a failure."""
        return self.categories or CATEGORIES

    def policy(
        self,
        direction: Direction,
        scale: Scale,
        aggregation: Aggregation = Aggregation.LAST,
        components: Components | None = None,
    ) -> MeasurementPolicy:
        """Return the policy of an indicator that this practice gives."""
        return MeasurementPolicy(
            version=self.version,
            citation=self.citation,
            effective=self.effective,
            direction=direction,
            scale=scale,
            formula=self.formula(direction),
            aggregation=aggregation,
            cap=self.cap,
            floor=self.floor,
            places=self.places,
            rounding=self.rounding,
            components=components,
        )

    def knowing(self, scales: tuple[OrdinalScale, ...]) -> "Practice":
        """Return the practice with these scales before its own, such as those of a kind of plan."""
        return structs.replace(self, scales=(*scales, *self.scales)) if scales else self

    def formula(self, direction: Direction) -> Formula:
        """Return the formula for a direction."""
        match direction:
            case Direction.LOWER | Direction.RANGE_LOWER:
                return self.lower
            case Direction.ORDINAL:
                return self.ordinal
            case Direction.HIGHER | Direction.RANGE:
                return Formula.RATIO


DEFAULT = Practice(citation="paraf default (ranges: PermenPANRB 8/2021)")


def check_practice(practice: Practice) -> None:
    """Refuse a practice that gives some indicator a policy that contradicts itself.

    The place names a field of the practice, or the scale and the value where it does (`scales.SAKIP.BB`).
    """
    names = [scale.name.casefold() for scale in practice.scales]
    require(len(set(names)) == len(names), "practice-scales", "Two scales have the same name.", "scales")
    _check_categories(practice.called)
    for direction in Direction:
        if direction is not Direction.ORDINAL:
            _check(practice.policy(direction, NumberScale()), {"formula": "lower"})
    for scale in practice.scales:
        ordinal = practice.policy(Direction.ORDINAL, scale)
        _check(ordinal, {"formula": "ordinal", "scale": f"scales.{scale.name}"})


def _check_categories(scale: OrdinalScale) -> None:
    try:
        check_scale(scale)
    except PlanError as no:
        raise no.at("categories" + no.place.removeprefix("scale")) from None
    whole = scale.thresholds and scale.rungs[0].high is None and scale.rungs[-1].low is None
    require(whole, "categories-open", "Some achievement would be of no category.", "categories")


def _check(policy: MeasurementPolicy, places: Mapping[str, str]) -> None:
    """Check a policy that the practice gives, and say where in the practice it comes from."""
    try:
        check_policy(policy)
    except PlanError as no:
        field, dot, inner = no.place.partition(".")
        raise no.at(places.get(field, field) + dot + inner) from None
