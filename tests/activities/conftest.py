"""A store on a fresh database; whatever a test wrote is verified after it."""

import pytest

from tests.check import falsified, verified
from tests.eventstore.conftest import store

__all__ = ["falsified", "store", "verified"]


@pytest.fixture(autouse=True)
def scenes(unplanned: None) -> None:
    """Scenes have years without a plan that was signed for them, which the API asks for."""
