"""A log of an amendment in which one fact says what nobody could have decided is condemned by that fact's law."""

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest

from audit.laws.plan import PlanLaws
from domain.kernel.actor import Capacity
from domain.plan.commands import RejectPlan, WithdrawAmendment
from domain.plan.events import (
    AmendmentBegun,
    AmendmentStated,
    AmendmentWithdrawn,
    ChangeReasoned,
    ParafGiven,
    PartSigned,
    PlanDrafted,
    PlanSubmitted,
    PlanVoided,
)
from domain.plan.evolution import evolve
from domain.plan.facts import TargetChanged, TextFact
from domain.plan.state import Plan, PlanEvent
from tests.domain.office.office_life import AT, CHAIR, DRAFTER, SECRETARY
from tests.domain.plan.amended import PlanSpec, aimed, amended, amending, sent, state

GIVE_UP = WithdrawAmendment(by=DRAFTER, at=AT, reason="")


def condemned(events: Sequence[PlanEvent]) -> list[str]:
    """Return the laws that the log does not keep."""
    laws, plan, found, before = PlanLaws(), Plan(), list[str](), None
    for event in events:
        # What one command made: a draft with its rows, the changes of one version, an act with what it ended.
        same = isinstance(event, TextFact) and getattr(before, "version", None) == event.version
        again = same or isinstance(before, PlanVoided) or (isinstance(before, PlanDrafted) and event.at == before.at)
        found += [breach.law.name for breach in laws.judged("plan/rkt-2024", plan, event, again)]
        plan, before = evolve(plan, event), event
    return found


def told(spec: PlanSpec, kind: type, **fields: object) -> list[PlanEvent]:
    """The log with the last fact of a kind telling something else."""
    at = max(n for n, event in enumerate(spec.past) if isinstance(event, kind))
    return [*spec.past[:at], msgspec.structs.replace(spec.past[at], **fields)]


def test_the_logs_that_are_falsified_here_are_lawful() -> None:
    second = amended(aimed(85), date(2024, 9, 1), amended(aimed(80)))
    rejected = sent(amending(aimed(80)))
    rejected = rejected.done(RejectPlan(by=SECRETARY, at=AT, step="secretary-review", reason="No."))
    for spec in (second, amending(aimed(80)).done(GIVE_UP), amended(aimed(85), spec=rejected)):
        assert condemned(spec.past) == []


STATED = amending(aimed(80)).done(state())
AMENDED = amended(aimed(80))
_BEGUN = next(event.amendment for event in STATED.past if isinstance(event, AmendmentBegun))


@pytest.mark.parametrize(
    ("spec", "kind", "fields", "law"),
    [
        (STATED, AmendmentBegun, {"by": CHAIR}, "role"),
        (STATED, AmendmentBegun, {"version": 2}, "version"),
        (STATED, AmendmentBegun, {"amendment": msgspec.structs.replace(_BEGUN, number=2)}, "amendment"),
        (STATED, AmendmentStated, {"old": msgspec.structs.replace(_BEGUN, reason="Another.")}, "past"),
        (STATED, AmendmentStated, {"new": msgspec.structs.replace(_BEGUN, number=4)}, "amendment"),
        (STATED, ChangeReasoned, {"place": "p1.allotted"}, "amendment"),
        (STATED, ChangeReasoned, {"old": "Another."}, "past"),
        (STATED, ChangeReasoned, {"version": 1}, "version"),
        (STATED, TargetChanged, {"version": 1}, "version"),
        (AMENDED, PlanSubmitted, {"steps": ()}, "amendment"),
        (AMENDED, PlanSubmitted, {"steps": ("chair-sign",)}, "amendment"),
        (AMENDED, PlanSubmitted, {"digest": "0" * 64}, "content"),
        (AMENDED, PartSigned, {"by": DRAFTER}, "role"),
        (AMENDED, PartSigned, {"step": "secretary-sign", "by": SECRETARY}, "open-step"),
        (AMENDED, ParafGiven, {"by": msgspec.structs.replace(CHAIR, person=DRAFTER.person)}, "maker"),
        (amending(aimed(80)).done(GIVE_UP), AmendmentWithdrawn, {"version": 1}, "version"),
    ],
)
def test_a_fact_that_nobody_could_decide_is_condemned(
    spec: PlanSpec, kind: type, fields: dict[str, object], law: str
) -> None:
    assert law in condemned(told(spec, kind, **fields))


def test_what_is_sent_without_a_reason_is_condemned() -> None:
    events = [event for event in sent(amending(aimed(80))).past if not isinstance(event, ChangeReasoned)]
    assert "amendment" in condemned(events)


def test_an_amendment_is_in_force_no_earlier_than_the_one_before() -> None:
    spec = amending(aimed(85), date(2024, 9, 1), amended(aimed(80)))
    begun = next(event.amendment for event in reversed(spec.past) if isinstance(event, AmendmentBegun))
    early = msgspec.structs.replace(begun, effective=date(2024, 7, 31))
    assert "amendment" in condemned(told(spec, AmendmentBegun, amendment=early))


def test_nobody_gives_up_what_an_official_signed() -> None:
    spec = AMENDED
    at = max(n for n, event in enumerate(spec.past) if isinstance(event, PartSigned))
    given_up = AmendmentWithdrawn(by=DRAFTER, at=AT, version=2, reason="")
    assert "past" in condemned([*spec.past[:at], given_up])


def test_who_only_acts_signs_nothing_where_it_is_barred() -> None:
    acting = msgspec.structs.replace(CHAIR, capacity=Capacity.PLH)
    events = list(AMENDED.past)
    for n, event in enumerate(events):
        if isinstance(event, PlanSubmitted) and event.steps:
            events[n] = msgspec.structs.replace(event, acting="SE BKN 2/SE/VII/2019")
        if isinstance(event, PartSigned) and event.version == 2:
            events[n] = msgspec.structs.replace(event, by=acting)
    assert condemned(events) == ["acting"]
