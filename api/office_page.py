"""The office's page, shown again with what was typed when one of its forms is refused."""

from api import pages
from api.errors import Problem
from api.route_form import RouteForm
from api.visit import Visit


async def office_page(visit: Visit, typed: "pages.Typed", route: RouteForm | None = None) -> str:
    """Return the page as it is now; `route` is the table that was typed and refused."""
    # Somebody else may have changed it since the request came in.
    office = await visit.services.offices.find(visit.office.id) or visit.office
    return pages.office(visit.frame, office, typed, route)


def asking(visit: Visit, form: str) -> str:
    """Let a form that fails come back on the office's page; return the address of that page."""

    async def again(problem: Problem, command_id: str) -> str:
        typed = pages.Typed(form, dict(visit.form or []), problem, command_id)
        return await office_page(visit, typed, RouteForm.from_fields(visit.form or []) if form == "route" else None)

    visit.again = again
    return f"/offices/{visit.office.id}"
