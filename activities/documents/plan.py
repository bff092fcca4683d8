"""Rendering: the paper of a plan at one moment of its log, its PDF, and the activity that stores it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from temporalio import activity

from activities.documents.amendment.amended import amended_by
from activities.documents.design import design_of
from activities.documents.kind.source import PLAN_TEMPLATES, plan_source, redline_source
from activities.documents.paper import PlanPaper, Signature, Status
from activities.documents.press import Press
from activities.documents.typesetting import typeset
from domain.kernel.message import Message
from domain.office.state import Office
from domain.plan.events import (
    AmendmentStated,
    ChangeReasoned,
    DocumentRendered,
    PartSigned,
    PlanDrafted,
)
from domain.plan.facts import Change
from domain.plan.state import Phase, Plan, PlanEvent, text_digest
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.replay import PLAN, replay
from eventstore.store import Store


class RenderOrder(Message, frozen=True, tag="render-order"):
    """Which document is wanted: of a text version with so many signatures.

    With `voided`, the SHA-256 of a document that was rendered once, its copy that says *dibatalkan* instead.
    """

    office: str
    stream: str
    version: int
    signatures: int
    voided: str = ""


class RenderedDocument(Message, frozen=True, tag="rendered"):
    """What was rendered: `document` is the SHA-256 of the stored PDF, `digest` the text digest, both in hexadecimal."""

    version: int
    signatures: int
    digest: str
    document: str
    template: str
    pages: int


class Renderer:
    """Renders the plans of a store into it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)

    @activity.defn(name="render")
    async def render(self, order: RenderOrder) -> RenderedDocument:
        """Render and store the document; again, and it is the same one. Takes 0.1 s a plan, at worst three minutes.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        shown = plan_moment(await self._store.read(order.office, order.stream), order)
        at = await self._press.office(order.office, shown.made)
        paper = paper_of(shown, at, await self._press.emblem(at), voided=bool(order.voided))
        document, pages = await self._press.stored(render, paper)
        return RenderedDocument(
            version=paper.version,
            signatures=len(shown.plan.signatures),
            digest=paper.text_digest,
            document=document,
            template=PLAN_TEMPLATES[paper.design],
            pages=pages,
        )

    async def redline(self, office: str, stream: str, number: int = 0) -> bytes:
        """Return the comparison of an amendment, else of the one that is open or was signed last; empty: there is none.

        Raises `TypesettingFailed` where nothing can be printed, and `Unavailable`: then try again.
        """
        moments = [moment for _, moment in plan_moments(await self._store.read(office, stream))]
        asked = moments if number else moments[-1:]
        amending = ((moment, amended_by(moment.plan)) for moment in reversed(asked))
        found = (m for m, told in amending if told is not None and number in (0, told.amendment.number))
        shown = next(found, None)
        if shown is None:
            return b""
        return await self._press.printed(render_redline, paper_of(shown, await self._press.office(office, shown.made)))


@dataclass(frozen=True)
class PlanMoment:
    """A plan as it was once: with the entry that made its text, and those of the signatures that held."""

    plan: Plan
    text: Entry
    signed: tuple[tuple[PartSigned, Entry], ...]

    @property
    def made(self) -> Entry:
        """The newest entry that a document of this moment shows."""
        return max([self.text, *(entry for _, entry in self.signed)], key=lambda entry: entry.position)


def render(paper: PlanPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(plan_source(paper), paper.made_at, paper.emblem)


def render_redline(paper: PlanPaper) -> bytes:
    """Return the comparison alone, as `render` does."""
    return typeset(redline_source(paper), paper.made_at)


def plan_moments(past: Sequence[Entry]) -> Iterator[tuple[PlanEvent, PlanMoment]]:
    """Yield every event with what a document of the moment after it would show."""
    texts: dict[int, Entry] = {}  # by the version: an amendment that is given up leaves the one before
    signed: list[tuple[PartSigned, Entry]] = []
    for moment in replay(PLAN, past):
        entry, event, plan = moment.entry, cast(PlanEvent, moment.event), moment.state
        # What an amendment says before it changes a word is no part of the text in force.
        says = isinstance(event, AmendmentStated | ChangeReasoned) and _amends(plan)
        if says or isinstance(event, Change | PlanDrafted):
            texts[plan.version] = entry
        if isinstance(event, PartSigned):
            signed.append((event, entry))
        if plan.version in texts:
            holds = (*plan.carried, *plan.signatures)
            held = tuple(s for s in signed if any(s[0] is each for each in holds))
            yield event, PlanMoment(plan, texts[plan.version], held)


def plan_moment(past: Sequence[Entry], order: RenderOrder) -> PlanMoment:
    """Return the latest moment that the order may mean; ValueError where there was none."""
    found = None
    for event, moment in plan_moments(past):
        plan = moment.plan
        if order.voided:
            meant = isinstance(event, DocumentRendered) and event.document == order.voided
        else:
            shown = (plan.version, len(plan.signatures))
            meant = shown == (order.version, order.signatures) and (plan.amendment is None or _amends(plan))
        if meant:
            found = moment
    if found is None:
        raise ValueError(f"there is no such document: {order}")
    return found


def _amends(plan: Plan) -> bool:
    """Return whether an open amendment has changed anything."""
    return plan.in_force is not None and plan.amendment is not None and plan.version != plan.in_force.version


def paper_of(shown: PlanMoment, at: Office, emblem: bytes = b"", *, voided: bool = False) -> PlanPaper:
    """Return the paper of that moment, in the office as it was."""
    plan = shown.plan
    return PlanPaper(
        text=plan.text,
        office=at.name,
        time_zone=at.time_zone,
        plan=f"{plan.kind}-{plan.year}",
        year=plan.year,
        version=plan.version,
        text_digest=text_digest(plan),
        position=shown.text.position,
        hash=shown.text.hash.hex(),
        trial=plan.trial,
        status=Status.VOID if voided else Status.SIGNED if plan.phase is Phase.SIGNED else Status.DRAFT,
        signatures=tuple(_signature(event, entry, plan) for event, entry in shown.signed),
        made_at=_at(shown),
        shape=plan.shape,
        route=plan.route,
        design=design_of(plan.documents, plan.version),
        emblem=emblem,
        amended=amended_by(plan),
    )


def _at(shown: PlanMoment) -> datetime:
    """The actor's own time of the newest act that the document shows."""
    return next(
        (event.at for event, entry in shown.signed if entry is shown.made),
        cast(PlanEvent, decode(shown.text.body)).at,
    )


def _signature(event: PartSigned, entry: Entry, plan: Plan) -> Signature:
    return Signature(
        part=event.part,
        name=event.by.name,
        position=event.by.position,
        capacity=event.by.capacity,
        at=event.at,
        decree=event.by.decree,
        log_position=entry.position,
        step=event.step,
        standing=event.version if event.version != plan.version else 0,
    )
