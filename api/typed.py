"""What somebody typed before their session ended, given back on the page it was typed on."""

from api import reading
from api.access.errors import NotSignedIn
from api.errors import Problem, Reader, problem_of
from api.visit import Visit, account_id


async def kept(visit: Visit) -> tuple[reading.Fields, Problem] | None:
    """Return the fields that were kept for this page, and why they were not sent."""
    found = await visit.services.unsaved.find(account_id(visit), visit.request.url.path)
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
