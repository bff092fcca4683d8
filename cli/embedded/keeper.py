"""The supervisor of one child process: start it, wait for it, start it again, stop it in order."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.embedded.postgres_home import SystemAccount
from cli.embedded.process import EmbeddedError, NotReady, end, read_pid, write_pid

LEASH = Path(__file__).with_name("leash.py")
POLL = 0.05  # seconds between two looks at a server that is coming up
LONGEST_PAUSE = 5.0  # seconds between two attempts to start a child that keeps dying
BIGGEST_LOG = 8_000_000  # bytes; at a start, a log beyond this becomes `.log.1`

Say = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Child:
    """How to run one child; `home` gets its `logs/NAME.log` and `run/NAME.pid`."""

    name: str
    argv: Sequence[str]
    home: Path
    ready: Callable[[int], Awaitable[bool]]  # given the process id
    env: Mapping[str, str] = field(default_factory=dict)
    account: SystemAccount | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    start_limit: float = 60.0  # seconds
    stop_limit: float = 30.0  # seconds
    cwd: Path = Path("/")
    before: Callable[[], None] = lambda: None  # called before each start, when no child of ours runs

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.home / "logs" / f"{self.name}.log"

    @property
    def pid_file(self) -> Path:
        """Where its process is remembered, for whoever finds it orphaned."""
        return self.home / "run" / f"{self.name}.pid"


class Keeper:
    """Keeps one child alive."""

    def __init__(self, child: Child, say: Say = silent) -> None:
        self.child = child
        self.starts = 0  # how often it came up
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._up = asyncio.Event()
        self._stopping = False

    @property
    def pid(self) -> int:
        """The child's process id now."""
        if self._process is None:
            raise NotReady(f"{self.child.name} is not running.")
        return self._process.pid

    async def start(self) -> None:
        """Start the child and return when it answers; raise `NotReady` with the end of its log when it does not."""
        for folder in (self.child.log.parent, self.child.pid_file.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (orphan := read_pid(self.child.pid_file)) is not None:
            # Left by a supervisor that was killed; two servers on one directory would ruin it.
            self._say(f"{self.child.name}: ending process {orphan}, left over from before")
            await asyncio.to_thread(end, orphan, self.child.stop_signal, self.child.stop_limit)
        self._stopping = False
        await self._come_up()
        self._watch = asyncio.create_task(self._keep(), name=f"keep {self.child.name}")

    async def stop(self) -> None:
        """Stop the child in order, and no longer keep it."""
        self._stopping = True
        self._up.clear()
        await self._end()
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        # A start that was under way when we stopped may have left a child behind the one we ended.
        await self._end()
        self.child.pid_file.unlink(missing_ok=True)

    def kill(self, signum: signal.Signals = signal.SIGKILL) -> None:
        """End the child at once, as an accident would; it is then started again."""
        self._up.clear()
        os.kill(self.pid, signum)

    async def restart(self) -> None:
        """Stop the child in order and return when it answers again."""
        self.kill(self.child.stop_signal)
        await self.wait_up()

    async def wait_up(self) -> None:
        """Return when the child answers (at once if it does)."""
        await self._up.wait()

    async def _keep(self) -> None:
        pause = 0.0
        while not self._stopping:
            assert self._process is not None  # noqa: S101 - set by start, kept by this loop
            began = time.monotonic()
            code = await self._process.wait()
            if self._stopping:
                return
            self._up.clear()
            self._say(f"{self.child.name} ended ({_spell(code)}); starting it again")
            pause = 0.0 if time.monotonic() - began > LONGEST_PAUSE else min(LONGEST_PAUSE, pause * 2 + POLL)
            while not self._stopping:
                await asyncio.sleep(pause)
                try:
                    await self._come_up()
                    self._say(f"{self.child.name} is back")
                    break
                except Exception as error:  # whatever a look raises: it must not end the one who keeps
                    self._say(str(error) if isinstance(error, EmbeddedError | OSError) else repr(error))
                    pause = min(LONGEST_PAUSE, pause * 2 + POLL)

    async def _come_up(self) -> None:
        await self._spawn()
        try:
            await self._answer()
        except Exception:
            await self._end()  # the next start is the only child again
            raise
        self.starts += 1
        self._up.set()

    async def _answer(self) -> None:
        assert self._process is not None  # noqa: S101 - set by _spawn
        deadline = time.monotonic() + self.child.start_limit
        while not await self.child.ready(self._process.pid):
            if self._process.returncode is not None:
                raise NotReady(f"{self.child.name} did not start ({_spell(self._process.returncode)}):\n{self._tail()}")
            if time.monotonic() > deadline:
                raise NotReady(
                    f"{self.child.name} did not answer within {self.child.start_limit:.0f} seconds:\n{self._tail()}"
                )
            await asyncio.sleep(POLL)

    async def _spawn(self) -> None:
        child = self.child
        child.before()
        if child.log.exists() and child.log.stat().st_size > BIGGEST_LOG:
            child.log.replace(child.log.with_suffix(".log.1"))
        uid, gid = (child.account.uid, child.account.gid) if child.account else (-1, -1)
        leash = [str(LEASH), str(os.getpid()), str(int(child.stop_signal)), str(uid), str(gid), "--"]
        with child.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-I", "-S", *leash),
                *child.argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(child.env),
                cwd=child.cwd,
                start_new_session=True,  # Ctrl-C is ours: we stop the children in order
            )
        write_pid(child.pid_file, self._process.pid)

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        for signum in (self.child.stop_signal, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signum)
            try:
                async with asyncio.timeout(self.child.stop_limit):
                    await process.wait()
                return
            except TimeoutError:
                self._say(f"{self.child.name} did not stop within {self.child.stop_limit:.0f} seconds; killing it")

    def _tail(self) -> str:
        """Return the last lines of the log."""
        with self.child.log.open("rb") as log:
            log.seek(max(0, self.child.log.stat().st_size - 4096))
            lines = log.read().decode(errors="replace").splitlines()[-12:]
        return "\n".join(f"    {line}" for line in lines)


def _spell(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
