"""What a client may send about a quarter: what is filed, checked, returned, waived and handed over."""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from api.http.bodies import MOST_ROWS, Acting, Body, Digest, OneLine, Prose, RowId, SignatureBody, Slug, Written, listed
from domain.measure.realisation import State

RowVersionSeen = Annotated[int, Field(ge=0, le=999_999_999)]
CHOSEN = "evidence."  # what a form calls each file, before its digest: who does not tick it leaves it out
FILE = "file"  # and what it calls those that it brings


class Realised(Body):
    """What a row came to: a figure, or its components, or why there is none.

    `follow_up_done` answers what the previous quarter announced. `evidence` are the digests of all its files, in order,
    each filed before or sent to `…/evidence`; null: what is filed stays.
    """

    reading: Written = ""
    numerator: Written = ""
    denominator: Written = ""
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


class RealisationBody(Realised, Acting):
    """File a row."""


class CorrectionBody(RealisationBody):
    """Make a filed row this one, and say why."""

    reason: Prose


class RowFiled(Realised):
    """What a row came to, filed or, where something is filed that was seen, corrected with a reason."""

    indicator: RowId
    based_on: RowVersionSeen
    reason: Prose = ""


class FilingsBody(Acting):
    """File rows, each by itself: what is right is recorded, whatever becomes of the others."""

    rows: Annotated[list[RowFiled], Field(min_length=1, max_length=MOST_ROWS)]


class SpentBody(Body):
    """What was spent on a programme since the year began; `based_on` is the version of its line."""

    programme: RowId
    based_on: RowVersionSeen
    realised: Written


class BudgetBody(Acting):
    """Report spending; whoever changes a figure says why.

    A form sends the fields of one programme, or of several as `amounts.0.programme`.
    """

    amounts: Annotated[list[SpentBody], Field(min_length=1, max_length=MOST_ROWS)]
    reason: Prose = ""

    @model_validator(mode="before")
    @classmethod
    def _one(cls, sent: Any) -> Any:
        if isinstance(sent, dict) and isinstance(of := sent.get("amounts"), dict):
            rows: dict[str, dict[str, Any]] = {}
            for name, value in of.items():
                number, _, field = name.partition(".")
                rows.setdefault(number, {})[field] = value
            return {**sent, "amounts": list(rows.values())}
        return listed(sent, "amounts", SpentBody)


class SeenRow(Body):
    """A row and the version of it that was seen."""

    indicator: RowId
    based_on: RowVersionSeen


class Verification(Acting):
    """Pass these rows as they were seen. A form sends the fields of one row."""

    rows: Annotated[list[SeenRow], Field(min_length=1, max_length=MOST_ROWS)]

    @model_validator(mode="before")
    @classmethod
    def _one(cls, sent: Any) -> Any:
        return listed(sent, "rows", SeenRow)


class RowReturn(Acting):
    """Send a row back to its owners; `If-Match` is the row's own ETag."""

    indicator: RowId
    reason: Prose


class Waiver(Acting):
    """Let the quarter go on without an indicator or a programme that nobody reported in time.

    The form of a programme sends it as `programme`.
    """

    row: RowId
    reason: Prose

    @model_validator(mode="before")
    @classmethod
    def _programme(cls, sent: Any) -> Any:
        named = isinstance(sent, dict) and "programme" in sent and "row" not in sent
        return {**{k: v for k, v in sent.items() if k != "programme"}, "row": sent["programme"]} if named else sent


class HandOver(Acting):
    """Give a row to other owners."""

    indicator: RowId
    owners: Annotated[list[Slug], Field(min_length=1, max_length=20)]
    reason: Prose


class PolicyCorrection(Acting):
    """Measure a row as the action plan in force says by now, or as before without bounds for what comes out."""

    reason: Prose


class NewEnd(Acting):
    """Let people file until then: an instant, or one on the office's clock where it has no zone."""

    closes: OneLine
    reason: Prose


class QuarterSignature(SignatureBody):
    """Sign the quarter; `unfollowed` says why by the plan as it was, where an amendment is not followed yet."""

    unfollowed: Prose = ""
