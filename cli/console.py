"""What the command says to the person at the terminal, and the tables that it reads and prints."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.text import Text

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Failed(Exception):
    """The command cannot go on: a sentence that says why and what to do."""


def say(text: str) -> None:
    """Print a line as it is."""
    out.print(escape(text))


def complain(text: str) -> None:
    """Print a line that is about something wrong."""
    err.print(escape(text), style="red" if err.is_terminal else None)


def note(text: str) -> None:
    """Print a line about what happens behind the scenes."""
    err.print(escape(text), style="dim" if err.is_terminal else None)


@contextmanager
def busy() -> Iterator[None]:
    """Show on a terminal that something is going on while lines are printed."""
    if not out.is_terminal:
        yield
        return
    with out.status("…"):
        yield


@contextmanager
def step(text: str) -> Iterator[None]:
    """Show that something is going on, and at the end how long it took."""
    if not out.is_terminal:
        say(f"{text} …")
        yield
        return
    began = time.monotonic()
    with out.status(f"{escape(text)} …"):
        yield
    out.print(f"[green]✓[/green] {escape(text)} [dim]{time.monotonic() - began:.1f} s[/dim]")


def shown(path: Path) -> str:
    """Return the path as one would type it here."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


_WIDTH = 140  # where no terminal gives one


def printed_text(file: Path) -> str:
    """Return the file as text; raises Failed where it cannot be."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise Failed(f"{file}, line {number}: this is not UTF-8; save the file as “CSV UTF-8”.") from None
    except OSError as error:
        raise Failed(f"{file} cannot be read: {error.strerror or error}.") from None


def as_typed(text: str, style: str = "") -> Text:
    """Return what a file says, for a terminal: what would steer it or turn its lines round is only marked."""
    return Text("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text), style)


def wide() -> Console:
    """Return a console with room for a table."""
    return out if out.is_terminal or "COLUMNS" in os.environ else Console(width=_WIDTH, highlight=False)
