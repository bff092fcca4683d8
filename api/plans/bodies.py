"""What a client may send about a plan."""

from typing import Annotated, Any

from pydantic import Field

from api.http.bodies import Acting, Prose, Row, Slug

FIRST_YEAR, LAST_YEAR = 2000, 2100


class NewPlan(Acting):
    """Begin a plan; `text` is what `GET` of a plan has as `text`, left out it is the office's empty form.

    `title` is the cover's, where no text is sent.
    """

    kind: Slug = "rkt"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2024])]
    title: Annotated[str, Field(max_length=1000)] = ""
    text: dict[str, Any] | None = None


class Withdrawal(Acting):
    """Take the plan back."""

    reason: Prose = ""


class CommentBody(Acting):
    """Remark on a row; without one, on the whole plan."""

    row: Row = ""
    text: Prose


class Settlement(Acting):
    """Answer a remark."""

    answer: Prose


class Carrying(Acting):
    """Leave a remark open into the next submission."""

    reason: Prose
