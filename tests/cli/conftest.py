"""A terminal of one database; and the end of commands that a failed test left running."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.cli.office_terminal import Terminal
from tests.cli.terminal import STARTED
from tests.conftest import Database


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """End them; the parts of a `paraf up` end with it."""
    yield
    for process in STARTED:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
    STARTED.clear()


@pytest.fixture
def terminal(database: Database) -> Terminal:
    """A terminal whose commands work on the database of the test."""
    return Terminal(database)
