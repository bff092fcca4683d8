"""The codes of problems, with the sentences that each is told in, and what a problem is as JSON."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import msgspec

from domain.plan.facts import Change
from views.models.shared import Instant


class Code(msgspec.Struct, frozen=True):
    """The status that a code comes with, and its sentences: English msgids."""

    status: int
    sentences: tuple[str, ...]


# `scripts/codes` gathers them from everything that refuses.
CODES: Mapping[str, Code] = msgspec.json.decode(
    Path(__file__).with_name("codes.json").read_bytes(), type=dict[str, Code]
)
if TYPE_CHECKING:
    ProblemCode = str
else:
    ProblemCode = StrEnum("ProblemCode", {code.replace("-", "_").upper(): code for code in CODES})


class FaultDetails(TypedDict):
    """One thing that is wrong, at its place; `detail` is in the reader's language."""

    place: str
    code: ProblemCode
    detail: str
    detail_en: str
    detail_id: str


class ReceiptOfRefusal(TypedDict):
    """Where a refusal is recorded."""

    command_id: str
    position: int | None
    head: str
    recorded_at: Instant


class ProblemDetails(TypedDict):
    """What went wrong (RFC 9457): `type` is the address of the code's page, `params` is what fills the sentence.

    Where the text had changed, `changes` are the facts between the version that was seen and the one it is now.
    """

    type: str
    title: str
    status: int
    detail: str
    code: ProblemCode
    place: str
    params: dict[str, Any]
    errors: list[FaultDetails]
    detail_en: str
    detail_id: str
    seen_version: NotRequired[int]
    current_version: NotRequired[int]
    changes: NotRequired[list[Change]]
    receipt: NotRequired[ReceiptOfRefusal]
