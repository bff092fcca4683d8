"""Who a process id belongs to: ids are used again, so a pid file also keeps when its process started."""

import os
import signal
import subprocess
import time
from pathlib import Path


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
