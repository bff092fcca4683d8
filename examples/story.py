"""The life of the sample plan through the public API: drafted, returned, corrected, reviewed and signed."""

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from examples import official as paths
from examples.banjarmasin import kind, plan_text, year
from examples.cast import Cast
from examples.official import Official, StoryFailed, open_step
from views.text import text_view

CORRECTED, CORRECTED_TARGET = "a-i08", "79%"  # women's turnout: the Secretary asks for more than was published
PLAN = "plan.json"
FIRST_DRAFT, DRAFT, SIGNED = "rkt-rancangan-1.pdf", "rkt-rancangan-2.pdf", "rkt-ditandatangani.pdf"
FACTS = (FIRST_DRAFT, DRAFT, SIGNED)  # files whose digests the log names
LEFT = (PLAN, *FACTS)
_QUESTION = "Target ini tampaknya dapat dinaikkan; mohon diperiksa kembali. (contoh)"
_REASON = "Satu target perlu dikoreksi, lihat catatan pada barisnya. (contoh)"
_ANSWER = "Benar, targetnya kami naikkan menjadi 79%. (contoh)"

Tell = Callable[[str, str], None]  # a sentence in Indonesian, and in English


async def play_plan(cast: Cast, out: Path, tell: Tell) -> None:
    """Play the plan's life and leave it with its documents in `out`; the office has no plan of that year yet.

    Raises `StoryFailed`.
    """
    await _draft(cast, tell)
    first = await _submit(cast, out / FIRST_DRAFT, tell)
    await _return(cast, first, tell)
    await _correct(cast, tell)
    await _submit_again(cast, out / DRAFT, tell)
    await _review(cast, first, tell)
    await _sign(cast, tell)
    await _take_home(cast, out, tell)


async def _draft(cast: Cast, tell: Tell) -> None:
    text = text_view(plan_text())
    await cast.drafter.ask(paths.PLANS, {"kind": kind(), "year": year(), "text": text})
    plan = await cast.drafter.plan(paths.PLAN)
    rows = sum(len(part["indicators"]) for part in plan["text"]["parts"])
    programmes = sum(len(part["programmes"]) for part in plan["text"]["parts"])
    total, title = plan["text"]["budget"]["printed"], plan["text"]["title"]
    tell(
        f"Penyusun memasukkan naskah yang pernah terbit, {title}: {rows} indikator dan {programmes} program "
        f"dengan pagu {total}. Tidak satu ejaan pun diubah.",
        f"The drafter enters the plan as it was published: {rows} indicators and {programmes} programmes "
        f"worth {total}. Not one spelling is changed.",
    )


async def _submit(cast: Cast, file: Path, tell: Tell) -> Any:
    plan = await cast.drafter.plan(paths.PLAN)
    await cast.drafter.ask(f"{paths.PLAN}/submission", {"note": ""}, plan["version"])
    tell(
        f"Penyusun mengajukan versi {plan['version']}. Sejak kini setiap paraf dan tanda tangan menyebut sidik "
        f"naskah ini, {_short(plan['text_digest'])}",
        "The drafter submits it. From now on every paraf and signature names the digest of exactly this text.",
    )
    plan = await _saved(cast.secretary, file)
    tell(
        f"Dokumennya tercetak, {_pages(plan)} halaman bertanda RANCANGAN: {file}",
        "The document is printed, with RANCANGAN (draft) across every page.",
    )
    return plan


async def _return(cast: Cast, plan: Any, tell: Tell) -> None:
    await cast.secretary.ask(f"{paths.PLAN}/comments", {"row": CORRECTED, "text": _QUESTION})
    tell(
        f"Sekretaris memeriksa, dan menulis pada baris “{_row(plan, CORRECTED)['text']}”: “{_QUESTION}”",
        "The secretary reviews it and comments on one row: this target could be higher.",
    )
    await cast.secretary.ask(f"{paths.PLAN}/returns", {"step": open_step(plan), "reason": _REASON})
    tell(
        f"Sekretaris mengembalikan naskah kepada penyusun: “{_REASON}”",
        "The secretary returns the plan to its drafter, with the reason.",
    )


async def _correct(cast: Cast, tell: Tell) -> None:
    plan = await cast.drafter.plan(paths.PLAN)
    row = _row(plan, CORRECTED)
    old = row["target"]["text"]
    row["target"]["text"] = CORRECTED_TARGET
    receipt = await cast.drafter.ask(f"{paths.PLAN}/text", plan["text"], plan["version"])
    if len(receipt["events"]) != 1:
        raise StoryFailed(f"one changed cell was recorded as {len(receipt['events'])} facts")
    tell(
        f"Penyusun mengubah satu sel, dari {old} menjadi {CORRECTED_TARGET}, dan mengirim seluruh naskah kembali. "
        "Yang tercatat hanya satu fakta: target baris itu berubah. Baris lain tidak tersentuh.",
        f"The drafter changes one cell from {old} to {CORRECTED_TARGET} and sends the whole text; one fact is "
        "recorded, and no other row is touched.",
    )
    for comment in plan["comments"]:
        await cast.drafter.ask(f"{paths.PLAN}/comments/{comment['id']}/settlement", {"answer": _ANSWER})
    tell(
        f"Catatan sekretaris dijawab: “{_ANSWER}”",
        "The comment is answered; the plan could not be submitted with it open.",
    )


async def _submit_again(cast: Cast, file: Path, tell: Tell) -> None:
    plan = await cast.drafter.plan(paths.PLAN)
    await cast.drafter.ask(f"{paths.PLAN}/submission", {"note": _ANSWER}, plan["version"])
    plan = await _saved(cast.secretary, file)
    tell(
        f"Penyusun mengajukan versi {plan['version']}, dan dokumen baru tercetak: {file}",
        "The corrected text is submitted, and a new document is printed.",
    )


async def _review(cast: Cast, first: Any, tell: Tell) -> None:
    await cast.secretary.endorse(paths.PLAN, "parafs")
    tell("Sekretaris membubuhkan paraf.", "The secretary puts a paraf on it.")
    plan = await cast.chair.shown(paths.PLAN)
    old = {"step": open_step(plan), "digest": first["text_digest"], "document": first["document"]}
    refused = await cast.chair.send(f"{paths.PLAN}/parafs", old, first["version"])
    if refused.status_code != httpx.codes.PRECONDITION_FAILED:
        raise StoryFailed(f"a paraf on a text that has changed was answered by {refused.status_code}")
    tell(
        "Di meja ketua masih terbuka versi yang lama. Paraf di atasnya ditolak: naskah sudah berubah, dan yang "
        "berubah ditunjukkan. Penolakan itu pun tercatat.",
        "The chair still has the old version open. A paraf on it is refused, with what changed; the refusal is on "
        "record too.",
    )
    await cast.chair.endorse(paths.PLAN, "parafs")
    tell("Ketua membaca versi yang baru, lalu membubuhkan paraf.", "The chair reads the new one and puts a paraf.")


async def _sign(cast: Cast, tell: Tell) -> None:
    receipt = await cast.secretary.endorse(paths.PLAN, "signatures")
    tell(
        f"Sekretaris menandatangani bagian B, posisi {receipt['last']} dalam log kantor.",
        "The secretary signs part B.",
    )
    key = str(uuid.uuid4())
    plan = await cast.chair.shown(paths.PLAN)
    receipt = await cast.chair.endorse(paths.PLAN, "signatures", plan, key)
    again = await cast.chair.endorse(paths.PLAN, "signatures", plan, key)
    if again != receipt:
        raise StoryFailed("the same command got two receipts")
    tell(
        f"Ketua menandatangani bagian A, posisi {receipt['last']}. Tombolnya tertekan dua kali; tanda tangannya tetap "
        "satu, dan buktinya sama.",
        "The chair signs part A. The button is pressed twice; there is one signature, and the same receipt.",
    )


async def _take_home(cast: Cast, out: Path, tell: Tell) -> None:
    await _saved(cast.auditor, out / SIGNED)
    tell(
        f"Dokumen bertanda tangan tercetak: {out / SIGNED}. Di kakinya ada posisi dan hash log yang membuktikannya.",
        "The signed document is printed; its footer names the log position and hash that prove it.",
    )
    await take_plan(cast, out)


async def take_plan(cast: Cast, out: Path) -> None:
    """Save the plan as it is now."""
    plan = await cast.auditor.shown(paths.PLAN)
    _write(out / PLAN, (json.dumps(plan, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


async def _saved(official: Official, file: Path) -> Any:
    """Save the document that is shown now, and return the plan."""
    plan, document = await official.saved(paths.PLAN)
    _write(file, document)
    return plan


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)


def _row(plan: Any, row: str) -> Any:
    return next(i for part in plan["text"]["parts"] for i in part["indicators"] if i["id"] == row)


def _pages(plan: Any) -> int:
    return int(next(d["pages"] for d in plan["documents"] if d["document"] == plan["document"]))


def _short(digest: str) -> str:
    return " ".join(digest[n : n + 4] for n in range(0, 16, 4)) + " …"
