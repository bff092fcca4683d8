"""Offices that are made for a soak, each with the people who act in it."""

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date

import httpx

from api.services import Services
from api.usecases import UseCases
from domain.kernel.actor import Capacity, Role
from domain.office.commands import Appoint, GrantRole, OpenOffice, RegisterPerson
from examples.official import Official

_PEOPLE = {
    Role.DRAFTER: "Penyusun",
    Role.SECRETARY: "Sekretaris",
    Role.CHAIR: "Ketua",
    Role.PLANNER: "Perencana",
    Role.AUDITOR: "Auditor",
}
_SIGN = (Role.SECRETARY, Role.CHAIR)
_SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class SoakOffice:
    """An office and its people, signed in."""

    id: str
    people: Mapping[Role, "Person"]


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    role: Role
    client: httpx.AsyncClient


@asynccontextmanager
async def offices(services: Services, base_url: str, many: int) -> AsyncIterator[list[SoakOffice]]:
    """Open so many offices and yield them, with everybody signed in."""
    async with AsyncExitStack() as stack:
        yield [await _office(services, base_url, f"uji-{number}", stack) for number in range(1, many + 1)]


async def _office(services: Services, base_url: str, name: str, stack: AsyncExitStack) -> SoakOffice:
    usecases = UseCases(services)
    by, at = usecases.installation(name)
    said = OpenOffice(by=by, at=at, office=name, name=name, address="", time_zone="Asia/Makassar", titles=())
    await usecases.as_system(name, said)
    people = {}
    for role, called in _PEOPLE.items():
        person, password = f"{role}-{name}", secrets.token_urlsafe(16)
        await usecases.as_system(name, RegisterPerson(by=by, at=at, person=person, name=f"{called} {name}"))
        await usecases.as_system(name, GrantRole(by=by, at=at, person=person, role=role))
        if role in _SIGN:
            appointed = Appoint(
                by=by,
                at=at,
                appointment=f"sk-{person}",
                person=person,
                position=called,
                role=role,
                capacity=Capacity.DEFINITIVE,
                decree="SK 1/2020",
                since=_SINCE,
                until=None,
            )
            await usecases.as_system(name, appointed)
        await services.accounts.create(person, person, home=name, password=password)
        client = await stack.enter_async_context(httpx.AsyncClient(base_url=base_url, timeout=20, trust_env=False))
        await Official(client).sign_in(person, password)
        people[role] = Person(role, client)
    return SoakOffice(name, people)
