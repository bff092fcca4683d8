"""A refusal says what is wrong in the reader's words: their language, their clock, the names of roles."""

from datetime import UTC, datetime

import pytest

from api.http.problems import Reader, problem_of
from api.words.clock import Clock
from api.words.refusals import explained
from api.words.words import words
from domain.kernel.actor import Role
from domain.kernel.errors import Ambiguous
from domain.measure.practice import DEFAULT
from domain.measure.reading.target import read_target
from tests.domain.office.office_life import AT, CHAIR, SECRETARY, paraf, submitted

DONE = "{name} did this step on {at}."


def said(message: str, language: str = "id", **params: str) -> str:
    """Explain on the clock of an office."""
    spoken = words(language)
    return explained(spoken, Clock(spoken, "Asia/Makassar", datetime.now(UTC)), message, params)


def test_a_time_is_said_on_the_clock_of_the_office() -> None:
    told = said(DONE, name="Sari", at=AT.isoformat())
    assert told == "Langkah ini sudah dilakukan Sari pada Senin, 8 Januari 2024 pukul 10.30 WITA."
    assert (
        said(DONE, "en", name="Sari", at=AT.isoformat())
        == "Sari did this step on Monday, 8 January 2024 at 10:30 WITA."
    )


def test_a_day_is_said_with_its_name() -> None:
    message = "{name} has no appointment to this position on {day}."
    assert said(message, name="Sari", day="2024-01-08") == "Sari tidak memangku jabatan ini pada Senin, 8 Januari 2024."


def test_a_role_is_called_by_its_name() -> None:
    assert said("This needs the role {role}.", role=Role.SECRETARY) == "Tindakan ini memerlukan peran Sekretaris."


def test_a_row_without_a_figure_says_so_in_the_readers_language() -> None:
    message = "The row changed while you had it open; it now says {now}."
    assert (
        said(message, now="not released yet")
        == "Baris ini berubah selagi Anda membukanya; isinya sekarang belum rilis."
    )
    assert said(message, now="12,5") == "Baris ini berubah selagi Anda membukanya; isinya sekarang 12,5."


def test_a_source_of_parafs_own_is_named_in_the_readers_language_and_any_other_as_it_was_written() -> None:
    message = "Formula, cap, floor and rounding are the office's practice: {citation}."
    assert "bawaan paraf (rentang: PermenPANRB 8/2021)" in said(message, citation=DEFAULT.citation)
    assert "SK Nomor 7" in said(message, citation="SK Nomor 7")


@pytest.mark.parametrize("value", ["79–80", "", "kemarin"])
def test_what_is_no_time_stays_as_it_is(value: str) -> None:
    told = said("The scores of {worse} and {better} overlap at {at}.", worse="B", better="BB", at=value)
    assert told == f"Angka untuk B dan BB bertumpang tindih pada {value}."


def test_whoever_comes_second_reads_who_came_first_and_when_and_a_machine_reads_the_instant() -> None:
    spec = submitted()
    first = spec.done(paraf(spec.state, "secretary-review", SECRETARY))
    no = first.when(paraf(spec.state, "secretary-review", CHAIR)).refused("already-done")
    problem = problem_of(no, Reader("id", "Asia/Makassar"))
    assert (problem.status, problem.title) == (409, "Sudah dilakukan")
    assert problem.detail == "Langkah ini sudah dilakukan Sari pada Senin, 8 Januari 2024 pukul 10.30 WITA."
    assert problem.detail_en == "Sari did this step on Monday, 8 January 2024 at 10:30 WITA."
    assert problem.params["at"] == AT.isoformat()


def test_an_ambiguous_number_shows_both_readings_in_both_languages() -> None:
    with pytest.raises(Ambiguous) as caught:
        read_target("percentage", "59.89")
    problem = problem_of(caught.value, Reader("id"))
    assert problem.detail == "“59.89” dapat dibaca 59,89% atau 5989%; tuliskan yang Anda maksud."
    assert problem.detail_en == "“59.89” can be read as 59,89% or as 5989%; write the one you mean."
