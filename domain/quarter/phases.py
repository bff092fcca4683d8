"""The phases and acts of a quarter: which act is allowed where, and the code that refuses it elsewhere."""

from domain.kernel.errors import N_, Refused
from domain.quarter.commands import (
    AdoptEarlier,
    CloseQuarter,
    CorrectPolicy,
    CorrectRealisation,
    ExtendWindow,
    FileBudget,
    FileRealisation,
    FollowAction,
    HandOverRealisation,
    OpenQuarter,
    QuarterCommand,
    RearmWindow,
    RecordQuarterDocument,
    RemindFiling,
    ReopenQuarter,
    ReturnRealisation,
    SignQuarter,
    VerifyRealisations,
    WaiveRealisation,
)
from domain.quarter.state import Quarter, QuarterPhase

LIVE = (QuarterPhase.OPEN, QuarterPhase.SIGNING, QuarterPhase.SIGNED)

QUARTER_ALLOWED: dict[type[QuarterCommand], tuple[QuarterPhase, ...]] = {
    OpenQuarter: (QuarterPhase.ABSENT,),
    ExtendWindow: LIVE,
    FileRealisation: LIVE,
    CorrectRealisation: LIVE,
    FileBudget: LIVE,
    VerifyRealisations: LIVE,
    ReturnRealisation: LIVE,
    WaiveRealisation: LIVE,
    HandOverRealisation: LIVE,
    CorrectPolicy: LIVE,
    SignQuarter: (QuarterPhase.SIGNING,),
    CloseQuarter: (QuarterPhase.SIGNED,),
    ReopenQuarter: (QuarterPhase.CLOSED,),
    # What timers and rendering ask may come late: then it records nothing.
    RearmWindow: tuple(QuarterPhase),
    AdoptEarlier: tuple(QuarterPhase),
    FollowAction: tuple(QuarterPhase),
    RecordQuarterDocument: tuple(QuarterPhase),
    RemindFiling: tuple(QuarterPhase),
}

QUARTER_REFUSALS: dict[QuarterPhase, tuple[str, str]] = {
    QuarterPhase.ABSENT: ("quarter-absent", N_("This quarter is not open yet.")),
    QuarterPhase.OPEN: ("quarter-open", N_("Rows of this quarter are neither verified nor waived.")),
    QuarterPhase.SIGNING: ("quarter-in-signing", N_("The quarter is not signed by everybody yet.")),
    QuarterPhase.SIGNED: ("quarter-signed", N_("The quarter is signed.")),
    QuarterPhase.CLOSED: ("quarter-closed", N_("The quarter is closed; it changes only after somebody reopens it.")),
}


def require_quarter_phase(command: QuarterCommand, quarter: Quarter) -> None:
    """Refuse a command that has no place in the quarter's phase."""
    if quarter.phase in QUARTER_ALLOWED[type(command)]:
        return
    if isinstance(command, OpenQuarter):
        raise Refused("quarter-exists", "This quarter was opened already.")
    if isinstance(command, ReopenQuarter) and quarter.phase in LIVE:
        raise Refused("quarter-not-closed", "The quarter is not closed.")
    raise Refused(*QUARTER_REFUSALS[quarter.phase])
