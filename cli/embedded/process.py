"""What an embedded server holds: its process by id and start, ports, the lock on its directory; what can stop it."""

import fcntl
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
# Below the ports that the system gives to outgoing connections: one of those could take a server's port while the
# server is being restarted, or connect to itself.
LOWEST, HIGHEST = 20000, 32000


class EmbeddedError(Exception):
    """A sentence for the person at the terminal, who is told what to do about it."""


class Taken(EmbeddedError):
    """Another process has the data directory or the port."""


class NotReady(EmbeddedError):
    """The server did not come up."""


class Unusable(EmbeddedError):
    """The data directory cannot be used as it is."""


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port that was free a moment ago."""
    chance = random.SystemRandom()
    while True:
        port = chance.randint(LOWEST, HIGHEST)
        if is_free(port):
            return port


def started_at(pid: int) -> str | None:
    """Return a text that no other process with this id has, or None if there is no such process (or a dead one)."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        if fields[0] in "ZX":  # ended, and only waits to be collected
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{fields[19]}"
    done = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def command(pid: int) -> str:
    """Return the command line of a running process, or nothing."""
    if started_at(pid) is None:
        return ""
    line = Path(f"/proc/{pid}/cmdline")
    if line.exists():
        return line.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    done = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout


def write_pid(path: Path, pid: int) -> None:
    """Remember the process."""
    path.write_text(f"{pid} {started_at(pid)}\n")


def read_pid(path: Path) -> int | None:
    """Return the id of the remembered process if that very process still runs."""
    try:
        pid, _, started = path.read_text().strip().partition(" ")
        return int(pid) if started and started_at(int(pid)) == started else None
    except (OSError, ValueError):
        return None


def end(pid: int, signum: signal.Signals, patience: float) -> None:
    """End a process that is no child of ours: ask, wait up to `patience` seconds, then kill."""
    started = started_at(pid)
    for attempt in (signum, signal.SIGKILL):
        deadline = time.monotonic() + patience
        if started is None or started_at(pid) != started:
            return
        try:
            os.kill(pid, attempt)
        except ProcessLookupError:
            return
        # Nothing tells of the end of a process that is no child of ours: look again, in a thread of its own.
        while started_at(pid) == started and time.monotonic() < deadline:
            time.sleep(0.02)


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
