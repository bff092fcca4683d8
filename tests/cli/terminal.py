"""A `paraf` command as a person at a terminal runs it."""

import asyncio
import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Self

import httpx

from cli.embedded.process import free_port, read_pid, started_at
from examples.official import Official

PATIENCE = 90.0  # seconds for a line to be printed or a command to end; a busy machine needs some of them
STARTED: list[asyncio.subprocess.Process] = []
PARTS = ("postgres", "temporal", "worker", "api")


class Command:
    """One running command; what it prints is read line by line, errors included."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.printed: list[str] = []

    @classmethod
    async def start(cls, *words: str, **environment: str) -> Self:
        """Start `paraf` with the words, in an environment that has no settings but these."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PARAF_", "TEMPORAL_"))}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "paraf", *words),
            env=clean | {"PYTHONUNBUFFERED": "1"} | environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        STARTED.append(process)
        return cls(process)

    async def line(self, pattern: str) -> str:
        """Read on to the line that the pattern is found in, and return it."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while raw := await self.process.stdout.readline():
                self.printed.append(raw.decode().rstrip("\n"))
                if re.search(pattern, self.printed[-1]):
                    return self.printed[-1]
        raise AssertionError(f"it ended before it said {pattern!r}:\n" + self.text)

    async def end(self, order: signal.Signals | None = None) -> int:
        """Send the order, if any, and return the exit code."""
        if order is not None:
            self.process.send_signal(order)
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            self.printed += (await self.process.stdout.read()).decode().splitlines()
            return await self.process.wait()

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return "\n".join(self.printed)


async def ran(*words: str, **environment: str) -> Command:
    """Run a command to its end."""
    command = await Command.start(*words, **environment)
    await command.end()
    return command


class Installation:
    """Data and port of one `paraf up`, which can be started again and again."""

    def __init__(self, data: Path, **more: str) -> None:
        """`more` are settings that it is started with, too."""
        self.data = data
        self._more = more
        self.port = free_port()
        self.running: Command | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Its settings."""
        return {"PARAF_DATA": str(self.data), "PARAF_PORT": str(self.port), **self._more}

    @property
    def base_url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def passwords(self) -> dict[str, str]:
        """The trial's passwords by user name, as they were printed at the last start."""
        assert self.running is not None
        found = re.findall(r"^  .+?\s{2,}([a-z]+) +((?:[a-z0-9]{4}-){3}[a-z0-9]{4})", self.running.text, re.MULTILINE)
        return dict(found)

    async def up(self, *, trial: bool = True) -> Command:
        """Start it and return when it has said where it is."""
        self.running = await Command.start("up", **self.environment, PARAF_TRIAL="yes" if trial else "no")
        await self.running.line("stop with Ctrl-C")
        return self.running

    async def down(self, order: signal.Signals = signal.SIGINT) -> int:
        """Stop it and return its exit code."""
        assert self.running is not None
        running, self.running = self.running, None
        return await running.end(order)

    def pid(self, part: str) -> int:
        """Return the process of a part. It must be running."""
        pid = read_pid(self.data / "run" / f"{part}.pid")
        assert pid is not None, f"{part} is not running"
        return pid

    def processes(self) -> dict[int, str | None]:
        """Return the parts' processes, each with what tells it from a later one of the same id."""
        return {self.pid(part): started_at(self.pid(part)) for part in PARTS}

    def client(self) -> httpx.AsyncClient:
        """Return a stranger's client."""
        return httpx.AsyncClient(base_url=self.base_url, timeout=60, trust_env=False, verify=False)

    async def may_enter(self, client: httpx.AsyncClient, username: str, password: str) -> bool:
        """Try to sign in."""
        answer = await client.post("/sign-in", json={"username": username, "password": password})
        assert answer.status_code in (200, 401), answer.text
        return answer.status_code == httpx.codes.OK

    async def official(self, client: httpx.AsyncClient, username: str) -> Official:
        """Sign one of the sample people in."""
        official = Official(client)
        await official.sign_in(username, self.passwords[username])
        return official


def sign_ins(data: Path) -> dict[str, str]:
    """Return the kept passwords by person."""
    return dict(json.loads((data / "secrets" / "trial-sign-ins.json").read_text()))
