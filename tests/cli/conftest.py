"""Commands that a failed test left running."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.cli.terminal import STARTED


@pytest.fixture(scope="module", autouse=True)
def ended() -> Iterator[None]:
    """End them; the parts of a `paraf up` end with it."""
    yield
    for process in STARTED:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
    STARTED.clear()
