"""The pages of help, and that somebody has seen what is shown to whoever is new."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.doors.sessions import Done
from api.help.jobs import JOBS, Job
from api.help.terms import TERMS
from api.http.address import office_path
from api.http.answers import json_answer, page_answer
from api.http.bodies import Nothing
from api.http.described import reads, writes
from api.http.html import STATIC, page
from api.http.negotiate import HTML
from api.http.visit import Visit, see_other
from api.http.way import Way
from api.reads.plan import unknown_plan

router = APIRouter(tags=["help"])
MayRead = Annotated[Visit, Depends(Way("read-desk", (HTML,)))]


@router.get("/help", **reads("What one can do, and where it is explained", operation="help_page"))
async def index(visit: MayRead) -> Response:
    """List the jobs, those of the reader first."""
    mine = _mine(visit)
    others = [job for job in JOBS if job not in mine]
    return page_answer(page(visit.frame, "help/help.html", mine=mine, others=others))


@router.get("/help/words", **reads("What the hard words mean", operation="words_page"))
async def words(visit: MayRead) -> Response:
    """Show them in the order of the reader's language."""
    told = [(key, visit.frame.words(word), visit.frame.words(meaning)) for key, (word, meaning) in TERMS.items()]
    return page_answer(page(visit.frame, "help/words.html", told=sorted(told, key=lambda each: each[1].casefold())))


@router.get("/help/tour", **reads("What whoever is new should see", operation="tour_page"))
async def tour(visit: MayRead) -> Response:
    """Show it: the desk, the reader's jobs, and help itself."""
    return page_answer(page(visit.frame, "help/tour.html", jobs=_mine(visit), where=_where(visit), picture=_picture))


@router.post(
    "/help/tour/end",
    **writes("Say that you saw the tour", Nothing, shape=Done, operation="end_tour", command=False),
)
async def end(visit: Annotated[Visit, Depends(Way("manage-own-account"))]) -> Response:
    """Remember it: the desk no longer offers it; help always does."""
    await visit.sent(Nothing)
    await visit.services.profiles.toured(visit.owner)
    return see_other("/") if visit.html else json_answer({})


@router.get("/help/{job}", **reads("How a job is done", operation="job_page"))
async def job(visit: MayRead, job: str) -> Response:
    """Show its steps, with a picture."""
    found = next((each for each in JOBS if each.key == job), None)
    if found is None:
        raise unknown_plan()
    office = _where(visit)
    terms = {key: TERMS[key] for key in found.terms}
    return page_answer(
        page(visit.frame, "help/job.html", job=found, terms=terms, where=office, picture=_picture(found.key))
    )


def _mine(visit: Visit) -> list[Job]:
    held = {role for m in visit.who.memberships for role in m.roles}
    return [job for job in JOBS if held.intersection(job.roles)]


def _where(visit: Visit) -> str:
    """The address of the reader's only office; of several, their list."""
    offices = [m.office for m in visit.who.memberships]
    return office_path(offices[0]) if len(offices) == 1 else ""


def _picture(key: str) -> str:
    """The picture of a job, where the run that takes the pictures has taken it."""
    name = f"help/{key}.png"
    return name if (STATIC / name).exists() else ""
