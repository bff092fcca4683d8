"""A connection of the API's server: one that asks for nothing is closed, however slowly it does so."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle


class Connection(H11Protocol):
    """Closes itself after it has been without a whole request for so long; bodies have limits of their own."""

    patience: ClassVar[float] = 30.0  # seconds
    _last: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to look."""
        super().connection_made(transport)
        self._look_again()

    def _look_again(self) -> None:
        self._looking = self.loop.call_later(self.patience, self._look)

    def _look(self) -> None:
        served = self.cycle is not None and not self.cycle.response_complete
        if served or self.cycle is not self._last:
            self._last = self.cycle
            self._look_again()
        else:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        self._looking.cancel()
        super().connection_lost(exc)
