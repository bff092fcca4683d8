"""The internal auditor's statement on an annual report (*pernyataan telah direviu*): its paper, source and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from activities.documents.execution import frame
from activities.documents.language import INDONESIAN
from activities.documents.paper import Signature, StatementPaper, Status
from activities.documents.press import Press
from activities.documents.source import filled, signature_block
from activities.documents.typesetting import typeset
from domain.office.state import Office
from domain.plan.state import stream_of
from domain.report.events import ReviewStated
from domain.report.state import Report
from domain.report.statement import Conclusion, Met, Point
from eventstore.entry import Entry
from eventstore.replay import REPORT, replay
from eventstore.store import Store

# The checklist of PermenPANRB 53/2014, annex III, in its own language.
POINTS = {
    "format-important": "Laporan menampilkan data penting satuan kerja",
    "format-targets": "Laporan menyajikan informasi target kinerja",
    "format-achievement": "Laporan menyajikan capaian kinerja secara memadai",
    "format-annexes": "Lampiran mendukung informasi pada badan laporan",
    "format-improvement": "Laporan menyajikan upaya perbaikan ke depan",
    "format-accountability": "Laporan menyajikan akuntabilitas keuangan",
    "mechanism-unit": "Laporan disusun oleh unit kerja yang bertugas untuk itu",
    "mechanism-evidence": "Informasi dalam laporan didukung data dan bukti yang memadai",
    "mechanism-order": "Ada mekanisme penyampaian data dari unit kerja kepada penyusun laporan",
    "mechanism-owners": "Penanggung jawab data di setiap unit kerja telah ditetapkan",
    "mechanism-trusted": "Data kinerja dalam laporan diyakini keandalannya",
    "substance-agreement": "Sasaran dan indikator sesuai dengan perjanjian kinerja",
    "substance-strategy": "Sasaran dan indikator selaras dengan rencana strategis",
    "substance-reasons": "Jika tidak sesuai atau tidak selaras, ada penjelasan yang memadai",
    "substance-key-indicators": "Sasaran dan indikator sesuai dengan Indikator Kinerja Utama",
    "substance-compared": "Capaian dibandingkan dengan tahun lalu, rencana strategis, dan pembanding lain",
    "substance-measurable": "Sasaran berorientasi hasil dan indikatornya dapat diukur",
}
_REVIEWER = "Pereviu"  # whose review is stated without a position
_GROUPS = {"format": "Format", "mechanism": "Mekanisme penyusunan", "substance": "Substansi"}
_MET = {Met.YES: "ya", Met.NO: "tidak", Met.NOT_APPLICABLE: "tidak berlaku"}
_CONCLUSIONS = {
    Conclusion.SOUND: (
        "Berdasarkan reviu, tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan dalam meyakini keandalan "
        "informasi yang disajikan dalam Laporan Kinerja ini."
    ),
    Conclusion.EXCEPT: (
        "Berdasarkan reviu, kecuali untuk hal-hal yang disebutkan di bawah, tidak terdapat kondisi yang menimbulkan "
        "perbedaan dalam meyakini keandalan informasi yang disajikan dalam Laporan Kinerja ini."
    ),
    Conclusion.UNSOUND: (
        "Berdasarkan reviu, terdapat kondisi yang menimbulkan keraguan atas keandalan informasi yang disajikan dalam "
        "Laporan Kinerja ini."
    ),
}


def statement_source(paper: StatementPaper) -> str:
    """Return the typst source of the paper."""
    title = f"PERNYATAAN TELAH DIREVIU\nLAPORAN KINERJA TAHUN {paper.year}"
    holds = paper.status is Status.SIGNED
    status = "Dinyatakan secara elektronik." if holds else "Dibatalkan: isi laporan berubah setelah direviu."
    review, day = paper.review, paper.made_at.astimezone(ZoneInfo(paper.time_zone))
    findings = review.findings.splitlines() if review.conclusion is not Conclusion.SOUND else []
    what = f"pernyataan reviu atas laporan kinerja versi {paper.version}"
    return filled(
        "statement.typ",
        **frame(paper, " ".join(title.split()), status, what) | {"title": title},
        paragraphs=[*filter(str.strip, review.statement.splitlines()), _CONCLUSIONS[review.conclusion]],
        findings=[line for line in findings if line.strip()],
        findings_heading="Hal-hal yang ditemukan",
        checklist_heading="Daftar Uji Reviu Laporan Kinerja",
        heads=["No", "Pernyataan", "Jawaban", "Catatan"],
        groups=_groups(review.points),
        part={
            "key": "0",
            "dated": ", ".join(filter(None, [paper.place, format_date(day, "d MMMM y", locale="id")])),
            "capacity": "",
            "signatory": f"{paper.stated.position or _REVIEWER},",
            "name": paper.stated.name,
            "breakable": False,
            "signatures": [signature_block(paper.stated, paper) | {"mark": "Dinyatakan secara elektronik"}],
        },
        unsigned=INDONESIAN.unsigned,
    )


def _groups(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    numbered = enumerate(points, 1)
    return [
        {
            "name": _GROUPS[name],
            "rows": [
                {"number": f"{n}.", "point": POINTS[point.key], "met": _MET[point.met], "note": point.note}
                for n, point in rows
            ],
        }
        for name, rows in groupby(numbered, lambda row: row[1].key.partition("-")[0])
    ]


def render_statement(paper: StatementPaper) -> bytes:
    """Return the PDF; equal papers give equal bytes. Blocks; raises `TypesettingFailed`, or OSError: try again."""
    return typeset(statement_source(paper), paper.made_at)


@dataclass(frozen=True)
class StatementMoment:
    """A statement with its entry, and the report as it is now."""

    event: ReviewStated
    entry: Entry
    report: Report


def statement_moment(past: Iterable[Entry], number: int = 0) -> StatementMoment | None:
    """Return the statement of that number, counted from one, else the last; None where there is none."""
    stated: list[tuple[ReviewStated, Entry]] = []
    report = Report()
    for moment in replay(REPORT, past):
        report = moment.state
        if isinstance(moment.event, ReviewStated):
            stated.append((moment.event, moment.entry))
    if not stated or not 0 <= number <= len(stated):
        return None
    return StatementMoment(*stated[number - 1], report)  # of none, the last


def statement_paper(shown: StatementMoment, at: Office, place: str) -> StatementPaper:
    """Return the paper of the statement, in the office as it was; `place` is where the plan is signed."""
    event, entry, report = shown.event, shown.entry, shown.report
    by = event.by
    return StatementPaper(
        review=event.review,
        stated=Signature("", by.name, by.position, by.capacity, event.at, by.decree, entry.position),
        office=at.name,
        time_zone=at.time_zone,
        plan=report.plan_key,
        year=report.year,
        version=event.version,
        text_digest=event.digest,
        position=entry.position,
        hash=entry.hash.hex(),
        trial=report.trial,
        status=Status.SIGNED if _holds(event, report) else Status.VOID,
        made_at=event.at,
        place=place,
    )


def _holds(stated: ReviewStated, report: Report) -> bool:
    """Return whether the statement is on the report as it is, or on the version that is in force meanwhile."""
    return any(of is not None and of.review is stated for of in (report, report.signed))


class StatementPrinter:
    """Prints the statements on the reports of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._press = Press(store)

    async def printed(self, office: str, stream: str, number: int = 0) -> bytes:
        """Return the statement of that number, counted from one, else the last; empty where there is none.

        Raises `TypesettingFailed` where nothing can be printed, and `Unavailable`: then try again.
        """
        shown = statement_moment(await self._store.read(office, stream), number)
        if shown is None:
            return b""
        at = await self._press.office(office, shown.entry)
        plan = stream_of(shown.report.kind, shown.report.year)
        paper = statement_paper(shown, at, await self._press.place(office, plan, shown.entry))
        return await self._press.printed(render_statement, paper)
