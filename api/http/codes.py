"""The codes of problems: the sentences that each is told in, and a page that says what to do about it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, TypedDict

import msgspec
from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.http.answers import json_answer, page_answer
from api.http.described import reads
from api.http.html import page
from api.http.statuses import TITLES
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.words.words import LANGUAGES, Words, words
from domain.kernel.errors import N_
from domain.plan.facts import Change
from views.models.shared import Instant

router = APIRouter(tags=["problems"])
Public = Annotated[Visit, Depends(Way("read-public"))]
_PROBLEMS = "/problems"
_PLACE = re.compile(r"{\w+}")
_REMEDIES: Mapping[int, str] = {
    400: N_("Correct the request and send it again."),
    401: N_("Sign in again, or send a token that holds. What was typed into a form is kept."),
    403: N_("Leave it to whoever may do it, or ask an administrator of your office for the role that it needs."),
    404: N_("Look at the address and at the list it comes from; what you may not see is not there for you either."),
    405: N_("Send the method that the description of the API names for this address."),
    406: N_("Accept a form of the answer that the description of the API names for this address."),
    408: N_("Send it again, less at a time or over a better line."),
    409: N_("Read again where it stands, and do what can be done now, under a new command id."),
    412: N_(
        "Read what is there now, look at what changed, and send again what still holds, based on the newest version."
    ),
    413: N_("Send less at a time."),
    415: N_("Send JSON, or a form."),
    422: N_("Correct what is named at its place, and send it again under a new command id."),
    428: N_("Read it first, and send its ETag as If-Match."),
    429: N_("Wait as long as is said, then try again."),
    500: N_("Send the same again with the same command id: it is recorded once only."),
    503: N_("Send the same again with the same command id: it is recorded once only."),
}


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


class ProblemKind(TypedDict):
    """A code in the reader's language: its title, the sentences it is told in (`…` is filled), and what to do."""

    code: ProblemCode
    status: int
    title: str
    sentences: list[str]
    remedy: str


class ProblemKinds(TypedDict):
    """Every code, in alphabetical order."""

    problems: list[ProblemKind]


@router.get(_PROBLEMS, **reads("What can go wrong: every code", ProblemKinds, operation="list_problems"))
async def problems(visit: Public) -> Response:
    """List them."""
    listed: ProblemKinds = {"problems": [_kind(visit.frame.words, code) for code in CODES]}
    if visit.html:
        return page_answer(page(visit.frame, "problems.html", kinds=listed["problems"]))
    return json_answer(listed)


@router.get(_PROBLEMS + "/{code}", **reads("What a code means, and what to do", ProblemKind, operation="read_problem"))
async def problem(visit: Public, code: str) -> Response:
    """Explain it: a program gets its language, a page has both."""
    if code not in CODES:
        raise unknown_plan()
    if not visit.html:
        return json_answer(_kind(visit.frame.words, code))
    spoken = sorted(LANGUAGES, key=lambda language: language != visit.language)
    return page_answer(page(visit.frame, "problem.html", kinds=[(each, _kind(words(each), code)) for each in spoken]))


def _kind(words: Words, code: str) -> ProblemKind:
    known = CODES[code]
    sentences = (words.translations.gettext(sentence) for sentence in known.sentences)
    return {
        "code": code,
        "status": known.status,
        "title": words(TITLES[known.status]),
        "sentences": [_PLACE.sub("…", sentence) for sentence in sentences],
        "remedy": words(_REMEDIES[known.status]),
    }
