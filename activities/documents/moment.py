"""What belongs to a plan's year as it was at a moment of its log, and the paper that shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from activities.documents.design import design_of
from activities.documents.paper import ExecutionPaper, Signature, SignaturePlace, Status
from domain.action.events import ActionBegun, ActionDocumentRendered, ActionSigned, RowFact
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Role
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterDocumentRendered, QuarterFact, QuarterOpened, QuarterSigned
from domain.quarter.state import Quarter
from domain.report.events import ReportBegun, ReportDocumentRendered, ReportFact, ReportSigned
from domain.report.state import Report, ReportPhase, report_digest
from domain.route.messages import Endorsement
from domain.route.route import StepAct
from eventstore.entry import Entry
from eventstore.replay import ACTION, QUARTER, REPORT, Moment, StreamKind, replay

_PRINTED = (ACTION, QUARTER, REPORT)
_MAKING = ActionBegun | RowFact | QuarterOpened | QuarterFact | ReportBegun | ReportFact
_RENDERED = ActionDocumentRendered | QuarterDocumentRendered | ReportDocumentRendered
_TITLES = {Role.SECRETARY: "Sekretaris", Role.CHAIR: "Ketua"}


@dataclass(frozen=True)
class ExecutionMoment:
    """An action plan, a quarter or a report as it was, with the entry that made it and the signatures that held."""

    content: Action | Quarter | Report
    made_by: Entry
    made_at: datetime
    signed: tuple[tuple[Endorsement, Entry], ...]

    @property
    def newest(self) -> Entry:
        """Return the newest entry that a document of this moment shows."""
        return max([self.made_by, *(entry for _, entry in self.signed)], key=lambda entry: entry.position)


def execution_moment(
    past: Sequence[Entry], stream: str, version: int, signatures: int, voided: str = ""
) -> ExecutionMoment:
    """Return the latest moment of such a document, or of the one that is `voided`; ValueError where there was none."""
    kind: StreamKind[Any] = next(kind for kind in _PRINTED if stream.startswith(f"{kind.name}/"))
    moments: Iterator[Moment[Any]] = replay(kind, past)
    made: tuple[Entry, datetime] | None = None
    found: ExecutionMoment | None = None
    signed: list[tuple[Endorsement, Entry]] = []
    for moment in moments:
        entry, event, state = moment.entry, moment.event, moment.state
        if isinstance(event, _MAKING):
            made = entry, event.at
        if isinstance(event, ActionSigned | QuarterSigned | ReportSigned):
            signed.append((event, entry))
        held = state.signatures
        if voided:
            rendered = event if isinstance(event, _RENDERED) else None
            meant = rendered is not None and rendered.document == voided
        else:
            meant = (state.version, len(held)) == (version, signatures)
        if meant and made is not None:
            found = ExecutionMoment(state, *made, tuple(s for s in signed if any(s[0] is kept for kept in held)))
    if found is None:
        raise ValueError(f"there is no such document: {stream} {version} {signatures} {voided}".rstrip())
    return found


def execution_paper(shown: ExecutionMoment, at: Office, place: str = "", *, voided: bool = False) -> ExecutionPaper:
    """Return the paper of that moment, in the office as it was; `place` is where it is signed."""
    content = shown.content
    signs = [step for step in sorted(content.route, key=lambda step: step.order) if step.act is StepAct.SIGN]
    given = {event.step: _signature(event, entry) for event, entry in shown.signed}
    whole = all(step.key in given for step in signs) and _settled(content)
    return ExecutionPaper(
        content=content,
        office=at.name,
        time_zone=at.time_zone,
        version=content.version,
        text_digest=_digest(content),
        position=shown.made_by.position,
        hash=shown.made_by.hash.hex(),
        trial=content.trial,
        status=Status.VOID if voided else Status.SIGNED if whole else Status.DRAFT,
        places=tuple(
            SignaturePlace(at.title(step.role) or _TITLES.get(step.role, ""), given.get(step.key)) for step in signs
        ),
        place=place,
        address=at.address,
        design=design_of(content.documents, content.version),
        made_at=next((event.at for event, entry in shown.signed if entry is shown.newest), shown.made_at),
    )


def _digest(content: Action | Quarter | Report) -> str:
    match content:
        case Action():
            return action_digest(content)
        case Quarter():
            return quarter_digest(content)
        case Report():
            return report_digest(content)


def _settled(content: Action | Quarter | Report) -> bool:
    match content:
        case Action():
            return content.phase is ActionPhase.SIGNED
        case Quarter():
            return content.settled
        case Report():
            return content.phase is ReportPhase.SIGNED


def _signature(event: Endorsement, entry: Entry) -> Signature:
    return Signature(
        part=event.step,
        name=event.by.name,
        position=event.by.position,
        capacity=event.by.capacity,
        at=event.at,
        decree=event.by.decree,
        log_position=entry.position,
    )
