"""A document of what belongs to a plan's year: the moment that it shows, its paper, source and PDF, and its keeper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from temporalio import activity

from activities.documents.action import action_pages
from activities.documents.design import FIRST, NEWEST, design_of
from activities.documents.first import quarter as first
from activities.documents.paper import ExecutionPaper, Signature, SignaturePlace, Status, YearTablePaper
from activities.documents.plan import RenderedDocument
from activities.documents.press import Press
from activities.documents.quarter import quarter_pages
from activities.documents.report.pages import report_pages
from activities.documents.source import (
    ACROSS,
    TRIAL_MARK,
    filled,
    in_fours,
    in_one_line,
    proof,
    signature_block,
    signer,
    versions_of,
)
from activities.documents.typesetting import typeset
from activities.documents.words import QUARTERS
from domain.action.events import ActionBegun, ActionDocumentRendered, ActionSigned, RowFact
from domain.action.state import Action, ActionPhase, action_digest
from domain.kernel.actor import Role
from domain.kernel.message import Message
from domain.office.state import Office
from domain.plan.state import stream_of
from domain.quarter.content import quarter_digest
from domain.quarter.events import QuarterDocumentRendered, QuarterFact, QuarterOpened, QuarterSigned
from domain.quarter.state import Quarter
from domain.report.events import ReportBegun, ReportDocumentRendered, ReportFact, ReportSigned
from domain.report.state import Report, ReportPhase, report_digest
from domain.route.messages import Endorsement
from domain.route.route import StepAct
from eventstore.entry import Entry
from eventstore.replay import ACTION, QUARTER, REPORT, Moment, StreamKind, replay
from eventstore.store import Store

_HERE = Path(__file__).parent
_MADE_BY = ("action.py", "code.py", "execution.py", "language.py", "paper.py", "quarter.py", "words.py")
EXECUTION_TEMPLATES = versions_of(
    *(_HERE / name for name in _MADE_BY),
    *sorted((_HERE / "year").glob("*.py")),
    *sorted((_HERE / "report").glob("*.py")),
)
EXECUTION_TEMPLATE_VERSION = EXECUTION_TEMPLATES[NEWEST]
_PRINTED = (ACTION, QUARTER, REPORT)
_MAKING = ActionBegun | RowFact | QuarterOpened | QuarterFact | ReportBegun | ReportFact
_RENDERED = ActionDocumentRendered | QuarterDocumentRendered | ReportDocumentRendered
_TITLES = {Role.SECRETARY: "Sekretaris", Role.CHAIR: "Ketua"}


def execution_source(paper: ExecutionPaper) -> str:
    """Return the typst source of the paper."""
    content = paper.content
    if isinstance(content, Action):
        what, heading, template, pages = "rencana aksi", "RENCANA AKSI KINERJA", "action.typ", action_pages(content)
    elif isinstance(content, Report):
        what, heading, template, pages = (
            "laporan kinerja",
            "LAPORAN KINERJA",
            "report.typ",
            report_pages(paper, content),
        )
    else:
        what, template = f"triwulan {QUARTERS[content.quarter - 1]}", "quarter.typ"
        heading = f"LAPORAN EVALUASI KINERJA {what.upper()}"
        pages = first.pages(content) if paper.design == FIRST else quarter_pages(content)
    title, status = f"{heading} TAHUN {content.year}", _status(paper)
    return filled(
        template,
        design=paper.design,
        **frame(paper, title, status, f"{what} · isi versi {paper.version}"),
        **pages,
        unsigned="belum ditandatangani",
        approval_heading="Pengesahan",
        approved=[
            ("Dokumen", title),
            ("Satuan kerja", in_one_line(paper.office)),
            ("Versi isi", str(paper.version)),
            ("Sidik naskah", in_fours(paper.text_digest)),
            ("Keadaan", status),
        ],
        places=[_place(n, place, paper) for n, place in enumerate(paper.places)],
        part=_signing(paper),
    )


def _signing(paper: ExecutionPaper) -> dict[str, Any]:
    """The signature blocks side by side, whoever signs last on the right; place and day as on every paper."""
    blocks: list[dict[str, Any] | None] = [_signed_block(place, paper) for place in paper.places]
    day = format_date(paper.made_at.astimezone(ZoneInfo(paper.time_zone)), "d MMMM y", locale="id")
    return {
        "key": "0",
        "blocks": [None, *blocks] if len(blocks) % 2 else blocks,
        "dated": ", ".join(filter(None, [paper.place, day if paper.signatures else "…"])),
        "breakable": False,
    }


def _signed_block(place: SignaturePlace, paper: ExecutionPaper) -> dict[str, Any]:
    given = place.signature
    return {
        "middle": False,
        "dated": "",
        "above": [f"{place.title},"],
        "signatures": [signature_block(given, paper)] if given else [],
        "unsigned": "belum ditandatangani",
        "name": given.name if given else "",
        "number": "",
    }


def frame(paper: ExecutionPaper | YearTablePaper, title: str, status: str, what: str) -> dict[str, Any]:
    """What every page prints beside its content."""
    across = ACROSS.get(paper.status, "UJI COBA" if paper.trial else "")
    return {
        "status": paper.status.value,
        "trial": paper.trial,
        "trial_mark": TRIAL_MARK if paper.trial else "",
        "across": across,
        "across_points": 92 if len(across) < 10 else 86,
        "document_title": " — ".join(filter(None, [title, in_one_line(paper.office), across])),
        "running_title": f"{title} · {paper.plan}",
        "status_sentence": status,
        "plan": paper.plan,
        "office": paper.office,
        **proof(paper, f"{paper.plan} · {what}"),
        "signers": [signer(s, paper) for s in paper.signatures] if isinstance(paper, ExecutionPaper) else [],
        "text_line": f"{paper.plan} · {what} · catatan log nomor {paper.position}",
        "text_digest": in_fours(paper.text_digest),
        "hash": in_fours(paper.hash),
        "title": title,
    }


def _status(paper: ExecutionPaper) -> str:
    signed, all_of_them = len(paper.signatures), len(paper.places)
    match paper.status:
        case Status.VOID:
            return "Dibatalkan: dokumen ini tidak berlaku."
        case Status.SIGNED:
            return "Ditandatangani secara elektronik."
        case Status.DRAFT if signed:
            return f"Rancangan: baru {signed} dari {all_of_them} tanda tangan."
        case Status.DRAFT:
            return "Rancangan: belum ditandatangani."


def _place(number: int, place: SignaturePlace, paper: ExecutionPaper) -> dict[str, Any]:
    return {
        "key": str(number),
        "dated": "",
        "capacity": "",
        "signatory": place.title,
        "name": place.signature.name if place.signature else "",
        "breakable": False,
        "signatures": [signature_block(place.signature, paper)] if place.signature else [],
    }


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


class ExecutionRenderOrder(Message, frozen=True, tag="year-render-order"):
    """Which document of an action plan, a quarter or a report is wanted: of a version with so many signatures.

    With `voided`, the SHA-256 of a document that was rendered once, its copy that says *dibatalkan* instead.
    """

    office: str
    stream: str
    version: int
    signatures: int
    voided: str = ""


class ExecutionRenderer:
    """Renders the action plans, quarters and reports of a store into it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)

    @activity.defn(name="render-year")
    async def render(self, order: ExecutionRenderOrder) -> RenderedDocument:
        """Render and store the document; again, and it is the same one.

        Fails for good where nothing can be printed (`TypesettingFailed`, ValueError); raises `Unavailable` otherwise.
        """
        past = await self._store.read(order.office, order.stream)
        shown = execution_moment(past, order.stream, order.version, order.signatures, order.voided)
        at, content = await self._press.office(order.office, shown.newest), shown.content
        place = await self._press.place(order.office, stream_of(content.kind, content.year), shown.newest)
        paper = execution_paper(shown, at, place, voided=bool(order.voided))
        if isinstance(content, Report):  # which has a cover
            paper = replace(paper, emblem=await self._press.emblem(at))
        document, pages = await self._press.stored(render_execution, paper)
        return RenderedDocument(
            version=paper.version,
            signatures=len(paper.signatures),
            digest=paper.text_digest,
            document=document,
            template=EXECUTION_TEMPLATES[paper.design],
            pages=pages,
        )


def render_execution(paper: ExecutionPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(execution_source(paper), paper.made_at, paper.emblem)
