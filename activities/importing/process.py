"""A file to its tables, in a process of its own with bounded memory and time.

Somebody else made the file: whatever its reader does with it happens where nothing else is. This file is also that
process: it reads the file from its input and writes the tables to its output.
"""

import resource
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

if __name__ == "__main__":  # isolated: only the floors that this file stands on, and what is installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec
from msgspec import structs

from activities.evidence.archive import OPEN_DOCUMENT, OPEN_XML, ZIP, checked_package
from domain.kernel.characters import legible
from domain.kernel.errors import N_, Refused
from domain.sheet.table import MOST_CELLS, MOST_COLUMNS, MOST_LINES, MOST_TEXT, MOST_WORDS, Source, SourceTable

MOST_BYTES = 20 * 1024 * 1024
_MEMORY = 1 << 30  # bytes of address space
_SECONDS = 30  # of a processor
_PATIENCE = 300  # seconds on the clock: it is the processor's that are counted, however busy the machine is
_GLANCE = 0.25  # seconds after which it is asked whether the file is still wanted

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"
_NEVER_TEXT = (".xlsx", ".xlsm", ".docx", ".ods", ".pdf")  # nor a web page; some programs call one so that they export
_EXTERNAL = (b"<!DOCTYPE", b"<!ENTITY")
_MOST = {b"<mergeCell ": MOST_CELLS, b"<row ": 20 * MOST_LINES, b"<c ": 5 * MOST_CELLS}  # in one part

_UNKNOWN = N_("“{name}” is not a file that can be read: a workbook, a Word document, a PDF with text, or CSV.")
_DAMAGED = N_("“{name}” cannot be read to its end: it is damaged, or not what it says it is.")
_LOCKED = N_("“{name}” is locked with a password. Save it without one.")
_LARGE = N_("“{name}” holds more than is read at once: at most {megabytes} MB, {lines} rows and {columns} columns.")
_LONG = N_("Reading “{name}” took too much time or memory. Save the one sheet that is needed in a file of its own.")
_EMPTY = N_("No table is found in “{name}”.")


class Stopped(Exception):
    """Nobody wants the file read any more."""


def read_file(name: str, data: bytes, stop: threading.Event | None = None) -> Source:
    """Return the tables of a file. Blocks. Raises Refused, `Stopped`, or OSError where the machine is to blame."""
    if len(data) > MOST_BYTES:
        raise _refused("import-large", _LARGE, name)
    if name.lower().endswith(_NEVER_TEXT) and not data.lstrip().startswith((ZIP, _OLD, _PDF, b"<", b"\xef\xbb\xbf<")):
        raise _refused("import-damaged", _DAMAGED, name)
    ended, out = _ended(name, data, stop or threading.Event())
    if ended == -signal.SIGKILL:
        raise OSError("reading a file was killed from outside")
    if ended == 0:
        return msgspec.json.decode(out, type=Source)
    if ended == _SAID:
        code, message = msgspec.json.decode(out, type=tuple[str, str])
        raise _refused(code, message, name)
    raise _refused("import-long", _LONG, name)  # what ran out of something ends as it likes


def _ended(name: str, data: bytes, stop: threading.Event) -> tuple[int, bytes]:
    """Return how the process that reads it ended, and its output."""
    asked = [sys.executable, "-I", str(Path(__file__).resolve())]
    environment = {"MALLOC_ARENA_MAX": "2"}
    out, null, until = subprocess.PIPE, subprocess.DEVNULL, time.monotonic() + _PATIENCE
    with TemporaryFile() as file:  # a pipe that is given up between two glances is not filled any further
        file.write(data)
        file.seek(0)
        with subprocess.Popen(asked, stdin=file, stdout=out, stderr=null, env=environment) as child:
            try:
                while time.monotonic() < until:
                    if stop.is_set():
                        raise Stopped
                    with suppress(subprocess.TimeoutExpired):
                        told, _ = child.communicate(timeout=_GLANCE)
                        return child.returncode, told
            finally:
                child.kill()
    raise _refused("import-long", _LONG, name)


def _refused(code: str, message: str, name: str) -> Refused:
    bounds = {"megabytes": MOST_BYTES // 2**20, "lines": MOST_LINES, "columns": MOST_COLUMNS}
    used = {key: str(value) for key, value in bounds.items() if f"{{{key}}}" in message}
    return Refused(code, message, "file", name=name, **used)


_SAID = 3  # how the process ends that says why on its output


def _source(name: str, data: bytes) -> Source:
    """Return what the file holds. Raises Refused, and whatever the readers of damaged files raise."""
    if data.startswith(_PDF):
        from activities.importing.page import read_pdf

        return read_pdf(data)
    if data.startswith(ZIP):
        return _packed(name, data)
    if data.startswith(_OLD):
        if _encrypted(data):
            raise _refused("import-locked", _LOCKED, name)
        from activities.importing.binary import Locked, read_binary

        try:
            return read_binary(data)
        except Locked:
            raise _refused("import-locked", _LOCKED, name) from None
    head = data[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head.startswith(b"{") and (told := _object(data)) is not None:
        if not {"kind", "year", "text"} <= told:
            raise _refused("import-unknown", _UNKNOWN, name)
        return Source((), (), data.decode())
    if head.startswith(b"<") and b"<table" in data.lower():
        from activities.importing.web import read_web

        return read_web(data.decode("utf-8", "replace"))
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused("import-unknown", _UNKNOWN, name)
    from activities.importing.plain import read_plain

    return read_plain(data)


def _object(data: bytes) -> set[str] | None:
    """Return the names that a JSON object has; None for what is none."""
    try:
        return set(msgspec.json.decode(data, type=dict[str, msgspec.Raw]))
    except msgspec.MsgspecError:
        return None


def _packed(name: str, data: bytes) -> Source:
    media = checked_package(name, data)
    _check_parts(name, data)
    if media == f"{OPEN_XML}spreadsheetml.sheet":
        from activities.importing.workbook import read_workbook

        return read_workbook(data)
    if media == f"{OPEN_XML}wordprocessingml.document":
        from activities.importing.word import read_word

        return read_word(data)
    if media == f"{OPEN_DOCUMENT}spreadsheet":
        from activities.importing.opendocument import read_opendocument

        return read_opendocument(data)
    raise _refused("import-unknown", _UNKNOWN, name)


def _check_parts(name: str, data: bytes) -> None:
    """Refuse a part that declares entities, which no office program writes, or has more of something than a reader
    that builds all of it can take.
    """
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            content = archive.read(part) if part.endswith((".xml", ".rels")) else b""
            if any(mark in content for mark in _EXTERNAL):
                raise _refused("import-damaged", _DAMAGED, name)
            if any(content.count(mark) > most for mark, most in _MOST.items()):
                raise _refused("import-large", _LARGE, name)


def _encrypted(data: bytes) -> bool:
    """Whether it is a container of an encrypted workbook, whose stream is called so in UTF-16."""
    return "EncryptedPackage".encode("utf-16-le") in data


def bounded(source: Source, name: str) -> Source:
    """Return the source where it is within bounds, without what no plan may hold of its words. Raises Refused."""
    lines = [line for table in source.tables for line in table.lines]
    cells = [cell for line in lines for cell in line.cells]
    wide = any(cell.column >= MOST_COLUMNS or len(cell.text) > MOST_WORDS for cell in cells)
    long = sum(len(cell.text) for cell in cells) + len(source.plan) > MOST_TEXT
    if len(lines) > MOST_LINES or len(cells) > MOST_CELLS or wide or long:
        raise _refused("import-large", _LARGE, name)
    source = structs.replace(source, tables=tuple(table for each in source.tables if (table := _legible(each)).lines))
    if not source.tables and not source.plan:
        raise _refused("import-empty", _EMPTY, name)
    return source


def _legible(table: SourceTable) -> SourceTable:
    """Leave out what hides, and signs that only a font of symbols shows: bullets of a list, mostly."""
    told = [[structs.replace(cell, text=legible(cell.text).strip()) for cell in line.cells] for line in table.lines]
    lines = [
        structs.replace(line, cells=tuple(cell for cell in cells if cell.text or cell.unread))
        for line, cells in zip(table.lines, told, strict=True)
    ]
    return SourceTable(legible(table.name), tuple(line for line in lines if line.cells))


def main() -> int:
    """Read the file on standard input, write its tables, or why not, to standard output."""
    name = ""  # whoever asked knows what it is called
    out: object
    try:
        out, ended = bounded(_source(name, sys.stdin.buffer.read()), name), 0
    except Refused as no:
        out, ended = (no.code, no.message), _SAID
    except MemoryError:
        return 1
    except Exception:  # whatever a reader says of a file that is damaged
        out, ended = ("import-damaged", _DAMAGED), _SAID
    sys.stdout.buffer.write(msgspec.json.encode(out))
    return ended


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
