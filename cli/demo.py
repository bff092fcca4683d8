"""`paraf demo`: the sample plan's life and year on servers of its own, which leave nothing but what they made."""

import shutil
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.markup import escape

from cli.console import Failed, busy, out, say, shown, step
from cli.embedded.process import free_port
from cli.proven import LEFT, proven
from cli.settings import read_settings
from cli.system import System
from cli.trial import inside, load_sample
from eventstore.entry import Head
from examples.cast import signed_in
from examples.official import StoryFailed
from examples.report_story import play_report
from examples.set_story import play_agreements, play_key_indicators
from examples.story import PLAN, play_plan
from examples.year_story import HISTORY, YEAR, play_year, take_history

_WIDTH = 100  # columns
_PLANS = (play_plan, play_agreements)
_YEAR = (play_year, play_key_indicators, play_report)


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
            sign_ins = {each.person: (each.username, each.password) for each in sample}
            try:
                with busy():
                    async with signed_in(system.settings.base_url, sign_ins) as cast:
                        for play in _PLANS:
                            await play(cast, folder, story.tell)
                        story.turn("Tahunnya", "Its year")
                        for play in _YEAR:
                            await play(cast, folder, story.tell)
                        await take_history(cast, folder, story.tell)
            except StoryFailed as why:
                raise Failed(f"The demo went wrong: {why}") from None
            out.print()
    with step("Proving it without any server"):
        head = await proven(folder)
    story.tell(
        f"Semua server sudah berhenti. Dari berkasnya saja terbukti: rantai {head.position} catatan itu utuh, dan "
        f"peristiwanya, dilipat dari awal, menghasilkan {folder / PLAN} dan {folder / YEAR} sel demi sel. Sidik setiap "
        "dokumen yang ditandatangani dan berkas bukti tercatat di dalamnya; tabel dan lembar tahunannya bukan catatan, "
        "melainkan turunannya, dan dicetak ulang darinya tanpa selisih satu bita pun.",
        "All servers have stopped. From the file alone: the chain is whole, and its events, folded from the beginning, "
        "make the plan and its year cell by cell. The digest of every signed document and of the evidence is on record "
        "in it; the year's tables and sheets are no record but follow from it: printed once more, they are the same "
        "bytes.",
    )
    _tell_files(folder, head)


class Story:
    """Tells it: Indonesian first."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> None:
        """Print what comes before the first sentence."""
        self.turn("Satu rencana, dari naskah sampai tanda tangan", "One plan, from draft to signature")
        out.print("  [dim]A trial: nothing here is an act of the officials named, and the year is invented.[/dim]")

    def turn(self, indonesian: str, english: str) -> None:
        """Print the heading of what follows."""
        out.print()
        out.print(f"  [bold]{indonesian}[/bold] [dim]{english}[/dim]")

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
