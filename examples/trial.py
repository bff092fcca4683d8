"""Loads the sample: its office, its people and their rights, and the next year's plan as a draft, each of it once."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from api.http.problems import RefusedCommand
from api.http.way import viewer_of
from api.services import Services
from api.usecases import Intent, UseCases
from domain.kernel.actor import Actor, Capacity, Role
from domain.kernel.message import Message
from domain.kind.shipped import PK
from domain.measure.budget import Lines
from domain.office.commands import (
    Appoint,
    DeclareKind,
    GrantRole,
    OfficeCommand,
    OpenOffice,
    RegisterPerson,
    SetQuadrantLines,
    SetReminderPolicy,
)
from domain.office.events import PrintedTitle, ReminderPolicy
from domain.plan.commands import DraftPlan
from domain.plan.state import stream_of
from examples.banjarmasin import ExamplePerson, kind, next_text, office, people, year

_BEGINNING = date(2024, 1, 1)
_DECREE = "SK contoh"
_POLICY = ReminderPolicy(_BEGINNING, due=5, before=(2, 1), escalate=2, citation="Tenggat contoh instalasi percobaan")
_LINES = Lines(Decimal(100), Decimal(95), "Garis contoh instalasi percobaan")
_TITLES = (PrintedTitle(Role.SECRETARY, "Sekretaris"), PrintedTitle(Role.CHAIR, "Ketua"))


class OtherOffices(Exception):
    """There are offices already that are no sample: nothing is mixed with them."""


class NotLoaded(Exception):
    """What is recorded already stands in the sample's way: carries the sentence that says what."""


async def load_office(services: Services) -> None:
    """Open the office and give its people their positions and roles; what was recorded before stays as it became.

    Raises `OtherOffices` or `NotLoaded`.
    """
    key = office().id
    offices = await services.store.offices()
    if offices and await services.store.receipt(key, _id("open-office")) is None:
        raise OtherOffices
    usecases = UseCases(services)
    by, at = usecases.installation(key)
    for about, command in _commands(by, at):
        command_id = _id(_tag(command), about)
        # Looked up by its id alone: a later sample may say it otherwise.
        if await services.store.receipt(key, command_id) is None:
            try:
                await usecases.as_system(key, command, command_id)
            except RefusedCommand as no:
                raise _not_loaded(no) from None


async def load_plan(services: Services) -> None:
    """Begin the next year's plan in the drafter's name, through Temporal as everybody's. Raises `NotLoaded`."""
    key, ahead = office().id, year() + 1
    stream = stream_of(kind(), ahead)
    command_id = _id("draft-plan", f"{kind()}-{ahead}")
    if await services.store.receipt(key, command_id) is not None:
        return
    drafter = await services.accounts.of_person(person(Role.DRAFTER).id)
    if drafter is None:
        raise NotLoaded("the drafter of the sample has no account")
    intent = Intent(key, "draft-plan", stream, command_id, {"kind": kind(), "year": ahead})

    viewer = await viewer_of(services, drafter)
    where = viewer.office(key)
    if where is None:
        raise NotLoaded("the drafter of the sample has no role any more")
    route = where.route(kind())

    async def command(by: Actor, at: datetime) -> DraftPlan:
        return DraftPlan(
            by=by, at=at, office=key, kind=kind(), year=ahead, trial=services.trial, route=route, text=next_text()
        )

    try:
        await UseCases(services).plan(viewer, intent, command)
    except RefusedCommand as no:
        raise _not_loaded(no) from None


def person(role: Role) -> ExamplePerson:
    """Return who has the role."""
    return next(each for each in people() if each.role is role)


def _commands(by: Actor, at: datetime) -> Iterator[tuple[str, OfficeCommand]]:
    """Yield what makes the office, each command with whom it is about."""
    where = office()
    yield (
        "",
        OpenOffice(
            by=by,
            at=at,
            office=where.id,
            name=where.name,
            address=" ".join(where.address.split()),
            time_zone=where.time_zone,
            titles=_TITLES,
        ),
    )
    yield "", SetReminderPolicy(by=by, at=at, policy=_POLICY)
    yield "", SetQuadrantLines(by=by, at=at, effective=_BEGINNING, lines=_LINES)
    yield PK.code, DeclareKind(by=by, at=at, kind=PK)
    for each in people():
        yield each.id, RegisterPerson(by=by, at=at, person=each.id, name=each.name)
        yield each.id, GrantRole(by=by, at=at, person=each.id, role=each.role)
        if each.position:
            yield (
                each.id,
                Appoint(
                    by=by,
                    at=at,
                    appointment=f"contoh-{each.id}",
                    person=each.id,
                    position=each.position,
                    role=each.role,
                    capacity=Capacity.DEFINITIVE,
                    decree=_DECREE,
                    since=_BEGINNING,
                    until=None,
                ),
            )


def _tag(command: Message) -> str:
    return str(command.__struct_config__.tag)


def _id(act: str, about: str = "") -> str:
    """Return a command id that is the same at each start; with its slash it is nobody else's."""
    return "/".join(filter(None, ("sample", act, about)))


def _not_loaded(no: RefusedCommand) -> NotLoaded:
    refusal = no.receipt.refusal
    return NotLoaded(refusal.message.format_map(refusal.params) if refusal else no.receipt.command_id)
