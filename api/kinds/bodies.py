"""A kind of plan as programs send it, and as it travels between offices: the JSON that `GET` of a kind has."""

from typing import Annotated, Any, Literal

import msgspec
from pydantic import Field

from api.http.bodies import Body, OneLine
from api.offices.bodies import ScaleBody, StepBody
from domain.kind.kind import Holds, Kind, Language, Numbering, Paper, RowKind, Side
from domain.kind.origin import Known
from domain.measure.target import TargetKind

Code = Annotated[str, Field(max_length=40, examples=["pk"])]


class LevelBody(Body):
    """One level of goals by its printed name; the first is the highest."""

    type: Literal["kind-level"] = "kind-level"
    name: OneLine
    numbering: Numbering = Numbering.NONE


class ColumnBody(Body):
    """A column: `{year}` in `head` is the plan's year plus `year`; the `budget` is added up from the leaves.

    `ahead` of the target, or of a goal's wording, stand a unit or a baseline.
    """

    type: Literal["kind-column"] = "kind-column"
    key: Code
    head: OneLine
    on: RowKind
    holds: Holds
    year: Annotated[int, Field(ge=-25, le=25)] | None = None
    choices: Annotated[list[OneLine], Field(max_length=50)] = Field(default_factory=list)
    budget: bool = False
    printed: bool = True
    ahead: bool = False


class BudgetTableBody(Body):
    """A table of programmes with money: its headings, and the names of its levels."""

    type: Literal["kind-budget"] = "kind-budget"
    head: OneLine
    money_head: OneLine
    levels: Annotated[list[OneLine], Field(max_length=5)] = Field(default_factory=list)


class BlockBody(Body):
    """A signature block: its heading, and the position that signs."""

    type: Literal["kind-block"] = "kind-block"
    key: Code
    heading: OneLine = ""
    capacity: OneLine = ""
    side: Side = Side.RIGHT


class PartKindBody(Body):
    """One part, signed as one."""

    type: Literal["kind-part"] = "kind-part"
    key: Annotated[str, Field(max_length=8, examples=["A"])]
    heading: OneLine = ""
    levels: Annotated[list[LevelBody], Field(min_length=1, max_length=5)]
    indicator_head: OneLine = "Indikator Kinerja"
    target_head: OneLine = "Target"
    columns: Annotated[list[ColumnBody], Field(max_length=40)] = Field(default_factory=list)
    budget: BudgetTableBody | None = None
    blocks: Annotated[list[BlockBody], Field(max_length=8)] = Field(default_factory=list)
    pledge: Annotated[str, Field(max_length=8000)] = ""


class ColumnOriginBody(Body):
    """A column that is filled from the other kind's column `of`, or with what is `known` of an indicator."""

    type: Literal["column-origin"] = "column-origin"
    column: Code
    of: Annotated[str, Field(max_length=40)] = ""
    known: Known | None = None


class PartOriginBody(Body):
    """A part takes goals and indicators from the other kind's part `rows`, programmes from `budget`; empty: none."""

    type: Literal["part-origin"] = "part-origin"
    part: Annotated[str, Field(max_length=8)]
    rows: Annotated[str, Field(max_length=8)]
    budget: Annotated[str, Field(max_length=8)] = ""
    columns: Annotated[list[ColumnOriginBody], Field(max_length=40)] = Field(default_factory=list)


class OriginBody(Body):
    """The kind whose plan of the same year plans of this one come from, and part by part what is taken."""

    type: Literal["kind-origin"] = "kind-origin"
    kind: Code
    parts: Annotated[list[PartOriginBody], Field(min_length=1, max_length=12)]


class KindStepBody(StepBody):
    """A station of the kind's route; `title` is how the position is to be printed where an office has not named it."""

    type: Literal["step"] = "step"


class KindBody(Body):
    """A kind of plan, as `GET` of one has it; `version` may be sent back, and says nothing: the office counts."""

    type: Literal["kind"] = "kind"
    code: Code
    title: OneLine
    parts: Annotated[list[PartKindBody], Field(min_length=1, max_length=12)]
    version: Any = None
    language: Language = Language.INDONESIAN
    paper: Paper = Paper.PORTRAIT
    targets: Annotated[list[TargetKind], Field(max_length=50)] = Field(default_factory=list)
    scales: Annotated[list[ScaleBody], Field(max_length=20)] = Field(default_factory=list)
    route: Annotated[list[KindStepBody], Field(max_length=50)] = Field(default_factory=list)
    citation: OneLine = ""
    by_roles: Annotated[list[KindStepBody] | None, Field(max_length=50)] = None
    origin: OriginBody | None = None
    strategic: bool | None = None

    def kind(self) -> Kind:
        """Return what the domain makes of it, as the first version."""
        return msgspec.convert(self.model_dump(mode="json", exclude={"version"}, exclude_none=True), Kind)
