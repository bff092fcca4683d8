"""One run of measurements as it is kept: on which machine, of which commit, when, and what each came to."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import msgspec

from bench.measure import Measure

FILE = Path("out/bench.json")
_MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0


class Machine(TypedDict):
    """Where it ran; `load` is that of the minute before it was written, that of the measurements included."""

    system: str
    processor: str
    cores: int
    memory_mib: int
    python: str
    load: float


class Row(TypedDict):
    """What was measured and its reference, in one unit; `met` is None where nothing is aimed at."""

    title: str
    figure: float
    reference: float
    unit: str
    ratio: float
    aim: float | None
    met: bool | None
    note: str


class Run(TypedDict):
    """One run; its commit ends in `+` where something was not committed."""

    commit: str
    date: str
    machine: Machine
    rows: list[Row]


def write(found: Iterable[Measure]) -> None:
    """Write what was found to `out/bench.json`."""
    run: Run = {
        "commit": _git("rev-parse", "--short=10", "HEAD") + ("+" if _git("status", "--porcelain") else ""),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "system": f"{platform.system()} {platform.release()}",
            "processor": _processor(),
            "cores": os.cpu_count() or 0,
            "memory_mib": _MEMORY >> 20,
            "python": platform.python_version(),
            "load": round(os.getloadavg()[0], 2),
        },
        "rows": [_row(each) for each in found],
    }
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")


def _row(of: Measure) -> Row:
    return {
        "title": of.title,
        "figure": _short(of.value),
        "reference": _short(of.beside),
        "unit": of.unit,
        "ratio": _short(of.ratio),
        "aim": of.aim,
        "met": of.met,
        "note": of.note,
    }


def _short(number: float) -> float:
    return float(f"{number:.4g}")


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S607


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
