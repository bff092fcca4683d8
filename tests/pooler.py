"""A real PgBouncer in transaction mode in front of a test's database."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from cli.embedded.postgres_home import SystemAccount
from cli.embedded.process import LOOPBACK, free_port
from tests.conftest import Database

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
needed = pytest.mark.skipif(
    PROGRAM is None and os.environ.get("CI") != "true", reason="no pgbouncer (Debian: apt-get install pgbouncer)"
)
# Fewer sessions than callers, so that one that was prepared for somebody meets somebody else.
SESSIONS = 3


@asynccontextmanager
async def pooled(database: Database, folder: Path) -> AsyncIterator[str]:
    """Yield the runtime role's URL by way of the pooler, which is stopped afterwards."""
    assert PROGRAM is not None, "there is no pgbouncer here (Debian: apt-get install pgbouncer)"
    url, port = urlsplit(database.url), free_port()
    (folder / "users").write_text(f'"{url.username}" "{url.password}"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{database.name} = host={url.hostname} port={url.port}\n[pgbouncer]\nlisten_addr = {LOOPBACK}\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {folder / 'users'}\n"
        f"pool_mode = transaction\ndefault_pool_size = {SESSIONS}\nmax_client_conn = 200\n"
    )
    account = SystemAccount.for_servers(folder)
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "--quiet",
        str(folder / "pgbouncer.ini"),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    try:
        through = f"postgresql://{url.netloc.rpartition('@')[0]}@{LOOPBACK}:{port}{url.path}"
        async with asyncio.timeout(30):
            while not await _answers(through):
                assert process.returncode is None, "pgbouncer ended"
        yield through
    finally:
        process.terminate()
        await process.wait()


async def _answers(url: str) -> bool:
    try:
        await (await asyncpg.connect(url)).close()
    except (OSError, asyncpg.PostgresError):
        await asyncio.sleep(0)
        return False
    return True
