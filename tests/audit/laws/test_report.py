"""The laws of an annual report: what it takes from the year, who writes, checks, signs and reviews it, what ends."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from audit.laws.report import ReportLaws, composed_of
from domain.plan.state import Plan
from domain.report.events import (
    ReportBegun,
    ReportEvent,
    ReportParafGiven,
    ReportReturned,
    ReportSigned,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.state import Report, evolve
from domain.report.text import Composed, GapKind
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY
from tests.domain.quarter.life import OWNER
from tests.domain.report.life import (
    AUDITOR,
    ReportSpec,
    begin,
    begun,
    composed,
    paraf,
    quarters,
    report_spec,
    reviewed,
    send_back,
    sent,
    signed,
    state_review,
    write,
    written,
)

REPORT = "report/rkt-2024"


def broken(past: Sequence[ReportEvent], *done: ReportEvent, stream: str = REPORT) -> set[str]:
    """Return which laws a command breaks that did this after these."""
    laws, report = ReportLaws(), Report()
    for each in past:
        list(laws.judged(stream, report, each, again=False))
        report = evolve(report, each)
    found: set[str] = set()
    for number, event in enumerate(done):
        found |= {breach.law.name for breach in laws.judged(stream, report, event, again=number > 0)}
        report = evolve(report, event)
    return found


def done(spec: ReportSpec, command: Any) -> tuple[ReportEvent, ...]:
    """Return what a command made happen."""
    return tuple(spec.decide(command, spec.state))


def other(event: ReportEvent, **changed: Any) -> ReportEvent:
    """Return the event with something else in it."""
    return msgspec.structs.replace(event, **changed)


@pytest.mark.parametrize("spec", [begun(), written(), sent(), reviewed(), signed()])
def test_whatever_the_rules_allow_is_lawful(spec: ReportSpec) -> None:
    past = spec.past
    assert [broken(past[:n], past[n]) for n in range(len(past))] == [set()] * len(past)


def test_what_an_edit_ends_is_lawful_and_what_it_leaves_standing_is_named() -> None:
    spec = reviewed()
    spec = spec.done(state_review(spec.state))
    ends = done(spec, write(spec.state, "tasks", "Lain."))
    assert broken(spec.past, *ends) == set()
    without = [event for event in ends if not isinstance(event, ReviewVoided)]
    assert broken(spec.past, *without) == {"review-voided"}
    assert broken(spec.past, *(e for e in ends if isinstance(e, ReviewVoided | SectionWritten))) == set()


@pytest.mark.parametrize(
    ("changed", "law"),
    [
        ({"by": OWNER}, "role"),
        ({"version": 9}, "version"),
        ({"old": "Never there."}, "past"),
        ({"key": "nowhere"}, "past"),
    ],
)
def test_a_section_that_was_not_written_so_is_named(changed: dict[str, Any], law: str) -> None:
    spec = begun()
    (event,) = done(spec, write(spec.state, "tasks", "Tugas."))
    assert broken(spec.past, other(event, **changed)) == {law}


def test_a_report_begins_once_in_its_own_stream_by_its_writers() -> None:
    (event,) = done(report_spec(), begin())
    assert broken((), event) == set()
    assert broken((), event, stream="report/rkt-2023") == {"name"}
    assert broken((), other(event, by=CHAIR)) == {"role"}
    assert broken((event,), event) == {"phase"}


def test_another_digest_document_or_step_is_named() -> None:
    spec = sent()
    (event,) = done(spec, paraf(spec.state))
    assert isinstance(event, ReportParafGiven)
    assert broken(spec.past, other(event, digest="0" * 64)) == {"content"}
    assert broken(spec.past, other(event, document="another")) == {"shown"}
    assert broken(spec.past, other(event, step="chair")) == {"open-step", "role"}
    assert broken(spec.past, event, event) >= {"open-step"}
    assert broken(written().past, event) >= {"phase"}


def test_who_wrote_or_sent_it_checks_signs_and_reviews_nothing() -> None:
    spec = sent()
    (event,) = done(spec, paraf(spec.state))
    writer = msgspec.structs.replace(SECRETARY, person=DRAFTER.person)
    assert broken(spec.past, other(event, by=writer)) == {"maker", "author"}
    (stated,) = done(spec, state_review(spec.state))
    auditor = msgspec.structs.replace(AUDITOR, person=DRAFTER.person)
    assert broken(spec.past, other(stated, by=auditor)) == {"maker"}


def test_a_signature_is_no_paraf() -> None:
    spec = sent()
    (event,) = done(spec, paraf(spec.state))
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    assert "open-step" in broken(spec.past, ReportSigned(**fields))


def test_a_return_voids_what_was_given() -> None:
    spec = reviewed()
    ends = done(spec, send_back(CHAIR, "chair"))
    assert broken(spec.past, *ends) == set()
    assert broken(spec.past, *(e for e in ends if isinstance(e, ReportReturned))) == {"past"}


@pytest.mark.parametrize(
    ("changed", "law"),
    [
        ({"digest": "0" * 64}, "content"),
        ({"document": "another"}, "shown"),
        ({"by": SECRETARY}, "role"),
        ({"version": 99}, "content"),
    ],
)
def test_a_statement_of_something_else_is_named(changed: dict[str, Any], law: str) -> None:
    spec = sent()
    (event,) = done(spec, state_review(spec.state))
    assert isinstance(event, ReviewStated)
    assert broken(spec.past, event) == set()
    assert broken(spec.past, other(event, **changed)) == {law}
    short = msgspec.structs.replace(event.review, points=event.review.points[1:])
    assert broken(spec.past, other(event, review=short)) == {"content"}


def test_a_statement_that_never_stood_cannot_end() -> None:
    spec = sent()
    spec = spec.done(state_review(spec.state))
    ended = done(spec, write(spec.state, "tasks", "Lain."))[0]
    assert isinstance(ended, ReviewVoided)
    assert broken(spec.past, other(ended, version=99)) == {"past"}
    assert broken(sent().past, ended) == {"past"}


def _year(taken: Composed, **changed: Any) -> list[str]:
    """Return which laws a report breaks that took this from the year with four closed quarters."""
    states: dict[str, object] = {f"quarter/rkt-2024-q{q.quarter}": q for q in quarters()}
    states |= changed
    (event,) = done(report_spec(), begin(composed=taken))
    assert isinstance(event, ReportBegun)
    return [breach.how for breach in composed_of(states.get, event, taken)]


def test_what_a_report_takes_is_what_the_year_says() -> None:
    unsigned = "is of a text that was not signed"  # here there is no plan beside the quarters
    taken = composed()
    assert _year(taken) == [unsigned]
    assert _year(composed(*quarters(3))) == [unsigned, "is of quarters that did not stand so"]
    (part,) = taken.parts
    row = part.indicators[0]
    better = msgspec.structs.replace(row.year, figure=row.year.figure and row.year.figure + 1)
    rows = (msgspec.structs.replace(row, year=better), *part.indicators[1:])
    told = msgspec.structs.replace(taken, parts=(msgspec.structs.replace(part, indicators=rows),))
    assert _year(told) == [unsigned, "says of i1 what the year did not come to"]
    spent = (msgspec.structs.replace(part.programmes[0], realised=None), *part.programmes[1:])
    told = msgspec.structs.replace(taken, parts=(msgspec.structs.replace(part, programmes=spent),))
    assert _year(told) == [unsigned, "says of money what was not reported"]
    first = (msgspec.structs.replace(row.quarters[0], figure=None), *row.quarters[1:])
    rows = (msgspec.structs.replace(row, quarters=first), *part.indicators[1:])
    told = msgspec.structs.replace(taken, parts=(msgspec.structs.replace(part, indicators=rows),))
    assert _year(told) == [unsigned, "says of a quarter what that did not come to"]
    assert [gap.kind for gap in taken.gaps] == [GapKind.FIGURE]


def test_an_unsigned_plan_gives_nothing() -> None:
    assert _year(composed(), **{"plan/rkt-2024": Plan(kind="rkt", year=2024)})[0] == "is of a text that was not signed"
