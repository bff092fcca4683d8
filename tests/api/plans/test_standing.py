"""Where a plan stands for whoever looks, and who is next: always one act, or the reason why there is none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from api.plans.standing import Station, standing, stations, submission
from api.words.clock import Clock
from api.words.words import LANGUAGES, words
from domain.kernel.actor import Capacity, Duty, Role
from domain.office.events import OfficeEvent, OfficeOpened, PersonAppointed, PersonRegistered, PrintedTitle, RoleGranted
from domain.office.state import Office, fold
from domain.plan.commands import RecordDue, RejectPlan, WithdrawPlan
from domain.plan.state import Plan
from domain.route.route import Step, StepAct
from tests.domain.office.office_life import (
    AT,
    DRAFTER,
    OFFICE,
    SECRETARY,
    SYSTEM,
    draft,
    drafted,
    give_back,
    half_signed,
    paraf,
    plan_spec,
    reviewed,
    signed,
    submit,
    submitted,
)

ID = words("id")
TITLES = (PrintedTitle(Role.SECRETARY, "Sekretaris KPU"), PrintedTitle(Role.CHAIR, "Ketua KPU"))
PEOPLE = (("Dewi", Role.DRAFTER), ("Sari", Role.SECRETARY), ("Ketut", Role.CHAIR), ("Adi", Role.AUDITOR))


def office(*people: tuple[str, Role], titles: tuple[PrintedTitle, ...] = ()) -> Office:
    """Return an office whose people hold these roles, each from a position that serves it."""
    events: list[OfficeEvent] = [
        OfficeOpened(by=SYSTEM, at=AT, office=OFFICE, name="KPU", address="", time_zone="Asia/Makassar", titles=titles)
    ]
    for name, role in people:
        who = name.lower()
        events += [
            PersonRegistered(by=SYSTEM, at=AT, person=who, name=name),
            RoleGranted(by=SYSTEM, at=AT, person=who, role=role),
            PersonAppointed(
                by=SYSTEM,
                at=AT,
                appointment=f"{who}-{role}",
                person=who,
                position=role.title(),
                role=role,
                capacity=Capacity.DEFINITIVE,
                decree="",
                since=date(2024, 1, 1),
                until=None,
            ),
        ]
    return fold(events)


def line(plan: Plan, house: Office, now: datetime = AT) -> list[list[Station]]:
    """Return the stations as they stand."""
    return stations(ID, Clock(ID, "Asia/Makassar", now), house, plan, {})


PLANS = {
    "drafted": drafted().state,
    "submitted": submitted().state,
    "returned": submitted().done(give_back("secretary-review", SECRETARY)).state,
    "withdrawn": submitted().done(WithdrawPlan(by=DRAFTER, at=AT, reason="")).state,
    "reviewed": reviewed().state,
    "half-signed": half_signed().state,
    "signed": signed().state,
    "rejected": submitted().done(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="No.")).state,
}


@pytest.mark.parametrize(
    ("plan", "state", "sentence"),
    [
        ("drafted", "Sedang disusun", "Pada penyusun; belum dikirim."),
        ("submitted", "Sedang ditelaah", "Menunggu: Paraf Sekretaris KPU."),
        ("returned", "Dikembalikan", "Dikembalikan oleh Sari; sekarang pada penyusun."),
        ("reviewed", "Menunggu tanda tangan", "Menunggu: Tanda tangan Sekretaris KPU, bagian B."),
        ("half-signed", "Menunggu tanda tangan", "Menunggu: Tanda tangan Ketua KPU, bagian A."),
        ("signed", "Ditandatangani", "Semua bagian sudah ditandatangani."),
        ("rejected", "Ditolak", "Ditolak oleh Sari."),
    ],
)
def test_where_a_plan_stands_is_said_in_the_titles_of_the_office(plan: str, state: str, sentence: str) -> None:
    told = standing(ID, office(*PEOPLE, titles=TITLES), PLANS[plan], "adi", {Duty(Role.AUDITOR)})
    assert (told.state, told.sentence) == (state, sentence)


@pytest.mark.parametrize(
    ("plan", "who", "act", "path"),
    [
        ("drafted", ("dewi", Role.DRAFTER), "Lanjutkan menyunting", "edit"),
        ("returned", ("dewi", Role.DRAFTER), "Lanjutkan menyunting", "edit"),
        ("withdrawn", ("dewi", Role.DRAFTER), "Lanjutkan menyunting", "edit"),
        ("submitted", ("sari", Role.SECRETARY), "Telaah dan bubuhkan paraf", "review"),
        ("reviewed", ("sari", Role.SECRETARY), "Baca dan tandatangani bagian B", "sign"),
        ("half-signed", ("ketut", Role.CHAIR), "Baca dan tandatangani bagian A", "sign"),
    ],
)
def test_whose_turn_it_is_sees_one_act(plan: str, who: tuple[str, Role], act: str, path: str) -> None:
    told = standing(ID, office(*PEOPLE), PLANS[plan], who[0], {Duty(who[1])})
    assert (told.act, told.path, told.why) == (act, path, "")


@pytest.mark.parametrize(
    ("plan", "who", "why"),
    [
        ("drafted", ("sari", Role.SECRETARY), "Hanya penyusun kantor ini yang dapat menyunting naskah."),
        ("submitted", ("ketut", Role.CHAIR), "Sekarang hanya Sekretaris yang dapat bertindak."),
        (
            "submitted",
            ("dewi", Role.SECRETARY),
            "Anda ikut menyusun rencana ini, sehingga pejabat lain yang harus menelaah dan menandatanganinya.",
        ),
        ("half-signed", ("adi", Role.AUDITOR), "Sekarang hanya Ketua yang dapat bertindak."),
    ],
)
def test_who_cannot_act_is_told_why_and_who_can(plan: str, who: tuple[str, Role], why: str) -> None:
    told = standing(ID, office(*PEOPLE), PLANS[plan], who[0], {Duty(who[1])})
    assert (told.act, told.path, told.why) == ("", "", why)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plan", PLANS)
def test_there_is_an_act_or_a_reason_and_never_both(plan: str, language: str) -> None:
    for role in Role:
        told = standing(words(language), office(*PEOPLE), PLANS[plan], "somebody", {Duty(role)})
        assert not (told.act and told.why)
        assert bool(told.act) == bool(told.path)
        assert told.sentence
        if not PLANS[plan].closed:
            assert told.act or told.why


def test_what_runs_side_by_side_is_waited_for_together() -> None:
    route = (
        Step("one", 1, Role.SECRETARY, StepAct.REVIEW),
        Step("two", 1, Role.CHAIR, StepAct.REVIEW),
        Step("b", 2, Role.SECRETARY, StepAct.SIGN, "B"),
        Step("a", 3, Role.CHAIR, StepAct.SIGN, "A"),
    )
    plan = plan_spec().done(draft(route=route), submit()).state
    told = standing(ID, office(*PEOPLE), plan, "adi", {Duty(Role.AUDITOR)})
    assert told.sentence == "Menunggu: Paraf Sekretaris dan Paraf Ketua."
    assert [[station.key for station in group] for group in line(plan, office(*PEOPLE))] == [
        ["one", "two"],
        ["b"],
        ["a"],
    ]


def test_the_stations_say_who_acted_who_is_next_and_who_comes_later() -> None:
    spec = submitted()
    plan = spec.done(paraf(spec.state, "secretary-review", SECRETARY)).state
    (first,), (second,), (third,), (fourth,) = line(plan, office(*PEOPLE))
    assert (first.state, first.act, first.by, first.version) == ("done", "parafed", SECRETARY, 1)
    assert (second.state, second.act, second.holders) == ("open", "review", ("Ketut",))
    assert (third.state, third.act, third.part, third.holders) == ("ahead", "sign", "B", ("Sari",))
    assert (fourth.state, fourth.title) == ("ahead", "Tanda tangan Ketua, bagian A")


def test_a_station_whose_due_instant_has_come_is_late() -> None:
    due = AT + timedelta(days=3)
    spec = submitted()
    plan = spec.done(
        RecordDue(
            by=SYSTEM,
            at=AT,
            step="secretary-review",
            round=1,
            opened=AT,
            due=due,
            reminders=(),
            estimated=True,
            source="test",
            citation="SE 1/2024",
        )
    ).state
    before, at = (line(plan, office(*PEOPLE), now)[0][0] for now in (due - timedelta(seconds=1), due))
    assert (before.due, before.late, before.estimated) == (due, False, True)
    assert at.late


def test_a_station_without_anybody_who_holds_its_role_shows_nobody() -> None:
    station = line(PLANS["submitted"], office(("Dewi", Role.DRAFTER)))[0][0]
    assert (station.state, station.holders) == ("open", ())


def test_an_official_whose_position_has_not_begun_holds_no_station() -> None:
    station = line(PLANS["submitted"], office(*PEOPLE), datetime(2023, 12, 31, 12, tzinfo=UTC))[0][0]
    assert station.holders == ()


def test_who_helped_to_draft_is_marked_at_the_station() -> None:
    station = line(PLANS["submitted"], office(("Dewi", Role.SECRETARY), ("Sari", Role.SECRETARY)))[0][0]
    assert (station.holders, station.helped) == (("Dewi", "Sari"), ("Dewi",))


def test_the_submission_is_the_last_one() -> None:
    spec = submitted().done(give_back("secretary-review", SECRETARY))
    spec = spec.done(submit())
    sent = submission([*spec.past])
    assert sent is not None
    assert sent.round == 2
    assert submission([*drafted().past]) is None


def test_a_signed_station_says_who_signed() -> None:
    station = line(PLANS["half-signed"], office(*PEOPLE))[2][0]
    assert (station.state, station.act, station.by) == ("done", "signed", SECRETARY)
