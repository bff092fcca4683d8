"""The pages of a PDF as pictures, made from exactly its bytes, for screens that show no PDF."""

import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2  # type: ignore[import-untyped]

NARROWEST, WIDEST = 160, 2480  # pixels; 2480 is A4 at 300 dots per inch

# Of each of 256 shades the nearest of 32: edges of letters look the same and the picture is half the size.
_SHADES = bytes(round(round(shade * 31 / 255) * 255 / 31) for shade in range(256))

# PDFium keeps global state and may be entered by one thread at a time.
_PDFIUM = threading.Lock()


def page_count(pdf: bytes) -> int:
    """Return how many pages the PDF has."""
    with _opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, page: int, width: int) -> bytes:
    """Return page `page` (from 1) as a PNG `width` pixels wide; raises IndexError, or ValueError for the width."""
    if not NARROWEST <= width <= WIDEST:
        raise ValueError(f"a page is drawn between {NARROWEST} and {WIDEST} pixels wide")
    with _opened(pdf) as document:
        if not 1 <= page <= len(document):
            raise IndexError(f"the document has {len(document)} pages, no page {page}")
        sheet = document[page - 1]
        drawn = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True)
        return _png(bytes(drawn.buffer).translate(_SHADES), drawn.width, drawn.height, drawn.stride)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """RGB rows as a PNG (ISO/IEC 15948), unfiltered: paper is mostly one colour and deflates well as it is."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + 3 * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )
