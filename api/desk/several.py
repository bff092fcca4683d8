"""Several papers at once: each is shown as it is, and acted on by a command of its own, which has its own answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from fastapi import APIRouter, Depends
from pydantic import Field, model_validator
from starlette.responses import Response

from api.desk.papers import Paper, read_paper
from api.http.answers import json_answer, page_answer
from api.http.bodies import Body, Digest
from api.http.described import query, reads, writes
from api.http.html import page
from api.http.negotiate import HTML
from api.http.problems import Problem, Reader, RefusedCommand, problem_of
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.usecases import Intent
from domain.kernel.actor import Actor
from domain.kernel.errors import PlanError
from eventstore.entry import Receipt
from eventstore.errors import StoreError
from workflows.client import Unknown

router = APIRouter(tags=["desk"])
_MOST = 20  # papers at once: each is shown with all its pages


class PaperShown(Body):
    """A step of a paper (`office/stream/step`) as it was shown, and the id of the command that acts on it.

    A form sends it as one field, its parts in this order with a space between them.
    """

    paper: Annotated[str, Field(max_length=300)]
    command_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:~-]{1,128}$")]
    version: Annotated[int, Field(ge=0, le=999_999_999)]
    digest: Digest
    document: Digest

    @model_validator(mode="before")
    @classmethod
    def _of_a_form(cls, sent: Any) -> Any:
        return dict(zip(cls.model_fields, sent.split(" "), strict=False)) if isinstance(sent, str) else sent


class PapersShown(Body):
    """Act on each of these papers; with the password where signing asks for it."""

    papers: Annotated[list[PaperShown], Field(min_length=1, max_length=_MOST)]
    password: Annotated[str, Field(max_length=1024)] | None = None


Outcome = Literal["done", "already", "refused", "unknown"]


class PaperActed(TypedDict):
    """What became of one of them: its receipt, or why it was refused; of an unknown outcome it is asked again."""

    paper: str
    outcome: Outcome
    receipt: Receipt | None
    detail: str


class PapersActed(TypedDict):
    """What became of each, in the order in which they were sent."""

    papers: list[PaperActed]


@dataclass(frozen=True)
class Result:
    """What became of a paper that was shown so."""

    shown: PaperShown
    paper: Paper | None
    outcome: Outcome
    receipt: Receipt | None = None
    detail: str = ""


@router.get(
    "/papers",
    **reads(
        "Several papers that wait for you, each as it is",
        operation="papers_page",
        headers=[query("papers", "The step of a paper: `office/stream/step`", {"type": "string"})],
    ),
)
async def show(visit: Annotated[Visit, Depends(Way("read-desk", (HTML,)))]) -> Response:
    """Show each with what changed since the viewer looked last, and note that it was seen."""
    return page_answer(await _page(visit, visit.request.query_params.getlist("papers"), None))


async def _page(visit: Visit, keys: list[str], problem: Problem | None) -> str:
    found = [await read_paper(visit, key) for key in dict.fromkeys(keys[:_MOST])]
    papers = [paper for paper in found if paper is not None]
    return page(
        visit.frame,
        "desk/papers.html",
        problem=problem,
        papers=papers,
        gone=len(found) - len(papers),
        left=max(0, len(keys) - _MOST),
        ready=[paper for paper in papers if not paper.why],
    )


@router.post(
    "/papers",
    **writes("Act on several papers, each as it was shown", PapersShown, shape=PapersActed, command=False, created=200),
)
async def act(visit: Annotated[Visit, Depends(Way("act-on-papers"))]) -> Response:
    """Send a command for each, one after the other: one that is refused keeps no other back."""

    async def again(problem: Problem, _: str) -> str:
        sent = [value.partition(" ")[0] for name, value in visit.form or () if name == "papers"]
        return await _page(visit, sent, problem)

    visit.again = again
    body = (await visit.sent(PapersShown)).body
    papers = [(each, await read_paper(visit, each.paper)) for each in body.papers]
    if any(paper.signs for _, paper in papers if paper):
        await visit.services.sign_in.prove_again(visit.owner, body.password, visit.place)
    results = [await _acted(visit, each, paper) for each, paper in papers]
    if visit.html:
        return page_answer(page(visit.frame, "desk/acted.html", results=results))
    answer: PapersActed = {
        "papers": [
            {"paper": r.shown.paper, "outcome": r.outcome, "receipt": r.receipt, "detail": r.detail} for r in results
        ]
    }
    return json_answer(answer)


async def _acted(visit: Visit, shown: PaperShown, paper: Paper | None) -> Result:
    """Act on exactly what was shown: whether it is still that is decided where it is recorded."""
    try:
        if paper is None:
            raise unknown_plan()
        return Result(shown, paper, "done", await _carried(visit, shown, paper))
    except RefusedCommand as no:
        done = no.receipt.refusal is not None and no.receipt.refusal.code == "already-done"
        return Result(shown, paper, "already" if done else "refused", no.receipt, _why(visit, paper, no).detail)
    except (PlanError, StoreError, Unknown) as no:
        problem = _why(visit, paper, no)
        return Result(shown, paper, "unknown" if problem.unknown else "refused", None, problem.detail)


async def _carried(visit: Visit, shown: PaperShown, paper: Paper) -> Receipt:
    step, version, text, document = paper.step.key, shown.version, shown.digest, shown.document

    async def build(by: Actor, at: datetime) -> Any:
        return paper.command(by=by, at=at, step=step, based_on=version, digest=text, document=document)

    # As the paper's own page sends it, so that what was sent there and comes again here is one command.
    sent = {"step": step, "digest": text, "document": document}
    intent = Intent(paper.office.id, paper.act, paper.stream, shown.command_id, sent, based_on=version)
    return await visit.usecases.plan(paper.who, intent, build, step)


def _why(visit: Visit, paper: Paper | None, error: Exception) -> Problem:
    zone = visit.frame.clock(paper.office if paper else None).zone
    return problem_of(error, Reader(visit.language, zone))
