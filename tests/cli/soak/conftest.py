"""The store that a soak is proven on."""

from tests.eventstore.conftest import store

__all__ = ["store"]
