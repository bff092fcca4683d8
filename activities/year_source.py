"""A document of the year as typst source, through the templates in `templates/documents`."""

from pathlib import Path
from typing import Any

from activities.paper import Status
from activities.source import ACROSS, TRIAL_MARK, in_fours, in_one_line, signature_block
from activities.templates import filled, version_of
from activities.year_action_pages import action_pages
from activities.year_paper import Place, YearPaper
from activities.year_quarter_pages import quarter_pages
from domain.year.action import Action

_HERE = Path(__file__).parent
_SHAPING = ("source.py", "indonesian.py", *(path.name for path in sorted(_HERE.glob("year_*.py"))))
YEAR_TEMPLATE_VERSION = version_of(*(str(_HERE / name) for name in _SHAPING))


def year_source(paper: YearPaper) -> str:
    """Return the typst source of the paper."""
    if isinstance(paper.content, Action):
        return filled("action.typ", **_frame(paper, "rencana aksi"), **action_pages(paper.content))
    quarter = paper.content
    what = f"triwulan {('I', 'II', 'III', 'IV')[quarter.quarter - 1]}"
    return filled("quarter.typ", **_frame(paper, what), **quarter_pages(quarter))


def _frame(paper: YearPaper, what: str) -> dict[str, Any]:
    """What every page prints beside its content, and the last page with its signatures."""
    across = ACROSS.get(paper.status, "UJI COBA" if paper.trial else "")
    title = f"{_heading(what)} TAHUN {paper.content.year}"
    return {
        "status": paper.status.value,
        "trial": paper.trial,
        "trial_mark": TRIAL_MARK if paper.trial else "",
        "across": across,
        "across_points": 92 if len(across) < 10 else 86,
        "document_title": " — ".join(filter(None, [title, in_one_line(paper.office), across])),
        "running_title": f"{title} · {paper.plan}",
        "status_sentence": _status(paper),
        "plan": paper.plan,
        "office": paper.office,
        "text_line": f"{paper.plan} · {what} · isi versi {paper.version} · catatan log nomor {paper.position}",
        "text_digest": in_fours(paper.text_digest),
        "hash": in_fours(paper.hash),
        "title": title,
        "unsigned": "belum ditandatangani",
        "approval_heading": "Pengesahan",
        "approved": [
            ("Dokumen", title),
            ("Satuan kerja", in_one_line(paper.office)),
            ("Versi isi", str(paper.version)),
            ("Sidik naskah", in_fours(paper.text_digest)),
            ("Keadaan", _status(paper)),
        ],
        "places": [_place(n, place, paper) for n, place in enumerate(paper.places)],
    }


def _heading(what: str) -> str:
    return "RENCANA AKSI KINERJA" if what == "rencana aksi" else f"LAPORAN EVALUASI KINERJA {what.upper()}"


def _status(paper: YearPaper) -> str:
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


def _place(number: int, place: Place, paper: YearPaper) -> dict[str, Any]:
    return {
        "key": str(number),
        "dated": "",
        "capacity": "",
        "signatory": place.title,
        "name": place.signature.name if place.signature else "",
        "breakable": False,
        "signatures": [signature_block(place.signature, paper)] if place.signature else [],
    }
