"""What a client may send about an amendment."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.http.bodies import Acting, Body, OneLine, Prose
from domain.plan.amendment import Ground
from domain.plan.check import MAX_ROWS


class BasisBody(Body):
    """The document that asks for the change; `file` is the digest of what was sent to `…/amendment/files`."""

    title: Annotated[str, Field(max_length=400)]
    number: OneLine
    day: date
    file: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})?$")] = ""
    name: OneLine = ""


class Statement(Acting):
    """Say what an amendment says of itself: grounds, basis document, from when it is in force, and why in general."""

    grounds: Annotated[list[Ground], Field(max_length=len(Ground))]
    basis: BasisBody
    effective: date
    reason: Prose


class Correction(Statement):
    """Correct it; `seen` is the digest of what it said, as its redline has it: where that is another now, refused."""

    seen: Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})?$")] = ""


class ReasonBody(Body):
    """Why the amendment changes a place: a row, a cell (`a-i07.target`), or what is printed.

    `seen` is the reason that was there; where it is another by now, nothing is recorded.
    """

    place: Annotated[str, Field(max_length=4200, examples=["a-i07.target"])]
    reason: Prose
    seen: Prose | None = None


class Reasons(Acting):
    """Say why places change; an empty reason takes one back, and those that are not named stay."""

    reasons: Annotated[list[ReasonBody], Field(max_length=MAX_ROWS)]


class GivingUp(Acting):
    """Give the amendment up before the first signature."""

    reason: Prose
