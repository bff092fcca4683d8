"""The bootstrap: the first office and its first administrator, made with the installation's secret, once."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from api.access.errors import AccountRefused, NotSignedIn
from api.access.passwords import checked_username, require_strong
from api.doors import pages
from api.doors.bodies import BootstrapBody
from api.doors.sessions import SignedIn, begun
from api.http import html as problem_page
from api.http.answers import page_answer
from api.http.described import reads, writes
from api.http.forms import make_ids
from api.http.negotiate import HTML
from api.http.problems import Problem
from api.http.visit import Visit
from api.http.way import Way
from api.reads.plan import unknown_plan
from api.services import Services
from api.usecases import UseCases
from domain.kernel.actor import Role
from domain.office.commands import DescribeOffice, GrantRole, OfficeCommand, OpenOffice, RegisterPerson, RenamePerson

router = APIRouter(tags=["access"])


@router.get("/bootstrap", **reads("The form for the first office and its administrator", operation="bootstrap_page"))
async def bootstrap(visit: Annotated[Visit, Depends(Way("bootstrap", (HTML,)))]) -> Response:
    """Ask for them, until there are some."""
    if await visit.services.bootstrap.done():
        raise unknown_plan()
    return page_answer(pages.bootstrap(visit.frame, {}, None, visit.services.new_id()))


@router.post("/bootstrap", **writes("Make the first office and its administrator", BootstrapBody, shape=SignedIn))
async def begin(visit: Annotated[Visit, Depends(Way("bootstrap"))]) -> Response:
    """Make both. Interrupted half-way, or sent again after a lost answer, it goes on to the same end."""

    async def again(problem: Problem, command_id: str) -> str:
        if await visit.services.bootstrap.done():
            return problem_page.error(visit.frame, problem)
        return pages.bootstrap(visit.frame, dict(visit.form or []), problem, command_id)

    visit.again = again
    services = visit.services
    await make_ids(visit, office="office_name", person="name")
    sent = await visit.command(BootstrapBody)
    body = sent.body
    if await services.bootstrap.done():
        return await _made(visit, body)
    await services.bootstrap.require(body.secret)
    await _require_account(services, body)
    await found(services, body, sent.command_id)
    try:
        account = await services.bootstrap.use(body.secret, body.username, body.person, body.office, body.password)
    except NotSignedIn:  # a copy of this request was faster
        return await _made(visit, body)
    token = await services.sessions.open(account)
    return await begun(visit, account, token, f"/offices/{body.office}/people")


async def found(services: Services, body: BootstrapBody, command_id: str) -> None:
    """Record what is missing of the office, the person and their role. Raises `RefusedCommand` or `Refused`."""
    usecases = UseCases(services)
    by, at = usecases.installation(body.office)
    office = await services.offices.find(body.office)
    commands: list[OfficeCommand] = []
    name, zone = body.office_name, body.time_zone
    if office is None:
        commands.append(OpenOffice(by=by, at=at, office=body.office, name=name, address="", time_zone=zone, titles=()))
    else:  # begun before, and perhaps corrected since
        commands.append(
            DescribeOffice(by=by, at=at, name=name, address=office.address, time_zone=zone, titles=office.titles)
        )
    if office is not None and body.person in office.people:
        commands.append(RenamePerson(by=by, at=at, person=body.person, name=body.name))
    else:
        commands.append(RegisterPerson(by=by, at=at, person=body.person, name=body.name))
    commands.append(GrantRole(by=by, at=at, person=body.person, role=Role.ADMINISTRATOR))
    for command in commands:
        act = str(command.__struct_config__.tag)
        await usecases.as_system(body.office, command, f"bootstrap/{command_id}/{act}")


async def _require_account(services: Services, body: BootstrapBody) -> None:
    """Refuse what cannot be an account before anything is recorded."""
    username = checked_username(body.username)
    require_strong(body.password, username)
    for known in (await services.accounts.find(username), await services.accounts.of_person(body.person)):
        if known is not None:
            raise AccountRefused("account-exists", "This name or this person has an account already.", "username")


async def _made(visit: Visit, body: BootstrapBody) -> Response:
    """Answer whoever made the first administrator and asks again; to all others there is nothing here."""
    made = await visit.services.bootstrap.made(body.secret)
    if made is None or await visit.services.accounts.verify(body.username, body.password) != made:
        raise unknown_plan()
    token = await visit.services.sessions.open(made)
    return await begun(visit, made, token, f"/offices/{body.office}/people")
