"""The annual report: begun of the year, written section by section, checked by others, reviewed by an auditor."""

from decimal import Decimal

import msgspec
import pytest

from domain.kernel.actor import Role
from domain.measure.target import Percentage
from domain.report.events import (
    FigureStated,
    ReportBegun,
    ReportCause,
    ReportComposed,
    ReportParafVoided,
    ReportReturned,
    ReportSigned,
    ReportSubmitted,
    ReviewStated,
    ReviewVoided,
    SectionWritten,
)
from domain.report.rules import MOST, NEEDED
from domain.report.state import ReportPhase, report_digest
from domain.report.statement import POINTS, Conclusion, Met, Point
from domain.report.text import HEADINGS, Beside, Compared, about
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY
from tests.domain.quarter.life import OWNER, PLANNER
from tests.domain.report.life import (
    AUDITOR,
    SOUND,
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

NATIONAL = Compared(
    Beside.NATIONAL, Percentage(Decimal("81.5")), 2024, source="Laporan Kinerja KPU RI 2024, halaman 31"
)


def test_a_report_begins_composed_of_the_year() -> None:
    report = report_spec().when(begin()).makes(ReportBegun)
    assert report.phase is ReportPhase.DRAFTING
    assert [section.key for section in report.text.sections][:2] == ["foreword", "summary"]
    assert report.body(about("i1")).startswith("Realisasi 90% dari target 90%, capaian 100,00% (Sangat Berhasil).")


def test_a_report_needs_a_signed_plan() -> None:
    report_spec().when(begin(composed=None)).refused("plan-unsigned")


def test_a_year_has_one_report() -> None:
    begun().when(begin()).refused("report-exists")


@pytest.mark.parametrize("by", [OWNER, SECRETARY, AUDITOR])
def test_drafters_and_the_planning_section_write_it_and_nobody_else(by: object) -> None:
    spec = begun()
    report_spec().when(msgspec.structs.replace(begin(), by=by)).refused("role-missing")
    spec.when(msgspec.structs.replace(write(spec.state, "tasks", "Tugas."), by=by)).refused("role-missing")


def test_a_section_keeps_what_was_there_and_what_came() -> None:
    spec = begun()
    old = spec.state.body("summary")
    outcome = spec.when(write(spec.state, "summary", "Ringkasan."))
    report = outcome.makes(SectionWritten)
    assert (outcome.events[0].old, outcome.events[0].new) == (old, "Ringkasan.")  # type: ignore[union-attr]
    assert (report.version, report.body("summary")) == (1, "Ringkasan.")


def test_a_section_that_says_the_same_changes_nothing() -> None:
    spec = begun()
    spec.when(write(spec.state, "summary", spec.state.body("summary"))).then()


def test_two_write_at_once_in_two_sections_and_neither_is_in_the_others_way() -> None:
    spec = begun()
    seen = spec.state
    spec = spec.done(write(seen, "tasks", "Tugas."), write(seen, "issues", "Isu.", PLANNER))
    assert (spec.state.body("tasks"), spec.state.body("issues")) == ("Tugas.", "Isu.")


def test_two_write_at_once_in_one_section_and_the_second_is_told() -> None:
    spec = begun()
    seen = spec.state
    no = (
        spec.done(write(seen, "tasks", "Tugas."))
        .when(write(seen, "tasks", "Lain.", PLANNER))
        .refused("section-changed")
    )
    assert no.place == "tasks"


def test_there_are_no_other_sections() -> None:
    spec = begun()
    spec.when(write(spec.state, "tasks", "x", seen="0" * 64)).refused("section-changed")
    spec.when(msgspec.structs.replace(write(spec.state, "tasks", "x"), key="nowhere")).refused("unknown-section")


def test_a_section_has_room_for_pages_and_not_for_a_book() -> None:
    spec = begun()
    spec.done(write(spec.state, "tasks", "a" * MOST))
    spec.when(write(spec.state, "tasks", "a" * (MOST + 1))).refused("too-long")


def test_a_figure_beside_has_its_source() -> None:
    spec = begun()
    report = spec.when(state_figure(spec.state, "i1", NATIONAL)).makes(FigureStated)
    row = next(report.year_taken.indicators())
    assert report.beside(row) == (NATIONAL,)
    unsourced = msgspec.structs.replace(NATIONAL, source=" ")
    spec.when(state_figure(spec.state, "i1", unsourced)).refused("text-missing")
    future = msgspec.structs.replace(NATIONAL, year=2025)
    assert spec.when(state_figure(spec.state, "i1", future)).refused("figure-year").place == "i1.national.year"
    spec.when(state_figure(spec.state, "i9", NATIONAL)).refused("unknown-row")


def test_a_figure_that_is_taken_back_leaves_what_the_record_knows() -> None:
    spec = begun()
    spec = spec.done(state_figure(spec.state, "i1", NATIONAL))
    report = spec.done(state_figure(spec.state, "i1", None)).state
    assert report.beside(next(report.year_taken.indicators())) == ()


def test_a_report_is_not_sent_with_sections_that_nobody_wrote() -> None:
    spec = begun()
    no = spec.when(send(spec.state)).refused("report-incomplete")
    assert no.place == "background"
    assert set(NEEDED) <= {heading.key for heading in HEADINGS}


def test_the_secretary_reviews_and_the_chair_signs() -> None:
    spec = sent()
    assert spec.state.phase is ReportPhase.REVIEW
    spec = spec.done(paraf(spec.state))
    assert spec.state.phase is ReportPhase.SIGNING
    report = spec.when(sign(spec.state)).makes(ReportSigned)
    assert report.phase is ReportPhase.SIGNED


def test_who_wrote_it_neither_reviews_nor_signs_it() -> None:
    spec = sent()
    wrote = msgspec.structs.replace(SECRETARY, person=DRAFTER.person)
    spec.when(paraf(spec.state, wrote)).refused("maker-is-checker")
    auditor = msgspec.structs.replace(AUDITOR, person=DRAFTER.person)
    spec.when(state_review(spec.state, by=auditor)).refused("maker-is-checker")


def test_an_edit_ends_what_was_given_on_the_text_before() -> None:
    spec = reviewed()
    outcome = spec.when(write(spec.state, "tasks", "Lain."))
    report = outcome.makes(ReportParafVoided, SectionWritten)
    assert outcome.events[0].cause is ReportCause.EDITED  # type: ignore[union-attr]
    assert (report.phase, report.given) == (ReportPhase.DRAFTING, ())


def test_it_is_returned_with_a_reason() -> None:
    spec = reviewed()
    outcome = spec.when(send_back(CHAIR, "chair"))
    report = outcome.makes(ReportParafVoided, ReportReturned)
    assert report.returned is not None
    spec.when(send_back(CHAIR, "chair", " ")).refused("reason-missing")


def test_what_is_signed_stays_in_force_until_the_next_is() -> None:
    spec = signed()
    before = spec.state
    spec = spec.done(write(spec.state, "tasks", "Diperbaiki."))
    assert spec.state.in_force is not None
    assert report_digest(spec.state.in_force) == report_digest(before)
    assert spec.state.void_documents.isdisjoint({before.document.document if before.document else ""})
    spec = spec.done(send(spec.state))
    spec = spec.done(print_report(spec.state))
    spec = spec.done(paraf(spec.state))
    spec = spec.done(sign(spec.state))
    assert spec.state.in_force == spec.state


def test_a_year_that_changed_is_taken_again_and_what_people_wrote_stays() -> None:
    spec = report_spec().done(begin(composed=composed(*quarters(3))))
    spec = spec.done(write(spec.state, "summary", "Ringkasan kami."))
    report = spec.when(again(composed())).makes(ReportComposed)
    assert report.body("summary") == "Ringkasan kami."
    assert [gap.kind for gap in report.year_taken.gaps] == ["figure"]
    spec.done(again(composed())).when(again(composed())).then()


def test_an_auditor_states_a_review_of_exactly_what_is_shown() -> None:
    spec = sent()
    report = spec.when(state_review(spec.state)).makes(ReviewStated)
    assert report.review is not None
    assert (report.review.document, report.given) == ("report-4-0", ())
    spec.when(state_review(spec.state, by=SECRETARY)).refused("role-missing")
    other = msgspec.structs.replace(state_review(spec.state), digest="0" * 64)
    spec.when(other).refused("text-changed")
    unseen = msgspec.structs.replace(state_review(spec.state), document="another")
    spec.when(unseen).refused("document-changed")


def test_a_review_of_what_is_still_written_is_refused() -> None:
    spec = written()
    spec.when(state_review(spec.state)).refused("report-drafting")


def test_an_edit_ends_the_statement_of_review_by_name() -> None:
    spec = sent()
    spec = spec.done(state_review(spec.state))
    outcome = spec.when(write(spec.state, "tasks", "Lain."))
    report = outcome.makes(ReviewVoided, SectionWritten)
    assert (report.review, len(report.reviews)) == (None, 1)


def test_signing_leaves_the_statement_of_review_standing() -> None:
    spec = reviewed()
    spec = spec.done(state_review(spec.state))
    spec = spec.done(sign(spec.state))
    assert spec.state.review is not None


def test_a_review_answers_every_point_and_says_what_is_lacking() -> None:
    spec = sent()
    short = msgspec.structs.replace(SOUND, points=SOUND.points[1:])
    assert spec.when(state_review(spec.state, short)).refused("points-missing").place == f"points.{next(iter(POINTS))}"
    silent = msgspec.structs.replace(SOUND, points=(Point(next(iter(POINTS)), Met.NO), *SOUND.points[1:]))
    spec.when(state_review(spec.state, silent)).refused("note-missing")
    exception = msgspec.structs.replace(SOUND, conclusion=Conclusion.EXCEPT)
    spec.when(state_review(spec.state, exception)).refused("findings-missing")


def test_sending_counts_the_rounds() -> None:
    spec = written()
    outcome = spec.when(send(spec.state))
    outcome.makes(ReportSubmitted)
    assert outcome.events[0].round == 1  # type: ignore[union-attr]
    assert Role.AUDITOR is AUDITOR.role
