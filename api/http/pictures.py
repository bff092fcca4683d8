"""Pages of PDFs as pictures: drawn one after another where nothing else waits, and kept for whoever asks next."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from activities.documents.language import UNSIGNED
from activities.documents.press import Layout, layout, page_image
from api.http.problems import HttpError

_KEPT = 64 * 1024 * 1024  # bytes of all that are kept
_LAID_OUT = 256  # documents of which it is kept where what stands
_WAITING = 12  # that one person may wait for: a browser asks for six at once
WIDTH = 1654  # pixels: A4 at 200 dots an inch


@dataclass(frozen=True, slots=True)
class Picture:
    """A page (from 1) of the PDF with this SHA-256."""

    digest: str
    page: int

    @property
    def tag(self) -> str:
        """Return its entity tag."""
        return f'"{self.digest}-{self.page}-{WIDTH}"'


class Pictures:
    """The pictures that were drawn last; equal bytes are drawn once."""

    def __init__(
        self, kept: int = _KEPT, waiting: int = _WAITING, draw: Callable[[bytes, int, int], bytes] | None = None
    ) -> None:
        # PDFium is entered by one thread at a time, which is none of those that hash passwords.
        self._executor = ThreadPoolExecutor(1, "paraf-pictures")
        self._by = draw
        self._drawn: OrderedDict[Picture, bytes] = OrderedDict()
        self._layouts: OrderedDict[str, Layout] = OrderedDict()
        self._most = kept
        self._waiting: Counter[str] = Counter()
        self._most_waiting = waiting

    async def png(self, person: str, picture: Picture, stored: Callable[[], Awaitable[bytes]]) -> bytes:
        """Return the picture. Raises IndexError where there is no such page, `HttpError` 429 for too many at once."""
        found = self._drawn.get(picture)
        if found is not None:
            self._drawn.move_to_end(picture)
            return found
        if self._waiting[person] >= self._most_waiting:
            no = HttpError(429, "too-many-pictures", "You are waiting for too many pages at once.")
            raise no.telling(Retry_After="2")
        self._waiting[person] += 1
        try:
            return await self._draw(picture, await stored())
        finally:
            self._waiting[person] -= 1
            self._waiting += Counter()  # of who waits for nothing, nothing is remembered

    async def layout(self, digest: str, stored: Callable[[], Awaitable[bytes]]) -> Layout:
        """Return where what stands in the PDF with this SHA-256."""
        found = self._layouts.pop(digest, None)
        if found is None:
            pdf, loop = await stored(), asyncio.get_running_loop()
            found = await loop.run_in_executor(self._executor, layout, pdf, UNSIGNED)
        self._layouts[digest] = found
        if len(self._layouts) > _LAID_OUT:
            self._layouts.popitem(last=False)
        return found

    async def _draw(self, picture: Picture, pdf: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        drawn = await loop.run_in_executor(self._executor, self._by or page_image, pdf, picture.page, WIDTH)
        self._drawn[picture] = drawn
        while sum(map(len, self._drawn.values())) > self._most:
            self._drawn.popitem(last=False)
        return drawn
