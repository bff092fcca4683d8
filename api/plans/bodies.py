"""What a client may send about a plan."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.bodies import Acting, Body, Prose, RowId, Slug
from domain.measure.target import KINDS
from domain.plan.check import MAX_ROWS, MAX_SUPPORTS

FIRST_YEAR, LAST_YEAR = 2000, 2100


class TargetBody(Body):
    """A target's kind, and its text: as printed, or with numbers as programs write them."""

    kind: Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
    text: str


class CellBody(Body):
    """What stands in a column of the kind of plan: as printed, or by its `value` alone, such as `GET` has it.

    Beside a text the value may be sent back, and says nothing.
    """

    column: str
    text: str | None = None
    value: Annotated[dict[str, Any] | None, Field(examples=[{"kind": "percentage", "value": "96"}])] = None


class GoalBody(Body):
    """A goal; `parent` is the goal above it, empty for none."""

    id: str
    parent: str
    text: str
    cells: Annotated[list[CellBody], Field(default_factory=list)]


class SupportBody(Body):
    """A row of another plan that an indicator answers to; how it reads is looked up, and sent back says nothing.

    A link that is there already stays as it was recorded, unless another `version` says that it is to be read anew.
    """

    office: Slug
    plan: Annotated[str, Field(max_length=80, examples=["renstra-2025"])]
    row: RowId
    version: Annotated[int, Field(ge=0, lt=10**9)] = 0
    text: Any = None
    target: Any = None


class RowSupports(Body):
    """An indicator, and all rows of other plans that it answers to from then on."""

    row: RowId
    supports: Annotated[list[SupportBody], Field(max_length=MAX_SUPPORTS)]


class Linking(Acting):
    """Say what indicators answer to in other plans; those that are not named stay as they are."""

    links: Annotated[list[RowSupports], Field(min_length=1, max_length=MAX_ROWS)]


class RowServes(Body):
    """A programme, and all goals and indicators that it pays for from then on."""

    row: RowId
    serves: Annotated[list[RowId], Field(max_length=MAX_ROWS)]


class Paying(Acting):
    """Say what programmes pay for; those that are not named stay as they are."""

    links: Annotated[list[RowServes], Field(min_length=1, max_length=MAX_ROWS)]


class IndicatorBody(Body):
    """An indicator of a goal with its target; `supports` are the rows of other plans that it answers to."""

    id: str
    goal: str
    text: str
    target: TargetBody
    cells: Annotated[list[CellBody], Field(default_factory=list)]
    supports: Annotated[list[SupportBody], Field(default_factory=list, max_length=MAX_SUPPORTS)]


class ProgrammeBody(Body):
    """A programme with its budget in rupiah, None to be added up from below.

    `printed` is how the paper prints it: read where `allotted` is not sent, and left where it says another amount.
    `serves` names the goals and indicators that it pays for.
    """

    id: str
    text: str
    allotted: str | None
    printed: str = ""
    parent: str = ""
    serves: Annotated[list[str], Field(default_factory=list)]
    cells: Annotated[list[CellBody], Field(default_factory=list)]


class SignatureBlockBody(Body):
    """What a signature block prints; `on_behalf` is *a.n.*, `further` *u.b.*, `number` the line below the name."""

    key: Slug
    heading: str = ""
    on_behalf: str = ""
    further: str = ""
    position: str = ""
    name: str = ""
    number: str = ""
    place: str = ""
    date: str = ""


class PartDetailsBody(Body):
    """What a part prints beside its rows."""

    heading: str
    goals_heading: str
    place: str
    date: str
    capacity: str
    signatory: str
    name: str
    pledge: str = ""
    blocks: Annotated[list[SignatureBlockBody], Field(default_factory=list, max_length=8)]


class PartBody(Body):
    """One part, signed as one."""

    key: str
    details: PartDetailsBody
    goals: list[GoalBody]
    indicators: list[IndicatorBody]
    programmes: list[ProgrammeBody]


class TextBody(Body):
    """The whole text, as `GET` of a plan has it; `budget` may be sent back, and says nothing."""

    title: str
    address: str
    cover_date: str
    numbers: str = ""
    money: str = ""
    parts: list[PartBody]
    budget: Any = None

    @classmethod
    def place_of(cls, loc: tuple[int | str, ...], sent: Any) -> str:
        """Return the place by the part's key or the row's id, as people know it."""
        place = ""
        for n, step in enumerate(loc):
            sent = _within(sent, step)
            named = _within(sent, "id") or _within(sent, "key") if isinstance(step, int) else None
            if isinstance(named, str):
                place = named
            elif step != "details" or n == len(loc) - 1:
                place = f"{place}.{step}" if place else str(step)
        return place


def _within(sent: Any, step: int | str) -> Any:
    inside = isinstance(sent, dict) or (isinstance(sent, list) and isinstance(step, int))
    return sent[step] if inside and step in (sent if isinstance(sent, dict) else range(len(sent))) else None


class TypedCell(Body):
    """What stands in a cell: its row (none: the cover; a part's key: what the part prints) and its column."""

    row: RowId = ""
    column: Annotated[str, Field(max_length=200, examples=["target"])]
    text: str


class RowPlace(Body):
    """A row that came or moved, behind another (`after`), or first of those that stand where it stands."""

    id: RowId
    part: Annotated[str, Field(max_length=100)]
    kind: Literal["goal", "indicator", "programme"]
    parent: RowId = ""
    after: RowId = ""


class TextChanges(Acting):
    """What changed in a text since the version in If-Match; a removed row goes with all that stands under it.

    `undecided` are places that two wrote and nobody has chosen between: those are not recorded. A page says whom it was
    shown to, and as whom: it is refused where somebody else is signed in by now.
    """

    cell_by_cell = True
    cells: Annotated[list[TypedCell], Field(default_factory=list)]
    rows: Annotated[list[RowPlace], Field(default_factory=list, max_length=MAX_ROWS)]
    removed: Annotated[list[RowId], Field(default_factory=list, max_length=MAX_ROWS)]
    undecided: Annotated[list[str], Field(default_factory=list)]
    shown_to: str = ""
    shown_as: str = ""


class NewPlan(Acting):
    """Begin a plan; `text` is what `GET` of a plan has as `text`, left out it is the office's empty form.

    `source` names a plan of the office (`rkt-2024`) whose text it begins with instead; `title` is the cover's, where no
    text is sent.
    """

    kind: Slug = "rkt"
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, examples=[2024])]
    title: Annotated[str, Field(max_length=1000)] = ""
    source: Annotated[str, Field(max_length=100)] = ""
    text: TextBody | None = None

    @classmethod
    def place_of(cls, loc: tuple[int | str, ...], sent: Any) -> str:
        """Return a place of the text as the text itself calls it."""
        if loc[:1] == ("text",) and len(loc) > 1:
            return TextBody.place_of(loc[1:], sent["text"])
        return super().place_of(loc, sent)


class Withdrawal(Acting):
    """Take the plan back."""

    reason: Prose = ""


class CommentBody(Acting):
    """Remark on a row; without one, on the whole plan."""

    row: RowId = ""
    text: Prose


class Settlement(Acting):
    """Answer a remark."""

    answer: Prose


class Restoring(Acting):
    """Make the text of an earlier version the text again."""

    version: Annotated[int, Field(ge=0)]


class Answering(Acting):
    """Say why what a careful reviewer would ask stands as it is."""

    reason: Prose


class Carrying(Acting):
    """Leave a remark open into the next submission."""

    reason: Prose
