"""What an earlier quarter came to counts in the later ones: what was waived as nothing, what was corrected as it is."""

from domain.measure.realisation import Absent, State
from domain.quarter.commands import AdoptEarlier
from domain.quarter.events import (
    EarlierAdopted,
    QuarterCause,
    QuarterSignatureVoided,
    RealisationFiled,
    RealisationVerified,
    VerificationVoided,
)
from domain.quarter.filing import Filing
from domain.quarter.line import Standing
from domain.quarter.opening import earlier_changes
from domain.quarter.row import EarlierQuarter
from domain.quarter.state import QuarterPhase
from tests.domain.office.office_life import CHAIR, SECRETARY, SYSTEM
from tests.domain.quarter.life import (
    AT,
    GOOD,
    QuarterSpec,
    answered,
    closed,
    correct,
    filed,
    open_quarter,
    print_quarter,
    quarter_spec,
    ratio,
    refuse,
    reopen,
    report,
    sign_quarter,
    spend,
    verify,
    waive,
)


def second() -> QuarterSpec:
    """The second quarter after a closed first one, signed by both."""
    spec = quarter_spec().done(open_quarter(2, closed().state))
    spec = spec.done(report("i1", answer=answered()), report("i2"), report("i3"))
    spec = spec.done(spend(("p1", 0, "1"), ("p2", 0, "1")), verify(*GOOD))
    for step, by in (("secretary", SECRETARY), ("chair", CHAIR)):
        spec = spec.done(print_quarter(spec.state))
        spec = spec.done(sign_quarter(spec.state, step, by))
    return spec


def test_a_row_that_was_returned_and_waived_counts_as_not_released_and_promises_nothing() -> None:
    waived = filed().done(refuse("i1"), waive("i1")).state
    assert waived.lines["i1"].filing == GOOD["i1"]  # it stays on record
    row = open_quarter(2, waived).rows[0]
    assert row.earlier == (EarlierQuarter(1, Absent(State.NOT_RELEASED)),)
    # Nothing waits for an answer, and nothing fell.
    quarter_spec().done(open_quarter(2, waived)).when(report("i1")).makes(RealisationFiled)


def test_an_earlier_quarter_that_changes_voids_what_was_checked_and_signed_of_the_later() -> None:
    spec = second()
    assert spec.state.phase is QuarterPhase.SIGNED
    first = closed().done(reopen(), correct("i1", Filing(ratio("10", "10")))).state
    outcome = spec.when(AdoptEarlier(by=SYSTEM, at=AT, rows=earlier_changes(spec.state, first)))
    quarter = outcome.makes(QuarterSignatureVoided, QuarterSignatureVoided, EarlierAdopted, VerificationVoided)
    assert [(e.official, e.cause) for e in outcome.events if isinstance(e, QuarterSignatureVoided)] == [
        (SECRETARY, QuarterCause.CHANGED),
        (CHAIR, QuarterCause.CHANGED),
    ]
    assert (quarter.phase, quarter.given, quarter.document) == (QuarterPhase.OPEN, (), None)
    assert [line.standing for line in quarter.lines.values()] == [
        Standing.FILED,
        Standing.VERIFIED,
        Standing.VERIFIED,
    ]
    # Whoever checks it again sees the earlier figure as it is now.
    spec = spec.done(AdoptEarlier(by=SYSTEM, at=AT, rows=earlier_changes(spec.state, first)))
    assert [line.again for line in spec.state.lines.values()] == [True, False, False]
    checked = spec.when(verify("i1")).makes(RealisationVerified)
    assert (checked.phase, checked.lines["i1"].again) == (QuarterPhase.SIGNING, False)
