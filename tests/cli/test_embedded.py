"""The embedded servers as their owner meets them: accidents, orphans, a directory that is in use."""

import asyncio
import os
import signal
import socket
import stat
import sys
from pathlib import Path

import asyncpg
import pytest
from temporalio.client import Client
from temporalio.service import RPCError

from cli.embedded.keeper import Child, Keeper
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.process import LOOPBACK, Lock, Taken, Unusable, read_pid, started_at, write_pid
from cli.embedded.temporal import EmbeddedTemporal
from tests.conftest import Database

# A supervisor of its own process, to be killed; it prints the ids of its servers.
SUPERVISOR = """
import asyncio, sys
from pathlib import Path
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.temporal import EmbeddedTemporal

async def main():
    async with EmbeddedPostgres(Path(sys.argv[1])) as postgres, EmbeddedTemporal(Path(sys.argv[1])) as temporal:
        print(postgres.keeper.pid, temporal.keeper.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_fresh_database_is_migrated_and_its_own(database: Database) -> None:
    connection = await asyncpg.connect(database.url)
    try:
        assert await connection.fetchval("SELECT current_user") == "paraf_runtime"
        assert await connection.fetchval("SELECT count(*) FROM paraf.events") == 0
    finally:
        await connection.close()


async def test_database_speaks_utf8_in_no_language_of_its_own(shared_postgres: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(shared_postgres.superuser_url)
    try:
        row = await connection.fetchrow("SELECT * FROM pg_database WHERE datname = 'postgres'")
        assert row is not None
        assert (row["datlocprovider"], row["datlocale"]) == (b"b", "C.UTF-8")
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
        assert await connection.fetchval("SHOW unix_socket_directories") == ""
    finally:
        await connection.close()


async def test_nobody_signs_in_without_the_password(shared_postgres: EmbeddedPostgres) -> None:
    url = shared_postgres.url("postgres", "guess", "postgres")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(url)


async def test_secrets_and_data_are_the_owners_alone(data: Path) -> None:
    async with EmbeddedPostgres(data, durable=False):
        assert stat.S_IMODE((data / "secrets" / "postgres.json").stat().st_mode) == 0o600
        assert stat.S_IMODE((data / "postgres" / "cluster").stat().st_mode) == 0o700
        assert (data / "postgres").resolve().stat().st_uid != 0


async def test_a_killed_database_comes_back_with_what_it_acknowledged(private_database: Database) -> None:
    server = private_database.server
    url = server.url("postgres", server.passwords.superuser, private_database.name)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept (n int)")
    for n in range(1, 4):
        await connection.execute("INSERT INTO kept VALUES ($1)", n)
        before = server.keeper.pid
        server.kill()
        await server.keeper.wait_up()
        assert server.keeper.pid != before
        connection.terminate()
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("SELECT count(*) FROM kept") == n
    await connection.close()


async def test_a_look_that_fails_in_a_way_of_its_own_ends_no_supervisor(tmp_path: Path) -> None:
    looked: list[int] = []

    async def answers(pid: int) -> bool:
        looked.append(pid)
        if len(looked) == 2:
            raise asyncpg.AdminShutdownError("terminating connection due to unexpected postmaster exit")
        return True

    keeper = Keeper(Child("sleeper", (sys.executable, "-c", "import signal; signal.pause()"), tmp_path, answers))
    await keeper.start()
    keeper.kill()
    await keeper.wait_up()
    assert looked[-1] == keeper.pid
    assert len(set(looked)) == 3
    assert started_at(looked[1]) is None  # the one that the failed look was at does not live on beside its successor
    await keeper.stop()


async def test_a_killed_temporal_comes_back_on_its_port(private_temporal: EmbeddedTemporal) -> None:
    port, before = private_temporal.port, private_temporal.keeper.pid
    private_temporal.kill()
    await private_temporal.keeper.wait_up()
    assert (private_temporal.port, private_temporal.keeper.starts) == (port, 2)
    assert private_temporal.keeper.pid != before


async def test_a_wiped_temporal_starts_empty(private_temporal: EmbeddedTemporal) -> None:
    client = await Client.connect(private_temporal.address)
    await client.start_workflow("Waits", id="waits", task_queue="nobody")
    await private_temporal.wipe()
    client = await Client.connect(private_temporal.address)
    with pytest.raises(RPCError, match="not found"):
        await client.get_workflow_handle("waits").describe()


async def test_a_restarted_temporal_keeps_its_workflows(private_temporal: EmbeddedTemporal) -> None:
    client = await Client.connect(private_temporal.address)
    await client.start_workflow("Waits", id="waits", task_queue="nobody")
    private_temporal.kill()
    await private_temporal.keeper.wait_up()
    assert (await client.get_workflow_handle("waits").describe()).id == "waits"


async def test_the_second_owner_of_a_directory_is_told_who_is_first(data: Path) -> None:
    async with EmbeddedPostgres(data, durable=False):
        with pytest.raises(Taken, match=f"already in use by process {os.getpid()}"):
            await EmbeddedPostgres(data).start()


async def test_a_taken_port_is_named(data: Path) -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Taken, match=f"Port {port} is taken"):
            await EmbeddedTemporal(data, port).start()


async def test_lost_passwords_are_named_and_nothing_is_made_anew(data: Path) -> None:
    async with EmbeddedPostgres(data, durable=False):
        pass
    (data / "secrets" / "postgres.json").unlink()
    with pytest.raises(Unusable, match=r"postgres\.json is missing"):
        await EmbeddedPostgres(data).start()


async def test_servers_do_not_outlive_a_killed_supervisor_and_start_again(data: Path) -> None:
    for _ in range(2):
        supervisor = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", SUPERVISOR, str(data)), stdout=asyncio.subprocess.PIPE
        )
        assert supervisor.stdout is not None
        pids = [int(word) for word in (await supervisor.stdout.readline()).split()]
        started = [started_at(pid) for pid in pids]
        supervisor.kill()
        await supervisor.wait()
    # The third life waits for what is left of the second, and then owns the data.
    async with EmbeddedPostgres(data) as postgres, EmbeddedTemporal(data) as temporal:
        assert [started_at(pid) for pid in pids] != started
        assert {postgres.keeper.pid, temporal.keeper.pid}.isdisjoint(pids)


async def test_everything_killed_at_once_starts_again(data: Path) -> None:
    supervisor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SUPERVISOR, str(data)), stdout=asyncio.subprocess.PIPE
    )
    assert supervisor.stdout is not None
    pids = [int(word) for word in (await supervisor.stdout.readline()).split()]
    for pid in (*pids, supervisor.pid):
        os.kill(pid, signal.SIGKILL)
    await supervisor.wait()
    async with EmbeddedPostgres(data) as postgres, EmbeddedTemporal(data):
        connection = await asyncpg.connect(postgres.superuser_url)
        await connection.close()


def test_a_pid_file_does_not_name_a_later_process(tmp_path: Path) -> None:
    file = tmp_path / "x.pid"
    write_pid(file, os.getpid())
    assert read_pid(file) == os.getpid()
    file.write_text(f"{os.getpid()} somebody who started earlier\n")
    assert read_pid(file) is None


def test_a_lock_is_free_again_when_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        with Lock(tmp_path / "lock", "taken by {pid}"), pytest.raises(Taken, match=f"taken by {os.getpid()}"):
            Lock(tmp_path / "lock", "taken by {pid}").acquire()
