"""The lock that keeps a data directory to one owner; the kernel lets go of it when the owner dies, however it dies."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from cli.embedded.errors import Taken


class Lock:
    """An exclusive lock on a file that also says who holds it."""

    def __init__(self, path: Path, taken: str) -> None:
        """`taken` is the sentence for whoever comes second; `{pid}` in it is the owner."""
        self._path = path
        self._taken = taken
        self._fd: int | None = None

    def acquire(self) -> Self:
        """Take the lock now, or raise `Taken`."""
        # Never unlinked: a second process could lock the old file while a third makes a new one.
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(fd, 32).decode().strip() or "?"
            os.close(fd)
            raise Taken(self._taken.format(pid=owner)) from None
        os.ftruncate(fd, 0)
        os.write(fd, f"{os.getpid()}\n".encode())
        self._fd = fd
        return self

    def release(self) -> None:
        """Let go; harmless when the lock is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def __enter__(self) -> Self:
        return self.acquire()

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.release()
