"""The papers that come from the sample plan: the agreements of its officials, and its key indicators."""

from pathlib import Path

from domain.kind.shipped import IKU, PK_KETUA, PK_SEKRETARIS
from examples import official as paths
from examples.banjarmasin import kind, year
from examples.cast import Cast
from examples.story import Tell

AGREEMENTS = {
    PK_SEKRETARIS.code: "perjanjian-kinerja-sekretaris.pdf",
    PK_KETUA.code: "perjanjian-kinerja-ketua.pdf",
}
KEY_INDICATORS = "indikator-kinerja-utama.pdf"
FACTS = LEFT = (*AGREEMENTS.values(), KEY_INDICATORS)  # files whose digests the log names


async def play_agreements(cast: Cast, out: Path, tell: Tell) -> None:
    """Derive the agreements of the signed plan and have their parties sign them. Raises `StoryFailed`."""
    for code, name in AGREEMENTS.items():
        (out / name).write_bytes(await _signed(cast, code))
    tell(
        "Dari rencana yang ditandatangani lahir perjanjian kinerja Sekretaris dan Ketua, masing-masing dengan sekali "
        "tekan: sasaran, indikator, target, dan anggarannya terhubung ke barisnya di RKT, lalu ditandatangani para "
        f"pihak: {', '.join(str(out / name) for name in AGREEMENTS.values())}",
        "The agreements of secretary and chair come from the signed plan by one press each: goals, indicators, targets "
        "and money stay linked to their rows, and the parties sign.",
    )


async def play_key_indicators(cast: Cast, out: Path, tell: Tell) -> None:
    """Derive the key indicators, with what the action plan knows of each, and say what the set says of itself.

    Raises `StoryFailed`.
    """
    (out / KEY_INDICATORS).write_bytes(await _signed(cast, IKU.code))
    found = await cast.auditor.plan(f"{paths.OFFICE}/set/{year()}")
    apart = len(found["differences"])
    tell(
        f"Indikator Kinerja Utama disusun dengan cara yang sama ({out / KEY_INDICATORS}). Halaman naskah tahun "
        f"{year()} membandingkan semuanya baris demi baris: {apart} hal tidak lagi selaras sejak rencana diubah, "
        "dan halaman itu menawarkan perubahannya.",
        "The key indicators come the same way. The page of the year's papers holds them against each other: "
        f"{apart} things are out of step since the plan was amended, and it offers the change.",
    )


async def _signed(cast: Cast, code: str) -> bytes:
    """Begin a paper from the plan, have it reviewed and signed along its route, and return its document."""
    await cast.drafter.ask(paths.PLANS, {"kind": code, "year": year(), "source": f"{kind()}-{year()}"})
    paper = f"{paths.PLANS}/{code}-{year()}"
    version = (await cast.drafter.plan(paper))["version"]
    await cast.drafter.ask(f"{paper}/submission", {"note": ""}, version)
    while (shown := await cast.auditor.shown(paper))["phase"] != "signed":
        step = next(step for step in shown["route"] if step["state"] == "open")
        door = "signatures" if step["act"] == "sign" else "parafs"
        await cast.officials[step["role"]].endorse(paper, door, shown)
    _, document = await cast.auditor.saved(paper)
    return document
