"""Several commands of one request: each is carried out by itself, under an id of its own, with its own result."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TypedDict, cast

from api.http.codes import ProblemDetails
from api.http.problems import ANSWERED, Problem, Reader, problem_of
from api.http.visit import Visit
from api.usecases import derived_id
from domain.kernel.message import canonical, digest
from eventstore.entry import Receipt


@dataclass(frozen=True)
class One:
    """One of them: what it is about, what was sent of it, and how it is carried out under the id that it is given."""

    key: str
    sent: object
    carry: Callable[[str], Awaitable[Receipt]]


@dataclass(frozen=True)
class Result:
    """What came of one: a receipt, or why there is none."""

    key: str
    receipt: Receipt | None = None
    problem: Problem | None = None


class ResultView(TypedDict):
    """What came of one command: its receipt, or the problem that there is."""

    of: str
    receipt: Receipt | None
    problem: ProblemDetails | None


async def each(visit: Visit, command_id: str, asked: Iterable[One]) -> list[Result]:
    """Carry them out one after the other; once it is not known what became of one, no other is tried.

    The id of each follows from that of the request and from what was sent of it: sent again it finds its receipt, and
    changed meanwhile it is another command, which the version it is based on judges.
    """
    reader = Reader(visit.language, visit.frame.clock(visit.office).zone)
    found: list[Result] = []
    unknown: Problem | None = None
    for one in asked:
        told = digest(canonical([command_id, one.key, one.sent]))
        try:
            if unknown is None:
                found.append(Result(one.key, await one.carry(derived_id("each", visit.office.id, told))))
        except ANSWERED as error:
            problem = problem_of(error, reader)
            found.append(Result(one.key, problem=problem))
            unknown = problem if problem.unknown else None
            continue
        if unknown is not None:
            found.append(Result(one.key, problem=unknown))
    return found


def result_views(results: Iterable[Result]) -> list[ResultView]:
    """Return the results as JSON has them."""
    return [
        {"of": r.key, "receipt": r.receipt, "problem": cast(ProblemDetails, r.problem.members()) if r.problem else None}
        for r in results
    ]
