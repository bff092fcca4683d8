"""The law of a quarter: what is filed when and by whom, who checks it, and what stays once it is closed."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest

from domain.kernel.actor import Role
from domain.measure.achievement import recompute
from domain.measure.flags import Flag
from domain.measure.formula import Direction, Formula
from domain.measure.realisation import Absent, Level, State
from domain.quarter.commands import AdoptEarlier, RearmWindow
from domain.quarter.content import quarter_digest
from domain.quarter.events import (
    BudgetRealised,
    EarlierAdopted,
    FilingReminded,
    PolicyCorrected,
    QuarterCause,
    QuarterClosed,
    QuarterDocumentRendered,
    QuarterOpened,
    QuarterReopened,
    QuarterSignatureVoided,
    QuarterSigned,
    RealisationCorrected,
    RealisationFiled,
    RealisationHandedOver,
    RealisationReturned,
    RealisationVerified,
    RealisationWaived,
    WindowExtended,
    WindowRearmed,
)
from domain.quarter.filing import Evidence, Filing
from domain.quarter.line import Standing
from domain.quarter.opening import earlier_changes
from domain.quarter.row import QuarterReminder
from domain.quarter.state import QuarterPhase
from domain.waiting import quarter_waiting
from tests.domain.office.office_life import CHAIR, DRAFTER, SECRETARY, SYSTEM
from tests.domain.quarter.life import (
    AT,
    CLOSES,
    EVIDENCE,
    EXTENDED,
    GOOD,
    GRADE,
    LATER,
    OKA,
    OPENS,
    OTHER,
    OWNER,
    PLANNER,
    RATIO,
    REMINDERS,
    SUM,
    WAYAN,
    WINDOW,
    QuarterSpec,
    answered,
    close,
    closed,
    correct,
    extend,
    filed,
    half_signed,
    hand_over,
    measure,
    measured,
    newer,
    open_quarter,
    opened,
    print_quarter,
    quarter_signed,
    quarter_spec,
    ratio,
    refuse,
    remind,
    reopen,
    report,
    settled,
    sign_quarter,
    spend,
    verify,
    waive,
    written,
)


def second() -> QuarterSpec:
    """The second quarter after a closed first one, in the same window."""
    return quarter_spec().done(open_quarter(2, closed().state))


def test_a_quarter_opens_with_what_it_is_measured_against() -> None:
    quarter = quarter_spec().when(open_quarter()).makes(QuarterOpened)
    assert (quarter.phase, quarter.stream) == (QuarterPhase.OPEN, "quarter/rkt-2024-q1")
    assert (quarter.plan_version, quarter.plan_digest) == (3, "d" * 64)
    assert quarter.lines["i3"].row.target is None
    assert quarter.budget["p1"].of.pays_for == ("i1", "i2")
    opened().when(open_quarter()).refused("quarter-exists")


def test_a_quarter_opens_on_a_signed_action_plan() -> None:
    with pytest.raises(Exception, match="not signed"):
        open_quarter(action=written().state)


def test_an_opening_that_contradicts_itself_is_refused() -> None:
    good = open_quarter()
    quarter_spec().when(msgspec.structs.replace(good, quarter=5)).refused("quarter-unknown")
    quarter_spec().when(msgspec.structs.replace(good, rows=())).refused("plan-empty")
    quarter_spec().when(msgspec.structs.replace(good, rows=good.rows * 2)).refused("duplicate-row-id")
    quarter_spec().when(msgspec.structs.replace(good, by=OWNER)).refused("role-missing")
    inverted = msgspec.structs.replace(WINDOW, opens=CLOSES)
    quarter_spec().when(open_quarter(window=inverted)).refused("window-inverted")
    twice = msgspec.structs.replace(WINDOW, reminders=REMINDERS * 2)
    quarter_spec().when(open_quarter(window=twice)).refused("reminder-twice")
    wrong = msgspec.structs.replace(good.rows[0], target=Level("B"))
    no = quarter_spec().when(msgspec.structs.replace(good, rows=(wrong,))).refused("level-unexpected")
    assert no.place == "i1.target"


def test_an_owner_files_their_own_row() -> None:
    quarter = opened().when(report("i1")).makes(RealisationFiled)
    line = quarter.lines["i1"]
    assert (line.standing, line.version, line.filed_by, line.filing) == (Standing.FILED, 1, OWNER, GOOD["i1"])
    opened().when(report("i1", by=OTHER)).refused("not-your-row")
    opened().when(report("i1", by=msgspec.structs.replace(OWNER, role=Role.DRAFTER))).refused("not-your-row")
    opened().when(report("i1", based_on=3)).refused("row-changed")
    unknown = msgspec.structs.replace(report("i1"), indicator="i9")
    opened().when(unknown).refused("unknown-row")


def test_of_two_owners_who_file_the_same_row_one_wins_and_the_other_reads_what_is_there() -> None:
    spec = opened().done(report("i2", by=OWNER))
    no = spec.when(report("i2", measured("4"), by=OTHER)).refused("row-changed")
    assert no.params == {"name": "Oka", "at": AT.isoformat(), "now": "3", "version": "1"}
    spec.when(report("i2", by=OTHER, based_on=1)).refused("already-filed")


def test_nothing_is_filed_before_the_window_opens_or_once_it_closed() -> None:
    ahead = quarter_spec().done(open_quarter(at=OPENS))
    early = OPENS.replace(year=2023)
    ahead.when(report("i1", at=early)).refused("window-not-open")
    no = opened().when(report("i1", at=CLOSES)).refused("window-closed")
    assert (no.place, no.params) == ("i1", {"at": CLOSES.isoformat()})
    opened().when(spend(("p1", 0, "1"), at=LATER)).refused("window-closed")


@pytest.mark.parametrize(
    ("indicator", "reading", "code"),
    [
        ("i1", ratio("11", "10"), "numerator-above-denominator"),
        ("i1", ratio("-1", "10"), "negative-count"),
        ("i1", measured("90"), "components-needed"),
        ("i2", ratio("1", "2"), "components-unexpected"),
        ("i2", measured("-1"), "negative-count"),
        ("i2", measured("NaN"), "not-a-number"),
        ("i2", Level("B"), "level-unexpected"),
        ("i2", Absent(State.ZERO_TARGET), "state-computed"),
        ("i3", Level("WTP"), "not-on-scale"),
        ("i3", measured("101"), "off-scale"),
    ],
)
def test_what_cannot_have_been_measured_is_refused_with_its_cell(indicator: str, reading: object, code: str) -> None:
    filing = Filing(reading, "Because.", justification="Because.")  # type: ignore[arg-type]
    no = opened().when(report(indicator, filing)).refused(code)
    assert no.place == f"{indicator}.realisation"


def test_a_percentage_above_its_scale_is_refused() -> None:
    row = open_quarter().rows[0]
    plain = msgspec.structs.replace(row, policy=msgspec.structs.replace(row.policy, components=None))
    spec = quarter_spec().done(msgspec.structs.replace(open_quarter(), rows=(plain,)))
    no = spec.when(report("i1", measured("100.01"))).refused("above-scale")
    assert no.params == {"value": "100,01", "bound": "100"}


def test_a_state_that_is_not_a_number_is_explained() -> None:
    for reading in (Absent(State.NOT_RELEASED), Absent(State.NOT_APPLICABLE), ratio("3", None), ratio("0", "0")):
        no = opened().when(report("i1", reading)).refused("explanation-missing")
        assert no.place == "i1.explanation"
        opened().when(report("i1", reading, explanation="The province counts.")).makes(RealisationFiled)


def test_a_figure_far_from_its_target_is_asked_once_and_the_explanation_is_the_answer() -> None:
    no = opened().when(report("i2", measured("30"))).refused("explanation-missing")
    assert (no.place, no.message) == (
        "i2.explanation",
        "The realisation is far from the target of this quarter: say why, or correct it.",
    )
    why = "All courses were in March."
    spec = opened().done(report("i2", measured("30"), explanation=why))
    spec.when(correct("i2", Filing(measured("31"), why))).makes(RealisationCorrected)


def test_a_figure_far_from_the_previous_quarter_is_asked() -> None:
    spec = second()
    far = report("i2", measured("30"))
    no = spec.when(far).refused("explanation-missing")
    assert no.message == "The realisation is far from that of the previous quarter: say why, or correct it."
    spec.when(report("i2", measured("29"))).makes(RealisationFiled)


def test_whoever_spends_more_than_is_allotted_says_why() -> None:
    no = opened().when(spend(("p1", 0, "1001"))).refused("spent-beyond")
    assert no.place == "p1.reason"
    opened().when(spend(("p1", 0, "1000"))).makes(BudgetRealised)
    opened().when(spend(("p1", 0, "1001"), reason="Revised in June.")).makes(BudgetRealised)


def test_below_the_target_of_the_quarter_a_justification_is_required() -> None:
    no = opened().when(report("i1", ratio("79", "100"))).refused("justification-missing")
    assert no.place == "i1.justification"
    opened().when(report("i1", ratio("79", "100"), justification="A flood.")).makes(RealisationFiled)
    opened().when(report("i1", ratio("80", "100"))).makes(RealisationFiled)


def test_below_the_previous_quarter_a_justification_is_required() -> None:
    spec = second()
    worse = report("i1", ratio("86", "100"), answer=answered())
    spec.when(worse).refused("justification-missing")
    spec.when(
        msgspec.structs.replace(worse, filing=msgspec.structs.replace(worse.filing, justification="Rain."))
    ).makes(RealisationFiled)
    # Where there is no figure to compare with, nothing fell.
    spec.when(report("i3", Level("CC"))).makes(RealisationFiled)
    spec.when(report("i3", Level("C"))).refused("justification-missing")


def test_the_follow_up_of_the_previous_quarter_waits_for_an_answer() -> None:
    spec = second()
    no = spec.when(report("i1")).refused("follow-up-unanswered")
    assert no.place == "i1.answer"
    spec.when(report("i1", answer=answered(" ", done=False))).refused("follow-up-unanswered")
    spec.when(report("i1", answer=answered(""))).makes(RealisationFiled)
    spec.when(report("i2", answer=answered())).refused("follow-up-unknown")


def test_what_was_typed_is_cleaned_and_bounded() -> None:
    line = opened().done(report("i1", explanation=" one \r\n two  words ")).state.lines["i1"]
    assert line.filing is not None
    assert line.filing.explanation == "one\ntwo words"
    no = opened().when(report("i1", obstacles="x" * 4001)).refused("too-long")
    assert no.place == "i1.obstacles"
    opened().when(report("i1", follow_up="a\0b")).refused("forbidden-character")
    figure = opened().done(report("i2", measured("3.00"))).state.lines["i2"].reading
    assert figure == measured("3")


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ((EVIDENCE, EVIDENCE), "file-twice"),
        ((Evidence("a", "x.pdf", "application/pdf", 1),), "file-unclear"),
        ((Evidence("a" * 64, "x.pdf", "pdf", 1),), "file-unclear"),
        ((Evidence("a" * 64, "x.pdf", "application/pdf", 0),), "file-unclear"),
        ((Evidence("a" * 64, " ", "application/pdf", 1),), "text-missing"),
        (tuple(Evidence(f"{n:064x}", "x.pdf", "application/pdf", 1) for n in range(21)), "too-many-files"),
    ],
)
def test_evidence_names_stored_files(files: tuple[Evidence, ...], code: str) -> None:
    no = opened().when(report("i1", evidence=files)).refused(code)
    assert no.place == "i1.evidence"


def test_a_correction_is_a_new_fact_with_a_reason() -> None:
    spec = filed()
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    spec.when(correct("i1", better, reason=" ")).refused("reason-missing")
    outcome = spec.when(correct("i1", better))
    line = outcome.makes(RealisationCorrected).lines["i1"]
    fact = outcome.events[0]
    assert isinstance(fact, RealisationCorrected)
    assert (fact.old, fact.new, fact.reason) == (GOOD["i1"], better, "A slip.")
    assert (line.version, line.reading) == (2, ratio("10", "10"))
    spec.when(correct("i1", GOOD["i1"])).then()
    spec.when(correct("i1", better, based_on=0)).refused("row-changed")
    opened().when(correct("i1", better, based_on=0)).refused("nothing-filed")


def test_a_corrected_row_is_verified_anew() -> None:
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    quarter = settled().when(correct("i1", better)).makes(RealisationCorrected)
    assert (quarter.phase, quarter.lines["i1"].standing) == (QuarterPhase.OPEN, Standing.FILED)
    assert quarter.document is None


def test_what_was_spent_is_filed_once_and_corrected_with_a_reason() -> None:
    spec = opened().done(spend(("p1", 0, "250.00")))
    assert spec.state.budget["p1"].realised == Decimal(250)
    spec.when(spend(("p1", 0, "300"), reason="Late invoice.")).refused("row-changed")
    spec.when(spend(("p1", 1, "300"))).refused("reason-missing")
    spec.when(spend(("p1", 1, "250"))).then()
    spec.when(spend(("p1", 1, "300"), ("p2", 0, "0"), reason="Late invoice.")).makes(BudgetRealised, BudgetRealised)
    spec.when(spend(("p1", 1, "-1"))).refused("negative-budget")
    spec.when(spend(("p1", 1, "Infinity"))).refused("not-a-number")
    spec.when(spend(("p9", 0, "1"))).refused("unknown-row")
    spec.when(spend(("p1", 1, "1"), ("p1", 1, "2"))).refused("duplicate-row-id")
    spec.when(spend(("p1", 1, "1"), by=CHAIR)).refused("role-missing")


def test_the_planning_section_verifies_what_it_saw() -> None:
    spec = filed()
    quarter = spec.when(verify("i1", "i2")).makes(RealisationVerified, RealisationVerified)
    assert quarter.phase is QuarterPhase.OPEN
    spec.when(verify("i1", based_on=0)).refused("row-changed")
    spec.when(verify("i1", "i1")).refused("duplicate-row-id")
    spec.when(verify("i1", by=SECRETARY)).refused("role-missing")
    opened().when(verify("i1", based_on=0)).refused("nothing-filed")
    spec.done(verify("i1")).when(verify("i1")).then()
    spec.done(refuse("i1")).when(verify("i1")).refused("row-returned")


def test_who_filed_does_not_verify() -> None:
    filer = msgspec.structs.replace(PLANNER, person=OWNER.person)
    filed().when(verify("i1", by=filer)).refused("maker-is-checker")
    filed().when(verify("i3", by=filer)).makes(RealisationVerified)
    both = filed().done(refuse("i2"), correct("i2", GOOD["i2"], by=OTHER))
    both.when(verify("i2", by=filer, based_on=2)).refused("maker-is-checker")


def test_who_filed_or_reported_money_does_not_sign() -> None:
    spec = settled()
    reporter = spec.state.budget["p1"].by
    assert reporter is not None
    for maker in (OWNER, OTHER, reporter):
        signatory = msgspec.structs.replace(SECRETARY, person=maker.person)
        spec.when(sign_quarter(spec.state, "secretary", signatory)).refused("maker-is-checker")
    # Who only verified checked already, and may sign in another role.
    other = msgspec.structs.replace(PLANNER, person="lina")
    spec = filed().done(verify(*GOOD, by=other))
    spec = spec.done(print_quarter(spec.state))
    signatory = msgspec.structs.replace(SECRETARY, person=other.person)
    spec.when(sign_quarter(spec.state, "secretary", signatory)).makes(QuarterSigned)


def test_a_returned_row_waits_for_its_owner_with_the_reason() -> None:
    spec = filed()
    spec.when(refuse("i1", reason="")).refused("reason-missing")
    quarter = spec.when(refuse("i1")).makes(RealisationReturned)
    assert (quarter.lines["i1"].standing, quarter.lines["i1"].reason) == (Standing.RETURNED, "Where is March?")
    assert quarter.owing == (OKA,)
    # The same figure again, now with a reason for it, is an answer.
    spec.done(refuse("i1")).when(correct("i1", GOOD["i1"])).makes(RealisationCorrected)
    spec.done(refuse("i1")).when(refuse("i1")).refused("row-returned")
    opened().when(refuse("i1", based_on=0)).refused("nothing-filed")
    spec.when(refuse("i1", by=OWNER)).refused("role-missing")


def test_a_row_is_waived_only_once_its_owners_can_no_longer_file_it() -> None:
    spec = opened()
    spec.when(waive("i1", at=AT)).refused("window-open")
    spec.when(waive("i1", reason=" ")).refused("reason-missing")
    spec.when(waive("i1", by=CHAIR)).refused("role-missing")
    line = spec.when(waive("i1")).makes(RealisationWaived).lines["i1"]
    assert (line.standing, line.reading) == (Standing.WAIVED, Absent(State.NOT_RELEASED))
    filed().when(waive("i1")).refused("row-filed")
    filed().when(waive("p1")).refused("row-filed")
    spec.when(waive("p1")).makes(RealisationWaived)
    spec.done(waive("i1")).when(waive("i1")).refused("row-filed")
    spec.when(waive("i9")).refused("unknown-row")


def test_a_waived_row_may_still_be_filed_in_a_window_that_was_extended() -> None:
    spec = opened().done(waive("i1"), waive("p1"), extend())
    assert spec.when(report("i1", at=LATER)).makes(RealisationFiled).lines["i1"].standing is Standing.FILED
    assert spec.when(spend(("p1", 0, "5"), at=LATER)).makes(BudgetRealised).budget["p1"].waived == ""


def test_a_row_is_handed_over_with_a_reason() -> None:
    spec = opened()
    quarter = spec.when(hand_over("i1", WAYAN)).makes(RealisationHandedOver)
    assert quarter.lines["i1"].row.owners == (WAYAN,)
    spec.when(hand_over("i1")).refused("owner-missing")
    spec.when(hand_over("i1", OKA)).then()
    spec.when(hand_over("i1", WAYAN, reason=" ")).refused("reason-missing")
    spec.when(hand_over("i1", WAYAN, by=OWNER)).refused("role-missing")
    spec.done(hand_over("i1", WAYAN)).when(report("i1")).refused("not-your-row")


def test_a_row_that_is_not_closed_is_measured_by_the_corrected_policy() -> None:
    """fault 26: a quarter that was open kept a policy that was wrong, and nobody could correct it."""
    mirrored = newer(RATIO, direction=Direction.LOWER, formula=Formula.MIRROR)
    quarter = opened().when(measure("i1", mirrored)).makes(PolicyCorrected)
    assert (quarter.lines["i1"].row.policy, quarter.version) == (mirrored, 1)
    spec = settled()
    spec.when(measure("i1", mirrored, 0)).refused("row-changed")
    spec.when(measure("i1", mirrored, 1, by=OWNER)).refused("role-missing")
    spec.when(measure("i1", mirrored, 1, reason=" ")).refused("reason-missing")
    spec.when(measure("i1", RATIO, 1)).then()
    spec.when(measure("i1", newer(SUM), 1)).refused("filing-unfit")
    spec.when(measure("i1", newer(GRADE), 1)).refused("target-not-a-level")
    checked = spec.when(measure("i1", mirrored, 1)).makes(PolicyCorrected)
    assert (checked.lines["i1"].standing, checked.lines["i1"].again) == (Standing.FILED, True)
    closed().when(measure("i1", mirrored, 1)).refused("quarter-closed")


def test_what_is_measured_otherwise_is_signed_anew() -> None:
    """fault 26"""
    outcome = half_signed().when(measure("i1", newer(RATIO), 1))
    assert [type(event) for event in outcome.events] == [QuarterSignatureVoided, PolicyCorrected]


def test_an_extension_is_a_persons_with_a_reason_and_ends_later() -> None:
    spec = opened()
    quarter = spec.when(extend()).makes(WindowExtended)
    assert (quarter.window.closes, quarter.round, quarter.granted) == (EXTENDED, 2, True)
    spec.when(extend(by=SYSTEM)).refused("role-missing")
    spec.when(extend(reason=" ")).refused("reason-missing")
    spec.when(extend(closes=CLOSES)).refused("extension-not-later")
    spec.when(extend(closes=CLOSES.replace(hour=17))).refused("window-over")
    spec.done(extend()).when(report("i1", at=LATER)).makes(RealisationFiled)


def test_a_rule_that_changes_moves_the_window_but_takes_nothing_away_that_a_person_granted() -> None:
    later = msgspec.structs.replace(WINDOW, closes=CLOSES.replace(day=11), citation="SE 2/2024")
    rearm = RearmWindow(by=SYSTEM, at=AT, window=later)
    quarter = opened().when(rearm).makes(WindowRearmed)
    assert (quarter.window, quarter.round) == (later, 2)
    opened().done(rearm).when(rearm).then()
    opened().done(extend(at=AT)).when(rearm).then()
    opened().when(msgspec.structs.replace(rearm, by=PLANNER)).refused("role-missing")
    closed().when(rearm).then()


def test_reminders_go_to_those_who_have_not_filed_and_each_once() -> None:
    spec = opened().done(report("i1"))
    outcome = spec.when(remind())
    outcome.makes(FilingReminded)
    told = outcome.events[0]
    assert isinstance(told, FilingReminded)
    assert (told.owners, told.to) == ((OKA, WAYAN), Role.OWNER)
    spec.done(remind()).when(remind()).then()
    done = spec.done(report("i2", by=OTHER)).when(remind("escalation-1"))
    done.makes(FilingReminded)
    told = done.events[0]
    assert isinstance(told, FilingReminded)
    assert (told.owners, told.to) == ((WAYAN,), Role.SECRETARY)
    filed().when(remind()).then()
    spec.when(remind(by=PLANNER)).refused("role-missing")


def test_a_reminder_that_comes_late_records_nothing() -> None:
    spec = opened()
    spec.when(remind("nothing")).then()
    spec.when(remind(round_=2)).then()
    spec.done(extend(at=AT)).when(remind()).then()
    closed().when(remind()).then()
    quarter_spec().when(remind()).then()


def test_a_quarter_of_a_past_year_reminds_nobody() -> None:
    spec = quarter_spec().done(open_quarter(at=LATER.replace(year=2026)))
    assert quarter_waiting(spec.state).reminders == ()
    spec.when(remind("due")).then()


def test_what_it_waits_for_is_small() -> None:
    assert opened().state.owing == (OKA, WAYAN)
    waits = quarter_waiting(opened().state)
    assert (waits.phase, waits.closes, waits.reminders) == ("open", CLOSES, REMINDERS)
    # One figure among many is nothing that a timer has to hear of.
    assert quarter_waiting(opened().done(report("i1")).state) == waits
    assert [r.key for r in quarter_waiting(opened().done(remind()).state).reminders] == ["due", "escalation-1"]
    assert quarter_waiting(filed().state).reminders == ()
    signing = quarter_waiting(filed().done(verify(*GOOD)).state)
    assert (signing.phase, signing.render, signing.roles) == ("signing", True, ("secretary",))
    over = quarter_waiting(closed().state)
    assert (over.phase, over.reminders, over.roles) == ("closed", (), ())
    assert quarter_waiting(quarter_spec().state).closes is None


def test_a_quarter_is_signed_once_every_row_and_every_budget_is_settled() -> None:
    spec = filed().done(verify("i1", "i2"))
    spec.when(sign_quarter(spec.state, "secretary", SECRETARY)).refused("quarter-open")
    assert spec.done(verify("i3")).state.phase is QuarterPhase.SIGNING
    unspent = opened().done(*(report(key) for key in GOOD), verify(*GOOD))
    assert unspent.state.phase is QuarterPhase.OPEN
    assert unspent.done(waive("p1"), waive("p2")).state.phase is QuarterPhase.SIGNING


def test_the_secretary_signs_before_the_chair_and_each_signs_what_is_shown() -> None:
    spec = filed().done(verify(*GOOD))
    spec.when(sign_quarter(spec.state, "secretary", SECRETARY)).refused("document-not-ready")
    spec = settled()
    spec.when(sign_quarter(spec.state, "chair", CHAIR)).refused("step-not-open")
    spec.when(sign_quarter(spec.state, "secretary", CHAIR)).refused("not-your-step")
    spec.when(sign_quarter(spec.state, "nowhere", CHAIR)).refused("unknown-step")
    act = sign_quarter(spec.state, "secretary", SECRETARY)
    spec.when(msgspec.structs.replace(act, digest="0" * 64)).refused("text-changed")
    spec.when(msgspec.structs.replace(act, document="0")).refused("document-changed")
    spec.when(msgspec.structs.replace(act, based_on=0)).refused("text-changed")
    spec.done(act).when(act).refused("already-done")
    spec.done(act).when(sign_quarter(spec.state, "chair", CHAIR)).refused("document-not-ready")
    half = half_signed()
    quarter = half.when(sign_quarter(half.state, "chair", CHAIR)).makes(QuarterSigned)
    assert quarter.phase is QuarterPhase.SIGNED


@pytest.mark.parametrize("spec", [half_signed(), quarter_signed()])
def test_a_change_voids_the_signatures_by_events_that_name_them(spec: QuarterSpec) -> None:
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    voids = [QuarterSignatureVoided] * len(spec.state.given)
    outcome = spec.when(correct("i1", better))
    quarter = outcome.makes(*voids, RealisationCorrected)
    void = outcome.events[0]
    assert isinstance(void, QuarterSignatureVoided)
    assert (void.official, void.cause) == (SECRETARY, QuarterCause.CHANGED)
    assert (quarter.phase, quarter.given) == (QuarterPhase.OPEN, ())
    returned = spec.when(refuse("i1", by=CHAIR))
    returned.makes(*voids, RealisationReturned)
    void = returned.events[0]
    assert isinstance(void, QuarterSignatureVoided)
    assert void.cause is QuarterCause.RETURNED
    spec.when(extend(at=AT)).makes(WindowExtended)


def test_a_document_that_comes_late_or_twice_records_nothing() -> None:
    spec = filed().done(verify(*GOOD))
    early = print_quarter(spec.state)
    spec.when(early).makes(QuarterDocumentRendered)
    spec.done(early).when(early).then()
    spec.done(refuse("i1")).when(early).then()
    opened().when(print_quarter(opened().state)).then()


def test_only_a_quarter_that_everybody_signed_is_closed() -> None:
    for spec in (opened(), filed()):
        spec.when(close()).refused("quarter-open")
    for spec in (settled(), half_signed()):
        spec.when(close()).refused("quarter-in-signing")
    quarter_signed().when(close(by=OWNER)).refused("role-missing")
    quarter = quarter_signed().when(close()).makes(QuarterClosed)
    assert quarter.phase is QuarterPhase.CLOSED


def test_a_closing_keeps_figures_with_their_derivations_and_absorption() -> None:
    closing = closed().state.closing
    assert closing is not None
    ratios, days, grade = closing.figures
    assert (ratios.quarter.figure, ratios.year.figure) == (Decimal("112.50"), Decimal("100.00"))
    assert (days.quarter.figure, days.year.figure) == (Decimal("100.00"), Decimal("25.00"))
    assert (grade.quarter.state, grade.year.state) == (State.NOT_APPLICABLE, State.NOT_RELEASED)
    for figure in (ratios, days):
        for found in (figure.quarter, figure.year):
            assert found.derivation is not None
            assert (recompute(found.derivation), found.derivation.plan_version) == (found.figure, 3)
    assert [p.share.figure for p in closing.programmes] == [Decimal("25.00"), Decimal("20.00")]
    assert closing.absorption.figure == Decimal("23.33")


def test_a_waived_budget_leaves_absorption_unknown() -> None:
    spec = opened().done(*(report(key) for key in GOOD), spend(("p1", 0, "250")), verify(*GOOD), waive("p2"))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    closing = spec.done(close()).state.closing
    assert closing is not None
    assert (closing.absorption.state, closing.programmes[1].share.state) == (State.NOT_RELEASED, State.NOT_RELEASED)


def test_money_spent_with_nothing_reached_is_flagged() -> None:
    nothing = report("i2", measured("0"), justification="No teacher.")
    spec = opened().done(report("i1"), nothing, report("i3"), spend(("p1", 0, "1"), ("p2", 0, "1")), verify(*GOOD))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    closing = spec.done(close()).state.closing
    assert closing is not None
    assert [Flag.SPENT_WITHOUT_OUTPUT in figure.year.flags for figure in closing.figures] == [False, True, False]


def test_a_closed_quarter_changes_only_after_somebody_reopens_it() -> None:
    spec = closed()
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    for command in (correct("i1", better), report("i1"), verify("i1"), refuse("i1"), waive("i1"), extend(), close()):
        spec.when(command).refused("quarter-closed")
    settled().when(reopen()).refused("quarter-not-closed")
    spec.when(reopen(by=PLANNER)).refused("role-missing")
    spec.when(reopen(reason=" ")).refused("reason-missing")
    spec.when(reopen(closes=CLOSES)).refused("window-over")
    quarter = spec.when(reopen()).makes(QuarterSignatureVoided, QuarterSignatureVoided, QuarterReopened)
    assert (quarter.phase, quarter.given, quarter.closing) == (QuarterPhase.SIGNING, (), None)
    assert (quarter.window.closes, quarter.reopenings[0].reason) == (EXTENDED, "A wrong count.")


def test_what_a_quarter_was_closed_with_stays_when_it_is_closed_again() -> None:
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    spec = closed().done(reopen(), correct("i1", better), verify("i1", based_on=2))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    first, again = spec.done(close()).state.closings
    assert (first.figures[0].year.figure, again.figures[0].year.figure) == (Decimal("100.00"), Decimal("111.11"))


def test_the_year_so_far_counts_the_quarters_before() -> None:
    spec = second().done(report("i2", measured("5")))
    assert spec.state.lines["i2"].row.earlier[0].reading == measured("3")
    spec = spec.done(
        report("i1", answer=answered()),
        report("i3", Level("B")),
        spend(("p1", 0, "500"), ("p2", 0, "250")),
        verify(*GOOD),
    )
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    closing = spec.done(close()).state.closing
    assert closing is not None
    _, days, grade = closing.figures
    assert (days.quarter.figure, days.year.figure) == (Decimal("166.67"), Decimal("66.67"))
    assert (grade.quarter.figure, grade.year.figure) == (Decimal("100.00"), Decimal("100.00"))


def test_an_earlier_quarter_that_changes_is_noted_and_voids_signatures() -> None:
    better = msgspec.structs.replace(GOOD["i1"], reading=ratio("10", "10"))
    first = closed().done(reopen(), correct("i1", better)).state
    spec = second()
    changes = earlier_changes(spec.state, first)
    assert [change.indicator for change in changes] == ["i1"]
    note = AdoptEarlier(by=SYSTEM, at=AT, rows=changes)
    before = quarter_digest(spec.state)
    quarter = spec.when(note).makes(EarlierAdopted)
    assert quarter.lines["i1"].row.earlier[0].reading == ratio("10", "10")
    assert quarter_digest(quarter) != before
    spec.done(note).when(note).then()
    assert earlier_changes(quarter, first) == ()
    later = msgspec.structs.replace(changes[0].now, quarter=3)
    spec.when(AdoptEarlier(by=SYSTEM, at=AT, rows=(msgspec.structs.replace(changes[0], now=later),))).then()
    spec.when(msgspec.structs.replace(note, by=DRAFTER)).refused("role-missing")


def test_an_earlier_reading_that_the_policy_no_longer_measures_counts_as_unknown() -> None:
    spec = second()
    row = spec.state.lines["i1"].row
    assert row.previous is not None
    plain = msgspec.structs.replace(row, policy=msgspec.structs.replace(row.policy, components=None))
    begun = msgspec.structs.replace(open_quarter(2, closed().state), rows=(plain,), programmes=())
    spec = quarter_spec().done(begun, report("i1", measured("95"), answer=answered()), verify("i1"))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    closing = spec.done(close()).state.closing
    assert closing is not None
    derivation = closing.figures[0].year.derivation
    assert derivation is not None
    assert derivation.readings[0] == Absent(State.NOT_COMPUTABLE)


def test_the_digest_is_of_the_content_alone() -> None:
    spec = settled()
    assert quarter_digest(spec.done(extend(at=AT)).state) == quarter_digest(spec.state)
    moved = replace(spec.state, version=99, given=(), round=7)
    assert quarter_digest(moved) == quarter_digest(spec.state)
    assert quarter_digest(filed().state) != quarter_digest(spec.state)


def test_a_reminder_is_for_owners_or_for_officials_above_them() -> None:
    wrong = QuarterReminder("x", REMINDERS[0].kind, OPENS, Role.AUDITOR)
    spec = quarter_spec()
    spec.when(open_quarter(window=msgspec.structs.replace(WINDOW, reminders=(wrong,)))).refused("reminder-role")
