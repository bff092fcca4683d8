"""Policies, targets and readings as the tests of measurement draw them."""

from decimal import Decimal

from hypothesis import strategies as st

from domain.kernel.exact import Rounding
from domain.measure.formula import FITTING, Direction
from domain.measure.policy import Aggregation, Component, Components, MeasurementPolicy
from domain.measure.practice import DEFAULT
from domain.measure.realisation import REPORTED, Absent, Aim, Bounds, Level, Measured, Ratio, Reading
from domain.measure.scale import NumberScale, OrdinalScale, Rung

COMPONENTS = Components(Component("pengaduan yang diselesaikan"), Component("pengaduan yang diterima"))
PLAIN = NumberScale(count=False)
LADDER = OrdinalScale(
    "tangga",
    (
        Rung("hijau", Decimal(80), None, low_closed=True, worth=Decimal(100)),
        Rung("kuning", Decimal(50), Decimal(80), low_closed=True, high_closed=False, worth=Decimal(60)),
        Rung("merah", None, Decimal(50), high_closed=False, worth=Decimal("12.5")),
    ),
    thresholds=True,
)

values = st.decimals(min_value=-1000, max_value=1000, places=3)
positive = st.decimals(min_value=Decimal("0.001"), max_value=1000, places=3)
counts = st.integers(min_value=0, max_value=10**6).map(Decimal)


@st.composite
def policies(draw: st.DrawFn, directions: tuple[Direction, ...] = tuple(Direction)) -> MeasurementPolicy:
    """Any policy that `check_policy` accepts, over plain numbers, components or a scale of three values."""
    direction = draw(st.sampled_from(directions))
    ordinal = direction is Direction.ORDINAL
    places = draw(st.integers(0, 6))
    bound = st.decimals(min_value=-500, max_value=500, places=places)
    floor, cap = sorted(draw(st.lists(bound, min_size=2, max_size=2, unique=True)))
    return MeasurementPolicy(
        version=draw(st.integers(1, 9)),
        citation="SK 1/2024",
        effective=draw(st.none() | st.dates()),
        direction=direction,
        scale=LADDER if ordinal else PLAIN,
        formula=draw(st.sampled_from(FITTING[direction])),
        aggregation=draw(st.sampled_from((Aggregation.LAST, Aggregation.MAXIMUM) if ordinal else tuple(Aggregation))),
        cap=draw(st.sampled_from((None, cap))),
        floor=draw(st.sampled_from((None, floor))),
        places=places,
        rounding=draw(st.sampled_from(Rounding)),
        components=None if ordinal else draw(st.sampled_from((None, COMPONENTS))),
    )


def aims(policy: MeasurementPolicy) -> st.SearchStrategy[Aim]:
    """Targets that fit the policy, zero among them."""
    if policy.direction is Direction.ORDINAL:
        return st.sampled_from(LADDER.rungs).map(lambda rung: Level(rung.name))
    if policy.direction in (Direction.RANGE, Direction.RANGE_LOWER):
        pairs = st.lists(st.just(Decimal(0)) | positive, min_size=2, max_size=2, unique=True).map(sorted)
        return pairs.map(lambda pair: Bounds(pair[0], pair[1]))
    return (st.just(Decimal(0)) | positive).map(lambda value: Bounds(value, value))


def readings(policy: MeasurementPolicy) -> st.SearchStrategy[Reading]:
    """What can have been measured under the policy, gaps among it."""
    absent: st.SearchStrategy[Reading] = st.sampled_from(REPORTED).map(Absent)
    if policy.direction is Direction.ORDINAL:
        return st.one_of(absent, values.map(Measured), st.sampled_from(LADDER.rungs).map(lambda r: Level(r.name)))
    if policy.components is None:
        return absent | values.map(Measured)
    pairs = st.lists(counts, min_size=2, max_size=2).map(sorted)
    return st.one_of(absent, pairs.map(lambda pair: Ratio(pair[0], pair[1])), counts.map(lambda n: Ratio(n, None)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[MeasurementPolicy, Aim, list[Reading]]:
    """A policy, a target that fits it, and up to four quarters."""
    policy = draw(policies())
    return policy, draw(aims(policy)), draw(st.lists(readings(policy), min_size=1, max_size=4))


def plain(direction: str) -> MeasurementPolicy:
    """The default policy of a direction over plain numbers."""
    return DEFAULT.policy(Direction(direction), PLAIN)


def aim(low: str, high: str = "") -> Bounds:
    """A figure, or the range from one to the other."""
    return Bounds(Decimal(low), Decimal(high or low))


def measured(*figures: str) -> list[Reading]:
    """One reading for each figure."""
    return [Measured(Decimal(figure)) for figure in figures]
