"""Pages as pictures: drawn once, apart from everything else, and not by the hundred for one person."""

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest
from pypdfium2 import PdfiumError  # type: ignore[import-untyped]

from api.http import pictures
from api.http.pictures import Picture, Pictures
from api.http.problems import HttpError
from domain.kernel.actor import Role
from tests.api.house import Kantor

PNG = "image/png"


async def test_a_page_is_drawn_once_and_not_sent_twice(office: Kantor, monkeypatch: pytest.MonkeyPatch) -> None:
    """fault 16: page pictures are drawn at each request, in the pool that also hashes passwords."""
    threads: list[str] = []

    def drawn(pdf: bytes, page: int, width: int) -> bytes:
        threads.append(threading.current_thread().name)
        return page_image(pdf, page, width)

    page_image = pictures.page_image  # type: ignore[attr-defined]
    monkeypatch.setattr(pictures, "page_image", drawn)
    await office.draft()
    document = (await office.submit())["document"]
    path = f"{office.path}/documents/{document}/pages/1.png"
    first = await office.secretary.get(path, PNG)
    again = await office[Role.CHAIR].get(path, PNG)
    assert (first.status_code, first.content) == (200, again.content)
    assert [name.rpartition("_")[0] for name in threads] == ["paraf-pictures"]
    had = await office.secretary.get(path, PNG, headers={"If-None-Match": first.headers["etag"]})
    assert (had.status_code, had.content) == (304, b"")


async def test_nobody_waits_for_more_than_so_many_pages_at_once() -> None:
    drawing, going = Pictures(waiting=2), asyncio.Event()

    async def stored() -> bytes:
        await going.wait()
        return b"no PDF"

    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(_drawn(drawing, "budi", page, stored)) for page in (1, 2)]
        await asyncio.sleep(0)
        with pytest.raises(HttpError) as no:
            await drawing.png("budi", Picture("d", 3), stored)
        other = group.create_task(_drawn(drawing, "sari", 3, stored))
        going.set()
    assert (no.value.status, no.value.code) == (429, "too-many-pictures")
    assert [task.result() for task in (*waiting, other)] == ["PdfiumError"] * 3


async def _drawn(drawing: Pictures, person: str, page: int, stored: Callable[[], Awaitable[bytes]]) -> str:
    """Draw, and return what went wrong."""
    try:
        await drawing.png(person, Picture("d", page), stored)
    except PdfiumError as error:
        return type(error).__name__
    return ""
