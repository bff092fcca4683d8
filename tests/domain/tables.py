"""Reads the tables of a document that says what the rules say."""

from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"


def tables(document: str) -> list[dict[tuple[str, str], str]]:
    """Return each table of a file in `docs/`: (row, column) to what the cell promises."""
    found: list[list[list[str]]] = []
    inside = False
    for line in (DOCS / document).read_text().splitlines():
        if line.startswith("|") and not inside:
            found.append([])
        inside = line.startswith("|")
        if inside:
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
    return [
        {(row[0], column): cell for row in rows for column, cell in zip(head[1:], row[1:], strict=True)}
        for head, _, *rows in found
    ]


def walked(spec: Any, command: Any) -> str:
    """Return the phase that a command leads to, or the code that refuses it."""
    outcome = spec.when(command)
    return f"`{outcome.refusal.code}`" if outcome.refusal else str(outcome.state.phase)
