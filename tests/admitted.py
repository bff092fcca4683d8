"""Lets people act in an office as they say they do: with their name and role, officials from their position."""

from datetime import UTC, date, datetime
from hashlib import sha256

from activities.recording.recorder import Recorder, Request
from domain.kernel.actor import Actor, system
from domain.office.commands import Appoint, GrantRole, OfficeCommand, OpenOffice, RegisterPerson
from domain.office.state import OFFICIALS, STREAM

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def admit(recorder: Recorder, office: str, *people: Actor) -> None:
    """Open the office where there is none, and register, appoint and grant what each acts in."""
    by, at = system(office), _LONG_AGO
    known = await recorder.office(office)
    commands: list[OfficeCommand] = []
    if not known.exists:
        zone = "Asia/Makassar"
        commands.append(OpenOffice(by=by, at=at, office=office, name="Kantor", address="", time_zone=zone, titles=()))
    for one in people:
        if one.person not in known.people:
            commands.append(RegisterPerson(by=by, at=at, person=one.person, name=one.name))
        commands.append(GrantRole(by=by, at=at, person=one.person, role=one.role))
        if one.role in OFFICIALS:
            commands.append(
                Appoint(
                    by=by,
                    at=at,
                    appointment=f"{one.person}-{one.role}",
                    person=one.person,
                    position=one.position,
                    role=one.role,
                    capacity=one.capacity,
                    decree=one.decree,
                    since=date(2020, 1, 1),
                    until=None,
                )
            )
    for n, command in enumerate(commands):
        told = sha256(repr(command).encode()).digest()
        recorded = await recorder.record(Request(office, STREAM, f"admit-{n}-{told.hex()[:8]}", told.hex(), command))
        assert recorded.receipt.refusal is None, recorded.receipt.refusal
