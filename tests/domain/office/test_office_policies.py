"""An office's dated policies of the year: when it is filed, how it is measured, where money meets results."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from msgspec import structs

from domain.kernel.actor import Role, system
from domain.measure.budget import Lines
from domain.measure.formula import Formula
from domain.measure.policy import MOST_PLACES
from domain.measure.practice import DEFAULT, Practice
from domain.measure.scale import BPK, SAKIP, OrdinalScale, Rung
from domain.office.commands import (
    OfficeCommand,
    OpenOffice,
    SetActingPolicy,
    SetDutyPolicy,
    SetFilingPolicy,
    SetPaperPolicy,
    SetPractice,
    SetQuadrantLines,
)
from domain.office.events import (
    DEFAULT_FILING,
    ActingPolicy,
    ActingPolicySet,
    DutyPolicy,
    DutyPolicySet,
    FilingPolicy,
    FilingPolicySet,
    OfficeEvent,
    PaperPolicySet,
    PracticeSet,
    QuadrantLinesSet,
)
from domain.office.papers import DEFAULT_PAPERS, Deadline, PaperPolicy, YearPaper
from domain.office.rules import decide
from domain.office.state import Office, fold
from eventstore.views import views
from tests.spec import Spec

AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
NEW_YEAR, SUMMER = date(2024, 1, 1), date(2024, 7, 1)
BY = system("kantor-uji")
OPEN = OpenOffice(
    by=BY, at=AT, office="kantor-uji", name="Kantor Uji", address="", time_zone="Asia/Makassar", titles=()
)
office: Spec[OfficeCommand, Office, OfficeEvent] = Spec(decide, fold)
opened = office.done(OPEN)

FILING = FilingPolicy(NEW_YEAR, 1, 15, (7, 3, 1), 1, 3, "SE 2/2024")
PRACTICE = Practice("SK 3/2024", effective=NEW_YEAR, lower=Formula.INVERSE, cap=Decimal(120))
LINES = Lines(Decimal(100), Decimal(95), "SK 3/2024")


def filed(policy: FilingPolicy) -> SetFilingPolicy:
    return SetFilingPolicy(by=BY, at=AT, policy=policy)


def measured(practice: Practice) -> SetPractice:
    return SetPractice(by=BY, at=AT, practice=practice)


def drawn(lines: Lines, effective: date = NEW_YEAR) -> SetQuadrantLines:
    return SetQuadrantLines(by=BY, at=AT, effective=effective, lines=lines)


def separated(separate: bool, since: date = date(2026, 1, 1), citation: str = "SK 4/2026") -> SetDutyPolicy:
    return SetDutyPolicy(by=BY, at=AT, policy=DutyPolicy(since, separate, citation))


def test_an_office_that_says_nothing_follows_the_defaults_and_has_no_quadrant() -> None:
    said = opened.state
    assert said.filing_policy(NEW_YEAR) is DEFAULT_FILING
    assert said.practice(NEW_YEAR) is DEFAULT
    assert said.quadrant_lines(NEW_YEAR) is None
    assert said.filing_policy(NEW_YEAR).citation
    assert said.practice(NEW_YEAR).citation


def test_each_policy_holds_from_its_date_on() -> None:
    later = structs.replace(FILING, effective=SUMMER, closes=20, citation="SE 9/2024")
    better = structs.replace(PRACTICE, effective=SUMMER, cap=None)
    lower = structs.replace(LINES, achievement=Decimal(90))
    spec = opened.done(
        filed(later), filed(FILING), measured(better), measured(PRACTICE), drawn(lower, SUMMER), drawn(LINES)
    )
    said, day_before = spec.state, date(2024, 6, 30)
    assert said.filing_policy(date(2023, 12, 31)) is DEFAULT_FILING
    assert (said.filing_policy(day_before), said.filing_policy(SUMMER)) == (FILING, later)
    assert (said.practice(day_before).cap, said.practice(SUMMER).cap) == (Decimal(120), None)
    assert said.quadrant_lines(date(2023, 12, 31)) is None
    assert (said.quadrant_lines(day_before), said.quadrant_lines(SUMMER)) == (LINES, lower)


def test_what_changes_nothing_is_no_fact() -> None:
    spec = opened.done(filed(FILING), measured(PRACTICE), drawn(LINES))
    spec.when(filed(structs.replace(FILING, before=(1, 3, 7, 7)))).then()
    spec.when(measured(PRACTICE)).then()
    spec.when(drawn(structs.replace(LINES, absorption=Decimal("95.00")))).then()
    corrected = structs.replace(FILING, closes=12)
    assert spec.when(filed(corrected)).makes(FilingPolicySet).filing_policy(NEW_YEAR) == corrected
    assert spec.when(drawn(LINES, SUMMER)).makes(QuadrantLinesSet).quadrant_lines(SUMMER) == LINES


def test_versions_of_the_practice_count_on_from_the_default() -> None:
    assert DEFAULT.version == 1
    spec = opened.done(measured(PRACTICE))
    assert spec.state.practice(NEW_YEAR).version == 2
    corrected = structs.replace(PRACTICE, cap=Decimal(110))
    assert spec.when(measured(corrected)).makes(PracticeSet).practice(NEW_YEAR).version == 3


@pytest.mark.parametrize(
    ("policy", "code", "place"),
    [
        (structs.replace(FILING, opens=0), "days-out-of-range", "opens"),
        (structs.replace(FILING, closes=91), "days-out-of-range", "closes"),
        (structs.replace(FILING, opens=16), "window-inverted", "closes"),
        (structs.replace(FILING, before=(0,)), "days-out-of-range", "before"),
        (structs.replace(FILING, before=(15,)), "reminder-before-opening", "before"),
        (structs.replace(FILING, secretary=0), "days-out-of-range", "secretary"),
        (structs.replace(FILING, chair=1), "escalation-order", "chair"),
        (structs.replace(FILING, citation=" "), "text-missing", "citation"),
    ],
)
def test_a_filing_policy_that_makes_no_sense_is_refused(policy: FilingPolicy, code: str, place: str) -> None:
    assert opened.when(filed(policy)).refused(code).place == place


def ladder(low: str, high: str, *, closed: bool = False) -> OrdinalScale:
    """Two values: the upper begins at `low`, the lower ends at `high`."""
    upper = Rung("Baik", Decimal(low), Decimal(100), low_closed=True)
    lower = Rung("Cukup", Decimal(0), Decimal(high), low_closed=True, high_closed=closed)
    return OrdinalScale("Predikat", (upper, lower), thresholds=True)


@pytest.mark.parametrize(
    ("practice", "code", "place"),
    [
        (structs.replace(PRACTICE, effective=None), "effective-missing", "effective"),
        (structs.replace(PRACTICE, citation=""), "text-missing", "citation"),
        (structs.replace(PRACTICE, lower=Formula.MET), "policy-formula", "lower"),
        (structs.replace(PRACTICE, ordinal=Formula.RATIO), "policy-formula", "ordinal"),
        (structs.replace(PRACTICE, cap=Decimal(100), floor=Decimal(100)), "policy-bounds", "floor"),
        (structs.replace(PRACTICE, cap=Decimal("99.999")), "policy-bound", "cap"),
        (structs.replace(PRACTICE, places=MOST_PLACES + 1), "policy-places", "places"),
        (structs.replace(PRACTICE, scales=(SAKIP, BPK, SAKIP)), "practice-scales", "scales"),
        (structs.replace(PRACTICE, scales=(structs.replace(BPK, name=" "),)), "text-missing", "scales"),
        (structs.replace(PRACTICE, ordinal=Formula.WORTH, scales=(BPK,)), "policy-worth", "scales.BPK"),
        (structs.replace(PRACTICE, scales=(ladder("80", "79"),)), "threshold-gap", "scales.Predikat.Cukup"),
        (structs.replace(PRACTICE, scales=(ladder("80", "81"),)), "threshold-overlap", "scales.Predikat.Cukup"),
        (
            structs.replace(PRACTICE, scales=(ladder("80", "80", closed=True),)),
            "threshold-overlap",
            "scales.Predikat.Cukup",
        ),
    ],
)
def test_a_practice_that_makes_no_sense_is_refused(practice: Practice, code: str, place: str) -> None:
    assert opened.when(measured(practice)).refused(code).place == place


def test_half_open_thresholds_meet_without_gap_or_overlap() -> None:
    opened.when(measured(structs.replace(PRACTICE, scales=(ladder("80", "80"),)))).makes(PracticeSet)


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        (structs.replace(LINES, achievement=Decimal(0)), "line-not-positive", "achievement"),
        (structs.replace(LINES, absorption=Decimal("-1")), "line-not-positive", "absorption"),
        (structs.replace(LINES, absorption=Decimal("NaN")), "line-not-positive", "absorption"),
        (structs.replace(LINES, citation=""), "text-missing", "citation"),
    ],
)
def test_lines_that_no_figure_can_reach_are_refused(lines: Lines, code: str, place: str) -> None:
    assert opened.when(drawn(lines)).refused(code).place == place


def test_one_person_acts_in_two_roles_until_the_office_says_otherwise_from_a_date_on() -> None:
    office = opened.when(separated(True)).makes(DutyPolicySet)
    days = (date(2025, 12, 31), date(2026, 1, 1))
    assert [office.duty_policy(day).separate for day in days] == [False, True]
    spec = opened.done(separated(True))
    spec.when(separated(True)).then()
    later = spec.when(separated(False, date(2027, 1, 1))).makes(DutyPolicySet)
    assert [later.duty_policy(day).separate for day in (*days, date(2027, 1, 1))] == [False, True, False]
    opened.when(separated(True, citation=" ")).refused("text-missing")


def test_only_an_administrator_says_so() -> None:
    chair = structs.replace(BY, role=Role.CHAIR)
    for command in (filed(FILING), measured(PRACTICE), drawn(LINES), separated(True)):
        opened.when(structs.replace(command, by=chair)).refused("administrator-only")


def test_what_an_office_never_said_is_not_in_its_row() -> None:
    """A row that was stored before offices could say it is still what its events make."""
    (row,) = views("kantor-uji", "office", opened.past)
    for later in (b"filing", b"practices", b"lines", b"duties", b"papers"):
        assert later not in row.body
    said = opened.done(filed(FILING), measured(PRACTICE), drawn(LINES))
    (row,) = views("kantor-uji", "office", said.past)
    assert b'"filing":{"2024-01-01":' in row.body


def owed(*papers: YearPaper, effective: date = NEW_YEAR) -> SetPaperPolicy:
    return SetPaperPolicy(by=BY, at=AT, policy=PaperPolicy(effective, papers, "SK 5/2024"))


AGREEMENT = YearPaper("pk", Deadline(1, 31), "PermenPANRB 53/2014")
REPORT = YearPaper("report/pk", Deadline(2, 31, 1))


def test_the_papers_of_a_year_are_those_of_paraf_until_the_office_says_otherwise() -> None:
    office = opened.when(owed(AGREEMENT, REPORT)).makes(PaperPolicySet)
    assert office.paper_policy(2023) == DEFAULT_PAPERS
    assert office.paper_policy(2024).papers == (AGREEMENT, REPORT)
    spec = opened.done(owed(AGREEMENT, REPORT))
    spec.when(owed(AGREEMENT, REPORT)).then()


def test_a_circular_moves_a_deadline_of_one_year() -> None:
    moved = structs.replace(AGREEMENT, due=Deadline(4, 30), citation="SE 46/2020")
    spec = opened.done(owed(AGREEMENT), owed(moved, effective=date(2025, 1, 1)))
    office = spec.when(owed(AGREEMENT, effective=date(2026, 1, 1))).makes(PaperPolicySet)
    found = [office.paper_policy(year).papers[0].due for year in (2024, 2025, 2026)]
    assert [due and due.on(2025) for due in found] == [date(2025, 1, 31), date(2025, 4, 30), date(2025, 1, 31)]


def test_a_plan_of_several_years_is_called_after_its_first() -> None:
    assert [DEFAULT_PAPERS.last_year(kind, 2025) for kind in ("renstra", "rkt", "lain")] == [2029, 2025, 2025]
    assert YearPaper("renstra", holds=5).keys(2029)[-1] == "renstra-2025"


def test_a_month_ends_where_it_has_no_such_day() -> None:
    assert [Deadline(2, 31, 1).on(year) for year in (2023, 2024)] == [date(2024, 2, 29), date(2025, 2, 28)]


@pytest.mark.parametrize(
    ("paper", "code", "place"),
    [
        (YearPaper("PK"), "not-an-id", "papers.0.kind"),
        (YearPaper("pk", Deadline(13, 1)), "paper-day", "papers.0.day"),
        (YearPaper("quarter/pk", Deadline(1, 1)), "paper-filing", "papers.0.day"),
        (YearPaper("action/pk", holds=5), "paper-holds", "papers.0.holds"),
        (YearPaper("pk", holds=0), "paper-holds", "papers.0.holds"),
    ],
)
def test_papers_that_make_no_sense_are_refused_at_their_place(paper: YearPaper, code: str, place: str) -> None:
    assert opened.when(owed(paper)).refused(code).place == place
    opened.when(owed()).refused("papers-few")
    assert opened.when(owed(AGREEMENT, AGREEMENT)).refused("paper-twice").place == "papers.1.kind"


def test_whether_who_only_acts_signs_amendments_is_dated_and_cited() -> None:
    def rule(refused: bool, since: date, citation: str = " SE BKN 2/SE/VII/2019 ") -> SetActingPolicy:
        return SetActingPolicy(by=BY, at=AT, policy=ActingPolicy(since, refused, citation))

    days = date(2025, 12, 31), date(2026, 1, 1)
    assert not opened.state.acting_policy(days[0]).refused
    spec = opened.done(rule(True, days[1]))
    assert [spec.state.acting_policy(day).refused for day in days] == [False, True]
    assert spec.state.acting_policy(days[1]).citation == "SE BKN 2/SE/VII/2019"
    spec.when(rule(True, days[1])).makes()
    spec.when(rule(False, days[1])).makes(ActingPolicySet)
    opened.when(rule(True, days[1], "")).refused("text-missing")
