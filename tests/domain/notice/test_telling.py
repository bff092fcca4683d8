"""Whom it concerns is told who did what and why; nobody of their own act, and nobody else."""

from typing import Any

import pytest

from activities.notices.words import ENGLISH, INDONESIAN, PAPERS, path_of, sentence
from domain.kernel.actor import Duty, Role
from domain.notice.notice import Happening, Notice, Told
from domain.notice.telling import notice
from domain.plan.commands import RejectPlan, WithdrawAmendment, WithdrawPlan
from tests.domain.office.office_life import (
    AT,
    CHAIR,
    DRAFTER,
    SECRETARY,
    SYSTEM,
    give_back,
    half_signed,
    reviewed,
    sign,
    submitted,
)
from tests.domain.office.office_life import signed as plan_signed
from tests.domain.plan import amended
from tests.domain.quarter import amended as mid_year
from tests.domain.quarter import life as year
from tests.domain.report import life as report
from tests.spec import Spec

PLANNER, OWNER = Duty(Role.PLANNER), Duty(Role.OWNER)


def told(spec: Spec[Any, Any, Any], command: Any) -> Notice:
    """Return what is told of the command's last event of which anything is."""
    outcome = spec.when(command)
    assert outcome.refusal is None, outcome.refusal
    found = []
    for n, event in enumerate(outcome.events, 1):
        after = spec.given(*outcome.events[:n]).state
        found.append(notice(event, spec.state, after))
    return next(each for each in reversed(found) if each is not None)


def last(spec: Spec[Any, Any, Any]) -> Notice:
    """Return what is told of the last event of which anything is."""
    states = [spec.fold(spec.past[:n]) for n in range(len(spec.past) + 1)]
    found = [notice(event, states[n], states[n + 1]) for n, event in enumerate(spec.past)]
    return next(each for each in reversed(found) if each is not None)


def people(found: Notice) -> set[str]:
    """Return who is named."""
    return {party.person for party in found.people}


def test_a_return_reaches_who_drafted_and_whose_paraf_is_void() -> None:
    spec = reviewed()
    step = spec.state.open_steps()[0]
    found = told(spec, give_back(step.key, CHAIR if step.role is Role.CHAIR else SECRETARY))
    assert (found.told.happening, found.told.reason) == (Happening.RETURNED, "The target is too low.")
    assert people(found) == {"dewi", "sari", "ketut"} - {found.told.person}


def test_a_rejection_and_a_withdrawal_reach_who_it_waited_for() -> None:
    step = submitted().state.open_steps()[0]
    rejected = told(submitted(), RejectPlan(by=SECRETARY, at=AT, step=step.key, reason="No."))
    assert (rejected.told.happening, step.duty in rejected.duties) == (Happening.REJECTED, True)
    taken = told(submitted(), WithdrawPlan(by=DRAFTER, at=AT, reason="Not yet."))
    assert (taken.told.happening, step.duty in taken.duties) == (Happening.WITHDRAWN, True)
    assert people(taken) == set()


def test_the_last_signature_says_that_all_signed() -> None:
    spec = half_signed()
    step = spec.state.open_steps()[0]
    found = told(spec, sign(spec.state, step.key, CHAIR if step.role is Role.CHAIR else SECRETARY))
    assert found.told.happening is Happening.ALL_SIGNED
    assert PLANNER in found.duties
    assert {"dewi", "sari"} <= people(found)


def test_an_amendment_tells_who_signed_what_it_changes_and_who_has_to_follow_it() -> None:
    begun = told(plan_signed(), amended.begin())
    assert (begun.told.happening, begun.told.paper, begun.told.reason) == (
        *(Happening.BEGUN, "amendment"),
        "The budget was cut.",
    )
    assert {"sari", "ketut"} <= people(begun)
    spec = amended.amending(amended.aimed(80))
    given_up = told(spec, WithdrawAmendment(by=DRAFTER, at=AT, reason="Not needed."))
    assert (given_up.told.happening, given_up.told.paper) == (Happening.WITHDRAWN, "amendment")
    assert {"sari", "ketut"} <= people(given_up)
    final = last(amended.amended(amended.aimed(80)))
    assert (final.told.happening, final.told.reason) == (Happening.AMENDED, "The budget was cut.")
    assert {PLANNER, OWNER} <= final.duties


def test_an_action_plan_that_comes_back_reaches_who_wrote_it_and_a_signed_one_its_owners() -> None:
    spec = year.sent()
    step = spec.state.open_steps()[0]
    by = year.OWNER if step.role is Role.OWNER else year.PLANNER
    assert told(spec, year.send_back(step.key, by)).told.happening is Happening.RETURNED
    found = last(year.action_signed())
    assert found.told.happening is Happening.ALL_SIGNED
    assert {"oka", "wayan"} <= people(found)


def test_a_row_that_comes_back_reaches_its_owners_alone() -> None:
    found = told(year.filed(), year.refuse("i1"))
    assert (found.told.happening, found.told.row, found.told.reason) == (
        Happening.ROW_RETURNED,
        "i1",
        "Where is March?",
    )
    assert people(found) == {"oka"}


def test_a_quarter_tells_that_it_is_closed_and_opened_again() -> None:
    closing = told(year.quarter_signed(), year.close(SYSTEM))
    assert (closing.told.happening, closing.told.quarter) == (Happening.CLOSED, 1)
    assert {"oka", "wayan", "sari", "ketut"} <= people(closing)
    again = told(year.closed(), year.reopen())
    assert (again.told.happening, again.told.reason) == (Happening.REOPENED, "A wrong count.")
    assert PLANNER in again.duties


def test_a_report_that_comes_back_and_one_that_all_signed_reach_who_wrote_it() -> None:
    back = told(report.sent(), report.send_back())
    assert (back.told.happening, back.told.paper) == (Happening.RETURNED, "report")
    assert "dewi" in people(back)
    spec = report.reviewed()
    assert told(spec, report.sign(spec.state)).told.happening is Happening.ALL_SIGNED


@pytest.mark.parametrize("happening", Happening)
def test_every_kind_has_its_sentence_in_both_languages(happening: Happening) -> None:
    assert happening in ENGLISH
    assert happening in INDONESIAN
    for paper in PAPERS:
        said = Told(happening, paper, "rkt-2024", "sari", "Sari", "secretary", quarter=3, row="i/1", about="Baris")
        assert "{" not in sentence(said, indonesian=True) + sentence(said, indonesian=False)
        assert path_of("kantor", said).startswith("/offices/kantor/")


def test_a_target_lowered_once_its_result_could_be_known_is_told_to_auditor_and_planning_section() -> None:
    before = year.filed()
    found = told(before, mid_year.going_on(before.state, mid_year.rewritten().state))
    assert (found.told.happening, found.told.paper, found.told.about) == (Happening.LOWERED, "quarter", "SAKIP grade")
    assert found.duties == {Duty(Role.AUDITOR), PLANNER}
    unfiled = year.opened()
    outcome = unfiled.when(mid_year.going_on(unfiled.state, mid_year.rewritten().state))
    assert notice(outcome.events[0], unfiled.state, outcome.state) is None
