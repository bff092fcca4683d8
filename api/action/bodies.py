"""What a client may send about an action plan."""

from typing import Annotated, Any

from pydantic import Field

from api.http.bodies import MOST_ROWS, Acting, Body, Digest, Prose, RangeBody, RowId, Slug, Written


class ActionStart(Acting):
    """Begin the action plan of a signed plan."""


class Following(Acting):
    """Take the amended plan that is in force as the basis."""


class StepsBody(Body):
    """What is going to be done: for the year, or quarter by quarter."""

    year: Prose = ""
    quarters: Annotated[list[Prose], Field(min_length=4, max_length=4)] = Field(default_factory=lambda: [""] * 4)


class StartBody(Body):
    """The quarter in which an indicator starts, and why not in the first."""

    quarter: Annotated[int, Field(ge=2, le=4)]
    reason: Prose


class ActionCells(Body):
    """The whole row of an indicator.

    `policy` is what `GET` has as `policy` (its version is counted here); `targets` are none or four,
    null for no target in a quarter, each a figure, a value of the scale, or the two ends of a range. `start` stays as
    it is where it is left out; null is with the year.
    """

    policy: dict[str, Any] | None = None
    targets: Annotated[list[Written | RangeBody | None], Field(max_length=4)] = Field(default_factory=list)
    owners: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)
    steps: StepsBody = Field(default_factory=StepsBody)
    start: StartBody | None = None


class ActionRowBody(ActionCells):
    """The whole row of the indicator that is named."""

    indicator: RowId


class ActionRowChange(ActionCells, Acting):
    """Make the row of the address this one."""


class ActionRows(Acting):
    """Make these rows so; the others stay."""

    rows: Annotated[list[ActionRowBody], Field(min_length=1, max_length=MOST_ROWS)]


class Confirmation(Acting):
    """Confirm what is proposed for these indicators; `seen` is the digest of the proposals that were shown."""

    indicators: Annotated[list[RowId], Field(min_length=1, max_length=MOST_ROWS)]
    seen: Digest


class GoalOwners(Acting):
    """Give every row of a goal to these owners, and to nobody else."""

    goal: RowId
    owners: Annotated[list[Slug], Field(min_length=1, max_length=20)]
