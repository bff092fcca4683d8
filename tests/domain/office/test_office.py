"""What an office allows, and who may act in it on a day."""

from datetime import UTC, date, datetime

import pytest

from domain.kernel.actor import Actor, Capacity, Role, system
from domain.kernel.errors import Refused
from domain.kernel.message import canonical
from domain.office.commands import (
    Appoint,
    DeclareDay,
    DescribeOffice,
    EndAppointment,
    GrantRole,
    OfficeCommand,
    OpenOffice,
    RegisterPerson,
    RenamePerson,
    RevokeRole,
    SetReminderPolicy,
    SetRoute,
)
from domain.office.events import (
    AppointmentEnded,
    DayDeclared,
    OfficeDescribed,
    OfficeEvent,
    OfficeOpened,
    PersonAppointed,
    PersonRegistered,
    PersonRenamed,
    PrintedTitle,
    ReminderPolicy,
    ReminderPolicySet,
    RoleGranted,
    RoleRevoked,
    RouteSet,
)
from domain.office.rules import decide
from domain.office.state import Office, fold
from domain.route.route import Step, StepAct, default_action_route, default_quarter_route, default_route
from tests.spec import Spec

AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
NEW_YEAR = date(2024, 1, 1)
BY = system("kantor-uji")
TITLES = (PrintedTitle(Role.SECRETARY, "Sekretaris"), PrintedTitle(Role.CHAIR, "Ketua"))
office: Spec[OfficeCommand, Office, OfficeEvent] = Spec(decide, fold)

OPEN = OpenOffice(
    by=BY,
    at=AT,
    office="kantor-uji",
    name="Kantor Uji",
    address="Jalan 1",
    time_zone="Asia/Jayapura",
    titles=TITLES,
)
BUDI = RegisterPerson(by=BY, at=AT, person="budi", name="Budi")
SITI = RegisterPerson(by=BY, at=AT, person="siti", name="Siti")
opened = office.done(OPEN, BUDI, SITI)


def grant(person: str, role: Role, by: Actor = BY) -> GrantRole:
    return GrantRole(by=by, at=AT, person=person, role=role)


def revoke(person: str, role: Role, by: Actor = BY) -> RevokeRole:
    return RevokeRole(by=by, at=AT, person=person, role=role, reason="")


def appoint(
    key: str,
    person: str,
    *,
    position: str = "Sekretaris",
    role: Role | None = Role.SECRETARY,
    capacity: Capacity = Capacity.DEFINITIVE,
    since: date = NEW_YEAR,
    until: date | None = None,
) -> Appoint:
    return Appoint(
        by=BY,
        at=AT,
        appointment=key,
        person=person,
        position=position,
        role=role,
        capacity=capacity,
        decree=f"SK {key}/2024",
        since=since,
        until=until,
    )


def end(key: str, until: date) -> EndAppointment:
    return EndAppointment(by=BY, at=AT, appointment=key, until=until, decree="SK 9/2024")


def administrator(person: str = "budi", office_id: str = "kantor-uji") -> Actor:
    return Actor(person, "Budi", Role.ADMINISTRATOR, "", Capacity.DEFINITIVE, office_id)


def test_an_office_opens_once() -> None:
    state = office.when(OPEN).makes(OfficeOpened)
    assert (state.id, state.time_zone, state.title(Role.CHAIR)) == ("kantor-uji", "Asia/Jayapura", "Ketua")
    assert state.title(Role.AUDITOR) == ""
    office.done(OPEN).when(OPEN).refused("office-exists")


def test_nothing_is_asked_of_an_office_that_does_not_exist() -> None:
    office.when(BUDI).refused("office-unknown")
    assert not office.state.exists


def test_an_administrator_who_opens_an_office_administers_it() -> None:
    elsewhere = administrator(office_id="kantor-lain")
    command = OpenOffice(
        by=elsewhere, at=AT, office="baru", name="Baru", address="", time_zone="Asia/Jakarta", titles=()
    )
    state = office.when(command).makes(OfficeOpened, PersonRegistered, RoleGranted)
    assert state.holders(Role.ADMINISTRATOR) == ("budi",)


def test_a_person_is_registered_once_and_renamed() -> None:
    office.done(OPEN).when(BUDI).then(PersonRegistered(by=BY, at=AT, person="budi", name="Budi"))
    opened.when(BUDI).then()
    opened.when(RegisterPerson(by=BY, at=AT, person="budi", name="Orang lain")).refused("person-exists")
    rename = RenamePerson(by=BY, at=AT, person="budi", name="Budi,  S.H.")
    state = opened.when(rename).then(PersonRenamed(by=BY, at=AT, person="budi", old="Budi", new="Budi, S.H."))
    assert state.people["budi"] == "Budi, S.H."
    opened.done(rename).when(rename).then()


@pytest.mark.parametrize(
    ("person", "name", "code"),
    [
        ("6371012345678901", "Budi", "personal-number"),
        ("budi@kpu.go.id", "Budi", "not-an-id"),
        ("system", "Budi", "id-reserved"),
        ("Budi", "Budi", "not-an-id"),
        ("b" * 64, "Budi", "not-an-id"),
        ("budi-s", "Budi 6371012345678901", "personal-number"),
        ("budi-s", "Budi NIP 19800101 200501 1 001", "personal-number"),
        ("budi-s", "budi@kpu.go.id", "personal-number"),
        ("budi-s", "  ", "text-missing"),
        ("budi-s", "Bu\u202edi", "forbidden-character"),
        ("budi-s", "B" * 301, "too-long"),
    ],
)
def test_no_address_or_personal_number_enters_the_log(person: str, name: str, code: str) -> None:
    opened.when(RegisterPerson(by=BY, at=AT, person=person, name=name)).refused(code)


def test_roles_are_granted_and_revoked() -> None:
    drafting = opened.done(grant("budi", Role.DRAFTER))
    assert drafting.state.roles_of("budi") == {Role.DRAFTER}
    drafting.when(grant("budi", Role.DRAFTER)).then()
    state = drafting.when(revoke("budi", Role.DRAFTER)).makes(RoleRevoked)
    assert state.holders(Role.DRAFTER) == ()
    opened.when(revoke("budi", Role.DRAFTER)).then()
    opened.when(grant("orang-lain", Role.DRAFTER)).refused("person-unknown")
    opened.when(grant("budi", Role.SYSTEM)).refused("role-not-granted")


def test_an_office_keeps_an_administrator() -> None:
    one = opened.done(grant("budi", Role.ADMINISTRATOR))
    one.when(revoke("budi", Role.ADMINISTRATOR)).refused("last-administrator")
    one.done(grant("siti", Role.ADMINISTRATOR)).when(revoke("budi", Role.ADMINISTRATOR)).makes(RoleRevoked)


@pytest.mark.parametrize("by", [administrator(), administrator("siti"), administrator(office_id="kantor-lain")])
def test_only_an_administrator_of_the_office_changes_it(by: Actor) -> None:
    refused = by != administrator()
    outcome = opened.done(grant("budi", Role.ADMINISTRATOR)).when(grant("siti", Role.DRAFTER, by))
    assert (outcome.refusal is not None) == refused
    opened.when(grant("siti", Role.DRAFTER, by)).refused("administrator-only")


def test_an_official_acts_from_the_position_of_that_day() -> None:
    spec = opened.done(
        grant("budi", Role.SECRETARY),
        appoint("a-1", "budi", until=date(2024, 6, 30)),
        appoint("a-2", "budi", position="Sekretaris ", capacity=Capacity.PLT, since=date(2024, 8, 1)),
    )
    first = spec.state.actor("budi", Role.SECRETARY, date(2024, 6, 30))
    assert (first.position, first.capacity, first.decree) == ("Sekretaris", Capacity.DEFINITIVE, "SK a-1/2024")
    assert spec.state.actor("budi", Role.SECRETARY, date(2024, 8, 1)).capacity is Capacity.PLT
    with pytest.raises(Refused) as no:
        spec.state.actor("budi", Role.SECRETARY, date(2024, 7, 1))
    assert no.value.code == "no-position"
    with pytest.raises(Refused) as no:
        spec.state.actor("budi", Role.CHAIR, date(2024, 6, 30))
    assert no.value.code == "not-your-role"


def test_each_act_is_under_the_position_that_serves_its_role() -> None:
    spec = opened.done(
        grant("budi", Role.SECRETARY),
        grant("budi", Role.CHAIR),
        appoint("a-1", "budi"),
        appoint("a-2", "budi", position="Ketua", role=Role.CHAIR, capacity=Capacity.PLH, since=date(2024, 3, 1)),
    )
    assert spec.state.actor("budi", Role.SECRETARY, date(2024, 3, 1)).position == "Sekretaris"
    assert spec.state.actor("budi", Role.CHAIR, date(2024, 3, 1)).capacity is Capacity.PLH


def test_who_binds_nobody_acts_from_any_position_or_none() -> None:
    spec = opened.done(grant("budi", Role.DRAFTER), grant("siti", Role.DRAFTER), appoint("a-1", "budi", role=None))
    assert spec.state.actor("budi", Role.DRAFTER, NEW_YEAR).position == "Sekretaris"
    assert spec.state.actor("siti", Role.DRAFTER, NEW_YEAR) == Actor(
        "siti", "Siti", Role.DRAFTER, "", Capacity.DEFINITIVE, "kantor-uji"
    )


def test_a_step_without_an_official_in_office_is_unassigned() -> None:
    spec = opened.done(grant("budi", Role.SECRETARY), appoint("a-1", "budi", since=date(2024, 2, 1)))
    assert spec.state.holders(Role.SECRETARY) == ("budi",)
    assert spec.state.holders(Role.SECRETARY, date(2024, 1, 31)) == ()
    assert spec.state.holders(Role.SECRETARY, date(2024, 2, 1)) == ("budi",)


def test_a_position_has_one_definitive_holder() -> None:
    held = opened.done(appoint("a-1", "budi", until=date(2024, 6, 30)))
    held.when(appoint("a-2", "siti", since=date(2024, 6, 30))).refused("position-taken")
    held.when(appoint("a-2", "siti", since=date(2024, 7, 1))).makes(PersonAppointed)
    held.when(appoint("a-2", "siti", capacity=Capacity.PLH)).makes(PersonAppointed)
    held.when(appoint("a-2", "budi", capacity=Capacity.PLH)).refused("position-taken")
    held.when(appoint("a-2", "siti", position="Ketua", role=Role.CHAIR)).makes(PersonAppointed)


def test_appointments_that_make_no_sense_are_refused() -> None:
    held = opened.done(appoint("a-1", "budi"))
    held.when(appoint("a-1", "siti")).refused("appointment-exists")
    opened.when(appoint("a-1", "budi", until=date(2023, 12, 31))).refused("period-inverted")
    opened.when(appoint("a-1", "orang-lain")).refused("person-unknown")
    opened.when(appoint("a-1", "budi", role=Role.SYSTEM)).refused("role-not-granted")
    opened.when(appoint("a-1", "budi", position="")).refused("text-missing")


def test_an_appointment_ends() -> None:
    held = opened.done(grant("budi", Role.SECRETARY), appoint("a-1", "budi"))
    ended = held.when(end("a-1", date(2024, 3, 31)))
    state = ended.then(AppointmentEnded(by=BY, at=AT, appointment="a-1", until=date(2024, 3, 31), decree="SK 9/2024"))
    assert state.holders(Role.SECRETARY, date(2024, 4, 1)) == ()
    held.done(end("a-1", date(2024, 3, 31))).when(end("a-1", date(2024, 3, 31))).then()
    held.done(end("a-1", date(2024, 3, 31))).when(end("a-1", date(2024, 4, 1))).refused("appointment-ended")
    held.when(end("a-1", date(2023, 1, 1))).refused("period-inverted")
    held.when(end("a-9", date(2024, 1, 1))).refused("appointment-unknown")


def test_a_route_is_data_of_the_office() -> None:
    assert opened.state.route("rkt") == default_route()
    side_by_side = (
        Step("first", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("second", 1, Role.CHAIR, StepAct.REVIEW),
        Step("sign", 2, Role.CHAIR, StepAct.SIGN, "utama"),
    )
    command = SetRoute(by=BY, at=AT, kind="rkt", steps=side_by_side)
    state = opened.when(command).then(RouteSet(by=BY, at=AT, kind="rkt", steps=side_by_side))
    assert state.route("rkt") == side_by_side
    assert state.route("lain") == default_route()
    opened.done(command).when(command).then()
    opened.when(SetRoute(by=BY, at=AT, kind="rkt", steps=())).refused("route-empty")
    opened.when(SetRoute(by=BY, at=AT, kind="rkt", steps=side_by_side[:2])).refused("route-unsigned")
    unnamed = (Step("sign", 1, Role.CHAIR, StepAct.SIGN),)
    opened.when(SetRoute(by=BY, at=AT, kind="rkt", steps=unnamed)).refused("route-unknown-part")


def test_action_plans_and_quarters_have_routes_of_their_own() -> None:
    assert opened.state.route("action/rkt") == default_action_route()
    assert opened.state.route("quarter/rkt") == default_quarter_route()
    accepted = Step("owners", 1, Role.OWNER, StepAct.REVIEW)
    signed = Step("chair", 2, Role.CHAIR, StepAct.SIGN)
    state = opened.when(SetRoute(by=BY, at=AT, kind="action/rkt", steps=(accepted, signed))).makes(RouteSet)
    assert state.route("action/rkt") == (accepted, signed)
    assert state.route("rkt") == default_route()
    assert state.route("quarter/rkt") == default_quarter_route()
    opened.when(SetRoute(by=BY, at=AT, kind="quarter/rkt", steps=(signed,))).makes(RouteSet)


@pytest.mark.parametrize(
    ("kind", "step", "code"),
    [
        ("rkt", Step("owners", 2, Role.OWNER, StepAct.SIGN, "A"), "route-role"),
        ("action/rkt", Step("drafter", 1, Role.DRAFTER, StepAct.REVIEW), "route-role"),
        ("action/rkt", Step("planner", 3, Role.PLANNER, StepAct.SIGN), "route-role"),
        ("action/rkt", Step("part", 3, Role.CHAIR, StepAct.SIGN, "A"), "route-unknown-part"),
        ("quarter/rkt", Step("planner", 1, Role.PLANNER, StepAct.SIGN), "route-role"),
        ("quarter/rkt", Step("paraf", 1, Role.CHAIR, StepAct.REVIEW), "route-act"),
        ("lain/rkt", Step("chair", 3, Role.CHAIR, StepAct.SIGN, "A"), "not-an-id"),
        ("action/", Step("chair", 3, Role.CHAIR, StepAct.SIGN), "not-an-id"),
        ("quarter/action/rkt", Step("chair", 3, Role.CHAIR, StepAct.SIGN), "not-an-id"),
    ],
)
def test_a_route_asks_what_the_rules_of_its_kind_allow(kind: str, step: Step, code: str) -> None:
    last = Step("last", 2, Role.SECRETARY, StepAct.SIGN, "A" if kind == "rkt" else "")
    opened.when(SetRoute(by=BY, at=AT, kind=kind, steps=(step, last))).refused(code)


def test_reminders_follow_the_policy_in_force() -> None:
    assert opened.state.reminder_policy(NEW_YEAR) is None
    old = ReminderPolicy(NEW_YEAR, 5, (3, 1), 2, "SK 1/2024")
    new = ReminderPolicy(date(2024, 7, 1), 3, (), 1, "SK 2/2024")
    unsorted = ReminderPolicy(NEW_YEAR, 5, (1, 3, 1), 2, "SK 1/2024")
    set_new, set_old = (SetReminderPolicy(by=BY, at=AT, policy=policy) for policy in (new, unsorted))
    spec = opened.done(set_new, set_old)
    assert spec.past[-1] == ReminderPolicySet(by=BY, at=AT, policy=old)
    assert spec.state.reminder_policy(date(2023, 12, 31)) is None
    assert spec.state.reminder_policy(date(2024, 6, 30)) == old
    assert spec.state.reminder_policy(date(2024, 7, 1)) == new
    spec.when(set_old).then()
    corrected = ReminderPolicy(NEW_YEAR, 6, (), 2, "SK 3/2024")
    state = spec.when(SetReminderPolicy(by=BY, at=AT, policy=corrected)).makes(ReminderPolicySet)
    assert state.reminder_policy(NEW_YEAR) == corrected


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (ReminderPolicy(NEW_YEAR, 0, (), 1, "SK"), "days-out-of-range"),
        (ReminderPolicy(NEW_YEAR, 5, (), 0, "SK"), "days-out-of-range"),
        (ReminderPolicy(NEW_YEAR, 251, (), 1, "SK"), "days-out-of-range"),
        (ReminderPolicy(NEW_YEAR, 3, (3,), 1, "SK"), "reminder-before-opening"),
        (ReminderPolicy(NEW_YEAR, 3, (), 1, ""), "text-missing"),
    ],
)
def test_a_reminder_policy_that_makes_no_sense_is_refused(policy: ReminderPolicy, code: str) -> None:
    opened.when(SetReminderPolicy(by=BY, at=AT, policy=policy)).refused(code)


def test_a_decree_changes_a_day() -> None:
    def declare(working: bool, name: str, decree: str) -> DeclareDay:
        return DeclareDay(by=BY, at=AT, day=date(2024, 2, 9), working=working, name=name, decree=decree)

    command = declare(False, "Cuti bersama", "SKB 236/2024")
    state = opened.when(command).makes(DayDeclared)
    assert not state.days[date(2024, 2, 9)].working
    opened.done(command).when(command).then()
    opened.done(command).when(declare(True, "", "SKB 300/2024")).makes(DayDeclared)
    opened.when(declare(False, "", "SKB 236/2024")).refused("text-missing")
    opened.when(declare(True, "", "")).refused("text-missing")


def test_an_office_is_described_anew() -> None:
    def describe(zone: str, titles: tuple[PrintedTitle, ...] = TITLES, address: str = "Jalan 1") -> DescribeOffice:
        return DescribeOffice(by=BY, at=AT, name="Kantor Uji", address=address, time_zone=zone, titles=titles)

    opened.when(describe("Asia/Jayapura")).then()
    assert opened.when(describe("Asia/Makassar")).makes(OfficeDescribed).time_zone == "Asia/Makassar"
    opened.when(describe("../etc/passwd")).refused("time-zone-unknown")
    opened.when(describe("Asia/Makassar", (*TITLES, TITLES[0]))).refused("title-twice")
    opened.when(describe("Asia/Makassar", (PrintedTitle(Role.SYSTEM, "x"),))).refused("role-not-granted")
    opened.when(describe("Asia/Makassar", address="a\x00b")).refused("forbidden-character")


def test_two_offices_differ_in_everything() -> None:
    other = OpenOffice(by=system("x"), at=AT, office="x", name="X", address="", time_zone="Asia/Jakarta", titles=())
    assert fold(decide(other, Office())).time_zone != opened.state.time_zone


def test_the_state_has_one_spelling() -> None:
    spec = opened.done(grant("budi", Role.AUDITOR), grant("budi", Role.DRAFTER), appoint("a-1", "siti"))
    assert canonical(spec.state) == canonical(fold(spec.past))
