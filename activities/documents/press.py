"""Bytes of a PDF: stored once, with the office as it was, and its pages as pictures for screens that show none."""

import asyncio
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar, cast

import pypdfium2  # type: ignore[import-untyped]

from domain.office import state as office
from domain.office.events import OfficeEvent
from domain.office.state import Office
from domain.plan import evolution as plan
from domain.plan.state import PlanEvent
from eventstore.codec import decode
from eventstore.entry import Entry
from eventstore.errors import Unavailable
from eventstore.store import Store
from eventstore.telemetry import METER, SECONDS

NARROWEST, WIDEST = 160, 2480  # pixels; 2480 is A4 at 300 dots per inch
# Of each of 256 shades the nearest of 32: edges of letters look the same and the picture is half the size.
_SHADES = bytes(round(round(shade * 31 / 255) * 255 / 31) for shade in range(256))
# PDFium keeps global state and may be entered by one thread at a time.
_PDFIUM = threading.Lock()
_TOOK = METER.create_histogram(
    "paraf.document.duration", "s", "From ordered to printed", explicit_bucket_boundaries_advisory=SECONDS
)
P = TypeVar("P")
PDF = "application/pdf"


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
        return png(bytes(drawn.buffer).translate(_SHADES), drawn.width, drawn.height, drawn.stride)


@dataclass(frozen=True)
class Spot:
    """A page (from 1), and what of it something takes, in points from the upper left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """The sizes of a PDF's pages in points, its headings with the pages (from 1) they are on, and where marks stand."""

    sizes: tuple[tuple[float, float], ...]
    heads: tuple[tuple[str, int], ...]
    marks: tuple[Spot, ...]


def layout(pdf: bytes, marks: Sequence[str]) -> Layout:
    """Return where what stands in the PDF; a mark is one of these texts alone on its line, in reading order."""
    with _opened(pdf) as document:
        heads = [
            (" ".join(entry.get_title().split()), dest.get_index() + 1)
            for entry in document.get_toc()
            if entry.level == 0 and (dest := entry.get_dest()) is not None
        ]
        sizes, found = [], []
        for number in range(len(document)):
            page = document[number]
            sizes.append(page.get_size())
            text = page.get_textpage()
            for mark in marks:
                found += [_spot(text, number + 1, sizes[-1][1], at) for at in _alone(text, mark)]
        return Layout(tuple(sizes), tuple(heads), tuple(sorted(found, key=lambda s: (s.page, round(s.top), s.left))))


def _alone(text: "pypdfium2.PdfTextPage", mark: str) -> Iterator[tuple[int, int]]:
    """Yield where it begins and how long it is, where nothing stands before it on its line."""
    every, searched = text.get_text_range(), text.search(mark)
    while (at := searched.get_next()) is not None:
        if every[: at[0]].endswith(("\n", "\r")):
            yield at


def _spot(text: "pypdfium2.PdfTextPage", page: int, height: float, at: tuple[int, int]) -> Spot:
    text.count_rects(*at)
    left, bottom, right, top = text.get_rect(0)
    return Spot(page, left, height - top, right, height - bottom)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Return RGB rows as a PNG (ISO/IEC 15948), unfiltered: paper is mostly one colour and deflates well as it is."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + 3 * width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def place_in(past: Sequence[Entry]) -> str:
    """Return where the plan of these entries is signed; empty where it does not say."""
    parts = plan.fold([cast(PlanEvent, decode(entry.body)) for entry in past]).text.parts
    said = (place for part in parts for place in (part.details.place, *(b.place for b in part.details.blocks)))
    return next(filter(None, said), "")


class Press:
    """Prints papers into a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def office(self, name: str, newest: Entry) -> Office:
        """Return the office as it was at the newest entry that a document shows: a later rendering prints the same."""
        entries = await self._store.read(name, office.STREAM, upto=newest.recorded_at)
        return office.fold(cast(Sequence[OfficeEvent], [decode(entry.body) for entry in entries]))

    async def emblem(self, at: Office) -> bytes:
        """Return the picture that the office's covers bear; empty where there is none."""
        found = await self._store.document(at.emblem) if at.emblem else None
        return found[1] if found else b""

    async def place(self, name: str, stream: str, newest: Entry) -> str:
        """Return where the plan of that stream is signed, as it read by then; empty where it does not say."""
        return place_in(await self._store.read(name, stream, upto=newest.recorded_at))

    async def stored(self, render: Callable[[P], bytes], paper: P) -> tuple[str, int]:
        """Render the paper and store it; return its SHA-256 (hex) and how many pages it has.

        Raises `TypesettingFailed` where nothing can be printed, and `Unavailable`: then try again.
        """
        pdf = await self.printed(render, paper)
        return await self._store.put_document(pdf, PDF), await asyncio.to_thread(page_count, pdf)

    async def printed(self, render: Callable[[P], bytes], paper: P) -> bytes:
        """Render the paper and return its bytes; raises as `stored` does."""
        begun = time.perf_counter()
        try:
            return await asyncio.to_thread(render, paper)
        except OSError as error:  # no process to be had, or a machine too busy: what is printed is not to blame
            raise Unavailable(str(error)) from error
        finally:
            _TOOK.record(time.perf_counter() - begun, {"paper": type(paper).__name__})
