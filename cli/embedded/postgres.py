"""The embedded PostgreSQL: a cluster of its own below the data directory, reached on loopback with a password."""

import asyncio
import contextlib
import shutil
import signal
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from cli.embedded.keeper import Child, Keeper, Say, silent
from cli.embedded.postgres_home import Passwords, PostgresHome, run_as, settle, write_private
from cli.embedded.process import LOOPBACK, EmbeddedError, Lock, NotReady, Unusable, command, free_port

MAJOR = "18"
SUPERUSER, MIGRATION, RUNTIME = "postgres", "paraf_migration", "paraf_runtime"
DATABASE = "paraf"
NO_PROCESS = 2**31 - 1  # beyond every system's highest process id
ATTEMPTS = 3  # the port may be taken between our look and the server's; a killed server's backends take a moment to go

# What a connection attempt says while the server is starting, stopping or gone; one that dies while it lets somebody in
# says so in several ways.
NOT_YET = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class EmbeddedPostgres:
    """`async with EmbeddedPostgres(data) as postgres`: a running server, or one sentence why not.

    `durable=False` is for throwaway data: it survives the death of the server, not of the machine.
    """

    def __init__(self, data: Path, *, durable: bool = True, say: Say = silent) -> None:
        self._data = data.absolute()
        self._durable = durable
        self._say = say
        self._lock = Lock(
            self._data / "postgres.lock", f"The database in {self._data} is already in use by process {{pid}}."
        )
        self.port = 0
        self.passwords = Passwords("", "", "")
        self._keeper: Keeper | None = None

    @property
    def keeper(self) -> Keeper:
        """The supervisor of the running server."""
        if self._keeper is None:
            raise NotReady("PostgreSQL is not running.")
        return self._keeper

    @property
    def superuser_url(self) -> str:
        """For `bootstrap` alone: the superuser, on the database that every cluster has."""
        return self.url(SUPERUSER, self.passwords.superuser, "postgres")

    def migration_url(self, database: str = DATABASE) -> str:
        """The role that owns the schema's changes."""
        return self.url(MIGRATION, self.passwords.migration, database)

    def runtime_url(self, database: str = DATABASE) -> str:
        """The role that API and worker run as."""
        return self.url(RUNTIME, self.passwords.runtime, database)

    def url(self, user: str, password: str, database: str) -> str:
        """Spell a database URL on this server."""
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{LOOPBACK}:{self.port}/{quote(database)}"

    async def start(self) -> None:
        """Make the cluster if there is none, and start the server on a free port."""
        self._data.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._lock.acquire()
        try:
            home = await asyncio.to_thread(self._prepare)
            for attempt in range(1, ATTEMPTS + 1):
                self.port = self.port or free_port()
                keeper = Keeper(self._child(home), self._say)
                try:
                    await keeper.start()
                    break
                except NotReady:
                    if attempt == ATTEMPTS:
                        raise
                    self.port = 0
        except BaseException:
            self._lock.release()
            raise
        self._keeper = keeper

    async def stop(self) -> None:
        """Stop the server in order; it can be started again, on the same port."""
        if self._keeper is not None:
            await self._keeper.stop()
            self._keeper = None
        self._lock.release()

    async def restart(self) -> None:
        """Stop and start the server in order."""
        await self.keeper.restart()

    def kill(self) -> None:
        """Kill the server as an accident would; `keeper.wait_up()` returns when it is back."""
        self.keeper.kill()

    def _prepare(self) -> PostgresHome:
        home = settle(self._data)
        kept = self._data / "secrets" / "postgres.json"
        if home.cluster.exists():
            if not kept.exists():
                raise Unusable(f"{kept} is missing: without it nobody can sign in to the database in {home.cluster}.")
            version = (home.cluster / "PG_VERSION").read_text().strip()
            if version != MAJOR:
                raise Unusable(f"{home.cluster} was made by PostgreSQL {version}; this is {MAJOR}. Restore a backup.")
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        self.passwords = Passwords.kept_in(kept)
        if not home.cluster.exists():
            self._initialise(home)
        return home

    def _initialise(self, home: PostgresHome) -> None:
        self._say("PostgreSQL: making a database cluster")
        half = home.root / "cluster.new"  # renamed when complete, so that a half-made one is never taken for one
        shutil.rmtree(half, ignore_errors=True)
        secret = home.root / "superuser.secret"
        write_private(secret, self.passwords.superuser)
        try:
            if home.account is not None:
                home.account.give(secret)
            done = run_as(
                home.account,
                [
                    str(home.bin / "initdb"),
                    f"--pgdata={half}",
                    f"--username={SUPERUSER}",
                    f"--pwfile={secret}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--no-instructions",
                    *([] if self._durable else ["--no-sync"]),
                ],
                cwd=home.root,
            )
        finally:
            secret.unlink()
        if done.returncode != 0:
            raise EmbeddedError(f"initdb failed:\n{done.stdout.strip()}")
        half.rename(home.cluster)

    def _child(self, home: PostgresHome) -> Child:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "TimeZone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] %u@%d ",
        }
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Child(
            name="postgres",
            argv=[str(home.bin / "postgres"), "-D", str(home.cluster), *options],
            home=self._data,
            ready=self._answers,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
            account=home.account,
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast": roll back, disconnect, checkpoint
            cwd=home.root,
            before=lambda: _disown(home.cluster),
        )

    async def _answers(self, _: int) -> bool:
        try:
            connection = await asyncpg.connect(self.superuser_url, timeout=5)
        except asyncpg.InvalidPasswordError:
            raise Unusable(
                f"The password in {self._data / 'secrets' / 'postgres.json'} is not the cluster's."
            ) from None
        except NOT_YET:
            return False
        with contextlib.suppress(*NOT_YET):
            await connection.close()
        return True

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self.stop()


def _disown(cluster: Path) -> None:
    """Take a dead or foreign process out of the cluster's own lock file, which believes in any process of that number.

    The rest of the file stays: by it PostgreSQL waits for backends of a killed server that are not gone yet.
    """
    file = cluster / "postmaster.pid"
    try:
        first, _, rest = file.read_text().partition("\n")
    except FileNotFoundError:
        return
    if first.strip().isdigit() and str(cluster) not in command(int(first)):
        file.write_text(f"{NO_PROCESS}\n{rest}")
