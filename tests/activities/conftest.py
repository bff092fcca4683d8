"""A store on a fresh database; whatever a test wrote is verified after it."""

from tests.check import falsified, verified
from tests.eventstore.conftest import store

__all__ = ["falsified", "store", "verified"]
