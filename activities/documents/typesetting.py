"""Typst source to PDF, in a process of its own with bounded memory and time.

Typst cannot be interrupted and keeps what it laid out, so a worker does not run it itself. This file is also that
process: it reads a job from its input and writes the PDF to its output. It has no network use, no environment, and a
directory for a root in which nothing is but an emblem and what its first pass found.
"""

import json
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from datetime import datetime
from pathlib import Path

import typst

MAX_PAGES = 800  # 500 indicators with a page of text each take about 550
_MEMORY = 2 << 30  # bytes of address space; 764 pages took one gigabyte
_SECONDS = 60  # of a processor; a hundred pages took one second
_PATIENCE = 180  # seconds on the clock, for a busy machine
_TRIES = 6

# One at a time: the machines this runs on are small, and a worker renders few documents.
_TURN = threading.Lock()

_UNSHOWN = re.compile(r'(?:the text|the codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class TypesettingFailed(Exception):
    """No PDF came of the source: a fault of ours or a text beyond the limits, which no repetition cures."""


def typeset(source: str, at: datetime, emblem: bytes = b"") -> bytes:
    """Return the PDF/A-2a and PDF/UA-1 of the source, dated `at`; equal input gives equal bytes. Blocks.

    `emblem` is what the source finds as the file of that name.

    Raises `TypesettingFailed`, or OSError where the machine is to blame and another try may succeed.
    """
    with _TURN, tempfile.TemporaryDirectory(prefix="paraf-typst-") as root:
        if emblem:
            Path(root, "emblem").write_bytes(emblem)
        job = json.dumps({"source": source, "at": int(at.timestamp()), "root": root})
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(Path(__file__).resolve())],
                input=job.encode(),
                capture_output=True,
                env={"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"},
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TimeoutError(f"typesetting was not done in {_PATIENCE} seconds") from error
    if done.returncode == -signal.SIGKILL:
        raise OSError("typesetting was killed from outside")
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise TypesettingFailed(said[-2000:] or f"typesetting ended with {done.returncode}")
    return done.stdout


def _job(job: dict[str, str | int]) -> bytes:
    source, root = str(job["source"]), str(job["root"])
    fonts = typst.Fonts(include_system_fonts=False)
    together = Path(root, "together")
    for _ in range(_TRIES):
        compiler = typst.Compiler(
            source.encode(), root=root, font_paths=fonts, package_path=root, package_cache_path=root
        )
        # The first pass tells what the second has to know: signatures that would stand alone on a page. It stands in a
        # file, since typst lays out anew only what reads from one that changed; its inputs are everybody's.
        together.write_text("")
        layout = json.loads(compiler.query("<layout>", field="value", one=True))
        if layout["pages"] > MAX_PAGES:
            raise TypesettingFailed(f"the document has {layout['pages']} pages; at most {MAX_PAGES} are printed")
        together.write_text(layout["together"] or "")
        try:
            pdf = compiler.compile(
                source.encode(),
                format="pdf",
                pdf_standards=["a-2a", "ua-1"],
                timestamp=int(job["at"]),
            )
        except typst.TypstError as error:
            spelled = spell_unshown(source, str(error.diagnostic))
            if spelled == source:
                raise TypesettingFailed(str(error.diagnostic)) from error
            source = spelled
            continue
        if not isinstance(pdf, bytes):
            raise TypesettingFailed("typst gave no PDF")
        return pdf
    raise TypesettingFailed("the text holds too many characters that no font shows")


def spell_unshown(source: str, diagnostic: str) -> str:
    """Return the source with each character that the diagnostic says no font shows written out as `[U+1F600]`.

    They can only stand in typed text, where writing them out is better than a plan that cannot be printed.
    """
    named = "".join(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _UNSHOWN.findall(diagnostic))
    return source.translate({ord(c): f"[U+{ord(c):04X}]" for c in named if not c.isascii()})


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(_job(json.load(sys.stdin)))
    except (TypesettingFailed, RuntimeError) as failure:  # typst raises RuntimeError from a query
        sys.exit(str(failure))
