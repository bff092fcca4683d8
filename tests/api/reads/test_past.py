"""What is read of an amended plan: each version's text, what is in force on a day, and who changed what since."""

from datetime import date

import pytest

from api.http.problems import HttpError
from api.reads.plan import Past
from api.reads.supports import says
from domain.plan.commands import WithdrawAmendment
from domain.plan.evolution import fold
from domain.plan.facts import ProgrammeAllotted, TargetChanged
from eventstore.entry import Entry
from eventstore.replay import Moment
from tests.domain.office.office_life import AT, DRAFTER, TEXT, edit, signed
from tests.domain.plan.amended import PlanSpec, aimed, allotted, amended, amending, begin

GIVE_UP = WithdrawAmendment(by=DRAFTER, at=AT, reason="")


def past(spec: PlanSpec) -> Past:
    """What the store would tell of it."""
    return Past(
        tuple(
            Moment(
                Entry("kantor", n, "plan/rkt-2024", n, f"c{n}", b"", AT, "", b"", b""), event, fold(spec.past[: n + 1])
            )
            for n, event in enumerate(spec.past)
        )
    )


def test_each_version_has_the_text_that_it_always_had() -> None:
    spec = amended(allotted(7), spec=amending(aimed(80)).done(GIVE_UP))
    read = past(spec)
    assert [read.text_at(version) for version in (1, 2, 3)] == [TEXT, aimed(80), allotted(7)]
    assert [read.in_force_on(day, read.now).version for day in (date(2024, 7, 31), date(2024, 8, 1))] == [1, 3]
    with pytest.raises(HttpError):
        past(amending(aimed(80))).at_version(9)


def test_what_changed_since_a_version_is_nothing_of_an_amendment_that_was_given_up() -> None:
    given_up = amending(aimed(80)).done(GIVE_UP)
    assert past(given_up).since_version(1) == ()
    again = given_up.done(begin())
    again = again.done(edit(allotted(7), 1))
    assert [type(fact) for fact in past(again).since_version(1)] == [ProgrammeAllotted]
    assert [type(fact) for fact in past(amending(aimed(80))).since_version(1)] == [TargetChanged]


def test_other_plans_go_by_what_is_in_force() -> None:
    assert says(signed().state) == (1, TEXT)
    assert says(amending(aimed(80)).state) == (1, TEXT)
    assert says(amended(aimed(80)).state) == (2, aimed(80))
