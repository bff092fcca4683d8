"""The year as it is told: its indicators and programmes in each quarter, and what the office comes to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypedDict

from domain.measure.budget import Lines, Quadrant
from domain.measure.policy import MeasurementPolicy
from domain.measure.realisation import Reading
from domain.quarter.line import Standing
from views.models.shared import AchievementView, AimView, ShareView, TargetView


class ProgrammeMoneyView(TypedDict):
    """A programme in a quarter with what its money bought."""

    programme: str
    text: str
    quarter: int
    pays_for: Sequence[str]
    allotted: Decimal
    realised: Decimal | None
    achievement: ShareView
    absorption: ShareView
    efficiency: ShareView
    quadrant: Quadrant | None


class OfficeMoneyView(TypedDict):
    """All programmes of a quarter together, and the lines that the quadrants go by."""

    quarter: int
    absorption: ShareView
    efficiency: ShareView
    lines: Lines | None
    citation: str


class YearCellView(TypedDict):
    """An indicator in one quarter; `year_to_date` is the year up to there, `starts` its first quarter."""

    indicator: str
    part: str
    goal: str
    text: str
    year_target: TargetView
    quarter: int
    closed: bool
    standing: Standing
    plan_version: int
    policy: MeasurementPolicy
    target: AimView | None
    reading: Reading
    reading_text: str
    achievement: AchievementView
    year_to_date: AchievementView
    starts: int


class YearView(TypedDict):
    """The year so far: each indicator and each programme in each quarter, and the office in each."""

    indicators: list[YearCellView]
    programmes: list[ProgrammeMoneyView]
    office: list[OfficeMoneyView]
