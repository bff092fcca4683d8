"""`paraf demo`: the sample plan's whole life on servers of its own, which leave nothing behind but what it made."""

import json
import shutil
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from rich.markup import escape

from audit.export import Export
from audit.verify import verify
from cli.console import Failed, busy, out, say, shown, step
from cli.embedded.ports import free_port
from cli.sample import inside, load_sample
from cli.settings import read_settings
from cli.system import System
from domain.plan import PlanEvent, fold, stream_of
from domain.plan_json import plan_json
from eventstore.codec import decode
from eventstore.entry import Head
from examples.banjarmasin import kind, year
from examples.official import StoryFailed
from examples.story import HISTORY, LEFT, PLAN, play

_WIDTH = 100  # columns


async def demo(folder: Path) -> None:
    """Play the story, and prove what it left without any server. Raises `Failed`."""
    story = Story()
    with throwaway() as data:
        _make(folder)
        environment = {"PARAF_DATA": str(data), "PARAF_PORT": str(free_port()), "PARAF_TRIAL": "1"}
        async with System(read_settings(environment)) as system:
            async with inside(system.settings) as services:
                sample = await load_sample(services, system.settings, plan=False)
            story.begin()
            sign_ins = {each.role: (each.username, each.password) for each in sample}
            try:
                with busy():
                    await play(system.settings.base_url, sign_ins, folder, story.tell)
            except StoryFailed as why:
                raise Failed(f"The demo went wrong: {why}") from None
            out.print()
    with step("Proving it without any server"):
        head = await _proven(folder)
    story.tell(
        f"Semua server sudah berhenti. Dari berkasnya saja terbukti: rantai {head.position} catatan itu utuh, dan "
        f"peristiwanya, dilipat dari awal, menghasilkan {folder / PLAN} sel demi sel.",
        "All servers have stopped. From the file alone: the chain is whole, and its events, folded from the beginning, "
        "make the plan cell by cell.",
    )
    _tell_files(folder, head)


class Story:
    """Tells it: Indonesian first."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> None:
        """Print what comes before the first sentence."""
        out.print()
        out.print("  [bold]Satu rencana, dari naskah sampai tanda tangan[/bold]")
        out.print(
            "  [dim]One plan, from draft to signature. A trial: nothing here is an act of the officials named.[/dim]"
        )

    def tell(self, indonesian: str, english: str) -> None:
        """Print one sentence of it."""
        self._count += 1
        width = min(_WIDTH, out.width) - 6
        out.print()
        for number, line in enumerate(_wrapped(indonesian, width)):
            out.print(f"{f'{self._count:>4}  ' if number == 0 else ' ' * 6}{escape(line)}")
        for line in _wrapped(english, width):
            out.print(f"      [dim]{escape(line)}[/dim]")


def _wrapped(text: str, width: int) -> list[str]:
    kept = text.replace("Rp ", "Rp\u00a0")  # an amount stays whole, and so does the name of a file
    return textwrap.wrap(kept, width, break_on_hyphens=False, break_long_words=False)


@contextmanager
def throwaway() -> Iterator[Path]:
    """Give a data directory that is gone afterwards, also where PostgreSQL's part of it is kept elsewhere."""
    folder = Path(tempfile.mkdtemp(prefix="paraf-demo-"))
    folder.chmod(0o711)  # PostgreSQL's account enters it when we are root
    try:
        yield folder
    finally:
        elsewhere = (folder / "postgres").resolve()
        shutil.rmtree(folder)
        if elsewhere.exists():
            shutil.rmtree(elsewhere)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failed(f"Nothing can be left in {shown(folder)}: {error.strerror}.") from None


def _tell_files(folder: Path, head: Head) -> None:
    out.print()
    for name in LEFT:
        say(f"  {shown(folder / name)}")
    out.print()
    say(f"  Check it yourself: .venv/bin/paraf verify --export {shown(folder / HISTORY)} --against {head}")


async def _proven(folder: Path) -> Head:
    """Return the head of the exported log. Raises `Failed` unless it is whole and makes the plan."""
    export = Export(folder / HISTORY)
    report = await verify(export)
    if not report.ok or len(report.offices) != 1:
        raise Failed("\n".join(["The exported history is not whole.", *map(str, report.findings)]))
    stream = stream_of(kind(), year())
    events = [cast(PlanEvent, decode(entry.body)) for entry in export if entry.stream == stream]
    if json.loads(plan_json(fold(events))) != json.loads((folder / PLAN).read_text()):
        raise Failed(f"The exported history does not make {folder / PLAN}.")
    return report.offices[0].head
