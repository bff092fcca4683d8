"""docs/report.md is true: every cell of its tables is walked."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from domain.kernel.actor import Actor
from domain.measure.target import Percentage
from domain.report.commands import ReportCommand
from domain.report.state import Report
from domain.report.text import Beside, Compared
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY
from tests.domain.report.life import (
    AUDITOR,
    ReportSpec,
    again,
    begin,
    begun,
    composed,
    paraf,
    print_report,
    quarters,
    report_spec,
    reviewed,
    send,
    send_back,
    sent,
    sign,
    signed,
    state_figure,
    state_review,
    write,
    written,
)
from tests.domain.tables import tables, walked

PHASES, MAKERS = tables("report.md")
_NATIONAL = Compared(Beside.NATIONAL, Percentage(Decimal(80)), 2024, source="LKj KPU RI")
_EMPTY = begun().state  # what was seen of a report that is not there
SPECS: dict[str, Callable[[], ReportSpec]] = {
    "absent": report_spec,
    "drafting": written,
    "review": sent,
    "signing": reviewed,
    "signed": signed,
}


def _seen(report: Report) -> Report:
    return report if report.composed else _EMPTY


ACTS: dict[str, Callable[[Report], ReportCommand]] = {
    "begin": lambda _: begin(),
    "compose again": lambda _: again(composed(*quarters(3))),
    "write a section": lambda report: write(_seen(report), "tasks", "Lain."),
    "name a figure": lambda report: state_figure(report, "i1", _NATIONAL),
    "submit": send,
    "paraf": lambda report: paraf(_seen(report)),
    "sign": lambda report: sign(_seen(report)),
    "return": lambda report: send_back(*((CHAIR, "chair") if report.given else (SECRETARY, "secretary"))),
    "state a review": lambda report: state_review(_seen(report)),
}


@pytest.mark.parametrize(("act", "phase"), sorted(PHASES))
def test_each_act_in_each_phase_leads_where_the_table_says(act: str, phase: str) -> None:
    spec = SPECS[phase]()
    assert walked(spec, ACTS[act](spec.state)) == PHASES[act, phase]


def _by(deed: str, person: str) -> ReportSpec:
    """A report on its route, of which the person did one thing."""
    who = msgspec.structs.replace(DRAFTER, person=person)
    spec = report_spec().done(begin(who if deed == "begun it" else DRAFTER))
    for key in ("background", "tasks", "issues", "strategy"):
        by = who if (deed, key) == ("written a section", "tasks") else DRAFTER
        spec = spec.done(write(spec.state, key, "Uraian.", by))
    if deed == "composed it again":
        spec = spec.done(again(composed(*quarters(3)), who))
    if deed == "named a figure":
        spec = spec.done(state_figure(spec.state, "i1", _NATIONAL, by=who))
    spec = spec.done(send(spec.state, who if deed == "sent it" else DRAFTER))
    spec = spec.done(print_report(spec.state))
    if deed == "stated a review":
        spec = spec.done(state_review(spec.state, by=msgspec.structs.replace(AUDITOR, person=person)))
    if deed == "returned it before":
        spec = spec.done(send_back(msgspec.structs.replace(SECRETARY, person=person)))
        spec = spec.done(send(spec.state))
        spec = spec.done(print_report(spec.state))
    return spec


@pytest.mark.parametrize(("deed", "act"), sorted(MAKERS))
def test_each_deed_bars_whom_the_table_says(deed: str, act: str) -> None:
    person = "made"
    spec = _by(deed, person)

    def also(who: Actor) -> Actor:
        return msgspec.structs.replace(who, person=person)

    if act == "sign":
        spec = spec.done(paraf(spec.state))
    command: dict[str, Callable[[], ReportCommand]] = {
        "paraf": lambda: paraf(spec.state, also(SECRETARY)),
        "sign": lambda: sign(spec.state, also(CHAIR)),
        "return": lambda: send_back(also(SECRETARY)),
        "state a review": lambda: state_review(spec.state, by=also(AUDITOR)),
    }
    refusal = spec.when(command[act]()).refusal
    assert (f"`{refusal.code}`" if refusal else "may") == MAKERS[deed, act]
