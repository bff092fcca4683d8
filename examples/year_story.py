"""The year of the sample plan through the public API: action plan, four quarters with what goes wrong, closing."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.kernel.exact import spell_plain
from domain.kernel.streams import QUARTERS
from examples import amendment_story
from examples import official as paths
from examples.amendment import AMENDED_IN
from examples.amendment_story import play_amendment
from examples.banjarmasin import year
from examples.banjarmasin_year import execution_rows, invented
from examples.cast import Cast
from examples.official import Official, StoryFailed
from examples.story import Tell
from examples.year import LATE, Script, Year
from examples.year_files import EDITIONS, EVIDENCE, take_editions, take_evidence

HISTORY, YEAR = "history.jsonl", "year.json"
ACTION_PLAN = "rencana-aksi.pdf"
REPORTS: Mapping[int, str] = {number: f"evaluasi-triwulan-{number}.pdf" for number in QUARTERS}
FACTS = (ACTION_PLAN, *REPORTS.values(), *EVIDENCE, *amendment_story.FACTS)  # files whose digests the log names
LEFT = (YEAR, *FACTS, amendment_story.REDLINE, *EDITIONS)
NOTE = invented("Seluruh realisasi rekaan; bukan capaian kantor yang disebut.")
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
_DOUBTS = {
    "above-200": "di atas 200%",
    "spent-without-output": "uang keluar, belum ada hasil",
    "target-lowered": "target diturunkan sesudah hasilnya dapat diketahui",
}
_WINDOW = timedelta(days=1)  # what is filed in a moment needs no longer
_TOO_LITTLE = "80"  # where the year asks for 90%


async def play_year(cast: Cast, out: Path, tell: Tell) -> None:
    """Play the year of the signed plan, and leave it in `out`. Raises `StoryFailed`."""
    played = Year(cast, Script())
    await _action(cast, played, out, tell)
    await _late(cast, played, tell)
    await _first_quarter(cast, played, out, tell)
    for number in QUARTERS[1:]:
        if number == AMENDED_IN:
            await play_amendment(cast, played, out, tell)
        await played.extend(number, _soon())
        await played.file(number)
        await played.verify(number)
        await _closed(cast, played, number, out, tell)
    await _take_home(cast, out, tell)


async def _action(cast: Cast, played: Year, out: Path, tell: Tell) -> None:
    await played.begin_action()
    await played.write_action()
    action = await cast.drafter.plan(paths.ACTION)
    rows = [row for part in action["parts"] for row in part["indicators"]]
    found = Counter(row["policy"]["direction"] for row in rows)
    tell(
        f"Penyusun memulai rencana aksi dari naskah yang ditandatangani. Cara mengukur diusulkan per indikator dan "
        f"ditegaskan olehnya: {found['higher']} makin tinggi makin baik, {found['lower']} makin rendah makin baik, "
        f"{found['ordinal']} berperingkat. Setiap indikator mendapat target triwulan, penanggung jawab dan langkah.",
        "The drafter begins the action plan from the signed text. How each indicator is measured is proposed and "
        "confirmed; each gets quarterly targets, an owner and steps.",
    )
    await _try_too_little(cast.drafter, rows[0], action["version"], tell)
    await played.send_action()
    await played.sign_action()
    _, document = await cast.auditor.saved(paths.ACTION)
    (out / ACTION_PLAN).write_bytes(document)
    tell(
        "Kedua penanggung jawab menerima barisnya, perencana membubuhkan paraf, sekretaris menandatangani: "
        f"{out / ACTION_PLAN}",
        "Both owners accept their rows, the planning section puts its paraf, the secretary signs.",
    )


async def _try_too_little(drafter: Official, row: Any, version: int, tell: Tell) -> None:
    """Ask for quarterly targets that cannot give the year's."""
    body = {
        "indicator": row["id"],
        "policy": row["policy"],
        "targets": [*(target["aim"]["low"] for target in row["targets"][:3]), _TOO_LITTLE],
        "owners": [owner["person"] for owner in row["owners"]],
        "steps": row["steps"],
    }
    refused = await drafter.send(f"{paths.ACTION}/rows", {"rows": [body]}, version)
    if "quarters-off" not in refused.text:
        raise StoryFailed(f"targets that cannot give the year's were answered by {refused.status_code}")
    tell(
        f"Target triwulan IV {_TOO_LITTLE}% dicoba pada “{row['text']}”, padahal setahun {row['target']['text']}. "
        "Ditolak, dengan selisihnya: kurang 10.",
        "A last quarter of 80% where the year asks for 90% is refused, saying that 10 are missing.",
    )


async def _late(cast: Cast, played: Year, tell: Tell) -> None:
    await played.extend(1, _soon())
    tell(
        f"Tahun {year()} sudah lewat. Waktu tidak dipercepat dan tidak dimundurkan: keempat triwulan langsung terbuka "
        f"dengan masa pengisian yang sudah berakhir, dan sekretaris memperpanjangnya dengan alasan: “{LATE}”",
        f"The year {year()} is over. No clock is moved: all four quarters open with windows that have closed, and the "
        "secretary extends each, with the reason on record.",
    )


async def _first_quarter(cast: Cast, played: Year, out: Path, tell: Tell) -> None:
    await played.file(1)
    rows = (await cast.planner.plan(paths.quarter(1)))["rows"]
    figures = sum(row["reading"]["type"] != "absent" for row in rows)
    tell(
        f"Triwulan I diisi kedua penanggung jawab: {figures} baris dengan angka, {len(rows) - figures} dengan alasan "
        "mengapa belum ada angka: belum rilis atau tidak berlaku, tidak pernah 0 atau 100 sebagai gantinya.",
        "The owners file the first quarter: figures, or why there is none yet; never a 0 or a 100 in its place.",
    )
    returned, corrected = (_before(returned=wanted) for wanted in (True, False))
    tell(
        f"Perencana mengembalikan satu baris: “{returned[0]}” Satu baris lain dikoreksi pemiliknya: “{corrected[1]}” "
        "Angka lama, angka baru dan alasannya tercatat.",
        "The planning section returns one row; another one is corrected by its owner, with the reason.",
    )
    await played.verify(1)
    await take_evidence(cast, out, tell)
    await _closed(cast, played, 1, out, tell)


async def _closed(cast: Cast, played: Year, number: int, out: Path, tell: Tell) -> None:
    """Have a quarter signed, save its report, and say what it came to."""
    await played.close(number)
    found, document = await cast.auditor.saved(paths.quarter(number))
    (out / REPORTS[number]).write_bytes(document)
    figures = [Decimal(row["quarter"]["figure"]) for row in found["rows"] if row["quarter"]["figure"] is not None]
    met = sum(figure >= 100 for figure in figures)
    told = [f"“{row['text']}” ({_DOUBTS[flag]})" for row in found["rows"] for flag in _flags(row)]
    doubts = f" Yang ditandai untuk dilihat lagi: {'; '.join(told)}." if told else ""
    tell(
        f"Triwulan {_ROMAN[number]} diverifikasi perencana, ditandatangani sekretaris dan ketua, lalu ditutup: "
        f"{met} dari {len(figures)} target tercapai, serapan {_percent(found['budget']['absorption'])}."
        f"{doubts} {out / REPORTS[number]}",
        f"Quarter {number} is verified, signed twice, and closed: {met} of {len(figures)} targets are reached.",
    )


async def _take_home(cast: Cast, out: Path, tell: Tell) -> None:
    found = await cast.auditor.plan(paths.YEAR)
    told = json.dumps({"note": NOTE, **found}, ensure_ascii=False, indent=1, sort_keys=True)
    (out / YEAR).write_text(told + "\n")
    cells = len(found["indicators"])
    tell(
        f"Setahun penuh dalam satu berkas, {cells} sel: masukan, kebijakan, angka, dan turunannya yang dapat dihitung "
        f"ulang dengan tangan: {out / YEAR}",
        f"The whole year in one file, {cells} cells: inputs, policy, figure, and the derivation to check it by hand.",
    )
    await take_editions(cast, out, tell)


async def take_history(cast: Cast, out: Path, tell: Tell) -> None:
    """Save the office's whole log, in which everything that was played is recorded."""
    history = await cast.auditor.lines(paths.LOG)
    (out / HISTORY).write_bytes(history)
    count = len(history.splitlines())
    tell(
        f"Auditor membawa pulang seluruh log kantor, {count} catatan: {out / HISTORY}",
        f"The auditor takes the office's whole log home: {count} entries.",
    )


def _soon() -> datetime:
    return datetime.now(UTC) + _WINDOW


def _before(*, returned: bool) -> tuple[str, str]:
    """Why the planning section returned a row of the first quarter, and why its owner corrected it."""
    found = (row.quarters[0].before for row in execution_rows())
    return next((m.returned, m.reason) for m in found if m is not None and bool(m.returned) is returned)


def _flags(row: Any) -> list[str]:
    return [*row["quarter"]["flags"], *row["year"]["flags"]]


def _percent(share: Any) -> str:
    return f"{spell_plain(Decimal(share['figure']))}%"
