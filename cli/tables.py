"""Tables that a command reads from a file and prints for people."""

import os
from pathlib import Path

from rich.console import Console
from rich.text import Text

from cli.console import Failed, out

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
