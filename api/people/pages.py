"""The pages of an office's people: the list, and one person with all that an administrator can change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from api.access.log import AccessAct
from api.access.memberships import AccountStanding, Elsewhere
from api.access.profiles import spelled_number
from api.http.forms import Typed, at_fields
from api.http.frame import Frame, roles
from api.http.html import page
from api.http.paging import Page
from api.http.problems import Problem
from api.rights import may
from api.words import names
from api.words.access import ACTS
from api.words.clock import Clock
from api.words.words import Words
from domain.kernel.actor import Capacity, Role
from domain.office.appointment import Appointment
from domain.office.state import GRANTED, OFFICIALS, Office


@dataclass(frozen=True)
class PersonShown:
    """One person: `roles` and `positions` as words, `idle` the roles that an appointment is missing for.

    `account` is (tone, words), None for whoever manages none.
    """

    id: str
    name: str
    roles: tuple[str, ...]
    positions: tuple[str, ...]
    idle: tuple[str, ...]
    account: tuple[str, str] | None


def people(
    frame: Frame,
    office: Office,
    found: Sequence[str],
    listed: Page,
    accounts: Mapping[str, AccountStanding],
    typed: Mapping[str, str],
    problem: Problem | None,
    command_id: str,
) -> str:
    """Return a page of the list, of whom those with a role come first."""
    words, clock = frame.words, frame.clock(office)
    people = [_shown(words, clock, office, person, accounts) for person in found]
    vacant = [names.role(words, role, office) for role in GRANTED if not office.holders(role, clock.date(clock.now))]
    return page(
        frame,
        "people/people.html",
        office=office,
        problem=problem,
        people=people,
        listed=listed,
        sought=listed.request.query_params.get("name", ""),
        role=listed.request.query_params.get("role", ""),
        granted=_options(words, office, GRANTED),
        vacant=vacant,
        may_change=may("register-person", roles(frame, office)),
        values=typed,
        command_id=command_id,
    )


def _shown(
    words: Words, clock: Clock, office: Office, person: str, accounts: Mapping[str, AccountStanding]
) -> PersonShown:
    held = [a for a in _appointments(office, person) if a.holds(clock.date(clock.now))]
    account = account_state(words, clock, accounts[person]) if person in accounts else None
    return PersonShown(
        person,
        office.people[person],
        tuple(names.role(words, role) for role in GRANTED if role in office.roles_of(person)),
        tuple(names.PREFIXES[a.capacity] + a.position for a in held),
        _idle(words, office, person, clock.date(clock.now)),
        account,
    )


def _appointments(office: Office, person: str) -> list[Appointment]:
    return [a for a in office.appointments.values() if a.person == person]


def _idle(words: Words, office: Office, person: str, today: date) -> tuple[str, ...]:
    """The roles that bind the office and that no appointment of today serves."""
    return tuple(
        names.role(words, role)
        for role in GRANTED
        if role in OFFICIALS and role in office.roles_of(person) and person not in office.holders(role, today)
    )


def account_state(words: Words, clock: Clock, state: AccountStanding) -> tuple[str, str]:
    """Say in a tone and in words how far an account is."""
    if state is None:
        return "ahead", words("No account")
    if isinstance(state, Elsewhere):
        if state.joined:
            return "done", words("Of another office, joined")
        if state.asked:
            return "waiting", words("Of another office, asked to join")
        return "late", words("Of another office")
    if state.account.disabled:
        return "void", words("Closed")
    if state.chosen:
        return "done", words("Open")
    if state.invited_until is None:
        return "late", words("The invitation has expired")
    return "waiting", words("Invited until {day}", day=clock.day(state.invited_until))


def person(
    frame: Frame,
    office: Office,
    person: str,
    accounts: Mapping[str, AccountStanding],
    typed: Typed,
    link: str,
    number: str,
) -> str:
    """Return one person's page; `link` is an invitation, shown this once, `number` their NIP."""
    words, clock = frame.words, frame.clock(office)
    today = clock.date(frame.now)
    held = sorted(_appointments(office, person), key=lambda a: a.since, reverse=True)
    state = accounts.get(person)
    return page(
        frame,
        "people/person.html",
        office=office,
        problem=typed.problem,
        person=person,
        name=office.people[person],
        roles=[role for role in GRANTED if role in office.roles_of(person)],
        idle=_idle(words, office, person, today),
        alone=[names.role(words, role, office) for role in GRANTED if office.holders(role) == (person,)],
        present=[a for a in held if a.until is None or a.until >= today],
        past=[a for a in held if a.until is not None and a.until < today],
        today=today,
        may_change=may("grant-role", roles(frame, office)),
        elsewhere=state if isinstance(state, Elsewhere) else None,
        state=state,
        account=account_state(words, clock, state),
        link=link,
        number=spelled_number(number),
        typed=typed,
        fields=_fields(typed.form, typed),
        grantable=_options(words, office, [r for r in GRANTED if r not in office.roles_of(person)]),
        revocable=_options(words, office, [r for r in GRANTED if r in office.roles_of(person)]),
        served=_options(words, office, [r for r in GRANTED if r in OFFICIALS]),
        capacities=_capacities(words),
        named=[(key, position.title) for key, position in office.positions.items()],
        positions=_positions(office),
    )


def official(frame: Frame, office: Office, typed: Mapping[str, str], problem: Problem | None, command_id: str) -> str:
    """Return the form for a new official, with what was typed."""
    words = frame.words
    return page(
        frame,
        "people/official.html",
        office=office,
        problem=at_fields(problem, {"decree": "decree_number", "person": "name"}),
        typed=typed,
        command_id=command_id,
        today=frame.clock(office).date(frame.now),
        capacities=_capacities(words),
        grantable=_options(words, office, GRANTED),
        positions=_positions(office),
    )


def _capacities(words: Words) -> list[tuple[str, str]]:
    return [(capacity.value, words(names.CAPACITIES[capacity])) for capacity in Capacity]


def _positions(office: Office) -> list[str]:
    """How positions of the office are printed: those it named, the titles of roles, and those somebody held."""
    named = {position.title for position in office.positions.values()} | {title.text for title in office.titles}
    return sorted(named | {a.position for a in office.appointments.values()})


def _options(words: Words, office: Office, known: Sequence[Role]) -> list[tuple[str, str]]:
    return [(role.value, names.role(words, role, office)) for role in known]


def _fields(form: str, typed: Typed) -> dict[str, str]:
    """Where the summary's links lead: each field's id has its form's name before it."""
    places = {place for place, _ in typed.problem.errors} if typed.problem else set()
    return {place: f"{form}-{place}" for place in places}


def access_log(
    frame: Frame, office: Office, acts: Sequence[tuple[datetime, Markup]], person: str, act: str, older: str
) -> str:
    """Return the access log, of one `person` or one `act` where they were chosen; `older` is where it goes on."""
    words = frame.words
    return page(
        frame,
        "people/access-log.html",
        office=office,
        done=acts,
        people=sorted(office.people.items(), key=lambda known: known[1]),
        acts=[(each.value, words(ACTS[each])) for each in AccessAct],
        person=person,
        act=act,
        older=older,
    )
