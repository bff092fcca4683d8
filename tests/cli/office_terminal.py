"""The commands of `paraf account` and `paraf office` on one database, and an office that was begun by them."""

from domain.office.state import STREAM, Office, fold
from eventstore.codec import decode
from eventstore.store import Store
from tests.cli.terminal import Command, ran
from tests.conftest import Database


class Terminal:
    """Commands on one database, one after the other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ran(self, *words: str) -> Command:
        """Run a command to its end."""
        return await ran(*words, PARAF_DATABASE_URL=self._database.url, PARAF_BASE_URL="https://paraf.example.org")

    async def done(self, *words: str) -> str:
        """Run a command that succeeds; return its last line."""
        command = await self.ran(*words)
        assert command.process.returncode == 0, command.text
        return command.printed[-1]

    async def refused(self, *words: str, code: int = 1) -> str:
        """Run a command that cannot be done; return what it says."""
        command = await self.ran(*words)
        assert command.process.returncode == code, command.text
        assert "Traceback" not in command.text
        return command.text


async def begun(terminal: Terminal) -> None:
    """Open an office with a person."""
    await terminal.done("office", "open", "kantor", "Kantor Contoh", "--time-zone", "Asia/Jayapura")
    await terminal.done("office", "register", "kantor", "sari", "Sari Rahmawati")


async def office_of(store: Store) -> Office:
    """Return the office as it is recorded."""
    return fold(decode(entry.body) for entry in await store.read("kantor", STREAM))  # type: ignore[misc]
