"""Which files may be evidence: the name, and the content, which must be what the name says."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from activities.evidence.archive import OPEN_DOCUMENT, OPEN_XML, ZIP, checked_package
from domain.kernel.errors import N_, Refused, require
from domain.office.check import line
from domain.quarter.filing import Evidence

_LONGEST_NAME = 150  # characters; with its suffix it fits every file system, spelled in UTF-8 too
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also what a password makes of a new one
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
# NIP as it is spaced, and whatever has as many digits as a telephone or more; a day and a time have fewer together.
_PERSONAL = re.compile(r"\d{8} ?\d{6} ?\d ?\d{3}|\+?\d{10,}|\+?\d{3,4}(?:[ .-]\d{3,4}){2,}")
_HIDDEN = "…"
_END_OF_PDF = 1024  # bytes from the end in which a reader looks for its mark


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, how its content begins (empty: as any text), how it ends (empty: anyhow)."""

    media_type: str
    begins: bytes
    ends: bytes = b""


_PNG_END = b"\0\0\0\0IEND\xae\x42\x60\x82"
_JPEG = FileKind("image/jpeg", b"\xff\xd8\xff")
# By the suffix of the name. Whatever is not here can be printed to PDF.
KINDS: Mapping[str, FileKind] = {
    "pdf": FileKind("application/pdf", b"%PDF-", b"%%EOF"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": FileKind("image/png", b"\x89PNG\r\n\x1a\n", _PNG_END),
    "xlsx": FileKind(f"{OPEN_XML}spreadsheetml.sheet", ZIP),
    "docx": FileKind(f"{OPEN_XML}wordprocessingml.document", ZIP),
    "pptx": FileKind(f"{OPEN_XML}presentationml.presentation", ZIP),
    "ods": FileKind(f"{OPEN_DOCUMENT}spreadsheet", ZIP),
    "odt": FileKind(f"{OPEN_DOCUMENT}text", ZIP),
    "odp": FileKind(f"{OPEN_DOCUMENT}presentation", ZIP),
    "csv": FileKind("text/csv", b""),
    "txt": FileKind("text/plain", b""),
}
_SIGNATURES = tuple({kind.begins for kind in KINDS.values() if kind.begins})


def judged(name: str, data: bytes) -> Evidence:
    """Return the file as evidence, named in NFC. Raises Refused, saying what to do about the file.

    Nothing of the content is interpreted: only its kind, its end, and what an archive holds are looked at.
    """
    name = file_name(name)
    require(bool(data), "evidence-empty", "“{name}” is empty.", name=name)
    suffix = name.rpartition(".")[2].lower()
    kind = KINDS.get(suffix)
    if kind is None:
        unknown = N_("“{name}” is of a kind that is not kept as evidence. These are: {known}.")
        raise Refused("evidence-kind", unknown, "", name=name, known=", ".join(KINDS))
    if kind.begins == ZIP and data.startswith(_OLD_OFFICE):
        locked = N_("“{name}” is locked with a password or in an old Office format. Save it anew without the password.")
        raise Refused("evidence-locked", locked, "", name=name)
    other = N_("“{name}” is not what its name says: its content is not that of a {kind} file.")
    same = data.startswith(kind.begins) if kind.begins else _is_text(data)
    require(same, "evidence-mismatch", other, name=name, kind=suffix.upper())
    if kind.ends:
        cut = N_("“{name}” is not whole: its end is missing. Send it again.")
        require(kind.ends in data[-_END_OF_PDF:], "evidence-cut", cut, name=name)
    if kind.begins == ZIP:
        found = checked_package(name, data)
        require(found == kind.media_type, "evidence-mismatch", other, name=name, kind=suffix.upper())
    return Evidence(sha256(data).hexdigest(), name, kind.media_type, len(data))


def file_name(text: str) -> str:
    """Return the name of a file without a folder, in NFC. Raises Refused."""
    name = line(text, "")
    visible = all(unicodedata.category(c) not in ("Cf", "Co", "Cn") for c in name)
    fits = len(name) <= _LONGEST_NAME and not any(c in name for c in "/\\")
    stem = name.rpartition(".")[0].strip(". ")
    unusable = N_(
        "“{name}” is no file name: at most {most} characters with a suffix, without slashes or hidden characters."
    )
    shown = "".join(c for c in name[:60] if unicodedata.category(c)[0] != "C")
    require(visible and fits and bool(stem), "evidence-name", unusable, name=shown, most=str(_LONGEST_NAME))
    return impersonal(name)


def impersonal(name: str) -> str:
    """Return the name of a file without numbers and addresses of people: it is recorded for good."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    return _PERSONAL.sub(_HIDDEN, _ADDRESS.sub(_HIDDEN, stem)) + dot + suffix


def _is_text(data: bytes) -> bool:
    """Return whether it is UTF-8 without control characters, and not a file of another kind that happens to be."""
    if data.startswith(_SIGNATURES):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return text.translate(_CONTROLS) == text


_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord(c) for c in "\t\n\f\r"})
