"""The sample plan is amended in its third quarter: on paper, then what its action plan and its open quarters follow."""

from pathlib import Path
from typing import Any

from examples import official as paths
from examples.amending import Amending
from examples.amendment import JOINED, LOWERED, STATEMENT
from examples.cast import Cast
from examples.official import PDF, StoryFailed
from examples.story import Tell, take_plan
from examples.year import Script, Year

AMENDED, REDLINE, ACTION_PLAN = "rkt-perubahan-pertama.pdf", "rkt-perubahan-matriks.pdf", "rencana-aksi-perubahan.pdf"
FACTS = (AMENDED, ACTION_PLAN)  # files whose digests the log names
LEFT = (*FACTS, REDLINE)


async def play_amendment(cast: Cast, played: Year, out: Path, tell: Tell) -> None:
    """Amend the signed plan, and let its action plan and open quarters follow. Raises `StoryFailed`."""
    amending = Amending(cast, Script())
    await _begin(amending, tell)
    await _change(cast, amending, tell)
    await _sign(cast, amending, out, tell)
    await _follow(cast, played, out, tell)


async def _begin(amending: Amending, tell: Tell) -> None:
    await amending.begin()
    basis = STATEMENT["basis"]
    tell(
        f"Di triwulan III anggaran direvisi. Penyusun memulai Perubahan Pertama dengan dasar {basis['title']}, nomor "
        f"{basis['number']}, berlaku mulai 2 September. Berkas dasarnya tersimpan dengan sidiknya. Rencana yang "
        "ditandatangani tetap berlaku.",
        "In the third quarter the budget is revised. The drafter begins the first amendment, with ground, basis "
        "document and the day from which it is to hold; the signed plan stays in force.",
    )


async def _change(cast: Cast, amending: Amending, tell: Tell) -> None:
    await amending.write()
    version = (await cast.drafter.plan(paths.PLAN))["version"]
    refused = await cast.drafter.send(f"{paths.PLAN}/submission", {"note": ""}, version)
    if "reason-missing" not in refused.text:
        raise StoryFailed(f"an amendment without reasons was answered by {refused.status_code}")
    changes = (await cast.drafter.plan(f"{paths.PLAN}/redline"))["changes"]
    await amending.explain()
    tell(
        f"Tiga hal berubah: satu target, satu anggaran, satu indikator baru. Tanpa alasan pengajuannya ditolak; "
        f"{len(changes)} sel yang berubah mendapat alasannya masing-masing.",
        "One target, one budget line and one new indicator. Without reasons it is refused; each changed cell gets its "
        "own.",
    )


async def _sign(cast: Cast, amending: Amending, out: Path, tell: Tell) -> None:
    await amending.sign()
    _, document = await cast.auditor.saved(paths.PLAN)
    (out / AMENDED).write_bytes(document)
    (out / REDLINE).write_bytes((await cast.auditor.get(f"{paths.PLAN}/redline.pdf", PDF)).content)
    await take_plan(cast, out)
    tell(
        "Keduanya membubuhkan paraf; sekretaris menandatangani bagian B. Bagian A tidak berubah: tanda tangan ketua di "
        f"sana tetap berlaku. Rencana baru dengan matriks perubahannya satu dokumen, {out / AMENDED}; matriksnya saja "
        f"{out / REDLINE}",
        "Both put their paraf; the secretary signs part B. Part A is as it was, so the chair's signature goes on. The "
        "new plan and the redline are one document; the redline is also printed alone.",
    )


async def _follow(cast: Cast, played: Year, out: Path, tell: Tell) -> None:
    told = (await cast.drafter.plan(paths.ACTION))["to_follow"]["rows"]
    closed = {number: await cast.auditor.plan(paths.quarter(number)) for number in (1, 2)}
    await played.amend_action()
    _, document = await cast.auditor.saved(paths.ACTION)
    (out / ACTION_PLAN).write_bytes(document)
    row = next(row for row in told if row["id"] == LOWERED)
    tell(
        f"Rencana aksi menunjukkan yang harus diikuti, {len(told)} baris: antara lain “{row['new']['text']}” dari "
        f"{row['old']['target']['text']} menjadi {row['new']['target']['text']}. Penyusun menekan Ikuti perubahan, "
        f"menyesuaikan dua baris, dan versi berikutnya ditandatangani: {out / ACTION_PLAN}",
        f"The action plan shows what it must follow, {len(told)} rows, with one button; the drafter adapts two rows, "
        "and its next version is signed.",
    )
    version = (await cast.auditor.plan(paths.PLAN))["version"]
    third = await cast.auditor.seen(paths.quarter(3), lambda found: found["plan"]["version"] == version)
    await cast.auditor.seen(paths.quarter(4), lambda found: found["plan"]["version"] == version)
    for number, before in closed.items():
        if await cast.auditor.plan(paths.quarter(number)) != before:
            raise StoryFailed(f"quarter {number} changed, though it is closed")
    _flagged(third, tell)


def _flagged(third: Any, tell: Tell) -> None:
    rows = {row["id"]: row for row in third["rows"]}
    if not (rows[LOWERED]["lowered"] and rows[JOINED.id]["joined"]):
        raise StoryFailed("the third quarter does not say what the amendment made of its rows")
    tell(
        "Triwulan III dan IV mengikutinya sendiri, sebab berlaku pada hari terakhirnya; I dan II sudah ditutup dan "
        "tidak berubah satu bita pun. Triwulan III sudah lewat ketika perubahan ditandatangani: target "
        f"“{rows[LOWERED]['text']}” yang turun ditandai, dan auditor diberi tahu.",
        "The third and fourth quarters follow by themselves, since it holds on their last day; the first two are "
        "closed and do not change by a byte. The third was over when the amendment was signed: the lowered target is "
        "flagged, and the auditor is told.",
    )
