"""A step names a position: whoever holds it that day acts, in their capacity, and nobody else."""

from datetime import date

import msgspec
import pytest

from domain.kernel.actor import Actor, Capacity, Duty, Role, system
from domain.kernel.errors import PlanError
from domain.kind.shipped import PK
from domain.office.commands import (
    Appoint,
    EndAppointment,
    NamePosition,
    OfficeCommand,
    OpenOffice,
    RegisterPerson,
    SetRoute,
)
from domain.office.events import OfficeEvent, PersonAppointed, PositionNamed
from domain.office.positions import titled
from domain.office.rules import decide as decide_office
from domain.office.state import Office
from domain.office.state import fold as fold_office
from domain.plan.blocks import printed_blocks, with_blocks
from domain.plan.commands import DraftPlan, PlanCommand
from domain.plan.events import PartSigned, PlanDrafted, SignatureVoided
from domain.plan.state import Phase, Plan, PlanEvent
from domain.route.route import Route, Step, StepAct, check_route
from tests.domain.office.office_life import (
    AT,
    DRAFTER,
    OFFICE,
    TEXT,
    give_back,
    paraf,
    plan_spec,
    remark,
    render,
    sign,
    submit,
)
from tests.spec import Spec

BY = system(OFFICE)
JAN, JUN, DEC = date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31)


def official(person: str, position: str, capacity: Capacity = Capacity.DEFINITIVE, **more: str) -> Actor:
    return Actor(person, person.title(), Role.OFFICIAL, position.title(), capacity, OFFICE, "", position, **more)


KABID, DIREKTUR = official("bima", "kabid"), official("citra", "direktur")
ONE, TWO, THREE = (official(person, "perencana") for person in ("eka", "fitri", "gita"))
DIRJEN = msgspec.structs.replace(official("made", "dirjen"), office="kementerian", authority="ab" * 32)


def step(key: str, order: int, position: str, part: str = "", **more: object) -> Step:
    act = StepAct.SIGN if part else StepAct.REVIEW
    return Step(key, order, Role.OFFICIAL, act, part, position, title=position.title(), **more)  # type: ignore[arg-type]


BOTH: Route = (step("kabid", 1, "kabid", "A"), step("direktur", 2, "direktur", "A"))
ALONE = msgspec.structs.replace(TEXT, parts=TEXT.parts[:1])
Life = Spec[PlanCommand, Plan, PlanEvent]


def begun(route: Route = BOTH, *, separate: bool = False) -> Life:
    draft = DraftPlan(
        by=DRAFTER, at=AT, office=OFFICE, kind="pk", year=2024, trial=False, route=route, text=ALONE
    )  # fmt: skip
    spec = plan_spec().done(draft, msgspec.structs.replace(submit(), separate=separate))
    return spec.done(render(spec.state))


def signed(spec: Life, key: str, by: Actor, holders: tuple[str, ...] = ()) -> Life:
    spec = spec.done(msgspec.structs.replace(sign(spec.state, key, by), holders=holders))
    return spec.done(render(spec.state))


def test_two_officials_sign_one_and_the_same_text() -> None:
    spec = begun()
    assert spec.state.phase is Phase.SIGNING
    first = signed(spec, "kabid", KABID)
    assert (first.state.phase, len(first.state.signatures)) == (Phase.SIGNING, 1)
    both = signed(first, "direktur", DIREKTUR)
    assert both.state.phase is Phase.SIGNED
    assert [(e.part, e.by.position_key, e.digest) for e in both.state.signatures] == [
        ("A", "kabid", both.state.signatures[0].digest),
        ("A", "direktur", both.state.signatures[0].digest),
    ]


@pytest.mark.parametrize(
    "by",
    [DIREKTUR, msgspec.structs.replace(KABID, role=Role.CHAIR, position_key=msgspec.UNSET), DIRJEN],
    ids=["another position", "a role", "another office"],
)
def test_nobody_does_a_step_of_another_position(by: Actor) -> None:
    spec = begun()
    spec.when(sign(spec.state, "kabid", by)).refused("not-your-step")


def test_the_same_person_does_two_steps_only_from_both_positions() -> None:
    spec = signed(begun(), "kabid", KABID)
    spec.when(sign(spec.state, "direktur", KABID)).refused("not-your-step")
    also = official("bima", "direktur", Capacity.PLH)
    both = signed(spec, "direktur", also)
    assert [by.duty.position for by in both.state.in_two_roles()["Bima"]] == ["kabid", "direktur"]


def test_where_duties_are_separate_two_positions_ask_for_two_people() -> None:
    spec = signed(begun(separate=True), "kabid", KABID)
    spec.when(sign(spec.state, "direktur", official("bima", "direktur"))).refused("two-roles")
    assert spec.state.step_for("bima", {Duty(Role.OFFICIAL, "direktur")}) is None
    signed(spec, "direktur", DIREKTUR)


def test_who_drafted_a_plan_signs_it_from_no_position() -> None:
    spec = begun()
    by = msgspec.structs.replace(KABID, person=DRAFTER.person)
    spec.when(sign(spec.state, "kabid", by)).refused("maker-is-checker")


def asking(need: object) -> Life:
    return begun((step("perencana", 1, "perencana", need=need), step("kabid", 2, "kabid", "A")))


def parafed(spec: Life, by: Actor, holders: tuple[str, ...] = ("eka", "fitri", "gita")) -> Life:
    return spec.done(msgspec.structs.replace(paraf(spec.state, "perencana", by), holders=holders))


def test_any_of_several_holders_is_enough_where_nothing_is_said() -> None:
    spec = parafed(asking(msgspec.UNSET), TWO)
    assert spec.state.phase is Phase.SIGNING
    assert all(e.holders is msgspec.UNSET for e in spec.state.given)


def test_at_least_so_many_of_several_holders_act() -> None:
    one = parafed(asking(2), ONE)
    assert one.state.phase is Phase.REVIEW
    one.when(paraf(one.state, "perencana", ONE)).refused("already-done")
    assert one.state.step_for("eka", {ONE.duty}) is None
    assert parafed(one, THREE).state.phase is Phase.SIGNING


def test_all_of_several_holders_act_as_many_as_there_are_that_day() -> None:
    two = parafed(parafed(asking("all"), ONE), TWO)
    assert two.state.phase is Phase.REVIEW
    assert parafed(two, THREE).state.phase is Phase.SIGNING
    # One of them left: those who hold it on the day of the last act have all acted.
    assert parafed(parafed(asking("all"), ONE), TWO, ("eka", "fitri")).state.phase is Phase.SIGNING


def test_where_all_are_asked_nobody_waits_for_who_made_it() -> None:
    """A holder who had drafted the plan could not act, and the step waited for them for ever."""
    everybody = ("eka", "fitri", DRAFTER.person)
    two = parafed(parafed(asking("all"), ONE, everybody), TWO, everybody)
    assert two.state.phase is Phase.SIGNING


def test_what_several_gave_is_voided_by_name() -> None:
    spec = signed(begun((step("perencana", 1, "perencana", "A", need=3),)), "perencana", ONE)
    spec = signed(spec, "perencana", TWO).done(give_back("perencana", THREE))
    ended = [event.official.person for event in spec.past if isinstance(event, SignatureVoided)]
    assert (ended, spec.state.given) == (["eka", "fitri"], ())


def test_an_official_of_another_office_signs_in_its_name() -> None:
    route = (step("dirjen", 1, "dirjen", "A", office="kementerian"),)
    spec = begun(route)
    spec.when(sign(spec.state, "dirjen", official("made", "dirjen"))).refused("not-your-step")
    done = signed(spec, "dirjen", DIRJEN)
    last = [event for event in done.past if isinstance(event, PartSigned)][-1]
    assert (last.by.office, last.by.authority, done.state.phase) == ("kementerian", "ab" * 32, Phase.SIGNED)


def test_whoever_has_a_step_of_the_route_comments() -> None:
    spec = begun()
    spec.done(remark(by=KABID))
    spec.when(remark(by=ONE, key="c2")).refused("role-missing")


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ((Step("a", 1, Role.OFFICIAL, StepAct.SIGN, "A"),), "route-position"),
        ((Step("a", 1, Role.CHAIR, StepAct.SIGN, "A", "ketua"),), "route-position"),
        ((Step("a", 1, Role.CHAIR, StepAct.SIGN, "A", need=2),), "route-position"),
        ((step("a", 1, "kabid", "A", need=0),), "route-need"),
        ((step("a", 1, "kabid", block="x"), step("b", 2, "kabid", "A")), "route-block"),
        ((step("a", 1, "kabid", "A", block="x"), step("b", 1, "direktur", "A", block="x")), "route-block-twice"),
        ((Step("a", 1, Role.OWNER, StepAct.SIGN, "A"),), "route-role"),
    ],
)
def test_a_route_that_says_what_cannot_be_is_refused(steps: Route, code: str) -> None:
    with pytest.raises(PlanError) as no:
        check_route(steps, frozenset({"A"}))
    assert no.value.code == code


def test_drafters_owners_and_planners_may_have_review_steps() -> None:
    reviewers = [Step(role, 1, role, StepAct.REVIEW) for role in (Role.DRAFTER, Role.OWNER, Role.PLANNER)]
    check_route((*reviewers, step("kepala", 2, "kepala", "A")), frozenset({"A"}))


# The office


def opened(*commands: OfficeCommand) -> Office:
    state = Office()
    begin = OpenOffice(by=BY, at=AT, office=OFFICE, name="RSUD", address="", time_zone="Asia/Jakarta", titles=())
    for command in (begin, *commands):
        state = fold_office(decide_office(command, state), state)
    return state


def name(position: str, title: str = "", *, several: bool = False) -> NamePosition:
    return NamePosition(by=BY, at=AT, position=position, title=title or position.title(), several=several)


def person(key: str) -> RegisterPerson:
    return RegisterPerson(by=BY, at=AT, person=key, name=key.title())


def appoint(key: str, position: str, capacity: Capacity = Capacity.DEFINITIVE, until: date | None = None) -> Appoint:
    return Appoint(
        by=BY, at=AT, appointment=f"{key}-{position}-{capacity}", person=key, position="", role=None,
        capacity=capacity, decree="SK 1", since=JAN, until=until, position_key=position,
    )  # fmt: skip


def refused(command: OfficeCommand, office: Office) -> PlanError:
    with pytest.raises(PlanError) as no:
        decide_office(command, office)
    return no.value


def test_an_appointment_is_to_a_position_that_the_office_named() -> None:
    office = opened(name("kabid", "Kepala Bidang Penunjang"), person("bima"))
    appointed: list[OfficeEvent] = decide_office(appoint("bima", "kabid"), office)
    assert isinstance(appointed[0], PersonAppointed)
    assert (appointed[0].position, appointed[0].position_key) == ("Kepala Bidang Penunjang", "kabid")
    no = refused(appoint("bima", "lain"), office)
    assert (no.code, no.place) == ("position-unknown", "position_key")


def test_a_position_is_named_once_and_printed_otherwise_later() -> None:
    office = opened(name("kabid"))
    assert decide_office(name("kabid"), office) == []
    again = decide_office(name("kabid", "Kabid Penunjang"), office)
    assert isinstance(again[0], PositionNamed)
    assert refused(name("lain", "Kabid"), office).code == "position-twice"


def test_whoever_holds_a_position_acts_from_it_in_their_capacity_as_long_as_they_hold_it() -> None:
    office = opened(name("kabid"), person("bima"), appoint("bima", "kabid", Capacity.PLT, JUN))
    by = office.official("bima", "kabid", JUN)
    assert (by.position, by.position_key, by.capacity, by.decree) == ("Kabid", "kabid", Capacity.PLT, "SK 1")
    assert office.duties_of("bima", JUN) == {Duty(Role.OFFICIAL, "kabid")}
    assert office.on_duty(by.duty, DEC) == ()
    with pytest.raises(PlanError) as no:
        office.official("bima", "kabid", DEC)
    assert no.value.code == "no-position"


def test_one_is_definitive_in_a_position_unless_several_hold_it() -> None:
    office = opened(name("kabid"), name("perencana", several=True), person("bima"), person("eka"))
    office = fold_office(decide_office(appoint("bima", "kabid"), office), office)
    assert refused(appoint("eka", "kabid"), office).code == "position-taken"
    assert decide_office(appoint("eka", "kabid", Capacity.PLH), office)
    for key in ("bima", "eka"):
        office = fold_office(decide_office(appoint(key, "perencana"), office), office)
    assert office.on_duty(Duty(Role.OFFICIAL, "perencana"), JUN) == ("bima", "eka")


def test_an_ended_appointment_ends_the_duty() -> None:
    office = opened(name("kabid"), person("bima"), appoint("bima", "kabid"))
    end = EndAppointment(by=BY, at=AT, appointment="bima-kabid-definitive", until=JUN, decree="")
    office = fold_office(decide_office(end, office), office)
    assert (office.duties_of("bima", DEC), office.held_once("bima", "kabid")) == (frozenset(), True)


def test_a_route_names_positions_that_the_office_has() -> None:
    office = opened(name("kabid", "Kepala Bidang"))
    no = refused(SetRoute(by=BY, at=AT, kind="pk", steps=BOTH), office)
    assert (no.code, no.place, dict(no.params)) == ("position-unknown", "direktur", {"position": "Direktur"})
    assert [step.title for step in titled(BOTH[:1], office, {})] == ["Kepala Bidang"]
    with pytest.raises(PlanError) as missing:
        titled((step("dirjen", 1, "dirjen", "A", office="kementerian"),), office, {})
    assert missing.value.params == {"position": "Dirjen", "office": "kementerian"}


def test_an_office_that_has_named_no_positions_goes_by_roles() -> None:
    assert {step.role for step in opened().route("pk")} == {Role.SECRETARY, Role.CHAIR}
    assert {step.position for step in opened(name("ketua")).route("pk")} == {"sekretaris", "ketua"}


# The blocks


def test_each_signature_fills_a_block_of_its_part() -> None:
    """The first who signs an agreement is its first party, whatever their position is called."""
    assert {step.key: step.block for step in with_blocks(BOTH, PK)} == {"kabid": "pertama", "direktur": "kedua"}
    turned = (step("ketua", 1, "ketua", "A"), step("sekretaris", 2, "sekretaris", "A"))
    assert {step.key: step.block for step in with_blocks(turned, PK)} == {"ketua": "kedua", "sekretaris": "pertama"}
    with pytest.raises(PlanError) as no:
        with_blocks((step("kabid", 1, "kabid", "A", block="ketiga"),), PK)
    assert no.value.code == "route-block"


def test_a_plan_without_a_kind_has_a_block_for_each_signature() -> None:
    printed = list(printed_blocks(ALONE.parts[0], BOTH, None))
    assert [(block.key, block.position, side.value) for block, side, _ in printed] == [
        ("kabid", "Kabid", "left"),
        ("direktur", "Direktur", "right"),
    ]
    drafted = begun().past[0]
    assert isinstance(drafted, PlanDrafted)
    assert drafted.route == BOTH
