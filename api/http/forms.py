"""Forms: what was typed into one of a page's several, which field a fault is about, and what was kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from api.access.errors import NotSignedIn
from api.http import reading
from api.http.problems import Problem, Reader, problem_of
from api.http.visit import Visit, account_id


@dataclass(frozen=True)
class Typed:
    """What was typed into the `form` of that name, and why it was refused; the page's other forms know nothing of it.

    `command_id` is what the form sends next.
    """

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    command_id: str = ""

    def value(self, form: str, name: str, default: str = "") -> str:
        """Return what stands in a field: what was typed, else what is known."""
        return self.values.get(name, default) if form == self.form else default

    def faults(self, form: str) -> Mapping[str, str]:
        """Return the faults of a form by field."""
        return dict(self.problem.errors) if self.problem is not None and form == self.form else {}

    def at(self, names: Mapping[str, str]) -> "Typed":
        """Return the same with each fault at its field, where the domain calls that something else."""
        return replace(self, problem=at_fields(self.problem, names))


def at_fields(problem: Problem | None, names: Mapping[str, str]) -> Problem | None:
    """Return the problem with its faults at the fields of the form; places that are not in `names` stay."""
    if problem is None:
        return None
    return replace(problem, errors=tuple((names.get(place, place), message) for place, message in problem.errors))


async def kept(visit: Visit) -> tuple[reading.Fields, Problem] | None:
    """Return the fields that were kept for this page, and why they were not sent."""
    found = await visit.services.unsaved.find(account_id(visit), visit.path)
    if found is None:
        return None
    told = NotSignedIn(
        found.reason, "Your session had ended, so this was not sent. What you typed is here: look at it and send it."
    )
    return reading.fields(found.body), problem_of(told, Reader(visit.language))


async def kept_form(visit: Visit) -> tuple[dict[str, str], Problem | None]:
    """Return the fields by name and why they were not sent; none where nothing was kept for this page."""
    found = await kept(visit)
    return ({}, None) if found is None else (dict(found[0]), found[1])
