"""What a client may send about the year of a plan: its action plan, and what is filed and checked of each quarter."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from api.bodies import Acting, Body, Digest, Line, Prose, Slug
from domain.realisation import State

Row = Annotated[str, Field(max_length=200)]
Figure = Annotated[str, Field(max_length=60)]  # as Indonesians write it
RowVersionSeen = Annotated[int, Field(ge=0, le=999_999_999)]
CHOSEN = "evidence."  # what a form calls each file, before its digest: who does not tick it leaves it out
MOST_ROWS = 200  # of one command: what the recorder is sent has a bound; the other rows stay as they are


def _listed(sent: Any, name: str, model: type[Body]) -> Any:
    """Put the fields of the only item where a list is expected."""
    if not isinstance(sent, dict) or name in sent:
        return sent
    item = {field: value for field, value in sent.items() if field in model.model_fields}
    rest = {field: value for field, value in sent.items() if field not in item}
    return {**rest, name: [item]} if item else sent


class ActionStart(Acting):
    """Begin the action plan of a signed plan."""


class StepsBody(Body):
    """What is going to be done: for the year, or quarter by quarter."""

    year: Prose = ""
    quarters: Annotated[list[Prose], Field(min_length=4, max_length=4)] = Field(default_factory=lambda: [""] * 4)


class ActionCells(Body):
    """The whole row of an indicator.

    `policy` is what `GET` has as `policy` (its version is counted here); `targets` are none or four, as written,
    null for no target in a quarter.
    """

    policy: dict[str, Any] | None = None
    targets: Annotated[list[Figure | None], Field(max_length=4)] = Field(default_factory=list)
    owners: Annotated[list[Slug], Field(max_length=20)] = Field(default_factory=list)
    steps: StepsBody = Field(default_factory=StepsBody)


class ActionRowBody(ActionCells):
    """The whole row of the indicator that is named."""

    indicator: Row


class ActionRowChange(ActionCells, Acting):
    """Make the row of the address this one."""


class ActionRows(Acting):
    """Make these rows so; the others stay."""

    rows: Annotated[list[ActionRowBody], Field(min_length=1, max_length=MOST_ROWS)]


class Confirmation(Acting):
    """Confirm what is proposed for these indicators; `seen` is the digest of the proposals that were shown."""

    indicators: Annotated[list[Row], Field(min_length=1, max_length=MOST_ROWS)]
    seen: Digest


class GoalOwners(Acting):
    """Give every row of a goal to these owners, and to nobody else."""

    goal: Row
    owners: Annotated[list[Slug], Field(min_length=1, max_length=20)]


class RealisationBody(Acting):
    """File a row: a figure as written, or its components, or why there is none; `based_on` is 0 where nothing is filed.

    `follow_up_done` answers what the previous quarter announced. `evidence` are the digests of all its files, in order,
    each filed before or sent to `…/evidence`; null: what is filed stays.
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
    evidence: Annotated[list[Digest], Field(max_length=200)] | None = None

    @field_validator("evidence", mode="before")
    @classmethod
    def _ticked(cls, sent: Any) -> Any:
        """A form has a field for each file."""
        return list(sent) if isinstance(sent, dict) else sent


class CorrectionBody(RealisationBody):
    """Make a filed row this one, and say why."""

    reason: Prose


class SpentBody(Body):
    """What was spent on a programme since the year began."""

    programme: Row
    based_on: RowVersionSeen
    realised: Figure


class BudgetBody(Acting):
    """Report spending; whoever changes a figure says why. A form sends the fields of one programme."""

    amounts: Annotated[list[SpentBody], Field(min_length=1, max_length=MOST_ROWS)]
    reason: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def _one(cls, sent: Any) -> Any:
        return _listed(sent, "amounts", SpentBody)


class SeenRow(Body):
    """A row and the version of it that was seen."""

    indicator: Row
    based_on: RowVersionSeen


class Verification(Acting):
    """Pass these rows as they were seen. A form sends the fields of one row."""

    rows: Annotated[list[SeenRow], Field(min_length=1, max_length=MOST_ROWS)]

    @model_validator(mode="before")
    @classmethod
    def _one(cls, sent: Any) -> Any:
        return _listed(sent, "rows", SeenRow)


class RowReturn(Acting):
    """Send a row back to its owners."""

    indicator: Row
    based_on: RowVersionSeen
    reason: Prose


class Waiver(Acting):
    """Let the quarter go on without an indicator or a programme that nobody reported in time.

    The form of a programme sends it as `programme`.
    """

    row: Row
    reason: Prose

    @model_validator(mode="before")
    @classmethod
    def _programme(cls, sent: Any) -> Any:
        named = isinstance(sent, dict) and "programme" in sent and "row" not in sent
        return {**{k: v for k, v in sent.items() if k != "programme"}, "row": sent["programme"]} if named else sent


class HandOver(Acting):
    """Give a row to other owners."""

    indicator: Row
    owners: Annotated[list[Slug], Field(min_length=1, max_length=20)]
    reason: Prose


class NewEnd(Acting):
    """Let people file until then: an instant, or one on the office's clock where it has no zone."""

    closes: Line
    reason: Prose
