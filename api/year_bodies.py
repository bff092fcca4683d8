"""What a client may send about the year of a plan: its action plan, and what is filed and checked of each quarter."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.bodies import Acting, Body, Line, Prose, Slug
from domain.realisation import State

Row = Annotated[str, Field(max_length=200)]
Figure = Annotated[str, Field(max_length=60)]  # as Indonesians write it
RowVersionSeen = Annotated[int, Field(ge=0, le=999_999_999)]
_MOST_ROWS = 200  # of one command: what the recorder is sent has a bound; the other rows stay as they are


class ActionStart(Acting):
    """Begin the action plan of a signed plan."""


class StepsBody(Body):
    """What is going to be done: for the year, or quarter by quarter."""

    year: Prose = ""
    quarters: Annotated[list[Prose], Field(min_length=4, max_length=4)] = Field(default_factory=lambda: [""] * 4)


class ActionRowBody(Body):
    """The whole row of an indicator.

    `policy` is what `GET` has as `policy` (its version is counted here); `targets` are none or four, as written,
    null for no target in a quarter.
    """

    indicator: Row
    policy: dict[str, Any] | None = None
    targets: Annotated[list[Figure | None], Field(max_length=4)] = Field(default_factory=list)
    owners: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)
    steps: StepsBody = Field(default_factory=StepsBody)


class ActionRows(Acting):
    """Make these rows so; the others stay."""

    rows: Annotated[list[ActionRowBody], Field(min_length=1, max_length=_MOST_ROWS)]


class RealisationBody(Acting):
    """File a row (`based_on` 0), or correct it: a figure as written, or its components, or why there is none.

    `follow_up_done` answers what the previous quarter announced.
    """

    based_on: RowVersionSeen
    reading: Figure = ""
    numerator: Figure = ""
    denominator: Figure = ""
    state: Literal[State.NOT_RELEASED, State.NOT_APPLICABLE, State.NOT_COMPUTABLE] | None = None
    explanation: Prose = ""
    obstacles: Prose = ""
    follow_up: Prose = ""
    justification: Prose = ""
    follow_up_done: bool | None = None
    follow_up_answer: Prose = ""
    reason: Prose = ""


class SpentBody(Body):
    """What was spent on a programme since the year began."""

    programme: Row
    based_on: RowVersionSeen
    realised: Figure


class BudgetBody(Acting):
    """Report spending; whoever changes a figure says why."""

    amounts: Annotated[list[SpentBody], Field(min_length=1, max_length=_MOST_ROWS)]
    reason: Prose = ""


class SeenRow(Body):
    """A row and the version of it that was seen."""

    indicator: Row
    based_on: RowVersionSeen


class Verification(Acting):
    """Pass these rows as they were seen."""

    rows: Annotated[list[SeenRow], Field(min_length=1, max_length=_MOST_ROWS)]


class RowReturn(Acting):
    """Send a row back to its owners."""

    indicator: Row
    based_on: RowVersionSeen
    reason: Prose


class Waiver(Acting):
    """Let the quarter go on without an indicator or a programme that nobody reported in time."""

    row: Row
    reason: Prose


class HandOver(Acting):
    """Give a row to other owners."""

    indicator: Row
    owners: Annotated[list[Slug], Field(min_length=1, max_length=20)]
    reason: Prose


class NewEnd(Acting):
    """Let people file until then: an instant, or one on the office's clock where it has no zone."""

    closes: Line
    reason: Prose
