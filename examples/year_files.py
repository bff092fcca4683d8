"""What an auditor carries home of the year through the public API: its documents, its tables, a file of evidence."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from examples import official as paths
from examples.banjarmasin_year import execution_rows
from examples.cast import Cast
from examples.official import PDF, Official, StoryFailed
from examples.story import Tell

DOCUMENTS: Mapping[str, str] = {"table": "capaian.pdf", "sheets-1": "lembar-indikator.pdf"}
WORKBOOK, TABLE = "year.xlsx", "year.csv"
EDITIONS = (*DOCUMENTS.values(), WORKBOOK, TABLE)
_ATTACHED = [(row.id, name) for row in execution_rows() for name in row.quarters[0].evidence]
EVIDENCE = tuple(f"bukti-{name}" for _, name in _ATTACHED)
_ANY = "*/*"  # whatever it is


async def take_evidence(cast: Cast, out: Path, tell: Tell) -> None:
    """Save what owners attached in the first quarter, each checked by its digest. Raises `StoryFailed`."""
    rows = {row["id"]: row for row in (await cast.auditor.plan(paths.quarter(1)))["rows"]}
    for (indicator, _), name in zip(_ATTACHED, EVIDENCE, strict=True):
        (evidence,) = rows[indicator]["filing"]["evidence"]
        where = f"{paths.quarter(1)}/realisations/{indicator}/evidence/{evidence['digest']}"
        content = (await cast.auditor.get(where, _ANY)).content
        if sha256(content).hexdigest() != evidence["digest"]:
            raise StoryFailed(f"{evidence['name']} is not what was filed")
        (out / name).write_bytes(content)
        tell(
            f"Pada “{rows[indicator]['text']}” terlampir berkas bukti. Auditor mengunduhnya: SHA-256-nya sama dengan "
            f"yang tercatat, {evidence['digest'][:16]} … {out / name}",
            "A file of evidence is attached to one row. The auditor downloads it: its SHA-256 is the one on record.",
        )


async def take_editions(cast: Cast, out: Path, tell: Tell) -> None:
    """Have the year printed, and save it with its tables. Raises `StoryFailed`."""
    for name, path, media in ((WORKBOOK, f"{paths.YEAR}.xlsx", _ANY), (TABLE, f"{paths.YEAR}.csv", _ANY)):
        (out / name).write_bytes((await cast.auditor.get(path, media)).content)
    for part, digest in (await printed(cast.auditor)).items():
        content = (await cast.auditor.get(f"{paths.DOCUMENTS}/{digest}", PDF)).content
        (out / DOCUMENTS[part]).write_bytes(content)
    tell(
        f"Tabel setahun dan lembar setiap indikator dicetak atas permintaan: {out / DOCUMENTS['table']} dan "
        f"{out / DOCUMENTS['sheets-1']}; yang sama untuk lembar kerja: {out / WORKBOOK} dan {out / TABLE}",
        "The year's table and a sheet for each indicator are printed on request; the same for spreadsheets.",
    )


async def printed(auditor: Official) -> Mapping[str, str]:
    """Have the documents printed, and return their digests by part. Raises `StoryFailed` where one cannot be."""
    await auditor.ask(paths.DOCUMENTS, {})
    found = await auditor.seen(paths.DOCUMENTS, lambda files: _settled(files["documents"]))
    ready = {each["part"]: each["document"] for each in found["documents"] if each["part"] in DOCUMENTS}
    if ready.keys() != DOCUMENTS.keys() or not all(ready.values()):
        raise StoryFailed(f"of the year there is {ready}")
    return ready


def _settled(documents: list[Any]) -> bool:
    return all(each["state"] in ("ready", "failed") for each in documents if each["part"] in DOCUMENTS)
