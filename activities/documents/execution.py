"""A document of what belongs to a plan's year: its source and PDF, and who stores it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from temporalio import activity

from activities.documents.action import action_pages
from activities.documents.amendment.pages import amendment_name
from activities.documents.design import FIRST, NEWEST
from activities.documents.first import quarter as first
from activities.documents.language import INDONESIAN
from activities.documents.moment import ExecutionMoment, execution_moment, execution_paper
from activities.documents.paper import ExecutionPaper, SignaturePlace, StatementPaper, Status, YearTablePaper
from activities.documents.plan import RenderedDocument
from activities.documents.press import Press
from activities.documents.quarter import quarter_pages
from activities.documents.report.pages import report_pages
from activities.documents.report.word.file import report_docx
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
from domain.action.state import Action
from domain.kernel.message import Message
from domain.plan.basis import PlanBasis
from domain.plan.state import stream_of
from domain.quarter.row import QuarterBasis
from domain.quarter.state import Quarter
from domain.report.state import Report
from eventstore.store import Store

_HERE = Path(__file__).parent
_MADE_BY = ("action.py", "code.py", "execution.py", "language.py", "moment.py", "paper.py", "quarter.py", "words.py")
EXECUTION_TEMPLATES = versions_of(
    *(_HERE / name for name in _MADE_BY),
    *sorted((_HERE / "year").glob("*.py")),
    *sorted((_HERE / "report").glob("*.py")),
)
EXECUTION_TEMPLATE_VERSION = EXECUTION_TEMPLATES[NEWEST]


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
        follows="" if isinstance(content, Report) else _follows(content),
        unfollowed=_unfollowed(content) if isinstance(content, Quarter) else [],
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


def _follows(content: Action | Quarter) -> str:
    """Say by which amendment of the plan it goes; empty where that is the plan as it was first signed."""
    basis = content.basis
    return "" if basis.effective is None else f"menurut {_amendment(content, basis, basis.effective)}"


def _unfollowed(quarter: Quarter) -> list[str]:
    """Say which amendment in force it does not go by, and why, as each official who signed said it."""
    found = []
    for given in quarter.given:
        if (said := given.unfollowed) and said.plan.effective is not None:
            amendment = _amendment(quarter, said.plan, said.plan.effective)
            found.append(f"Belum mengikuti {amendment}. {given.by.name}: {said.reason}")
    return found


def _amendment(of: Action | Quarter, basis: PlanBasis | QuarterBasis, effective: date) -> str:
    day, plan = format_date(effective, "d MMMM y", locale="id"), f"{of.kind.replace('-', ' ').upper()} {of.year}"
    return f"{amendment_name(basis.amendment, INDONESIAN)} {plan}, berlaku mulai {day}"


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


def frame(
    paper: ExecutionPaper | YearTablePaper | StatementPaper, title: str, status: str, what: str
) -> dict[str, Any]:
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
        "signers": [] if isinstance(paper, YearTablePaper) else [signer(s, paper) for s in paper.signatures],
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
        paper = await self._paper(order.office, shown, voided=bool(order.voided))
        document, pages = await self._press.stored(render_execution, paper)
        return RenderedDocument(
            version=paper.version,
            signatures=len(paper.signatures),
            digest=paper.text_digest,
            document=document,
            template=EXECUTION_TEMPLATES[paper.design],
            pages=pages,
        )

    async def word(self, office: str, report: Report) -> bytes:
        """Return the report as it is now, for Word; raises as `render` does."""
        past = await self._store.read(office, report.stream)
        paper = await self._paper(office, execution_moment(past, report.stream, report.version, len(report.signatures)))
        return await self._press.printed(render_word, paper)

    async def _paper(self, office: str, shown: ExecutionMoment, *, voided: bool = False) -> ExecutionPaper:
        at, content = await self._press.office(office, shown.newest), shown.content
        place = await self._press.place(office, stream_of(content.kind, content.year), shown.newest)
        paper = execution_paper(shown, at, place, voided=voided)
        has_cover = isinstance(content, Report)
        return replace(paper, emblem=await self._press.emblem(at)) if has_cover else paper


def render_execution(paper: ExecutionPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(execution_source(paper), paper.made_at, paper.emblem)


def render_word(paper: ExecutionPaper) -> bytes:
    """Return a report for Word, as `render_execution` does; raises ValueError for any other paper."""
    if not isinstance(paper.content, Report):
        raise ValueError("only a report is written for Word")
    return report_docx(paper, paper.content, _status(paper), _signing(paper)["dated"])
