"""Several commands of one request: each is carried out by itself, under an id of its own, with its own result."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypedDict, cast

from api.http.codes import ProblemDetails
from api.http.problems import ANSWERED, HttpError, Problem, Reader, problem_of
from api.http.visit import Visit
from api.usecases import derived_id
from domain.kernel.errors import N_
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

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Return what is wrong with it, each with its place."""
        if self.problem is None or self.problem.unknown:
            return ()
        return self.problem.errors or ((self.key, self.problem.detail),)


class ResultView(TypedDict):
    """What came of one command: its receipt, or the problem that there is."""

    of: str
    receipt: Receipt | None
    problem: ProblemDetails | None


class ResultsListed(TypedDict):
    """What came of each command of a request, in their order."""

    results: list[ResultView]


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


def together(visit: Visit, results: Iterable[Result]) -> Problem | None:
    """Return one problem for all that were not recorded; None where all were."""
    problems = [result for result in results if result.problem]
    unknown = next((result.problem for result in problems if result.problem and result.problem.unknown), None)
    if not problems:
        return None
    some = HttpError(422, "some-not-recorded", N_("Some rows are not recorded."))
    found = unknown or replace(problem_of(some, Reader(visit.language)), title=visit.frame.words(some.message))
    return replace(found, errors=tuple(error for result in problems for error in result.errors))


def listed(results: Iterable[Result]) -> ResultsListed:
    """Return the results as JSON has them."""
    views: list[ResultView] = [
        {"of": r.key, "receipt": r.receipt, "problem": cast(ProblemDetails, r.problem.members()) if r.problem else None}
        for r in results
    ]
    return {"results": views}
