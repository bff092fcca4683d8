"""Keeps the last run in `docs/evidence/bench.jsonl` and draws all that are kept: `python -m bench.history`."""

from html import escape
from math import log10
from pathlib import Path

import msgspec

from bench.run import FILE, Row, Run

KEPT = Path("docs/evidence/bench.jsonl")
PICTURE = Path("docs/evidence/bench.svg")

_LINE, _LABEL, _CHART, _WIDE = 26, 430, 330, 1010
_DECADES = 2.0  # on each side of the aim
_STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 } .small { font-size: 11px; fill: #59636e }
.aim { stroke: #59636e; stroke-dasharray: 3 3 } .way { fill: none; stroke: #8c959f; stroke-width: 1.5 }
.met { fill: #1a7f37 } .not { fill: #bc4c00 }
</style>"""


def keep() -> list[Run]:
    """Keep the last run, in place of what an earlier one measured of the same commit; return all, oldest first."""
    last = msgspec.json.decode(FILE.read_bytes(), type=Run)
    runs = [msgspec.json.decode(line, type=Run) for line in KEPT.read_bytes().splitlines()] if KEPT.exists() else []
    measured = {row["title"] for row in last["rows"]}
    for run in runs:
        if run["commit"] == last["commit"]:
            run["rows"] = [row for row in run["rows"] if row["title"] not in measured]
    runs = sorted((*(run for run in runs if run["rows"]), last), key=lambda run: run["date"])
    KEPT.write_bytes(b"".join(msgspec.json.encode(run) + b"\n" for run in runs))
    return runs


def picture(runs: list[Run]) -> str:
    """Return an SVG: a line for each measurement with an aim, its runs from left to right, what is worse lower down."""
    ways: dict[str, list[tuple[int, Row]]] = {}
    for number, run in enumerate(runs):
        for row in run["rows"]:
            if row["aim"] is not None:
                ways.setdefault(row["title"], []).append((number, row))
    lines = [
        _way(title, way, _LINE * 2 * n + 60, max(len(runs) - 1, 1))
        for n, (title, way) in enumerate(sorted(ways.items()))
    ]
    height = _LINE * 2 * len(ways) + 70
    first, last = runs[0], runs[-1]
    head = (
        f'<text x="12" y="24">Ratios beside their references, {first["date"][:10]} to {last["date"][:10]};'
        f" dashed the aim, above it better (from {10**_DECADES:g} times worse to as much better)</text>"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {height}" role="img"'
        f' aria-label="Measured ratios of {len(runs)} runs beside their aims">'
        f'{_STYLE}<rect width="100%" height="100%" fill="#fff"/>{head}{"".join(lines)}</svg>\n'
    )


def _way(title: str, way: list[tuple[int, Row]], top: int, steps: int) -> str:
    points = [(_LABEL + number * _CHART / steps, top + _LINE * (0.5 - _better(row) / 2), row) for number, row in way]
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" class="{"met" if row["met"] else "not"}"/>' for x, y, row in points
    )
    last = way[-1][1]
    return (
        f'<text x="12" y="{top + _LINE * 0.65:.1f}">{escape(title)}</text>'
        f'<line x1="{_LABEL}" x2="{_LABEL + _CHART}" y1="{top + _LINE / 2}" y2="{top + _LINE / 2}" class="aim"/>'
        f'<polyline class="way" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)}"/>{dots}'
        f'<text x="{_LABEL + _CHART + 16}" y="{top + _LINE * 0.65:.1f}" class="{"met" if last["met"] else "not"}">'
        f"{last['ratio']:g}, aim {last['aim']:g}</text>"
        f'<text x="{_WIDE - 12}" y="{top + _LINE * 0.65:.1f}" text-anchor="end" class="small">'
        f"{last['figure']:g} {escape(last['unit'])}</text>"
    )


def _better(row: Row) -> float:
    """Return how far it is from its aim, from -1 to 1."""
    times = row["ratio"] / (row["aim"] or 1)
    decades = log10(times) if row["unit"] == "/s" else -log10(times)
    return max(-1.0, min(1.0, decades / _DECADES))


if __name__ == "__main__":
    PICTURE.write_text(picture(keep()), encoding="utf-8")
