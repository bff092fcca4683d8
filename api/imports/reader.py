"""Files that are being read, each in a process of its own; a look at one that a dead server left goes on with it."""

import asyncio
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from uuid import UUID

import msgspec

from activities.importing.process import Stopped, read_file
from api.access.imports import Imports, SentFile, Unread
from domain.kernel.errors import PlanError, Refused

_AT_ONCE = 2  # processes: the machines that this runs on are small
_BEAT = 1  # seconds after which it is said that the file is still being read
T = TypeVar("T")


class _No(msgspec.Struct):
    """Why a file cannot be read."""

    code: str
    message: str
    params: dict[str, str]


def packed(value: object) -> bytes:
    """Return a value as it is kept."""
    return zlib.compress(msgspec.json.encode(value), 3)


def unpacked(kept: bytes, of: type[T]) -> T:
    """Return what was kept."""
    return msgspec.json.decode(zlib.decompress(kept), type=of)


def refusal(kept: bytes) -> Refused:
    """Return why a file was not read."""
    no = unpacked(kept, _No)
    return Refused(no.code, no.message, "file", **no.params)


class Reader:
    """The files that this server reads."""

    def __init__(self, files: Imports) -> None:
        self.files = files
        self._running: dict[tuple[UUID, str], asyncio.Task[None]] = {}
        # None of the threads that hash passwords wait behind a file.
        self._executor = ThreadPoolExecutor(_AT_ONCE, "paraf-imports")

    async def look(self, account: UUID, page: str, seconds: float) -> SentFile | None:
        """Return the file that was sent for a page; one that is not read yet is, for so long that is waited for."""
        found = await self.files.find(account, page)
        if found is None or found.read:
            return found
        reading = self._running.get((account, page))
        if reading is None:
            reading = asyncio.create_task(self._read(account, page))
            self._running[account, page] = reading
            reading.add_done_callback(partial(self._ended, (account, page)))
        await asyncio.wait({reading}, timeout=seconds)
        return await self.files.find(account, page)

    def _ended(self, of: tuple[UUID, str], reading: asyncio.Task[None]) -> None:
        del self._running[of]
        if not reading.cancelled():
            reading.exception()  # the next look tries again

    async def _read(self, account: UUID, page: str) -> None:
        unread = await self.files.claim(account, page)
        if unread is None:
            return
        of = account, page, unread.file
        stop = threading.Event()
        told = asyncio.get_running_loop().run_in_executor(self._executor, _told, unread, stop)
        try:
            while not (await asyncio.wait({told}, timeout=_BEAT))[0]:
                if not await self.files.renew(*of):
                    stop.set()
            source, refused = await told
            await self.files.note(*of, source=source, refused=refused)
        except Stopped:
            return
        except OSError:
            await self.files.release(*of)
        finally:
            stop.set()


def _told(unread: Unread, stop: threading.Event) -> tuple[bytes | None, bytes | None]:
    """Return the tables of a file, or why there are none, as they are kept."""
    try:
        return packed(read_file(unread.name, unread.content, stop)), None
    except PlanError as no:
        return None, packed(_No(no.code, no.message, dict(no.params)))
