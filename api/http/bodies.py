"""What every body is made of, and the bodies that all routes of endorsement share."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.kernel.actor import Role

ActingRole = Literal[Role.DRAFTER, Role.SECRETARY, Role.CHAIR, Role.OWNER, Role.PLANNER]
_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=_ID, max_length=63, examples=["kpu-kota-contoh"])]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
OneLine = Annotated[str, Field(max_length=300)]
Prose = Annotated[str, Field(max_length=4000)]


class Body(BaseModel):
    """The base: no field that is not named.

    In one that is read `cell_by_cell`, a character that hides or reorders is told where its cell is recorded.
    """

    model_config = ConfigDict(extra="forbid")
    cell_by_cell: ClassVar[bool] = False

    @classmethod
    def place_of(cls, loc: tuple[int | str, ...], sent: Any) -> str:
        """Return what the place of a fault is called; `sent` is everything that was."""
        return ".".join(str(part)[:100] for part in loc)


class Acting(Body):
    """An act on a plan; who holds several roles or positions that fit may say under which one they act."""

    role: ActingRole | None = None
    position: Slug | None = None


class Submission(Acting):
    """Send the text on its route."""

    note: Prose = ""


class EndorsementBody(Acting):
    """Act on exactly the text and the document that were shown."""

    step: Slug
    digest: Digest
    document: Digest


class SignatureBody(EndorsementBody):
    """Sign; with the password where somebody else's link set it less than a day ago."""

    password: Annotated[str, Field(max_length=1024)] | None = None


class Refusal(Acting):
    """Return or reject, with the reason."""

    step: Slug
    reason: Prose


class Nothing(Body):
    """Only that it be done: the address says to what."""


RowId = Annotated[str, Field(max_length=4000)]  # an id: new ones are slugs, older ones any text


# A number as programs and our answers write it: with a decimal point, and nothing that could mark thousands.
DecimalText = Annotated[str, Field(pattern=r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$", examples=["95.5"])]


# A figure, or a value of a scale; a form sends what people type. Which it is, the scale says where it is read.
Written = Annotated[str, Field(max_length=60, examples=["95.5"])]


class RangeBody(Body):
    """A target between two figures, both included."""

    low: DecimalText
    high: DecimalText


MOST_ROWS = 200  # of one command: what the recorder is sent has a bound; the other rows stay as they are


def listed(sent: Any, name: str, model: type[Body]) -> Any:
    """Put the fields of the only item where a list is expected."""
    if not isinstance(sent, dict) or name in sent:
        return sent
    item = {field: value for field, value in sent.items() if field in model.model_fields}
    rest = {field: value for field, value in sent.items() if field not in item}
    return {**rest, name: [item]} if item else sent
