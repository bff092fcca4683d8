"""A ZIP archive read within bounds without believing it, and office documents as the archives they are."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from domain.kernel.errors import N_, Refused

ZIP = b"PK\x03\x04"  # how one begins that is not empty
_ENTRY = b"PK\x01\x02"  # how each entry of its directory begins
_MOST_PARTS = 5_000
_MOST_BYTES = 256 * 1024 * 1024  # of everything together, inflated
_MOST_RATIO = 200  # inflated to stored; sheets of repeated rows reach 60, deflate itself 1030
_SMALL = 1024 * 1024  # bytes inflated below which the ratio says nothing
_LARGEST_INNER = 32 * 1024 * 1024  # bytes of an archive within the archive: what a chart keeps its table in
_KEPT = 1024 * 1024  # bytes of a member that are handed on
_STEP = 16 * 1024  # bytes inflated at a time
_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s22xHH")  # the header before each member: signature, lengths of name and of extras
_ENCRYPTED = 1


@dataclass(frozen=True)
class Member:
    """A member of an archive (`inner`: of one within it) with the beginning of its content."""

    name: str
    inner: bool
    content: bytes


class Archive:
    """An archive of this name; what it inflates to is counted over everything in it."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._data = data
        self._inflated = 0

    def members(self) -> Iterator[Member]:
        """Yield every member, inflating all of it. Raises Refused at the first thing that is wrong."""
        yield from self._walk(self._data, inner=False)

    def _walk(self, data: bytes, *, inner: bool) -> Iterator[Member]:
        for info in self._directory(data):
            content = bytearray()
            crc, size = 0, 0
            for piece in self._inflate(data, info):
                self._count(len(piece))
                crc, size = zlib.crc32(piece, crc), size + len(piece)
                if len(content) < (_LARGEST_INNER if content.startswith(ZIP) else _KEPT):
                    content += piece
            if (crc, size) != (info.CRC, info.file_size):
                raise self._broken()
            yield Member(info.orig_filename, inner, bytes(content[:_KEPT]))
            if content.startswith(ZIP):
                if inner or len(content) < size:
                    nested = N_("“{name}” has archives within archives. Send the files one by one.")
                    raise Refused("evidence-nested", nested, "", name=self._name)
                yield from self._walk(bytes(content), inner=True)

    def _directory(self, data: bytes) -> list[zipfile.ZipInfo]:
        # Before it is read: an entry costs far more memory than the bytes that name it.
        if data.count(_ENTRY) > _MOST_PARTS:
            raise self._bomb()
        try:
            # Of a version of ZIP that it does not know, zipfile says NotImplementedError.
            found = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
            raise self._broken() from error
        names = [info.orig_filename for info in found]
        unclear = any(".." in name.split("/") or name.startswith("/") or "\0" in name for name in names)
        if unclear or len(set(names)) < len(names):
            raise self._broken()
        if any(info.flag_bits & _ENCRYPTED for info in found):
            locked = N_("“{name}” is locked with a password. Save it without one.")
            raise Refused("evidence-locked", locked, "", name=self._name)
        return found

    def _inflate(self, data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the content in pieces of a bounded size, whatever the member says its size is."""
        head = data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(head) < _LOCAL.size or info.compress_type not in (_STORED, _DEFLATED):
            raise self._broken()
        signature, name, extra = _LOCAL.unpack(head)
        start = info.header_offset + _LOCAL.size + name + extra
        end = start + info.compress_size
        if signature != ZIP or end > len(data):
            raise self._broken()
        if info.compress_type == _STORED:
            yield from (data[n : min(n + _STEP, end)] for n in range(start, end, _STEP))
            return
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for n in range(start, end, _STEP):
                given = data[n : min(n + _STEP, end)]
                while given or not engine.eof:
                    piece = engine.decompress(given, _STEP)
                    yield piece
                    given = engine.unconsumed_tail
                    if not given and len(piece) < _STEP:
                        break
        except zlib.error as error:
            raise self._broken() from error
        if not engine.eof or engine.unused_data:
            raise self._broken()

    def _count(self, size: int) -> None:
        self._inflated += size
        ratio = self._inflated > _SMALL and self._inflated > _MOST_RATIO * len(self._data)
        if ratio or self._inflated > _MOST_BYTES:
            raise self._bomb()

    def _bomb(self) -> Refused:
        bomb = N_("“{name}” unpacks to far more than a document holds. It is refused.")
        return Refused("evidence-bomb", bomb, "", name=self._name)

    def _broken(self) -> Refused:
        return Refused("evidence-broken", "“{name}” is damaged: it cannot be read to its end.", "", name=self._name)


OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_XML = "application/vnd.openxmlformats-officedocument."
_CONTENT_TYPES, _MIME_TYPE = "[Content_Types].xml", "mimetype"
_MAIN = b".main+xml"  # ends the type of the one member that the others hang on
_MAINS = ("spreadsheetml.sheet", "wordprocessingml.document", "presentationml.presentation")


# Macros, whatever they are called; older documents, which may have some; programs of Windows and of Linux.
_RUNS = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ", b"\x7fELF")
_MACRO_FOLDERS = ("Basic", "Scripts")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")


def checked_package(name: str, data: bytes) -> str:
    """Return the media type that the archive has as a document; empty where it is none. Raises Refused."""
    found = ""
    for member in Archive(name, data).members():
        if _runs(member):
            macros = N_("“{name}” holds macros or embedded objects that could run. Save it without them, or as PDF.")
            raise Refused("evidence-macros", macros, "", name=name)
        if not member.inner and member.name in (_CONTENT_TYPES, _MIME_TYPE):
            found = found or _kind(member)
    return found


def _runs(member: Member) -> bool:
    folder, _, rest = member.name.partition("/")
    macro = member.name.lower().endswith(_MACRO_PARTS) or (folder in _MACRO_FOLDERS and bool(rest))
    declared = member.name == _CONTENT_TYPES and b"macroenabled" in member.content.lower()
    return macro or declared or member.content.startswith(_RUNS)


def _kind(member: Member) -> str:
    if member.name == _MIME_TYPE:
        said = member.content.decode("ascii", "replace")
        return said if said.startswith(OPEN_DOCUMENT) else ""
    mains = [main for main in _MAINS if f"{OPEN_XML}{main}".encode() + _MAIN in member.content]
    return f"{OPEN_XML}{mains[0]}" if len(mains) == 1 else ""
