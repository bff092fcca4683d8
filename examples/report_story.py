"""The annual report of the sample year through the public API: composed, written, endorsed, reviewed by an auditor."""

from pathlib import Path

from domain.report.state import figure_digest
from domain.report.statement import POINTS
from examples import official as paths
from examples.banjarmasin import office, year
from examples.banjarmasin_year import invented
from examples.cast import Cast
from examples.official import PDF, StoryFailed
from examples.story import Tell

REPORT, WORD, STATEMENT = "laporan-kinerja.pdf", "laporan-kinerja.docx", "pernyataan-reviu.pdf"
FACTS = (REPORT,)  # files whose digests the log names
LEFT = (REPORT, WORD, STATEMENT)
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NATIONAL = {
    "indicator": "a-i07",
    "what": "national",
    "value": "81,78%",
    "year": str(year()),
    "source": invented("Partisipasi Pemilu Presiden, KPU RI"),
    "seen": figure_digest(None),
}
_WRITTEN = {
    "background": (
        f"{office().name} menyelenggarakan pemilihan umum di Kota Banjarmasin. Laporan Kinerja Tahun {year()} "
        "mempertanggungjawabkan pelaksanaan tugas dan penggunaan anggaran selama tahun itu, dan menjadi bahan evaluasi "
        "bagi perencanaan tahun berikutnya."
    ),
    "tasks": (
        "Komisi menyelenggarakan setiap tahapan pemilihan umum dan pemilihan kepala daerah di tingkat kota. "
        "Sekretariat mendukungnya di bidang perencanaan, keuangan, logistik, hukum, teknis penyelenggaraan, data, dan "
        "partisipasi masyarakat."
    ),
    "issues": (
        "Dua pemilihan serentak jatuh dalam satu tahun. Mutu daftar pemilih, ketepatan logistik, dan partisipasi "
        "pemilih menjadi isu yang paling menentukan."
    ),
    "strategy": (
        "Sasaran dan indikator diturunkan dari Rencana Strategis KPU. Targetnya ditetapkan dalam Rencana Kinerja "
        "Tahunan dan diperjanjikan oleh Ketua dan Sekretaris."
    ),
    "key-indicators": (
        "Indikator Kinerja Utama adalah indikator tingkat sasaran strategis: partisipasi pemilih, mutu daftar pemilih, "
        "kepatuhan jadwal, serta nilai akuntabilitas dan keterbukaan."
    ),
    "annex": "Lampiran memuat dokumen rujukan, pengukuran setiap indikator, dan bukti dukungnya.",
}
_CLAIM = invented("Seluruh target kinerja tahun ini tercapai.")
_CONCLUSION = invented("Sebagian besar target tercapai; penyebab dan tindak lanjut selebihnya dijelaskan di Bab III.")


async def play_report(cast: Cast, out: Path, tell: Tell) -> None:
    """Have the year reported, and leave the report in `out`. Raises `StoryFailed`."""
    await _compose(cast, tell)
    await _write(cast, tell)
    await _endorse(cast, out, tell)


async def _compose(cast: Cast, tell: Tell) -> None:
    await cast.drafter.ask(paths.REPORT, {})
    report = await cast.drafter.plan(paths.REPORT)
    tell(
        "Laporan Kinerja disusun dari tahun itu: target, realisasi, capaian dan kategori setiap indikator, anggaran, "
        f"penyebab dan tindak lanjut dari keempat triwulan. Yang masih harus ditulis orang: {len(report['missing'])} "
        "bagian.",
        "The annual report is composed of the year: targets, results, categories, money, causes and follow-up. Only a "
        "few sections are left for people to write.",
    )


async def _write(cast: Cast, tell: Tell) -> None:
    for key, words in _WRITTEN.items():
        await _section(cast, key, invented(words))
    await _claim(cast, tell)
    await cast.drafter.ask(f"{paths.REPORT}/figures", _NATIONAL)
    report = await cast.drafter.plan(paths.REPORT)
    if report["missing"]:
        raise StoryFailed(f"sections are still missing: {report['missing']}")
    await cast.drafter.ask(f"{paths.REPORT}/submission", {"note": ""}, report["version"])
    tell(
        f"Penyusun menulis pendahuluan dan perencanaan, menyebut angka nasional partisipasi pemilih, "
        f"{_NATIONAL['value']}, dengan sumbernya, lalu mengajukan laporannya.",
        "The drafter writes introduction and planning, names the national turnout with its source, and submits it.",
    )


async def _section(cast: Cast, key: str, body: str) -> None:
    where = f"{paths.REPORT}/sections/{key}"
    seen = (await cast.drafter.plan(where))["digest"]
    await cast.drafter.ask(where, {"seen": seen, "body": body})


async def _claim(cast: Cast, tell: Tell) -> None:
    """Write what the figures deny, and mend it."""
    await _section(cast, "conclusion", _CLAIM)
    asked = (await cast.drafter.plan(paths.REPORT))["asked"]
    denied = next((doubt for doubt in asked if (doubt["code"], doubt["place"]) == ("claim-denied", "conclusion")), None)
    if denied is None:
        raise StoryFailed("a claim that the figures deny was asked about by nobody")
    await _section(cast, "conclusion", _CONCLUSION)
    tell(
        f"Di simpulan tertulis “{_CLAIM}” Itu langsung ditanyakan, sebab {denied['params']['count']} dari "
        f"{denied['params']['all']} indikator tidak mencapai target. Kalimatnya diperbaiki; keduanya tercatat.",
        "A claim in the conclusion that the figures deny is asked about at once, and mended.",
    )


async def _endorse(cast: Cast, out: Path, tell: Tell) -> None:
    await cast.secretary.endorse(paths.REPORT, "parafs")
    shown = await cast.auditor.shown(paths.REPORT)
    review = {
        "digest": shown["digest"],
        "document": shown["document"],
        "points": [{"key": key, "met": "yes"} for key in POINTS],
        "conclusion": "sound",
        "statement": invented(
            f"Kami telah mereviu Laporan Kinerja {office().name} Tahun {year()}. Substansi informasi yang dimuat di "
            "dalamnya menjadi tanggung jawab manajemen. Reviu bertujuan memberi keyakinan terbatas bahwa laporan "
            "disajikan secara akurat, andal, dan valid."
        ),
    }
    await cast.auditor.ask(f"{paths.REPORT}/reviews", review, shown["version"])
    await cast.chair.endorse(paths.REPORT, "signatures")
    _, document = await cast.auditor.saved(paths.REPORT)
    (out / REPORT).write_bytes(document)
    (out / WORD).write_bytes((await cast.auditor.get(f"{paths.REPORT}/document.docx", _DOCX)).content)
    (out / STATEMENT).write_bytes((await cast.auditor.get(f"{paths.REPORT}/statement.pdf", PDF)).content)
    tell(
        f"Sekretaris membubuhkan paraf, auditor menyatakan telah mereviu, ketua menandatangani: {out / REPORT}, untuk "
        f"Word {out / WORD}, dan pernyataannya {out / STATEMENT}",
        "The secretary puts a paraf, the auditor states the review, the chair signs: the report as a PDF and for Word, "
        "and the statement with its checklist.",
    )
