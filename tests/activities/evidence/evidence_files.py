"""Files for the tests of evidence, made where they are needed: honest ones of each kind, and hostile ones."""

import io
import zipfile
import zlib
from collections.abc import Mapping

import openpyxl

OPEN_XML = "application/vnd.openxmlformats-officedocument."
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(40) + b"\xff\xd9"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def png() -> bytes:
    """A picture of one white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = (1).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    )


def xlsx(rows: int = 3) -> bytes:
    """A workbook as a spreadsheet program writes it."""
    book = openpyxl.Workbook()
    for n in range(rows):
        book.active.append([n, f"baris {n}", n * 1.5])  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def archive(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return kept.getvalue()


def open_xml(main: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A document whose main part is of this type (`wordprocessingml.document`), with further parts."""
    types = f'<Types><Override PartName="/x" ContentType="{OPEN_XML}{main}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), **(parts or {})})


def open_document(kind: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A document of LibreOffice, of this kind (`spreadsheet`)."""
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": said, "content.xml": b"<office:document-content/>", **(parts or {})})


def bomb(size: int) -> bytes:
    """A workbook that inflates to this many bytes, a thousand times its size."""
    return open_xml("spreadsheetml.sheet", {"xl/worksheets/sheet1.xml": bytes(size)})


def understated(content: bytes, said: int) -> bytes:
    """A workbook whose one sheet says that it is smaller than it is, everywhere where it says so."""
    whole = bytearray(open_xml("spreadsheetml.sheet", {"xl/sheet1.xml": content}))
    true, crc = len(content).to_bytes(4, "little"), zlib.crc32(content).to_bytes(4, "little")
    assert whole.count(true) >= 2
    false, short = said.to_bytes(4, "little"), zlib.crc32(content[:said]).to_bytes(4, "little")
    return bytes(whole.replace(true, false).replace(crc, short))


def encrypted(data: bytes) -> bytes:
    """The archive with every entry marked as encrypted."""
    marked = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = marked.find(signature)
        while found >= 0:
            marked[found + at] |= 1
            found = marked.find(signature, found + 4)
    return bytes(marked)
