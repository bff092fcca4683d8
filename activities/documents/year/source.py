"""A document of the year as typst source, through the templates in `templates/documents`."""

from pathlib import Path
from typing import Any

from activities.documents.action import action_pages
from activities.documents.paper import Place, Status, YearPaper, YearTablePaper
from activities.documents.quarter import quarter_pages
from activities.documents.source import ACROSS, TRIAL_MARK, in_fours, in_one_line, signature_block
from activities.documents.templates import filled, version_of
from activities.documents.words import QUARTERS
from activities.documents.year.pages import sheet_pages, table_pages
from domain.action.state import Action
from domain.kernel.streams import QUARTERS as QUARTER_NUMBERS
from views.year import year_table

_HERE = Path(__file__).parent
_AROUND = ("action.py", "paper.py", "quarter.py", "source.py", "words.py")
YEAR_TEMPLATE_VERSION = version_of(
    *(str(_HERE.parent / name) for name in _AROUND), *map(str, sorted(_HERE.glob("*.py")))
)


def year_source(paper: YearPaper) -> str:
    """Return the typst source of the paper."""
    content = paper.content
    if isinstance(content, Action):
        what, heading, template, pages = "rencana aksi", "RENCANA AKSI KINERJA", "action.typ", action_pages(content)
    else:
        what = f"triwulan {QUARTERS[content.quarter - 1]}"
        heading, template, pages = f"LAPORAN EVALUASI KINERJA {what.upper()}", "quarter.typ", quarter_pages(content)
    title, status = f"{heading} TAHUN {content.year}", _status(paper)
    return filled(
        template,
        **_frame(paper, title, status, f"{what} · isi versi {paper.version}"),
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
    )


def year_table_source(paper: YearTablePaper) -> str:
    """Return the typst source of the year's table, or of the sheets that the paper holds."""
    numbers = {row.indicator.id: n for n, row in enumerate(year_table(paper.quarters), 1)}
    of = [str(numbers[key]) for key in paper.indicators]
    spanned = "–".join(dict.fromkeys([*of[:1], *of[-1:]]))
    what, name = ("lembar indikator", f"LEMBAR INDIKATOR {spanned}") if of else ("tabel tahun", "TABEL CAPAIAN KINERJA")
    missing = [n for n in QUARTER_NUMBERS if not any(q.quarter == n and q.closing for q in paper.quarters)]
    names = ", ".join(QUARTERS[n - 1] for n in missing)
    status = f"Sementara: triwulan {names} belum ditutup." if missing else "Keempat triwulan sudah ditutup."
    frame = _frame(paper, f"{name} TAHUN {paper.year}", status, what)
    if of:
        return filled("year-sheets.typ", **frame, **sheet_pages(paper.quarters, paper.indicators))
    return filled("year.typ", **frame, **table_pages(paper.quarters, paper.lines))


def _frame(paper: YearPaper | YearTablePaper, title: str, status: str, what: str) -> dict[str, Any]:
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
        "text_line": f"{paper.plan} · {what} · catatan log nomor {paper.position}",
        "text_digest": in_fours(paper.text_digest),
        "hash": in_fours(paper.hash),
        "title": title,
    }


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
