"""A document of the year: the moment of the log that it shows, its paper, its PDF, and the activity that stores it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from temporalio import activity

from activities.documents.paper import Place, Signature, Status, YearPaper
from activities.documents.plan import Rendered
from activities.documents.press import Press
from activities.documents.typesetting import typeset
from activities.documents.year.source import YEAR_TEMPLATE_VERSION, year_source
from domain.action.events import ActionBegun, ActionDocumentRendered, ActionSigned, RowFact
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Role
from domain.kernel.message import Message
from domain.office.state import Office
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterDocumentRendered, QuarterFact, QuarterOpened, QuarterSigned
from domain.quarter.state import Quarter
from domain.route.events import Endorsement
from domain.route.route import StepAct
from eventstore.entry import Entry
from eventstore.replay import ACTION, QUARTER, Moment, replay
from eventstore.store import Store

_TITLES = {Role.SECRETARY: "Sekretaris", Role.CHAIR: "Ketua"}


@dataclass(frozen=True)
class YearMoment:
    """An action plan or a quarter as it was once, with the entry that made its content and the signatures that held."""

    content: Action | Quarter
    made_by: Entry
    made_at: datetime
    signed: tuple[tuple[Endorsement, Entry], ...]

    @property
    def newest(self) -> Entry:
        """Return the newest entry that a document of this moment shows."""
        return max([self.made_by, *(entry for _, entry in self.signed)], key=lambda entry: entry.position)


def year_moment(past: Sequence[Entry], stream: str, version: int, signatures: int, voided: str = "") -> YearMoment:
    """Return the latest moment of such a document, or of the one that is `voided`; ValueError where there was none."""
    of_action = stream.startswith(f"{ACTION.name}/")
    moments: Iterator[Moment[Action]] | Iterator[Moment[Quarter]]
    moments = replay(ACTION, past) if of_action else replay(QUARTER, past)
    made: tuple[Entry, datetime] | None = None
    found: YearMoment | None = None
    signed: list[tuple[Endorsement, Entry]] = []
    for moment in moments:
        entry, event, state = moment.entry, moment.event, moment.state
        if isinstance(event, ActionBegun | RowFact | QuarterOpened | QuarterFact):
            made = entry, event.at
        if isinstance(event, ActionSigned | QuarterSigned):
            signed.append((event, entry))
        held = state.signatures
        if voided:
            rendered = event if isinstance(event, ActionDocumentRendered | QuarterDocumentRendered) else None
            meant = rendered is not None and rendered.document == voided
        else:
            meant = (state.version, len(held)) == (version, signatures)
        if meant and made is not None:
            found = YearMoment(state, *made, tuple(s for s in signed if any(s[0] is kept for kept in held)))
    if found is None:
        raise ValueError(f"there is no such document: {stream} {version} {signatures} {voided}".rstrip())
    return found


def year_paper(shown: YearMoment, at: Office, *, voided: bool = False) -> YearPaper:
    """Return the paper of that moment, in the office as it was."""
    content = shown.content
    signs = [step for step in sorted(content.route, key=lambda step: step.order) if step.act is StepAct.SIGN]
    given = {event.step: _signature(event, entry) for event, entry in shown.signed}
    whole = all(step.key in given for step in signs) and _settled(content)
    return YearPaper(
        content=content,
        office=at.name,
        time_zone=at.time_zone,
        version=content.version,
        text_digest=action_digest(content) if isinstance(content, Action) else quarter_digest(content),
        position=shown.made_by.position,
        hash=shown.made_by.hash.hex(),
        trial=content.trial,
        status=Status.VOID if voided else Status.SIGNED if whole else Status.DRAFT,
        places=tuple(Place(at.title(step.role) or _TITLES.get(step.role, ""), given.get(step.key)) for step in signs),
        made_at=next((event.at for event, entry in shown.signed if entry is shown.newest), shown.made_at),
    )


def _settled(content: Action | Quarter) -> bool:
    return content.phase is ActionPhase.SIGNED if isinstance(content, Action) else content.settled


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


class YearRenderOrder(Message, frozen=True, tag="year-render-order"):
    """Which document of an action plan or a quarter is wanted: of a version with so many signatures.

    With `voided`, the SHA-256 of a document that was rendered once, its copy that says *dibatalkan* instead.
    """

    office: str
    stream: str
    version: int
    signatures: int
    voided: str = ""


class YearRenderer:
    """Renders the action plans and quarters of a store into it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)

    @activity.defn(name="render-year")
    async def render(self, order: YearRenderOrder) -> Rendered:
        """Render and store the document; again, and it is the same one.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        past = await self._store.read(order.office, order.stream)
        shown = year_moment(past, order.stream, order.version, order.signatures, order.voided)
        paper = year_paper(shown, await self._press.office(order.office, shown.newest), voided=bool(order.voided))
        document, pages = await self._press.stored(render_year, paper)
        return Rendered(
            version=paper.version,
            signatures=len(paper.signatures),
            digest=paper.text_digest,
            document=document,
            template=YEAR_TEMPLATE_VERSION,
            pages=pages,
        )


def render_year(paper: YearPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(year_source(paper), paper.made_at)
